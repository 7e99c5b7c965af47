"""What was acknowledged, held against what is there afterwards. Pure: no database, no bus.

`violations` compares both and names everything that a student, or a service that hears of it,
could complain about. What happened at each sitting, in order, is replayed by `journal`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from tests.faults.journal import Change, Entry, Fault, Journal, journal_faults

# What a status has to be after the last change that was acknowledged: whoever waits may have
# moved up since, which the journal tells.
ENDS = {
    Change.REGISTERED: {"registered"},
    Change.WAITING: {"waiting", "registered"},
    Change.WITHDRAWN: {"withdrawn"},
}

# What happened to a registration: its id, and the change.
Happened: TypeAlias = tuple[str, Change]


@dataclass(frozen=True)
class Acknowledged:
    """What a student was told is done: a seat, a place in the waiting list, or the withdrawal."""

    change: Change
    registration_id: str
    person_id: str
    sitting_id: str
    # As the service signed it.
    receipt: str = ""


@dataclass(frozen=True)
class Stored:
    """A registration as it is found afterwards."""

    registration_id: str
    person_id: str
    sitting_id: str
    # "registered", "waiting" or "withdrawn".
    status: str


@dataclass(frozen=True)
class Seats:
    """A sitting's limit (0: none) and counters, and the registrations that they have to count."""

    capacity: int
    taken: int
    held: int
    waiting: int = 0
    asking: int = 0


@dataclass(frozen=True)
class Told:
    """An event in the outbox."""

    event_id: str
    change: Change
    registration_id: str


@dataclass(frozen=True)
class QueuedMail:
    """A mail in the queue. One that waits was taken by a sender who died, or is on its way."""

    mail_id: str
    person_id: str
    kind: str
    waits: bool


@dataclass(frozen=True)
class Birth:
    """How often a person whose enrolment was acknowledged is there, by place; once is right."""

    person_id: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class History:
    """Everything about the students of one run, and the seats of all sittings."""

    # In the order of the acknowledgements.
    acknowledged: tuple[Acknowledged, ...] = ()
    stored: tuple[Stored, ...] = ()
    seats: Mapping[str, Seats] | None = None
    # Of the sittings that something was acknowledged for.
    journals: tuple[Journal, ...] = ()
    # What the signed receipts say; those that do not verify are left out.
    proven: Mapping[str, tuple[str, Entry]] | None = None
    told: tuple[Told, ...] = ()
    # Ids of the events in the stream, in its order; None where there was no bus.
    streamed: tuple[str, ...] | None = None
    queued: tuple[QueuedMail, ...] = ()
    # Ids of the mails that arrived, in any order; None where nobody looked.
    delivered: tuple[str, ...] | None = None
    births: tuple[Birth, ...] = ()
    # Persons that bear the mark of this run, acknowledged or not.
    persons_born: int = 0

    @property
    def doubled_mails(self) -> int:
        """Mails that arrived more than once: SMTP cannot exclude it, so it is counted only."""
        arrived = self.delivered or ()
        return len(arrived) - len(set(arrived))

    @property
    def waiting_mails(self) -> int:
        """Mails that are queued and not sent yet."""
        return sum(mail.waits for mail in self.queued)

    def changes(self) -> list[Happened]:
        """What happened to the students of this run, promotions included, by the journals."""
        people = {one.person_id for one in self.acknowledged}
        return [
            (entry.registration_id, entry.change)
            for journal in self.journals
            for entry in journal.entries
            if entry.person_id in people
        ]


class Kind(StrEnum):
    """What can be wrong."""

    LOST = "lost"
    DOUBLED = "doubled"
    OVERBOOKED = "overbooked"
    REORDERED = "reordered"
    JOURNAL_WRONG = "journal wrong"
    RECEIPT_WRONG = "receipt wrong"
    EVENT_MISSING = "event missing"
    EVENT_DOUBLED = "event doubled"
    MAIL_MISSING = "mail missing"
    MAIL_DOUBLED = "mail doubled"
    BIRTH_WRONG = "birth wrong"


_OF_JOURNAL = {
    Fault.OVERBOOKED: Kind.OVERBOOKED,
    Fault.REORDERED: Kind.REORDERED,
    Fault.DOUBLED: Kind.DOUBLED,
}


@dataclass(frozen=True)
class Violation:
    """A broken promise."""

    kind: Kind
    what: str


def violations(history: History) -> list[Violation]:
    """Every broken promise of the history."""
    return [
        *_lost(history),
        *_doubled(history),
        *_seats(history),
        *_journals(history),
        *_receipts(history),
        *_events(history),
        *_mails(history),
        *_births(history),
    ]


def summary(history: History, broken: Iterable[Violation]) -> str:
    """The figures of a run in one line."""
    kinds = Counter(one.kind for one in broken)
    promoted = sum(change is Change.PROMOTED for _, change in history.changes())
    figures = (Kind.LOST, Kind.DOUBLED, Kind.OVERBOOKED, Kind.REORDERED)
    others = kinds.total() - sum(kinds[kind] for kind in figures)
    return (
        f"{len(history.acknowledged)} operations acknowledged, {promoted} promotions at"
        f" {len(history.journals)} sittings; "
        + ", ".join(f"{kinds[kind]} {kind.value}" for kind in figures)
        + f", {others} otherwise wrong"
    )


