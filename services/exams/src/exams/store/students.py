"""The copies of what records and identity own: persons, enrolments, calendar, accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, is_one_of, upsert
from chassis.values import LocalizedText, PersonName, Semester, search_key
from sqlalchemy import delete, func, insert, select, update

from exams.domain.addressee import Addressee
from exams.domain.examinations import EnrolledSemester, Enrolment, SemesterStatus
from exams.store.tables import (
    accounts,
    enrolled_semesters,
    enrolments,
    module_exams,
    persons,
    regulations_versions,
    semesters,
)


@dataclass(frozen=True)
class PersonCopy:
    """A person as records told about it."""

    person_id: UUID
    matriculation_number: str
    name: PersonName
    version: int


@dataclass(frozen=True)
class EnrolmentCopy:
    """An enrolment as records told about it."""

    enrolment_id: UUID
    person_id: UUID
    degree_code: str
    degree_name: LocalizedText
    programme_code: str
    programme_name: LocalizedText
    regulations_version_code: str
    regulations_version_name: LocalizedText
    first_enrolment_date: date
    end_date: date | None
    semesters: tuple[EnrolledSemester, ...]


def keep_person(tx: Transaction, person: PersonCopy) -> None:
    """Stores a person; an older version than the one known changes nothing.

    A person travels both in events of its own and in those of its enrolments, whose order among
    each other is not fixed.
    """
    facts = {
        "matriculation_number": person.matriculation_number,
        "given_names": person.name.given_names,
        "family_name": person.name.family_name,
        "birth_name": person.name.birth_name,
        "title": person.name.title,
        "sort_key": search_key(person.name),
        "version": person.version,
    }
    insert_or_ignore(tx, persons, [{"person_id": person.person_id, **facts}])
    tx.execute(
        update(persons)
        .where(persons.c.person_id == person.person_id, persons.c.version < person.version)
        .values(**facts)
    )


def keep_enrolment(tx: Transaction, enrolment: EnrolmentCopy) -> None:
    """Stores an enrolment with its semesters in place of what was known of it."""
    upsert(
        tx,
        enrolments,
        [
            {
                "enrolment_id": enrolment.enrolment_id,
                "person_id": enrolment.person_id,
                "degree_code": enrolment.degree_code,
                "degree_name": enrolment.degree_name,
                "programme_code": enrolment.programme_code,
                "programme_name": enrolment.programme_name,
                "regulations_version_code": enrolment.regulations_version_code,
                "regulations_version_name": enrolment.regulations_version_name,
                "first_enrolment_date": enrolment.first_enrolment_date,
                "end_date": enrolment.end_date,
            }
        ],
        key=["enrolment_id"],
    )
    tx.execute(
        delete(enrolled_semesters).where(
            enrolled_semesters.c.enrolment_id == enrolment.enrolment_id
        )
    )
    if enrolment.semesters:
        tx.execute(
            insert(enrolled_semesters),
            [
                {
                    "enrolment_id": enrolment.enrolment_id,
                    "semester": enrolled.semester.code,
                    "status": enrolled.status.value,
                    "programme_semester": enrolled.programme_semester,
                    "part_time": enrolled.part_time,
                }
                for enrolled in enrolment.semesters
            ],
        )


def keep_semester(tx: Transaction, semester: Semester, lectures: tuple[date, date]) -> None:
    """Stores the lecture dates of a semester."""
    upsert(
        tx,
        semesters,
        [
            {
                "semester": semester.code,
                "lectures_first_date": lectures[0],
                "lectures_last_date": lectures[1],
            }
        ],
        key=["semester"],
    )


def keep_account(
    tx: Transaction, person_id: UUID, user_name: str, mailbox: str, display_name: str
) -> None:
    """Stores an account."""
    upsert(
        tx,
        accounts,
        [
            {
                "person_id": person_id,
                "user_name": user_name,
                "mailbox": mailbox,
                "display_name": display_name,
            }
        ],
        key=["person_id"],
    )


def lock_student(tx: Transaction, person_id: UUID) -> None:
    """Holds the student until the transaction ends; after the sitting was locked."""
    tx.lock(persons.c.person_id, [person_id])


def known_among(tx: Transaction, person_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the persons whom records has told about."""
    if not person_ids:
        return set()
    known = select(persons.c.person_id).where(is_one_of(tx, persons.c.person_id, person_ids))
    return set(tx.execute(known).scalars())


