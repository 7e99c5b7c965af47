"""The rights of pre-selection: given, taken back, told to whoever holds lotteries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.persons import person_with_id
from records.app.published_semesters import dates_of
from records.app.staff import SYSTEM
from records.app.study_credit import credit_facts_of
from records.domain import obstacles_to_grounds as obstacle
from records.domain.obstacles import Obstacle
from records.domain.preselection import (
    PreselectionAsked,
    PreselectionGround,
    PreselectionHolder,
    PreselectionRight,
    application_deadline,
    obstacles_to_preselection,
)
from records.events.outgoing import tell_preselection_rights_changed
from records.store import catalogue, persons, preselection_rights
from records.store.rules import load_rules
from records.texts.study_credit import preselection_right_unknown, preselection_semester_over


def set_preselection_rights(
    tx: Transaction,
    semester: Semester,
    ground: PreselectionGround,
    wanted: Mapping[UUID, bool],
    *,
    reason: str = "",
    by: str = SYSTEM,
) -> dict[UUID, PreselectionRight]:
    """Gives rights for a semester (True) or takes them back (False), by person, and tells them.

    What holds already changes and tells nothing. The number of queries does not grow with that of
    the persons. The semester has to be in the calendar. Returns the rights as they are now; who
    never had the right that is taken back has none.
    """
    persons.lock_persons(tx, wanted)
    rights = preselection_rights.find_rights(tx, wanted, semester, ground)
    changed: list[PreselectionRight] = []
    for person_id, holds in wanted.items():
        known = rights.get(person_id)
        if (known is not None and known.holds) == holds:
            continue
        changed.append(
            PreselectionRight(
                preselection_right_id=known.preselection_right_id if known else tx.new_id(),
                person_id=person_id,
                semester=semester,
                ground=ground,
                holds=holds,
                reason=reason,
                change_time=tx.now,
                changed_by=by,
                version=known.version + 1 if known else 1,
            )
        )
    preselection_rights.store_rights(tx, changed)
    tell_preselection_rights_changed(tx, changed)
    return rights | {each.person_id: each for each in changed}


def rights_of(tx: Transaction, person_id: UUID) -> tuple[PreselectionRight, ...]:
    """Every right of a person, those taken back included. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    return preselection_rights.load_rights_of(tx, person_id)


@dataclass(frozen=True, slots=True)
class HolderPage:
    """A page of holders by matriculation number; `has_next` tells whether more follow."""

    holders: tuple[PreselectionHolder, ...]
    has_next: bool


def holders_in(
    tx: Transaction, semester: Semester, after_number: str, page_size: int
) -> HolderPage:
    """Who holds a right in a semester, those behind the matriculation number."""
    # One more than asked for shows whether another page follows.
    found = preselection_rights.find_holders(tx, semester, after_number, page_size + 1)
    return HolderPage(found[:page_size], has_next=len(found) > page_size)


def deadlines(tx: Transaction) -> tuple[tuple[Semester, date], ...]:
    """Until when applications for the published semesters to come have to be received."""
    rules, today = load_rules(tx).preselection, local_date(tx.now)
    published = (each.semester for each in catalogue.load_semesters(tx))
    days = ((each, application_deadline(each, rules)) for each in published)
    return tuple((semester, day) for semester, day in days if day >= today)


def what_stands_against(
    tx: Transaction, person_id: UUID, asked: PreselectionAsked, *, today: date
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of the right, deadline and proofs aside."""
    if asked.semester not in {each.semester for each in catalogue.load_semesters(tx)}:
        return (obstacle.not_published(asked.semester),)
    found = preselection_rights.find_rights(tx, [person_id], asked.semester, asked.ground)
    return obstacles_to_preselection(
        asked,
        credit_facts_of(tx, [person_id])[person_id],
        held=any(each.holds for each in found.values()),
        child_under_years=load_rules(tx).study_credit.child_under_years,
        today=today,
    )


def give_preselection_right(
    tx: Transaction, person_id: UUID, asked: PreselectionAsked, *, reason: str, by: str
) -> PreselectionRight | tuple[Obstacle, ...]:
    """Gives the right that somebody has proven, or says what stands in the way.

    Raises PERSON_UNKNOWN and SEMESTER_UNKNOWN.
    """
    dates_of(tx, asked.semester)
    persons.lock_person(tx, person_id)
    person_with_id(tx, person_id)
    against = what_stands_against(tx, person_id, asked, today=local_date(tx.now))
    if against:
        return against
    wanted = {person_id: True}
    return set_preselection_rights(tx, asked.semester, asked.ground, wanted, reason=reason, by=by)[
        person_id
    ]


def take_preselection_right_back(
    tx: Transaction, person_id: UUID, asked: PreselectionAsked, *, reason: str, by: str
) -> PreselectionRight:
    """Takes the right of a person back.

    Raises SEMESTER_UNKNOWN, SEMESTER_OVER and PRESELECTION_RIGHT_UNKNOWN.
    """
    dates_of(tx, asked.semester)
    if asked.semester.last_date < local_date(tx.now):
        raise preselection_semester_over(asked.semester)
    wanted = {person_id: False}
    rights = set_preselection_rights(tx, asked.semester, asked.ground, wanted, reason=reason, by=by)
    if person_id not in rights:
        raise preselection_right_unknown(asked.semester)
    return rights[person_id]


def set_preselection_right(
    tx: Transaction,
    person_id: UUID,
    semester: Semester,
    ground: PreselectionGround,
    holds: bool,
    *,
    reason: str = "",
    by: str = SYSTEM,
) -> PreselectionRight | None:
    """Gives one person the right for a semester or takes it back; see `set_preselection_rights`."""
    wanted = {person_id: holds}
    rights = set_preselection_rights(tx, semester, ground, wanted, reason=reason, by=by)
    return rights.get(person_id)
