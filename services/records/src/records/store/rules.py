"""Storing and reading the university's own decisions."""

from dataclasses import asdict
from enum import StrEnum
from typing import Any

from chassis.database import Transaction
from sqlalchemy import select

from records.domain.profile_entry import Entry, ProblemList
from records.domain.rules import RecordsRules
from records.domain.rules_entry import rules_from
from records.store import tables
from records.texts import refusals


def rules_row(rules: RecordsRules) -> dict[str, Any]:
    """The rules as plain JSON, in the form of rules.yaml."""
    plain = asdict(rules)
    leave = plain["leave_of_absence"]
    leave["important_reasons"] = sorted(each.value for each in leave["important_reasons"])
    return {name: _with_lists(value) for name, value in plain.items()}


def load_rules(tx: Transaction) -> RecordsRules:
    """The university's rules. Raises UNIVERSITY_NOT_LOADED before a profile was loaded.

    They are read by the same code as the file, so that one form is known and checked.
    """
    stored = tx.execute(select(tables.university.c.rules)).scalar_one_or_none()
    if stored is None:
        raise refusals.university_not_loaded()
    problems = ProblemList()
    rules = rules_from(Entry(stored, "university.rules", "", problems))
    if found := problems.all():
        raise ValueError("; ".join(str(problem) for problem in found))
    return rules


def _with_lists(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {str(name): _with_lists(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_with_lists(each) for each in value]
    return value
