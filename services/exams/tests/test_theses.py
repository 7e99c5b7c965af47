"""Theses from application to grade."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.documents import load_document
from chassis.errors import Code, Failure
from chassis.values import Semester
from exams.app.office_registration import deregister_student
from exams.app.progress import get_progress
from exams.app.theses import ThesisRefused, apply_for_thesis, list_examined_theses, list_theses
from exams.app.thesis_admission import admit_thesis, extend_thesis, refuse_thesis
from exams.app.thesis_grading import grade_thesis
from exams.app.thesis_hand_in import (
    close_overdue_thesis,
    enter_paper_hand_in,
    hand_in_own_thesis,
    overdue_theses,
)
from exams.domain.rules import ThesisRule
from exams.domain.statuses import Status
from exams.domain.theses import Thesis, ThesisState
from exams.store import registrations, tables
from exams.store.theses import get_thesis

from services.exams.tests.cases_factories import (
    EXAMINERS,
    OFFICE,
    PDF,
    PNG,
    THESIS,
    admitted,
    applied,
    with_thesis,
)
from services.exams.tests.results_factories import release_all
from services.exams.tests.rules_factories import set_exam_rules, studying

FIRST, SECOND = UUID(int=1), UUID(int=2)
# Nine weeks from Monday, 2 November 2026.
DUE = date(2027, 1, 4)


def apply_of(campus: Any, student: Any, **asked: Any) -> Any:
    """An application, or why it is refused."""
    facts = {"exam_number": "", "title": "Über das Warten", "examiners": EXAMINERS}
    return campus.run(
        apply_for_thesis,
        person_id=student.person_id,
        enrolment_id=student.enrolment_id,
        **(facts | asked),
    )


def admit(campus: Any, thesis: Thesis, **asked: Any) -> Any:
    """An admission, or why it is refused."""
    facts = {
        "title": "Über das Warten",
        "examiners": EXAMINERS,
        "start_date": date(2026, 11, 2),
        "semester": Semester.parse("2026W"),
        "by": OFFICE,
    }
    return campus.run(admit_thesis, campus.signer, thesis_id=thesis.thesis_id, **(facts | asked))


def hand_in(campus: Any, thesis: Thesis, content: bytes = PDF) -> Thesis:
    """The student hands in."""
    handed_in: Thesis = campus.run(
        hand_in_own_thesis,
        thesis_id=thesis.thesis_id,
        content=content,
        file_name="Arbeit.pdf",
    )
    return handed_in


def on_paper(campus: Any, thesis: Thesis, day: date | None, content: bytes = b"") -> Thesis:
    """The office enters a hand-in on paper."""
    entered: Thesis = campus.run(
        enter_paper_hand_in,
        thesis_id=thesis.thesis_id,
        day=day,
        content=content,
        file_name="Arbeit.pdf",
        by=OFFICE,
    )
    return entered


def grade(campus: Any, thesis: Thesis, examiner: int, given: str, by: UUID | None = None) -> Thesis:
    """An examiner enters their grade."""
    graded: Thesis = campus.run(
        grade_thesis,
        thesis_id=thesis.thesis_id,
        examiner=examiner,
        grade=given,
        by=by or (FIRST, SECOND)[examiner - 1],
        as_examiner=True,
    )
    return graded


def fails(act: Callable[[], object]) -> str:
    """The reason with which something fails."""
    with pytest.raises(Failure) as error:
        act()
    return error.value.reason


def now_of(campus: Any, thesis: Thesis) -> Thesis:
    """The thesis as it stands."""
    found: Thesis = campus.run(get_thesis, thesis.thesis_id)
    return found


def registration_of(campus: Any, thesis: Thesis) -> Any:
    """The registration of a thesis."""
    return campus.run(registrations.get_registration, now_of(campus, thesis).registration_id)


def test_an_application_names_the_one_thesis_of_the_regulations(campus: Any) -> None:
    with_thesis(campus)
    thesis = applied(campus)
    assert (thesis.exam_number, thesis.state) == (THESIS, ThesisState.APPLIED)
    assert thesis.first_examiner_name == "Dr. Anna Ameier"
    assert campus.mails()[-1].kind == "thesis_applied"


def test_every_obstacle_to_a_thesis_is_named_at_once(campus: Any) -> None:
    """QIS guide (000_…), "Prüfungsan und -abmeldung": "… die Wiederholbarkeit,
    Teilnahmevoraussetzungen etc der einzelnen Prüfungen".

    domain.md "Exams" 14: "registration needs the credits that the regulations name"."""
    with_thesis(campus, ThesisRule(1200, 9, 3))
    set_exam_rules(campus, THESIS, prerequisites=(("1001",),))
    on_leave = campus.student(semesters={"2026W": campus.on_leave})
    outcome = apply_of(campus, on_leave)
    assert isinstance(outcome, ThesisRefused)
    assert [one.reason for one in outcome.obstacles] == [
        "ON_LEAVE",
        "PREREQUISITE_MISSING",
        "CREDITS_MISSING",
    ]
    assert all(one.message.de and one.message.en for one in outcome.obstacles)
    assert campus.rows(tables.theses) == []


def test_a_thesis_has_two_attempts(campus: Any) -> None:
    """Both may be taken in one semester: the second one then has a sitting of its own."""
    with_thesis(campus)
    student = studying(campus)
    thesis = admitted(campus, student)
    _fails_with(campus, thesis)
    second = admit(campus, apply_of(campus, student))
    assert (
        registration_of(campus, second).sitting.sitting_id
        != registration_of(campus, thesis).sitting.sitting_id
    )
    _fails_with(campus, second)
    outcome = apply_of(campus, student)
    assert [one.reason for one in outcome.obstacles] == ["NO_ATTEMPT_LEFT"]


def _fails_with(campus: Any, thesis: Thesis) -> None:
    """Both examiners fail the thesis, and the office releases it."""
    hand_in(campus, thesis)
    grade(campus, thesis, 1, "5.0")
    grade(campus, thesis, 2, "5.0")
    release_all(campus, registration_of(campus, thesis).sitting.sitting_id)


def test_nobody_applies_twice_at_once(campus: Any) -> None:
    with_thesis(campus)
    student = studying(campus)
    applied(campus, student)
    outcome = apply_of(campus, student)
    assert [one.reason for one in outcome.obstacles] == ["THESIS_UNDER_WAY"]


@pytest.mark.parametrize(
    ("examiners", "reason", "fields"),
    [
        (("ameier", "nobody"), "EXAMINER_UNKNOWN", ["second_examiner_user_name"]),
        (
            ("who", "nobody"),
            "EXAMINER_UNKNOWN",
            ["first_examiner_user_name", "second_examiner_user_name"],
        ),
        (("ameier", "ameier"), "SAME_EXAMINER", ["second_examiner_user_name"]),
        (("lg100001", "ameier"), "OWN_THESIS", ["first_examiner_user_name"]),
    ],
)
def test_two_different_people_examine_who_are_known_and_not_the_student(
    campus: Any, examiners: tuple[str, str], reason: str, fields: list[str]
) -> None:
    with_thesis(campus)
    with pytest.raises(Failure) as error:
        apply_of(campus, studying(campus), examiners=examiners)
    assert error.value.reason == reason
    assert [one.path for one in error.value.fields] == fields


@pytest.mark.parametrize("number", ["1001", "4711"])
def test_an_exam_that_is_no_thesis_is_refused(campus: Any, number: str) -> None:
    with_thesis(campus)
    student = studying(campus)
    assert fails(lambda: apply_of(campus, student, exam_number=number)) == "THESIS_EXAM_UNKNOWN"


def test_an_admission_fixes_the_days_and_registers_for_the_semesters_sitting(campus: Any) -> None:
    """domain.md "Exams" 14: "topic, two examiners, working time"."""
    with_thesis(campus)
    thesis = admitted(campus)
    assert (thesis.state, thesis.start_date, thesis.due_date) == (
        ThesisState.ADMITTED,
        date(2026, 11, 2),
        DUE,
    )
    registration = registration_of(campus, thesis)
    assert registration.status is Status.REGISTERED
    assert (registration.sitting.exam_number, registration.sitting.seating) == (
        THESIS,
        "admission",
    )
    [receipt] = campus.rows(tables.receipts)
    assert (receipt.seq, receipt.action) == (registration.seq, "registered")
    kinds = [one.kind for one in campus.mails()]
    assert kinds.count("thesis_admitted") == 1
    assert kinds.count("thesis_appointed") == 2


def test_all_theses_of_a_semester_share_one_sitting(campus: Any) -> None:
    with_thesis(campus)
    first, second = admitted(campus), admitted(campus)
    sittings = {registration_of(campus, one).sitting.sitting_id for one in (first, second)}
    assert len(sittings) == 1
    assert registration_of(campus, second).seq == 2


def test_nobody_registers_for_or_withdraws_from_a_thesis_by_themselves(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    registration = registration_of(campus, thesis)
    assert "ADMISSION_ONLY" in campus.withdrawal_refused(registration)
    assert "ADMISSION_ONLY" in campus.refused(studying(campus), registration.sitting.sitting_id)


def test_an_application_is_decided_once(campus: Any) -> None:
    with_thesis(campus)
    thesis = applied(campus)
    refused = campus.run(
        refuse_thesis, thesis_id=thesis.thesis_id, reason="Thema zu weit", by=OFFICE
    )
    assert (refused.state, refused.decision_reason) == (ThesisState.REFUSED, "Thema zu weit")
    assert fails(lambda: admit(campus, thesis)) == "THESIS_DECIDED"
    assert campus.rows(tables.registrations) == []


def test_a_semester_without_a_period_and_a_start_outside_of_it_name_the_field(campus: Any) -> None:
    with_thesis(campus)
    thesis = applied(campus)
    for asked, reason in (
        ({"semester": Semester.parse("2031W")}, "PERIOD_UNKNOWN"),
        ({"start_date": date(2027, 4, 1)}, "START_DATE_WRONG"),
    ):
        assert fails(partial(admit, campus, thesis, **asked)) == reason
    assert now_of(campus, thesis).state is ThesisState.APPLIED


def test_the_rules_are_asked_again_when_a_thesis_is_admitted(campus: Any) -> None:
    with_thesis(campus)
    student = studying(campus)
    thesis = applied(campus, student)
    campus.enrol(
        student.person_id,
        "KUWI-BA-2024",
        {"2026W": campus.on_leave},
        enrolment_id=student.enrolment_id,
    )
    outcome = admit(campus, thesis)
    assert [one.reason for one in outcome.obstacles] == ["ON_LEAVE"]
    assert now_of(campus, thesis).state is ThesisState.APPLIED


def test_the_working_time_is_extended_once_before_its_end(campus: Any) -> None:
    """domain.md "Exams" 14: "one extension"."""
    with_thesis(campus)
    thesis = admitted(campus)

    def extend() -> Any:
        return campus.run(extend_thesis, thesis_id=thesis.thesis_id, reason="Krankheit, Attest")

    campus.at(2027, 1, 4, 23, 59)
    extended = extend()
    assert extended.due_date == DUE + timedelta(weeks=3)
    assert extended.extension_reason == "Krankheit, Attest"
    assert fails(extend) == "ALREADY_EXTENDED"


def test_after_the_last_day_nothing_is_extended(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    campus.at(2027, 1, 5, 0, 0)
    assert (
        fails(lambda: campus.run(extend_thesis, thesis_id=thesis.thesis_id, reason="Krankheit"))
        == "DUE_DATE_PASSED"
    )


def test_regulations_without_an_extension_give_none(campus: Any) -> None:
    with_thesis(campus, ThesisRule(0, 9, 0))
    thesis = admitted(campus)
    assert (
        fails(lambda: campus.run(extend_thesis, thesis_id=thesis.thesis_id, reason="Krankheit"))
        == "NO_EXTENSION"
    )


def test_a_thesis_is_handed_in_until_midnight_of_the_last_day(campus: Any) -> None:
    """domain.md "Exams" 14: "hand-in"."""
    with_thesis(campus)
    in_time, late = admitted(campus), admitted(campus)
    moment: datetime = campus.at(2027, 1, 4, 23, 59)
    handed_in = hand_in(campus, in_time)
    assert (handed_in.state, handed_in.hand_in_time) == (ThesisState.HANDED_IN, moment)
    assert registration_of(campus, in_time).status is Status.HANDED_IN
    assert campus.run(load_document, handed_in.document_id).content == PDF
    campus.at(2027, 1, 5, 0, 0)
    assert fails(lambda: hand_in(campus, late)) == "DUE_DATE_PASSED"


def test_a_thesis_is_handed_in_once_and_as_a_pdf(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    assert fails(lambda: hand_in(campus, thesis, PNG)) == "DOCUMENT_TYPE_UNKNOWN"
    hand_in(campus, thesis)
    assert fails(lambda: hand_in(campus, thesis)) == "THESIS_NOT_UNDER_WAY"


def test_both_examiners_learn_of_the_hand_in(campus: Any) -> None:
    with_thesis(campus)
    hand_in(campus, admitted(campus))
    told = [one.address for one in campus.mails() if one.kind == "thesis_to_examine"]
    assert sorted(told) == ["ameier@leuphana.example", "bschulz@leuphana.example"]


def test_the_office_enters_a_hand_in_on_paper_with_its_day(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    campus.at(2027, 1, 7)
    assert fails(lambda: on_paper(campus, thesis, None)) == "HAND_IN_DATE_MISSING"
    assert fails(lambda: on_paper(campus, thesis, date(2027, 1, 5))) == "DUE_DATE_PASSED"
    with pytest.raises(Failure) as error:
        on_paper(campus, thesis, date(2027, 1, 8))
    assert [(one.path, one.reason) for one in error.value.fields] == [
        ("hand_in_date", "HAND_IN_DAY_WRONG")
    ]
    with pytest.raises(Failure) as error:
        on_paper(campus, thesis, date(2027, 1, 5))
    assert error.value.message.de.startswith("Die Bearbeitungszeit endete am 04.01.2027")
    assert "wenden Sie sich an das Prüfungsamt" not in error.value.message.de
    assert "turn to the examinations office" not in error.value.message.en
    entered = on_paper(campus, thesis, DUE)
    assert (entered.state, entered.document_id) == (ThesisState.HANDED_IN, None)


def test_an_overdue_thesis_is_a_failed_attempt_that_waits_for_its_release(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    campus.at(2027, 1, 4, 23, 59)
    assert campus.run(overdue_theses) == ()
    campus.at(2027, 1, 5, 0, 0)
    assert [one.thesis_id for one in campus.run(overdue_theses)] == [thesis.thesis_id]
    assert campus.run(close_overdue_thesis, thesis.thesis_id)
    assert not campus.run(close_overdue_thesis, thesis.thesis_id)
    assert now_of(campus, thesis).state is ThesisState.OVERDUE
    [result] = campus.rows(tables.results)
    assert (result.status, result.grade, result.exam_date) == ("failed", "5.0", DUE)
    assert result.release_time is None
    release_all(campus, registration_of(campus, thesis).sitting.sitting_id)
    assert registration_of(campus, thesis).status is Status.FAILED
    assert [one.kind for one in campus.mails()].count("thesis_overdue") == 1


def test_what_arrived_on_paper_in_time_undoes_an_unreleased_overdue_result(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    campus.at(2027, 1, 5)
    campus.run(close_overdue_thesis, thesis.thesis_id)
    on_paper(campus, thesis, DUE)
    assert now_of(campus, thesis).state is ThesisState.HANDED_IN
    assert campus.rows(tables.results) == []


def test_a_released_overdue_result_is_corrected_and_not_undone(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    campus.at(2027, 1, 5)
    campus.run(close_overdue_thesis, thesis.thesis_id)
    release_all(campus, registration_of(campus, thesis).sitting.sitting_id)
    assert fails(lambda: on_paper(campus, thesis, DUE)) == "RESULT_RELEASED"


def test_two_grades_make_the_result_that_waits_for_its_release(campus: Any) -> None:
    """A thesis' grade may lie between the grades of the scale: 1.7 and 2.0 make 1.8."""
    with_thesis(campus)
    thesis = hand_in(campus, admitted(campus))
    assert grade(campus, thesis, 1, "1.7").state is ThesisState.HANDED_IN
    assert campus.rows(tables.results) == []
    assert grade(campus, thesis, 2, "2.0").state is ThesisState.GRADED
    [result] = campus.rows(tables.results)
    assert (result.grade, result.status) == ("1.8", "passed")
    assert result.exam_date == date(2026, 11, 2)
    assert result.release_time is None
    release_all(campus, registration_of(campus, thesis).sitting.sitting_id)
    assert registration_of(campus, thesis).status is Status.PASSED


