"""The right of pre-selection: given, taken back, told."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import within
from google.protobuf.message import Message
from matrikel.records.v1 import events_pb2
from records.app.enrolling import PersonEnrolled
from records.app.preselection import (
    deadlines,
    give_preselection_right,
    holders_in,
    rights_of,
    set_preselection_right,
    set_preselection_rights,
    take_preselection_right_back,
)
from records.domain.preselection import (
    PreselectionAsked,
    PreselectionGround,
    PreselectionRight,
    application_deadline,
    obstacles_to_application,
    obstacles_to_preselection,
)
from records.domain.rules import DayOfYear, PreselectionRules
from records.events.snapshots import SNAPSHOTS

from .credit_factories import S, facts, studies

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]

NOW = S("2026W")
CHILD = PreselectionGround.CHILD_CARE
PART_TIME = PreselectionGround.PART_TIME
BORN = date(2020, 5, 17)
RULES = PreselectionRules(DayOfYear(3, 1), DayOfYear(9, 1))


def right(message: Message) -> tuple[str, int, bool, int]:
    assert isinstance(message, events_pb2.PreselectionRightChanged)
    return message.semester.code, message.ground, message.holds, message.version


def test_a_right_is_told_when_it_changes_and_only_then(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    """002_4a6954b3acd4b47b.txt, "Right of pre-selection": "offers part-time students as well as
    students with children the chance to be approved for certain classes before the random
    selection procedure begins"."""
    person_id = enrol().person.person_id
    told()
    for holds in (True, True, False, False, True):
        within(loaded, set_preselection_right, person_id, NOW, PART_TIME, holds)
    ground = events_pb2.PRESELECTION_GROUND_PART_TIME
    assert [right(each) for each in told()] == [
        ("2026W", ground, True, 1),
        ("2026W", ground, False, 2),
        ("2026W", ground, True, 3),
    ]
    (kept,) = within(loaded, rights_of, person_id)
    assert (kept.holds, kept.version, kept.changed_by) == (True, 3, "system")


def test_a_right_that_never_was_is_not_taken_back(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    person_id = enrol().person.person_id
    told()
    assert within(loaded, set_preselection_right, person_id, NOW, PART_TIME, False) is None
    with pytest.raises(Failure) as refusal:
        within(
            loaded,
            take_preselection_right_back,
            person_id,
            PreselectionAsked(NOW, CHILD),
            reason="a mistake",
            by="clerk",
        )
    assert refusal.value.reason == "PRESELECTION_RIGHT_UNKNOWN"
    assert told() == []


def test_rights_of_many_are_told_at_once(loaded: Database, enrol: Enrol, told: Told) -> None:
    people = [enrol().person.person_id for _ in range(6)]
    told()
    given = within(loaded, set_preselection_rights, NOW, PART_TIME, dict.fromkeys(people, True))
    assert set(given) == set(people)
    assert len(told()) == 6


def test_holders_are_listed_page_by_page_with_their_grounds(loaded: Database, enrol: Enrol) -> None:
    people = [enrol().person for _ in range(3)]
    for each in people:
        within(loaded, set_preselection_right, each.person_id, NOW, PART_TIME, True)
    within(loaded, set_preselection_right, people[0].person_id, NOW, CHILD, True)
    within(loaded, set_preselection_right, people[1].person_id, NOW, PART_TIME, False)
    first = within(loaded, holders_in, NOW, "", 1)
    assert [each.matriculation_number for each in first.holders] == ["3100001"]
    assert set(first.holders[0].grounds) == {PART_TIME, CHILD}
    assert first.has_next
    rest = within(loaded, holders_in, NOW, "3100001", 5)
    assert [each.person_id for each in rest.holders] == [people[2].person_id]
    assert not rest.has_next


def test_student_services_give_the_right_for_a_child(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    person_id = enrol().person.person_id
    told()
    asked = PreselectionAsked(NOW, CHILD, BORN)

    def give() -> object:
        return within(
            loaded, give_preselection_right, person_id, asked, reason="gesehen", by="clerk"
        )

    given = give()
    assert isinstance(given, PreselectionRight)
    assert (given.reason, given.changed_by) == ("gesehen", "clerk")
    again = give()
    assert isinstance(again, tuple)
    assert [each.reason for each in again] == ["PRESELECTION_HELD_ALREADY"]
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        (PreselectionAsked(NOW, CHILD, BORN), False, []),
        (PreselectionAsked(NOW, CHILD), False, ["CHILD_BIRTH_DATE_MISSING"]),
        (PreselectionAsked(NOW, CHILD, date(2012, 10, 1)), False, ["CHILD_TOO_OLD"]),
        (PreselectionAsked(NOW, PART_TIME), False, ["NOT_PART_TIME"]),
        (
            PreselectionAsked(NOW, PART_TIME, BORN),
            False,
            ["NOT_PART_TIME", "CHILD_BIRTH_DATE_NOT_NEEDED"],
        ),
        (PreselectionAsked(S("2026S"), PART_TIME), False, ["SEMESTER_OVER"]),
        (
            PreselectionAsked(S("2031S"), CHILD),
            True,
            [
                "GROUND_SEMESTER_NOT_STUDIED",
                "PRESELECTION_HELD_ALREADY",
                "CHILD_BIRTH_DATE_MISSING",
            ],
        ),
    ],
)
def test_everything_that_stands_against_the_right_is_named(
    asked: PreselectionAsked, held: bool, expected: list[str]
) -> None:
    """002_4a6954b3acd4b47b.txt, "Right of pre-selection": for "part-time students as well as
    students with children"."""
    known = facts(studies("2026S", 2, part_time=["2026S"], until="2027S"))
    found = obstacles_to_preselection(
        asked, known, held=held, child_under_years=14, today=date(2026, 11, 2)
    )
    assert [each.reason for each in found] == expected


def test_the_deadlines_are_those_of_the_equal_opportunities_office(loaded: Database) -> None:
    """002_4a6954b3acd4b47b.txt, "Right of pre-selection": "for more information on the right of
    pre-selection and the associated deadlines, go to the pages of the equal opportunities
    office"."""
    assert application_deadline(S("2027S"), RULES) == date(2027, 3, 1)
    assert application_deadline(S("2026W"), RULES) == date(2026, 9, 1)
    assert obstacles_to_application(S("2027S"), date(2027, 3, 1), RULES) == ()
    (late,) = obstacles_to_application(S("2027S"), date(2027, 3, 2), RULES)
    assert late.reason == "PRESELECTION_DEADLINE_PASSED"
    assert within(loaded, deadlines) == ((S("2027S"), date(2027, 3, 1)),)


def test_rights_are_told_again_to_a_newly_installed_service(loaded: Database, enrol: Enrol) -> None:
    people: list[UUID] = [enrol().person.person_id for _ in range(3)]
    for each in people:
        within(loaded, set_preselection_right, each, NOW, PART_TIME, True)
    snapshots = next(
        each for each in SNAPSHOTS if each.event_type is events_pb2.PreselectionRightChanged
    )
    first, behind = within(loaded, snapshots.read, None, 2)
    rest, end = within(loaded, snapshots.read, behind, 2)
    assert {each.person_id for each in (*first, *rest)} == {str(each) for each in people}
    assert (len(first), len(rest)) == (2, 1)
    assert end is None
