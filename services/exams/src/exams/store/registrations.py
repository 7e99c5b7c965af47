"""Reading and changing registrations, and the evidence of refused attempts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName, Semester
from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, true, update
from sqlalchemy.engine import RowMapping

from exams.domain.examinations import (
    LiveRegistration,
    Participant,
    Registration,
    RegistrationStatus,
)
from exams.domain.positions import RegistrationPosition
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import (
    module_exams,
    modules,
    persons,
    registration_attempts,
    registrations,
    regulations_versions,
    sittings,
)


def _select_registrations() -> Select[Any]:
    return (
        select_sittings()
        .add_columns(
            registrations.c.registration_id,
            registrations.c.person_id,
            registrations.c.enrolment_id,
            registrations.c.status_code,
            registrations.c.register_time,
            registrations.c.withdraw_time,
            registrations.c.version,
            modules.c.module_code,
            modules.c.name.label("module_name"),
            regulations_versions.c.registration_section,
        )
        .join(registrations, registrations.c.sitting_id == sittings.c.sitting_id)
        .join(
            module_exams,
            and_(
                module_exams.c.regulations_version_code == registrations.c.regulations_version_code,
                module_exams.c.exam_number == registrations.c.exam_number,
            ),
        )
        .join(
            modules,
            and_(
                modules.c.regulations_version_code == module_exams.c.regulations_version_code,
                modules.c.module_code == module_exams.c.module_code,
            ),
        )
        .join(
            regulations_versions,
            regulations_versions.c.regulations_version_code
            == registrations.c.regulations_version_code,
        )
    )


def _registration_of(row: RowMapping) -> Registration:
    return Registration(
        registration_id=row["registration_id"],
        person_id=row["person_id"],
        enrolment_id=row["enrolment_id"],
        sitting=sitting_of(row),
        module_code=row["module_code"],
        module_name=row["module_name"],
        registration_section=row["registration_section"],
        status=RegistrationStatus(row["status_code"]),
        register_time=row["register_time"],
        withdraw_time=row["withdraw_time"],
        version=row["version"],
    )


def get_registration(tx: Transaction, registration_id: UUID) -> Registration:
    """A registration that is known to exist."""
    rows = tx.execute(
        _select_registrations().where(registrations.c.registration_id == registration_id)
    )
    return _registration_of(rows.mappings().one())


def owner_of_registration(tx: Transaction, registration_id: UUID) -> UUID | None:
    """The person whose registration it is, or None where there is none."""
    return tx.execute(
        select(registrations.c.person_id).where(registrations.c.registration_id == registration_id)
    ).scalar_one_or_none()


def list_registrations(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID | None,
    semester: Semester | None,
    after: RegistrationPosition | None,
    limit: int,
) -> tuple[Registration, ...]:
    """A student's registrations, the newest first, withdrawn ones included."""
    older: ColumnElement[bool] = true()
    if after is not None:
        older = or_(
            registrations.c.register_time < after.register_time,
            and_(
                registrations.c.register_time == after.register_time,
                registrations.c.registration_id < after.registration_id,
            ),
        )
    rows = tx.execute(
        _select_registrations()
        .where(
            registrations.c.person_id == person_id,
            registrations.c.enrolment_id == enrolment_id if enrolment_id else true(),
            sittings.c.semester == semester.code if semester else true(),
            older,
        )
        .order_by(registrations.c.register_time.desc(), registrations.c.registration_id.desc())
        .limit(limit)
    ).mappings()
    return tuple(_registration_of(row) for row in rows)


def live_registrations(
    tx: Transaction, person_id: UUID, exam_number: str | None = None
) -> tuple[LiveRegistration, ...]:
    """The person's registrations that hold a seat, of one exam or, with None, of all."""
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.sitting_id,
            registrations.c.exam_number,
            registrations.c.register_time,
            sittings.c.semester,
            sittings.c.period,
            sittings.c.start_time,
        )
        .join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
        .where(
            registrations.c.person_id == person_id,
            registrations.c.status_code == RegistrationStatus.REGISTERED.value,
            registrations.c.exam_number == exam_number if exam_number is not None else true(),
        )
        .order_by(registrations.c.register_time, registrations.c.registration_id)
    )
    return tuple(
        LiveRegistration(
            registration_id=row.registration_id,
            sitting_id=row.sitting_id,
            exam_number=row.exam_number,
            semester=Semester.parse(row.semester),
            period=row.period,
            start_time=row.start_time,
            register_time=row.register_time,
        )
        for row in rows
    )


