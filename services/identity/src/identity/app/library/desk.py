"""The library's service desk: cards issued, blocked, opened again, replaced, handed in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName

from identity.app.accounts.states import bring_up_to_date
from identity.app.library import refusals
from identity.app.library.cards import LibraryView, get_library_account, is_entitled
from identity.app.library.people import LibraryPerson, library_person
from identity.domain.library import (
    HELD,
    CardLoss,
    CardState,
    IdentityDocument,
    LibraryCard,
    LibraryUser,
    Pickup,
    held_card,
)
from identity.domain.written_codes import CODE_BYTES, code_digest, written_code
from identity.events.outgoing import tell_library_card_issued, tell_library_card_returned
from identity.mail import library as mail
from identity.store.handover_lists import numbers_assigned_to_others
from identity.store.library_accounts import (
    add_library_user,
    find_library_account_for_change,
    find_library_user_named,
    store_library_account,
)
from identity.store.library_cards import add_cards, cards_of, change_card, find_card, numbers_taken
from identity.store.library_rules import load_library_rules


@dataclass(frozen=True, slots=True)
class StartCode:
    """A start code in clear, for its owner. It is nowhere else."""

    card_number: str
    code: str = field(repr=False)
    expires_at: datetime


def register_library_user(tx: Transaction, name: PersonName, email: str) -> LibraryView:
    """Registers somebody from outside the university. Raises LIBRARY_USER_KNOWN."""
    tx.hold([f"library user {email.lower()}"])
    if find_library_user_named(tx, name, email):
        raise refusals.library_user_known()
    user = LibraryUser(tx.new_id(), name, email, tx.now)
    add_library_user(tx, user)
    account = find_library_account_for_change(tx, user.person_id)
    store_library_account(tx, replace(account, registered_at=tx.now))
    return get_library_account(tx, user.person_id)


def issue_card(
    tx: Transaction,
    person_id: UUID,
    card_number: str,
    document: IdentityDocument,
    *,
    validate_only: bool,
) -> LibraryCard:
    """Issues a card after the identity document was checked.

    Source: guide 001, "Library account": "appear in person at the library service desk to get your
    card"; "The card is issued against a deposit of € 10.00." Raises LIBRARY_CARD_NUMBER_WRONG,
    LIBRARY_CARD_NUMBER_TAKEN, LIBRARY_CARD_THERE, LIBRARY_CARD_TO_REPLACE, LIBRARY_NOT_ENTITLED.
    """
    hold_numbers(tx, [card_number])
    person = library_person(tx, person_id)
    account = find_library_account_for_change(tx, person_id)
    held = held_card(cards_of(tx, person_id))
    if held and held.state is CardState.BLOCKED:
        raise refusals.card_to_replace()
    if held:
        raise refusals.card_there()
    if not is_entitled(person, load_library_rules(tx)):
        raise refusals.not_entitled()
    require_free_number(tx, card_number, person_id)
    card = LibraryCard(
        card_number=card_number,
        person_id=person_id,
        state=CardState.ACTIVE,
        issued_at=tx.now,
        pickup=Pickup.DESK,
        identity_document=document,
    )
    if validate_only:
        return card
    # The secret of an account that ended with a former card does not come back.
    store_library_account(
        tx, replace(account, registered_at=account.registered_at or tx.now, secret_hash="")
    )
    hand_out(tx, person, card)
    return card


def hand_out(tx: Transaction, person: LibraryPerson, card: LibraryCard) -> None:
    """Stores a first card and tells that its deposit is due. The library account is locked."""
    add_cards(tx, [card])
    tell_library_card_issued(tx, card.card_number, card.person_id)
    mail.mail_card_issued(tx, person, card, load_library_rules(tx).deposit_cents)
    if person.account:
        # Who holds a card is a user of the library.
        bring_up_to_date(tx, card.person_id)


def issue_start_code(tx: Transaction, person_id: UUID) -> StartCode:
    """Makes a new start code and ends the former one. Raises LIBRARY_CARD_MISSING."""
    person = library_person(tx, person_id)
    find_library_account_for_change(tx, person_id)
    held = held_card(cards_of(tx, person_id))
    if held is None:
        raise refusals.card_missing()
    made = new_start_code(tx, person_id, held.card_number)
    mail.mail_start_code(tx, person)
    return made


def new_start_code(tx: Transaction, person_id: UUID, card_number: str) -> StartCode:
    """Stores the digest of a new start code. The secret so far holds until it is used."""
    account = find_library_account_for_change(tx, person_id)
    code = written_code(secrets.token_bytes(CODE_BYTES))
    expires_at = tx.now + load_library_rules(tx).start_code_validity
    store_library_account(
        tx,
        replace(account, start_code_digest=code_digest(code), start_code_expires_at=expires_at),
    )
    return StartCode(card_number, code, expires_at)


def block_card(
    tx: Transaction, card_number: str, loss: CardLoss, *, by_owner: bool, validate_only: bool
) -> LibraryCard:
    """Blocks a card at once. Raises LIBRARY_CARD_NOT_ACTIVE and LIBRARY_LOSS_FOR_THE_DESK."""
    if by_owner and loss is CardLoss.BY_LIBRARY:
        raise refusals.loss_is_for_the_desk()
    card = card_for_change(tx, card_number)
    if card.state is not CardState.ACTIVE:
        raise refusals.card_not_active()
    blocked = card.ended(CardState.BLOCKED, tx.now, loss)
    if not validate_only:
        change_card(tx, blocked)
        mail.mail_card_blocked(tx, library_person(tx, card.person_id), blocked)
    return blocked


def unblock_card(tx: Transaction, card_number: str) -> LibraryCard:
    """Opens a blocked card again. Raises LIBRARY_CARD_NOT_BLOCKED."""
    card = card_for_change(tx, card_number)
    if card.state is not CardState.BLOCKED:
        raise refusals.card_not_blocked()
    opened = card.opened_again()
    change_card(tx, opened)
    mail.mail_card_unblocked(tx, library_person(tx, card.person_id), opened)
    return opened


def replace_card(
    tx: Transaction, card_number: str, new_number: str, loss: CardLoss, *, validate_only: bool
) -> LibraryCard:
    """Issues another card in place of one; the deposit moves over to it.

    The secret stays: only the user name changes. Raises LIBRARY_CARD_ENDED,
    LIBRARY_CARD_NUMBER_WRONG and LIBRARY_CARD_NUMBER_TAKEN.
    """
    hold_numbers(tx, [new_number])
    card = card_for_change(tx, card_number)
    if card.state not in HELD:
        raise refusals.card_ended(card.state)
    require_free_number(tx, new_number, card.person_id, "new_card_number")
    new = LibraryCard(
        card_number=new_number,
        person_id=card.person_id,
        state=CardState.ACTIVE,
        issued_at=tx.now,
        pickup=Pickup.DESK,
        identity_document=card.identity_document,
        replaces_card_number=card_number,
    )
    if not validate_only:
        change_card(tx, card.ended(CardState.REPLACED, tx.now, loss))
        add_cards(tx, [new])
        mail.mail_card_replaced(tx, library_person(tx, card.person_id), new)
    return new


def return_card(tx: Transaction, card_number: str, *, validate_only: bool) -> LibraryCard:
    """Notes that a card was handed in for good; the deposit goes back.

    Raises LIBRARY_CARD_ENDED.
    """
    card = card_for_change(tx, card_number)
    if card.state not in HELD:
        raise refusals.card_ended(card.state)
    returned = card.ended(CardState.RETURNED, tx.now)
    if not validate_only:
        change_card(tx, returned)
        account = find_library_account_for_change(tx, card.person_id)
        ended = replace(
            account, registered_at=None, start_code_digest="", start_code_expires_at=None
        )
        store_library_account(tx, ended)
        deposit_card = _first_card(cards_of(tx, card.person_id), card)
        tell_library_card_returned(tx, card_number, deposit_card.card_number, card.person_id)
        person = library_person(tx, card.person_id)
        mail.mail_card_returned(tx, person, returned)
        if person.account:
            bring_up_to_date(tx, card.person_id)
    return returned


def hold_numbers(tx: Transaction, numbers: Sequence[str]) -> None:
    """Lets nobody else take one of the numbers until this ends; comes before any lock."""
    tx.hold(f"library card {number}" for number in numbers)


def require_free_number(
    tx: Transaction, number: str, person_id: UUID, field_name: str = "card_number"
) -> None:
    """Raises LIBRARY_CARD_NUMBER_WRONG and LIBRARY_CARD_NUMBER_TAKEN."""
    if not load_library_rules(tx).card_number.fits(number):
        raise refusals.number_wrong(field_name)
    if numbers_taken(tx, [number]) or numbers_assigned_to_others(tx, [number], person_id):
        raise refusals.number_taken(number, field_name)


def card_for_change(tx: Transaction, card_number: str) -> LibraryCard:
    """The card, with its library account locked. Raises LIBRARY_PERSON_UNKNOWN."""
    found = find_card(tx, card_number)
    if found is None:
        raise refusals.library_person_unknown()
    find_library_account_for_change(tx, found.person_id)
    return find_card(tx, card_number) or found


def _first_card(cards: Sequence[LibraryCard], card: LibraryCard) -> LibraryCard:
    """The card that the deposit was charged for: the first in the row of replacements."""
    by_number = {each.card_number: each for each in cards}
    first = card
    while first.replaces_card_number in by_number:
        first = by_number[first.replaces_card_number]
    return first