def person_with_number(tx: Transaction, matriculation_number: str) -> UUID | None:
    """The person with a matriculation number; None where records told of none."""
    found: UUID | None = tx.execute(
        select(persons.c.person_id).where(persons.c.matriculation_number == matriculation_number)
    ).scalar_one_or_none()
    return found


def owner_of_enrolment(tx: Transaction, enrolment_id: UUID) -> UUID | None:
    """Whose enrolment it is; None where records has told of none."""
    found: UUID | None = tx.execute(
        select(enrolments.c.person_id).where(enrolments.c.enrolment_id == enrolment_id)
    ).scalar_one_or_none()
    return found


def mailbox_of(tx: Transaction, person_id: UUID) -> str:
    """The university mailbox; empty until the account exists."""
    mailbox = tx.execute(
        select(accounts.c.mailbox).where(accounts.c.person_id == person_id)
    ).scalar_one_or_none()
    return str(mailbox) if mailbox is not None else ""


def addressee_of(tx: Transaction, person_id: UUID) -> Addressee:
    """The student with name, number and mailbox. Raises NoResultFound for an unknown person."""
    row = tx.execute(select(persons).where(persons.c.person_id == person_id)).one()
    name = PersonName(row.given_names, row.family_name, row.birth_name, row.title)
    return Addressee(name, row.matriculation_number, mailbox_of(tx, person_id))


def enrolments_of(tx: Transaction, person_id: UUID) -> tuple[Enrolment, ...]:
    """The person's enrolments with their semesters, running ones and older ones first."""
    rows = tx.execute(
        select(
            enrolments,
            func.coalesce(
                regulations_versions.c.rules["sections"]["registration"].as_string(), ""
            ).label("section"),
            enrolled_semesters.c.semester,
            enrolled_semesters.c.status,
            enrolled_semesters.c.programme_semester,
            enrolled_semesters.c.part_time,
        )
        .select_from(
            enrolments.outerjoin(
                regulations_versions,
                regulations_versions.c.regulations_version_code
                == enrolments.c.regulations_version_code,
            ).outerjoin(
                enrolled_semesters,
                enrolled_semesters.c.enrolment_id == enrolments.c.enrolment_id,
            )
        )
        .where(enrolments.c.person_id == person_id)
        .order_by(
            enrolments.c.end_date.is_not(None),
            enrolments.c.first_enrolment_date,
            enrolments.c.enrolment_id,
        )
    ).all()
    semesters_of: dict[UUID, list[EnrolledSemester]] = {}
    for row in rows:
        spent = semesters_of.setdefault(row.enrolment_id, [])
        if row.semester is not None:
            spent.append(
                EnrolledSemester(
                    Semester.parse(row.semester),
                    SemesterStatus(row.status),
                    row.programme_semester,
                    row.part_time,
                )
            )
    first_rows = {row.enrolment_id: row for row in reversed(rows)}
    return tuple(
        Enrolment(
            enrolment_id=enrolment_id,
            degree_code=first_rows[enrolment_id].degree_code,
            degree_name=first_rows[enrolment_id].degree_name,
            programme_code=first_rows[enrolment_id].programme_code,
            programme_name=first_rows[enrolment_id].programme_name,
            regulations_version_code=first_rows[enrolment_id].regulations_version_code,
            regulations_version_name=first_rows[enrolment_id].regulations_version_name,
            registration_section=first_rows[enrolment_id].section,
            end_date=first_rows[enrolment_id].end_date,
            semesters=tuple(sorted(spent, key=lambda enrolled: enrolled.semester)),
        )
        for enrolment_id, spent in semesters_of.items()
    )


def enrolments_with_exam(tx: Transaction, person_id: UUID, exam_number: str) -> frozenset[UUID]:
    """The person's enrolments whose regulations version has the exam."""
    return frozenset(
        tx.execute(
            select(enrolments.c.enrolment_id)
            .join(
                module_exams,
                module_exams.c.regulations_version_code == enrolments.c.regulations_version_code,
            )
            .where(
                enrolments.c.person_id == person_id,
                module_exams.c.exam_number == exam_number,
            )
        ).scalars()
    )
