"""Issues the code that starts an account."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.refusals import (
    account_disabled,
    account_of_staff,
    holds_privileged_roles,
)
from identity.app.refusals import account_already_activated, account_unknown
from identity.domain.accounts import Account, AccountState
from identity.domain.initial_codes import (
    CODE_VALIDITY,
    InitialCode,
)
from identity.domain.roles import STUDENT_ROLES
from identity.domain.written_codes import CODE_BYTES, code_digest, written_code
from identity.store import accounts as store
from identity.store.privileged_roles import privileged_roles


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code in clear, for the letter. It is nowhere else."""

    user_name: str
    code: str = field(repr=False)
    expires_at: datetime


def issue_initial_code(tx: Transaction, person_id: UUID) -> IssuedCode:
    """Makes a new code, valid for 14 days, and ends the former one.

    For whoever may hand out any code: `issue_for_office` decides that. Raises ACCOUNT_UNKNOWN,
    ACCOUNT_ALREADY_ACTIVATED and ACCOUNT_DISABLED.
    """
    return new_code(tx, waiting_account(tx, person_id))


def issue_for_office(tx: Transaction, person_id: UUID, *, by_administrator: bool) -> IssuedCode:
    """Makes a new code for the letter that an office hands out.

    Whoever holds the code becomes the person. Student Services hand out those of students, system
    administrators those of staff, and nobody that of an account with roles that two people have to
    agree to. Raises ACCOUNT_UNKNOWN, ACCOUNT_ALREADY_ACTIVATED, ACCOUNT_DISABLED, ACCOUNT_OF_STAFF
    and ACCOUNT_HOLDS_PRIVILEGED_ROLES.
    """
    account = waiting_account(tx, person_id)
    require_may_hand_out(tx, account, by_administrator=by_administrator)
    return new_code(tx, account)


def waiting_account(tx: Transaction, person_id: UUID) -> Account:
    """The account, locked, that waits for its activation.

    Raises ACCOUNT_UNKNOWN, ACCOUNT_ALREADY_ACTIVATED and ACCOUNT_DISABLED.
    """
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    if known.account.state is AccountState.DISABLED:
        raise account_disabled(str(person_id))
    if known.account.state is not AccountState.ASSIGNED:
        raise account_already_activated(str(person_id))
    return known.account


def require_may_hand_out(tx: Transaction, account: Account, *, by_administrator: bool) -> None:
    """Raises ACCOUNT_OF_STAFF and ACCOUNT_HOLDS_PRIVILEGED_ROLES."""
    if not by_administrator and (account.employment or account.roles - STUDENT_ROLES):
        raise account_of_staff(str(account.person_id))
    if account.roles & privileged_roles(tx):
        raise holds_privileged_roles(str(account.person_id))


def new_code(tx: Transaction, account: Account) -> IssuedCode:
    """Makes a code for an account that waits for it; the former one ends."""
    code = written_code(secrets.token_bytes(CODE_BYTES))
    expires_at = tx.now + CODE_VALIDITY
    store.replace_initial_code(tx, account.person_id, InitialCode(code_digest(code), expires_at))
    return IssuedCode(account.user_name, code, expires_at)
