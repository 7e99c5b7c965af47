"""What the university decided for itself about certificates."""

from chassis.database import Transaction

from certificates.domain.rules import CertificatesRules
from certificates.store.rules import keep_rules, stored_rules


def load_rules(tx: Transaction) -> CertificatesRules:
    """The university's rules; before a profile was loaded, the usual ones."""
    return stored_rules(tx) or CertificatesRules()


def take_over_rules(tx: Transaction, rules: CertificatesRules) -> bool:
    """Takes over the rules of a profile; returns whether they changed.

    What was issued keeps the date on which its data is deleted.
    """
    if stored_rules(tx) == rules:
        return False
    keep_rules(tx, rules)
    return True
