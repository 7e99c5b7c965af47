"""The university's decisions about accounts: loaded from the profile."""

from chassis.database import Transaction

from identity.app.accounts.states import look_at_every_account_again
from identity.domain.account_rules import AccountRules
from identity.store.account_rules import load_account_rules, store_account_rules


def load_rules(tx: Transaction, rules: AccountRules) -> bool:
    """Makes the decisions what the file says; False where they are so already.

    Under new rules every account is looked at again in the next rounds of upkeep.
    """
    if load_account_rules(tx) == rules:
        return False
    store_account_rules(tx, rules)
    look_at_every_account_again(tx)
    return True
