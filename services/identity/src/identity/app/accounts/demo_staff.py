"""Staff accounts of the demonstration: active at once, with a password that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chassis.database import Transaction

from identity.app.accounts.making import NewStaff, create_staff_account
from identity.app.accounts.terms import accept_terms_that_hold
from identity.app.accounts.views import view_of
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.app.sign_in.password_rules import require_good_password
from identity.domain.accounts import Account, AccountState
from identity.domain.passwords import normalised
from identity.events.outgoing import tell_account_activated
from identity.store import accounts as store


@dataclass(frozen=True, slots=True)
class DemoStaffDone:
    """What was done, as user names."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]


def password_hashes(tx: Transaction, staff: Sequence[NewStaff]) -> Mapping[str, str]:
    """The password hashes of those who have accounts, by user name."""
    found = {one.user_name: store.find_account_by_user_name(tx, one.user_name) for one in staff}
    return {user_name: known.password_hash for user_name, known in found.items() if known}


def new_hashes(
    hashing: PasswordHashing, password: str, staff: Sequence[NewStaff], known: Mapping[str, str]
) -> Mapping[str, str]:
    """A hash for each member of staff who does not have this password yet, by user name."""
    secret = normalised(password)
    return {
        one.user_name: hashing.hash(secret)
        for one in staff
        if not (known.get(one.user_name) and hashing.check(known[one.user_name], secret).matches)
    }


def store_demo_staff(
    tx: Transaction,
    staff: Sequence[NewStaff],
    password: str,
    hashes: Mapping[str, str],
    mailbox_domain: str,
    university_words: Sequence[str],
) -> DemoStaffDone:
    """Makes the accounts that are missing and activates them; adds roles that are new.

    Doing it twice changes nothing. Raises PASSWORD_TOO_WEAK and USER_NAME_UNSUITABLE.
    """
    created, changed, left = [], [], []
    for one in staff:
        known = store.find_account_by_user_name(tx, one.user_name)
        before = known.account if known else create_staff_account(tx, one, mailbox_domain)
        require_good_password(normalised(password), before, False, university_words)
        after = _usable(tx, before.with_roles(one.roles), hashes.get(one.user_name, ""))
        if known is None:
            created.append(one.user_name)
        elif after != before or one.user_name in hashes:
            changed.append(one.user_name)
        else:
            left.append(one.user_name)
    return DemoStaffDone(tuple(created), tuple(changed), tuple(left))


def _usable(tx: Transaction, account: Account, password_hash: str) -> Account:
    if password_hash:
        store.set_password_hash(tx, account.person_id, password_hash)
    if account.state is not AccountState.ASSIGNED:
        store.change_account(tx, account)
        return account
    active = account.activated()
    store.change_account(tx, active)
    tell_account_activated(tx, view_of(tx, active))
    accept_terms_that_hold(tx, active.person_id)
    return active
