"""Reads and writes the university's decisions about the library."""

from datetime import timedelta

from chassis.database import Transaction, upsert
from sqlalchemy import select

from identity.domain.affiliation_names import Affiliation
from identity.domain.library_rules import CardNumberForm, CheckDigit, LibraryRules
from identity.store.tables import library_rules

# Until a profile is loaded.
DEFAULT = LibraryRules(
    card_number=CardNumberForm("311", 11, CheckDigit.LUHN),
    registering=(Affiliation.STUDENT, Affiliation.DOCTORAL_STUDENT, Affiliation.EMPLOYEE),
    tutor_schools=(),
    deposit_cents=0,
    start_code_validity=timedelta(days=14),
    shortest_secret=15,
)


def load_library_rules(tx: Transaction) -> LibraryRules:
    """The university's decisions, or cautious ones where none were loaded."""
    rules = tx.execute(select(library_rules.c.rules)).scalar_one_or_none()
    if rules is None:
        return DEFAULT
    number = rules["card_number"]
    return LibraryRules(
        card_number=CardNumberForm(number["prefix"], number["length"], CheckDigit(number["check"])),
        registering=tuple(map(Affiliation, rules["registering"])),
        tutor_schools=tuple(rules["tutor_schools"]),
        deposit_cents=rules["deposit_cents"],
        start_code_validity=timedelta(days=rules["start_code_days"]),
        shortest_secret=rules["shortest_secret"],
    )


def store_library_rules(tx: Transaction, rules: LibraryRules) -> None:
    """Replaces the university's decisions."""
    number = rules.card_number
    content = {
        "card_number": {
            "prefix": number.prefix,
            "length": number.length,
            "check": number.check.value,
        },
        "registering": [each.value for each in rules.registering],
        "tutor_schools": list(rules.tutor_schools),
        "deposit_cents": rules.deposit_cents,
        "start_code_days": rules.start_code_validity.days,
        "shortest_secret": rules.shortest_secret,
    }
    upsert(tx, library_rules, [{"name": "library", "rules": content}], key=["name"])
