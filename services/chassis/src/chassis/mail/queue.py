"""The queue of mails: rows that commit with the state that they tell about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from chassis.database import insert_many, is_one_of
from chassis.database.tables import mails
from chassis.database.transaction import Transaction

log = structlog.get_logger()

BATCH = 20
# How long a sender may be busy with a mail before another one tries.
LEASE = timedelta(minutes=2)
# Sent mails stay this long, for people who look into what happened.
KEPT = timedelta(days=30)
LONGEST_PAUSE = timedelta(hours=1)
# After about four days of trying a mail stays where it is, with the problem it has.
MOST_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text to one person.

    An empty `address` waits until the person's mailbox is known. `kind` names the reason for
    metrics: "registered".
    """

    person_id: UUID | None
    address: str
    kind: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail that a sender has taken."""

    mail_id: UUID
    address: str
    kind: str
    subject: str
    text: str
    attempts: int


def send_mail(tx: Transaction, mail: Mail) -> UUID:
    """Queues a mail; it is sent after the commit, never without it. Returns its id."""
    return send_mails(tx, [mail])[0]


def send_mails(tx: Transaction, queued: Sequence[Mail]) -> list[UUID]:
    """Queues mails; they are sent after the commit, never without it. Returns their ids."""
    rows: list[dict[str, Any]] = [
        {
            "mail_id": tx.new_id(),
            "person_id": mail.person_id,
            "address": mail.address,
            "kind": mail.kind,
            "subject": mail.subject,
            "body": mail.text,
            "create_time": tx.now,
            "next_attempt_time": tx.now,
        }
        for mail in queued
    ]
    if rows:
        insert_many(tx, mails, rows)
        tx.touch("mail")
    return [row["mail_id"] for row in rows]


def mailbox_became_known(tx: Transaction, person_id: UUID, mailbox: str) -> int:
    """Addresses the mails that wait for the person's mailbox; returns how many."""
    waiting = (mails.c.person_id == person_id, mails.c.address == "", mails.c.send_time.is_(None))
    tx.touch("mail")
    return tx.execute(update(mails).where(*waiting).values(address=mailbox)).rowcount


def take_due(tx: Transaction) -> list[QueuedMail]:
    """Takes mails that are due, for the time of a lease."""
    due = (
        select(mails)
        .where(
            mails.c.send_time.is_(None),
            mails.c.address != "",
            mails.c.next_attempt_time <= tx.now,
            mails.c.attempts < MOST_ATTEMPTS,
        )
        .order_by(mails.c.next_attempt_time)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    taken = [
        QueuedMail(row.mail_id, row.address, row.kind, row.subject, row.body, row.attempts + 1)
        for row in tx.execute(due)
    ]
    if not taken:
        return []
    tx.execute(
        update(mails)
        .where(mails.c.mail_id.in_([mail.mail_id for mail in taken]))
        .values(next_attempt_time=tx.now + LEASE, attempts=mails.c.attempts + 1)
    )
    return taken


def mark_sent(tx: Transaction, mail_ids: Sequence[UUID]) -> None:
    """Notes that the mails were handed over."""
    sent = is_one_of(tx, mails.c.mail_id, mail_ids)
    tx.execute(update(mails).where(sent).values(send_time=tx.now, problem=""))


def mark_failed(tx: Transaction, mail: QueuedMail, problem: str) -> None:
    """Notes why the mail was not handed over and tries again later, with growing pauses."""
    pause = min(timedelta(seconds=5 * 2 ** min(mail.attempts, 12)), LONGEST_PAUSE)
    if mail.attempts >= MOST_ATTEMPTS:
        log.error("mail_given_up", mail_id=str(mail.mail_id), problem=problem[:500])
    tx.execute(
        update(mails)
        .where(mails.c.mail_id == mail.mail_id)
        .values(next_attempt_time=tx.now + pause, problem=problem[:500])
    )


def forget_sent(tx: Transaction) -> int:
    """Deletes mails that were sent long enough ago; returns how many."""
    return tx.execute(delete(mails).where(mails.c.send_time < tx.now - KEPT)).rowcount
