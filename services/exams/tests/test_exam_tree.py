"""The exam tree: what a student finds, and what it costs to show it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from chassis.errors import Failure
from chassis.testing import within
from exams.app.exam_tree import get_exam_tree
from exams.domain.statuses import Status
from exams.domain.tree import EnrolmentNode, SittingNode, SittingState
from sqlalchemy import Engine, event

from services.exams.tests.rules_factories import (
    add_large_version,
    change_sitting,
    has_result,
    set_exam_rules,
    set_published,
)


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
    see the exams offered".

    QIS guide, "Prüfungsan und -abmeldung": "Ihr Abschluss und Ihr Studiengang werden in einer
    Baumstruktur dargestellt"."""
    [branch] = tree_of(campus, campus.student())
    assert branch.enrolment.degree_code == "BA"
    assert branch.enrolment.programme_code == "KUWI-BA"
    assert branch.enrolment.regulations_version_code == "KUWI-BA-2024"
    methods, project = branch.modules
    assert (methods.module.module_code, project.module.module_code) == ("KUWI-01", "KUWI-02")
    assert (methods.module.area_code, methods.module.credits_tenths) == ("LS", 75)
    assert [exam.exam.exam_number for exam in methods.exams] == ["1001", "1002"]
    assert branch.modules[0].exams[0].sittings[0].state is SittingState.OPEN


def test_two_enrolments_are_two_branches(campus: Any) -> None:
    student = campus.student()
    campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    assert len(tree_of(campus, student)) == 2


def test_sittings_are_shown_inside_their_window_only(campus: Any) -> None:
    """QIS guide, "Apply for exams": "The exams are only visible during the registration
    period".

    QIS guide, "Prüfungsan und -abmeldung": "Die Prüfungen sind nur innerhalb der
    An-/Abmeldefristen sichtbar"; domain.md "Exams" 3: "a sitting shows only inside its
    registration window"."""
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
    assert node.registration is not None
    assert node.registration.registration_id == registration.registration_id
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
    """domain.md "Exams" 2: "what the student may do now, and *why not* where not"."""
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


def test_a_passed_exam_says_so_at_the_exam_and_at_its_sittings(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Haben Sie die Prüfung bereits bestanden, ist dies
    vermerkt"; "Apply for exams": "If you already passed an exam, this is written there".

    domain.md "Exams" 2: "Passed exams say so"."""
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    has_result(campus, registration, Status.PASSED, grade="1.3")
    campus.at(2026, 11, 23)
    [branch] = tree_of(campus, student)
    exam = branch.modules[0].exams[0]
    assert (exam.record.is_passed, str(exam.record.grade)) == (True, "1.3")
    assert (exam.record.used, exam.record.allowed) == (1, 3)
    [node] = exam.sittings
    assert (node.state, node.can_register) == (SittingState.PASSED, False)


def test_a_module_is_passed_with_all_of_its_exams(campus: Any) -> None:
    student = campus.student()
    for number in ("1001", "1002"):
        [branch] = tree_of(campus, student)
        assert [module.passed for module in branch.modules] == [False, False]
        registration = campus.register(student, campus.sitting(number))
        has_result(campus, registration, Status.PASSED, grade="2.0")
    [branch] = tree_of(campus, student)
    assert [module.passed for module in branch.modules] == [True, False]


def test_a_finally_failed_exam_says_so(campus: Any) -> None:
    set_exam_rules(campus, "1001", attempts=1)
    student = campus.student()
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.FAILED)
    campus.at(2026, 11, 23)
    [node] = shown(campus, student).values()
    assert (node.sitting.exam_number, node.state) == ("1001", SittingState.FINALLY_FAILED)


def test_a_place_in_the_waiting_list_is_shown(campus: Any) -> None:
    sitting = campus.sitting("1004", group="A")
    change_sitting(campus, sitting, has_waiting_list=True, capacity=1)
    students = [campus.student() for _ in range(3)]
    for student in students:
        campus.register(student, sitting)
    node = shown(campus, students[2])["1004", "04"]
    assert node.state is SittingState.WAITING
    assert node.registration is not None
    assert (node.registration.waiting_place, node.can_withdraw) == (2, True)
    newcomer = shown(campus, campus.student())["1004", "04"]
    assert (newcomer.state, newcomer.leads_to) == (SittingState.OPEN, Status.WAITING)


def test_a_request_for_a_draw_is_shown(campus: Any) -> None:
    sitting = campus.sitting("1004", group="A")
    change_sitting(campus, sitting, seating="lottery")
    student = campus.student()
    assert shown(campus, student)["1004", "04"].leads_to is Status.IN_LOTTERY
    campus.register(student, sitting)
    assert shown(campus, student)["1004", "04"].state is SittingState.IN_LOTTERY


def test_part_time_students_see_how_much_of_the_semester_is_used(campus: Any) -> None:
    student = campus.student(part_time=True)
    campus.register(student, campus.sitting("1001"))
    [branch] = tree_of(campus, student)
    assert (branch.part_time.used_tenths, branch.part_time.limit_tenths) == (50, 150)
    [branch] = tree_of(campus, campus.student())
    assert (branch.part_time.used_tenths, branch.part_time.limit_tenths) == (0, 0)


def test_a_draft_shows_nothing(campus: Any) -> None:
    set_published(campus, "KUWI-BA-2024", published=False)
    [branch] = tree_of(campus, campus.student())
    assert branch.modules == ()


def test_the_tree_of_60_modules_and_200_sittings_takes_five_queries(campus: Any) -> None:
    """A sixth one reads a version that the process has not met yet."""
    add_large_version(campus, "GROSS-BA-2026", modules=60, sittings=200)
    student = campus.student(version="GROSS-BA-2026")
    statements_at_first = statements(campus, student)
    assert len(statements_at_first) == 6
    [branch] = tree_of(campus, student)
    assert len(branch.modules) == 60
    nodes = [node for m in branch.modules for exam in m.exams for node in exam.sittings]
    assert len(nodes) == 200
    assert all(node.state is SittingState.OPEN for node in nodes)
    for number in sorted({node.sitting.exam_number for node in nodes})[:50]:
        first = next(node for node in nodes if node.sitting.exam_number == number)
        campus.register(student, first.sitting.sitting_id)
    for _ in range(3):
        campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    tree_of(campus, student)
    assert len(statements(campus, student)) == 5


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
            assert re.search(r"registrations\.person_id (=|IN)", statement)


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
