"""Accounts with what follows from them on a day, as answers and events tell it."""

from collections.abc import Iterable

from chassis.database import Transaction
from chassis.values import local_date

from identity.app.accounts.affiliations import affiliations_of
from identity.domain.account_view import AccountView, winding_down
from identity.domain.accounts import Account
from identity.domain.affiliations import Affiliations
from identity.store.account_rules import load_account_rules


def view_of(tx: Transaction, account: Account) -> AccountView:
    """The account as it stands today."""
    return views_of(tx, [account])[0]


def views_of(tx: Transaction, accounts: Iterable[Account]) -> list[AccountView]:
    """The accounts as they stand today, in the order given."""
    several = list(accounts)
    held = affiliations_of(tx, [each.person_id for each in several])
    rules = load_account_rules(tx).wind_down
    today = local_date(tx.now)
    return [
        AccountView(
            each, held.get(each.person_id, Affiliations()), winding_down(each, rules, today)
        )
        for each in several
    ]
