"""Roles of staff: who may ask for one, who may agree, how long it is held.

Nobody gives a role to himself (NIST SP 800-53 Rev. 5, AC-5 "separation of duties"): neither by
asking nor by agreeing, and for a privileged role another administrator than the one who asked has
to agree.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText

from identity.domain.accounts import Account, AccountState
from identity.domain.roles import Role


class RequestState(StrEnum):
    """How a request for a role stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class GrantOrigin(StrEnum):
    """How somebody came to a role."""

    REQUEST = "request"
    ACCOUNT = "account"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class GrantableRole:
    """A role that administrators give, as the university decided about it.

    `most_days` is for how many days it is given at a time, 0 for no limit; a request that nobody
    decides lapses after `lapse_days`.
    """

    role: Role
    description: LocalizedText
    needs_second_administrator: bool
    most_days: int
    lapse_days: int


@dataclass(frozen=True, slots=True)
class WantedRole:
    """What somebody asks for: the role, why, and the last day on which it is to be held."""

    person_id: UUID
    role: Role
    reason: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoleRequest:
    """A request for a role and what became of it."""

    role_request_id: UUID
    wanted: WantedRole
    requested_by: UUID
    requested_at: datetime
    lapses_at: datetime
    state: RequestState
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    refusal_reason: str = ""


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """That somebody holds or held a role; `ended_by` is None where it ran out by itself."""

    role_grant_id: UUID
    person_id: UUID
    role: Role
    origin: GrantOrigin
    reason: str
    granted_by: UUID | None
    approved_by: UUID | None
    granted_at: datetime
    expires_on: date | None
    ended_at: datetime | None = None
    ended_by: UUID | None = None
    end_reason: str = ""


class RoleObjection(StrEnum):
    """What stands against a change of somebody's roles."""

    ROLE_NOT_GRANTABLE = "ROLE_NOT_GRANTABLE"
    EXPIRE_DATE_PASSED = "EXPIRE_DATE_PASSED"
    EXPIRE_DATE_TOO_FAR = "EXPIRE_DATE_TOO_FAR"
    ROLE_HELD = "ROLE_HELD"
    ACCOUNT_DISABLED = "ACCOUNT_DISABLED"
    ACCOUNT_NOT_ACTIVATED_YET = "ACCOUNT_NOT_ACTIVATED_YET"
    OWN_ROLE = "OWN_ROLE"
    ROLE_REQUEST_DECIDED = "ROLE_REQUEST_DECIDED"
    ROLE_REQUEST_LAPSED = "ROLE_REQUEST_LAPSED"
    SECOND_ADMINISTRATOR_NEEDED = "SECOND_ADMINISTRATOR_NEEDED"


def objection_to_wish(
    account: Account,
    wanted: WantedRole,
    grantable: GrantableRole | None,
    held: RoleGrant | None,
    *,
    asked_by: UUID,
    today: date,
) -> RoleObjection | None:
    """What stands against giving the role now; None where nothing does.

    `held` is the grant by which the person holds the role already: it can be made longer.
    """
    if account.person_id == asked_by:
        return RoleObjection.OWN_ROLE
    if grantable is None:
        return RoleObjection.ROLE_NOT_GRANTABLE
    if account.state is AccountState.DISABLED:
        return RoleObjection.ACCOUNT_DISABLED
    if grantable.needs_second_administrator and account.state is AccountState.ASSIGNED:
        # Whoever handed out its initial code knows it, and would be the second administrator, too.
        return RoleObjection.ACCOUNT_NOT_ACTIVATED_YET
    if wanted.expires_on is not None and wanted.expires_on < today:
        return RoleObjection.EXPIRE_DATE_PASSED
    if _lasts_too_long(wanted.expires_on, grantable.most_days, today):
        return RoleObjection.EXPIRE_DATE_TOO_FAR
    if held is not None and not _is_longer(wanted.expires_on, held.expires_on):
        return RoleObjection.ROLE_HELD
    return None


def objection_to_decision(request: RoleRequest, now: datetime) -> RoleObjection | None:
    """What stands against deciding a request at all, whoever does it."""
    if request.state is RequestState.LAPSED:
        return RoleObjection.ROLE_REQUEST_LAPSED
    if request.state is not RequestState.OPEN:
        return RoleObjection.ROLE_REQUEST_DECIDED
    if now >= request.lapses_at:
        return RoleObjection.ROLE_REQUEST_LAPSED
    return None


def objection_to_approval(request: RoleRequest, by: UUID, now: datetime) -> RoleObjection | None:
    """What stands against this administrator's agreeing to a request."""
    if by == request.wanted.person_id:
        return RoleObjection.OWN_ROLE
    if by == request.requested_by:
        return RoleObjection.SECOND_ADMINISTRATOR_NEEDED
    return objection_to_decision(request, now)


def lapse_time(now: datetime, lapse_days: int) -> datetime:
    """When a request that is made now lapses."""
    return now + timedelta(days=lapse_days)


# A privileged role takes one administrator who asks and another one who agrees.
FEWEST_ADMINISTRATORS = 2


def is_last_administrator(account: Account, administrators: Collection[Account]) -> bool:
    """Whether nobody could administer the system without this account.

    `administrators` hold the role of system administrators; who has not activated the account yet
    cannot stand in for anybody.
    """
    return active_without(account, administrators) == 0


def active_without(account: Account, administrators: Collection[Account]) -> int:
    """How many administrators with an active account there are besides this one."""
    return sum(
        other.state is AccountState.ACTIVE
        for other in administrators
        if other.person_id != account.person_id
    )


def _lasts_too_long(expires_on: date | None, most_days: int, today: date) -> bool:
    if not most_days:
        return False
    return expires_on is None or expires_on > today + timedelta(days=most_days)


def _is_longer(wanted: date | None, held: date | None) -> bool:
    if held is None:
        return False
    return wanted is None or wanted > held
