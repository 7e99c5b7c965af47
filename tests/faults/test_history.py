"""The checker is itself checked: each fault that is planted into a good history is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.history import (
    Acknowledged,
    Birth,
    History,
    Kind,
    QueuedMail,
    Seats,
    Stored,
    Told,
    summary,
    violations,
)
from tests.faults.journal import Change, Entry, Journal

ONCE = {"records": 1, "identity": 1, "exams": 1}

# One seat: Anna took it and gave it back, so that Ben, who had waited, moved up.
ENTRIES = (
    Entry(1, Change.REGISTERED, "r1", "anna"),
    Entry(2, Change.WAITING, "r2", "ben"),
    Entry(3, Change.WITHDRAWN, "r1", "anna"),
    Entry(4, Change.PROMOTED, "r2", "ben"),
)
JOURNAL = Journal("s", 1, ENTRIES, frozenset({"r2"}), ())
GOOD = History(
    acknowledged=(
        Acknowledged(Change.REGISTERED, "r1", "anna", "s", "receipt 1"),
        Acknowledged(Change.WAITING, "r2", "ben", "s", "receipt 2"),
        Acknowledged(Change.WITHDRAWN, "r1", "anna", "s", "receipt 3"),
    ),
    stored=(Stored("r1", "anna", "s", "withdrawn"), Stored("r2", "ben", "s", "registered")),
    seats={"s": Seats(capacity=1, taken=1, held=1)},
    journals=(JOURNAL,),
    proven={f"receipt {entry.seq}": ("s", entry) for entry in ENTRIES},
    told=tuple(Told(f"e{one.seq}", one.change, one.registration_id) for one in ENTRIES),
    streamed=("e1", "e2", "e3", "e4"),
    queued=(
        QueuedMail("m1", "anna", "registered", waits=False),
        QueuedMail("m2", "ben", "waiting", waits=False),
        QueuedMail("m3", "anna", "withdrawn", waits=False),
        QueuedMail("m4", "ben", "promoted", waits=True),
    ),
    delivered=("m1", "m2", "m2", "m3"),
    births=(Birth("anna", ONCE), Birth("ben", ONCE)),
    persons_born=2,
)


def _with_journal(good: History, **changes: object) -> History:
    return replace(good, journals=(replace(JOURNAL, **changes),))  # type: ignore[arg-type]


MUTANTS: dict[str, tuple[Kind, Callable[[History], History]]] = {
    "a registration lost": (Kind.LOST, lambda good: replace(good, stored=good.stored[1:])),
    "a withdrawal lost": (
        Kind.LOST,
        lambda good: replace(
            good, stored=(Stored("r1", "anna", "s", "registered"), good.stored[1])
        ),
    ),
    "a place in the waiting list lost": (
        Kind.LOST,
        lambda good: replace(good, stored=(good.stored[0], Stored("r2", "ben", "s", "withdrawn"))),
    ),
    "an acknowledged change that the journal does not have": (
        Kind.LOST,
        lambda good: _with_journal(good, entries=(ENTRIES[0], *ENTRIES[2:])),
    ),
    "a request that took effect twice": (
        Kind.DOUBLED,
        lambda good: replace(good, stored=(*good.stored, Stored("r3", "anna", "t", "withdrawn"))),
    ),
    "two seats for one person": (
        Kind.DOUBLED,
        lambda good: replace(good, stored=(*good.stored, Stored("r3", "ben", "s", "registered"))),
    ),
    "one registration for two requests": (
        Kind.DOUBLED,
        lambda good: replace(good, acknowledged=(*good.acknowledged, good.acknowledged[0])),
    ),
    "a withdrawal that nobody was told of": (
        Kind.DOUBLED,
        lambda good: replace(good, acknowledged=good.acknowledged[:2]),
    ),
    "a seat too many": (
        Kind.OVERBOOKED,
        lambda good: replace(good, seats={"s": Seats(capacity=1, taken=2, held=2)}),
    ),
    "a seat held and not counted": (
        Kind.OVERBOOKED,
        lambda good: replace(good, seats={"s": Seats(capacity=1, taken=0, held=1)}),
    ),
    "somebody waiting and not counted": (
        Kind.OVERBOOKED,
        lambda good: replace(good, seats={"s": Seats(1, taken=1, held=1, waiting=0, asking=1)}),
    ),
    "a seat too many in between": (
        Kind.OVERBOOKED,
        lambda good: _with_journal(good, entries=(*ENTRIES[:2], ENTRIES[3], ENTRIES[2])),
    ),
    "somebody overtaken": (
        Kind.REORDERED,
        lambda good: _with_journal(
            good, entries=(*ENTRIES[:3], Entry(4, Change.REGISTERED, "r9", "cem"))
        ),
    ),
    "nobody promoted": (
        Kind.JOURNAL_WRONG,
        lambda good: _with_journal(
            good, entries=ENTRIES[:3], seated=frozenset[str](), waiting=("r2",)
        ),
    ),
    "a gap in the numbers": (
        Kind.JOURNAL_WRONG,
        lambda good: _with_journal(good, entries=(*ENTRIES[:3], replace(ENTRIES[3], seq=5))),
    ),
    "a receipt that does not verify": (
        Kind.RECEIPT_WRONG,
        lambda good: replace(good, proven={}),
    ),
    "a receipt of something else": (
        Kind.RECEIPT_WRONG,
        lambda good: replace(good, proven={**(good.proven or {}), "receipt 3": ("s", ENTRIES[0])}),
    ),
    "a change never told": (
        Kind.EVENT_MISSING,
        lambda good: replace(good, told=good.told[1:], streamed=("e2", "e3", "e4")),
    ),
    "a promotion never told": (
        Kind.EVENT_MISSING,
        lambda good: replace(good, told=good.told[:3], streamed=("e1", "e2", "e3")),
    ),
    "an event never published": (
        Kind.EVENT_MISSING,
        lambda good: replace(good, streamed=("e2", "e3", "e4")),
    ),
    "a change told twice": (
        Kind.EVENT_DOUBLED,
        lambda good: replace(
            good,
            told=(*good.told, Told("e5", Change.REGISTERED, "r1")),
            streamed=("e1", "e2", "e3", "e4", "e5"),
        ),
    ),
    "an event published twice": (
        Kind.EVENT_DOUBLED,
        lambda good: replace(good, streamed=("e1", "e2", "e3", "e4", "e1")),
    ),
    "an event published and rolled back": (
        Kind.EVENT_DOUBLED,
        lambda good: replace(good, streamed=("e1", "e2", "e3", "e4", "e9")),
    ),
    "a mail never queued": (
        Kind.MAIL_MISSING,
        lambda good: replace(good, queued=good.queued[1:], delivered=("m2", "m3")),
    ),
    "a mail that never arrived": (
        Kind.MAIL_MISSING,
        lambda good: replace(good, delivered=("m2", "m3")),
    ),
    "a promotion mailed twice": (
        Kind.MAIL_DOUBLED,
        lambda good: replace(
            good, queued=(*good.queued, QueuedMail("m5", "ben", "promoted", waits=True))
        ),
    ),
    "two accounts for one person": (
        Kind.BIRTH_WRONG,
        lambda good: replace(good, births=(Birth("anna", {**ONCE, "identity": 2}), good.births[1])),
    ),
    "a person whom exams does not know": (
        Kind.BIRTH_WRONG,
        lambda good: replace(good, births=(Birth("anna", {**ONCE, "exams": 0}), good.births[1])),
    ),
    "a person born twice": (
        Kind.BIRTH_WRONG,
        lambda good: replace(good, persons_born=3),
    ),
}


def test_a_good_history_has_no_violations() -> None:
    assert violations(GOOD) == []
    assert summary(GOOD, []) == (
        "3 operations acknowledged, 1 promotions at 1 sittings;"
        " 0 lost, 0 doubled, 0 overbooked, 0 reordered, 0 otherwise wrong"
    )


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_found(name: str) -> None:
    kind, mutate = MUTANTS[name]
    assert kind in {one.kind for one in violations(mutate(GOOD))}


def test_an_answer_tells_its_own_change_and_not_the_promotion_after_it() -> None:
    first, waiting, third = GOOD.acknowledged
    told_later_state = replace(waiting, change=Change.REGISTERED)
    found = violations(replace(GOOD, acknowledged=(first, told_later_state, third)))
    assert Kind.RECEIPT_WRONG in {one.kind for one in found}


def test_a_mail_that_came_twice_is_counted_and_forgiven() -> None:
    assert GOOD.doubled_mails == 1
    assert GOOD.waiting_mails == 1