def test_grades_change_until_the_release_and_never_after(campus: Any) -> None:
    with_thesis(campus)
    thesis = hand_in(campus, admitted(campus))
    for examiner, given in ((1, "1.0"), (2, "1.0"), (2, "1.3")):
        grade(campus, thesis, examiner, given)
    [result] = campus.rows(tables.results)
    assert Decimal(result.grade) == Decimal("1.1")
    release_all(campus, registration_of(campus, thesis).sitting.sitting_id)
    assert fails(lambda: grade(campus, thesis, 2, "1.0")) == "RESULT_RELEASED"


def test_an_examiner_enters_their_own_grade_only(campus: Any) -> None:
    with_thesis(campus)
    thesis = hand_in(campus, admitted(campus))
    with pytest.raises(Failure) as error:
        grade(campus, thesis, 2, "1.0", by=FIRST)
    assert (error.value.code, error.value.reason) == (Code.PERMISSION_DENIED, "NOT_THIS_EXAMINER")
    assert fails(lambda: grade(campus, thesis, 1, "1.0", by=uuid4())) == "NOT_THIS_EXAMINER"
    assert now_of(campus, thesis).second_grade is None


def test_a_grade_needs_a_thesis_that_is_handed_in_and_the_scale(campus: Any) -> None:
    with_thesis(campus)
    thesis = admitted(campus)
    assert fails(lambda: grade(campus, thesis, 1, "1.0")) == "THESIS_NOT_HANDED_IN"
    hand_in(campus, thesis)
    assert fails(lambda: grade(campus, thesis, 1, "1.1")) == "GRADE_INVALID"


