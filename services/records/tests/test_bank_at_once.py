"""The same file at the same moment, and files of a large day."""

import hashlib
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

from chassis.database import Database, Transaction
from chassis.testing import within
from chassis.values import PersonName
from records.app.bank_import import FileSent, ImportReport, import_statements
from records.app.enrolling import PersonEnrolled
from records.app.person_accounts import accounts_of
from records.banking.bank_file import read_or_refuse
from records.domain.bank_imports import Outcome
from records.store.persons import insert_person, load_person

from services.records.tests.bank_factories import CONTRIBUTION_CENTS, Camt, Stated, file_of, one
from services.records.tests.ledger_factories import account_in, contribution_of_2027

Enrol = Callable[..., PersonEnrolled]


def submit(database: Database, pool: ThreadPoolExecutor, content: bytes) -> Future[ImportReport]:
    sent = FileSent("file.xml", hashlib.sha256(content).hexdigest())
    file = read_or_refuse(content)
    return pool.submit(database.write_now, import_statements, file, sent, by="clerk", book_it=True)


def test_the_same_file_at_the_same_moment_books_once(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    contribution_of_2027(loaded, [person_id])
    entry = one("3100001")
    # Different files with the same payment, as a notification and the statement are.
    contents = [Camt((Stated((entry,), reference=str(each)),)).xml() for each in range(3)]
    with ThreadPoolExecutor(6) as pool:
        running = [submit(loaded, pool, each) for each in [*contents, *contents]]
        reports = [each.result() for each in running]
    outcomes = [effect.outcome for report in reports for effect in report.effects]
    assert sorted(outcomes) == [Outcome.BOOKED, *[Outcome.KNOWN] * 5]
    account = account_in(loaded, person_id)
    assert (account.open, account.credit) == (0, 0)


def many_students(database: Database, pattern: UUID, count: int) -> list[UUID]:
    """Students like one who is enrolled, with numbers from 5000000 on."""

    def insert(tx: Transaction) -> list[UUID]:
        like = load_person(tx, pattern)
        assert like is not None
        ids = []
        for number in range(count):
            person = replace(
                like,
                person_id=UUID(int=number + 1),
                matriculation_number=str(5_000_000 + number),
                name=PersonName("Anna", f"Berg{number}"),
            )
            insert_person(tx, person)
            ids.append(person.person_id)
        return ids

    return within(database, insert)


def test_five_thousand_payments_are_imported_in_seconds(loaded: Database, enrol: Enrol) -> None:
    ids = many_students(loaded, enrol().person.person_id, 500)
    content = file_of(
        *(
            one(f"50{number % 500:05d}, Berg{number % 500}, Anna", reference=f"R{number}")
            for number in range(5000)
        )
    )
    start = time.monotonic()
    file = read_or_refuse(content)
    sent = FileSent("file.xml", "0" * 64)
    report = within(loaded, import_statements, file, sent, by="clerk", book_it=True)
    seconds = time.monotonic() - start
    assert {each.outcome for each in report.effects} == {Outcome.BOOKED}
    accounts = within(loaded, accounts_of, ids)
    assert {each.credit for each in accounts.values()} == {10 * CONTRIBUTION_CENTS}
    # Three on a machine that has nothing else to do.
    assert seconds < 40


def test_reading_a_large_file_keeps_no_tree() -> None:
    count = 500
    content = file_of(*(one(f"{number}", reference="R" * 30) for number in range(count)))
    tracemalloc.start()
    file = read_or_refuse(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(file.statements[0].payments) == count
    assert peak < 10 * len(content)
