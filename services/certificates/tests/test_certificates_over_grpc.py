"""Issuing, listing and downloading certificates through the running service."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import grpc
import pypdf
import pytest
import pytest_asyncio
from certificates.app.accounts import remember_account
from certificates.domain.certificate import CertificateType
from certificates.domain.types import TYPES
from certificates.events.packing import TYPES as NUMBERS
from certificates.main import service
from certificates.store.log import load_head
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, running, within
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.certificates.v1 import certificate_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.type.v1 import semester_pb2
from matrikel_verify.merkle import Frontier

from .neighbour_records import LETTER
from .neighbours import Neighbours, running_neighbours
from .samples import ENROLMENT_ID, PERSON_ID, ended, records_facts

Type = certificate_pb2.CertificateType
ENROLMENT = certificate_pb2.CERTIFICATE_TYPE_ENROLMENT
REGISTERED_EXAMS = certificate_pb2.CERTIFICATE_TYPE_REGISTERED_EXAMS
TRANSCRIPT = certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT
GERMAN = certificate_pb2.DOCUMENT_LANGUAGE_GERMAN
ENGLISH = certificate_pb2.DOCUMENT_LANGUAGE_ENGLISH
BOTH = certificate_pb2.DOCUMENT_LANGUAGE_BOTH


@pytest_asyncio.fixture
async def neighbours() -> AsyncIterator[Neighbours]:
    async with running_neighbours() as them:
        yield them


@pytest_asyncio.fixture
async def served(
    database: Database, neighbours: Neighbours, tmp_path: Path
) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, database, keys_dir=tmp_path, **neighbours.settings) as one:
        yield one


def order(
    type_: "certificate_pb2.CertificateType.ValueType" = ENROLMENT,
    language: "certificate_pb2.DocumentLanguage.ValueType" = GERMAN,
    semester: str = "",
    enrolment_id: str = str(ENROLMENT_ID),
    **more: Any,
) -> certificate_pb2.IssueCertificateRequest:
    return certificate_pb2.IssueCertificateRequest(
        person_id=str(PERSON_ID),
        enrolment_id=enrolment_id,
        type=type_,
        language=language,
        semester=semester_pb2.Semester(code=semester) if semester else None,
        request_id=str(uuid4()),
        **more,
    )


async def issue(
    served: ServiceUnderTest, request: certificate_pb2.IssueCertificateRequest
) -> certificate_pb2.Certificate:
    stub = CertificateServiceStub(served.channel)
    response = await stub.IssueCertificate(request, metadata=served.signed_in(PERSON_ID))
    return response.certificate


async def download(served: ServiceUnderTest, certificate_id: str) -> tuple[bytes, list[str]]:
    pieces = [
        piece
        async for piece in CertificateServiceStub(served.channel).DownloadCertificate(
            certificate_pb2.DownloadCertificateRequest(certificate_id=certificate_id),
            metadata=served.signed_in(PERSON_ID),
        )
    ]
    assert all(len(piece.body.data) <= 64 * 1024 for piece in pieces)
    assert pieces[0].body.content_type == "application/pdf"
    return b"".join(piece.body.data for piece in pieces), [one.file_name for one in pieces]


def text_of(file: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(file)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def reason(error: grpc.aio.AioRpcError) -> str:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    return str(info.reason)


def fields(error: grpc.aio.AioRpcError) -> list[str]:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    assert status is not None
    found = []
    for detail in status.details:
        bad = error_details_pb2.BadRequest()
        if detail.Unpack(bad):
            found += [one.field for one in bad.field_violations]
    return found


async def test_students_draw_certificates_of_every_type(
    served: ServiceUnderTest, neighbours: Neighbours
) -> None:
    for kind in CertificateType:
        if kind is CertificateType.EXMATRICULATION:
            neighbours.records = records_facts(enrolment=ended())
        certificate = await issue(served, order(NUMBERS[kind], BOTH))
        assert certificate.type == NUMBERS[kind]
        assert certificate.HasField("semester") == TYPES[kind].needs_semester
        assert bool(certificate.enrolment_id) == TYPES[kind].needs_enrolment
        assert certificate.state == certificate_pb2.CERTIFICATE_STATE_VALID
        assert certificate.lookup_restrictable == TYPES[kind].lookup_restrictable
        content, names = await download(served, certificate.certificate_id)
        assert names[0] == certificate.file_name
        text = text_of(content)
        assert "Öztürk" in text
        number = certificate.verification_number
        assert " ".join(number[start : start + 4] for start in range(0, 16, 4)) in text


async def test_an_enrolment_certificate_holds_until_the_end_of_the_semester(
    served: ServiceUnderTest, clock: DrivenClock
) -> None:
    certificate = await issue(served, order())
    assert certificate.semester.code == "2026W"
    assert certificate.file_name == "immatrikulationsbescheinigung-2026W.pdf"
    last = certificate.valid_until_date
    assert (last.year, last.month, last.day) == (2027, 3, 31)
    clock.advance(timedelta(days=365))
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.GetCertificateRequest(certificate_id=certificate.certificate_id)
    later = await stub.GetCertificate(request, metadata=served.signed_in(PERSON_ID))
    assert later.certificate.state == certificate_pb2.CERTIFICATE_STATE_EXPIRED


async def test_a_certificate_for_a_letter_carries_the_address(served: ServiceUnderTest) -> None:
    certificate = await issue(served, order(with_address=True))
    content, _ = await download(served, certificate.certificate_id)
    assert " ".join(LETTER) in text_of(content)


async def test_registered_exams_are_asked_for_page_by_page_and_printed_in_english(
    served: ServiceUnderTest,
) -> None:
    certificate = await issue(served, order(REGISTERED_EXAMS, ENGLISH, "2026W"))
    assert certificate.file_name == "registered-exams-2026W.pdf"
    assert not certificate.HasField("valid_until_date")
    content, _ = await download(served, certificate.certificate_id)
    text = text_of(content)
    for number in ("1010101", "1010102", "1010103"):
        assert number in text
    assert "withdrawn (RT)" in text


async def test_the_same_request_issues_once(
    served: ServiceUnderTest, neighbours: Neighbours
) -> None:
    request = order()
    first = await issue(served, request)
    assert await issue(served, request) == first
    assert neighbours.calls.count("GetPerson") == 1
    stub = CertificateServiceStub(served.channel)
    listed = await stub.ListCertificates(
        certificate_pb2.ListCertificatesRequest(person_id=str(PERSON_ID)),
        metadata=served.signed_in(PERSON_ID),
    )
    assert list(listed.certificates) == [first]


async def test_lists_come_in_pages(served: ServiceUnderTest, clock: DrivenClock) -> None:
    issued = []
    for _ in range(3):
        issued.append((await issue(served, order())).certificate_id)
        clock.advance(timedelta(minutes=1))
    stub = CertificateServiceStub(served.channel)
    me = served.signed_in(PERSON_ID)
    request = certificate_pb2.ListCertificatesRequest(person_id=str(PERSON_ID), page_size=2)
    first = await stub.ListCertificates(request, metadata=me)
    request.page_token = first.next_page_token
    second = await stub.ListCertificates(request, metadata=me)
    seen = [one.certificate_id for one in (*first.certificates, *second.certificates)]
    assert seen == issued[::-1]
    assert second.next_page_token == ""
    request.page_token = "bm9uZQ"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub.ListCertificates(request, metadata=me)
    assert reason(refused.value) == "PAGE_TOKEN_INVALID"


async def test_a_certificate_is_its_students_and_the_offices_alone(
    served: ServiceUnderTest,
) -> None:
    certificate = await issue(served, order())
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.GetCertificateRequest(certificate_id=certificate.certificate_id)
    mine = await stub.GetCertificate(request, metadata=served.signed_in(PERSON_ID))
    assert mine.certificate == certificate
    office = served.signed_in(roles=(access_pb2.ROLE_STUDENT_SERVICES,))
    assert (await stub.GetCertificate(request, metadata=office)).certificate == certificate
    with pytest.raises(grpc.aio.AioRpcError) as foreign:
        await stub.GetCertificate(request, metadata=served.signed_in())
    assert foreign.value.code() is grpc.StatusCode.NOT_FOUND
    with pytest.raises(grpc.aio.AioRpcError) as foreign_order:
        await stub.IssueCertificate(order(), metadata=served.signed_in())
    assert foreign_order.value.code() is grpc.StatusCode.NOT_FOUND


async def test_what_cannot_be_certified_is_refused_with_its_reason(
    served: ServiceUnderTest,
) -> None:
    for request, expected in (
        (order(semester="2024W"), "NOT_ENROLLED_IN_SEMESTER"),
        (order(REGISTERED_EXAMS, semester="2027S"), "NOT_ENROLLED_IN_SEMESTER"),
        (order(enrolment_id=str(uuid4())), "ENROLMENT_UNKNOWN"),
        (order(certificate_pb2.CERTIFICATE_TYPE_EXMATRICULATION), "ENROLMENT_NOT_ENDED"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await issue(served, request)
        assert reason(refused.value) == expected


@pytest.mark.parametrize(
    ("silent", "expected"),
    [
        ("identity_target", "IDENTITY_UNAVAILABLE"),
        ("records_target", "RECORDS_UNAVAILABLE"),
        ("exams_target", "EXAMS_UNAVAILABLE"),
    ],
)
async def test_a_silent_neighbour_is_named(
    database: Database, neighbours: Neighbours, tmp_path: Path, silent: str, expected: str
) -> None:
    settings = {**neighbours.settings, silent: "127.0.0.1:1"}
    async with running(service, database, keys_dir=tmp_path, **settings) as served:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await issue(served, order(REGISTERED_EXAMS))
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
        assert reason(refused.value) == expected


async def test_whoever_is_too_many_is_told_before_anybody_is_asked(
    database: Database, neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.flows.drawing.WAITING_PER_WORKER", 0)
    async with running(service, database, **neighbours.settings) as served:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await issue(served, order())
    assert reason(refused.value) == "TOO_BUSY"
    assert neighbours.calls == []
    assert within(database, load_head) == Frontier()


async def test_a_former_student_draws_certificates(served: ServiceUnderTest) -> None:
    stub = CertificateServiceStub(served.channel)
    former = served.signed_in(PERSON_ID, roles=(access_pb2.ROLE_FORMER_STUDENT,))
    answer = await stub.IssueCertificate(order(TRANSCRIPT), metadata=former)
    assert answer.certificate.type == TRANSCRIPT


async def test_an_office_issues_with_its_name_and_the_services_own_credential(
    served: ServiceUnderTest, neighbours: Neighbours, database: Database
) -> None:
    clerk_id = uuid4()
    within(database, remember_account, clerk_id, "sclerk", "sclerk@leuphana.example")
    stub = CertificateServiceStub(served.channel)
    office = served.signed_in(clerk_id, roles=(access_pb2.ROLE_STUDENT_SERVICES,))
    answer = await stub.IssueCertificate(order(), metadata=office)
    assert answer.certificate.issued_by == "sclerk"
    assert neighbours.askers == {"service"}
    own = await issue(served, order())
    assert own.issued_by == ""


async def test_a_transcript_may_ask_for_birth_date_and_pin(served: ServiceUnderTest) -> None:
    rule = certificate_pb2.LookupRule(
        birth_date_required=True, pin_required=True, last_date=Date(year=2027, month=12, day=31)
    )
    certificate = await issue(served, order(TRANSCRIPT, lookup_rule=rule, pin="123456"))
    assert certificate.lookup_rule == rule


async def test_a_new_certificate_stands_in_for_an_earlier_one(served: ServiceUnderTest) -> None:
    first = await issue(served, order(TRANSCRIPT))
    second = await issue(
        served,
        order(TRANSCRIPT, replaces_certificate_id=first.certificate_id, name_successor=True),
    )
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.GetCertificateRequest(certificate_id=first.certificate_id)
    replaced = await stub.GetCertificate(request, metadata=served.signed_in(PERSON_ID))
    assert replaced.certificate.state == certificate_pb2.CERTIFICATE_STATE_SUPERSEDED
    assert replaced.certificate.successor_certificate_id == second.certificate_id


async def test_everybody_may_read_which_types_there_are(served: ServiceUnderTest) -> None:
    stub = CertificateServiceStub(served.channel)
    answer = await stub.ListCertificateTypes(certificate_pb2.ListCertificateTypesRequest())
    assert [one.type for one in answer.types] == [NUMBERS[kind] for kind in TYPES]
    by_type = {one.type: one for one in answer.types}
    assert by_type[ENROLMENT].machine_readable
    assert not by_type[ENROLMENT].lookup_restrictable
    assert by_type[TRANSCRIPT].lookup_restrictable
    assert not by_type[certificate_pb2.CERTIFICATE_TYPE_FEE_RECEIPT].needs_enrolment


RULE = certificate_pb2.LookupRule


async def test_an_order_that_contradicts_itself_is_refused_with_the_field(
    served: ServiceUnderTest, neighbours: Neighbours
) -> None:
    """Before anybody is asked."""
    past, never = Date(year=2020, month=1, day=1), Date(year=2027, month=2, day=30)
    nobodys = str(UUID(int=7))
    for request, expected in (
        (order(enrolment_id=""), ("ENROLMENT_MISSING", "enrolment_id")),
        (
            order(lookup_rule=RULE(birth_date_required=True)),
            ("LOOKUP_NOT_RESTRICTABLE", "lookup_rule"),
        ),
        (
            order(TRANSCRIPT, lookup_rule=RULE(last_date=past)),
            ("LOOKUP_END_IN_THE_PAST", "lookup_rule.last_date"),
        ),
        (
            order(TRANSCRIPT, lookup_rule=RULE(last_date=never)),
            ("DATE_WRONG", "lookup_rule.last_date"),
        ),
        (order(TRANSCRIPT, lookup_rule=RULE(pin_required=True)), ("PIN_MISSING", "pin")),
        (order(TRANSCRIPT, pin="123456"), ("PIN_WITHOUT_NEED", "pin")),
        (
            order(TRANSCRIPT, replaces_certificate_id=nobodys),
            ("CERTIFICATE_UNKNOWN", "replaces_certificate_id"),
        ),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await issue(served, request)
        assert (reason(refused.value), *fields(refused.value)) == expected
    assert neighbours.calls == []


async def test_only_the_same_type_is_replaced(served: ServiceUnderTest) -> None:
    first = await issue(served, order())
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await issue(served, order(TRANSCRIPT, replaces_certificate_id=first.certificate_id))
    assert reason(refused.value) == "TYPE_DIFFERS"
