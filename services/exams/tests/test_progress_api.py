"""Progress, plans and recognitions over gRPC."""

from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.database.tables import audit_entries
from chassis.testing import DrivenClock, ServiceUnderTest, running, running_with_sessions
from exams.main import service
from exams.store.tables import recognitions
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import (
    recognition_pb2,
    recognition_pb2_grpc,
    study_progress_pb2,
    study_progress_pb2_grpc,
)
from sqlalchemy import event
from sqlalchemy.engine import Engine

from services.exams.tests.progress_factories import exam, module, plan
from services.exams.tests.study_factories import Studies, Studying

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
ADVISER = (access_pb2.ROLE_PROGRAMME_ADVISER,)
PLAN = plan(
    module("A", exam("1", "5"), exam("2", "5")),
    module("B", exam("3", "10")),
    module("E", exam("4", "5"), area="ELECTIVE", compulsory=False),
    total="25",
    areas={"MAJOR": "20", "ELECTIVE": "5"},
    sections={"averages": "RPO § 19"},
)


@pytest.fixture
def studies(database: Database, clock: DrivenClock) -> Studies:
    found = Studies(database, clock)
    found.regulations(PLAN)
    return found


def progress_of(one: ServiceUnderTest) -> Any:
    return study_progress_pb2_grpc.StudyProgressServiceStub(one.channel)


def recognising(one: ServiceUnderTest) -> Any:
    return recognition_pb2_grpc.RecognitionServiceStub(one.channel)


def asked(student: Studying) -> study_progress_pb2.GetStudyProgressRequest:
    return study_progress_pb2.GetStudyProgressRequest(enrolment_id=str(student.enrolment_id))


def wish(student: Studying, **more: Any) -> recognition_pb2.CreateRecognitionRequest:
    facts: dict[str, Any] = {
        "enrolment_id": str(student.enrolment_id),
        "module_code": "B",
        "grade": "1.8",
        "institution": "Universität Göteborg",
        "original_title": "Marketing II",
        "achieve_date": Date(year=2025, month=7, day=15),
        "request_id": str(uuid4()),
    }
    return recognition_pb2.CreateRecognitionRequest(**(facts | more))


def problem(error: grpc.RpcError) -> tuple[str, list[str]]:
    """The reason of an error and the fields that it names."""
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details if status is not None else ():
        detail.Unpack(info) or detail.Unpack(bad)
    return info.reason, [one.field for one in bad.field_violations]


async def test_a_student_sees_progress_average_and_what_is_missing(studies: Studies) -> None:
    """domain.md "Exams" 11: "Every average can be explained line by line".

    domain.md "Exams" 19: "all results, averages, progress"."""
    student = studies.student()
    studies.result(student, "1", "1.7")
    studies.result(student, "2", "2.0")
    async with running(service, studies.database) as one:
        answer = await progress_of(one).GetStudyProgress(
            asked(student), metadata=one.signed_in(student.person_id)
        )
    found = answer.study_progress
    assert (found.enrolment_id, found.person_id) == (
        str(student.enrolment_id),
        str(student.person_id),
    )
    assert (found.required_tenths, found.earned_tenths, found.complete) == (250, 100, False)
    assert not found.HasField("last_exam_date")
    average = found.average
    assert (average.grade, average.exact) == ("1.8", "1.8")
    assert (average.weight_sum, average.product_sum) == ("10", "18")
    assert average.policy.de.endswith("(RPO § 19)")
    [line] = average.lines
    assert (line.module_code, line.grade, line.weight, line.product) == ("A", "1.8", "10", "18")
    assert line.counted
    assert "1.7 and 2.0" in line.explanation.en
    assert [area.area_code for area in found.areas] == ["MAJOR", "ELECTIVE"]
    done, open_ = found.areas[0].modules
    assert (done.state, done.grade) == (study_progress_pb2.PROGRESS_STATE_COMPLETE, "1.8")
    assert [each.grade for each in done.exams] == ["1.7", "2.0"]
    assert open_.state == study_progress_pb2.PROGRESS_STATE_OPEN
    assert len(found.missing) == 2


async def test_complete_studies_carry_the_day_of_the_last_examination(studies: Studies) -> None:
    student = studies.student()
    for number in "1234":
        studies.result(student, number, "1.0")
    async with running(service, studies.database) as one:
        answer = await progress_of(one).GetStudyProgress(
            asked(student), metadata=one.signed_in(student.person_id)
        )
    assert answer.study_progress.complete
    assert answer.study_progress.last_exam_date == Date(year=2027, month=2, day=2)
    assert len(answer.study_progress.missing) == 0


async def test_somebody_elses_progress_does_not_exist_but_advisers_see_it(
    studies: Studies,
) -> None:
    student = studies.student()
    async with running(service, studies.database) as one:
        for stub, request in (
            (progress_of(one).GetStudyProgress, asked(student)),
            (
                progress_of(one).PlanGrades,
                study_progress_pb2.PlanGradesRequest(enrolment_id=str(student.enrolment_id)),
            ),
            (
                recognising(one).ListRecognitions,
                recognition_pb2.ListRecognitionsRequest(enrolment_id=str(student.enrolment_id)),
            ),
        ):
            with pytest.raises(grpc.RpcError) as error:
                await stub(request, metadata=one.signed_in())
            assert error.value.code() is grpc.StatusCode.NOT_FOUND
        for roles in (OFFICE, ADVISER):
            seen = await progress_of(one).GetStudyProgress(
                asked(student), metadata=one.signed_in(uuid4(), roles)
            )
            assert seen.study_progress.person_id == str(student.person_id)
        with pytest.raises(grpc.RpcError) as error:
            await progress_of(one).GetStudyProgress(
                study_progress_pb2.GetStudyProgressRequest(enrolment_id=str(uuid4())),
                metadata=one.signed_in(uuid4(), OFFICE),
            )
        assert error.value.code() is grpc.StatusCode.NOT_FOUND
    audited = {row.method.rsplit("/", 1)[-1] for row in studies.rows(audit_entries)}
    assert "GetStudyProgress" in audited


