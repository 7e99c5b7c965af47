"""Library accounts and the Leuphana Card (guide 001, "Library account").

"To obtain a user card and a library account, you first register online […] and then appear in
person at the library service desk to get your card." "The number of the Leuphana Card (311...) is
the user name of your library account".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from uuid import UUID

from chassis.values import PersonName

from identity.domain.initial_codes import InitialCode, opens


class CardState(StrEnum):
    """How a card stands."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    # Another card took its place.
    REPLACED = "replaced"
    RETURNED = "returned"


HELD = frozenset({CardState.ACTIVE, CardState.BLOCKED})


class CardLoss(StrEnum):
    """Why a card is blocked or replaced."""

    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"
    BY_LIBRARY = "by_library"


class Pickup(StrEnum):
    """Where somebody gets the card."""

    DESK = "desk"
    TUTOR = "tutor"


class IdentityDocument(StrEnum):
    """The paper that an identity was checked with."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"


@dataclass(frozen=True, slots=True)
class LibraryCard:
    """A card as it is stored. `identity_document` is None where a tutor handed it out."""

    card_number: str
    person_id: UUID
    state: CardState
    issued_at: datetime
    pickup: Pickup
    identity_document: IdentityDocument | None = None
    loss: CardLoss | None = None
    ended_at: datetime | None = None
    replaces_card_number: str = ""
    version: int = 1

    def ended(self, state: CardState, now: datetime, loss: CardLoss | None = None) -> "LibraryCard":
        """The card after it was blocked, replaced or returned."""
        return replace(self, state=state, loss=loss, ended_at=now, version=self.version + 1)

    def opened_again(self) -> "LibraryCard":
        """The card after it was found."""
        return replace(
            self, state=CardState.ACTIVE, loss=None, ended_at=None, version=self.version + 1
        )


@dataclass(frozen=True, slots=True)
class LibraryAccount:
    """A library account as it is stored: who registered, and how the secret stands.

    `registered_at` is None once the card was handed in, and where a registration was taken back.
    """

    person_id: UUID
    registered_at: datetime | None
    secret_hash: str = field(default="", repr=False)
    start_code_digest: str = field(default="", repr=False)
    start_code_expires_at: datetime | None = None

    def start_code_opens(self, typed: str, now: datetime) -> bool:
        """Whether the typed start code is the one that waits, and not too old."""
        waiting = self.start_code_digest and self.start_code_expires_at
        code = (
            InitialCode(self.start_code_digest, self.start_code_expires_at)
            if waiting and self.start_code_expires_at
            else None
        )
        return opens(code, typed, now)


@dataclass(frozen=True, slots=True)
class LibraryUser:
    """Somebody from outside the university, whom only the library knows."""

    person_id: UUID
    name: PersonName
    email: str
    created_at: datetime


class LibraryAccountState(Enum):
    """How a library account stands."""

    NONE = "none"
    REGISTERED = "registered"
    WITHOUT_SECRET = "without_secret"
    ACTIVE = "active"
    BLOCKED = "blocked"
    ENDED = "ended"


def held_card(cards: Iterable[LibraryCard]) -> LibraryCard | None:
    """The card that the person holds, active or blocked; nobody holds two."""
    return next((each for each in cards if each.state in HELD), None)


def account_state(
    account: LibraryAccount | None, cards: Iterable[LibraryCard]
) -> LibraryAccountState:
    """How the account stands; `cards` are all that the person had."""
    known = tuple(cards)
    held = held_card(known)
    if account is None or (held is None and account.registered_at is None):
        return LibraryAccountState.ENDED if known else LibraryAccountState.NONE
    if held is None:
        return LibraryAccountState.REGISTERED
    if held.state is CardState.BLOCKED:
        return LibraryAccountState.BLOCKED
    if not account.secret_hash:
        return LibraryAccountState.WITHOUT_SECRET
    return LibraryAccountState.ACTIVE


def may_register(account: LibraryAccount | None, cards: Iterable[LibraryCard]) -> bool:
    """Whether somebody can register: not twice, and again after the card was handed in."""
    state = account_state(account, cards)
    return state in (LibraryAccountState.NONE, LibraryAccountState.ENDED)
