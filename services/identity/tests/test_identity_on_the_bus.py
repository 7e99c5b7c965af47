"""An enrolment that arrives over a real bus makes an account, and records hears of it there."""

from typing import Any
from uuid import uuid4

import nats
import pytest
from chassis.testing.bus import PASSWORD, RunningBus
from matrikel.identity.v1 import events_pb2 as identity_events
from matrikel.records.v1 import enrolment_pb2, events_pb2, person_pb2
from matrikel.type.v1 import person_name_pb2

pytestmark = pytest.mark.asyncio


async def test_an_enrolment_over_the_bus_makes_an_account_that_records_hears_of(
    start_identity: Any, bus: RunningBus
) -> None:
    enrolment_id, person_id = str(uuid4()), str(uuid4())
    enrolled = events_pb2.Enrolled(
        enrolment=enrolment_pb2.Enrolment(
            enrolment_id=enrolment_id,
            person_id=person_id,
            kind=enrolment_pb2.ENROLMENT_KIND_STUDENT,
            version=1,
        ),
        person=person_pb2.Person(
            person_id=person_id,
            name=person_name_pb2.PersonName(given_names="Zofia", family_name="Wiśniewska"),
            version=1,
        ),
    )
    client = await nats.connect(bus.url, user="deploy", password=PASSWORD)
    stream = client.jetstream()
    try:
        async with start_identity(nats_url=bus.url, nats_password_file=bus.password_file):
            event_id = str(uuid4())
            await stream.publish(
                f"matrikel.records.v1.enrolment.{enrolment_id}.enrolled",
                enrolled.SerializeToString(),
                headers={
                    "Nats-Msg-Id": event_id,
                    "ce-id": event_id,
                    "ce-type": "matrikel.records.v1.Enrolled",
                    "ce-source": "records",
                    "ce-time": "2026-11-02T09:00:00+00:00",
                    "ce-aggregateversion": "1",
                },
            )
            heard = await stream.pull_subscribe_bind(stream="IDENTITY", durable="records")
            account = await _account_of(heard, person_id)
            assert account.name.family_name == "Wiśniewska"
            assert account.user_name == "lg100001"
    finally:
        await client.close()


async def _account_of(heard: Any, person_id: str) -> Any:
    """Waits until records is told of this person's account; other tests' accounts pass by."""
    while True:
        [message] = await heard.fetch(1, timeout=20)
        await message.ack()
        account = identity_events.AccountCreated.FromString(message.data).account
        if account.person_id == person_id:
            return account
