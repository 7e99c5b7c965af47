"""Mail: queued with the state, sent afterwards, at least once, with one Message-ID."""

import asyncio
import mailbox
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.mail import Mail, mailbox_became_known, send_mail
from chassis.mail.queue import BATCH, LEASE, MOST_ATTEMPTS, mark_failed, mark_sent, take_due
from chassis.mail.sender import Sender
from chassis.mail.transport import compose, open_transport
from chassis.testing import DrivenClock, running, until, within
from seat_service import definition
from sqlalchemy import select, update

SENDER = "Prüfungsamt <matrikel@leuphana.example>"


def mail(address: str = "lg100001@stud.leuphana.example", **more: Any) -> Mail:
    facts: dict[str, Any] = {
        "person_id": uuid4(),
        "kind": "registered",
        "subject": "Prüfung – Exam",
    }
    return Mail(address=address, text="Grüße\n\nGreetings", **{**facts, **more})


class Postbox:
    """An SMTP server in the test's process that can refuse."""

    def __init__(self) -> None:
        self.refusals: list[str] = []
        self.received: list[Any] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        self.received.append(envelope)
        return "250 OK"

    @property
    def target(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    one = Postbox()
    one.controller.start()
    yield one
    one.controller.stop()


def sender(database: Database, target: str) -> Sender:
    return Sender(database, open_transport(target), SENDER)


def rows(database: Database) -> list[Any]:
    return within(database, lambda tx: list(tx.execute(select(mails).order_by(mails.c.mail_id))))


async def read_rows(database: Database) -> list[Any]:
    return await asyncio.to_thread(rows, database)


def messages(folder: Path) -> list[Message]:
    return list(mailbox.Maildir(folder)) if folder.exists() else []


async def test_a_mail_is_sent_after_the_commit_and_never_without_it(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "mail"

    def fail_after_queueing(tx: Transaction) -> None:
        send_mail(tx, mail(subject="never"))
        raise KeyError

    async with running(definition, database, mail_folder=folder) as service:
        queue = service.in_use.runtime.database
        with pytest.raises(KeyError):
            await queue.write(fail_after_queueing)
        await queue.write(send_mail, mail(subject="Eins\nBcc: evil@example.org"))
        (message,) = await until(lambda: messages(folder))
        await until(lambda: queue.read(lambda tx: tx.execute(sent()).all()))
    assert message["Subject"] == "Eins Bcc: evil@example.org"
    assert message["Bcc"] is None
    assert (message["To"], message["X-Matrikel-Kind"]) == (
        "lg100001@stud.leuphana.example",
        "registered",
    )


def sent() -> Any:
    return select(mails.c.mail_id).where(mails.c.send_time.is_not(None))


async def test_a_mail_reaches_an_smtp_server_with_all_its_letters(
    sqlite: Database, postbox: Postbox
) -> None:
    mail_id = await sqlite.write(send_mail, mail())
    assert await sender(sqlite, postbox.target).send_due() == 1
    (envelope,) = postbox.received
    assert envelope.rcpt_tos == ["lg100001@stud.leuphana.example"]
    message = _parsed(envelope)
    assert message["Message-ID"] == f"<{mail_id}@leuphana.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content() == "Grüße\r\n\r\nGreetings\r\n"
    (row,) = await read_rows(sqlite)
    assert (row.send_time, row.problem) == (sqlite.clock.now(), "")
    assert await sender(sqlite, postbox.target).send_due() == 0


def _parsed(envelope: Any) -> Any:
    return message_from_bytes(envelope.content, policy=policy.default)


async def test_a_refused_mail_is_tried_again_later_with_the_same_message_id(
    database: Database, postbox: Postbox, clock: DrivenClock
) -> None:
    postbox.refusals = ["451 later", "550 never heard of"]
    await database.write(send_mail, mail())
    post = sender(database, postbox.target)
    pauses = []
    for problem in ("451", "550"):
        assert await post.send_due() == 1
        (row,) = await read_rows(database)
        assert problem in row.problem
        assert row.send_time is None
        pauses.append(row.next_attempt_time - clock.now())
        assert await post.send_due() == 0
        clock.advance(pauses[-1])
    assert pauses[0] < pauses[1]
    assert await post.send_due() == 1
    (row,) = await read_rows(database)
    assert (row.attempts, row.problem) == (3, "")
    assert row.send_time is not None
    assert len(postbox.received) == 1


async def test_a_mail_whose_sending_was_not_noted_is_sent_again_after_the_lease(
    database: Database, postbox: Postbox, clock: DrivenClock
) -> None:
    await database.write(send_mail, mail())
    post = sender(database, postbox.target)
    (taken,) = await database.write(take_due)
    await post._transport(_composed(taken, clock))
    assert await post.send_due() == 0
    clock.advance(LEASE)
    assert await post.send_due() == 1
    first, second = (_parsed(one) for one in postbox.received)
    assert first["Message-ID"] == second["Message-ID"]
    await database.write(mark_sent, [taken.mail_id])


def _composed(taken: Any, clock: DrivenClock) -> Any:
    return compose(taken, SENDER, clock.now())


async def test_two_senders_do_not_take_the_same_mails(database: Database) -> None:
    for _ in range(BATCH + 5):
        await database.write(send_mail, mail())
    taken = await asyncio.gather(*(database.write(take_due) for _ in range(4)))
    ids = [one.mail_id for batch in taken for one in batch]
    assert len(ids) == len(set(ids)) == BATCH + 5


async def test_a_slow_server_leaves_the_rest_of_the_batch_to_the_next_sender(
    sqlite: Database, clock: DrivenClock
) -> None:
    for _ in range(3):
        await sqlite.write(send_mail, mail())
    delivered: list[Any] = []

    async def take_a_minute(message: Any) -> None:
        delivered.append(message)
        clock.advance(timedelta(minutes=1))

    assert await Sender(sqlite, take_a_minute, SENDER).send_due() == 3
    assert len(delivered) == 2


async def test_a_mail_waits_until_the_mailbox_is_known(
    database: Database, postbox: Postbox
) -> None:
    person, other = uuid4(), uuid4()
    for person_id in (person, person, other):
        await database.write(send_mail, mail(address="", person_id=person_id))
    post = sender(database, postbox.target)
    assert await post.send_due() == 0
    known = "lg100002@stud.leuphana.example"
    assert await database.write(mailbox_became_known, person, known) == 2
    assert await post.send_due() == 2
    assert [one.rcpt_tos for one in postbox.received] == [[known], [known]]
    assert await database.write(mailbox_became_known, person, "another@x.example") == 0


async def test_one_impossible_mail_keeps_no_other_from_being_sent(
    sqlite: Database, postbox: Postbox
) -> None:
    for address in ("not\nan address", "ok@leuphana.example"):
        await sqlite.write(send_mail, mail(address=address))
    assert await sender(sqlite, postbox.target).send_due() == 2
    first, second = await read_rows(sqlite)
    unsent, done = sorted((first, second), key=lambda row: row.send_time is not None)
    assert "ValueError" in unsent.problem
    assert done.address == "ok@leuphana.example"


async def test_an_absent_server_is_tried_with_growing_pauses_and_given_up_in_the_end(
    sqlite: Database, clock: DrivenClock
) -> None:
    await sqlite.write(send_mail, mail())
    post = sender(sqlite, "smtp://127.0.0.1:1")
    assert await post.send_due() == 1
    (taken_row,) = await read_rows(sqlite)
    assert taken_row.next_attempt_time == clock.now() + timedelta(seconds=10)
    await sqlite.write(lambda tx: tx.execute(update(mails).values(attempts=MOST_ATTEMPTS - 1)))
    clock.advance(timedelta(days=1))
    (taken,) = await sqlite.write(take_due)
    await sqlite.write(mark_failed, taken, "still absent")
    clock.advance(timedelta(days=1))
    assert await post.send_due() == 0
    (row,) = await read_rows(sqlite)
    assert (row.problem, row.send_time) == ("still absent", None)


@pytest.mark.parametrize("target", ["", "http://x", "maildir", "maildir:", "smtp:x"])
def test_mail_goes_to_smtp_or_a_maildir(target: str) -> None:
    with pytest.raises(ValueError, match="mail goes to"):
        open_transport(target)
