"""The system administrators: who they are, and that there is always one."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.roles.refusals import administrators_too_few, last_administrator
from identity.domain.accounts import Account
from identity.domain.role_grants import (
    FEWEST_ADMINISTRATORS,
    active_without,
    is_last_administrator,
)
from identity.domain.roles import Role
from identity.store.accounts import find_accounts
from identity.store.role_grants import administrator_ids, hold_administrators


def administrators(tx: Transaction) -> list[Account]:
    """Everybody who administers the system and whose account is not disabled."""
    found = find_accounts(tx, administrator_ids(tx))
    return sorted(found.values(), key=lambda each: each.user_name)


def require_another_administrator(tx: Transaction, account: Account) -> None:
    """Raises LAST_ADMINISTRATOR where nobody could administer the system without this account.

    For whatever takes the role or the account from somebody. Two who do it to each other at once
    wait here for one another.
    """
    if Role.SYSTEM_ADMINISTRATOR not in account.roles:
        return
    hold_administrators(tx)
    if is_last_administrator(account, administrators(tx)):
        raise last_administrator()


def require_two_other_administrators(tx: Transaction, account: Account) -> None:
    """Raises ADMINISTRATORS_TOO_FEW where fewer than two could administer the system after this.

    For personnel systems: a privileged role takes two administrators, and one system that errs, or
    that somebody broke into, is not to leave the university without them.
    """
    if Role.SYSTEM_ADMINISTRATOR not in account.roles:
        return
    hold_administrators(tx)
    if active_without(account, administrators(tx)) < FEWEST_ADMINISTRATORS:
        raise administrators_too_few()


def is_administrator(tx: Transaction, person_id: UUID) -> bool:
    """Whether somebody administers the system now."""
    return person_id in administrator_ids(tx)
