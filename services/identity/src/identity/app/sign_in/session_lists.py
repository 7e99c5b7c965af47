"""What a person sees of sessions and devices, and ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.paging import encode_token, moment_in, page_size, read_position

from identity.app.sign_in.sessions import Alive, end_sessions_on, open_sessions, session_of_id
from identity.app.tokens.roles import second_factor_needed
from identity.domain.devices import Device
from identity.domain.sessions import Session, SessionRules
from identity.store import devices as store
from identity.store.sessions import find_session


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its person sees it; whether roles of staff wait for a second factor in it."""

    session: Session
    second_factor_needed: bool


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Sessions, and where the next page begins."""

    sessions: tuple[OwnSession, ...]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """Devices, and where the next page begins."""

    devices: tuple[Device, ...]
    next_page_token: str


def own_session(tx: Transaction, session_id: UUID, rules: SessionRules) -> OwnSession:
    """The session that asks. Raises SESSION_ENDED."""
    return _own(session_of_id(tx, session_id, rules), rules)


def list_sessions(
    tx: Transaction, session_id: UUID, rules: SessionRules, size: int, token: str
) -> SessionsPage:
    """The sessions that hold of the person whose session asks, the last used first.

    Raises SESSION_ENDED.
    """
    account = session_of_id(tx, session_id, rules).account
    limit = page_size(size)
    after = read_position(token, 2, _position)
    every = open_sessions(tx, account.person_id, rules)
    behind = [each for each in every if after is None or _is_behind(each, after)]
    page = tuple(_own(Alive(each, account), rules) for each in behind[:limit])
    more = len(behind) > limit
    last = page[-1].session if more else None
    position = [last.last_used_at.isoformat(), str(last.session_id)] if last else []
    return SessionsPage(page, encode_token(position) if position else "")


def list_devices(tx: Transaction, person_id: UUID, size: int, token: str) -> DevicesPage:
    """The devices that the person's account knows, the last used first."""
    limit = page_size(size)
    after = read_position(token, 2, _position)
    found = store.devices_of(tx, person_id, after, limit + 1)
    page = tuple(found[:limit])
    more = len(found) > limit
    position = [page[-1].last_used_at.isoformat(), str(page[-1].device_id)] if more else []
    return DevicesPage(page, encode_token(position) if position else "")


def forget_device(tx: Transaction, person_id: UUID, device_id: UUID, session_id: UUID) -> None:
    """Makes the account forget a device and ends the sessions on it but the one that asks."""
    store.drop_device(tx, device_id)
    end_sessions_on(tx, person_id, device_id, except_session=session_id)


def owner_of_session(tx: Transaction, session_id: UUID) -> UUID | None:
    """Whose session it is; None where there is no such session."""
    session = find_session(tx, session_id)
    return session.person_id if session else None


def owner_of_device(tx: Transaction, device_id: UUID) -> UUID | None:
    """Whose device it is; None where no account knows it."""
    device = store.find_device(tx, device_id)
    return device.person_id if device else None


def device_of_session(tx: Transaction, session_id: UUID) -> UUID | None:
    """The device that the session runs on, if the account knows it."""
    session = find_session(tx, session_id)
    return session.device_id if session else None


def _own(alive: Alive, rules: SessionRules) -> OwnSession:
    return OwnSession(
        alive.session,
        second_factor_needed(alive.account, alive.session, rules.staff_second_factor),
    )


def _is_behind(session: Session, after: tuple[datetime, UUID]) -> bool:
    moment, session_id = after
    used = session.last_used_at
    return used < moment or (used == moment and session.session_id > session_id)


def _position(moment: str, identifier: str) -> tuple[datetime, UUID]:
    return moment_in(moment), UUID(identifier)
