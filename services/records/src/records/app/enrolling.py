"""Enrolling a person in a degree programme."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.enrolment_changes import change_enrolments
from records.domain.catalogue import Programme, RegulationsVersion
from records.domain.enrolment import (
    Enrolment,
    RecordedSemester,
    count_semesters,
    semesters_to_record,
)
from records.domain.person import Person, PersonFacts, fact_problems, tidied_facts
from records.events.outgoing import tell_enrolled, tell_person_changed
from records.store import catalogue, enrolments, persons
from records.texts import refusals


@dataclass(frozen=True, slots=True)
class EnrolmentOrder:
    """What Student Services ask for."""

    # The facts of a new person, or the matriculation number of a known one.
    person: PersonFacts | str
    programme_code: str
    # Empty for the programme's newest version.
    regulations_version_code: str
    first_semester: Semester
    major: str = ""
    minor: str = ""


@dataclass(frozen=True, slots=True)
class PersonEnrolled:
    """The person and the new enrolment."""

    person: Person
    enrolment: Enrolment


def enrol_person(
    tx: Transaction,
    order: EnrolmentOrder,
    first_matriculation_number: int,
    *,
    new_person_id: UUID | None = None,
) -> PersonEnrolled:
    """Enrols a person; a new one gets a matriculation number, from the one given on.

    A new person has the id given, such as that of the applicant, or one of its own.

    Raises PROGRAMME_UNKNOWN, REGULATIONS_VERSION_UNKNOWN, SEMESTER_UNKNOWN, MAJOR_UNKNOWN,
    MINOR_UNKNOWN, PERSON_FACTS_INVALID, PERSON_UNKNOWN, ALREADY_ENROLLED and
    MATRICULATION_NUMBERS_USED_UP.
    """
    programme, version = chosen_programme(tx, order)
    recorded = _semesters(tx, order.first_semester)
    if isinstance(order.person, PersonFacts):
        person = _enter_person(
            tx, order.person, first_matriculation_number, new_person_id or tx.new_id()
        )
    else:
        person = _known_person(tx, order.person)
    before = enrolments.load_enrolments_of(tx, person.person_id)
    for each in before:
        if each.programme.code == programme.code and each.is_current(local_date(tx.now)):
            raise refusals.already_enrolled(str(each.enrolment_id), programme.name)
    of_the_person = {each.recorded.semester for one in before for each in one.semesters}
    of_the_person.update(each.semester for each in recorded)
    enrolment = Enrolment(
        enrolment_id=tx.new_id(),
        person_id=person.person_id,
        programme=programme,
        regulations_version=version,
        major=order.major,
        minor=order.minor,
        # Membership counts from the first day of the semester, on whichever day it is entered.
        first_enrolment_date=order.first_semester.first_date,
        end_date=None,
        semesters=count_semesters(recorded, of_the_person),
        version=1,
    )
    enrolments.insert_enrolment(tx, enrolment)
    tell_enrolled(tx, enrolment, person)
    _recount(tx, before, of_the_person)
    return PersonEnrolled(person, enrolment)


def chosen_programme(
    tx: Transaction, order: EnrolmentOrder
) -> tuple[Programme, RegulationsVersion]:
    """The programme and the version of its regulations that an order names.

    Raises PROGRAMME_UNKNOWN, REGULATIONS_VERSION_UNKNOWN, MAJOR_UNKNOWN and MINOR_UNKNOWN.
    """
    programme = catalogue.load_programmes(tx, [order.programme_code]).get(order.programme_code)
    if programme is None:
        raise refusals.programme_unknown(order.programme_code)
    version = programme.regulations_version(order.regulations_version_code)
    if version is None:
        known = ", ".join(each.code for each in programme.regulations_versions)
        raise refusals.regulations_version_unknown(
            programme.code, order.regulations_version_code, known
        )
    if order.major and programme.major_named(order.major) is None:
        raise refusals.major_unknown(order.major, programme.majors)
    if order.minor and programme.minor_named(order.minor) is None:
        raise refusals.minor_unknown(order.minor, programme.minors)
    return programme, version


def _semesters(tx: Transaction, first: Semester) -> tuple[RecordedSemester, ...]:
    recorded = semesters_to_record(first, current=Semester.of(local_date(tx.now)))
    published = {each.semester for each in catalogue.load_semesters(tx)}
    for each in recorded:
        if each.semester not in published:
            raise refusals.semester_unknown(each.semester)
    return recorded


def _enter_person(
    tx: Transaction, entered: PersonFacts, first_number: int, person_id: UUID
) -> Person:
    facts = tidied_facts(entered)
    problems = fact_problems(facts, today=local_date(tx.now))
    if problems or facts.birth_date is None:
        raise refusals.facts_refused(problems)
    number = persons.take_matriculation_number(tx, first_number)
    if number is None:
        raise refusals.matriculation_numbers_used_up()
    person = Person(
        person_id=person_id,
        matriculation_number=number,
        name=facts.name,
        birth_date=facts.birth_date,
        birth_place=facts.birth_place,
        citizenship=facts.citizenship,
        mailbox="",
        version=1,
        sex_entry=facts.sex_entry,
    )
    persons.insert_person(tx, person)
    tell_person_changed(tx, person)
    return person


def _known_person(tx: Transaction, matriculation_number: str) -> Person:
    person_id = persons.person_id_of(tx, matriculation_number)
    if person_id is not None:
        # Two clerks who enrol the same person do so one after the other.
        persons.lock_person(tx, person_id)
        if person := persons.load_person(tx, person_id):
            return person
    raise refusals.person_unknown(matriculation_number)


def _recount(tx: Transaction, before: tuple[Enrolment, ...], of_the_person: set[Semester]) -> None:
    """Tells the other enrolments whose university semesters the new one has raised."""
    recounted = [(each, each.with_semesters_counted(of_the_person)) for each in before]
    change_enrolments(tx, [counted for each, counted in recounted if counted != each])
