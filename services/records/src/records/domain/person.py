"""Persons and the facts that are asked of a new one."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from uuid import UUID

from chassis.values import PersonName

from records.domain.names import LetterRule, TextFault, TextProblem, text_problem, tidied


class SexEntry(StrEnum):
    """As in the civil register."""

    FEMALE = "female"
    MALE = "male"
    DIVERSE = "diverse"
    # The register says that there is none.
    NONE = "none"
    # Nobody has told the university.
    UNKNOWN = "unknown"


class AddressKind(StrEnum):
    """Which of a person's addresses it is."""

    HOME = "home"
    SEMESTER = "semester"


# Beyond these ages a mistyped year is far more likely than a student.
YOUNGEST_AGE = 12
OLDEST_AGE = 110


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What Student Services enter about a person whom the university does not know yet."""

    name: PersonName
    # None where the order named a day that no calendar has.
    birth_date: date | None
    birth_place: str
    # Two capital letters (ISO 3166-1).
    citizenship: str
    sex_entry: SexEntry = SexEntry.UNKNOWN


@dataclass(frozen=True, slots=True)
class Person:
    """A person known to the university as a student."""

    person_id: UUID
    # Seven digits, a student for life.
    matriculation_number: str
    name: PersonName
    birth_date: date
    birth_place: str
    citizenship: str
    # Empty until the account exists.
    mailbox: str
    version: int
    sex_entry: SexEntry = SexEntry.UNKNOWN
    photo_document_id: UUID | None = None
    # Which address letters go to.
    correspondence: AddressKind = AddressKind.HOME


class FactFault(Enum):
    """Why a fact about a person cannot be taken as it is."""

    NAME_WITHOUT_LETTER = "NAME_WITHOUT_LETTER"
    NAME_LETTER_NOT_ALLOWED = "NAME_LETTER_NOT_ALLOWED"
    MARK_WITHOUT_LETTER = "MARK_WITHOUT_LETTER"
    TOO_MANY_MARKS = "TOO_MANY_MARKS"
    PLACE_WITHOUT_LETTER = "PLACE_WITHOUT_LETTER"
    PLACE_LETTER_NOT_ALLOWED = "PLACE_LETTER_NOT_ALLOWED"
    BIRTH_DATE_IMPOSSIBLE = "BIRTH_DATE_IMPOSSIBLE"
    BIRTH_DATE_NOT_PAST = "BIRTH_DATE_NOT_PAST"
    BIRTH_DATE_IMPLAUSIBLE = "BIRTH_DATE_IMPLAUSIBLE"


@dataclass(frozen=True, slots=True)
class FactProblem:
    """A fault in one fact; `field` is the fact's name below the person ("name.family_name")."""

    field: str
    fault: FactFault
    character: str = ""


_NAME_FAULTS = {
    TextFault.NO_LETTER: FactFault.NAME_WITHOUT_LETTER,
    TextFault.LETTER_NOT_ALLOWED: FactFault.NAME_LETTER_NOT_ALLOWED,
    TextFault.MARK_WITHOUT_LETTER: FactFault.MARK_WITHOUT_LETTER,
    TextFault.TOO_MANY_MARKS: FactFault.TOO_MANY_MARKS,
}
_PLACE_FAULTS = {
    TextFault.NO_LETTER: FactFault.PLACE_WITHOUT_LETTER,
    TextFault.LETTER_NOT_ALLOWED: FactFault.PLACE_LETTER_NOT_ALLOWED,
    TextFault.MARK_WITHOUT_LETTER: FactFault.MARK_WITHOUT_LETTER,
    TextFault.TOO_MANY_MARKS: FactFault.TOO_MANY_MARKS,
}


def tidied_facts(facts: PersonFacts) -> PersonFacts:
    """The facts in composed letters and without stray blanks, as they are stored."""
    name = PersonName(
        given_names=tidied(facts.name.given_names),
        family_name=tidied(facts.name.family_name),
        birth_name=tidied(facts.name.birth_name),
        title=tidied(facts.name.title),
    )
    return replace(facts, name=name, birth_place=tidied(facts.birth_place))


def fact_problems(facts: PersonFacts, today: date) -> tuple[FactProblem, ...]:
    """Everything that stands against tidied facts, at most one problem for each."""
    problems: list[FactProblem] = []
    asked = [("name.given_names", facts.name.given_names)]
    asked.append(("name.family_name", facts.name.family_name))
    # Birth name and title may be empty.
    for field, text in (("birth_name", facts.name.birth_name), ("title", facts.name.title)):
        if text:
            asked.append((f"name.{field}", text))
    for field, text in asked:
        if problem := text_problem(text, LetterRule.NAME):
            problems.append(_fact_problem(field, problem, _NAME_FAULTS))
    if problem := text_problem(facts.birth_place, LetterRule.PLACE):
        problems.append(_fact_problem("birth_place", problem, _PLACE_FAULTS))
    if fault := _birth_date_fault(facts.birth_date, today):
        problems.append(FactProblem("birth_date", fault))
    return tuple(problems)


def age_on(day: date, birth_date: date) -> int:
    """Completed years of life on the day."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def _fact_problem(
    field: str, problem: TextProblem, faults: dict[TextFault, FactFault]
) -> FactProblem:
    return FactProblem(field, faults[problem.fault], problem.character_named)


def _birth_date_fault(birth_date: date | None, today: date) -> FactFault | None:
    if birth_date is None:
        return FactFault.BIRTH_DATE_IMPOSSIBLE
    if birth_date >= today:
        return FactFault.BIRTH_DATE_NOT_PAST
    if not YOUNGEST_AGE <= age_on(today, birth_date) <= OLDEST_AGE:
        return FactFault.BIRTH_DATE_IMPLAUSIBLE
    return None
