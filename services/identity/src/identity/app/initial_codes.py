"""Issues the code that starts an account."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.refusals import account_already_activated, account_unknown
from identity.domain.accounts import AccountState
from identity.domain.initial_codes import (
    CODE_BYTES,
    CODE_VALIDITY,
    InitialCode,
    code_digest,
    written_code,
)
from identity.store import accounts as store


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code in clear, for the letter. It is nowhere else."""

    user_name: str
    code: str = field(repr=False)
    expires_at: datetime


def issue_initial_code(tx: Transaction, person_id: UUID) -> IssuedCode:
    """Makes a new code, valid for 14 days, and ends the former one.

    Raises ACCOUNT_UNKNOWN and ACCOUNT_ALREADY_ACTIVATED.
    """
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    if known.account.state is not AccountState.ASSIGNED:
        raise account_already_activated(str(person_id))
    code = written_code(secrets.token_bytes(CODE_BYTES))
    expires_at = tx.now + CODE_VALIDITY
    store.replace_initial_code(tx, person_id, InitialCode(code_digest(code), expires_at))
    return IssuedCode(known.account.user_name, code, expires_at)
