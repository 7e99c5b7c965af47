"""Removing a second factor: when it must stay, and what goes with the last one."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.refusals import account_unknown
from identity.app.second_factors.factors import factors_of
from identity.app.second_factors.refusals import removal_refused
from identity.domain.accounts import Account
from identity.domain.roles import is_staff
from identity.domain.second_factors import against_removal_of_one
from identity.domain.sessions import SecondFactorPolicy
from identity.store import second_factors as store
from identity.store.accounts import StoredAccount, find_account_for_change


def locked_account(tx: Transaction, person_id: UUID) -> StoredAccount:
    """The account, locked so that two removals at once cannot take both of two factors."""
    known = find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known


def factor_required(account: Account, policy: SecondFactorPolicy) -> bool:
    """Whether the account's roles ask for a second factor."""
    return policy is SecondFactorPolicy.REQUIRED and is_staff(account.roles)


def require_removable(tx: Transaction, known: StoredAccount, policy: SecondFactorPolicy) -> None:
    """Raises SECOND_FACTOR_REQUIRED or PASSWORD_TOO_SHORT_ALONE where one factor has to stay."""
    against = against_removal_of_one(
        factors_of(tx, known.account.person_id),
        required=factor_required(known.account, policy),
        password_needs_factor=known.needs_second_factor,
    )
    if against:
        raise removal_refused(against)


def clean_up_after_removal(tx: Transaction, person_id: UUID) -> None:
    """Removes the recovery codes where no factor is left that they could replace."""
    if not factors_of(tx, person_id).any:
        store.remove_recovery_codes(tx, person_id)
