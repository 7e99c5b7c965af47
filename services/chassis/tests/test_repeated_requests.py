"""A request with an id takes effect once and is answered alike each time."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from calls import creation, refusal, stub
from chassis.database import Database, Transaction
from chassis.database.tables import answers, audit_entries, mails, outbox
from chassis.errors import Code, Failure
from chassis.rpc.answers import REUSED
from chassis.testing import ServiceUnderTest
from matrikel.exams.v1 import registration_pb2
from seat_service import (
    FULL,
    Script,
    count_registrations,
    open_sitting,
    registered,
    seats,
    take_seat,
)
from sqlalchemy import select


def database_of(service: ServiceUnderTest) -> Database:
    return service.in_use.runtime.database


async def rows_of(service: ServiceUnderTest, table: Any) -> list[Any]:
    return await database_of(service).read(lambda tx: list(tx.execute(select(table))))


async def test_the_same_request_takes_effect_once_and_is_answered_alike(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person = service_on_both, uuid4()
    sitting_id = await database_of(service).write(open_sitting)
    request, metadata = creation(person, sitting_id), service.signed_in(person)
    first = await stub(service).CreateRegistration(request, metadata=metadata)
    for _ in range(3):
        again = await stub(service).CreateRegistration(request, metadata=service.signed_in(person))
        assert again == first
    for table in (outbox, mails, answers, audit_entries):
        assert len(await rows_of(service, table)) == 1
    assert await database_of(service).read(count_registrations) == 1


async def test_ids_of_different_callers_have_nothing_to_do_with_each_other(
    service: ServiceUnderTest,
) -> None:
    sitting_id, request_id = await database_of(service).write(open_sitting), uuid4()
    for person in (uuid4(), uuid4()):
        await stub(service).CreateRegistration(
            creation(person, sitting_id, request_id), metadata=service.signed_in(person)
        )
    assert await database_of(service).read(count_registrations) == 2


async def test_an_id_that_was_used_for_another_request_is_refused(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person = service_on_both, uuid4()
    metadata, request_id = service.signed_in(person), uuid4()
    sittings = [await database_of(service).write(open_sitting) for _ in range(2)]
    await stub(service).CreateRegistration(
        creation(person, sittings[0], request_id), metadata=metadata
    )
    refused = await refusal(
        stub(service).CreateRegistration(
            creation(person, sittings[1], request_id), metadata=metadata
        )
    )
    assert (refused.code, refused.reason) == ("INVALID_ARGUMENT", "REQUEST_ID_REUSED")
    assert refused.fields == {"request_id": (REUSED.de, REUSED.en)}
    assert await database_of(service).read(count_registrations) == 1


async def test_duplicates_at_the_same_time_take_effect_once(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person = service_on_both, uuid4()
    sitting_id = await database_of(service).write(open_sitting)
    request, metadata = creation(person, sitting_id), service.signed_in(person)

    async def send() -> Any:
        return await stub(service).CreateRegistration(request, metadata=metadata)

    received = await asyncio.gather(*(send() for _ in range(12)))
    assert {one.registration.registration_id for one in received} == {
        received[0].registration.registration_id
    }
    assert await database_of(service).read(count_registrations) == 1


async def test_a_refusal_that_keeps_evidence_is_replayed_alike(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, person, attempts = service_on_both, uuid4(), []

    async def refuse(work: Any, request: Any, context: Any) -> Any:
        def attempt(tx: Transaction) -> Any:
            attempts.append(open_sitting(tx))
            why = f"attempt {len(attempts)}"
            raise Failure(
                Code.FAILED_PRECONDITION, "FULL", FULL, metadata={"why": why}, keeps_changes=True
            )

        return await work.write(attempt)

    script["CreateRegistration"] = refuse
    request, metadata = creation(person, uuid4()), service.signed_in(person)
    first = await refusal(stub(service).CreateRegistration(request, metadata=metadata))
    again = await refusal(stub(service).CreateRegistration(request, metadata=metadata))
    assert first == again
    assert (first.reason, first.metadata) == ("FULL", {"why": "attempt 1"})
    assert len(attempts) == 1
    assert [row.outcome for row in await rows_of(service, audit_entries)] == ["FULL"]
    reused = await refusal(
        stub(service).CreateRegistration(
            creation(person, uuid4(), UUID(request.request_id)), metadata=metadata
        )
    )
    assert reused.reason == "REQUEST_ID_REUSED"


async def test_a_refusal_that_left_nothing_may_be_tried_again(
    service_on_both: ServiceUnderTest,
) -> None:
    service, person = service_on_both, uuid4()
    sitting_id = await database_of(service).write(open_sitting, capacity=0)
    request, metadata = creation(person, sitting_id), service.signed_in(person)
    refused = await refusal(stub(service).CreateRegistration(request, metadata=metadata))
    assert refused.reason == "SITTING_FULL"
    await database_of(service).write(lambda tx: tx.execute(seats.update().values(capacity=1)))
    assert await stub(service).CreateRegistration(request, metadata=metadata)


async def test_a_flow_that_asks_others_finds_the_kept_answer_first(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, person, asked = service_on_both, uuid4(), []

    async def flow(work: Any, request: Any, context: Any) -> Any:
        kept = await work.begin(registration_pb2.CreateRegistrationResponse)
        if kept is not None:
            return kept
        asked.append(1)
        return await work.write(
            lambda tx: registered(take_seat(tx, person, UUID(request.sitting_id)))
        )

    script["CreateRegistration"] = flow
    sitting_id = await database_of(service).write(open_sitting)
    request, metadata = creation(person, sitting_id), service.signed_in(person)
    first = await stub(service).CreateRegistration(request, metadata=metadata)
    again = await stub(service).CreateRegistration(request, metadata=metadata)
    assert (first, asked) == (again, [1])
    assert len(await rows_of(service, audit_entries)) == 1
    # begin checks the relation too: the stranger learns nothing of the kept answer.
    stranger = service.signed_in(uuid4())
    refused = await refusal(stub(service).CreateRegistration(request, metadata=stranger))
    assert refused.reason == "PERSON_UNKNOWN"
    assert asked == [1]


async def test_a_request_with_an_id_is_written_once_or_it_is_a_fault(
    service: ServiceUnderTest, script: Script
) -> None:
    async def write_twice(work: Any, request: Any, context: Any) -> Any:
        await work.write(lambda _: registration_pb2.CreateRegistrationResponse())
        return await work.write(lambda _: registration_pb2.CreateRegistrationResponse())

    script["CreateRegistration"] = write_twice
    person = uuid4()
    refused = await refusal(
        stub(service).CreateRegistration(
            creation(person, uuid4()), metadata=service.signed_in(person)
        )
    )
    assert refused.code == "INTERNAL"
