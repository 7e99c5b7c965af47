"""Finds the session behind a token or an id, and ends sessions."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.rpc.keys import deny_session

from identity.app.refusals import session_ended
from identity.domain.access_tokens import TOKEN_LIFETIME
from identity.domain.accounts import Account, AccountState
from identity.domain.sessions import Session, SessionRules, session_token_digest
from identity.events.outgoing import tell_session_revoked
from identity.store import sessions as store
from identity.store.accounts import find_account


@dataclass(frozen=True, slots=True)
class Alive:
    """A session that holds, and whose it is."""

    session: Session
    account: Account


def session_of_token(
    tx: Transaction, session_token: str, service: str, rules: SessionRules
) -> Alive:
    """The session behind a session token that the service presents; it counts as used now.

    Raises SESSION_ENDED.
    """
    found = store.find_session_by_token(tx, session_token_digest(session_token))
    alive = _alive(tx, found, rules)
    if not alive.session.honours(service) or not store.touch_session(tx, alive.session.session_id):
        raise session_ended()
    return alive


def session_of_id(tx: Transaction, session_id: UUID, rules: SessionRules) -> Alive:
    """The session that an access token belongs to. Raises SESSION_ENDED."""
    return _alive(tx, store.find_session(tx, session_id), rules)


def sign_out(tx: Transaction, person_id: UUID, session_id: UUID) -> None:
    """Ends the caller's session and tells everybody; doing it twice changes nothing.

    This service refuses the session's tokens at once, whether or not the bus is up.
    """
    if store.end_session(tx, session_id):
        tokens_end = tx.now + TOKEN_LIFETIME
        deny_session(tx, str(session_id), tokens_end)
        tell_session_revoked(tx, session_id, person_id, tokens_end)


def _alive(tx: Transaction, session: Session | None, rules: SessionRules) -> Alive:
    if session is None:
        raise session_ended()
    known = find_account(tx, session.person_id)
    if known is None or known.account.state is not AccountState.ACTIVE:
        raise session_ended()
    if not session.is_alive(rules.limits_for(known.account.roles), tx.now):
        raise session_ended()
    return Alive(session, known.account)
