"""Recognising results from elsewhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock
from exams.app.copies import keep_account
from exams.app.progress import get_progress
from exams.app.recognitions import list_recognitions, recognise, revoke
from exams.domain.achievements import ProgressState
from exams.domain.recognition import Recognition, RecognitionWish
from exams.domain.statuses import Status
from google.type.date_pb2 import Date
from matrikel.exams.v1.events_pb2 import RecognitionChanged

from services.exams.tests.progress_factories import exam, module, plan
from services.exams.tests.study_factories import Studies, Studying

PLAN = plan(
    module("A", exam("1", "5"), exam("2", "2.5")),
    module("B", exam("3", "5")),
    module("P", exam("4", "5", graded=False)),
    module("E", cp="5"),
)
OFFICE = UUID(int=0x0F)
WISH = RecognitionWish(
    module_code="B",
    exam_number="",
    credits_tenths=0,
    grade=Decimal("1.8"),
    achieve_date=date(2025, 7, 15),
    institution="Universität Göteborg",
    original_title="Marketing II",
    reason="Learning Agreement",
)


@pytest.fixture
def studies(database: Database, clock: DrivenClock) -> Studies:
    found = Studies(database, clock)
    found.regulations(PLAN)
    return found


def recognised(studies: Studies, student: Studying, **wish: object) -> Recognition:
    wanted = replace(WISH, **wish)  # type: ignore[arg-type]
    found = studies.run(recognise, student.enrolment_id, wanted, OFFICE)
    assert isinstance(found, Recognition)
    return found


def refused(studies: Studies, student: Studying, **wish: object) -> Failure:
    with pytest.raises(Failure) as failure:
        recognised(studies, student, **wish)
    return failure.value


def states(studies: Studies, student: Studying) -> dict[str, tuple[str, int, str]]:
    progress = studies.run(get_progress, student.enrolment_id).progress
    return {
        one.module.code: (one.state.value, one.earned_tenths, str(progress.grade_of(one) or ""))
        for one in progress.modules
    }


def test_a_recognised_module_is_passed_with_its_grade_and_credits(studies: Studies) -> None:
    """domain.md "Exams" 13: "with or without grade, credits, source; shown as such"."""
    student = studies.student()
    studies.run(
        keep_account,
        person_id=OFFICE,
        user_name="pruefungsamt",
        mailbox="pa@example.org",
        display_name="Petra Amt",
    )
    made = recognised(studies, student)
    assert (made.credits_tenths, made.grade, made.recognised_by_name) == (
        50,
        Decimal("1.8"),
        "Petra Amt",
    )
    assert made.module_name.de == "Module B"
    assert states(studies, student)["B"] == ("complete", 50, "9/5")
    [line] = studies.run(get_progress, student.enrolment_id).progress.average.lines
    assert (line.module.recognised, line.counted) == (True, True)


def test_without_a_grade_it_is_passed_and_does_not_count_in_the_average(studies: Studies) -> None:
    student = studies.student()
    recognised(studies, student, grade=None)
    assert states(studies, student)["B"] == ("complete", 50, "")
    assert studies.run(get_progress, student.enrolment_id).progress.average.grade is None


def test_one_exam_of_a_module_can_be_recognised(studies: Studies) -> None:
    student = studies.student()
    recognised(studies, student, module_code="A", exam_number="2", grade=Decimal("2.3"))
    studies.result(student, "1", "1.3")
    # (1.3 + 2.3) / 2 = 1.8
    assert states(studies, student)["A"] == ("complete", 75, "9/5")


def test_fewer_credits_than_the_module_has_can_be_recognised(studies: Studies) -> None:
    student = studies.student()
    assert recognised(studies, student, credits_tenths=30).credits_tenths == 30
    assert states(studies, student)["B"][1] == 30


def test_a_module_without_exams_is_passed_by_recognition(studies: Studies) -> None:
    student = studies.student()
    recognised(studies, student, module_code="E", grade=None)
    assert states(studies, student)["E"][0] == ProgressState.COMPLETE.value


@pytest.mark.parametrize(
    ("wish", "code", "reason", "field"),
    [
        ({"module_code": "X"}, Code.NOT_FOUND, "MODULE_UNKNOWN", "module_code"),
        ({"exam_number": "1"}, Code.NOT_FOUND, "EXAM_UNKNOWN", "exam_number"),
        ({"credits_tenths": 51}, Code.INVALID_ARGUMENT, "CREDITS_TOO_MANY", "credits_tenths"),
        ({"grade": Decimal("4.1")}, Code.INVALID_ARGUMENT, "GRADE_NOT_PASSING", "grade"),
        ({"module_code": "P"}, Code.INVALID_ARGUMENT, "GRADE_NOT_GIVEN", "grade"),
        ({"achieve_date": None}, Code.INVALID_ARGUMENT, "ACHIEVE_DATE_INVALID", "achieve_date"),
        (
            {"achieve_date": date(2026, 11, 3)},
            Code.INVALID_ARGUMENT,
            "ACHIEVE_DATE_IN_FUTURE",
            "achieve_date",
        ),
        (
            {"achieve_date": date(1949, 12, 31)},
            Code.INVALID_ARGUMENT,
            "ACHIEVE_DATE_TOO_OLD",
            "achieve_date",
        ),
    ],
)
def test_what_cannot_be_recognised_is_refused_naming_the_field(
    studies: Studies, wish: dict[str, object], code: Code, reason: str, field: str
) -> None:
    failure = refused(studies, studies.student(), **wish)
    assert (failure.code, failure.reason) == (code, reason)
    assert [one.path for one in failure.fields] == [field]
    assert failure.message.de
    assert failure.message.en


def test_what_is_passed_here_is_not_recognised(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "1", "2.0")
    failure = refused(studies, student, module_code="A")
    assert (failure.code, failure.reason) == (Code.FAILED_PRECONDITION, "ALREADY_PASSED")
    assert "1 Exam 1" in failure.message.de
    assert refused(studies, student, module_code="A", exam_number="1").reason == "ALREADY_PASSED"
    recognised(studies, student, module_code="A", exam_number="2")


def test_what_was_passed_in_another_programme_is_recognised_here(studies: Studies) -> None:
    first = studies.student()
    studies.result(first, "3", "2.0")
    second = studies.student(person_id=first.person_id, mailbox="")
    assert states(studies, second)["B"][0] != "complete"
    recognised(studies, second)
    assert states(studies, second)["B"][0] == "complete"


def test_what_is_recognised_is_not_recognised_twice(studies: Studies) -> None:
    student = studies.student()
    recognised(studies, student)
    assert refused(studies, student).reason == "ALREADY_RECOGNISED"
    assert refused(studies, student, exam_number="3").reason == "ALREADY_RECOGNISED"
    recognised(studies, student, module_code="A", exam_number="2")
    assert refused(studies, student, module_code="A").reason == "ALREADY_RECOGNISED"
    recognised(studies, student, module_code="E", grade=None)
    twice = refused(studies, student, module_code="E", grade=None)
    assert twice.reason == "ALREADY_RECOGNISED"


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.WAITING, Status.SICK_NOTE_FILED])
def test_an_exam_under_way_is_not_recognised(studies: Studies, status: Status) -> None:
    student = studies.student()
    studies.registration(student, "3", status)
    failure = refused(studies, student)
    assert (failure.reason, failure.code) == ("REGISTRATION_OPEN", Code.FAILED_PRECONDITION)


def test_an_ended_registration_and_a_failed_attempt_do_not_stand_in_the_way(
    studies: Studies,
) -> None:
    student = studies.student()
    studies.registration(student, "3", Status.WITHDRAWN)
    studies.result(student, "3", "5.0", status=Status.FAILED)
    assert recognised(studies, student).revoke_time is None


def test_everything_that_stands_in_the_way_is_named_at_once(studies: Studies) -> None:
    student = studies.student()
    studies.registration(student, "3", Status.REGISTERED)
    failure = refused(studies, student, credits_tenths=60, grade=Decimal("4.3"))
    assert [one.reason for one in failure.fields] == [
        "CREDITS_TOO_MANY",
        "GRADE_NOT_PASSING",
        "REGISTRATION_OPEN",
    ]
    assert all(one.message.en in failure.message.en for one in failure.fields)


def test_nothing_is_written_where_it_is_refused(studies: Studies) -> None:
    student = studies.student()
    refused(studies, student, credits_tenths=60)
    assert studies.run(list_recognitions, student.enrolment_id) == ()
    assert (studies.mails(), studies.told(RecognitionChanged)) == ([], [])


def test_the_mail_says_what_was_recognised_but_never_the_grade(studies: Studies) -> None:
    student = studies.student()
    made = recognised(studies, student, grade=Decimal("2.7"), reason="gut, 2,7")
    studies.run(revoke, made.recognition_id, "Note war 3,7", OFFICE)
    for mail, sentence in zip(
        studies.mails(),
        (
            "Die folgende Leistung wurde Ihnen anerkannt.",
            "Die folgende Anerkennung wurde zurückgenommen.",
        ),
        strict=True,
    ):
        assert sentence in mail.body
        assert "Marketing II" in mail.body
        assert "Universität Göteborg" in mail.body
        assert mail.address == "lg100001@stud.example.org"
        text = mail.body + mail.subject
        assert not any(grade in text for grade in ("2.7", "2,7", "3,7", "3.7"))


def test_each_change_is_told_with_a_new_version(studies: Studies) -> None:
    student = studies.student()
    made = recognised(studies, student)
    studies.run(revoke, made.recognition_id, "Falsch umgerechnet", OFFICE)
    first, second = studies.told(RecognitionChanged)
    assert (first.recognition.version, first.recognition.HasField("revoke_time")) == (1, False)
    assert first.recognition.achieve_date == Date(year=2025, month=7, day=15)
    assert second.recognition.version == 2
    assert second.recognition.revoke_reason == "Falsch umgerechnet"


def test_a_revoked_recognition_counts_no_more_and_stays_listed(studies: Studies) -> None:
    student = studies.student()
    made = recognised(studies, student)
    studies.run(revoke, made.recognition_id, "Falsch umgerechnet", OFFICE)
    assert states(studies, student)["B"][0] == "open"
    again = recognised(studies, student, grade=Decimal("2.0"))
    listed = studies.run(list_recognitions, student.enrolment_id)
    assert [one.recognition_id for one in listed] == [again.recognition_id, made.recognition_id]
    assert [one.revoke_time is None for one in listed] == [True, False]


def test_it_is_revoked_once(studies: Studies) -> None:
    made = recognised(studies, studies.student())
    studies.run(revoke, made.recognition_id, "Falsch umgerechnet", OFFICE)
    with pytest.raises(Failure) as failure:
        studies.run(revoke, made.recognition_id, "Falsch umgerechnet", OFFICE)
    assert failure.value.reason == "RECOGNITION_REVOKED"
    with pytest.raises(Failure) as failure:
        studies.run(revoke, uuid4(), "Falsch umgerechnet", OFFICE)
    assert failure.value.reason == "RECOGNITION_UNKNOWN"


def test_a_recognition_may_complete_the_studies_and_taken_back_it_no_longer_does(
    studies: Studies,
) -> None:
    student = studies.student()
    for number, grade in (("1", "1.0"), ("2", "1.0"), ("4", "")):
        studies.result(student, number, grade)
    recognised(studies, student)
    last = recognised(studies, student, module_code="E", grade=None)
    [told] = studies.completions_told()
    # The last examination was that of 2 February 2027; (1.0 × 7.5 + 1.8 × 5) / 12.5 = 1.32 → 1.3
    assert told.last_exam_date == Date(year=2027, month=2, day=2)
    assert (told.average, told.complete) == ("1.3", True)
    studies.run(revoke, last.recognition_id, "Falsch zugeordnet", OFFICE)
    [back] = studies.completions_told()
    assert (back.complete, back.version) == (False, 2)