def test_a_thesis_without_grades_is_passed_or_failed(campus: Any) -> None:
    with_thesis(campus, graded=False)
    thesis = hand_in(campus, admitted(campus))
    grade(campus, thesis, 1, "2.0")
    grade(campus, thesis, 2, "3.0")
    [result] = campus.rows(tables.results)
    assert (result.grade, result.status) == ("", "passed")


def test_a_thesis_ends_with_its_registration(campus: Any) -> None:
    with_thesis(campus)
    student = studying(campus)
    thesis = admitted(campus, student)
    campus.run(
        deregister_student,
        campus.signer,
        registration_id=thesis.registration_id,
        reason="Thema zurückgegeben",
        by=OFFICE,
    )
    assert now_of(campus, thesis).state is ThesisState.ENDED
    assert isinstance(apply_of(campus, student), Thesis)


def test_lists_show_students_what_they_can_apply_for_and_examiners_what_they_examine(
    campus: Any,
) -> None:
    with_thesis(campus)
    student, other = studying(campus), studying(campus)
    assert campus.run(list_theses, student.person_id).open_enrolment_ids == (student.enrolment_id,)
    thesis = admitted(campus, student)
    waiting = applied(campus, other)
    own = campus.run(list_theses, student.person_id)
    assert ([one.thesis_id for one in own.theses], own.open_enrolment_ids) == (
        [thesis.thesis_id],
        (),
    )

    def listed(examiner_id: UUID | None, state: ThesisState | None = None) -> set[UUID]:
        page = campus.run(
            list_examined_theses, examiner_id=examiner_id, state=state, after=None, size=10
        )
        return {one.thesis_id for one in page.items}

    assert listed(None) == {thesis.thesis_id, waiting.thesis_id}
    assert listed(None, ThesisState.APPLIED) == {waiting.thesis_id}
    assert listed(FIRST) == listed(SECOND) == {thesis.thesis_id}
    assert listed(uuid4()) == set()


def test_a_grade_between_those_of_the_scale_enters_progress_and_average_as_it_is(
    campus: Any,
) -> None:
    with_thesis(campus)
    student = studying(campus)
    thesis = hand_in(campus, admitted(campus, student))
    grade(campus, thesis, 1, "1.7")
    grade(campus, thesis, 2, "2.0")
    release_all(campus, registration_of(campus, thesis).sitting.sitting_id)
    progress = campus.run(get_progress, student.enrolment_id)
    assert progress.progress.average.grade == Decimal("1.8")
