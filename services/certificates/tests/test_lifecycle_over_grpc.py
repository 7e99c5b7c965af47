"""The life of certificates, asked of the running service through gRPC."""

from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import grpc
import pytest
import pytest_asyncio
from certificates.app.superseding import supersede
from certificates.app.withdrawing import withdraw_certificate
from certificates.domain.certificate import Certificate, CertificateType, LookupRule
from chassis.database import Database
from chassis.database.tables import audit_entries
from chassis.packing import pack_date
from chassis.rpc.admission import CLIENT_ADDRESS_METADATA
from chassis.testing import DrivenClock, ServiceUnderTest, within
from chassis.testing.sessions import running_with_sessions
from google.rpc import error_details_pb2
from google.type import date_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel_verify.status_list import Status, StatusListToken
from matrikel_verify.trust import Trust
from sqlalchemy import Engine, event, select

from .lifecycle_factories import BIRTH_DATE, PERSON_ID, RULES, UNKNOWN, issued
from .lifecycle_service import lifecycle_service

STAFF = (access_pb2.ROLE_STUDENT_SERVICES,)


@pytest_asyncio.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    async with running_with_sessions(lifecycle_service, database, keys_dir=tmp_path / "keys") as (
        one,
        _,
    ):
        yield one


async def refused(call: Awaitable[object]) -> tuple[grpc.StatusCode, str]:
    """Code and reason of the refusal."""
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    status = rpc_status.from_call(error.value)  # type: ignore[arg-type]
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return error.value.code(), info.reason


def look_up(
    served: ServiceUnderTest, number: str, client_address: str = "", **more: object
) -> Awaitable[verification_pb2.VerifyCertificateResponse]:
    request = verification_pb2.VerifyCertificateRequest(
        verification_number=number,
        **more,  # type: ignore[arg-type]
    )
    metadata = ((CLIENT_ADDRESS_METADATA, client_address),) if client_address else ()
    return VerificationServiceStub(served.channel).VerifyCertificate(request, metadata=metadata)


async def test_everybody_is_shown_all_that_is_printed_and_how_it_stands(
    served: ServiceUnderTest, database: Database, clock: DrivenClock
) -> None:
    former = issued(database, kind=CertificateType.ENROLMENT)
    newer = issued(database, kind=CertificateType.ENROLMENT)
    found = (await look_up(served, former.number.printed)).certificate
    assert found.state == certificate_pb2.CERTIFICATE_STATE_VALID
    assert found.type == certificate_pb2.CERTIFICATE_TYPE_ENROLMENT
    assert [(one.label.de, one.label.en, one.value) for one in found.fields] == [
        ("Name", "Name", "Ayşe Öztürk"),
        ("Geburtsdatum", "Date of birth", "1. Februar 2003"),
    ]
    assert found.verification_number == former.number.digits
    assert found.title.de == "Immatrikulationsbescheinigung"
    assert not found.HasField("state_since_time")
    within(database, supersede, former.certificate_id, newer, True)
    found = (await look_up(served, former.number.digits)).certificate
    assert found.state == certificate_pb2.CERTIFICATE_STATE_SUPERSEDED
    assert found.state_since_time.ToSeconds() == int(clock.now().timestamp())
    assert found.successor_issue_time.ToSeconds() == int(newer.issue_time.timestamp())
    assert found.successor_verification_number == newer.number.digits


async def test_a_number_with_a_wrong_digit_never_reaches_the_database(
    served: ServiceUnderTest, database: Database
) -> None:
    digits = issued(database).number.digits
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        # The background work on the audit reads what waits for its place, and enters nothing.
        if "verification_number" in statement or "INSERT INTO audit_entries" in statement:
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        code, reason = await refused(look_up(served, wrong))
        of_wrong = list(statements)
        await look_up(served, digits)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (code, reason) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "VERIFICATION_NUMBER_MALFORMED",
    )
    assert of_wrong == []
    assert statements


