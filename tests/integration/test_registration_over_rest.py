"""Exam registration by a system that has the REST interface alone, and what it refuses."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pypdf
import pytest
import pytest_asyncio
from chassis.testing import until

from tests.integration.exam_trees import Offer, offers, open_offers
from tests.integration.mails import ReceivedMail, mails_to
from tests.integration.rest_client import RestClient, rest_client
from tests.suite import Suite

Json = dict[str, Any]


@pytest_asyncio.fixture
async def student(suite: Suite) -> AsyncIterator[RestClient]:
    user_name = suite.user_names("student")[5]
    async with rest_client(suite.base_url, user_name, suite.password) as one:
        yield one


@pytest_asyncio.fixture
async def other_student(suite: Suite) -> AsyncIterator[RestClient]:
    user_name = suite.user_names("student")[6]
    async with rest_client(suite.base_url, user_name, suite.password) as one:
        yield one


@pytest_asyncio.fixture
async def office(suite: Suite) -> AsyncIterator[RestClient]:
    user_name = suite.user_names("examinations_office")[0]
    async with rest_client(suite.base_url, user_name, suite.password) as one:
        yield one


async def accept_terms(student: RestClient) -> None:
    of_student = f"/students/{student.person_id}/terms"
    terms = await student.get(of_student)
    version = terms["terms"]["termsVersion"]
    await student.post(f"{of_student}:accept", {"termsVersion": version})


async def offered_to(student: RestClient) -> list[Offer]:
    return open_offers(await student.get(f"/students/{student.person_id}/examTree"))


async def registrations_for(student: RestClient, offer: Offer) -> list[Json]:
    listed = await student.get(f"/students/{student.person_id}/registrations")
    return [
        one for one in listed["registrations"] if one["sitting"]["sittingId"] == offer.sitting_id
    ]


async def test_a_student_registers_and_draws_a_certificate_over_rest_alone(
    student: RestClient, suite: Suite
) -> None:
    await accept_terms(student)
    offer, *_ = await offered_to(student)
    registrations = f"/students/{student.person_id}/registrations"
    order = {"sittingId": offer.sitting_id, "enrolmentId": offer.enrolment_id}
    key = str(uuid4())
    answer = await student.post(registrations, order, idempotency_key=key)
    assert answer["status"] == "OUTCOME_STATUS_OK"
    assert await student.post(registrations, order, idempotency_key=key) == answer
    assert await student.post(registrations, {**order, "requestId": key}) == answer
    assert [one["statusCode"] for one in await registrations_for(student, offer)] == ["AN"]

    registration = answer["registration"]
    of_registration = f"/registrations/{registration['registrationId']}"
    assert (await student.get(of_registration))["statusCode"] == "AN"
    withdrawn = await student.post(f"{of_registration}:withdraw", idempotency_key=str(uuid4()))
    assert withdrawn["registration"]["statusCode"] == "RT"
    registration_id = registration["registrationId"]
    await until(lambda: len(mails_about(registration_id, student, suite)) >= 2)
    registered, left = mails_about(registration_id, student, suite)
    assert registered.subject.startswith(f"Prüfungsanmeldung: {offer.exam_name}")
    assert left.subject.startswith(f"Prüfungsabmeldung: {offer.exam_name}")
    await draw_certificate(student, offer)


def mails_about(registration_id: str, student: RestClient, suite: Suite) -> list[ReceivedMail]:
    sent = mails_to(student.account["mailbox"], suite.mail_dir)
    return [mail for mail in sent if registration_id in mail.text]


async def draw_certificate(student: RestClient, offer: Offer) -> None:
    issued = await student.post(
        f"/students/{student.person_id}/certificates",
        {
            "enrolmentId": offer.enrolment_id,
            "type": "CERTIFICATE_TYPE_REGISTERED_EXAMS",
            "language": "DOCUMENT_LANGUAGE_GERMAN",
        },
        idempotency_key=str(uuid4()),
    )
    certificate = issued["certificate"]
    download = await student.send("GET", f"/certificates/{certificate['certificateId']}:download")
    assert download.headers["content-type"] == "application/pdf"
    assert certificate["fileName"] in download.headers["content-disposition"]
    pages = pypdf.PdfReader(BytesIO(download.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert offer.sitting["examNumber"] in text
    anybody = RestClient(student.http)
    verified = await anybody.post(
        "/certificates:verify", {"verificationNumber": certificate["verificationNumber"]}
    )
    # A row of a table is one field, its cells parted by dots that the document does not have.
    fields = verified["certificate"]["fields"]
    words = {word for one in fields for word in one["value"].split()} - {"·", "–"}
    assert not {word for word in words if word not in text}


async def test_an_id_that_was_used_is_refused_for_another_request(student: RestClient) -> None:
    await accept_terms(student)
    offer, other, *_ = await offered_to(student)
    registrations = f"/students/{student.person_id}/registrations"
    key = {"idempotency-key": str(uuid4())}
    first = await student.send(
        "POST", registrations, headers=key, json={"sittingId": other.sitting_id}
    )
    assert first.is_success
    problem = await student.refused(
        "POST", registrations, headers=key, json={"sittingId": offer.sitting_id}
    )
    assert (problem.http_status, problem.reason) == (400, "REQUEST_ID_REUSED")
    live = {one["statusCode"] for one in await registrations_for(student, offer)}
    assert "AN" not in live


async def test_terms_have_to_be_accepted_first(other_student: RestClient) -> None:
    offer = next(offers(await other_student.get(f"/students/{other_student.person_id}/examTree")))
    problem = await other_student.refused(
        "POST",
        f"/students/{other_student.person_id}/registrations",
        json={"sittingId": offer.sitting_id, "requestId": str(uuid4())},
    )
    assert (problem.http_status, problem.reason) == (400, "REGISTRATION_REFUSED")
    assert "TERMS_NOT_ACCEPTED" in problem.obstacles


async def test_an_exam_that_nobody_offers_is_unknown(student: RestClient) -> None:
    problem = await student.refused(
        "POST",
        f"/students/{student.person_id}/registrations",
        json={"sittingId": str(uuid4()), "requestId": str(uuid4())},
    )
    assert (problem.http_status, problem.reason) == (404, "SITTING_UNKNOWN")
    assert problem.fields == {"sitting_id": "SITTING_UNKNOWN"}


async def test_a_closed_window_refuses_and_says_what_else_stands_in_the_way(
    student: RestClient, office: RestClient
) -> None:
    closed = await closed_sitting(office)
    problem = await student.refused(
        "POST",
        f"/students/{student.person_id}/registrations",
        json={"sittingId": closed["sittingId"], "requestId": str(uuid4())},
    )
    assert (problem.http_status, problem.status) == (400, "FAILED_PRECONDITION")
    assert problem.reason == "REGISTRATION_REFUSED"
    assert "WINDOW_CLOSED" in problem.obstacles


async def closed_sitting(office: RestClient) -> Json:
    """A sitting whose registration window is over."""
    now = datetime.now(UTC)
    token = ""
    while True:
        page = await office.get("/sittings", page_size="100", page_token=token)
        for one in page["sittings"]:
            if datetime.fromisoformat(one["registrationCloseTime"]) < now:
                found: Json = one
                return found
        token = page["nextPageToken"]
        assert token, "every window is open"


async def test_a_malformed_id_is_named_with_its_field(student: RestClient) -> None:
    problem = await student.refused(
        "POST",
        f"/students/{student.person_id}/registrations",
        json={"sittingId": "4711", "requestId": str(uuid4())},
    )
    assert (problem.http_status, problem.reason) == (400, "REQUEST_MALFORMED")
    assert problem.fields == {"sitting_id": "STRING_UUID"}


async def test_a_mistyped_verification_number_is_malformed(student: RestClient) -> None:
    anybody = RestClient(student.http)
    for number, status, reason in (
        ("4711 0815 1234 5672", 400, "VERIFICATION_NUMBER_MALFORMED"),
        ("4711-0815-1234-5671", 404, "CERTIFICATE_UNKNOWN"),
    ):
        problem = await anybody.refused(
            "POST", "/certificates:verify", json={"verificationNumber": number}
        )
        assert (problem.http_status, problem.reason) == (status, reason)


async def test_what_belongs_to_another_student_looks_as_if_it_were_not_there(
    student: RestClient, other_student: RestClient
) -> None:
    there = await student.refused("GET", f"/students/{other_student.person_id}/registrations")
    not_there = await student.refused("GET", f"/students/{uuid4()}/registrations")
    assert there == not_there
    assert (there.http_status, there.reason) == (404, "PERSON_UNKNOWN")
    problem = await student.refused(
        "POST",
        f"/students/{other_student.person_id}/registrations",
        json={"sittingId": str(uuid4()), "requestId": str(uuid4())},
    )
    assert (problem.http_status, problem.reason) == (404, "PERSON_UNKNOWN")


@pytest.mark.parametrize(
    ("field", "content", "reason"),
    [
        ("examNumber", {"examNumber": "1010101"}, "FIELD_UNKNOWN"),
        ("sitting_id", {"sittingId": 4711}, "FIELD_MALFORMED"),
        ("sitting_id", {"sittingId": "a", "sitting_id": "b"}, "FIELD_FROM_TWO_SOURCES"),
    ],
)
async def test_a_body_with_a_field_that_does_not_fit_is_refused(
    student: RestClient, field: str, content: Json, reason: str
) -> None:
    problem = await student.refused(
        "POST", f"/students/{student.person_id}/registrations", json=content
    )
    assert (problem.http_status, problem.reason) == (400, reason)
    assert problem.fields == {field: reason}


@pytest.mark.parametrize(
    ("content", "content_type", "http_status", "reason"),
    [
        (b'{"sittingId":', "application/json", 400, "BODY_MALFORMED"),
        (b"[]", "application/json", 400, "BODY_MALFORMED"),
        (b"sittingId=4711", "application/x-www-form-urlencoded", 415, "CONTENT_TYPE_UNSUPPORTED"),
        (b'{"sittingId":"%s"}' % (b"a" * 2**20), "application/json", 413, "BODY_TOO_LARGE"),
    ],
    ids=["cut", "list", "form", "oversized"],
)
async def test_a_body_that_is_no_small_json_object_is_refused(
    student: RestClient, content: bytes, content_type: str, http_status: int, reason: str
) -> None:
    problem = await student.refused(
        "POST",
        f"/students/{student.person_id}/registrations",
        content=content,
        headers={"content-type": content_type},
    )
    assert (problem.http_status, problem.reason) == (http_status, reason)


async def test_nobody_reads_without_signing_in(student: RestClient) -> None:
    anybody = RestClient(student.http)
    problem = await anybody.refused("GET", f"/students/{student.person_id}/registrations")
    assert (problem.http_status, problem.reason) == (401, "SIGN_IN_REQUIRED")
    forged = RestClient(student.http, "not.a.token")
    problem = await forged.refused("GET", f"/students/{student.person_id}/registrations")
    assert (problem.http_status, problem.status) == (401, "UNAUTHENTICATED")


async def test_a_student_does_not_do_the_offices_work(student: RestClient) -> None:
    problem = await student.refused("GET", "/sittings")
    assert (problem.http_status, problem.reason) == (403, "ROLE_MISSING")


async def test_unknown_routes_and_verbs_are_answered_in_both_languages(
    student: RestClient,
) -> None:
    problem = await student.refused("GET", "/nothing")
    assert (problem.http_status, problem.reason) == (404, "ROUTE_UNKNOWN")
    problem = await student.refused("DELETE", f"/students/{student.person_id}/registrations")
    assert (problem.http_status, problem.reason) == (405, "HTTP_METHOD_NOT_ALLOWED")
