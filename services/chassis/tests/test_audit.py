"""Who did what to whom: one row for each audited call, ids and never contents."""

from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from calls import creation, download, listing, refusal, stub
from chassis.database import Transaction
from chassis.database.tables import audit_entries
from chassis.errors import Code, Failure
from chassis.testing import ServiceUnderTest
from chassis.values import LocalizedText
from matrikel.access.v1 import access_pb2
from matrikel.certificates.v1 import certificate_pb2, certificate_pb2_grpc
from matrikel.exams.v1 import registration_pb2
from matrikel.identity.v1 import session_pb2, session_pb2_grpc
from seat_service import Script, open_sitting
from sqlalchemy import select, text

OFFICE = [access_pb2.ROLE_EXAMINATIONS_OFFICE]
NO = LocalizedText(de="Nein.", en="No.")


async def entries(service: ServiceUnderTest) -> list[Any]:
    ordered = select(audit_entries).order_by(audit_entries.c.position)
    return await service.in_use.runtime.database.read(lambda tx: list(tx.execute(ordered)))


async def test_a_write_is_entered_with_ids_and_the_time(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person, session = service_on_both, uuid4(), str(uuid4())
    sitting_id = await service.in_use.runtime.database.write(open_sitting)
    token = service.mint(person, session_id=session, actor="gateway")
    await stub(service).CreateRegistration(
        creation(person, sitting_id), metadata=(("authorization", f"Bearer {token}"),)
    )
    (entry,) = await entries(service)
    assert entry.method == "/matrikel.exams.v1.RegistrationService/CreateRegistration"
    assert (entry.caller, entry.subject, entry.session_id) == (str(person), str(person), session)
    assert (entry.actor, entry.outcome) == ("gateway", "OK")
    assert entry.entry_time == service.in_use.runtime.clock.now()


async def test_reading_ones_own_is_nobodys_business_and_reading_others_is_entered(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person = service_on_both, uuid4()
    await stub(service).ListRegistrations(listing(person), metadata=service.signed_in(person))
    assert await entries(service) == []
    await stub(service).ListRegistrations(listing(person), metadata=service.signed_in(roles=OFFICE))
    (entry,) = await entries(service)
    assert (entry.subject, entry.outcome) == (str(person), "OK")


async def test_a_call_is_entered_once_however_often_it_reads(
    service: ServiceUnderTest, script: Script
) -> None:
    async def read_twice(work: Any, request: Any, context: Any) -> Any:
        await work.read(lambda _: None)
        return await work.read(lambda _: registration_pb2.ListRegistrationsResponse())

    async def read_and_write(work: Any, request: Any, context: Any) -> Any:
        await work.read(lambda _: None)
        return await work.write(lambda _: registration_pb2.CreateRegistrationResponse())

    script.update(ListRegistrations=read_twice, CreateRegistration=read_and_write)
    person = uuid4()
    await stub(service).ListRegistrations(listing(person), metadata=service.signed_in(roles=OFFICE))
    await stub(service).CreateRegistration(
        creation(person, uuid4()), metadata=service.signed_in(person)
    )
    assert [entry.outcome for entry in await entries(service)] == ["OK", "OK"]


async def test_refusals_of_signed_in_people_are_entered_with_the_reason(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person = service_on_both, uuid4()
    examiner = service.signed_in(person, roles=[access_pb2.ROLE_EXAMINER])
    await refusal(stub(service).ListRegistrations(listing(person), metadata=examiner))
    strange = listing(uuid4())
    await refusal(stub(service).ListRegistrations(strange, metadata=service.signed_in(person)))
    malformed = registration_pb2.ListRegistrationsRequest(person_id="\0" + "x" * 500)
    await refusal(stub(service).ListRegistrations(malformed, metadata=service.signed_in(person)))
    found = await entries(service)
    reasons = ["ROLE_MISSING", "PERSON_UNKNOWN", "REQUEST_MALFORMED"]
    assert [entry.outcome for entry in found] == reasons
    assert found[2].subject == "x" * 200


async def test_a_fault_after_a_read_is_entered_as_what_it_was(
    service: ServiceUnderTest, script: Script
) -> None:
    async def read_and_fail(work: Any, request: Any, context: Any) -> Any:
        await work.read(lambda _: None)
        raise KeyError

    script["ListRegistrations"] = read_and_fail
    metadata = service.signed_in(roles=OFFICE)
    await refusal(stub(service).ListRegistrations(listing(uuid4()), metadata=metadata))
    assert [entry.outcome for entry in await entries(service)] == ["INTERNAL"]


async def test_anonymous_attempts_are_entered_where_their_evidence_is_kept(
    service: ServiceUnderTest, script: Script
) -> None:
    keeps = [True]

    async def refuse(work: Any, request: Any, context: Any) -> Any:
        def attempt(tx: Transaction) -> Any:
            raise Failure(Code.UNAUTHENTICATED, "REFUSED", NO, keeps_changes=keeps[0])

        return await work.write(attempt)

    script["SignIn"] = refuse
    sessions = session_pb2_grpc.SessionServiceStub(service.channel)
    request = session_pb2.SignInRequest(user_name="lg1", password="p")
    await refusal(sessions.SignIn(request))
    keeps[0] = False
    await refusal(sessions.SignIn(request))
    (entry,) = await entries(service)
    assert (entry.caller, entry.outcome) == ("anonymous", "REFUSED")


async def test_a_stream_to_others_is_entered_before_its_first_piece(
    service: ServiceUnderTest,
) -> None:
    person: UUID = uuid4()
    assert [one async for one in download(service, person)]
    assert await entries(service) == []
    staff = service.signed_in(roles=[access_pb2.ROLE_STUDENT_SERVICES])
    certificates = certificate_pb2_grpc.CertificateServiceStub(service.channel)
    call = certificates.DownloadCertificate(
        certificate_pb2.DownloadCertificateRequest(certificate_id=str(person)), metadata=staff
    )
    async for _ in call:
        assert len(await entries(service)) == 1
    assert len(await entries(service)) == 1


async def test_what_cannot_be_entered_is_not_answered(
    service: ServiceUnderTest, script: Script
) -> None:
    await service.in_use.runtime.database.write(
        lambda tx: tx.execute(text("DROP TABLE audit_entries"))
    )
    metadata = service.signed_in(roles=OFFICE)
    call = stub(service).ListRegistrations(listing(uuid4()), metadata=metadata)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    assert refused.value.code() is grpc.StatusCode.INTERNAL
