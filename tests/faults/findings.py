"""Reads what is there after a run: databases, streams and the maildir."""

import email
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import nats
from chassis.database import Database, Transaction
from chassis.database.tables import mails, outbox
from chassis.events.topology import consumer_name, heard_streams, stream_name
from exams.store import tables as exams_tables
from identity.store import tables as identity_tables
from matrikel.exams.v1 import events_pb2
from records.store import tables as records_tables
from sqlalchemy import Column, Table, func, select

from tests.faults.history import (
    Acknowledged,
    Action,
    Birth,
    History,
    QueuedMail,
    Seats,
    Stored,
    Told,
)

EVENTS: dict[str, type[events_pb2.Registered | events_pb2.Withdrawn]] = {
    "Registered": events_pb2.Registered,
    "Withdrawn": events_pb2.Withdrawn,
}
ACTIONS = {"Registered": Action.REGISTER, "Withdrawn": Action.WITHDRAW}


def history_of_exams(tx: Transaction, acknowledged: Sequence[Acknowledged]) -> History:
    """What exams knows of the students to whom something was acknowledged."""
    people = {UUID(one.person_id) for one in acknowledged}
    registrations = exams_tables.registrations
    stored = tx.execute(select(registrations).where(registrations.c.person_id.in_(people)))
    queued = tx.execute(select(mails).where(mails.c.person_id.in_(people)))
    return History(
        acknowledged=tuple(acknowledged),
        stored=tuple(
            Stored(
                str(row.registration_id), str(row.person_id), str(row.sitting_id), row.status_code
            )
            for row in stored
        ),
        seats=_seats(tx),
        told=tuple(_told(tx, {str(person_id) for person_id in people})),
        queued=tuple(
            QueuedMail(str(row.mail_id), str(row.person_id), row.kind, row.send_time is None)
            for row in queued
        ),
    )


def _seats(tx: Transaction) -> dict[str, Seats]:
    sittings, registrations = exams_tables.sittings, exams_tables.registrations
    holding = select(registrations.c.sitting_id).where(registrations.c.status_code == "AN")
    held = Counter(tx.execute(holding).scalars())
    return {
        str(row.sitting_id): Seats(row.capacity, row.taken, held[row.sitting_id])
        for row in tx.execute(select(sittings))
    }


def _told(tx: Transaction, people: set[str]) -> Iterable[Told]:
    for row in tx.execute(select(outbox).order_by(outbox.c.position)):
        name = row.event_type.rpartition(".")[2]
        if name not in EVENTS:
            continue
        registration = EVENTS[name].FromString(row.body).registration
        if registration.person_id in people:
            yield Told(str(row.event_id), ACTIONS[name], registration.registration_id)


def unpublished(tx: Transaction) -> int:
    """How many events wait in the outbox."""
    waiting = select(func.count()).where(outbox.c.publish_time.is_(None))
    return int(tx.execute(waiting).scalar_one())


def unsent(tx: Transaction) -> int:
    """How many mails with an address wait in the queue."""
    waiting = select(func.count()).where(mails.c.send_time.is_(None), mails.c.address != "")
    return int(tx.execute(waiting).scalar_one())


async def unheard(url: str, password: str) -> int:
    """How many events wait for a service that hears them."""
    client = await nats.connect(url, user="deploy", password=password)
    try:
        stream = client.jetstream()
        waiting = 0
        for heard in heard_streams():
            teller, hearer = stream_name(heard.teller), consumer_name(heard.hearer)
            info = await stream.consumer_info(teller, hearer)
            waiting += (info.num_pending or 0) + (info.num_ack_pending or 0)
        return waiting
    finally:
        await client.close()


async def streamed(url: str, password: str, people: Iterable[str]) -> tuple[str, ...]:
    """The ids of all events about the people's registrations in the stream of exams, in order."""
    ours = set(people)
    client = await nats.connect(url, user="deploy", password=password)
    try:
        jetstream = client.jetstream()
        state = (await jetstream.stream_info("EXAMS")).state
        found = []
        for position in range(state.first_seq, state.last_seq + 1):
            message = await jetstream.get_msg("EXAMS", position)
            headers = message.headers or {}
            told = EVENTS[headers["ce-type"].rpartition(".")[2]].FromString(message.data or b"")
            if told.registration.person_id in ours:
                found.append(headers["ce-id"])
        return tuple(found)
    finally:
        await client.close()


def delivered(maildir: Path, queued: Sequence[QueuedMail]) -> tuple[str, ...]:
    """The ids of those mails that arrived, as often as they did."""
    ours = {mail.mail_id for mail in queued}
    found = []
    for file in maildir.glob("new/*"):
        message = email.message_from_bytes(file.read_bytes())
        mail_id = str(message["Message-ID"]).strip("<>").partition("@")[0]
        if mail_id in ours:
            found.append(mail_id)
    return tuple(found)


async def births(people: Sequence[str], databases: Mapping[str, Database]) -> tuple[Birth, ...]:
    """How often each enrolled person is in the databases of records, identity and exams."""
    wanted = [UUID(one) for one in people]
    places: dict[str, tuple[str, Table]] = {
        "persons of records": ("records", records_tables.persons),
        "accounts of identity": ("identity", identity_tables.accounts),
        "persons of exams": ("exams", exams_tables.persons),
        "enrolments of exams": ("exams", exams_tables.enrolments),
        "mailboxes of exams": ("exams", exams_tables.accounts),
    }
    counted = {
        place: await databases[service].read(_count, table.c.person_id, wanted)
        for place, (service, table) in places.items()
    }
    counted["accounts told"] = await databases["identity"].read(_accounts_told)
    return tuple(
        Birth(one, {place: counts[one] for place, counts in counted.items()}) for one in people
    )


def _count(tx: Transaction, column: "Column[UUID]", wanted: Sequence[UUID]) -> Counter[str]:
    rows = tx.execute(select(column).where(column.in_(wanted)))
    return Counter(str(row[0]) for row in rows)


def _accounts_told(tx: Transaction) -> Counter[str]:
    told = select(outbox.c.subject).where(outbox.c.event_type.endswith(".AccountCreated"))
    return Counter(subject.split(".")[4] for subject in tx.execute(told).scalars())


def persons_named(tx: Transaction, family_name: str) -> int:
    """How many persons of records bear a family name."""
    named = select(func.count()).where(records_tables.persons.c.family_name == family_name)
    return int(tx.execute(named).scalar_one())