async def test_what_the_holder_asks_for_opens_the_look_up(
    served: ServiceUnderTest, database: Database
) -> None:
    rule = LookupRule(birth_date_required=True, pin_required=True)
    certificate = issued(database, rule=rule)
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.SetLookupRuleRequest(
        certificate_id=str(certificate.certificate_id),
        lookup_rule=certificate_pb2.LookupRule(birth_date_required=True, pin_required=True),
        pin="471108",
        version=1,
    )
    await stub.SetLookupRule(request, metadata=served.signed_in(PERSON_ID))
    number, born = certificate.number.digits, pack_date(BIRTH_DATE)
    found = await look_up(served, number, birth_date=born, pin="471108")
    assert found.certificate.verification_number == number
    unknown = (grpc.StatusCode.NOT_FOUND, "CERTIFICATE_UNKNOWN")
    assert await refused(look_up(served, number, birth_date=born)) == unknown
    assert await refused(look_up(served, number)) == unknown
    assert await refused(look_up(served, UNKNOWN.digits)) == unknown


@pytest.mark.parametrize("day", [date_pb2.Date(year=2003, month=13, day=1), date_pb2.Date()])
async def test_a_birth_date_that_no_calendar_has_is_refused_for_every_number(
    served: ServiceUnderTest, database: Database, day: date_pb2.Date
) -> None:
    known = issued(database, rule=LookupRule(birth_date_required=True)).number
    for number in (known, UNKNOWN):
        code, reason = await refused(look_up(served, number.digits, birth_date=day))
        assert (code, reason) == (grpc.StatusCode.INVALID_ARGUMENT, "DATE_WRONG")


