"""What of the semester contribution is due, by how the semester is to be spent.

Source: guide 002, "Semester contributions", "Fees during leave of absence", "Semester abroad" and
"Semester contribution and fees" (part-time study changes nothing). Which parts are due is the
university's decision (rules.yaml).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from chassis.values import Semester

from records.domain.catalogue import EnrolmentKind
from records.domain.enrolment import SemesterStatus
from records.domain.rules import RecordsRules
from records.domain.university import Contribution, ContributionPart


class Stays(Enum):
    """The contribution stays as it was charged: how the semester is spent does not change it."""

    AS_CHARGED = "as_charged"


@dataclass(frozen=True, slots=True)
class PlannedEnrolment:
    """How one enrolment is to spend a semester; an accepted applicant's counts as one."""

    kind: EnrolmentKind
    status: SemesterStatus
    end_date: date | None = None
    # Leave that came too late to change what was charged.
    contribution_stays: bool = False


@dataclass(frozen=True, slots=True)
class ContributionChange:
    """What was due for a semester before, and what is now, in cents."""

    person_id: UUID
    charge_id: UUID
    before: int
    after: int


def parts_due(
    contribution: Contribution,
    semester: Semester,
    enrolments: Iterable[PlannedEnrolment],
    rules: RecordsRules,
) -> dict[str, int] | Stays:
    """What is due of each smallest part, in cents, by its code; empty where nothing is due.

    Who is enrolled in nothing that reaches into the semester owes nothing for it. An enrolment that
    ends within the semester changes nothing any more: whether the contribution is given back is
    decided with the de-registration.
    """
    reaching = [
        each for each in enrolments if each.end_date is None or each.end_date >= semester.first_date
    ]
    if not reaching:
        return {}
    if all(each.end_date and each.end_date < semester.last_date for each in reaching):
        return Stays.AS_CHARGED
    present = [each for each in reaching if _pays_in_full(each)]
    if present:
        if all(each.kind is EnrolmentKind.DOCTORAL for each in present):
            return cents_by_part(contribution, rules.doctoral.contribution_parts)
        return cents_by_part(contribution)
    # Nobody who is abroad in one programme is here in another one in which they are on leave.
    if any(each.status is SemesterStatus.ABROAD for each in reaching):
        return cents_by_part(contribution, rules.semester_abroad.parts_due)
    return cents_by_part(contribution, rules.leave_of_absence.parts_due)


def cents_by_part(
    contribution: Contribution, codes: Collection[str] | None = None
) -> dict[str, int]:
    """The smallest parts with their cents; of those named, or below them, or all of them."""
    return {
        part.code: part.amount.amount
        for part, wholes in _smallest_parts(contribution.parts, ())
        if part.amount.amount and (codes is None or wholes.intersection(codes))
    }


def _pays_in_full(enrolment: PlannedEnrolment) -> bool:
    if enrolment.contribution_stays:
        return True
    return enrolment.status not in (SemesterStatus.ON_LEAVE, SemesterStatus.ABROAD)


def _smallest_parts(
    parts: Sequence[ContributionPart], wholes: Sequence[str]
) -> Iterator[tuple[ContributionPart, frozenset[str]]]:
    for part in parts:
        codes = (*wholes, part.code)
        if part.parts:
            yield from _smallest_parts(part.parts, codes)
        else:
            yield part, frozenset(codes)


@dataclass(frozen=True, slots=True)
class PartDue:
    """A part of a contribution as it is shown, with what is due of it in cents."""

    part: ContributionPart
    cents: int
    parts: tuple["PartDue", ...]


def parts_as_shown(contribution: Contribution, due: Mapping[str, int]) -> tuple[PartDue, ...]:
    """The parts that something is due of, each made of its own parts, in the profile's order."""
    return _shown(contribution.parts, due)


def _shown(parts: Iterable[ContributionPart], due: Mapping[str, int]) -> tuple[PartDue, ...]:
    found = []
    for part in parts:
        within = _shown(part.parts, due)
        cents = due.get(part.code, 0) + sum(each.cents for each in within)
        if cents:
            found.append(PartDue(part, cents, within))
    return tuple(found)
