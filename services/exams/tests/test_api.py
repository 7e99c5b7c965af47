"""The service over gRPC, with every other service and the bus absent."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.paging import decode_token
from chassis.testing import ServiceUnderTest, running
from exams.main import service
from exams.store.tables import registration_attempts
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import (
    exam_tree_pb2,
    exam_tree_pb2_grpc,
    obstacle_pb2,
    registration_pb2,
    registration_pb2_grpc,
    sitting_pb2,
    sitting_pb2_grpc,
    terms_pb2,
    terms_pb2_grpc,
)
from matrikel.type.v1 import semester_pb2

Metadata = Sequence[tuple[str, str]]
OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
EXAMINER = (access_pb2.ROLE_EXAMINER,)


def registering(one: ServiceUnderTest) -> Any:
    return registration_pb2_grpc.RegistrationServiceStub(one.channel)


def wish(
    person_id: UUID, sitting_id: UUID, request_id: str | None = None
) -> registration_pb2.CreateRegistrationRequest:
    return registration_pb2.CreateRegistrationRequest(
        person_id=str(person_id),
        sitting_id=str(sitting_id),
        request_id=request_id or str(uuid4()),
    )


def details(error: grpc.RpcError, kind: type[Any]) -> list[Any]:
    """The details of one kind that an error carries."""
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    found = []
    for detail in status.details if status is not None else ():
        message = kind()
        if detail.Unpack(message):
            found.append(message)
    return found


def reason(error: grpc.RpcError) -> str:
    [info] = details(error, error_details_pb2.ErrorInfo)
    return str(info.reason)


async def test_the_whole_journey_of_a_student(campus: Any, tmp_path: Path) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": terms, tree, registration with the status "OK",
    then "Info über angemeldete Prüfungen".

    QIS guide, "Prüfungsan und -abmeldung": "muss das Feld Status den Wert „OK“ haben"."""
    student = campus.student(accepts=False)
    person_id = str(student.person_id)
    async with running(service, campus.database) as one:
        me = one.signed_in(student.person_id)
        terms = terms_pb2_grpc.TermsServiceStub(one.channel)
        found = await terms.GetTerms(terms_pb2.GetTermsRequest(person_id=person_id), metadata=me)
        assert not found.HasField("accept_time")
        accepted = await terms.AcceptTerms(
            terms_pb2.AcceptTermsRequest(
                person_id=person_id, terms_version=found.terms.terms_version
            ),
            metadata=me,
        )
        assert accepted.HasField("accept_time")

        trees = exam_tree_pb2_grpc.ExamTreeServiceStub(one.channel)
        request = exam_tree_pb2.GetExamTreeRequest(person_id=person_id)
        tree = await trees.GetExamTree(request, metadata=me)
        node = tree.enrolments[0].modules[0].exams[0].sittings[0]
        assert (node.state, node.can_register) == (exam_tree_pb2.SITTING_STATE_OPEN, True)

        sitting_id = UUID(node.sitting.sitting_id)
        made = await registering(one).CreateRegistration(
            wish(student.person_id, sitting_id), metadata=me
        )
        assert made.status == registration_pb2.OUTCOME_STATUS_OK
        assert made.registration.status_code == "AN"

        withdrawn = await registering(one).WithdrawRegistration(
            registration_pb2.WithdrawRegistrationRequest(
                registration_id=made.registration.registration_id, request_id=str(uuid4())
            ),
            metadata=me,
        )
        assert withdrawn.status == registration_pb2.OUTCOME_STATUS_OK
        assert withdrawn.registration.status_code == "RT"

        listed = await registering(one).ListRegistrations(
            registration_pb2.ListRegistrationsRequest(person_id=person_id), metadata=me
        )
        assert [r.status_code for r in listed.registrations] == ["RT"]


