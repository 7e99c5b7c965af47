"""The first system administrators of a new installation, and the door for an emergency.

A privileged role takes two administrators, so that the command makes two: with one there would be
nobody to agree. After that administrators ask for further ones in the application, and the command
makes another one only in an emergency, which all others are told.
"""

from chassis.audit.entries import enter_command
from chassis.database import Transaction
from chassis.values import PersonName

from identity.app.accounts.administrators import administrators
from identity.app.accounts.initial_codes import IssuedCode, issue_initial_code
from identity.app.accounts.making import NewStaff, create_staff_account
from identity.app.roles.refusals import administrators_there
from identity.domain.accounts import Account, AccountState
from identity.domain.roles import Role
from identity.mail.roles import mail_emergency
from identity.store.accounts import find_account_by_user_name
from identity.store.role_grants import hold_administrators, note_command

COMMAND = "identity bootstrap-admin"
# Made by the command without anybody's agreement.
FIRST_ADMINISTRATORS = 2


def bootstrap_admin(
    tx: Transaction, user_name: str, name: PersonName, mailbox_domain: str, emergency: str = ""
) -> IssuedCode:
    """Makes a system administrator's account and its initial code.

    An administrator who lost the code before using it gets a new one. `emergency` is the reason for
    making more than two. Raises ADMINISTRATORS_THERE, USER_NAME_TAKEN for any other account of that
    name, and USER_NAME_UNSUITABLE.
    """
    hold_administrators(tx)
    there = administrators(tx)
    waiting = _waiting(tx, user_name)
    if waiting is None and len(there) >= FIRST_ADMINISTRATORS and not emergency:
        raise administrators_there()
    account = waiting or _new_administrator(tx, user_name, name, mailbox_domain, emergency)
    if waiting is None and emergency:
        mail_emergency(tx, account, emergency, there)
    enter_command(tx, COMMAND, str(account.person_id))
    return issue_initial_code(tx, account.person_id)


def _waiting(tx: Transaction, user_name: str) -> Account | None:
    """The administrator of that name who has not used the initial code yet."""
    known = find_account_by_user_name(tx, user_name)
    if known is None or known.account.state is not AccountState.ASSIGNED:
        return None
    return known.account if Role.SYSTEM_ADMINISTRATOR in known.account.roles else None


def _new_administrator(
    tx: Transaction, user_name: str, name: PersonName, mailbox_domain: str, emergency: str
) -> Account:
    staff = NewStaff(user_name, name, frozenset({Role.SYSTEM_ADMINISTRATOR}))
    account = create_staff_account(tx, staff, mailbox_domain)
    note_command(tx, account.person_id, emergency or COMMAND)
    return account
