"""Support access: a member of staff sees what a student sees, to help, and the student knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.domain.accounts import Account, AccountState
from identity.domain.roles import STUDENT_ROLES
from identity.domain.sessions import Session, SessionKind, SessionLimits


class SupportObjection(StrEnum):
    """What stands against a support access."""

    SUPPORT_FOR_STUDENTS_ONLY = "SUPPORT_FOR_STUDENTS_ONLY"
    ACCOUNT_NOT_ACTIVE = "ACCOUNT_NOT_ACTIVE"
    SUPPORT_NOT_FROM_HERE = "SUPPORT_NOT_FROM_HERE"


@dataclass(frozen=True, slots=True)
class SupportAccess:
    """One access; `ended_at` is None where it lasts or ran out by itself."""

    support_access_id: UUID
    session_id: UUID
    person_id: UUID
    staff_id: UUID
    reason: str
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def ended_by(self, now: datetime) -> datetime | None:
        """When it ended, by itself or before; None while it lasts."""
        if self.ended_at is not None:
            return self.ended_at
        return self.expires_at if now >= self.expires_at else None


def objection_to_support(
    student: Account, staff_id: UUID, parent: Session | None
) -> SupportObjection | None:
    """What stands against looking at the student's pages; None where nothing does.

    Whoever holds a role of staff is no student here, so that support access never opens more than
    its holder may see anyway.
    """
    if parent is None or parent.kind is not SessionKind.BROWSER or parent.person_id != staff_id:
        return SupportObjection.SUPPORT_NOT_FROM_HERE
    if not student.roles or not STUDENT_ROLES.issuperset(student.roles):
        return SupportObjection.SUPPORT_FOR_STUDENTS_ONLY
    if student.person_id == staff_id:
        return SupportObjection.SUPPORT_FOR_STUDENTS_ONLY
    if student.state is not AccountState.ACTIVE:
        return SupportObjection.ACCOUNT_NOT_ACTIVE
    return None


def support_limits(parent: Session, most: timedelta, now: datetime) -> SessionLimits:
    """How long the access lasts: never longer than the session that it is started from."""
    lasts = min(most, parent.expires_at - now)
    return SessionLimits(idle=lasts, absolute=lasts)