async def test_the_same_request_registers_once_and_answers_the_same(campus: Any) -> None:
    student = campus.student()
    request = wish(student.person_id, campus.sitting("1001"))
    async with running(service, campus.database) as one:
        me = one.signed_in(student.person_id)
        first = await registering(one).CreateRegistration(request, metadata=me)
        again = await registering(one).CreateRegistration(request, metadata=me)
    assert first == again
    assert len(campus.mails()) == 1


async def test_a_refusal_carries_every_obstacle_and_the_evidence(campus: Any) -> None:
    student = campus.student(accepts=False)
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await registering(one).CreateRegistration(
                wish(student.person_id, campus.sitting("2001")),
                metadata=one.signed_in(student.person_id),
            )
    assert error.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert reason(error.value) == "REGISTRATION_REFUSED"
    [refusal] = details(error.value, obstacle_pb2.Refusal)
    assert [o.reason for o in refusal.obstacles] == [
        "TERMS_NOT_ACCEPTED",
        "EXAM_NOT_IN_REGULATIONS",
    ]
    for obstacle in refusal.obstacles:
        assert obstacle.regulation_section == "RPO § 7"
        assert obstacle.message.de
        assert obstacle.message.en
        assert obstacle.remedy.de
        assert obstacle.remedy.en
    [attempt] = campus.rows(registration_attempts)
    assert str(attempt.attempt_id) == refusal.attempt_id


async def test_a_late_withdrawal_is_refused(campus: Any) -> None:
    student = campus.student()
    registration = campus.register(student, campus.sitting("1003"))
    campus.at(2026, 11, 16)
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await registering(one).WithdrawRegistration(
                registration_pb2.WithdrawRegistrationRequest(
                    registration_id=str(registration.registration_id), request_id=str(uuid4())
                ),
                metadata=one.signed_in(student.person_id),
            )
    assert reason(error.value) == "WITHDRAWAL_REFUSED"
    [refusal] = details(error.value, obstacle_pb2.Refusal)
    assert [o.reason for o in refusal.obstacles] == ["WITHDRAWAL_CLOSED"]


