"""The people whom the library knows: those with a university account and those from outside."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName

from identity.app.accounts.affiliations import affiliations_of
from identity.app.library.refusals import library_person_unknown
from identity.domain.accounts import Account
from identity.domain.affiliation_names import Affiliation
from identity.store.accounts import find_accounts
from identity.store.library_accounts import library_users_of


@dataclass(frozen=True, slots=True)
class LibraryPerson:
    """Somebody whom the library knows. `account` is None for somebody from outside."""

    person_id: UUID
    name: PersonName
    email: str
    account: Account | None
    # In the order of the enumeration.
    affiliations: tuple[Affiliation, ...]


def library_people(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, LibraryPerson]:
    """The people with these ids; unknown ones are left out."""
    belonging = affiliations_of(tx, person_ids)
    found = {
        user.person_id: LibraryPerson(
            user.person_id, user.name, user.email, None, (Affiliation.LIBRARY_USER,)
        )
        for user in library_users_of(tx, person_ids).values()
    }
    for account in find_accounts(tx, person_ids).values():
        known = belonging.get(account.person_id)
        held = known.held if known else frozenset()
        found[account.person_id] = LibraryPerson(
            account.person_id,
            account.name,
            account.mailbox,
            account,
            tuple(each for each in Affiliation if each in held),
        )
    return found


def library_person(tx: Transaction, person_id: UUID) -> LibraryPerson:
    """One person. Raises LIBRARY_PERSON_UNKNOWN."""
    found = library_people(tx, [person_id]).get(person_id)
    if found is None:
        raise library_person_unknown()
    return found
