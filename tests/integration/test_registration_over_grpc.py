"""Exam registration by a system that has gRPC and reflection and nothing else of ours."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from uuid import uuid4

import pypdf
import pytest
import pytest_asyncio
from chassis.testing import until

from tests.faults.enrolling import StudentServices
from tests.integration.discovering_client import (
    DiscoveringClient,
    RefusedError,
    discovering,
)
from tests.integration.exam_trees import Offer, open_offers
from tests.integration.mails import mails_to
from tests.suite import Suite

IDENTITY = "matrikel.identity.v1"
EXAMS = "matrikel.exams.v1"
CERTIFICATES = "matrikel.certificates.v1"
REGISTRATIONS = f"{EXAMS}.RegistrationService"

# A sign-out is heard by every service within a second; the machine may be busy.
SIGN_OUT_SECONDS = 5

Json = dict[str, Any]


@pytest_asyncio.fixture
async def client(suite: Suite) -> AsyncIterator[DiscoveringClient]:
    async with discovering(suite.facts["grpc"].values()) as one:
        yield one


@dataclass
class Student:
    """A signed-in student with a token for each service."""

    client: DiscoveringClient
    account: Json
    session_token: str
    tokens: dict[str, str]

    @property
    def person_id(self) -> str:
        return str(self.account["personId"])

    async def call(self, name: str, **fields: Any) -> Json:
        """Calls a method with the token for its service."""
        return await self.client.call(name, fields, self.tokens[name.split(".")[1]])

    async def refused(self, name: str, **fields: Any) -> RefusedError:
        """Calls a method that must not succeed."""
        with pytest.raises(RefusedError) as caught:
            await self.call(name, **fields)
        assert set(caught.value.sentences) == {"de", "en"}
        return caught.value

    async def register(self, offer: Offer, request_id: str) -> Json:
        return await self.call(
            f"{REGISTRATIONS}/CreateRegistration", **self.order(offer, request_id)
        )

    def order(self, offer: Offer, request_id: str) -> Json:
        """What is sent to register for a sitting."""
        return {
            "personId": self.person_id,
            "sittingId": offer.sitting_id,
            "enrolmentId": offer.enrolment_id,
            "requestId": request_id,
        }

    async def withdraw(self, registration_id: str, request_id: str) -> Json:
        return await self.call(
            f"{REGISTRATIONS}/WithdrawRegistration",
            registrationId=registration_id,
            requestId=request_id,
        )

    async def registrations_for(self, offer: Offer) -> list[Json]:
        """The student's registrations for a sitting, the newest first."""
        listed = await self.call(f"{REGISTRATIONS}/ListRegistrations", personId=self.person_id)
        return [
            one
            for one in listed.get("registrations", [])
            if one["sitting"]["sittingId"] == offer.sitting_id
        ]


async def sign_in(client: DiscoveringClient, suite: Suite, user_name: str) -> Student:
    """Signs in and asks for a token for each service."""
    session = await client.call(
        f"{IDENTITY}.SessionService/SignIn", {"userName": user_name, "password": suite.password}
    )
    tokens = {}
    for audience in ("identity", "exams", "certificates", "records"):
        issued = await client.call(
            f"{IDENTITY}.TokenService/IssueToken",
            {"sessionToken": session["sessionToken"], "audience": audience},
        )
        tokens[audience] = issued["accessToken"]
    return Student(client, session["account"], session["sessionToken"], tokens)


async def newcomer(suite: Suite) -> str:
    """The user name of a student without a past, to whom nearly every exam is open."""
    services = StudentServices(suite, "Erstsemester")
    try:
        return (await services.welcome()).user_name
    finally:
        await services.close()


