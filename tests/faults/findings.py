"""Reads what is there after a run: databases, streams and the maildir."""

import email
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import nats
from chassis.database import Database, Transaction
from chassis.database.tables import mails, outbox
from chassis.events.topology import consumer_name, heard_streams, stream_name
from exams.app.receipts import read_receipt
from exams.domain.statuses import ASKING, SEATED
from exams.store import tables as exams_tables
from identity.store import tables as identity_tables
from matrikel.exams.v1 import events_pb2, status_pb2
from records.store import tables as records_tables
from sqlalchemy import Column, Row, Table, func, select

from tests.faults.history import (
    Acknowledged,
    Birth,
    History,
    QueuedMail,
    Seats,
    Stored,
    Told,
)
from tests.faults.journal import Change, Entry, Journal

RegistrationEvent = events_pb2.Registered | events_pb2.Withdrawn | events_pb2.Promoted
EVENTS: dict[str, type[RegistrationEvent]] = {
    "Registered": events_pb2.Registered,
    "Withdrawn": events_pb2.Withdrawn,
    "Promoted": events_pb2.Promoted,
}
# What an event tells of; of those who registered, some wait.
CHANGES = {"Withdrawn": Change.WITHDRAWN, "Promoted": Change.PROMOTED}
WAITING = status_pb2.REGISTRATION_STATUS_WAITING
SEAT = {status.value for status in SEATED}
ASKS = {status.value for status in ASKING}


def history_of_exams(tx: Transaction, acknowledged: Sequence[Acknowledged]) -> History:
    """What exams knows of the students to whom something was acknowledged."""
    people = {UUID(one.person_id) for one in acknowledged}
    chosen = {UUID(one.sitting_id) for one in acknowledged}
    registrations = exams_tables.registrations
    stored = tx.execute(select(registrations).where(registrations.c.person_id.in_(people)))
    kinds = [change.value for change in Change]
    queued = tx.execute(select(mails).where(mails.c.person_id.in_(people), mails.c.kind.in_(kinds)))
    return History(
        acknowledged=tuple(acknowledged),
        stored=tuple(
            Stored(str(row.registration_id), str(row.person_id), str(row.sitting_id), row.status)
            for row in stored
        ),
        seats=_seats(tx, chosen),
        journals=tuple(_journal(tx, sitting_id) for sitting_id in sorted(chosen)),
        proven=_proven(tx, acknowledged),
        told=tuple(_told(tx, {str(person_id) for person_id in people})),
        queued=tuple(
            QueuedMail(str(row.mail_id), str(row.person_id), row.kind, row.send_time is None)
            for row in queued
        ),
    )


def _seats(tx: Transaction, chosen: Collection[UUID]) -> dict[str, Seats]:
    sittings, registrations = exams_tables.sittings, exams_tables.registrations
    held: Counter[UUID] = Counter()
    asking: Counter[UUID] = Counter()
    for row in tx.execute(select(registrations).where(registrations.c.sitting_id.in_(chosen))):
        held[row.sitting_id] += row.status in SEAT
        asking[row.sitting_id] += row.status in ASKS
    return {
        str(row.sitting_id): Seats(
            row.capacity, row.taken, held[row.sitting_id], row.waiting, asking[row.sitting_id]
        )
        for row in tx.execute(select(sittings).where(sittings.c.sitting_id.in_(chosen)))
    }


def _journal(tx: Transaction, sitting_id: UUID) -> Journal:
    """What happened at a sitting, and how it stands."""
    sittings, receipts = exams_tables.sittings, exams_tables.receipts
    registrations = exams_tables.registrations
    capacity = tx.execute(
        select(sittings.c.capacity).where(sittings.c.sitting_id == sitting_id)
    ).scalar_one()
    happened = tx.execute(
        select(receipts).where(receipts.c.sitting_id == sitting_id).order_by(receipts.c.seq)
    )
    stand = tx.execute(
        select(registrations)
        .where(registrations.c.sitting_id == sitting_id)
        .order_by(registrations.c.seq)
    ).all()
    return Journal(
        str(sitting_id),
        capacity,
        tuple(_entry(row) for row in happened),
        frozenset(str(row.registration_id) for row in stand if row.status in SEAT),
        tuple(str(row.registration_id) for row in stand if row.status in ASKS),
    )


def _entry(row: "Row[Any]") -> Entry:
    return Entry(row.seq, Change(row.action), str(row.registration_id), str(row.person_id))


def _proven(tx: Transaction, acknowledged: Iterable[Acknowledged]) -> dict[str, tuple[str, Entry]]:
    """What those receipts say that the service signed, by their text, with the sitting."""
    found = {}
    for one in acknowledged:
        try:
            receipt = read_receipt(tx, one.receipt)
        except ValueError:
            # Left out, which the checker finds.
            continue
        found[one.receipt] = (
            str(receipt.sitting_id),
            Entry(
                receipt.seq,
                Change(receipt.action),
                str(receipt.registration_id),
                one.person_id,
            ),
        )
    return found


def _told(tx: Transaction, people: set[str]) -> Iterator[Told]:
    for row in tx.execute(select(outbox).order_by(outbox.c.position)):
        name = row.event_type.rpartition(".")[2]
        if name not in EVENTS:
            continue
        registration = EVENTS[name].FromString(row.body).registration
        if registration.person_id in people:
            waits = registration.status == WAITING
            entered = Change.WAITING if waits else Change.REGISTERED
            change = CHANGES.get(name, entered)
            yield Told(str(row.event_id), change, registration.registration_id)


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
            name = headers["ce-type"].rpartition(".")[2]
            if name not in EVENTS:
                continue
            told = EVENTS[name].FromString(message.data or b"")
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
