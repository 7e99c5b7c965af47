"""Accounts: born from an enrolment or made for staff, renamed, read."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName, local_date

from identity.app.accounts.esi import draw_student_code
from identity.app.accounts.mailboxes import require_free_mailbox
from identity.app.accounts.states import settle
from identity.app.accounts.views import view_of
from identity.app.refusals import account_unknown, user_name_taken, user_name_unsuitable
from identity.domain.account_view import told_form
from identity.domain.accounts import (
    Account,
    AccountState,
    Employment,
    is_staff_user_name,
    mailbox_of,
    student_user_name,
)
from identity.domain.enrolments import ROLE_OF_KIND, HeardEnrolment
from identity.domain.roles import Role
from identity.domain.standing import standing_on
from identity.events.outgoing import tell_account_created
from identity.store import accounts as store
from identity.store.account_rules import load_account_rules
from identity.store.account_standing import StandingNotes, keep_standing_notes
from identity.store.enrolments import (
    enrolments_of,
    keep_name,
    store_enrolment,
    take_kept_name,
)


@dataclass(frozen=True, slots=True)
class NewStaff:
    """The facts of a member of staff. `mailbox` is empty where the domain's own is meant."""

    user_name: str
    name: PersonName
    roles: frozenset[Role]
    mailbox: str = ""
    employment: Employment = field(default_factory=Employment)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What records say about a person, at that version."""

    name: PersonName
    version: int


def enrolled(
    tx: Transaction, enrolment: HeardEnrolment, person: PersonFacts, mailbox_domain: str
) -> Account:
    """Lets an enrolment take effect: its person has an account, whose roles follow from it.

    Guide 001, "Leuphana account": the account is assigned upon enrolment. An enrolment that has
    ended makes no difference to whoever holds another one, and starts the wind-down otherwise. An
    older version than the one that is known changes nothing but the name.
    """
    person_id = enrolment.person_id
    _hold_birth(tx, person_id)
    known = store.find_account_for_change(tx, person_id)
    store_enrolment(tx, enrolment)
    if known is None:
        return _born(tx, enrolment, person, mailbox_domain)
    draw_student_code(tx, person_id)
    return settle(tx, known, known.account.renamed(person.name, person.version))


def person_changed(tx: Transaction, person_id: UUID, person: PersonFacts) -> None:
    """Takes over the name that records knows; keeps it for a person without an account yet."""
    _hold_birth(tx, person_id)
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        keep_name(tx, person_id, person.name, person.version)
        return
    settle(tx, known, known.account.renamed(person.name, person.version))


def create_staff_account(tx: Transaction, staff: NewStaff, mailbox_domain: str) -> Account:
    """Makes an account for a member of staff, who gets a new person id.

    Raises USER_NAME_UNSUITABLE, USER_NAME_TAKEN and MAILBOX_TAKEN.
    """
    if not is_staff_user_name(staff.user_name):
        raise user_name_unsuitable(staff.user_name)
    # Two people who are made an account of one name at once: the second waits here for the first.
    tx.hold([f"user name {staff.user_name}"])
    if store.find_account_by_user_name(tx, staff.user_name):
        raise user_name_taken(staff.user_name)
    mailbox = (staff.mailbox or mailbox_of(staff.user_name, mailbox_domain)).lower()
    require_free_mailbox(tx, mailbox)
    account = Account(
        person_id=tx.new_id(),
        user_name=staff.user_name,
        mailbox=mailbox,
        name=staff.name,
        roles=staff.roles,
        state=AccountState.ASSIGNED,
        created_at=tx.now,
        version=1,
        employment=staff.employment,
    )
    return _add(tx, account)


def get_account(tx: Transaction, person_id: UUID) -> Account:
    """The account of a person. Raises ACCOUNT_UNKNOWN."""
    known = store.find_account(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known.account


def account_exists(tx: Transaction, person_id: UUID) -> bool:
    """Whether the person has an account."""
    return store.account_exists(tx, person_id)


def _hold_birth(tx: Transaction, person_id: UUID) -> None:
    """Two enrolments of one person, or one and a new name, can be heard at once."""
    tx.hold([f"account of {person_id}"])


def _born(
    tx: Transaction, enrolment: HeardEnrolment, person: PersonFacts, mailbox_domain: str
) -> Account:
    """A new account; a newer name that was heard of before is not lost."""
    kept = take_kept_name(tx, enrolment.person_id)
    newest = PersonFacts(*kept) if kept and kept[1] > person.version else person
    store.lock_student_numbers(tx)
    user_name = student_user_name(store.next_student_number(tx))
    account = Account(
        person_id=enrolment.person_id,
        user_name=user_name,
        mailbox=mailbox_of(user_name, mailbox_domain).lower(),
        name=newest.name,
        roles=frozenset({ROLE_OF_KIND[enrolment.kind]}),
        state=AccountState.ASSIGNED,
        created_at=tx.now,
        version=1,
        person_version=newest.version,
    )
    born = _add(tx, account)
    draw_student_code(tx, born.person_id)
    return born


def _add(tx: Transaction, wanted: Account) -> Account:
    """Stores a new account as it stands today, and tells the other services."""
    enrolments = enrolments_of(tx, [wanted.person_id]).get(wanted.person_id, ())
    rules = load_account_rules(tx)
    stands = standing_on(local_date(tx.now), wanted, enrolments, rules, has_password=False)
    account = replace(stands.account, version=1)
    store.add_account(tx, account)
    view = view_of(tx, account)
    notes = StandingNotes("", told_form(view.affiliations), stands.due)
    keep_standing_notes(tx, account.person_id, notes)
    tell_account_created(tx, view)
    return account
