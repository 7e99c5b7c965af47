"""The checker is itself checked: each fault that is planted into a good history is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.history import (
    Acknowledged,
    Action,
    Birth,
    History,
    Kind,
    QueuedMail,
    Seats,
    Stored,
    Told,
    violations,
)

ONCE = {"records": 1, "identity": 1, "exams": 1}

# Anna holds a seat, Ben gave his back; the sitting has two seats.
GOOD = History(
    acknowledged=(
        Acknowledged(Action.REGISTER, "r1", "anna", "s"),
        Acknowledged(Action.REGISTER, "r2", "ben", "s"),
        Acknowledged(Action.WITHDRAW, "r2", "ben", "s"),
    ),
    stored=(Stored("r1", "anna", "s", "AN"), Stored("r2", "ben", "s", "RT")),
    seats={"s": Seats(capacity=2, taken=1, held=1)},
    told=(
        Told("e1", Action.REGISTER, "r1"),
        Told("e2", Action.REGISTER, "r2"),
        Told("e3", Action.WITHDRAW, "r2"),
    ),
    streamed=("e1", "e2", "e3"),
    queued=(
        QueuedMail("m1", "anna", "registered", waits=False),
        QueuedMail("m2", "ben", "registered", waits=False),
        QueuedMail("m3", "ben", "withdrawn", waits=True),
    ),
    delivered=("m1", "m2", "m2"),
    births=(Birth("anna", ONCE), Birth("ben", ONCE)),
    persons_born=2,
)

MUTANTS: dict[str, tuple[Kind, Callable[[History], History]]] = {
    "a registration lost": (
        Kind.LOST,
        lambda good: replace(good, stored=good.stored[1:]),
    ),
    "a withdrawal lost": (
        Kind.LOST,
        lambda good: replace(good, stored=(good.stored[0], Stored("r2", "ben", "s", "AN"))),
    ),
    "a registration undone": (
        Kind.LOST,
        lambda good: replace(good, stored=(Stored("r1", "anna", "s", "RT"), good.stored[1])),
    ),
    "a request that took effect twice": (
        Kind.DOUBLED,
        lambda good: replace(good, stored=(*good.stored, Stored("r3", "anna", "t", "RT"))),
    ),
    "two seats for one person": (
        Kind.DOUBLED,
        lambda good: replace(good, stored=(*good.stored, Stored("r3", "anna", "s", "AN"))),
    ),
    "one registration for two requests": (
        Kind.DOUBLED,
        lambda good: replace(good, acknowledged=(*good.acknowledged, good.acknowledged[0])),
    ),
    "a seat too many": (
        Kind.OVERBOOKED,
        lambda good: replace(good, seats={"s": Seats(capacity=2, taken=3, held=3)}),
    ),
    "a seat held and not counted": (
        Kind.OVERBOOKED,
        lambda good: replace(good, seats={"s": Seats(capacity=2, taken=1, held=2)}),
    ),
    "a change never told": (
        Kind.EVENT_MISSING,
        lambda good: replace(good, told=good.told[1:], streamed=good.streamed[1:]),
    ),
    "an event never published": (
        Kind.EVENT_MISSING,
        lambda good: replace(good, streamed=good.streamed[1:]),
    ),
    "a change told twice": (
        Kind.EVENT_DOUBLED,
        lambda good: replace(
            good,
            told=(*good.told, Told("e4", Action.REGISTER, "r1")),
            streamed=(*good.streamed, "e4"),
        ),
    ),
    "an event published twice": (
        Kind.EVENT_DOUBLED,
        lambda good: replace(good, streamed=(*good.streamed, "e1")),
    ),
    "an event published and rolled back": (
        Kind.EVENT_DOUBLED,
        lambda good: replace(good, streamed=(*good.streamed, "e9")),
    ),
    "a mail never queued": (
        Kind.MAIL_MISSING,
        lambda good: replace(good, queued=good.queued[1:], delivered=("m2",)),
    ),
    "a mail that never arrived": (
        Kind.MAIL_MISSING,
        lambda good: replace(good, delivered=("m2",)),
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


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_found(name: str) -> None:
    kind, mutate = MUTANTS[name]
    assert kind in {one.kind for one in violations(mutate(GOOD))}


def test_a_mail_that_came_twice_is_counted_and_forgiven() -> None:
    assert GOOD.doubled_mails == 1
    assert GOOD.waiting_mails == 1
