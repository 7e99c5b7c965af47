"""Reading and changing registrations, and the evidence of refused attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import Semester
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.engine import RowMapping

from exams.domain.examinations import (
    LiveRegistration,
    Registration,
)
from exams.domain.positions import RegistrationPosition
from exams.domain.statuses import ENDED, LIVE, Status
from exams.store.registration_columns import join_modules, waiting_place
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import (
    modules,
    registration_attempts,
    registrations,
    regulations_versions,
    sittings,
    status_codes,
)


def _select_registrations() -> Select[Any]:
    return join_modules(
        select_sittings()
        .add_columns(
            registrations.c.registration_id,
            registrations.c.person_id,
            registrations.c.enrolment_id,
            registrations.c.status,
            func.coalesce(status_codes.c.code, "").label("status_code"),
            registrations.c.seq,
            registrations.c.register_time,
            registrations.c.withdraw_time,
            registrations.c.remark,
            registrations.c.seat,
            registrations.c.version,
            registrations.c.regulations_version_code,
            modules.c.module_code,
            modules.c.name.label("module_name"),
            regulations_versions.c.rules["sections"]["registration"]
            .as_string()
            .label("registration_section"),
            waiting_place(),
        )
        .join(registrations, registrations.c.sitting_id == sittings.c.sitting_id)
        .join(
            regulations_versions,
            regulations_versions.c.regulations_version_code
            == registrations.c.regulations_version_code,
        )
        .outerjoin(status_codes, status_codes.c.status == registrations.c.status)
    )


def _registration_of(row: RowMapping) -> Registration:
    return Registration(
        registration_id=row["registration_id"],
        person_id=row["person_id"],
        enrolment_id=row["enrolment_id"],
        sitting=sitting_of(row),
        module_code=row["module_code"],
        module_name=row["module_name"],
        registration_section=row["registration_section"] or "",
        status=Status(row["status"]),
        status_code=row["status_code"],
        seq=row["seq"],
        register_time=row["register_time"],
        withdraw_time=row["withdraw_time"],
        remark=row["remark"],
        seat=row["seat"],
        version=row["version"],
        regulations_version_code=row["regulations_version_code"],
        waiting_place=row["waiting_place"],
    )


def get_registration(tx: Transaction, registration_id: UUID) -> Registration:
    """A registration that is known to exist."""
    rows = tx.execute(
        _select_registrations().where(registrations.c.registration_id == registration_id)
    )
    return _registration_of(rows.mappings().one())


def find_registrations(
    tx: Transaction, registration_ids: Iterable[UUID]
) -> dict[UUID, Registration]:
    """Those of the registrations that exist, by id."""
    rows = tx.execute(
        _select_registrations().where(
            is_one_of(tx, registrations.c.registration_id, registration_ids)
        )
    ).mappings()
    return {row["registration_id"]: _registration_of(row) for row in rows}


def registrations_of_sitting(
    tx: Transaction, sitting_id: UUID, statuses: Iterable[Status]
) -> tuple[Registration, ...]:
    """The registrations for a sitting that have one of the statuses, in the sitting's order."""
    rows = tx.execute(
        _select_registrations()
        .where(
            registrations.c.sitting_id == sitting_id,
            registrations.c.status.in_(sorted(statuses)),
        )
        .order_by(registrations.c.seq, registrations.c.registration_id)
    )
    return tuple(_registration_of(row) for row in rows.mappings())


def owners_of(tx: Transaction, registration_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Whose the registrations are; those that do not exist are left out."""
    rows = tx.execute(
        select(registrations.c.registration_id, registrations.c.person_id).where(
            is_one_of(tx, registrations.c.registration_id, registration_ids)
        )
    )
    return {row.registration_id: row.person_id for row in rows}


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
            registrations.c.status,
            sittings.c.semester,
            sittings.c.period,
            sittings.c.start_time,
        )
        .join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
        .where(
            registrations.c.person_id == person_id,
            registrations.c.status.in_(sorted(LIVE)),
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
            status=Status(row.status),
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
    seq: int,
    status: Status = Status.REGISTERED,
    remark: str = "",
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
            status=status.value,
            seq=seq,
            register_time=tx.now,
            remark=remark,
            version=1,
        )
    )
    return registration_id


def change_status(
    tx: Transaction, registration_ids: Iterable[UUID], status: Status, *, remark: str | None = None
) -> None:
    """Gives registrations another status and their next version.

    The caller holds the locks of their sittings. A remark of None leaves the former one.
    """
    chosen = list(registration_ids)
    values: dict[str, Any] = {"status": status.value, "version": registrations.c.version + 1}
    if status in ENDED:
        values["withdraw_time"] = tx.now
    if remark is not None:
        values["remark"] = remark
    if chosen:
        tx.execute(
            update(registrations)
            .where(registrations.c.registration_id.in_(chosen))
            .values(**values)
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