def _lost(history: History) -> Iterator[Violation]:
    """An acknowledged registration is there, in the state that was acknowledged last."""
    stored = {one.registration_id: one for one in history.stored}
    last = {one.registration_id: one for one in history.acknowledged}
    for registration_id, acknowledged in last.items():
        found = stored.get(registration_id)
        if found is None or found.status not in ENDS[acknowledged.change]:
            yield Violation(Kind.LOST, f"{acknowledged} but there is {found}")


def _doubled(history: History) -> Iterator[Violation]:
    """Nothing is there that nobody was told of, and nobody is twice at one sitting."""
    known = {one.registration_id for one in history.acknowledged}
    for one in history.stored:
        if one.registration_id not in known:
            yield Violation(Kind.DOUBLED, f"nobody was told of {one}")
    live = Counter(
        (one.person_id, one.sitting_id) for one in history.stored if one.status != "withdrawn"
    )
    yield from (
        Violation(Kind.DOUBLED, f"{key} is there {count} times")
        for key, count in live.items()
        if count > 1
    )
    answered = Counter((one.change, one.registration_id) for one in history.acknowledged)
    yield from (
        Violation(Kind.DOUBLED, f"{key} answered to {count} requests")
        for key, count in answered.items()
        if count > 1
    )


def _seats(history: History) -> Iterator[Violation]:
    for sitting_id, seats in (history.seats or {}).items():
        miscounted = seats.taken != seats.held or seats.waiting != seats.asking
        if miscounted or 0 < seats.capacity < seats.held:
            yield Violation(Kind.OVERBOOKED, f"{sitting_id}: {seats}")


def _journals(history: History) -> Iterator[Violation]:
    """What happened at each sitting could have happened so, without a gap in its numbers."""
    for journal in history.journals:
        for one in journal_faults(journal):
            kind = _OF_JOURNAL.get(one.fault, Kind.JOURNAL_WRONG)
            yield Violation(kind, f"{journal.sitting_id} {one.fault} at {one.seq}: {one.what}")


def _receipts(history: History) -> Iterator[Violation]:
    """Each acknowledgement brought a receipt that verifies, and the journal has just that."""
    kept = {
        (journal.sitting_id, entry.seq): entry
        for journal in history.journals
        for entry in journal.entries
    }
    changes = history.changes()
    answered: Counter[Happened] = Counter()
    for one in history.acknowledged:
        if one.receipt not in (history.proven or {}):
            yield Violation(Kind.RECEIPT_WRONG, f"the receipt of {one} does not verify")
            continue
        sitting_id, said = (history.proven or {})[one.receipt]
        answered[said.registration_id, said.change] += 1
        proven = (sitting_id, said.registration_id, said.change)
        if proven != (one.sitting_id, one.registration_id, one.change):
            yield Violation(Kind.RECEIPT_WRONG, f"{one} got a receipt of {said}")
        found = kept.get((sitting_id, said.seq))
        if found != said:
            yield Violation(Kind.LOST, f"{said} was acknowledged, the journal has {found}")
    # The other way round: what somebody did was answered, and only promotions come by themselves.
    done = Counter(one for one in changes if one[1] is not Change.PROMOTED)
    yield from (Violation(Kind.DOUBLED, f"nobody was told of {key}") for key in done - answered)


def _events(history: History) -> Iterator[Violation]:
    """Each change was told once, and what was told is in the stream once."""
    told = ((one.registration_id, one.change) for one in history.told)
    yield from _compare(history.changes(), told)
    if history.streamed is None:
        return
    streamed = set(history.streamed)
    ours = {one.event_id for one in history.told}
    yield from _compare(ours, (one for one in history.streamed if one in ours))
    if unknown := streamed - ours:
        yield Violation(Kind.EVENT_DOUBLED, f"in the stream but never told: {sorted(unknown)}")


def _compare(expected: Iterable[object], found: Iterable[object]) -> Iterator[Violation]:
    wanted, counted = Counter(expected), Counter(found)
    yield from (Violation(Kind.EVENT_MISSING, str(key)) for key in wanted - counted)
    yield from (Violation(Kind.EVENT_DOUBLED, str(key)) for key in counted - wanted)


def _mails(history: History) -> Iterator[Violation]:
    """Each change has one mail in the queue, and what was sent has arrived."""
    owners = {one.registration_id: one.person_id for one in history.acknowledged}
    wanted = Counter(
        (owners.get(registration_id, ""), change.value)
        for registration_id, change in history.changes()
    )
    queued = Counter((one.person_id, one.kind) for one in history.queued)
    for kind, differing in (
        (Kind.MAIL_MISSING, wanted - queued),
        (Kind.MAIL_DOUBLED, queued - wanted),
    ):
        yield from (Violation(kind, f"{count} of {key}") for key, count in differing.items())
    if history.delivered is None:
        return
    arrived = set(history.delivered)
    for mail in history.queued:
        if not mail.waits and mail.mail_id not in arrived:
            yield Violation(Kind.MAIL_MISSING, f"{mail} was sent and never arrived")


def _births(history: History) -> Iterator[Violation]:
    """Each acknowledged enrolment made one of everything, and there are no further persons."""
    for birth in history.births:
        if wrong := {place: count for place, count in birth.counts.items() if count != 1}:
            yield Violation(Kind.BIRTH_WRONG, f"{birth.person_id}: {wrong}")
    if history.persons_born != len(history.births):
        yield Violation(
            Kind.BIRTH_WRONG,
            f"{len(history.births)} were acknowledged, {history.persons_born} are there",
        )
