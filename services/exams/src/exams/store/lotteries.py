"""Reading and changing lotteries, and the rights of pre-selection."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of, update_many, upsert
from chassis.values import Semester
from sqlalchemy import Row, and_, delete, func, insert, select, update

from exams.domain.lotteries import Lottery
from exams.domain.lottery import SETTLING_TIME
from exams.domain.lottery_documents import Closing, Commitment, Publication
from exams.domain.statuses import Status
from exams.store.tables import (
    enrolled_semesters,
    lotteries,
    preselection_rights,
    registrations,
    sittings,
)


def find_lottery(tx: Transaction, sitting_id: UUID) -> Lottery | None:
    """The lottery of a sitting, or None where its seats are not drawn."""
    row = tx.execute(select(lotteries).where(lotteries.c.sitting_id == sitting_id)).one_or_none()
    return _lottery(row) if row is not None else None


def add_lottery(tx: Transaction, sitting_id: UUID, seed: str, commitment: Commitment) -> None:
    """Stores a new lottery."""
    tx.execute(
        insert(lotteries).values(
            sitting_id=sitting_id,
            seed=seed,
            seed_commitment=commitment.seed_commitment,
            public_source=commitment.public_source,
            public_time=commitment.public_time,
            preselection_percent=commitment.preselection_percent,
            postponed=commitment.postponed,
            create_time=commitment.create_time,
        )
    )


def name_later_source(tx: Transaction, sitting_id: UUID, commitment: Commitment) -> None:
    """Puts a later source in place of one whose time has passed."""
    _change(
        tx,
        sitting_id,
        public_source=commitment.public_source,
        public_time=commitment.public_time,
        postponed=commitment.postponed,
    )


def keep_closing(tx: Transaction, closing: Closing) -> None:
    """Stores what the draw will look at."""
    _change(
        tx,
        closing.sitting.sitting_id,
        close_time=closing.close_time,
        closing=closing.text,
        closing_digest=closing.digest,
        request_count=len(closing.requests),
    )


def keep_publication(tx: Transaction, publication: Publication) -> None:
    """Stores the draw as it is published."""
    _change(
        tx,
        publication.closing.sitting.sitting_id,
        public_value=publication.public_value,
        draw_time=publication.draw_time,
        publication=publication.text,
        drawn_count=sum(lot.outcome.has_seat for lot in publication.lots),
    )


def lotteries_due_to_close(tx: Transaction, now: datetime) -> tuple[UUID, ...]:
    """The sittings whose lotteries are to be closed at a moment."""
    return tuple(
        tx.execute(
            select(lotteries.c.sitting_id)
            .join(sittings, sittings.c.sitting_id == lotteries.c.sitting_id)
            .where(
                lotteries.c.close_time.is_(None),
                lotteries.c.public_time > now,
                sittings.c.registration_close_time <= now - SETTLING_TIME,
                sittings.c.cancel_time.is_(None),
            )
            .order_by(lotteries.c.sitting_id)
        ).scalars()
    )


def drawn_by_lot(tx: Transaction, sitting_id: UUID) -> None:
    """Notes that the seats of a sitting are drawn by lot. The caller holds its lock."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id)
        .values(seating="lottery", version=sittings.c.version + 1)
    )


def requests_with_rights(
    tx: Transaction, sitting_id: UUID, semester: Semester
) -> list[tuple[UUID, bool]]:
    """The registrations that ask for a seat of the draw, and whether each is drawn first.

    A right belongs to part-time students of the enrolment that they registered with, and to whoever
    proved one to records for the semester.
    """
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.person_id,
            func.coalesce(enrolled_semesters.c.part_time, False).label("part_time"),
        )
        .outerjoin(
            enrolled_semesters,
            and_(
                enrolled_semesters.c.enrolment_id == registrations.c.enrolment_id,
                enrolled_semesters.c.semester == semester.code,
            ),
        )
        .where(
            registrations.c.sitting_id == sitting_id,
            registrations.c.status == Status.IN_LOTTERY.value,
        )
    ).all()
    holders = _holders(tx, [row.person_id for row in rows], semester)
    return [(row.registration_id, bool(row.part_time) or row.person_id in holders) for row in rows]


def renumber(tx: Transaction, places: Sequence[tuple[UUID, int]]) -> None:
    """Gives registrations their place in the sitting's order, which the waiting list goes by."""
    update_many(
        tx,
        registrations,
        [{"registration_id": one, "seq": seq} for one, seq in places],
        key=["registration_id"],
    )


def people_waiting(tx: Transaction, sitting_id: UUID) -> frozenset[UUID]:
    """The students who wait for a seat of a sitting. The caller holds its lock."""
    return frozenset(
        tx.execute(
            select(registrations.c.person_id).where(
                registrations.c.sitting_id == sitting_id,
                registrations.c.status == Status.WAITING.value,
            )
        ).scalars()
    )


def keep_preselection_right(
    tx: Transaction, right_id: UUID, person_id: UUID, semester: Semester, ground: str
) -> None:
    """Stores a right of pre-selection."""
    upsert(
        tx,
        preselection_rights,
        [
            {
                "preselection_right_id": right_id,
                "person_id": person_id,
                "semester": semester.code,
                "ground": ground,
            }
        ],
        key=["preselection_right_id"],
    )


def forget_preselection_right(tx: Transaction, right_id: UUID) -> None:
    """Deletes a right that was taken back."""
    tx.execute(
        delete(preselection_rights).where(preselection_rights.c.preselection_right_id == right_id)
    )


def _holders(tx: Transaction, person_ids: Sequence[UUID], semester: Semester) -> frozenset[UUID]:
    return frozenset(
        tx.execute(
            select(preselection_rights.c.person_id).where(
                preselection_rights.c.semester == semester.code,
                is_one_of(tx, preselection_rights.c.person_id, person_ids),
            )
        ).scalars()
    )


def _change(tx: Transaction, sitting_id: UUID, **values: Any) -> None:
    tx.execute(
        update(lotteries)
        .where(lotteries.c.sitting_id == sitting_id)
        .values(version=lotteries.c.version + 1, **values)
    )


def _lottery(row: Row[Any]) -> Lottery:
    return Lottery(
        sitting_id=row.sitting_id,
        seed=row.seed,
        commitment=Commitment(
            seed_commitment=row.seed_commitment,
            public_source=row.public_source,
            public_time=row.public_time,
            preselection_percent=row.preselection_percent,
            create_time=row.create_time,
            postponed=row.postponed,
        ),
        close_time=row.close_time,
        closing=row.closing,
        closing_digest=row.closing_digest,
        request_count=row.request_count,
        drawn_count=row.drawn_count,
        draw_time=row.draw_time,
        public_value=row.public_value,
        publication=row.publication,
    )