async def test_a_student_registers_and_draws_certificates_over_grpc_alone(
    client: DiscoveringClient, suite: Suite
) -> None:
    student = await sign_in(client, suite, await newcomer(suite))

    await _accept_terms(student)
    tree = await student.call(f"{EXAMS}.ExamTreeService/GetExamTree", personId=student.person_id)
    offer, other, *_ = open_offers(tree)

    first = await _register_once(student, offer, other)
    await _withdraw_once(student, offer, first)
    again = (await student.register(offer, str(uuid4())))["registration"]
    assert [one["statusCode"] for one in await student.registrations_for(offer)] == ["AN", "RT"]
    await _find_the_mails(student, suite, offer, first, again)

    await _draw_enrolment_certificate(student, offer)
    await _draw_registered_exams(student, offer)

    await _sign_out(student)
    assert len(mails_to(student.account["mailbox"], suite.mail_dir)) == 3


async def _accept_terms(student: Student) -> None:
    service = f"{EXAMS}.TermsService"
    found = await student.call(f"{service}/GetTerms", personId=student.person_id)
    assert found["terms"]["paragraphs"]
    outdated = await student.refused(
        f"{service}/AcceptTerms", personId=student.person_id, termsVersion="1999-10-01"
    )
    assert (outdated.code, outdated.reason) == ("FAILED_PRECONDITION", "TERMS_VERSION_OUTDATED")
    version = found["terms"]["termsVersion"]
    await student.call(f"{service}/AcceptTerms", personId=student.person_id, termsVersion=version)
    accepted = await student.call(f"{service}/GetTerms", personId=student.person_id)
    assert accepted["acceptTime"]


async def _register_once(student: Student, offer: Offer, other: Offer) -> Json:
    """Registers; the same request changes nothing, another under its id is refused."""
    request_id = str(uuid4())
    answer = await student.register(offer, request_id)
    assert answer["status"] == "OUTCOME_STATUS_OK"
    assert answer["registration"]["statusCode"] == "AN"
    assert await student.register(offer, request_id) == answer
    assert len(await student.registrations_for(offer)) == 1

    create = f"{REGISTRATIONS}/CreateRegistration"
    reused = await student.refused(create, **student.order(other, request_id))
    assert (reused.code, reused.reason) == ("INVALID_ARGUMENT", "REQUEST_ID_REUSED")
    assert await student.registrations_for(other) == []

    twice = await student.refused(create, **student.order(offer, str(uuid4())))
    assert (twice.code, twice.reason) == ("FAILED_PRECONDITION", "REGISTRATION_REFUSED")
    assert _obstacles(twice) == ["ALREADY_REGISTERED"]
    registration: Json = answer["registration"]
    return registration


async def _withdraw_once(student: Student, offer: Offer, registration: Json) -> None:
    request_id = str(uuid4())
    answer = await student.withdraw(registration["registrationId"], request_id)
    assert answer["status"] == "OUTCOME_STATUS_OK"
    assert answer["registration"]["statusCode"] == "RT"
    assert await student.withdraw(registration["registrationId"], request_id) == answer
    twice = await student.refused(
        f"{REGISTRATIONS}/WithdrawRegistration",
        registrationId=registration["registrationId"],
        requestId=str(uuid4()),
    )
    assert (twice.code, twice.reason) == ("FAILED_PRECONDITION", "WITHDRAWAL_REFUSED")
    assert _obstacles(twice) == ["NOT_REGISTERED"]
    assert [one["statusCode"] for one in await student.registrations_for(offer)] == ["RT"]


async def _find_the_mails(
    student: Student, suite: Suite, offer: Offer, first: Json, again: Json
) -> None:
    """One mail for each thing that happened, none for repeated and refused requests."""
    mailbox = student.account["mailbox"]
    await until(lambda: len(mails_to(mailbox, suite.mail_dir)) >= 3)
    registered, withdrawn, registered_again = mails_to(mailbox, suite.mail_dir)
    assert registered.subject.startswith(f"Prüfungsanmeldung: {offer.exam_name}")
    assert withdrawn.subject.startswith(f"Prüfungsabmeldung: {offer.exam_name}")
    for mail, registration in (
        (registered, first),
        (withdrawn, first),
        (registered_again, again),
    ):
        sitting = offer.sitting
        for fact in (
            sitting["examName"]["de"],
            sitting["examName"]["en"],
            sitting["examNumber"],
            offer.module,
            sitting["room"],
            sitting["examinerName"],
            registration["registrationId"],
        ):
            assert fact in mail.text


