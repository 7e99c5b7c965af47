"""Sick notes: filing, deciding and listing them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.database.tables import documents
from chassis.values import PersonName
from sqlalchemy import Select, and_, insert, or_, select, true, update
from sqlalchemy.engine import RowMapping

from exams.domain.positions import SickNotePosition
from exams.domain.sick_notes import Illness, SickNote, SickNoteState
from exams.store.tables import persons, sick_notes


def add_sick_note(
    tx: Transaction,
    *,
    registration_id: UUID,
    person_id: UUID,
    document_id: UUID,
    illness: Illness,
    remark: str,
) -> UUID:
    """Stores a sick note that waits for its decision."""
    sick_note_id = tx.new_id()
    tx.execute(
        insert(sick_notes).values(
            sick_note_id=sick_note_id,
            registration_id=registration_id,
            person_id=person_id,
            document_id=document_id,
            ill_from_date=illness.from_date,
            ill_until_date=illness.until_date,
            remark=remark,
            file_time=tx.now,
            state=SickNoteState.FILED.value,
            version=1,
        )
    )
    return sick_note_id


def decide_sick_note(
    tx: Transaction, sick_note_id: UUID, state: SickNoteState, *, decided_by: UUID, reason: str
) -> None:
    """Notes the decision. The caller holds the locks of the sitting and the student."""
    tx.execute(
        update(sick_notes)
        .where(sick_notes.c.sick_note_id == sick_note_id)
        .values(
            state=state.value,
            decide_time=tx.now,
            decided_by=decided_by,
            decision_reason=reason,
            version=sick_notes.c.version + 1,
        )
    )


def get_sick_note(tx: Transaction, sick_note_id: UUID) -> SickNote:
    """A sick note that is known to exist."""
    rows = tx.execute(_select().where(sick_notes.c.sick_note_id == sick_note_id))
    return _sick_note_of(rows.mappings().one())


def owner_of_sick_note(tx: Transaction, sick_note_id: UUID) -> UUID | None:
    """The student who filed it, or None where there is none."""
    return tx.execute(
        select(sick_notes.c.person_id).where(sick_notes.c.sick_note_id == sick_note_id)
    ).scalar_one_or_none()


def sick_notes_of(tx: Transaction, person_id: UUID) -> tuple[SickNote, ...]:
    """A student's sick notes, the newest first."""
    rows = tx.execute(
        _select()
        .where(sick_notes.c.person_id == person_id)
        .order_by(sick_notes.c.file_time.desc(), sick_notes.c.sick_note_id.desc())
    ).mappings()
    return tuple(_sick_note_of(row) for row in rows)


def undecided_sick_notes(
    tx: Transaction, after: SickNotePosition | None, limit: int
) -> Sequence[SickNote]:
    """Those that wait for their decision, the oldest first."""
    later = (
        or_(
            sick_notes.c.file_time > after.file_time,
            and_(
                sick_notes.c.file_time == after.file_time,
                sick_notes.c.sick_note_id > after.sick_note_id,
            ),
        )
        if after is not None
        else true()
    )
    rows = tx.execute(
        _select()
        .where(sick_notes.c.state == SickNoteState.FILED.value, later)
        .order_by(sick_notes.c.file_time, sick_notes.c.sick_note_id)
        .limit(limit)
    ).mappings()
    return tuple(_sick_note_of(row) for row in rows)


def _select() -> Select[Any]:
    return (
        select(
            sick_notes,
            documents.c.file_name,
            persons.c.matriculation_number,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            persons.c.title,
        )
        .join(documents, documents.c.document_id == sick_notes.c.document_id)
        .join(persons, persons.c.person_id == sick_notes.c.person_id)
    )


def _sick_note_of(row: RowMapping) -> SickNote:
    return SickNote(
        sick_note_id=row["sick_note_id"],
        registration_id=row["registration_id"],
        person_id=row["person_id"],
        matriculation_number=row["matriculation_number"],
        name=PersonName(row["given_names"], row["family_name"], row["birth_name"], row["title"]),
        document_id=row["document_id"],
        illness=Illness(row["ill_from_date"], row["ill_until_date"]),
        remark=row["remark"],
        file_name=row["file_name"],
        file_time=row["file_time"],
        state=SickNoteState(row["state"]),
        decide_time=row["decide_time"],
        decided_by=row["decided_by"],
        decision_reason=row["decision_reason"],
        version=row["version"],
    )
