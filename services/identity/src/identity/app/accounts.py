"""Accounts: born from an enrolment or made for staff, renamed, read."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName

from identity.app.refusals import account_unknown, user_name_taken, user_name_unsuitable
from identity.domain.accounts import (
    Account,
    AccountState,
    is_staff_user_name,
    mailbox_of,
    student_user_name,
)
from identity.domain.roles import Role
from identity.events.outgoing import tell_account_created
from identity.store import accounts as store


@dataclass(frozen=True, slots=True)
class NewStaff:
    """The facts of a member of staff. `mailbox` is empty where the domain's own is meant."""

    user_name: str
    name: PersonName
    roles: frozenset[Role]
    mailbox: str = ""


def enrolled(
    tx: Transaction,
    person_id: UUID,
    name: PersonName,
    person_version: int,
    role: Role,
    mailbox_domain: str,
) -> Account:
    """Gives an enrolled person an account, or adds the role to the one the person has."""
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        # Two enrolments of one person can be heard at once: the second waits here for the first.
        store.lock_student_numbers(tx)
        known = store.find_account_for_change(tx, person_id)
    if known:
        account = known.account.renamed(name, person_version).with_roles([role])
        if account != known.account:
            store.change_account(tx, account)
        return account
    user_name = student_user_name(store.next_student_number(tx))
    account = Account(
        person_id=person_id,
        user_name=user_name,
        mailbox=mailbox_of(user_name, mailbox_domain),
        name=name,
        roles=frozenset({role}),
        state=AccountState.ASSIGNED,
        created_at=tx.now,
        version=1,
        person_version=person_version,
    )
    store.add_account(tx, account)
    tell_account_created(tx, account)
    return account


def person_changed(tx: Transaction, person_id: UUID, name: PersonName, person_version: int) -> None:
    """Takes over the name that records knows; nothing to do for a person without an account."""
    known = store.find_account_for_change(tx, person_id)
    if known:
        account = known.account.renamed(name, person_version)
        if account != known.account:
            store.change_account(tx, account)


def create_staff_account(tx: Transaction, staff: NewStaff, mailbox_domain: str) -> Account:
    """Makes an account for a member of staff, who gets a new person id.

    Raises USER_NAME_UNSUITABLE and USER_NAME_TAKEN.
    """
    if not is_staff_user_name(staff.user_name):
        raise user_name_unsuitable(staff.user_name)
    if store.find_account_by_user_name(tx, staff.user_name):
        raise user_name_taken(staff.user_name)
    account = Account(
        person_id=tx.new_id(),
        user_name=staff.user_name,
        mailbox=staff.mailbox or mailbox_of(staff.user_name, mailbox_domain),
        name=staff.name,
        roles=staff.roles,
        state=AccountState.ASSIGNED,
        created_at=tx.now,
        version=1,
    )
    store.add_account(tx, account)
    tell_account_created(tx, account)
    return account


def get_account(tx: Transaction, person_id: UUID) -> Account:
    """The account of a person. Raises ACCOUNT_UNKNOWN."""
    known = store.find_account(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known.account


def account_exists(tx: Transaction, person_id: UUID) -> bool:
    """Whether the person has an account."""
    return store.account_exists(tx, person_id)
