"""Enrolments as records tell of them: what an account follows from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText

from identity.domain.roles import Role


class EnrolmentKind(StrEnum):
    """What somebody is enrolled as."""

    STUDENT = "student"
    DOCTORAL = "doctoral"


class EndReason(StrEnum):
    """Why an enrolment ends."""

    COMPLETION = "completion"
    APPLICATION = "application"
    NOT_REREGISTERED = "not_reregistered"
    OFFICE = "office"


ROLE_OF_KIND = {
    EnrolmentKind.STUDENT: Role.STUDENT,
    EnrolmentKind.DOCTORAL: Role.DOCTORAL_STUDENT,
}


@dataclass(frozen=True, slots=True)
class HeardEnrolment:
    """An enrolment at its newest version. `end_date` is the last day, None while it is open."""

    enrolment_id: UUID
    person_id: UUID
    kind: EnrolmentKind
    programme_code: str
    programme_name: LocalizedText
    school_code: str
    end_date: date | None
    end_reason: EndReason | None
    version: int

    def holds_on(self, day: date) -> bool:
        """Whether the person is enrolled on that day; the last day counts."""
        return self.end_date is None or day <= self.end_date


def holding_on(enrolments: Iterable[HeardEnrolment], day: date) -> tuple[HeardEnrolment, ...]:
    """The enrolments that hold on that day."""
    return tuple(each for each in enrolments if each.holds_on(day))


def roles_of(enrolments: Iterable[HeardEnrolment], day: date) -> frozenset[Role]:
    """The roles that the enrolments give on that day."""
    return frozenset(ROLE_OF_KIND[each.kind] for each in holding_on(enrolments, day))


def last_end(enrolments: Iterable[HeardEnrolment]) -> date | None:
    """The last day of the enrolment that ends last; None where there is none or one is open."""
    ends = [each.end_date for each in enrolments]
    return None if None in ends else max((end for end in ends if end), default=None)