async def test_planned_grades_are_computed_and_not_stored(studies: Studies) -> None:
    """(1.8 × 10 + 1.0 × 10) / 20 = 1.4; E's 5 CP stay open: (28 + 5 x) / 25 < 1.6 → x < 2.4."""
    student = studies.student()
    studies.result(student, "1", "1.7")
    studies.result(student, "2", "2.0")
    request = study_progress_pb2.PlanGradesRequest(
        enrolment_id=str(student.enrolment_id),
        grades=[study_progress_pb2.PlannedGrade(exam_number="3", grade="1.0")],
        target_average="1.5",
    )
    async with running(service, studies.database) as one:
        me = one.signed_in(student.person_id)
        planned = await progress_of(one).PlanGrades(request, metadata=me)
        after = await progress_of(one).GetStudyProgress(asked(student), metadata=me)
    assert planned.study_progress.average.grade == "1.4"
    assert [line.planned for line in planned.study_progress.average.lines] == [False, True]
    assert planned.needed_average == "2.39"
    assert "2.39" in planned.answer.en
    assert after.study_progress.average.grade == "1.8"


async def test_a_plan_names_every_field_that_is_wrong(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "3", "1.7")
    request = study_progress_pb2.PlanGradesRequest(
        enrolment_id=str(student.enrolment_id),
        grades=[
            study_progress_pb2.PlannedGrade(exam_number="404", grade="1.0"),
            study_progress_pb2.PlannedGrade(exam_number="3", grade="1.0"),
            study_progress_pb2.PlannedGrade(exam_number="1", grade="1.1"),
        ],
        target_average="4.3",
    )
    async with running(service, studies.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await progress_of(one).PlanGrades(request, metadata=one.signed_in(student.person_id))
    assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert problem(error.value) == (
        "EXAM_NOT_IN_REGULATIONS",
        ["grades[0].exam_number", "grades[1].exam_number", "grades[2].grade", "target_average"],
    )


async def test_the_office_recognises_lists_and_revokes(studies: Studies) -> None:
    student = studies.student()
    office_id = uuid4()
    async with running_with_sessions(service, studies.database) as (one, _):
        office, me = one.signed_in(office_id, OFFICE), one.signed_in(student.person_id)
        request = wish(student)
        made = await recognising(one).CreateRecognition(request, metadata=office)
        assert await recognising(one).CreateRecognition(request, metadata=office) == made
        assert (made.recognition.grade, made.recognition.credits_tenths) == ("1.8", 100)
        progress = await progress_of(one).GetStudyProgress(asked(student), metadata=me)
        assert progress.study_progress.areas[0].modules[1].exams[0].recognised
        revoke = recognition_pb2.RevokeRecognitionRequest(
            recognition_id=made.recognition.recognition_id,
            reason="Falsch umgerechnet",
            request_id=str(uuid4()),
        )
        with pytest.raises(grpc.RpcError) as error:
            await recognising(one).RevokeRecognition(revoke, metadata=me)
        assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED
        revoked = await recognising(one).RevokeRecognition(revoke, metadata=office)
        assert revoked.recognition.HasField("revoke_time")
        listed = await recognising(one).ListRecognitions(
            recognition_pb2.ListRecognitionsRequest(enrolment_id=str(student.enrolment_id)),
            metadata=me,
        )
    assert list(listed.recognitions) == [revoked.recognition]
    [row] = studies.rows(recognitions)
    assert (row.recognised_by, row.revoked_by) == (office_id, office_id)


async def test_a_refused_recognition_says_why(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "3", "1.7")
    async with running_with_sessions(service, studies.database) as (one, _):
        office = one.signed_in(uuid4(), OFFICE)
        for request, reason, fields in (
            (wish(student), "ALREADY_PASSED", ["module_code"]),
            (wish(student, module_code="X"), "MODULE_UNKNOWN", ["module_code"]),
            (
                wish(student, module_code="E", achieve_date=Date(year=2025, month=2, day=30)),
                "ACHIEVE_DATE_INVALID",
                ["achieve_date"],
            ),
        ):
            with pytest.raises(grpc.RpcError) as error:
                await recognising(one).CreateRecognition(request, metadata=office)
            assert problem(error.value) == (reason, fields)


@pytest.mark.parametrize("modules", [3, 60])
async def test_progress_costs_the_same_queries_however_large_the_studies_are(
    studies: Studies, modules: int
) -> None:
    """At most eight, the check of the relation included."""
    many = plan(*(module(f"M{n}", exam(f"9{n:03}")) for n in range(modules)))
    studies.regulations(many, "LARGE-BA")
    student = studies.student("LARGE-BA")
    for n in range(modules):
        studies.result(student, f"9{n:03}", "1.3", version="LARGE-BA")
    statements: list[str] = []

    def note(_1: Any, _2: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    async with running(service, studies.database) as one:
        me = one.signed_in(student.person_id)
        event.listen(Engine, "before_cursor_execute", note)
        try:
            answer = await progress_of(one).GetStudyProgress(asked(student), metadata=me)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    own = [each for each in statements if "enrolments" in each or "modules" in each
           or "registrations" in each or "recognitions" in each]  # fmt: skip
    assert 0 < len(own) <= 8
    assert answer.study_progress.average.grade == "1.3"
    assert UUID(answer.study_progress.enrolment_id) == student.enrolment_id
