"""The university's own rules in the database."""

from chassis.database import Transaction, upsert
from sqlalchemy import select

from certificates.domain.rules import CertificatesRules, rules_from
from certificates.store.tables import certificates_rules


def stored_rules(tx: Transaction) -> CertificatesRules | None:
    """The rules that were loaded last; None before a profile was loaded."""
    stored = tx.execute(select(certificates_rules.c.rules)).scalar_one_or_none()
    return None if stored is None else rules_from(stored)


def keep_rules(tx: Transaction, rules: CertificatesRules) -> None:
    """Stores the rules in the place of those before."""
    row = {"only_row": 1, "rules": rules.to_values()}
    upsert(tx, certificates_rules, [row], key=["only_row"])
