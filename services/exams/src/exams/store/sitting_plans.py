"""Storing what the examinations office decides about sittings, and the history of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from sqlalchemy import select, update

from exams.domain.examinations import ExamForm, Sitting
from exams.domain.sitting_plans import SittingDates, SittingDraft
from exams.domain.statuses import Status
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import accounts, exams, registrations, results, sitting_changes, sittings


def forms_of_exams(tx: Transaction, exam_numbers: Iterable[str]) -> dict[str, ExamForm]:
    """How each exam is taken; unknown ones are left out."""
    rows = tx.execute(
        select(exams.c.exam_number, exams.c.form).where(
            exams.c.exam_number.in_(sorted(set(exam_numbers)))
        )
    )
    return {row.exam_number: ExamForm(row.form) for row in rows}


def known_user_names(tx: Transaction, user_names: Iterable[str]) -> frozenset[str]:
    """Those of the user names that an account has."""
    return frozenset(
        tx.execute(
            select(accounts.c.user_name).where(accounts.c.user_name.in_(sorted(set(user_names))))
        ).scalars()
    )


def hold_sittings(tx: Transaction, sitting_ids: Iterable[UUID]) -> dict[UUID, Sitting]:
    """Locks the sittings, in order, and returns those that there are."""
    chosen = sorted(set(sitting_ids))
    tx.lock(sittings.c.sitting_id, chosen)
    rows = tx.execute(
        select_sittings().where(is_one_of(tx, sittings.c.sitting_id, chosen))
    ).mappings()
    return {row["sitting_id"]: sitting_of(row) for row in rows}


def add_sittings(tx: Transaction, added: Sequence[tuple[UUID, SittingDraft, SittingDates]]) -> None:
    """Stores new sittings."""
    insert_many(
        tx,
        sittings,
        [
            {
                "sitting_id": sitting_id,
                "exam_number": draft.exam_number,
                "semester": draft.semester.code,
                "period": draft.period,
                **_decided(draft, dates),
            }
            for sitting_id, draft, dates in added
        ],
    )


def change_sitting(
    tx: Transaction, sitting_id: UUID, draft: SittingDraft, dates: SittingDates
) -> None:
    """Stores a changed sitting as its next version. The caller holds it."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id)
        .values(version=sittings.c.version + 1, **_decided(draft, dates))
    )


def move_dates(tx: Transaction, moved: Sequence[tuple[UUID, SittingDates]]) -> None:
    """Gives sittings the dates that follow from their period. The caller holds them."""
    for sitting_id, dates in moved:
        tx.execute(
            update(sittings)
            .where(sittings.c.sitting_id == sitting_id)
            .values(version=sittings.c.version + 1, **_dates(dates))
        )


def cancel_sitting(tx: Transaction, sitting_id: UUID, now: datetime) -> None:
    """Notes that a sitting is cancelled. The caller holds it."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id)
        .values(cancel_time=now, version=sittings.c.version + 1)
    )


def note_change(
    tx: Transaction,
    sitting_id: UUID,
    version: int,
    *,
    changes: Mapping[str, tuple[str, str]],
    reason: str,
    changed_by: UUID | None,
) -> None:
    """Adds a change to the history of a sitting: its fields before and after."""
    tx.execute(
        sitting_changes.insert().values(
            sitting_id=sitting_id,
            version=version,
            change_time=tx.now,
            changed_by=changed_by,
            reason=reason,
            changes={name: list(both) for name, both in changes.items()},
        )
    )


def note_created(tx: Transaction, sitting_ids: Iterable[UUID], created_by: UUID | None) -> None:
    """Begins the history of new sittings."""
    insert_many(
        tx,
        sitting_changes,
        [
            {
                "sitting_id": sitting_id,
                "version": 1,
                "change_time": tx.now,
                "changed_by": created_by,
                "reason": "",
                "changes": {},
            }
            for sitting_id in sitting_ids
        ],
    )


def has_results(tx: Transaction, sitting_id: UUID) -> bool:
    """Whether a result, released or not, was entered for the sitting."""
    return (
        tx.execute(
            select(results.c.registration_id).where(results.c.sitting_id == sitting_id).limit(1)
        ).first()
        is not None
    )


def has_registrations(tx: Transaction, sitting_id: UUID, statuses: Iterable[Status]) -> bool:
    """Whether anybody's registration for the sitting has one of the statuses."""
    return (
        tx.execute(
            select(registrations.c.registration_id)
            .where(
                registrations.c.sitting_id == sitting_id,
                registrations.c.status.in_(sorted(statuses)),
            )
            .limit(1)
        ).first()
        is not None
    )


def people_of(
    tx: Transaction, sitting_ids: Iterable[UUID], statuses: Iterable[Status]
) -> frozenset[UUID]:
    """Whose registrations for the sittings have one of the statuses."""
    rows = tx.execute(
        select(registrations.c.person_id).where(
            is_one_of(tx, registrations.c.sitting_id, sitting_ids),
            registrations.c.status.in_(sorted(statuses)),
        )
    )
    return frozenset(rows.scalars())


def _decided(draft: SittingDraft, dates: SittingDates) -> dict[str, Any]:
    return {
        "start_time": draft.start_time,
        "room": draft.room,
        "examiner_user_name": draft.examiner_user_name,
        "own_window": draft.has_own_window,
        "seating": draft.seating.value,
        "capacity": draft.capacity,
        "has_waiting_list": draft.has_waiting_list,
        **_dates(dates),
    }


def _dates(dates: SittingDates) -> dict[str, Any]:
    return {
        "registration_open_time": dates.registration.open_time,
        "registration_close_time": dates.registration.close_time,
        "withdrawal_close_time": dates.withdrawal_close_time,
    }
