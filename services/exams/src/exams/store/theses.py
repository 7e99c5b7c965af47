"""Theses: applications, working time, hand-in and grades."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName
from sqlalchemy import Select, and_, func, insert, or_, select, true, update
from sqlalchemy.engine import RowMapping

from exams.domain.grades import grade_text, stored_grade
from exams.domain.positions import ThesisPosition
from exams.domain.theses import Thesis, ThesisState
from exams.store.tables import (
    accounts,
    exams,
    persons,
    results,
    theses,
)


def add_thesis(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID,
    exam_number: str,
    title: str,
    examiners: tuple[str, str],
) -> UUID:
    """Stores an application in its first version."""
    thesis_id = tx.new_id()
    tx.execute(
        insert(theses).values(
            thesis_id=thesis_id,
            person_id=person_id,
            enrolment_id=enrolment_id,
            exam_number=exam_number,
            title=title,
            first_examiner_user_name=examiners[0],
            second_examiner_user_name=examiners[1],
            state=ThesisState.APPLIED.value,
            apply_time=tx.now,
            version=1,
        )
    )
    return thesis_id


def lock_thesis(tx: Transaction, thesis_id: UUID) -> None:
    """Holds the thesis until the transaction ends; after sittings and students."""
    tx.lock(theses.c.thesis_id, [thesis_id])


def note_admission(
    tx: Transaction,
    thesis_id: UUID,
    *,
    registration_id: UUID,
    title: str,
    examiners: tuple[str, str],
    start_date: date,
    due_date: date,
    decided_by: UUID,
) -> None:
    """Fixes topic, examiners and working time."""
    _change(
        tx,
        thesis_id,
        registration_id=registration_id,
        title=title,
        first_examiner_user_name=examiners[0],
        second_examiner_user_name=examiners[1],
        start_date=start_date,
        due_date=due_date,
        state=ThesisState.ADMITTED.value,
        decide_time=tx.now,
        decided_by=decided_by,
    )


def note_end(
    tx: Transaction, thesis_id: UUID, state: ThesisState, *, decided_by: UUID, reason: str
) -> None:
    """Notes that an application is refused, or a thesis ended by the office."""
    _change(
        tx,
        thesis_id,
        state=state.value,
        decide_time=tx.now,
        decided_by=decided_by,
        decision_reason=reason,
    )


def note_extension(tx: Transaction, thesis_id: UUID, *, due_date: date, reason: str) -> None:
    """Moves the last day."""
    _change(tx, thesis_id, due_date=due_date, extend_time=tx.now, extension_reason=reason)


def note_hand_in(
    tx: Transaction, thesis_id: UUID, *, hand_in_time: datetime, document_id: UUID | None
) -> None:
    """Notes the hand-in."""
    _change(
        tx,
        thesis_id,
        state=ThesisState.HANDED_IN.value,
        hand_in_time=hand_in_time,
        document_id=document_id,
    )


def note_overdue(tx: Transaction, thesis_id: UUID) -> None:
    """Notes that nothing was handed in on time."""
    _change(tx, thesis_id, state=ThesisState.OVERDUE.value)


def note_grade(
    tx: Transaction, thesis_id: UUID, *, examiner: int, grade: Decimal, graded: bool
) -> None:
    """Notes the grade of the first or second examiner, and whether both are there now."""
    column = "first_grade" if examiner == 1 else "second_grade"
    state = ThesisState.GRADED if graded else ThesisState.HANDED_IN
    _change(tx, thesis_id, **{column: grade_text(grade), "state": state.value})


def get_thesis(tx: Transaction, thesis_id: UUID) -> Thesis:
    """A thesis that is known to exist."""
    rows = tx.execute(_select().where(theses.c.thesis_id == thesis_id))
    return _thesis_of(rows.mappings().one())


@dataclass(frozen=True)
class PeopleOfThesis:
    """Whose thesis it is, and who examines it; nobody does before it is admitted."""

    person_id: UUID
    examiners: frozenset[str]


def people_of_thesis(tx: Transaction, thesis_id: UUID) -> PeopleOfThesis | None:
    """Who has to do with a thesis; None where there is none."""
    row = tx.execute(
        select(
            theses.c.person_id,
            theses.c.registration_id,
            theses.c.first_examiner_user_name,
            theses.c.second_examiner_user_name,
        ).where(theses.c.thesis_id == thesis_id)
    ).one_or_none()
    if row is None:
        return None
    examiners = (row.first_examiner_user_name, row.second_examiner_user_name)
    return PeopleOfThesis(
        row.person_id, frozenset(examiners if row.registration_id is not None else ())
    )


def theses_of(tx: Transaction, person_id: UUID) -> tuple[Thesis, ...]:
    """A student's theses, the newest first."""
    rows = tx.execute(
        _select()
        .where(theses.c.person_id == person_id)
        .order_by(theses.c.apply_time.desc(), theses.c.thesis_id.desc())
    ).mappings()
    return tuple(_thesis_of(row) for row in rows)


