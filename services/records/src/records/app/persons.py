"""Finding persons, and what becomes known about them."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import mailbox_became_known
from chassis.paging import page_token_invalid

from records.domain.person import Person
from records.events.outgoing import tell_person_changed
from records.store import accounts
from records.store import persons as store
from records.texts import refusals


@dataclass(frozen=True, slots=True)
class PersonSearch:
    """What persons are searched by; empty texts do not restrict."""

    matriculation_number: str = ""
    # The beginning of the family name, in whatever case and with or without marks.
    family_name_prefix: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A page of persons by name; `has_next` tells whether more follow the last one."""

    persons: tuple[Person, ...]
    has_next: bool


def person_with_id(tx: Transaction, person_id: UUID) -> Person:
    """The person with the id. Raises PERSON_UNKNOWN."""
    person = store.load_person(tx, person_id)
    if person is None:
        raise refusals.person_id_unknown(str(person_id))
    return person


def person_exists(tx: Transaction, person_id: UUID) -> bool:
    """Whether there is a person with the id."""
    return store.load_person(tx, person_id) is not None


def search_persons(
    tx: Transaction, search: PersonSearch, after: UUID | None, page_size: int
) -> PersonPage:
    """The persons that fit, by folded name and id, those behind the person `after`.

    Raises PAGE_TOKEN_INVALID where nobody has the id `after`.
    """
    if after is not None and not person_exists(tx, after):
        raise page_token_invalid()
    # One more than asked for shows whether another page follows.
    found = store.find_persons(
        tx, search.matriculation_number, search.family_name_prefix, after, page_size + 1
    )
    return PersonPage(tuple(found[:page_size]), has_next=len(found) > page_size)


def remember_account(tx: Transaction, person_id: UUID, user_name: str, mailbox: str) -> None:
    """Stores an account and the person's mailbox, addresses the mails that wait, and tells it.

    A mailbox that is known already changes and tells nothing, so that hearing and telling come to
    rest; of people who are no students, records keeps the account alone.
    """
    accounts.store_account(tx, person_id, user_name, mailbox)
    store.lock_person(tx, person_id)
    person = store.load_person(tx, person_id)
    if person is None or person.mailbox == mailbox:
        return
    mailbox_became_known(tx, person_id, mailbox)
    changed = replace(person, mailbox=mailbox, version=person.version + 1)
    store.update_person(tx, changed)
    tell_person_changed(tx, changed)
