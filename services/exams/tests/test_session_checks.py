"""Grades are written only in sessions that hold: identity is asked at each such call."""

from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.contracts import services_of
from chassis.database.tables import audit_entries
from chassis.rpc import MethodContract
from chassis.testing import running, running_with_sessions
from exams.main import service
from exams.store.tables import results
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import registration_pb2, result_pb2, result_pb2_grpc
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub

from .results_factories import OFFICE_ID, after_the_exam, seated

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
WRITES_OF_GRADES = {
    "CreateRecognition",
    "DecideCorrection",
    "EnterResults",
    "GradeThesis",
    "ImportResults",
    "ProposeCorrection",
    "ReleaseResults",
    "RevokeRecognition",
}


def entering(sitting_id: UUID, registration_id: UUID) -> result_pb2.EnterResultsRequest:
    entered = result_pb2.EnteredResult(registration_id=str(registration_id), grade="1.7")
    return result_pb2.EnterResultsRequest(
        sitting_id=str(sitting_id), request_id=str(uuid4()), results=[entered]
    )


async def refused(call: Any) -> grpc.StatusCode:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    return error.value.code()


def test_every_write_of_a_grade_asks_and_nothing_else_does() -> None:
    asking = {
        contract.descriptor.name
        for descriptor in services_of("exams")
        for contract in MethodContract.of_service(descriptor)
        if contract.access.session_check
    }
    assert asking == WRITES_OF_GRADES


async def test_a_grade_is_entered_in_a_session_that_holds(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    async with running_with_sessions(service, campus.database) as (one, sessions):
        session_id = str(uuid4())
        me = one.signed_in(OFFICE_ID, OFFICE, session_id=session_id)
        stub = result_pb2_grpc.ResultServiceStub(one.channel)
        await stub.EnterResults(entering(sitting, seat.registration_id), metadata=me)
        assert sessions.asked == [session_id]


async def test_after_sign_out_the_next_call_is_refused_though_the_token_still_holds(
    campus: Any,
) -> None:
    """Nobody told the service: identity's answer decides within the call."""
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    async with running_with_sessions(service, campus.database) as (one, sessions):
        session_id = str(uuid4())
        me = one.signed_in(OFFICE_ID, OFFICE, session_id=session_id)
        stub = result_pb2_grpc.ResultServiceStub(one.channel)
        sessions.end(session_id)
        call = stub.EnterResults(entering(sitting, seat.registration_id), metadata=me)
        assert await refused(call) is grpc.StatusCode.UNAUTHENTICATED
        request = result_pb2.ListSittingResultsRequest(sitting_id=str(sitting))
        await stub.ListSittingResults(request, metadata=me)
    assert campus.rows(results) == []
    outcomes = [row.outcome for row in campus.rows(audit_entries) if "EnterResults" in row.method]
    assert outcomes == ["TOKEN_INVALID"]


async def test_while_identity_is_down_no_grade_is_written_and_students_register(
    campus: Any,
) -> None:
    sitting = campus.sitting("1001")
    seat, student = seated(campus, sitting), campus.student()
    async with running(service, campus.database) as one:
        registered = await RegistrationServiceStub(one.channel).CreateRegistration(
            registration_pb2.CreateRegistrationRequest(
                person_id=str(student.person_id),
                sitting_id=str(sitting),
                enrolment_id=str(student.enrolment_id),
                request_id=str(uuid4()),
            ),
            metadata=one.signed_in(student.person_id),
        )
        assert registered.registration.registration_id
        stub = result_pb2_grpc.ResultServiceStub(one.channel)
        call = stub.EnterResults(
            entering(sitting, seat.registration_id), metadata=one.signed_in(OFFICE_ID, OFFICE)
        )
        assert await refused(call) is grpc.StatusCode.UNAVAILABLE
    assert campus.rows(results) == []
