"""Lists of library cards that tutors hand out in the opening week."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Language, Semester, local_date

from identity.app.library import handover_refusals as refusals
from identity.app.library.desk import StartCode, hand_out, hold_numbers, new_start_code
from identity.app.library.people import library_people
from identity.app.library.refusals import (
    library_person_unknown,
    number_taken,
    number_twice,
    number_wrong,
)
from identity.documents.handover_csv import (
    UnreadableHandoverError,
    read_handover,
    write_handover,
)
from identity.domain.library import CardState, LibraryCard, Pickup
from identity.domain.library_handover import (
    HandoverEntry,
    HandoverList,
    Newcomer,
    assigned,
    handed_over,
)
from identity.mail.library import mail_come_to_library
from identity.store import handover_lists as store
from identity.store.library_accounts import (
    find_library_account_for_change,
    store_library_account,
)
from identity.store.library_cards import numbers_taken
from identity.store.library_rules import load_library_rules


@dataclass(frozen=True, slots=True)
class Recorded:
    """A list after a handover was noted; `left` are those who got a card at the desk meanwhile."""

    handover: HandoverList
    newly: int
    left: tuple[HandoverEntry, ...]


@dataclass(frozen=True, slots=True)
class NewList:
    """What a list is made of."""

    name: str
    programme_code: str
    semester: Semester
    most_people: int


def note_newcomer(tx: Transaction, newcomer: Newcomer) -> None:
    """Keeps what the lists need of an enrolment that was told."""
    store.store_newcomer(tx, newcomer)


def create_list(tx: Transaction, new: NewList, *, validate_only: bool) -> HandoverList:
    """Makes a list of new students without a card who are on no open list.

    Source: guide 001, "Library account": "If you are studying for a Master's degree, you will also
    receive the card when you register in the library." Raises HANDOVER_PROGRAMME_AT_THE_DESK and
    HANDOVER_NOBODY.
    """
    tx.hold([f"handover {new.programme_code} {new.semester.code}"])
    schools = store.schools_of_programme(tx, new.programme_code)
    if schools and not schools.intersection(load_library_rules(tx).tutor_schools):
        raise refusals.programme_at_the_desk()
    people = store.newcomers_without_card(
        tx, new.programme_code, new.semester.code, local_date(tx.now), new.most_people
    )
    if not people:
        raise refusals.nobody()
    made = HandoverList(
        handover_list_id=tx.new_id(),
        name=new.name.strip(),
        programme_code=new.programme_code,
        semester=new.semester.code,
        created_at=tx.now,
        closed_at=None,
        people=len(people),
        handed_over=0,
    )
    if validate_only:
        return made
    store.add_list(tx, made, people)
    return get_list(tx, made.handover_list_id)


def lists_before(
    tx: Transaction, before: tuple[datetime, UUID] | None, size: int
) -> tuple[list[HandoverList], bool]:
    """A page of lists without entries, the newest first, and whether more follow."""
    found = store.lists_before(tx, before, size + 1)
    return found[:size], len(found) > size


def get_list(tx: Transaction, handover_list_id: UUID) -> HandoverList:
    """A list with its entries. The relation check has seen that it is there."""
    found = store.find_list(tx, handover_list_id)
    if found is None:
        raise library_person_unknown()
    return found


def list_exists(tx: Transaction, handover_list_id: UUID) -> bool:
    """Whether there is such a list."""
    return store.list_exists(tx, handover_list_id)


def export_list(tx: Transaction, handover_list_id: UUID, language: Language) -> bytes:
    """The list as a CSV file for the tutor."""
    return write_handover(get_list(tx, handover_list_id), language)


def assign_cards(
    tx: Transaction, handover_list_id: UUID, card_numbers: Sequence[str]
) -> HandoverList:
    """Assigns printed cards to the entries that have none, in the order of the list.

    Raises LIBRARY_CARD_NUMBER_WRONG, LIBRARY_CARD_NUMBER_TWICE, LIBRARY_CARD_NUMBER_TAKEN,
    HANDOVER_TOO_MANY_CARDS and HANDOVER_CLOSED.
    """
    hold_numbers(tx, card_numbers)
    handover = _open_list(tx, handover_list_id)
    form = load_library_rules(tx).card_number
    for number in card_numbers:
        if not form.fits(number):
            raise number_wrong("card_numbers")
        if card_numbers.count(number) > 1:
            raise number_twice(number)
    taken = numbers_taken(tx, card_numbers) | store.numbers_assigned_to_others(tx, card_numbers)
    if taken:
        raise number_taken(min(taken), "card_numbers")
    pairs = assigned(handover.entries, card_numbers)
    if pairs is None:
        waiting = [each for each in handover.entries if each.is_waiting and not each.card_number]
        raise refusals.too_many_cards(len(waiting))
    for person_id, number in pairs:
        store.assign_card(tx, handover_list_id, person_id, number)
    return get_list(tx, handover_list_id)


def issue_start_codes(
    tx: Transaction, handover_list_id: UUID
) -> tuple[tuple[HandoverEntry, StartCode], ...]:
    """A new start code for each card that waits to be handed over, in the order of the list.

    Raises HANDOVER_CLOSED and HANDOVER_WITHOUT_CARDS.
    """
    handover = _open_list(tx, handover_list_id)
    waiting = [each for each in handover.entries if each.is_waiting and each.card_number]
    if not waiting:
        raise refusals.without_cards()
    by_person = sorted(waiting, key=lambda each: each.person_id)
    codes = {
        each.person_id: new_start_code(tx, each.person_id, each.card_number) for each in by_person
    }
    return tuple((each, codes[each.person_id]) for each in waiting)


def record_handover(
    tx: Transaction, handover_list_id: UUID, person_ids: Collection[UUID]
) -> Recorded:
    """Notes who was handed the card that was assigned; their deposits are due.

    Source: guide 001, "Library account": "You will receive your Leuphana Card during the Opening
    Week from your Opening Week Tutor." Raises HANDOVER_CLOSED, HANDOVER_ENTRY_UNKNOWN and
    HANDOVER_ENTRY_WITHOUT_CARD.
    """
    handover = _open_list(tx, handover_list_id)
    # Whoever gets a card at the desk at this moment is waited for.
    accounts = {each: find_library_account_for_change(tx, each) for each in sorted(person_ids)}
    handover = get_list(tx, handover.handover_list_id)
    done = handed_over(handover.entries, person_ids)
    if done.unknown:
        raise refusals.entry_unknown()
    if done.without_card:
        name = done.without_card[0].name
        raise refusals.entry_without_card(f"{name.given_names} {name.family_name}")
    people = library_people(tx, [each.person_id for each in done.now])
    for each in done.now:
        account = accounts[each.person_id]
        registered = replace(account, registered_at=account.registered_at or tx.now)
        store_library_account(tx, replace(registered, secret_hash=""))
        card = LibraryCard(
            card_number=each.card_number,
            person_id=each.person_id,
            state=CardState.ACTIVE,
            issued_at=tx.now,
            pickup=Pickup.TUTOR,
        )
        hand_out(tx, people[each.person_id], card)
        store.note_handed_over(tx, handover_list_id, each.person_id)
    return Recorded(get_list(tx, handover_list_id), len(done.now), done.left)


def import_handover(
    tx: Transaction, handover_list_id: UUID, content: bytes, *, validate_only: bool
) -> Recorded:
    """Reads from the exported file who was handed a card.

    Raises HANDOVER_FILE_UNREADABLE and what `record_handover` raises.
    """
    try:
        marked = read_handover(content)
    except UnreadableHandoverError as error:
        raise refusals.file_unreadable(error.row) from None
    if not validate_only:
        return record_handover(tx, handover_list_id, frozenset(marked))
    handover = _open_list(tx, handover_list_id)
    done = handed_over(handover.entries, marked)
    if done.unknown:
        raise refusals.entry_unknown()
    if done.without_card:
        name = done.without_card[0].name
        raise refusals.entry_without_card(f"{name.given_names} {name.family_name}")
    return Recorded(handover, len(done.now), done.left)


def close_list(tx: Transaction, handover_list_id: UUID, *, validate_only: bool) -> HandoverList:
    """Ends a list; whoever was handed nothing comes to the library. Raises HANDOVER_CLOSED.

    Source: guide 001, "Library account": "If you […] were not present during the Opening Week, you
    will alternatively receive the Leuphana Card when you register in the library."
    """
    handover = _open_list(tx, handover_list_id)
    if validate_only:
        return handover
    waiting = sorted(each.person_id for each in handover.entries if each.is_waiting)
    people = library_people(tx, waiting)
    for person_id in waiting:
        account = find_library_account_for_change(tx, person_id)
        ended = replace(account, start_code_digest="", start_code_expires_at=None)
        store_library_account(tx, ended)
        mail_come_to_library(tx, people[person_id])
    store.close_list(tx, handover_list_id)
    return get_list(tx, handover_list_id)


def _open_list(tx: Transaction, handover_list_id: UUID) -> HandoverList:
    """The list, locked. Raises HANDOVER_CLOSED."""
    store.lock_list(tx, handover_list_id)
    handover = get_list(tx, handover_list_id)
    if handover.closed_at is not None:
        raise refusals.closed()
    return handover
