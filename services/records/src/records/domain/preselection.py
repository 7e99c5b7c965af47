"""The right of pre-selection: who is admitted before the draw of a lottery.

Sources: guide 002, "Right of pre-selection"; the deadlines are those of the equal opportunities
office.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import PersonName, Semester, Term

from records.domain import obstacles_to_grounds as obstacle
from records.domain.credit_facts import CreditFacts
from records.domain.grounds import child_obstacles
from records.domain.obstacles import Obstacle
from records.domain.rules import PreselectionRules


class PreselectionGround(StrEnum):
    """Why somebody is drawn first."""

    PART_TIME = "part_time"
    CHILD_CARE = "child_care"


@dataclass(frozen=True, slots=True)
class PreselectionRight:
    """A person's right in the lotteries of one semester, held or taken back."""

    preselection_right_id: UUID
    person_id: UUID
    semester: Semester
    ground: PreselectionGround
    holds: bool
    # What it rests on, or why it was taken back; empty where part-time study gave it.
    reason: str
    change_time: datetime
    # A user name or "system".
    changed_by: str
    version: int


@dataclass(frozen=True, slots=True)
class PreselectionHolder:
    """Somebody who holds the right in a semester."""

    person_id: UUID
    matriculation_number: str
    name: PersonName
    grounds: tuple[PreselectionGround, ...]


@dataclass(frozen=True, slots=True)
class PreselectionAsked:
    """The right as somebody claims it."""

    semester: Semester
    ground: PreselectionGround
    # Needed with child care.
    child_birth_date: date | None = None


def application_deadline(semester: Semester, rules: PreselectionRules) -> date:
    """The last day for an application for a semester, included."""
    day = rules.summer_deadline if semester.term is Term.SUMMER else rules.winter_deadline
    return day.in_year(semester.year)


def obstacles_to_preselection(
    asked: PreselectionAsked,
    facts: CreditFacts,
    *,
    held: bool,
    child_under_years: int,
    today: date,
) -> tuple[Obstacle, ...]:
    """What stands in the way of the right, whoever wants it; deadlines are another matter."""
    found: list[Obstacle] = []
    if asked.semester.last_date < today:
        found.append(obstacle.semester_over(asked.semester))
    known = facts.continued_until(asked.semester)
    studied = [
        each for one in known.studies for each in one.semesters if each.semester == asked.semester
    ]
    if not studied:
        found.append(obstacle.not_studied(asked.semester))
    elif asked.ground is PreselectionGround.PART_TIME and not any(
        each.part_time for each in studied
    ):
        found.append(obstacle.not_part_time(asked.semester))
    if held:
        found.append(obstacle.held_already(asked.semester))
    if asked.ground is PreselectionGround.CHILD_CARE:
        found += child_obstacles(
            asked.child_birth_date, asked.semester, child_under_years, today=today
        )
    elif asked.child_birth_date is not None:
        found.append(obstacle.birth_date_not_needed())
    return tuple(found)


def obstacles_to_application(
    semester: Semester, received: date, rules: PreselectionRules
) -> tuple[Obstacle, ...]:
    """Whether an application came after the deadline of the equal opportunities office."""
    last_day = application_deadline(semester, rules)
    if received <= last_day:
        return ()
    return (obstacle.preselection_deadline_passed(semester, last_day),)
