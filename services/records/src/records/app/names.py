"""Changing names. The former ones are kept, as documents carry them.

Source: guide 002, "Changing your personal details": "in the case of a name change, we require the
application and the name-change document"; so a name changes by application.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName

from records.app.persons import person_with_id
from records.domain.person import Person, tidied_facts
from records.domain.person_changes import FormerName, facts_of, name_problems
from records.events.outgoing import tell_person_changed
from records.store import person_changes, persons
from records.texts import refusals


def change_name(tx: Transaction, person_id: UUID, name: PersonName, day: date, by: str) -> Person:
    """Gives a person another name and tells it; the former one is kept until the day before `day`.

    The same name changes nothing. `by` is a user name or "system". Raises PERSON_UNKNOWN and
    PERSON_FACTS_INVALID.
    """
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    if problems := name_problems(name):
        raise refusals.facts_refused(problems, within="")
    new = tidied_facts(replace(facts_of(person), name=name)).name
    if new == person.name:
        return person
    former = FormerName(person.name, day, tx.now, by)
    person_changes.add_former_name(tx, person_id, former)
    changed = replace(person, name=new, version=person.version + 1)
    persons.update_person(tx, changed)
    tell_person_changed(tx, changed)
    return changed


def former_names_of(tx: Transaction, person_id: UUID) -> tuple[FormerName, ...]:
    """The names that a person had before, the newest first. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    return person_changes.former_names_of(tx, person_id)