def add_registration(
    tx: Transaction,
    *,
    sitting_id: UUID,
    exam_number: str,
    person_id: UUID,
    enrolment_id: UUID,
    regulations_version_code: str,
) -> UUID:
    """Stores a new registration in its first version."""
    registration_id = tx.new_id()
    tx.execute(
        insert(registrations).values(
            registration_id=registration_id,
            sitting_id=sitting_id,
            person_id=person_id,
            enrolment_id=enrolment_id,
            regulations_version_code=regulations_version_code,
            exam_number=exam_number,
            status_code=RegistrationStatus.REGISTERED.value,
            register_time=tx.now,
            version=1,
        )
    )
    return registration_id


def mark_withdrawn(tx: Transaction, registration_id: UUID) -> None:
    """Ends a registration. The caller holds the lock of its sitting."""
    tx.execute(
        update(registrations)
        .where(registrations.c.registration_id == registration_id)
        .values(
            status_code=RegistrationStatus.WITHDRAWN.value,
            withdraw_time=tx.now,
            version=registrations.c.version + 1,
        )
    )


def is_for_sitting(tx: Transaction, registration_id: UUID, sitting_id: UUID) -> bool:
    """Whether the registration, withdrawn or not, is one for the sitting."""
    return bool(
        tx.execute(
            select(
                exists().where(
                    registrations.c.registration_id == registration_id,
                    registrations.c.sitting_id == sitting_id,
                )
            )
        ).scalar_one()
    )


def list_participants(
    tx: Transaction, sitting_id: UUID, after: UUID | None, limit: int
) -> tuple[Participant, ...]:
    """Who holds a seat of the sitting, by name, those behind the registration `after`.

    That one is named by its id, so that no page token carries a name.
    """
    later: ColumnElement[bool] = true()
    if after is not None:
        last_key = (
            select(persons.c.sort_key)
            .join(registrations, registrations.c.person_id == persons.c.person_id)
            .where(registrations.c.registration_id == after)
            .scalar_subquery()
        )
        later = or_(
            persons.c.sort_key > last_key,
            and_(persons.c.sort_key == last_key, registrations.c.registration_id > after),
        )
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.register_time,
            persons,
        )
        .join(persons, persons.c.person_id == registrations.c.person_id)
        .where(
            registrations.c.sitting_id == sitting_id,
            registrations.c.status_code == RegistrationStatus.REGISTERED.value,
            later,
        )
        .order_by(persons.c.sort_key, registrations.c.registration_id)
        .limit(limit)
    )
    return tuple(
        Participant(
            registration_id=row.registration_id,
            matriculation_number=row.matriculation_number,
            name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
            register_time=row.register_time,
        )
        for row in rows
    )


@dataclass(frozen=True)
class KeptObstacle:
    """An obstacle as evidence: what the student was told."""

    reason: str
    regulation_section: str
    message_de: str
    message_en: str


def keep_attempt(
    tx: Transaction,
    *,
    action: str,
    person_id: UUID,
    sitting_id: UUID,
    registration_id: UUID | None,
    obstacles: tuple[KeptObstacle, ...],
) -> UUID:
    """Stores the evidence of a refused attempt."""
    attempt_id = tx.new_id()
    tx.execute(
        insert(registration_attempts).values(
            attempt_id=attempt_id,
            attempt_time=tx.now,
            action=action,
            person_id=person_id,
            sitting_id=sitting_id,
            registration_id=registration_id,
            obstacles=[
                {
                    "reason": obstacle.reason,
                    "regulation_section": obstacle.regulation_section,
                    "message": {"de": obstacle.message_de, "en": obstacle.message_en},
                }
                for obstacle in obstacles
            ],
        )
    )
    return attempt_id
