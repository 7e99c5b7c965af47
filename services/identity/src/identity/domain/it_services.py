"""The university's IT services, and who may use which.

Source: guide 001, "Systems, tools and infrastructure".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum
from uuid import UUID

from chassis.values import LocalizedText

from identity.domain.affiliation_names import Affiliation


class AccountKind(StrEnum):
    """The account that opens an IT service."""

    NONE = "none"
    UNIVERSITY = "university"
    UNIVERSITY_OWN_PASSWORD = "university_own_password"
    LIBRARY = "library"
    OF_SERVICE = "of_service"


class ServicePasswordUse(StrEnum):
    """Whether people make passwords for a service beside the one of the university account."""

    NONE = "none"
    # For programs that cannot open the sign-in page, such as mail programs.
    ALLOWED = "allowed"
    # Every device signs in with a password of its own.
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class ItService:
    """One row of the directory. `planned_account` is None where nothing is going to change.

    `schools` limits students and doctoral students to those of these schools; empty means all.
    `affiliations` is empty where everybody may use it. `grace_days` is how many days it stays open
    after the affiliation has ended, `notice_days` how many days before its last one people are
    told. `most_service_passwords` counts those that one person can have at a time.
    """

    code: str
    name: LocalizedText
    purpose: LocalizedText
    account: AccountKind
    planned_account: AccountKind | None = None
    url: str = ""
    support: str = ""
    information_url: str = ""
    instructions_url: str = ""
    instructions_on_intranet_only: bool = False
    schools: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    needs_activation: bool = False
    service_passwords: ServicePasswordUse = ServicePasswordUse.NONE
    most_service_passwords: int = 0
    grace_days: int = 0
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class Belonging:
    """One way in which somebody belongs, or belonged, to the university.

    `school` is empty where it is not about an enrolment; `last_day` is None while no end is known.
    """

    affiliation: Affiliation
    school: str = ""
    last_day: date | None = None


class WhyNot(Enum):
    """Why somebody may not use a service."""

    AFFILIATION = "affiliation"
    SCHOOL = "school"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Whether somebody may use a service on a day.

    `last_day` is the last day on which it is, or was, open, grace included; None while no end is
    known and where it never was open. `in_grace` tells that only the days of grace are left.
    """

    why_not: WhyNot | None = None
    last_day: date | None = None
    in_grace: bool = False

    @property
    def holds(self) -> bool:
        """Whether the person may use it."""
        return self.why_not is None

    def is_to_be_announced(self, service: ItService, today: date) -> bool:
        """Whether the end is so near that the person is told now."""
        return (
            self.holds
            and self.last_day is not None
            and today >= self.last_day - timedelta(days=service.notice_days)
        )


def entitlement(service: ItService, belongings: Iterable[Belonging], today: date) -> Entitlement:
    """Whether somebody who belongs in these ways may use the service today.

    Source: guide 001, "Systems, tools and infrastructure": "College and Graduate School only".
    """
    if not service.affiliations:
        return Entitlement()
    fitting = [each for each in belongings if each.affiliation in service.affiliations]
    if not fitting:
        return Entitlement(WhyNot.AFFILIATION)
    in_school = [each for each in fitting if _is_of_schools(each, service.schools)]
    if not in_school:
        return Entitlement(WhyNot.SCHOOL)
    last_days = [each.last_day for each in in_school]
    if None in last_days:
        return Entitlement()
    ended = max(day for day in last_days if day)
    last_day = ended + timedelta(days=service.grace_days)
    if last_day < today:
        return Entitlement(WhyNot.ENDED, last_day)
    return Entitlement(last_day=last_day, in_grace=ended < today)


def _is_of_schools(belonging: Belonging, schools: tuple[str, ...]) -> bool:
    """Teachers and others without a school of their own are not shut out by a student's limit."""
    return not schools or not belonging.school or belonging.school in schools


@dataclass(frozen=True, slots=True)
class Activation:
    """That somebody activated a service, once or again.

    `announced_end` is the last day that the person was told of in advance; None while no end is
    near.
    """

    activation_id: UUID
    person_id: UUID
    it_service_code: str
    version: int
    is_active: bool
    announced_end: date | None = None


class ItServiceState(Enum):
    """How a service stands for a person."""

    AVAILABLE = "available"
    TO_BE_ACTIVATED = "to_be_activated"
    ACTIVE = "active"
    NOT_ENTITLED = "not_entitled"


def state_of(service: ItService, entitled: Entitlement, *, is_active: bool) -> ItServiceState:
    """How the service stands for somebody with this entitlement."""
    if not entitled.holds:
        return ItServiceState.NOT_ENTITLED
    if not service.needs_activation:
        return ItServiceState.AVAILABLE
    return ItServiceState.ACTIVE if is_active else ItServiceState.TO_BE_ACTIVATED
