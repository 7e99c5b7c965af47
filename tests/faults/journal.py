"""Replays what happened at a sitting, in the order of its receipts. Pure: no database.

Receipts of a sitting are numbered without a gap, and each tells one change. Whoever replays them
knows at every number who holds a seat and who waits, so that a seat too many, an overtaken student
and a lost change are found by reading the list once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Change(StrEnum):
    """What a receipt tells; the values are those of the service's table."""

    REGISTERED = "registered"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    PROMOTED = "promoted"


@dataclass(frozen=True)
class Entry:
    """One receipt of a sitting."""

    seq: int
    change: Change
    registration_id: str
    person_id: str


@dataclass(frozen=True)
class Journal:
    """Everything that happened at one sitting, and how it stands afterwards."""

    sitting_id: str
    # 0 where the sitting has no limit.
    capacity: int
    entries: tuple[Entry, ...]
    # Registrations that hold a seat afterwards, and those that wait, the next one first.
    seated: frozenset[str]
    waiting: tuple[str, ...]


class Fault(StrEnum):
    """What can be wrong in a journal."""

    GAP = "gap"
    OVERBOOKED = "overbooked"
    REORDERED = "reordered"
    SEAT_LEFT_FREE = "seat left free"
    DOUBLED = "doubled"
    OUT_OF_NOTHING = "out of nothing"
    WRONG_END = "wrong end"


@dataclass(frozen=True)
class JournalFault:
    """A broken promise, and the number at which it was broken."""

    fault: Fault
    seq: int
    what: str


@dataclass
class _Room:
    """Who holds a seat and who waits at one moment of the replay."""

    capacity: int
    seated: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return 0 < self.capacity <= len(self.seated)

    def has(self, person_id: str) -> bool:
        return person_id in self.seated.values() or person_id in self.waiting.values()


def journal_faults(journal: Journal) -> list[JournalFault]:
    """Every broken promise, in order; what follows a broken one is judged by what it left."""
    room = _Room(journal.capacity)
    found = [*_gaps(journal.entries)]
    for place, entry in enumerate(journal.entries):
        found += _apply(room, entry)
        following = journal.entries[place + 1 :][:1]
        if _leaves_a_seat(room, following):
            found.append(JournalFault(Fault.SEAT_LEFT_FREE, entry.seq, "and students wait for it"))
    if set(room.seated) != set(journal.seated) or tuple(room.waiting) != journal.waiting:
        last = journal.entries[-1].seq if journal.entries else 0
        found.append(
            JournalFault(
                Fault.WRONG_END,
                last,
                f"replayed {sorted(room.seated)} and {list(room.waiting)},"
                f" stored {sorted(journal.seated)} and {list(journal.waiting)}",
            )
        )
    return found


def _gaps(entries: Sequence[Entry]) -> Iterator[JournalFault]:
    for expected, entry in enumerate(entries, start=1):
        if entry.seq != expected:
            yield JournalFault(Fault.GAP, entry.seq, f"expected number {expected}")
            return


def _apply(room: _Room, entry: Entry) -> Iterator[JournalFault]:
    def fault(kind: Fault, what: str) -> JournalFault:
        return JournalFault(kind, entry.seq, f"{entry}: {what}")

    match entry.change:
        case Change.REGISTERED | Change.WAITING:
            if room.has(entry.person_id):
                yield fault(Fault.DOUBLED, "was there already")
            if entry.change is Change.WAITING:
                if not room.is_full:
                    yield fault(Fault.SEAT_LEFT_FREE, "waits although a seat is free")
                room.waiting[entry.registration_id] = entry.person_id
                return
            if room.is_full:
                yield fault(Fault.OVERBOOKED, f"{len(room.seated)} of {room.capacity} taken")
            if room.waiting:
                yield fault(Fault.REORDERED, "overtook the waiting list")
            room.seated[entry.registration_id] = entry.person_id
        case Change.PROMOTED:
            if room.is_full:
                yield fault(Fault.OVERBOOKED, f"{len(room.seated)} of {room.capacity} taken")
            if next(iter(room.waiting), None) != entry.registration_id:
                yield fault(Fault.REORDERED, f"the next one was {next(iter(room.waiting), None)}")
            room.waiting.pop(entry.registration_id, None)
            room.seated[entry.registration_id] = entry.person_id
        case Change.WITHDRAWN:
            held = room.seated.pop(entry.registration_id, None)
            if held is None and room.waiting.pop(entry.registration_id, None) is None:
                yield fault(Fault.OUT_OF_NOTHING, "had neither seat nor place")


def _leaves_a_seat(room: _Room, following: Sequence[Entry]) -> bool:
    """Whether a seat stays free although somebody waits: a promotion has to follow at once."""
    if room.is_full or not room.waiting or room.capacity == 0:
        return False
    return not following or following[0].change not in (Change.PROMOTED, Change.WITHDRAWN)


def changes_of(journals: Sequence[Journal]) -> Counter[tuple[str, Change]]:
    """How often each change of each registration was journalled."""
    return Counter(
        (entry.registration_id, entry.change) for one in journals for entry in one.entries
    )
