"""Answers in pieces, time limits, and clients that go away."""

import asyncio

import httpx
import pytest
from chassis.errors import Code, Failure
from chassis.values import LocalizedText
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1.certificate_pb2 import DownloadCertificateResponse
from matrikel.exams.v1 import sitting_pb2
from matrikel.exams.v1.thesis_pb2 import DownloadThesisResponse

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOWNLOAD = "/v1/certificates/abc:download"
SITTINGS = "/v1/sittings"
UNKNOWN = Failure(
    Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", LocalizedText(de="Gibt es nicht.", en="Unknown.")
)


async def document(request, context):
    yield DownloadCertificateResponse(
        body=HttpBody(content_type="application/pdf", data=b"%PDF-"),
        file_name="Bescheinigung Ä.pdf",
    )
    for _ in range(3):
        yield DownloadCertificateResponse(body=HttpBody(data=b"x" * 70_000))


async def test_a_document_comes_in_its_own_type_under_its_own_name(http, services, bearer):
    services.on("CertificateService/DownloadCertificate", document)
    response = await http.get(DOWNLOAD, headers=bearer)
    assert response.status_code == 200
    assert response.content == b"%PDF-" + b"x" * 210_000
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == (
        "attachment; filename=\"Bescheinigung _.pdf\"; filename*=UTF-8''Bescheinigung%20%C3%84.pdf"
    )
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_an_uploaded_document_is_saved_and_never_shown(http, services, bearer):
    def uploaded_as(name):
        async def uploaded(request, context):
            body = HttpBody(content_type="text/html", data=b"<script>")
            yield DownloadThesisResponse(body=body, file_name=name)

        return uploaded

    for name, disposition in (("", "attachment"), ("a.pdf", 'attachment; filename="a.pdf"')):
        services.on("ThesisService/DownloadThesis", uploaded_as(name))
        response = await http.get("/v1/theses/abc/document:download", headers=bearer)
        assert response.headers["content-disposition"] == disposition
        assert response.headers["x-content-type-options"] == "nosniff"


async def test_head_of_a_document_has_its_headers_and_ends_the_call(http, services, bearer):
    services.on("CertificateService/DownloadCertificate", document)
    response = await http.head(DOWNLOAD, headers=bearer)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "application/pdf"
    [call] = services.calls_of("CertificateService/DownloadCertificate")
    await asyncio.wait_for(call.ended.wait(), 5)


async def test_an_unusable_content_type_becomes_plain_bytes(http, services, bearer):
    async def odd(request, context):
        yield DownloadCertificateResponse(body=HttpBody(content_type="a\r\nx: y", data=b"1"))

    services.on("CertificateService/DownloadCertificate", odd)
    response = await http.get(DOWNLOAD, headers=bearer)
    assert response.headers["content-type"] == "application/octet-stream"
    assert "x" not in response.headers


async def test_a_refusal_before_the_first_piece_is_an_ordinary_error(http, services, bearer):
    async def refused(request, context):
        raise UNKNOWN
        yield

    services.on("CertificateService/DownloadCertificate", refused)
    response = await http.get(DOWNLOAD, headers=bearer)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")


async def test_a_document_that_breaks_off_is_never_taken_for_a_whole_one(http, services, bearer):
    async def breaking(request, context):
        yield DownloadCertificateResponse(body=HttpBody(content_type="text/plain", data=b"half"))
        raise UNKNOWN

    services.on("CertificateService/DownloadCertificate", breaking)
    with pytest.raises(httpx.RemoteProtocolError):
        await http.get(DOWNLOAD, headers=bearer)


async def test_a_client_that_leaves_a_download_ends_it_at_the_service(http, services, bearer):
    async def endless(request, context):
        while True:
            yield DownloadCertificateResponse(body=HttpBody(data=b"x" * 65536))

    services.on("CertificateService/DownloadCertificate", endless)
    async with http.stream("GET", DOWNLOAD, headers=bearer) as response:
        async for _ in response.aiter_bytes():
            break
    [call] = services.calls_of("CertificateService/DownloadCertificate")
    await asyncio.wait_for(call.ended.wait(), 5)


async def test_a_client_that_gives_up_ends_its_call_at_the_service(http, services, bearer):
    async def waiting(request, context):
        await asyncio.Event().wait()

    services.on("SittingService/ListSittings", waiting)
    asking = asyncio.create_task(http.get(SITTINGS, headers=bearer))
    while not (calls := services.calls_of("SittingService/ListSittings")):
        await services.begun.wait()
        services.begun.clear()
    asking.cancel()
    await asyncio.wait_for(calls[0].ended.wait(), 5)


async def test_a_call_that_takes_too_long_is_504(http, services, bearer):
    async def waiting(request, context):
        await asyncio.Event().wait()

    services.on("SittingService/ListSittings", waiting)
    response = await http.get(SITTINGS, headers={**bearer, "x-request-timeout": "0.2"})
    assert (response.status_code, response.json()["error"]["status"]) == (504, "DEADLINE_EXCEEDED")


@pytest.mark.parametrize(
    ("header", "least", "most"), [({}, 8, 10), ({"x-request-timeout": "2.5"}, 1, 2.5)]
)
async def test_the_service_learns_how_long_the_caller_waits(
    http, services, bearer, header, least, most
):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    await http.get(SITTINGS, headers={**bearer, **header})
    [call] = services.calls_of("SittingService/ListSittings")
    assert least < call.seconds_left <= most


async def test_no_caller_waits_longer_than_the_longest_time(http, services, bearer):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    await http.get(SITTINGS, headers={**bearer, "x-request-timeout": "9999"})
    [call] = services.calls_of("SittingService/ListSittings")
    assert call.seconds_left <= 60


@pytest.mark.parametrize("header", ["soon", "-1", "0", "1e3", "inf"])
async def test_a_time_limit_that_is_no_number_is_refused(http, services, bearer, header):
    response = await http.get(SITTINGS, headers={**bearer, "x-request-timeout": header})
    assert response.status_code == 400
    assert response.json()["error"]["details"][0]["reason"] == "HEADER_MALFORMED"


async def test_a_body_that_does_not_arrive_is_408(gateway_address):
    host, port = gateway_address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /v1/sessions:signOut HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"BODY_TOO_SLOW" in answer
