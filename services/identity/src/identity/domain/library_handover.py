"""Lists of library cards that tutors hand out in the opening week (guide 001, "Library account").

"You will receive your Leuphana Card during the Opening Week from your Opening Week Tutor."
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.values import PersonName


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What the lists need of an enrolment.

    `first_semester` is empty while no semester is recorded; `end_date` None while no end is known.
    """

    enrolment_id: UUID
    person_id: UUID
    programme_code: str
    school_code: str
    first_semester: str
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class HandoverEntry:
    """One person on a list. `card_number` is empty until a card is assigned."""

    person_id: UUID
    name: PersonName
    user_name: str
    card_number: str = ""
    handed_over_at: datetime | None = None
    # Whether the person holds a card that did not come from this list.
    served_at_desk: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether the card is still to be handed over."""
        return self.handed_over_at is None and not self.served_at_desk


@dataclass(frozen=True, slots=True)
class HandoverList:
    """A list for one tutor group."""

    handover_list_id: UUID
    name: str
    programme_code: str
    semester: str
    created_at: datetime
    closed_at: datetime | None
    people: int
    handed_over: int
    entries: tuple[HandoverEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What noting a handover comes to."""

    # Those whose card is issued now.
    now: tuple[HandoverEntry, ...]
    # Those who got a card at the desk meanwhile.
    left: tuple[HandoverEntry, ...]
    # Those who are not on the list.
    unknown: tuple[UUID, ...]
    # Those on it without a card to hand over.
    without_card: tuple[HandoverEntry, ...]


def assigned(
    entries: Iterable[HandoverEntry], card_numbers: Sequence[str]
) -> tuple[tuple[UUID, str], ...] | None:
    """Which person gets which card, in the order of the list; None where cards are left over."""
    waiting = [each for each in entries if each.is_waiting and not each.card_number]
    if len(card_numbers) > len(waiting):
        return None
    return tuple(
        (entry.person_id, number) for entry, number in zip(waiting, card_numbers, strict=False)
    )


def handed_over(entries: Iterable[HandoverEntry], person_ids: Iterable[UUID]) -> HandedOver:
    """What noting that these persons were handed their cards comes to.

    Those that were noted before are no more to be done.
    """
    by_person = {each.person_id: each for each in entries}
    chosen = list(dict.fromkeys(person_ids))
    named = [by_person[each] for each in chosen if each in by_person]
    open_ones = [each for each in named if each.handed_over_at is None]
    return HandedOver(
        now=tuple(each for each in open_ones if not each.served_at_desk and each.card_number),
        left=tuple(each for each in open_ones if each.served_at_desk),
        unknown=tuple(each for each in chosen if each not in by_person),
        without_card=tuple(
            each for each in open_ones if not each.served_at_desk and not each.card_number
        ),
    )
