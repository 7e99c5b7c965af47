"""Finds the session behind a token or an id, and ends sessions."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.rpc.keys import deny_session

from identity.app.refusals import session_ended
from identity.app.sign_in.session_ends import note_session_ended
from identity.domain.access_tokens import TOKEN_LIFETIME
from identity.domain.accounts import Account, AccountState
from identity.domain.random_secrets import secret_digest
from identity.domain.sessions import (
    SESSION_TOKEN_BYTES,
    Session,
    SessionKind,
    SessionRules,
)
from identity.events.outgoing import tell_session_revoked
from identity.store import sessions as store
from identity.store.accounts import find_account, find_accounts

# How many sessions one transaction looks at, for whether time has ended them.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Alive:
    """A session that holds, and whose it is."""

    session: Session
    account: Account


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session that a support access was started from, under a new token."""

    session_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Over:
    """How many sessions were ended by time, and behind which one to go on; None for the end."""

    ended: int
    go_on_after: UUID | None


def session_of_token(
    tx: Transaction, session_token: str, service: str, rules: SessionRules
) -> Alive:
    """The session behind a session token that the service presents. Raises SESSION_ENDED."""
    found = store.find_session_by_token(tx, secret_digest(session_token))
    alive = _alive(tx, found, rules)
    if not alive.session.honours(service):
        raise session_ended()
    return alive


def note_used(tx: Transaction, session_id: UUID) -> None:
    """Notes that the session is used now. Raises SESSION_ENDED where it has ended meanwhile."""
    if not store.touch_session(tx, session_id):
        raise session_ended()


def session_of_id(tx: Transaction, session_id: UUID, rules: SessionRules) -> Alive:
    """The session that an access token belongs to. Raises SESSION_ENDED."""
    return _alive(tx, store.find_session(tx, session_id), rules)


def open_sessions(tx: Transaction, person_id: UUID, rules: SessionRules) -> list[Session]:
    """The person's sessions that hold, the last used first; support accesses are among them."""
    known = find_account(tx, person_id)
    if known is None:
        return []
    limits = rules.limits_for(known.account.roles)
    return [each for each in store.open_sessions_of(tx, person_id) if each.is_alive(limits, tx.now)]


def sign_out(tx: Transaction, person_id: UUID, session_id: UUID) -> Resumed | None:
    """Ends the caller's session and tells everybody; doing it twice changes nothing.

    This service refuses the session's tokens at once, whether or not the bus is up. Who leaves a
    support access gets the session back that it was started from, under a new token: the former one
    was replaced in the browser.
    """
    session = store.find_session(tx, session_id)
    end_session(tx, session_id, person_id)
    if session is None or session.kind is not SessionKind.SUPPORT:
        return None
    return _resume(tx, session)


def end_session(tx: Transaction, session_id: UUID, person_id: UUID) -> None:
    """Ends one session of the person; nothing happens where it is not theirs or has ended."""
    _end(tx, [session_id], person_id)


def end_sessions_of(tx: Transaction, person_id: UUID, *, except_session: UUID | None = None) -> int:
    """Ends all sessions of the person but one; returns how many."""
    ids = [each.session_id for each in store.open_sessions_of(tx, person_id)]
    return _end(tx, [each for each in ids if each != except_session], person_id)


def end_sessions_on(
    tx: Transaction, person_id: UUID, device_id: UUID, *, except_session: UUID
) -> None:
    """Ends the person's sessions on a device but one."""
    _end(
        tx,
        [
            each.session_id
            for each in store.open_sessions_of(tx, person_id)
            if each.device_id == device_id and each.session_id != except_session
        ],
        person_id,
    )


def end_sessions_over(tx: Transaction, rules: SessionRules, after: UUID | None) -> Over:
    """Ends sessions that were left idle or are used up, and tells whoever hangs on them.

    Looks at the next ones of all open sessions, behind the session `after`. A session that a
    support access was started from is in use as long as that is.
    """
    looked_at = store.open_sessions_after(tx, after, AT_ONCE)
    accounts = find_accounts(tx, {each.person_id for each in looked_at})
    ids = [each.session_id for each in looked_at]
    used_through = {
        each.parent_session_id: each.last_used_at for each in store.open_sessions_from(tx, ids)
    }

    def is_over(session: Session) -> bool:
        used_at = max(
            session.last_used_at, used_through.get(session.session_id, session.last_used_at)
        )
        limits = rules.limits_for(accounts[session.person_id].roles)
        return not replace(session, last_used_at=used_at).is_alive(limits, tx.now)

    seemed_over = [each.session_id for each in looked_at if is_over(each)]
    # Somebody may have used or ended one of them meanwhile.
    locked = store.lock_sessions(tx, seemed_over) if seemed_over else []
    over = [each for each in locked if each.ended_at is None and is_over(each)]
    if over:
        _end_locked(tx, over)
    return Over(len(over), ids[-1] if len(ids) == AT_ONCE else None)


def _end(tx: Transaction, session_ids: Sequence[UUID], person_id: UUID) -> int:
    """Ends sessions, and the support accesses that were started from them; returns how many."""
    locked = store.lock_sessions(tx, session_ids)
    ended = [each for each in locked if each.ended_at is None and each.person_id == person_id]
    if ended:
        _end_locked(tx, ended)
    return len(ended)


def _end_locked(tx: Transaction, ended: Sequence[Session]) -> None:
    """Ends sessions that are open and locked, and the support accesses started from them."""
    hanging = store.open_sessions_from(tx, [each.session_id for each in ended])
    known = {each.session_id for each in ended}
    further = [each.session_id for each in hanging if each.session_id not in known]
    every = [*ended, *store.lock_sessions(tx, further)]
    ids = [each.session_id for each in every]
    store.end_sessions(tx, ids)
    tokens_end = tx.now + TOKEN_LIFETIME
    for each in every:
        # No token lasts longer than its session may at the most.
        if each.expires_at > tx.now:
            deny_session(tx, str(each.session_id), tokens_end)
            tell_session_revoked(tx, each.session_id, each.person_id, tokens_end)
    note_session_ended(tx, ids)


def _resume(tx: Transaction, support: Session) -> Resumed | None:
    """The parent under a new token; None where it has ended, too."""
    parent_id = support.parent_session_id
    parent = store.find_session(tx, parent_id) if parent_id else None
    if parent is None or parent.ended_at is not None or parent.expires_at <= tx.now:
        return None
    session_token = secrets.token_urlsafe(SESSION_TOKEN_BYTES)
    store.replace_session_token(tx, parent.session_id, secret_digest(session_token))
    return Resumed(session_token, parent.expires_at)


def _alive(tx: Transaction, session: Session | None, rules: SessionRules) -> Alive:
    if session is None:
        raise session_ended()
    known = find_account(tx, session.person_id)
    if known is None or known.account.state is not AccountState.ACTIVE:
        raise session_ended()
    if not session.is_alive(rules.limits_for(known.account.roles), tx.now):
        raise session_ended()
    if session.parent_session_id:
        _require_parent(tx, session.parent_session_id)
    return Alive(session, known.account)


def _require_parent(tx: Transaction, parent_session_id: UUID) -> None:
    """A support access ends with the session that it was started from."""
    parent = store.find_session(tx, parent_session_id)
    if parent is None or parent.ended_at is not None or parent.expires_at <= tx.now:
        raise session_ended()
