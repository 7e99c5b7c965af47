"""How callers stand to persons, registrations and sittings, for the access rules."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, DecidedTogether, Relation

from exams.app.relations import (
    Standing,
    standing_to_attended_sitting,
    standing_to_correction,
    standing_to_enrolment,
    standing_to_examined_registration,
    standing_to_recognition,
    standing_to_sick_note,
    standing_to_sitting,
    standing_to_thesis,
    standings_to_persons,
    standings_to_registrations,
)

_RELATIONS = {
    Standing.OWN: Relation.OWN,
    Standing.ASSIGNED: Relation.ASSIGNED,
    Standing.NEITHER: Relation.ANY,
}


def relations_to_persons(
    tx: Transaction, asked: Sequence[tuple[Caller, str]]
) -> Sequence[Relation | None]:
    """OWN for oneself; None where there is no such person."""
    return _relations(standings_to_persons(tx, _as_ids(asked)))


def relations_to_registrations(
    tx: Transaction, asked: Sequence[tuple[Caller, str]]
) -> Sequence[Relation | None]:
    """OWN for the registered student; None where there is no such registration."""
    return _relations(standings_to_registrations(tx, _as_ids(asked)))


# Registrations and withdrawals are decided together, and so is whether they may be.
relation_to_person = DecidedTogether(relations_to_persons)
relation_to_registration = DecidedTogether(relations_to_registrations)


def relation_to_sitting(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """ASSIGNED for the sitting's examiner; None where there is no such sitting."""
    return _relation(standing_to_sitting(tx, caller.person_id, UUID(resource_id)))


def relation_to_examined_registration(
    tx: Transaction, caller: Caller, resource_id: str
) -> Relation | None:
    """ASSIGNED for the examiner of its sitting; None where there is no such registration."""
    return _relation(standing_to_examined_registration(tx, caller.person_id, UUID(resource_id)))


def relation_to_correction(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """ANY, as the office alone decides corrections; None where there is no such correction."""
    return _relation(standing_to_correction(tx, caller.person_id, UUID(resource_id)))


def relation_to_attended_sitting(
    tx: Transaction, caller: Caller, resource_id: str
) -> Relation | None:
    """OWN for a student who took part, ASSIGNED for the examiner; None where there is none."""
    return _relation(standing_to_attended_sitting(tx, caller.person_id, UUID(resource_id)))


def relation_to_sick_note(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the student who filed it; None where there is no such sick note."""
    return _relation(standing_to_sick_note(tx, caller.person_id, UUID(resource_id)))


def relation_to_thesis(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the student, ASSIGNED for both examiners; None where there is no such thesis."""
    return _relation(standing_to_thesis(tx, caller.person_id, UUID(resource_id)))


def relation_to_enrolment(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the person enrolled; None where there is no such enrolment."""
    return _relation(standing_to_enrolment(tx, caller.person_id, UUID(resource_id)))


def relation_to_recognition(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the student; None where there is no such recognition."""
    return _relation(standing_to_recognition(tx, caller.person_id, UUID(resource_id)))


def _as_ids(asked: Sequence[tuple[Caller, str]]) -> list[tuple[UUID, UUID]]:
    return [(caller.person_id, UUID(resource_id)) for caller, resource_id in asked]


def _relations(standings: Sequence[Standing | None]) -> list[Relation | None]:
    return [_relation(one) for one in standings]


def _relation(standing: Standing | None) -> Relation | None:
    return None if standing is None else _RELATIONS[standing]
