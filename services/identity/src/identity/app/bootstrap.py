"""The first system administrator of a new installation."""

from chassis.database import Transaction
from chassis.values import PersonName

from identity.app.accounts import NewStaff, create_staff_account
from identity.app.initial_codes import IssuedCode, issue_initial_code
from identity.domain.accounts import AccountState
from identity.domain.roles import Role
from identity.store.accounts import find_account_by_user_name


def bootstrap_admin(
    tx: Transaction, user_name: str, name: PersonName, mailbox_domain: str
) -> IssuedCode:
    """Makes a system administrator's account and its initial code.

    An administrator who lost the code before using it gets a new one. Raises USER_NAME_TAKEN for
    any other account of that name, and USER_NAME_UNSUITABLE.
    """
    known = find_account_by_user_name(tx, user_name)
    if (
        known
        and known.account.state is AccountState.ASSIGNED
        and Role.SYSTEM_ADMINISTRATOR in known.account.roles
    ):
        return issue_initial_code(tx, known.account.person_id)
    staff = NewStaff(user_name, name, frozenset({Role.SYSTEM_ADMINISTRATOR}))
    return issue_initial_code(tx, create_staff_account(tx, staff, mailbox_domain).person_id)
