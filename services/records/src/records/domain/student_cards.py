"""Student cards: their numbers, until when they are valid, and what becomes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from uuid import UUID

from chassis.values import Semester, local_date

from records.domain.addresses import MailingAddress
from records.domain.calendar import SemesterDates
from records.domain.enrolment import Enrolment

# The first number; the check digit makes it ten digits.
FIRST_NUMBER = 100_000_001


class CardLoss(StrEnum):
    """What became of a student card; the values are the block reasons of cards."""

    STOLEN = "stolen"
    LOST = "lost"
    DAMAGED = "damaged"


class CardDelivery(StrEnum):
    """How a new card reaches the student."""

    IN_PERSON = "in_person"
    POST = "post"


class CardState(StrEnum):
    """How a card stands."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    RETURNED = "returned"
    # Neither of these, but its semester or the enrolment is over; this is computed, never stored.
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class StudentCard:
    """A card as it is stored."""

    student_card_id: UUID
    person_id: UUID
    card_number: str
    # As it was left: active, blocked or returned.
    state: CardState
    # None unless it is blocked.
    block_reason: CardLoss | None
    valid_until_semester: Semester
    delivery: CardDelivery
    # None while it waits to be handed over or sent.
    deliver_time: datetime | None
    issue_time: datetime
    # When it was blocked or returned.
    end_time: datetime | None
    replaces_card_id: UUID | None
    version: int
    # Where it is to be sent; None for the correspondence address of the day.
    send_to: MailingAddress | None = None


@dataclass(frozen=True, slots=True)
class CardNote:
    """What the note field says (guide 002, "Re-registration")."""

    valid_until: date
    # The days of the semester ticket; None where the contribution of the semester has none.
    ticket_from: date | None
    ticket_until: date | None
    # The semester to re-register for next; None while the calendar does not name it.
    next_semester: SemesterDates | None


def card_number(number: int) -> str:
    """The number with its check digit after ISO/IEC 7064, MOD 11,10."""
    digits = str(number)
    return digits + str(_check_digit(digits))


def is_card_number(text: str) -> bool:
    """Whether the check digit is right, so that no single digit was mistyped."""
    if not (text.isascii() and text.isdigit() and len(text) > 1):
        return False
    return text[-1] == str(_check_digit(text[:-1]))


def _check_digit(digits: str) -> int:
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def deliveries_after(loss: CardLoss) -> tuple[CardDelivery, ...]:
    """How a replacement may reach the student.

    After theft it is handed over at once if wanted, else it is sent (guide 002, "Provision of the
    new semester ticket/ student card").
    """
    if loss is CardLoss.STOLEN:
        return (CardDelivery.IN_PERSON, CardDelivery.POST)
    return (CardDelivery.POST,)


def valid_until(card: StudentCard, enrolments: Iterable[Enrolment]) -> date:
    """The last day on which a card is valid that is neither blocked nor returned.

    Its semester's last day, or the end of the last enrolment where that comes before.
    """
    last = card.valid_until_semester.last_date
    ends = [each.end_date or last for each in enrolments]
    return min(last, max(ends, default=last))


def state_on(day: date, card: StudentCard, enrolments: Iterable[Enrolment]) -> CardState:
    """How a card stands on a day."""
    if card.state is CardState.ACTIVE and valid_until(card, enrolments) < day:
        return CardState.EXPIRED
    return card.state


def note_on(
    card: StudentCard,
    enrolments: Sequence[Enrolment],
    calendar: Iterable[SemesterDates],
    *,
    has_ticket: bool,
) -> CardNote:
    """The note field of a card; `has_ticket` tells whether the contribution had a semester ticket.

    Source: guide 002, "Re-registration": "The exact dates are indicated in the note field of your
    student card".
    """
    semester = card.valid_until_semester
    until = valid_until(card, enrolments)
    following = next((each for each in calendar if each.semester == semester.next()), None)
    return CardNote(
        valid_until=until,
        ticket_from=semester.first_date if has_ticket else None,
        ticket_until=until if has_ticket else None,
        next_semester=following,
    )


class CardObstacle(Enum):
    """Why no card can be issued."""

    NOT_ENROLLED = "NOT_ENROLLED"
    CONTRIBUTION_OPEN = "CONTRIBUTION_OPEN"
    CARD_THERE = "CARD_THERE"
    CARD_TO_REPLACE = "CARD_TO_REPLACE"


def latest_semester(enrolments: Iterable[Enrolment], today: date) -> Semester | None:
    """The latest semester that is recorded in an enrolment that has not ended."""
    recorded = [
        each.recorded.semester
        for enrolment in enrolments
        if enrolment.is_current(today)
        for each in enrolment.semesters
    ]
    return max(recorded, default=None)


def last_card(cards: Iterable[StudentCard]) -> StudentCard | None:
    """The card that was issued last; None where there never was one."""
    return max(cards, key=lambda each: (each.issue_time, each.card_number), default=None)


def obstacles_to_issue(
    semester: Semester | None, open_cents: int, last: StudentCard | None
) -> tuple[CardObstacle, ...]:
    """Everything that stands against a card for the semester.

    `open_cents` is what is open of its contribution: "Only once the complete contribution has been
    received will you receive your student card" (guide 002, "Re-registration").
    """
    found = []
    if semester is None:
        found.append(CardObstacle.NOT_ENROLLED)
    if open_cents > 0:
        found.append(CardObstacle.CONTRIBUTION_OPEN)
    if last is not None and last.state is CardState.ACTIVE:
        found.append(CardObstacle.CARD_THERE)
    if last is not None and last.state is CardState.BLOCKED:
        found.append(CardObstacle.CARD_TO_REPLACE)
    return tuple(found)


def all_handed_in(cards: Iterable[StudentCard], day: date) -> bool:
    """Whether nobody holds a card that could be used after the day.

    Blocked cards are void, and one that was never handed over is nobody's. Source: guide 002,
    "De-registration": the contribution is repaid if "you hand in your student card".
    """
    for card in cards:
        if card.state is CardState.ACTIVE and card.deliver_time is not None:
            return False
        if card.state is CardState.RETURNED and (
            card.end_time is None or local_date(card.end_time) > day
        ):
            return False
    return True
