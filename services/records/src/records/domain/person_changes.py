"""Changing a name and putting wrong facts right; what was before stays known."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chassis.values import PersonName

from records.domain.person import (
    FactProblem,
    Person,
    PersonFacts,
    SexEntry,
    fact_problems,
    tidied_facts,
)

# What can be put right without an application.
FACTS = ("birth_date", "birth_place", "citizenship", "sex_entry")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name as it was until another one followed."""

    name: PersonName
    # The first day of the name that followed.
    until: date
    change_time: datetime
    # A user name or "system".
    changed_by: str


@dataclass(frozen=True, slots=True)
class NewFacts:
    """What Student Services put right; None leaves a fact as it is."""

    birth_date: date | None = None
    birth_place: str | None = None
    citizenship: str | None = None
    sex_entry: SexEntry | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One fact that was put right."""

    # birth_date, birth_place, citizenship or sex_entry
    fact: str
    former_value: str
    new_value: str
    reason: str
    correct_time: datetime
    corrected_by: str


def facts_of(person: Person) -> PersonFacts:
    """What is known about a person, as it is asked of a new one."""
    return PersonFacts(
        person.name, person.birth_date, person.birth_place, person.citizenship, person.sex_entry
    )


def with_new_facts(facts: PersonFacts, new: NewFacts) -> PersonFacts:
    """The facts with those that are given."""
    given = {name: getattr(new, name) for name in FACTS if getattr(new, name) is not None}
    return replace(facts, **given)


def differences(before: PersonFacts, after: PersonFacts) -> tuple[tuple[str, str, str], ...]:
    """Each fact that differs, with its former and its new value as text."""
    return tuple(
        (name, str(getattr(before, name)), str(getattr(after, name)))
        for name in FACTS
        if getattr(before, name) != getattr(after, name)
    )


def name_problems(name: PersonName) -> tuple[FactProblem, ...]:
    """Everything that stands against a name; fields are named "name.family_name"."""
    facts = tidied_facts(PersonFacts(name, None, "", ""))
    # Of the facts only the name is given; a day of birth is asked for in any case.
    problems = fact_problems(facts, today=date.max)
    return tuple(each for each in problems if each.field.startswith("name."))
