"""Starting and listing support accesses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chassis.database import Transaction

from identity.app.refusals import account_unknown
from identity.app.roles.support_refusals import support_objected
from identity.app.sign_in.session_ends import when_sessions_end
from identity.app.sign_in.session_starting import Origin, SignedIn, start_session
from identity.app.sign_in.sessions import end_session
from identity.domain.accounts import Account
from identity.domain.sessions import SessionKind, SessionRules
from identity.domain.support_access import (
    SupportAccess,
    objection_to_support,
    support_limits,
)
from identity.mail.support import mail_support_access
from identity.store import support_accesses as store
from identity.store.accounts import find_account, find_accounts
from identity.store.sessions import find_session, open_sessions_from
from identity.store.support_accesses import Position

__all__ = [
    "Position",
    "StaffSession",
    "Started",
    "current_support_access",
    "list_accesses",
    "people_of",
    "start_support_access",
]


@dataclass(frozen=True, slots=True)
class StaffSession:
    """Who asks for an access, in which session, through which service, from where."""

    person_id: UUID
    session_id: UUID
    service: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Started:
    """A new access and its session, whose token is in clear here and nowhere else."""

    access: SupportAccess
    signed_in: SignedIn


def start_support_access(
    tx: Transaction,
    person_id: UUID,
    reason: str,
    staff: StaffSession,
    rules: SessionRules,
    most: timedelta,
) -> Started:
    """Lets a member of staff see a student's pages for a while; the student is told.

    An access that was started from the same session before ends. Raises what
    SupportAccessService.StartSupportAccess names.
    """
    known, helper = find_account(tx, person_id), find_account(tx, staff.person_id)
    if known is None:
        raise account_unknown(str(person_id))
    if helper is None:
        raise account_unknown(str(staff.person_id))
    parent = find_session(tx, staff.session_id)
    if objection := objection_to_support(known.account, staff.person_id, parent):
        raise support_objected(objection)
    assert parent is not None
    for former in open_sessions_from(tx, [parent.session_id]):
        end_session(tx, former.session_id, former.person_id)
    signed_in = start_session(
        tx,
        known.account,
        rules,
        service=staff.service,
        proof=parent.proof,
        origin=staff.origin,
        kind=SessionKind.SUPPORT,
        support_by=staff.person_id,
        parent_session_id=parent.session_id,
        limits=support_limits(parent, most, tx.now),
    )
    access = SupportAccess(
        support_access_id=tx.new_id(),
        session_id=signed_in.session.session_id,
        person_id=person_id,
        staff_id=staff.person_id,
        reason=reason,
        started_at=tx.now,
        expires_at=signed_in.expires_at,
    )
    store.add_support_access(tx, access)
    mail_support_access(tx, known.account, helper.account, access)
    return Started(access, signed_in)


def current_support_access(tx: Transaction, session_id: UUID) -> SupportAccess | None:
    """The access that a session is; None for a person's own session."""
    return store.find_support_access(tx, session_id)


def list_accesses(
    tx: Transaction, person_id: UUID, after: Position | None, size: int
) -> tuple[Sequence[SupportAccess], bool]:
    """The accesses to a person's pages, the newest first, and whether there are more."""
    found = store.list_support_accesses(tx, person_id, after, size + 1)
    return found[:size], len(found) > size


def people_of(tx: Transaction, accesses: Sequence[SupportAccess]) -> Mapping[UUID, Account]:
    """The accounts of everybody whom the accesses name."""
    return find_accounts(tx, {one for each in accesses for one in (each.person_id, each.staff_id)})


@when_sessions_end
def _sessions_ended(tx: Transaction, session_ids: Sequence[UUID]) -> None:
    store.end_support_accesses(tx, session_ids)
