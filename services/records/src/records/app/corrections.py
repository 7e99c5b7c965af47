"""Putting facts about a person right that were entered wrongly."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.persons import person_with_id
from records.domain.person import Person, fact_problems, tidied_facts
from records.domain.person_changes import (
    Correction,
    NewFacts,
    differences,
    facts_of,
    with_new_facts,
)
from records.events.outgoing import tell_person_changed
from records.store import person_changes, persons
from records.texts import persons as texts
from records.texts import refusals


def correct_person(
    tx: Transaction,
    person_id: UUID,
    new: NewFacts,
    *,
    reason: str,
    by: str,
    seen_version: int = 0,
    validate_only: bool = False,
) -> Person:
    """Corrects the facts that are given, tells it, and keeps what stood there before and why.

    With a `seen_version` nothing is changed that somebody else changed meanwhile. Raises
    PERSON_UNKNOWN, PERSON_CHANGED, PERSON_FACTS_INVALID and NOTHING_TO_CORRECT.
    """
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    if seen_version not in (0, person.version):
        raise texts.person_changed()
    before = facts_of(person)
    after = tidied_facts(with_new_facts(before, new))
    if problems := fact_problems(after, local_date(tx.now)):
        raise refusals.facts_refused(problems, within="")
    made = tuple(
        Correction(fact, former, now, reason.strip(), tx.now, by)
        for fact, former, now in differences(before, after)
    )
    if not made or after.birth_date is None:
        raise texts.nothing_to_correct()
    changed = replace(
        person,
        birth_date=after.birth_date,
        birth_place=after.birth_place,
        citizenship=after.citizenship,
        sex_entry=after.sex_entry,
        version=person.version + 1,
    )
    if not validate_only:
        persons.update_person(tx, changed)
        person_changes.add_corrections(tx, person_id, made)
        tell_person_changed(tx, changed)
    return changed


def corrections_of(tx: Transaction, person_id: UUID) -> tuple[Correction, ...]:
    """The corrections of a person's facts, the newest first. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    return person_changes.corrections_of(tx, person_id)