def thesis_of_registration(tx: Transaction, registration_id: UUID) -> Thesis | None:
    """The thesis that a registration was made for; None for other registrations."""
    row = (
        tx.execute(_select().where(theses.c.registration_id == registration_id))
        .mappings()
        .one_or_none()
    )
    return None if row is None else _thesis_of(row)


def list_theses(
    tx: Transaction,
    *,
    examiner_user_name: str | None,
    state: ThesisState | None,
    after: ThesisPosition | None,
    limit: int,
) -> tuple[Thesis, ...]:
    """Theses by state, the newest application first; of one examiner or, with None, of all.

    An examiner sees those that were admitted at some time: before, the office decides who examines.
    """
    older = (
        or_(
            theses.c.apply_time < after.apply_time,
            and_(theses.c.apply_time == after.apply_time, theses.c.thesis_id < after.thesis_id),
        )
        if after is not None
        else true()
    )
    examined = (
        and_(
            theses.c.registration_id.is_not(None),
            or_(
                theses.c.first_examiner_user_name == examiner_user_name,
                theses.c.second_examiner_user_name == examiner_user_name,
            ),
        )
        if examiner_user_name is not None
        else true()
    )
    rows = tx.execute(
        _select()
        .where(theses.c.state == state.value if state is not None else true(), examined, older)
        .order_by(theses.c.apply_time.desc(), theses.c.thesis_id.desc())
        .limit(limit)
    ).mappings()
    return tuple(_thesis_of(row) for row in rows)


def ids_of_admitted(tx: Transaction, due_before: date) -> tuple[UUID, ...]:
    """The theses under way whose last day lies before a day, the oldest first."""
    rows = tx.execute(
        select(theses.c.thesis_id)
        .where(theses.c.state == ThesisState.ADMITTED.value, theses.c.due_date < due_before)
        .order_by(theses.c.due_date, theses.c.thesis_id)
    )
    return tuple(rows.scalars())


def _change(tx: Transaction, thesis_id: UUID, **values: Any) -> None:
    tx.execute(
        update(theses)
        .where(theses.c.thesis_id == thesis_id)
        .values(**values, version=theses.c.version + 1)
    )


def _select() -> Select[Any]:
    first, second = accounts.alias("first"), accounts.alias("second")
    return (
        select(
            theses,
            persons.c.matriculation_number,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            # The thesis has a title as well.
            persons.c.title.label("name_title"),
            exams.c.name.label("exam_name"),
            func.coalesce(first.c.display_name, "").label("first_examiner_name"),
            func.coalesce(second.c.display_name, "").label("second_examiner_name"),
            results.c.release_time,
        )
        .join(persons, persons.c.person_id == theses.c.person_id)
        .join(exams, exams.c.exam_number == theses.c.exam_number)
        .outerjoin(first, first.c.user_name == theses.c.first_examiner_user_name)
        .outerjoin(second, second.c.user_name == theses.c.second_examiner_user_name)
        .outerjoin(results, results.c.registration_id == theses.c.registration_id)
    )


def _thesis_of(row: RowMapping) -> Thesis:
    return Thesis(
        thesis_id=row["thesis_id"],
        person_id=row["person_id"],
        enrolment_id=row["enrolment_id"],
        matriculation_number=row["matriculation_number"],
        name=PersonName(
            row["given_names"], row["family_name"], row["birth_name"], row["name_title"]
        ),
        exam_number=row["exam_number"],
        exam_name=row["exam_name"],
        registration_id=row["registration_id"],
        title=row["title"],
        first_examiner_user_name=row["first_examiner_user_name"],
        second_examiner_user_name=row["second_examiner_user_name"],
        first_examiner_name=row["first_examiner_name"],
        second_examiner_name=row["second_examiner_name"],
        state=ThesisState(row["state"]),
        apply_time=row["apply_time"],
        decide_time=row["decide_time"],
        decision_reason=row["decision_reason"],
        start_date=row["start_date"],
        due_date=row["due_date"],
        extend_time=row["extend_time"],
        extension_reason=row["extension_reason"],
        hand_in_time=row["hand_in_time"],
        document_id=row["document_id"],
        first_grade=stored_grade(row["first_grade"]),
        second_grade=stored_grade(row["second_grade"]),
        released=row["release_time"] is not None,
        version=row["version"],
    )
