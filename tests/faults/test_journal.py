"""The journal's checker is itself checked: each fault planted into a good journal is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.journal import Change, Entry, Fault, Journal, changes_of, journal_faults

# One seat: Anna has it, Ben and Cem wait; Anna withdraws, Ben moves up.
GOOD = Journal(
    sitting_id="s",
    capacity=1,
    entries=(
        Entry(1, Change.REGISTERED, "r1", "anna"),
        Entry(2, Change.WAITING, "r2", "ben"),
        Entry(3, Change.WAITING, "r3", "cem"),
        Entry(4, Change.WITHDRAWN, "r1", "anna"),
        Entry(5, Change.PROMOTED, "r2", "ben"),
    ),
    seated=frozenset({"r2"}),
    waiting=("r3",),
)


def _with(good: Journal, place: int, **changes: object) -> Journal:
    entries = list(good.entries)
    entries[place] = replace(entries[place], **changes)  # type: ignore[arg-type]
    return replace(good, entries=tuple(entries))


MUTANTS: dict[str, tuple[Fault, Callable[[Journal], Journal]]] = {
    "a change that is missing": (
        Fault.GAP,
        lambda good: replace(good, entries=(*good.entries[:1], *good.entries[2:])),
    ),
    "a number given twice": (Fault.GAP, lambda good: _with(good, 2, seq=2)),
    "a seat too many": (
        Fault.OVERBOOKED,
        lambda good: _with(good, 1, change=Change.REGISTERED),
    ),
    "a promotion without a seat": (
        Fault.OVERBOOKED,
        lambda good: _with(good, 2, change=Change.PROMOTED, registration_id="r2"),
    ),
    "somebody overtaken in the waiting list": (
        Fault.REORDERED,
        lambda good: _with(good, 4, registration_id="r3", person_id="cem"),
    ),
    "a newcomer who got the freed seat": (
        Fault.REORDERED,
        lambda good: _with(
            good, 4, change=Change.REGISTERED, registration_id="r4", person_id="dora"
        ),
    ),
    "nobody promoted": (
        Fault.SEAT_LEFT_FREE,
        lambda good: replace(
            good, entries=good.entries[:4], seated=frozenset(), waiting=("r2", "r3")
        ),
    ),
    "waiting beside a free seat": (
        Fault.SEAT_LEFT_FREE,
        lambda good: _with(good, 0, change=Change.WAITING),
    ),
    "one person twice": (Fault.DOUBLED, lambda good: _with(good, 2, person_id="ben")),
    "a withdrawal of nothing": (
        Fault.OUT_OF_NOTHING,
        lambda good: _with(good, 3, registration_id="r9"),
    ),
    "a seat that the journal does not know": (
        Fault.WRONG_END,
        lambda good: replace(good, seated=frozenset({"r2", "r9"})),
    ),
    "a waiting list in another order": (
        Fault.WRONG_END,
        lambda good: replace(good, waiting=("r9", "r3")),
    ),
}


def test_a_good_journal_has_no_fault() -> None:
    assert journal_faults(GOOD) == []


def test_a_sitting_without_a_limit_is_never_full() -> None:
    entries = tuple(Entry(n, Change.REGISTERED, f"r{n}", f"p{n}") for n in range(1, 50))
    everybody = frozenset(entry.registration_id for entry in entries)
    assert journal_faults(Journal("s", 0, entries, everybody, ())) == []


@pytest.mark.parametrize("planted", MUTANTS)
def test_a_planted_fault_is_found(planted: str) -> None:
    fault, plant = MUTANTS[planted]
    assert fault in {one.fault for one in journal_faults(plant(GOOD))}


def test_changes_are_counted_by_registration() -> None:
    assert changes_of([GOOD])["r2", Change.PROMOTED] == 1
    assert changes_of([GOOD])["r1", Change.WAITING] == 0
