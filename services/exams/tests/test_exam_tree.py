"""The exam tree: what a student finds, and what it costs to show it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from chassis.errors import Failure
from chassis.testing import within
from exams.app.exam_tree import get_exam_tree
from exams.domain.tree import EnrolmentNode, SittingNode, SittingState
from sqlalchemy import Engine, event


def tree_of(campus: Any, student: Any) -> tuple[EnrolmentNode, ...]:
    tree: tuple[EnrolmentNode, ...] = campus.run(get_exam_tree, student.person_id)
    return tree


def shown(campus: Any, student: Any) -> dict[tuple[str, str], SittingNode]:
    """The sittings in a student's tree by exam and room day."""
    return {
        (node.sitting.exam_number, _day(node)): node
        for enrolment in tree_of(campus, student)
        for module in enrolment.modules
        for exam in module.exams
        for node in exam.sittings
    }


def _day(node: SittingNode) -> str:
    return f"{node.sitting.start_time:%d}" if node.sitting.start_time else ""


def test_the_tree_leads_from_degree_to_sitting(campus: Any) -> None:
    """QIS guide, "Apply for exams": "Your degree, your study program and the version of your
    examination regulation is outlined there in a tree structure ... At the lowest level you can
    see the exams offered"."""
    [branch] = tree_of(campus, campus.student())
    assert branch.enrolment.degree_code == "BA"
    assert branch.enrolment.programme_code == "KUWI-BA"
    assert branch.enrolment.regulations_version_code == "KUWI-BA-2024"
    assert [module.module_code for module in branch.modules] == ["KUWI-01", "KUWI-02"]
    assert branch.modules[0].credits_tenths == 75
    assert [exam.exam_number for exam in branch.modules[0].exams] == ["1001", "1002"]
    assert branch.modules[0].exams[0].sittings[0].state is SittingState.OPEN


def test_two_enrolments_are_two_branches(campus: Any) -> None:
    student = campus.student()
    campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    assert len(tree_of(campus, student)) == 2


def test_sittings_are_shown_inside_their_window_only(campus: Any) -> None:
    """QIS guide, "Apply for exams": "The exams are only visible during the registration
    period"."""
    student = campus.student()
    assert len(shown(campus, student)) == 5
    campus.at(2026, 11, 16, 0, 0)
    assert shown(campus, student) == {}
    campus.at(2026, 11, 23, 0, 0)
    assert [exam for exam, _ in shown(campus, student)] == ["1001"]


def test_a_registered_sitting_offers_withdrawal(campus: Any) -> None:
    """QIS guide, "Apply for exams": "You can see the status of your registration as well as a
    link for the registration and deregistration"."""
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    node = shown(campus, student)["1001", "02"]
    assert node.state is SittingState.REGISTERED
    assert node.registration_id == registration.registration_id
    assert (node.can_register, node.can_withdraw) == (False, True)
    campus.withdraw(registration)
    node = shown(campus, student)["1001", "02"]
    assert (node.state, node.can_register, node.can_withdraw) == (SittingState.OPEN, True, False)


def test_a_full_sitting_says_so(campus: Any) -> None:
    for _ in range(2):
        campus.register(campus.student(), campus.sitting("1004", group="A"))
    node = shown(campus, campus.student())["1004", "04"]
    assert (node.state, node.can_register) == (SittingState.FULL, False)


def test_a_refused_sitting_says_why(campus: Any) -> None:
    student = campus.student(accepts=False, semesters={"2026W": campus.on_leave})
    node = shown(campus, student)["1001", "02"]
    assert node.state is SittingState.REFUSED
    assert [one.reason.value for one in node.obstacles] == ["TERMS_NOT_ACCEPTED", "ON_LEAVE"]


def test_the_tree_and_the_registration_agree(campus: Any) -> None:
    """What the tree offers can be registered for; what it refuses is refused alike."""
    student = campus.student()
    campus.register(student, campus.sitting("1004", group="A"))
    for node in shown(campus, student).values():
        if node.can_register:
            campus.withdraw(campus.register(student, node.sitting.sitting_id))
        else:
            reasons = [one.reason.value for one in node.obstacles]
            assert campus.refused(student, node.sitting.sitting_id) == reasons


def test_the_tree_takes_five_queries_whatever_its_size(campus: Any) -> None:
    small = campus.student()
    assert queries(campus, small) == 5
    large = campus.student()
    for version in ("BWL-BSC-2023", "KUWI-BA-2024", "BWL-BSC-2023"):
        campus.enrol(large.person_id, version, {"2026W": campus.enrolled})
    for student in [campus.student() for _ in range(30)]:
        campus.register(student, campus.sitting("1002"))
    assert queries(campus, large) == 5


def test_the_tree_reads_no_rows_of_other_students(campus: Any) -> None:
    """The cost does not grow with the number of students: no query touches their registrations."""
    student = campus.student()
    before = statements(campus, student)
    for _ in range(20):
        campus.register(campus.student(), campus.sitting("1001"))
    after = statements(campus, student)
    assert before == after
    for statement in after:
        if "registrations" in statement:
            assert "registrations.person_id =" in statement


def queries(campus: Any, student: Any) -> int:
    return len(statements(campus, student))


def statements(campus: Any, student: Any) -> list[str]:
    with counted() as found:
        tree_of(campus, student)
    return found


@contextmanager
def counted() -> Iterator[list[str]]:
    """The selects that run on any engine inside the block."""
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_service_without_its_profile_says_so(database: Any, clock: Any) -> None:
    with pytest.raises(Failure) as failure:
        within(database, get_exam_tree, uuid4())
    assert failure.value.reason == "TERMS_NOT_LOADED"
