"""Proves again who is signed in, so that methods with a step-up open for five minutes.

OWASP ASVS 5.0, 7.5.1 and 7.5.3: sensitive changes ask for a proof that is fresh.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.refusals import session_ended
from identity.app.second_factors.factors import factors_of, use_code
from identity.app.sign_in.attempts import (
    Attempt,
    attempt_failed,
    attempt_succeeded,
    attempt_went_on,
    begin_attempt_in_session,
)
from identity.app.sign_in.password_hashing import Checked
from identity.app.sign_in.refusals import proof_refused
from identity.app.sign_in.sessions import session_of_id
from identity.app.tokens.data_key import DataKey
from identity.domain.accounts import Account
from identity.domain.proofs import PASSWORD
from identity.domain.sessions import Session, SessionRules
from identity.domain.throttling import Secret
from identity.store import accounts as store
from identity.store import sessions as sessions_store


@dataclass(frozen=True, slots=True)
class ProofOfSession:
    """Somebody who is signed in and whose proof is being checked."""

    attempt: Attempt
    account: Account
    session: Session
    password_hash: str = field(repr=False)


def begin_proof(
    tx: Transaction,
    rules: SessionRules,
    session_id: UUID,
    client_address: str,
    secret: Secret,
) -> ProofOfSession:
    """Counts the attempt. Raises SESSION_ENDED, TOO_MANY_ATTEMPTS and PASSWORD_SWITCHED_OFF."""
    alive = session_of_id(tx, session_id, rules)
    known = store.find_account(tx, alive.account.person_id)
    if known is None:
        raise session_ended()
    attempt = begin_attempt_in_session(tx, alive.account, alive.session, client_address, secret)
    return ProofOfSession(attempt, alive.account, alive.session, known.password_hash)


def prove_with_password(tx: Transaction, proof: ProofOfSession, checked: Checked) -> datetime:
    """Renews the proof of the session; returns when. Raises PROOF_REFUSED and SESSION_ENDED.

    Where there is a second factor, a right password forgets no failures: guesses of codes that were
    mixed with it would otherwise go on for ever.
    """
    known = store.find_account(tx, proof.account.person_id)
    unchanged = known is not None and known.password_hash == proof.password_hash
    if not checked.matches or not unchanged:
        attempt_failed(tx, proof.attempt)
        raise proof_refused("password")
    if factors_of(tx, proof.account.person_id).any:
        attempt_went_on(tx, proof.attempt)
    else:
        attempt_succeeded(tx, proof.attempt)
    return renew_proof(tx, proof.session, (PASSWORD,))


def prove_with_code(
    tx: Transaction, proof: ProofOfSession, code: str, data_key: DataKey
) -> datetime:
    """Renews the proof of the session with a code. Raises PROOF_REFUSED and SESSION_ENDED."""
    method = use_code(tx, proof.account.person_id, code, data_key)
    if method is None:
        attempt_failed(tx, proof.attempt)
        raise proof_refused("code")
    attempt_succeeded(tx, proof.attempt)
    return renew_proof(tx, proof.session, (method,))


def renew_proof(tx: Transaction, session: Session, amr: tuple[str, ...]) -> datetime:
    """Notes that the session's person has proven again who it is, with these methods (RFC 8176).

    Raises SESSION_ENDED where the session has ended meanwhile.
    """
    if not sessions_store.prove_session(tx, session.proven_again(amr, tx.now)):
        raise session_ended()
    return tx.now
