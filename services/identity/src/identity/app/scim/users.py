"""Accounts in the hands of personnel systems: made, changed, closed and deleted by SCIM.

Nothing here decides about roles or passwords: system administrators grant the former, and the
latter are their owners' alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Failure
from chassis.values import local_date

from identity.app.accounts.administrators import require_two_other_administrators
from identity.app.accounts.affiliations import affiliations_of
from identity.app.accounts.mailboxes import require_free_mailbox, require_mailbox_for
from identity.app.accounts.making import NewStaff, create_staff_account, get_account
from identity.app.accounts.states import disable_account, enable_account, settle
from identity.app.it_services.service_passwords import end_service_passwords
from identity.app.scim.refusals import (
    closed_by_administrator,
    external_id_taken,
    filter_unsuitable,
    scim_user_unknown,
    user_kept_by_records,
    user_name_fixed,
    version_outdated,
)
from identity.app.second_factors.factors import remove_all_factors
from identity.domain.accounts import Account, AccountState, DisableReason, Employment, known_form
from identity.domain.affiliations import Affiliations, eduperson, scoped
from identity.domain.mailboxes import MailboxDomains
from identity.domain.scim_users import (
    FoundUser,
    ScimUser,
    Standing,
    UserFacts,
    UserSearch,
    against_changing,
    against_replacing,
    closing_note,
    is_closed_by_personnel,
    unsuitable_comparisons,
)
from identity.mail.account_states import mail_disabled, mail_new_mailbox
from identity.store import scim_users as store
from identity.store.account_rules import load_account_rules
from identity.store.accounts import (
    StoredAccount,
    find_account_for_change,
    find_accounts,
    set_password_hash,
)
from identity.store.recovery import remove_address


def user_exists(tx: Transaction, client_id: UUID, person_id: UUID) -> bool:
    """Whether there is such a user."""
    return store.find_user(tx, client_id, person_id) is not None


def get_user(tx: Transaction, client_id: UUID, person_id: UUID) -> ScimUser:
    """The user with this id. Raises SCIM_USER_UNKNOWN."""
    found = store.find_user(tx, client_id, person_id)
    if found is None:
        raise scim_user_unknown(str(person_id))
    return _users(tx, [found])[0]


def list_users(
    tx: Transaction, client_id: UUID, search: UserSearch
) -> tuple[Sequence[ScimUser], int]:
    """One page of users, and how many match in all. Raises FILTER_UNSUITABLE."""
    if unsuitable := unsuitable_comparisons(search.filter):
        raise filter_unsuitable(", ".join(sorted({one.attribute.value for one in unsuitable})))
    found, total = store.search_users(tx, client_id, search)
    return _users(tx, found), total


def create_user(
    tx: Transaction, client_id: UUID, facts: UserFacts, domains: MailboxDomains
) -> ScimUser:
    """Makes an account for a member of staff, who gets a new person id.

    Raises USER_NAME_UNSUITABLE, USER_NAME_TAKEN, MAILBOX_FOR_STUDENTS, MAILBOX_TAKEN and
    EXTERNAL_ID_TAKEN.
    """
    user_name, mailbox = known_form(facts.user_name), facts.mailbox.lower()
    require_mailbox_for(user_name, mailbox, domains)
    staff = NewStaff(user_name, facts.name, frozenset(), mailbox)
    account = create_staff_account(tx, staff, domains.staff)
    _keep_external_id(tx, client_id, account.person_id, facts.external_id)
    if not facts.active:
        disable_account(tx, account.person_id, closing_note(client_id))
    return get_user(tx, client_id, account.person_id)


def replace_user(
    tx: Transaction,
    client_id: UUID,
    person_id: UUID,
    facts: UserFacts,
    expected_version: str,
    domains: MailboxDomains,
) -> ScimUser:
    """Gives the user these facts; one who is no longer active is signed out everywhere.

    Raises SCIM_USER_UNKNOWN, USER_KEPT_BY_RECORDS, VERSION_OUTDATED, USER_NAME_FIXED,
    MAILBOX_FOR_STUDENTS, MAILBOX_TAKEN, EXTERNAL_ID_TAKEN, CLOSED_BY_ADMINISTRATOR and
    ADMINISTRATORS_TOO_FEW.
    """
    known, user = _locked(tx, client_id, person_id)
    facts = replace(facts, user_name=known_form(facts.user_name), mailbox=facts.mailbox.lower())
    if standing := against_replacing(user, facts, expected_version):
        raise _refusal(standing, user)
    before = known.account
    if facts.mailbox != before.mailbox:
        require_mailbox_for(before.user_name, facts.mailbox, domains)
        require_free_mailbox(tx, facts.mailbox, person_id)
    if facts.external_id != user.external_id:
        _keep_external_id(tx, client_id, person_id, facts.external_id)
    name = replace(facts.name, birth_name=before.name.birth_name)
    wanted = replace(before, name=name, mailbox=facts.mailbox)
    if facts.active and not user.active:
        _require_may_open(before)
        wanted = _employed(tx, wanted)
    if wanted != before:
        account = settle(tx, known, wanted)
        if account.mailbox != before.mailbox:
            mail_new_mailbox(tx, account, before.mailbox)
    _open_or_close(tx, client_id, person_id, active=facts.active)
    return get_user(tx, client_id, person_id)


def delete_user(
    tx: Transaction,
    client_id: UUID,
    person_id: UUID,
    expected_version: str,
    *,
    validate_only: bool,
) -> None:
    """Deletes the user: the account is closed for good, and what only its owner needs is removed.

    The user name stays taken, and the name stays with what the person once signed. Raises
    SCIM_USER_UNKNOWN, USER_KEPT_BY_RECORDS, VERSION_OUTDATED and ADMINISTRATORS_TOO_FEW.
    """
    known, user = _locked(tx, client_id, person_id)
    if standing := against_changing(user, expected_version):
        raise _refusal(standing, user)
    require_two_other_administrators(tx, known.account)
    if validate_only:
        return
    closed = replace(
        known.account,
        state=AccountState.DISABLED,
        disable_reason=DisableReason.ADMINISTRATOR,
        disable_note=closing_note(client_id),
        employment=None,
        roles=frozenset(),
    )
    account = settle(tx, known, closed)
    if user.active:
        mail_disabled(tx, account)
    set_password_hash(tx, person_id, "")
    remove_all_factors(tx, person_id)
    end_service_passwords(tx, person_id)
    remove_address(tx, person_id)
    store.note_deletion(tx, person_id)


def _open_or_close(tx: Transaction, client_id: UUID, person_id: UUID, *, active: bool) -> None:
    """Lets the account be used, or no longer; being employed may have opened it already."""
    is_active = get_user(tx, client_id, person_id).active
    if active and not is_active:
        enable_account(tx, person_id)
    elif is_active and not active:
        require_two_other_administrators(tx, get_account(tx, person_id))
        disable_account(tx, person_id, closing_note(client_id))


def _require_may_open(account: Account) -> None:
    """What a system administrator closed, such as a stolen account, no personnel system opens."""
    by_administrator = account.disable_reason is DisableReason.ADMINISTRATOR
    if by_administrator and not is_closed_by_personnel(account):
        raise closed_by_administrator(str(account.person_id))


def _employed(tx: Transaction, account: Account) -> Account:
    """Whom the personnel system calls active is employed, whatever end was known before."""
    if account.employment and account.employment.holds_on(local_date(tx.now)):
        return account
    return replace(account, employment=Employment())


def _keep_external_id(tx: Transaction, client_id: UUID, person_id: UUID, external_id: str) -> None:
    if external_id:
        # Two new users with one key: the second waits here for the first.
        tx.hold([f"scim key {external_id} of {client_id}"])
        owner = store.owner_of_external_id(tx, client_id, external_id)
        if owner not in (None, person_id):
            raise external_id_taken(external_id)
    store.keep_external_id(tx, client_id, person_id, external_id)


def _locked(tx: Transaction, client_id: UUID, person_id: UUID) -> tuple[StoredAccount, ScimUser]:
    known = find_account_for_change(tx, person_id)
    if known is None:
        raise scim_user_unknown(str(person_id))
    return known, get_user(tx, client_id, person_id)


def _refusal(standing: Standing, user: ScimUser) -> Failure:
    match standing:
        case Standing.KEPT_BY_RECORDS:
            return user_kept_by_records(str(user.account.person_id))
        case Standing.USER_NAME_FIXED:
            return user_name_fixed(user.account.user_name)
        case Standing.VERSION_OUTDATED:
            return version_outdated()


def _users(tx: Transaction, found: Sequence[FoundUser]) -> list[ScimUser]:
    """The users with their accounts and affiliations, in the order given."""
    person_ids = [each.person_id for each in found]
    accounts = find_accounts(tx, person_ids)
    held = affiliations_of(tx, person_ids)
    rules = load_account_rules(tx)

    def user(one: FoundUser) -> ScimUser:
        values = eduperson(held.get(one.person_id, Affiliations()), rules.affiliations)
        return ScimUser(
            accounts[one.person_id],
            one.external_id,
            one.changed_at,
            values,
            scoped(values, rules.scope),
        )

    return [user(one) for one in found]
