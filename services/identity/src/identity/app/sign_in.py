"""Signs somebody in, in two steps around the check of the password."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from chassis.database import Transaction

from identity.app.attempts import Attempt, attempt_failed, attempt_succeeded
from identity.app.password_hashing import Checked
from identity.app.refusals import account_not_activated, sign_in_refused
from identity.domain.access_tokens import ACR_PASSWORD
from identity.domain.accounts import Account, AccountState
from identity.domain.initial_codes import opens
from identity.domain.sessions import (
    SESSION_TOKEN_BYTES,
    Session,
    SessionRules,
    session_token_digest,
)
from identity.store import accounts as store
from identity.store.sessions import add_session


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who wants to sign in. `password_hash` is empty where no password can be right."""

    attempt: Attempt
    password_hash: str = field(repr=False)
    typed_initial_code: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; its token is in clear here and nowhere else."""

    session_token: str = field(repr=False)
    expires_at: datetime
    account: Account


def find_candidate(tx: Transaction, attempt: Attempt, password: str) -> Candidate:
    """What the attempt has to be checked against; the same steps for unknown user names."""
    known = store.find_account_by_user_name(tx, attempt.user_name)
    issued = store.find_initial_code(tx, attempt.user_name)
    waits_for_code = known is not None and known.account.state is AccountState.ASSIGNED
    usable = known is not None and known.account.state is AccountState.ACTIVE
    return Candidate(
        attempt,
        known.password_hash if known and usable else "",
        opens(issued, password, tx.now) and waits_for_code,
    )


def complete_sign_in(
    tx: Transaction, candidate: Candidate, checked: Checked, service: str, rules: SessionRules
) -> SignedIn:
    """Starts the session, bound to the calling service (empty for none).

    Raises SIGN_IN_REFUSED, and ACCOUNT_NOT_ACTIVATED to whoever typed the right initial code.
    """
    attempt = candidate.attempt
    if candidate.typed_initial_code:
        attempt_succeeded(tx, attempt)
        raise account_not_activated()
    known = store.find_account_by_user_name(tx, attempt.user_name)
    # The account may have changed while the password was checked.
    unchanged = (
        known is not None
        and known.account.state is AccountState.ACTIVE
        and known.password_hash == candidate.password_hash
    )
    if known is None or not unchanged or not checked.matches:
        attempt_failed(tx, attempt)
        raise sign_in_refused()
    attempt_succeeded(tx, attempt)
    if checked.renewed_hash:
        store.set_password_hash(tx, known.account.person_id, checked.renewed_hash)
    return _start_session(tx, known.account, service, rules)


def _start_session(
    tx: Transaction, account: Account, service: str, rules: SessionRules
) -> SignedIn:
    session_token = secrets.token_urlsafe(SESSION_TOKEN_BYTES)
    expires_at = tx.now + rules.limits_for(account.roles).absolute
    session = Session(
        session_id=tx.new_id(),
        person_id=account.person_id,
        service=service,
        acr=ACR_PASSWORD,
        started_at=tx.now,
        last_used_at=tx.now,
        expires_at=expires_at,
    )
    add_session(tx, session, session_token_digest(session_token))
    return SignedIn(session_token, expires_at, account)