async def test_somebody_elses_registration_does_not_exist(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    request = registration_pb2.GetRegistrationRequest(
        registration_id=str(registration.registration_id)
    )
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await registering(one).GetRegistration(request, metadata=one.signed_in())
        assert error.value.code() is grpc.StatusCode.NOT_FOUND
        found = await registering(one).GetRegistration(
            request, metadata=one.signed_in(uuid4(), OFFICE)
        )
    assert found.registration.registration_id == str(registration.registration_id)


async def test_registrations_come_page_by_page_the_newest_first(campus: Any) -> None:
    """QIS guide, "Info über angemeldete Prüfungen": "Es werden Ihnen sämtliche Prüfungen
    dargestellt, zu denen Sie angemeldet sind"; domain.md "Exams" 16: "all current registrations
    with semester and date"."""
    student, sitting = campus.student(), campus.sitting("1001")
    made = [campus.register(student, campus.sitting("1002"))]
    for _ in range(4):
        made.append(campus.register(student, sitting))
        campus.withdraw(made[-1])
    request = registration_pb2.ListRegistrationsRequest(
        person_id=str(student.person_id),
        enrolment_id=str(student.enrolment_id),
        semester=semester_pb2.Semester(code="2026W"),
        page_size=2,
    )
    found: list[str] = []
    async with running(service, campus.database) as one:
        me = one.signed_in(student.person_id)
        for expected in (2, 2, 1):
            page = await registering(one).ListRegistrations(request, metadata=me)
            assert len(page.registrations) == expected
            found += [r.registration_id for r in page.registrations]
            request.page_token = page.next_page_token
        assert page.next_page_token == ""
        request.page_token = "bm9uZXNlbnNl"
        with pytest.raises(grpc.RpcError) as error:
            await registering(one).ListRegistrations(request, metadata=me)
    assert found == [str(r.registration_id) for r in reversed(made)]
    assert reason(error.value) == "PAGE_TOKEN_INVALID"


async def test_examiners_see_their_sittings_and_the_office_sees_all(campus: Any) -> None:
    examiner = uuid4()
    campus.account(examiner, "ameier", "ameier@leuphana.example")
    request = sitting_pb2.ListSittingsRequest(semester=semester_pb2.Semester(code="2026W"))
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        own = await stub.ListSittings(request, metadata=one.signed_in(examiner, EXAMINER))
        every = await stub.ListSittings(request, metadata=one.signed_in(uuid4(), OFFICE))
        none = await stub.ListSittings(request, metadata=one.signed_in(uuid4(), EXAMINER))
    assert [s.exam_number for s in own.sittings] == ["1001", "2001", "1001", "1002"]
    assert {s.examiner_name for s in own.sittings} == {"Dr. Anna Ameier"}
    assert len(every.sittings) == 7
    assert len(none.sittings) == 0


async def test_sittings_come_page_by_page_undated_ones_last(campus: Any) -> None:
    request = sitting_pb2.ListSittingsRequest(page_size=4)
    found: list[sitting_pb2.Sitting] = []
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        me = one.signed_in(uuid4(), OFFICE)
        while not found or request.page_token:
            page = await stub.ListSittings(request, metadata=me)
            found += page.sittings
            request.page_token = page.next_page_token
    assert len({s.sitting_id for s in found}) == len(found) == 13
    times = [s.start_time.seconds if s.HasField("start_time") else 1 << 40 for s in found]
    assert times == sorted(times)


async def test_participants_are_listed_by_name_to_the_examiner(campus: Any) -> None:
    examiner, sitting = uuid4(), campus.sitting("1001")
    campus.account(examiner, "ameier", "ameier@leuphana.example")
    for family_name in ("Zander", "Öztürk", "Łukasik", "Ábel"):
        campus.register(campus.student(family_name=family_name), sitting)
    campus.withdraw(campus.register(campus.student(family_name="Maier"), sitting))
    request = sitting_pb2.ListParticipantsRequest(sitting_id=str(sitting), page_size=3)
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        me = one.signed_in(examiner, EXAMINER)
        first = await stub.ListParticipants(request, metadata=me)
        request.page_token = first.next_page_token
        second = await stub.ListParticipants(request, metadata=me)
        with pytest.raises(grpc.RpcError) as error:
            await stub.ListParticipants(request, metadata=one.signed_in(uuid4(), EXAMINER))
    names = [p.name.family_name for p in (*first.participants, *second.participants)]
    assert names == ["Ábel", "Łukasik", "Öztürk", "Zander"]
    assert (first.sitting.registered_count, second.next_page_token) == (4, "")
    assert error.value.code() is grpc.StatusCode.NOT_FOUND


async def test_a_token_of_participants_names_nobody_and_holds_for_one_sitting(campus: Any) -> None:
    office, sitting, other = uuid4(), campus.sitting("1001"), campus.sitting("1002")
    for family_name in ("Zander", "Öztürk"):
        campus.register(campus.student(family_name=family_name), sitting)
    request = sitting_pb2.ListParticipantsRequest(sitting_id=str(sitting), page_size=1)
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        me = one.signed_in(office, OFFICE)
        first = await stub.ListParticipants(request, metadata=me)
        assert decode_token(first.next_page_token) == [first.participants[0].registration_id]
        request.page_token, request.sitting_id = first.next_page_token, str(other)
        with pytest.raises(grpc.RpcError) as error:
            await stub.ListParticipants(request, metadata=me)
    assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_a_malformed_request_names_its_fields(campus: Any) -> None:
    request = registration_pb2.CreateRegistrationRequest(person_id="x", sitting_id="y")
    student = campus.student()
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await registering(one).CreateRegistration(
                request, metadata=one.signed_in(student.person_id)
            )
    assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    [bad] = details(error.value, error_details_pb2.BadRequest)
    assert {v.field for v in bad.field_violations} == {"person_id", "sitting_id", "request_id"}