async def test_addresses_that_a_guesser_invents_are_not_believed(
    served: ServiceUnderTest, database: Database
) -> None:
    for place in range(RULES.misses_per_address):
        await refused(look_up(served, UNKNOWN.digits, f"198.51.100.{place}"))
    code, reason = await refused(look_up(served, issued(database).number.digits, "203.0.113.9"))
    assert (code, reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_UNKNOWN_NUMBERS")


async def test_look_ups_are_audited_without_saying_who_asked_or_for_what(
    served: ServiceUnderTest, database: Database
) -> None:
    number = issued(database).number.digits
    await look_up(served, number)
    await refused(look_up(served, UNKNOWN.digits))
    rows = within(database, lambda tx: tx.execute(select(audit_entries)).mappings().all())
    entries = [dict(row) for row in rows if row["method"].endswith("VerifyCertificate")]
    assert [(one["caller"], one["outcome"]) for one in entries] == [
        ("anonymous", "OK"),
        ("anonymous", "CERTIFICATE_UNKNOWN"),
    ]
    for entry in entries:
        text = " ".join(str(value) for value in entry.values())
        assert "127.0.0.1" not in text
        assert number not in text
        assert UNKNOWN.digits not in text


async def test_only_the_holder_decides_who_may_look_a_certificate_up(
    served: ServiceUnderTest, database: Database
) -> None:
    certificate = issued(database)
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.SetLookupRuleRequest(
        certificate_id=str(certificate.certificate_id),
        lookup_rule=certificate_pb2.LookupRule(switched_off=True),
        version=1,
    )
    stranger = stub.SetLookupRule(request, metadata=served.signed_in(uuid4()))
    assert (await refused(stranger))[0] is grpc.StatusCode.NOT_FOUND
    clerk = stub.SetLookupRule(request, metadata=served.signed_in(uuid4(), STAFF))
    assert (await refused(clerk))[0] is grpc.StatusCode.PERMISSION_DENIED
    own = await stub.SetLookupRule(request, metadata=served.signed_in(PERSON_ID))
    assert own.certificate.lookup_rule.switched_off
    again = stub.SetLookupRule(
        certificate_pb2.SetLookupRuleRequest(
            certificate_id=str(certificate.certificate_id),
            lookup_rule=certificate_pb2.LookupRule(),
            version=1,
        ),
        metadata=served.signed_in(PERSON_ID),
    )
    assert await refused(again) == (grpc.StatusCode.ABORTED, "CERTIFICATE_CHANGED")


def withdrawal(certificate: Certificate) -> certificate_pb2.WithdrawCertificateRequest:
    return certificate_pb2.WithdrawCertificateRequest(
        certificate_id=str(certificate.certificate_id),
        reason="Doppelt ausgestellt",
        version=1,
        request_id=str(uuid4()),
    )


async def test_an_office_withdraws_once_with_a_fresh_proof_and_the_list_says_so(
    served: ServiceUnderTest, database: Database, clock: DrivenClock
) -> None:
    certificate = issued(database)
    stub = CertificateServiceStub(served.channel)
    request = withdrawal(certificate)
    student = stub.WithdrawCertificate(request, metadata=served.signed_in(PERSON_ID))
    assert (await refused(student))[0] is grpc.StatusCode.PERMISSION_DENIED
    stale = served.signed_in(uuid4(), STAFF, proven_at=clock.now() - timedelta(hours=1))
    assert (await refused(stub.WithdrawCertificate(request, metadata=stale)))[0] in (
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.StatusCode.PERMISSION_DENIED,
    )
    clerk = served.signed_in(uuid4(), STAFF)
    first = await stub.WithdrawCertificate(request, metadata=clerk)
    assert first.certificate.state == certificate_pb2.CERTIFICATE_STATE_WITHDRAWN
    assert await stub.WithdrawCertificate(request, metadata=clerk) == first
    found = await look_up(served, certificate.number.digits)
    assert found.certificate.state == certificate_pb2.CERTIFICATE_STATE_WITHDRAWN
    assert b"Doppelt" not in found.SerializeToString()

    verification = VerificationServiceStub(served.channel)
    trusted = await verification.GetTrust(verification_pb2.GetTrustRequest())
    trust = Trust.parse(trusted.body.data)
    listed = await verification.GetStatusList(verification_pb2.GetStatusListRequest())
    assert listed.body.content_type == "application/statuslist+jwt"
    token = StatusListToken.verified(
        listed.body.data.decode(), trust.status_list_keys, trust.status_list_address, clock.now()
    )
    places = range(len(token.states.packed) * 2)
    assert [Status(token.states.at(place)) for place in places].count(Status.WITHDRAWN) == 1


async def test_offices_find_certificates_by_their_number_whatever_their_rule(
    served: ServiceUnderTest, database: Database
) -> None:
    certificate = issued(database, rule=LookupRule(switched_off=True))
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.FindCertificateRequest(verification_number=certificate.number.printed)
    clerk = served.signed_in(uuid4(), STAFF)
    found = await stub.FindCertificate(request, metadata=clerk)
    assert found.certificate.certificate_id == str(certificate.certificate_id)
    assert not found.HasField("withdrawal")
    student = stub.FindCertificate(request, metadata=served.signed_in(PERSON_ID))
    assert (await refused(student))[0] is grpc.StatusCode.PERMISSION_DENIED
    nobody = certificate_pb2.FindCertificateRequest(verification_number=UNKNOWN.digits)
    assert await refused(stub.FindCertificate(nobody, metadata=clerk)) == (
        grpc.StatusCode.NOT_FOUND,
        "CERTIFICATE_UNKNOWN",
    )


async def test_an_office_reads_who_withdrew_a_certificate_and_why(
    served: ServiceUnderTest, database: Database
) -> None:
    certificate = issued(database)
    withdraw = partial(
        withdraw_certificate,
        version=certificate.version,
        reason="Missbrauch",
        withdrawn_by="clerk",
        validate_only=False,
    )
    await database.write(withdraw, certificate.certificate_id)
    stub = CertificateServiceStub(served.channel)
    request = certificate_pb2.FindCertificateRequest(verification_number=certificate.number.digits)
    found = await stub.FindCertificate(request, metadata=served.signed_in(uuid4(), STAFF))
    assert (found.withdrawal.withdrawn_by, found.withdrawal.reason) == ("clerk", "Missbrauch")
    verified = await look_up(served, certificate.number.digits)
    assert "Missbrauch" not in str(verified)
