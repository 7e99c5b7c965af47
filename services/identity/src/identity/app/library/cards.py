"""Library accounts: how they stand, and the online registration."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText

from identity.app.accounts.belongings import belongings_of
from identity.app.library import refusals
from identity.app.library.people import LibraryPerson, library_people, library_person
from identity.domain.affiliation_names import Affiliation
from identity.domain.library import (
    CardState,
    LibraryAccount,
    LibraryAccountState,
    LibraryCard,
    Pickup,
    account_state,
    held_card,
    may_register,
)
from identity.domain.library_rules import LibraryRules
from identity.mail.library import mail_registered
from identity.store.handover_lists import open_list_of
from identity.store.library_accounts import (
    find_library_account_for_change,
    find_people,
    library_accounts_of,
    library_person_exists,
    store_library_account,
)
from identity.store.library_cards import cards_of, cards_of_persons, find_card, successor_of
from identity.store.library_rules import load_library_rules, store_library_rules


@dataclass(frozen=True, slots=True)
class LibraryView:
    """How the library account of a person stands.

    `pickup` tells where the card waits, None unless registered; `list_name` the tutor group that
    has it. `not_entitled_reason` is None where nothing stands against registering online.
    """

    person: LibraryPerson
    account: LibraryAccount | None
    state: LibraryAccountState
    cards: tuple[LibraryCard, ...]
    pickup: Pickup | None
    list_name: str
    deposit_cents: int
    not_entitled_reason: LocalizedText | None


@dataclass(frozen=True, slots=True)
class CardOnRecord:
    """A card as other systems see it; `last_day` is None while no end is known."""

    card: LibraryCard
    person: LibraryPerson
    replaced_by: str
    last_day: date | None

    @property
    def is_valid(self) -> bool:
        """Whether it opens anything now."""
        return self.card.state is CardState.ACTIVE and bool(self.person.affiliations)


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """A page of a search, and the place of its last person; None on the last page."""

    people: tuple[LibraryView, ...]
    next_place: tuple[str, UUID] | None


def load_rules(tx: Transaction, rules: LibraryRules) -> bool:
    """Makes the university's decisions what the file says; whether that changed anything."""
    changed = load_library_rules(tx) != rules
    store_library_rules(tx, rules)
    return changed


def get_library_account(tx: Transaction, person_id: UUID) -> LibraryView:
    """How the library account of a person stands. Raises LIBRARY_PERSON_UNKNOWN."""
    library_person(tx, person_id)
    return _views(tx, [person_id])[0]


def find_library_people(
    tx: Transaction, query: str, after: tuple[str, UUID] | None, size: int
) -> FoundPeople:
    """People by name, `size` on a page: found by number, user name, address or family name."""
    found = find_people(tx, query, after, size + 1)
    views = _views(tx, [person_id for _, person_id in found[:size]])
    return FoundPeople(tuple(views), found[size - 1] if len(found) > size else None)


def preregister(tx: Transaction, person_id: UUID) -> LibraryView:
    """Registers somebody for a library account and a card.

    Source: guide 001, "Library account": "To obtain a user card and a library account, you first
    register online". Raises LIBRARY_NOT_ENTITLED and LIBRARY_ACCOUNT_EXISTS.
    """
    account = find_library_account_for_change(tx, person_id)
    person = library_person(tx, person_id)
    if not is_entitled(person, load_library_rules(tx)):
        raise refusals.not_entitled()
    if not may_register(account, cards_of(tx, person_id)):
        raise refusals.account_exists()
    store_library_account(tx, replace(account, registered_at=tx.now))
    mail_registered(tx, person)
    return get_library_account(tx, person_id)


def withdraw_registration(tx: Transaction, person_id: UUID) -> LibraryView:
    """Takes a registration back as long as no card was issued.

    Raises LIBRARY_REGISTRATION_OVER.
    """
    account = find_library_account_for_change(tx, person_id)
    state = account_state(account, cards_of(tx, person_id))
    if state is not LibraryAccountState.REGISTERED:
        raise refusals.registration_over()
    store_library_account(tx, replace(account, registered_at=None))
    return get_library_account(tx, person_id)


def get_card(tx: Transaction, card_number: str) -> CardOnRecord:
    """A card and whose it is. Raises LIBRARY_CARD_NUMBER_WRONG and LIBRARY_PERSON_UNKNOWN."""
    if not load_library_rules(tx).card_number.fits(card_number):
        raise refusals.number_wrong()
    card = find_card(tx, card_number)
    if card is None:
        raise refusals.library_person_unknown()
    return on_record(tx, card)


def on_record(tx: Transaction, card: LibraryCard) -> CardOnRecord:
    """The card with its owner."""
    replaced_by = successor_of(tx, card.card_number)
    return CardOnRecord(
        card, library_person(tx, card.person_id), replaced_by, _last_day(tx, card.person_id)
    )


def owner_of_card(tx: Transaction, card_number: str) -> UUID | None:
    """Whose card it is; None where there is no such card."""
    card = find_card(tx, card_number)
    return card.person_id if card else None


def library_knows(tx: Transaction, person_id: UUID) -> bool:
    """Whether the person has a university account or is registered with the library."""
    return library_person_exists(tx, person_id)


def is_entitled(person: LibraryPerson, rules: LibraryRules) -> bool:
    """Whether the person may have a card: those from outside by the desk's registration."""
    return person.account is None or any(each in rules.registering for each in person.affiliations)


def _last_day(tx: Transaction, person_id: UUID) -> date | None:
    """The last day on which the person belongs to the university; None while no end is known."""
    belongings = belongings_of(tx, [person_id]).get(person_id, ())
    last_days = [
        each.last_day for each in belongings if each.affiliation is not Affiliation.LIBRARY_USER
    ]
    return None if None in last_days else max((day for day in last_days if day), default=None)


def _views(tx: Transaction, person_ids: Sequence[UUID]) -> list[LibraryView]:
    rules = load_library_rules(tx)
    people = library_people(tx, person_ids)
    accounts = library_accounts_of(tx, person_ids)
    cards = cards_of_persons(tx, person_ids)
    return [
        _view(tx, people[each], accounts.get(each), cards.get(each, ()), rules)
        for each in person_ids
        if each in people
    ]


def _view(
    tx: Transaction,
    person: LibraryPerson,
    account: LibraryAccount | None,
    cards: tuple[LibraryCard, ...],
    rules: LibraryRules,
) -> LibraryView:
    state = account_state(account, cards)
    waiting = None if held_card(cards) else open_list_of(tx, person.person_id)
    pickup = None
    if waiting:
        pickup = Pickup.TUTOR
    elif state is LibraryAccountState.REGISTERED:
        pickup = Pickup.DESK
    return LibraryView(
        person=person,
        account=account,
        state=state,
        cards=cards,
        pickup=pickup,
        list_name=waiting[0] if waiting else "",
        deposit_cents=rules.deposit_cents,
        not_entitled_reason=None if is_entitled(person, rules) else refusals.NOT_ENTITLED,
    )
