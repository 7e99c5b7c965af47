"""How students are reached besides letters: numbers and a private e-mail address; and the history.

Source: guide 002, "Changing your personal details".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from uuid import UUID

from records.domain.addresses import AddressPeriod, CorrespondenceChoice

# More than anybody has; it keeps a mistaken program from filling the table.
MOST_ENTRIES = 20


class EntryKind(StrEnum):
    """What a contact entry is."""

    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
    PRIVATE_EMAIL = "private_email"


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A number or the private e-mail address; what was deleted or replaced has an end."""

    entry_id: UUID
    kind: EntryKind
    # E.164 for numbers: "+494131677000".
    value: str
    create_time: datetime
    # A user name or "system".
    created_by: str
    end_time: datetime | None = None
    ended_by: str = ""


class EntryObstacle(Enum):
    """Why an entry cannot be added."""

    THERE_ALREADY = "CONTACT_ENTRY_EXISTS"
    SECOND_EMAIL = "PRIVATE_EMAIL_EXISTS"
    TOO_MANY = "TOO_MANY_CONTACT_ENTRIES"


def obstacle_to(
    kind: EntryKind, value: str, others: Sequence[ContactEntry]
) -> EntryObstacle | None:
    """What stands against an entry beside the others of the person, ended ones left out."""
    if any(each.kind is kind and each.value == value for each in others):
        return EntryObstacle.THERE_ALREADY
    if kind is EntryKind.PRIVATE_EMAIL and any(each.kind is kind for each in others):
        return EntryObstacle.SECOND_EMAIL
    if len(others) >= MOST_ENTRIES:
        return EntryObstacle.TOO_MANY
    return None


class ContactChange(StrEnum):
    """What changed."""

    ADDRESS_ENTERED = "address_entered"
    SEMESTER_ADDRESS_REMOVED = "semester_address_removed"
    CORRESPONDENCE_CHOSEN = "correspondence_chosen"
    ENTRY_ADDED = "entry_added"
    ENTRY_ENDED = "entry_ended"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change, by whom and when; it is about exactly one of the three."""

    change: ContactChange
    change_time: datetime
    changed_by: str
    address: AddressPeriod | None = None
    choice: CorrespondenceChoice | None = None
    entry: ContactEntry | None = None

    @property
    def key(self) -> tuple[datetime, str, str]:
        """What the history is sorted by; no two changes have the same."""
        about: UUID | None = None
        if self.address is not None:
            about = self.address.entered.address_id
        elif self.choice is not None:
            about = self.choice.choice_id
        elif self.entry is not None:
            about = self.entry.entry_id
        return (self.change_time, self.change.value, str(about))


def history_of(
    addresses: Iterable[AddressPeriod],
    choices: Iterable[CorrespondenceChoice],
    entries: Iterable[ContactEntry],
) -> tuple[HistoryEntry, ...]:
    """Every change, the newest first."""
    history = []
    for each in addresses:
        there = each.entered.address is not None
        change = ContactChange.ADDRESS_ENTERED if there else ContactChange.SEMESTER_ADDRESS_REMOVED
        entered = each.entered
        history.append(HistoryEntry(change, entered.enter_time, entered.entered_by, address=each))
    for one in choices:
        change = ContactChange.CORRESPONDENCE_CHOSEN
        history.append(HistoryEntry(change, one.choose_time, one.chosen_by, choice=one))
    for entry in entries:
        change = ContactChange.ENTRY_ADDED
        history.append(HistoryEntry(change, entry.create_time, entry.created_by, entry=entry))
        if entry.end_time is not None:
            change = ContactChange.ENTRY_ENDED
            history.append(HistoryEntry(change, entry.end_time, entry.ended_by, entry=entry))
    return tuple(sorted(history, key=lambda each: each.key, reverse=True))
