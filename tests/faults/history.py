"""What was acknowledged, held against what is there afterwards. Pure: no database, no bus.

`violations` compares both and names everything that a student, or a service that hears of it,
could complain about.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What a student did; also the kind of the mail that follows."""

    REGISTER = "registered"
    WITHDRAW = "withdrawn"


@dataclass(frozen=True)
class Acknowledged:
    """A registration or withdrawal that the student was told is done."""

    action: Action
    registration_id: str
    person_id: str
    sitting_id: str


@dataclass(frozen=True)
class Stored:
    """A registration as it is found afterwards; it holds a seat with the status AN."""

    registration_id: str
    person_id: str
    sitting_id: str
    status_code: str


@dataclass(frozen=True)
class Seats:
    """The seats of a sitting: the limit (0: none), the counter, and the registrations that hold."""

    capacity: int
    taken: int
    held: int


@dataclass(frozen=True)
class Told:
    """An event in the outbox."""

    event_id: str
    action: Action
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
    told: tuple[Told, ...] = ()
    # Ids of the events in the stream, in its order.
    streamed: tuple[str, ...] = ()
    queued: tuple[QueuedMail, ...] = ()
    # Ids of the mails that arrived, in any order.
    delivered: tuple[str, ...] = ()
    births: tuple[Birth, ...] = ()
    # Persons that bear the mark of this run, acknowledged or not.
    persons_born: int = 0

    @property
    def doubled_mails(self) -> int:
        """Mails that arrived more than once: SMTP cannot exclude it, so it is counted only."""
        return len(self.delivered) - len(set(self.delivered))

    @property
    def waiting_mails(self) -> int:
        """Mails that are queued and not sent yet."""
        return sum(mail.waits for mail in self.queued)


class Kind(StrEnum):
    """What can be wrong."""

    LOST = "lost"
    DOUBLED = "doubled"
    OVERBOOKED = "overbooked"
    EVENT_MISSING = "event missing"
    EVENT_DOUBLED = "event doubled"
    MAIL_MISSING = "mail missing"
    BIRTH_WRONG = "birth wrong"


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
        *_overbooked(history),
        *_events(history),
        *_mails(history),
        *_births(history),
    ]


def _lost(history: History) -> Iterator[Violation]:
    """An acknowledged registration is there, in the state that was acknowledged last."""
    stored = {one.registration_id: one for one in history.stored}
    last = {one.registration_id: one for one in history.acknowledged}
    for registration_id, acknowledged in last.items():
        found = stored.get(registration_id)
        status = "AN" if acknowledged.action is Action.REGISTER else "RT"
        if found is None or found.status_code != status:
            yield Violation(Kind.LOST, f"{acknowledged} but there is {found}")


def _doubled(history: History) -> Iterator[Violation]:
    """Nothing is there that nobody was told of, and no seat is held twice by one person."""
    known = {one.registration_id for one in history.acknowledged}
    for one in history.stored:
        if one.registration_id not in known:
            yield Violation(Kind.DOUBLED, f"nobody was told of {one}")
    holding = Counter(
        (one.person_id, one.sitting_id) for one in history.stored if one.status_code == "AN"
    )
    yield from (
        Violation(Kind.DOUBLED, f"{key} holds {count} seats")
        for key, count in holding.items()
        if count > 1
    )
    answered = Counter((one.action, one.registration_id) for one in history.acknowledged)
    yield from (
        Violation(Kind.DOUBLED, f"{key} answered to {count} requests")
        for key, count in answered.items()
        if count > 1
    )


def _overbooked(history: History) -> Iterator[Violation]:
    for sitting_id, seats in (history.seats or {}).items():
        if seats.taken != seats.held or 0 < seats.capacity < seats.held:
            yield Violation(Kind.OVERBOOKED, f"{sitting_id}: {seats}")


def _events(history: History) -> Iterator[Violation]:
    """Each acknowledged change was told once, and what was told is in the stream once."""
    done = ((one.action, one.registration_id) for one in history.acknowledged)
    told = ((one.action, one.registration_id) for one in history.told)
    yield from _compare(done, told)
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
    """Each acknowledged change has a mail in the queue, and what was sent has arrived."""
    wanted = Counter((one.person_id, one.action.value) for one in history.acknowledged)
    queued = Counter((one.person_id, one.kind) for one in history.queued)
    yield from (
        Violation(Kind.MAIL_MISSING, f"{count} of {key}")
        for key, count in (wanted - queued).items()
    )
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