async def _draw_enrolment_certificate(student: Student, offer: Offer) -> None:
    certificate, text = await _draw(student, offer, "ENROLMENT", "GERMAN")
    assert "Immatrikulationsbescheinigung" in text
    _require_name(student, text)
    verified = await student.client.call(
        f"{CERTIFICATES}.VerificationService/VerifyCertificate",
        {"verificationNumber": certificate["verificationNumber"]},
    )
    shown = verified["certificate"]
    assert shown["state"] == "CERTIFICATE_STATE_VALID"
    assert all(one["value"] in text for one in shown["fields"])
    forged = _with_wrong_digit(certificate["verificationNumber"])
    refused = await student.refused(
        f"{CERTIFICATES}.VerificationService/VerifyCertificate", verificationNumber=forged
    )
    assert refused.reason == "VERIFICATION_NUMBER_MALFORMED"


async def _draw_registered_exams(student: Student, offer: Offer) -> None:
    _, text = await _draw(student, offer, "REGISTERED_EXAMS", "ENGLISH")
    assert "Registered Examinations" in text
    _require_name(student, text)
    assert offer.sitting["examNumber"] in text
    assert "(AN)" in text
    assert "(RT)" in text


async def _draw(student: Student, offer: Offer, kind: str, language: str) -> tuple[Json, str]:
    """A certificate and the text of its document, blanks made one."""
    service = f"{CERTIFICATES}.CertificateService"
    issued = await student.call(
        f"{service}/IssueCertificate",
        personId=student.person_id,
        enrolmentId=offer.enrolment_id,
        type=f"CERTIFICATE_TYPE_{kind}",
        language=f"DOCUMENT_LANGUAGE_{language}",
        requestId=str(uuid4()),
    )
    certificate: Json = issued["certificate"]
    pieces = await student.client.stream(
        f"{service}/DownloadCertificate",
        {"certificateId": certificate["certificateId"]},
        student.tokens["certificates"],
    )
    assert pieces[0]["body"]["contentType"] == "application/pdf"
    assert pieces[0]["fileName"] == certificate["fileName"]
    document = b"".join(base64.b64decode(piece["body"]["data"]) for piece in pieces)
    pages = pypdf.PdfReader(BytesIO(document)).pages
    return certificate, " ".join(" ".join(page.extract_text() for page in pages).split())


async def _sign_out(student: Student) -> None:
    """Every service refuses the tokens from now on, and identity issues no new one."""
    await student.call(f"{IDENTITY}.SessionService/SignOut")
    for method in (
        f"{IDENTITY}.AccountService/GetAccount",
        f"{EXAMS}.TermsService/GetTerms",
        f"{CERTIFICATES}.CertificateService/ListCertificates",
        "matrikel.records.v1.PersonService/GetPerson",
    ):
        await until(partial(_token_is_refused, student, method), SIGN_OUT_SECONDS)
    with pytest.raises(RefusedError) as ended:
        await student.client.call(
            f"{IDENTITY}.TokenService/IssueToken",
            {"sessionToken": student.session_token, "audience": "exams"},
        )
    assert (ended.value.code, ended.value.reason) == ("UNAUTHENTICATED", "SESSION_ENDED")


async def _token_is_refused(student: Student, method: str) -> bool:
    """Whether the method refuses the token, which it took before the sign-out."""
    try:
        await student.call(method, personId=student.person_id)
    except RefusedError as refused:
        return (refused.code, refused.reason) == ("UNAUTHENTICATED", "TOKEN_INVALID")
    return False


def _obstacles(refused: RefusedError) -> list[str]:
    """The reasons of a refusal; each is explained in both languages."""
    (refusal,) = (one for one in refused.more if "obstacles" in one)
    assert refusal["attemptId"]
    for one in refusal["obstacles"]:
        assert one["message"]["de"]
        assert one["message"]["en"]
    return [one["reason"] for one in refusal["obstacles"]]


def _require_name(student: Student, text: str) -> None:
    name = student.account["name"]
    assert f"{name['givenNames']} {name['familyName']}" in text


def _with_wrong_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)
