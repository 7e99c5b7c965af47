"""The running service, asked through gRPC."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import grpc
import pypdf
import pytest
import pytest_asyncio
from certificates.main import service
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, running
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel.type.v1 import semester_pb2

from .neighbours import Neighbours, running_neighbours
from .samples import ENROLMENT_ID, PERSON_ID

ENROLMENT = certificate_pb2.CERTIFICATE_TYPE_ENROLMENT
REGISTERED_EXAMS = certificate_pb2.CERTIFICATE_TYPE_REGISTERED_EXAMS
GERMAN = certificate_pb2.DOCUMENT_LANGUAGE_GERMAN
ENGLISH = certificate_pb2.DOCUMENT_LANGUAGE_ENGLISH


@pytest_asyncio.fixture
async def neighbours() -> AsyncIterator[Neighbours]:
    async with running_neighbours() as them:
        yield them


@pytest_asyncio.fixture
async def served(database: Database, neighbours: Neighbours) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, database, **neighbours.settings) as one:
        yield one


def order(
    type_: "certificate_pb2.CertificateType.ValueType" = ENROLMENT,
    language: "certificate_pb2.DocumentLanguage.ValueType" = GERMAN,
    semester: str = "",
    enrolment_id: str = str(ENROLMENT_ID),
) -> certificate_pb2.IssueCertificateRequest:
    return certificate_pb2.IssueCertificateRequest(
        person_id=str(PERSON_ID),
        enrolment_id=enrolment_id,
        type=type_,
        language=language,
        semester=semester_pb2.Semester(code=semester) if semester else None,
        request_id=str(uuid4()),
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


async def test_a_student_draws_an_enrolment_certificate_and_anyone_verifies_it(
    served: ServiceUnderTest, clock: DrivenClock
) -> None:
    certificate = await issue(served, order())
    assert certificate.semester.code == "2026W"
    assert certificate.valid_until_date.month == 3
    content, names = await download(served, certificate.certificate_id)
    assert names[0] == certificate.file_name == "immatrikulationsbescheinigung-2026W.pdf"
    text = text_of(content)
    number = certificate.verification_number
    printed = " ".join(number[start : start + 4] for start in range(0, 16, 4))
    assert printed in text

    verification = VerificationServiceStub(served.channel)
    request = verification_pb2.VerifyCertificateRequest(verification_number=printed)
    answer = await verification.VerifyCertificate(request)
    assert answer.state == verification_pb2.VERIFICATION_STATE_VALID
    assert answer.type == ENROLMENT
    assert all(field.value in text for field in answer.fields)
    assert {field.label.en: field.value for field in answer.fields}["Name"] == "Ayşe Öztürk"

    clock.advance(timedelta(days=365))
    expired = await verification.VerifyCertificate(request)
    assert expired.state == verification_pb2.VERIFICATION_STATE_EXPIRED


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
    assert neighbours.calls == ["GetPerson"]
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


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (order(semester="2024W"), "NOT_ENROLLED_IN_SEMESTER"),
        (order(REGISTERED_EXAMS, semester="2027S"), "NOT_ENROLLED_IN_SEMESTER"),
        (order(enrolment_id=str(uuid4())), "ENROLMENT_UNKNOWN"),
    ],
)
async def test_what_cannot_be_certified_is_refused_with_its_reason(
    served: ServiceUnderTest, request_: certificate_pb2.IssueCertificateRequest, expected: str
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await issue(served, request_)
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
    database: Database, neighbours: Neighbours, silent: str, expected: str
) -> None:
    settings = {**neighbours.settings, silent: "127.0.0.1:1"}
    async with running(service, database, **settings) as served:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await issue(served, order(REGISTERED_EXAMS))
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
        assert reason(refused.value) == expected


async def test_a_mistyped_number_is_malformed_and_an_unknown_one_unknown(
    served: ServiceUnderTest,
) -> None:
    verification = VerificationServiceStub(served.channel)
    for number, expected in (
        ("4711 0815 1234 5672", "VERIFICATION_NUMBER_MALFORMED"),
        ("4711-0815-1234-5671", "CERTIFICATE_UNKNOWN"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await verification.VerifyCertificate(
                verification_pb2.VerifyCertificateRequest(verification_number=number)
            )
        assert reason(refused.value) == expected


async def test_a_mistyped_number_never_reaches_the_database(
    served: ServiceUnderTest, database: Database
) -> None:
    served.in_use.runtime.database.close()
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await VerificationServiceStub(served.channel).VerifyCertificate(
            verification_pb2.VerifyCertificateRequest(verification_number="4711")
        )
    assert reason(refused.value) == "VERIFICATION_NUMBER_MALFORMED"


async def test_guessing_is_stopped(served: ServiceUnderTest) -> None:
    verification = VerificationServiceStub(served.channel)
    request = verification_pb2.VerifyCertificateRequest(verification_number="4711081512345671")
    reasons = []
    for _ in range(21):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await verification.VerifyCertificate(request)
        reasons.append(reason(refused.value))
    assert reasons == ["CERTIFICATE_UNKNOWN"] * 20 + ["TOO_MANY_UNKNOWN_NUMBERS"]
