"""How a person stands to the resources of exams."""

from collections.abc import Sequence
from enum import Enum
from uuid import UUID

from chassis.database import Transaction

from exams.store import (
    corrections,
    examinees,
    examiners,
    recognitions,
    registrations,
    sick_notes,
    sittings,
    students,
    theses,
)


class Standing(Enum):
    """Own, assigned, or there but neither."""

    OWN = "own"
    ASSIGNED = "assigned"
    NEITHER = "neither"


def standings_to_persons(
    tx: Transaction, asked: Sequence[tuple[UUID, UUID]]
) -> list[Standing | None]:
    """How callers stand to persons, for pairs of both: OWN for oneself.

    None where records has told of no such person.
    """
    others = [person_id for caller_id, person_id in asked if person_id != caller_id]
    known = students.known_among(tx, others)
    return [
        Standing.OWN
        if person_id == caller_id
        else (Standing.NEITHER if person_id in known else None)
        for caller_id, person_id in asked
    ]


def standings_to_registrations(
    tx: Transaction, asked: Sequence[tuple[UUID, UUID]]
) -> list[Standing | None]:
    """How callers stand to registrations, for pairs of both: OWN for the registered student.

    None where there is no such registration.
    """
    owners = registrations.owners_of(tx, [registration_id for _, registration_id in asked])
    return [
        _of_owner(owners.get(registration_id), caller_id) for caller_id, registration_id in asked
    ]


def _of_owner(owner_id: UUID | None, caller_id: UUID) -> Standing | None:
    if owner_id is None:
        return None
    return Standing.OWN if owner_id == caller_id else Standing.NEITHER


def standing_to_sitting(tx: Transaction, caller_id: UUID, sitting_id: UUID) -> Standing | None:
    """ASSIGNED for the sitting's examiner; None where there is no such sitting."""
    examines = sittings.is_examiner_of(tx, sitting_id, caller_id)
    if examines is None:
        return None
    return Standing.ASSIGNED if examines else Standing.NEITHER


def standing_to_examined_registration(
    tx: Transaction, caller_id: UUID, registration_id: UUID
) -> Standing | None:
    """ASSIGNED for the examiner of its sitting; None where there is no such registration."""
    sitting_id = examinees.sitting_of_registration(tx, registration_id)
    return None if sitting_id is None else standing_to_sitting(tx, caller_id, sitting_id)


def standing_to_correction(
    tx: Transaction, _caller_id: UUID, correction_id: UUID
) -> Standing | None:
    """Nobody's own, nobody's task; None where there is no such correction."""
    found = corrections.find_correction(tx, correction_id)
    return None if found is None else Standing.NEITHER


def standing_to_attended_sitting(
    tx: Transaction, caller_id: UUID, sitting_id: UUID
) -> Standing | None:
    """OWN for a student who took part, ASSIGNED for the examiner; None where there is none."""
    if examinees.took_part(tx, sitting_id, caller_id):
        return Standing.OWN
    return standing_to_sitting(tx, caller_id, sitting_id)


def standing_to_sick_note(tx: Transaction, caller_id: UUID, sick_note_id: UUID) -> Standing | None:
    """OWN for the student who filed it; None where there is no such sick note."""
    return _of_owner(sick_notes.owner_of_sick_note(tx, sick_note_id), caller_id)


def standing_to_thesis(tx: Transaction, caller_id: UUID, thesis_id: UUID) -> Standing | None:
    """OWN for the student, ASSIGNED for both examiners; None where there is no such thesis."""
    people = theses.people_of_thesis(tx, thesis_id)
    if people is None:
        return None
    if people.person_id == caller_id:
        return Standing.OWN
    examines = examiners.user_name_of(tx, caller_id) in people.examiners
    return Standing.ASSIGNED if examines else Standing.NEITHER


def standing_to_enrolment(tx: Transaction, caller_id: UUID, enrolment_id: UUID) -> Standing | None:
    """OWN for the person enrolled; None where records has told of no such enrolment."""
    return _of_owner(students.owner_of_enrolment(tx, enrolment_id), caller_id)


def standing_to_recognition(
    tx: Transaction, caller_id: UUID, recognition_id: UUID
) -> Standing | None:
    """OWN for the student; None where there is no such recognition."""
    return _of_owner(recognitions.owner_of_recognition(tx, recognition_id), caller_id)
