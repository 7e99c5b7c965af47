"""Faults planted into the service itself: each takes away one thing that keeps its promises.

The service dies now and then, in a transaction or after its commit, whether a fault is planted or
not; only with one of them does anybody lose anything by it.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import chassis.rpc.batch
import exams.domain.desk_decisions
import exams.store.desk
import pytest
from chassis.database import Database, Transaction, is_one_of
from chassis.errors import Code, Failure
from chassis.events import tell_all
from chassis.rpc import Call, Work
from chassis.values import LocalizedText
from exams.domain.desk import HeldSitting
from exams.domain.waiting_list import Entry, SeatsOfSitting, promote
from exams.events import outgoing
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import sittings
from google.protobuf.message import Message
from sqlalchemy import text

from tests.faults.history import Kind

# How often a batch dies before its commit, and how often after it.
DYING = 0.06
Answer = Callable[[Transaction, Sequence[Call]], Sequence[Message | Failure]]


class Died(Failure):
    """The process is gone: nobody gets an answer, and what was not committed is undone."""

    def __init__(self) -> None:
        gone = LocalizedText(de="Der Dienst ist gestorben.", en="The service died.")
        super().__init__(Code.UNAVAILABLE, "DIED", gone)


class Deaths:
    """Draws when somebody dies, for all threads alike."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.count = 0

    def strikes(self) -> bool:
        """Whether it is now."""
        with self._lock:
            struck = self._random.random() < DYING
            self.count += struck
            return struck


@dataclass(frozen=True)
class Plant:
    """Where a fault is planted."""

    patch: pytest.MonkeyPatch
    database: Database
    deaths: Deaths


def let_it_die(plant: Plant) -> None:
    """Lets batches die before or after their commit."""
    whole, deaths = Work.write_together, plant.deaths

    async def write_together(work: Work, calls: Sequence[Call], answer: Answer) -> Any:
        def answer_or_die(tx: Transaction, fresh: Sequence[Call]) -> Sequence[Message | Failure]:
            answered = answer(tx, fresh)
            if deaths.strikes():
                raise Died
            return answered

        outcomes = await whole(work, calls, answer_or_die)
        if deaths.strikes():
            raise Died
        return outcomes

    plant.patch.setattr(Work, "write_together", write_together)


def acknowledge_before_the_commit(plant: Plant) -> None:
    """Callers are answered although the transaction may still die."""
    deaths = plant.deaths

    async def write_together(work: Work, calls: Sequence[Call], answer: Answer) -> Any:
        answered: list[Any] = []

        def answer_and_die(tx: Transaction) -> None:
            answered[:] = work._batch.answer(tx, calls, answer)
            if deaths.strikes():
                raise Died

        try:
            await work._database.write(answer_and_die)
        except Died:
            return answered
        return answered

    plant.patch.setattr(Work, "write_together", write_together)


def take_no_lock(plant: Plant) -> None:
    """Sittings are read without a lock; what stands behind it in the database is gone, too."""

    def hold_sittings(tx: Transaction, sitting_ids: Iterable[UUID]) -> dict[UUID, HeldSitting]:
        rows = tx.execute(
            select_sittings()
            .add_columns(sittings.c.last_seq)
            .where(is_one_of(tx, sittings.c.sitting_id, sitting_ids))
        ).mappings()
        held = {row["sitting_id"]: HeldSitting(sitting_of(row), row["last_seq"]) for row in rows}
        # Others read the same meanwhile.
        time.sleep(0.005)
        return held

    def drop_second_line(tx: Transaction) -> None:
        tx.execute(text("ALTER TABLE sittings DROP CONSTRAINT ck_sittings_taken_within_capacity"))
        tx.execute(text("ALTER TABLE receipts DROP CONSTRAINT pk_receipts"))

    plant.database.write_now(drop_second_line)
    plant.patch.setattr(exams.store.desk, "hold_sittings", hold_sittings)


def forget_requests(plant: Plant) -> None:
    """A request that comes again is decided again."""

    def find_answers(_tx: Transaction, calls: Sequence[Call]) -> list[None]:
        return [None] * len(calls)

    def keep_answers(_tx: Transaction, _answered: object) -> None:
        """Keeps none."""

    plant.patch.setattr(chassis.rpc.batch, "find_answers", find_answers)
    plant.patch.setattr(chassis.rpc.batch, "keep_answers", keep_answers)


def tell_outside_the_transaction(plant: Plant) -> None:
    """Events are stored whatever becomes of the transaction that they tell about."""

    def tell(_tx: Transaction, events: Any) -> None:
        plant.database.write_now(tell_all, list(events))

    plant.patch.setattr(outgoing, "tell_all", tell)


def promote_nobody(plant: Plant) -> None:
    """A freed seat stays free."""
    plant.patch.setattr(exams.domain.desk_decisions, "promote", lambda *_: ())


def promote_the_last(plant: Plant) -> None:
    """Whoever came last moves up first."""

    def promote_backwards(
        seats: SeatsOfSitting, waiting: Iterable[Entry], may_register: Callable[[Entry], bool]
    ) -> tuple[Entry, ...]:
        return promote(seats, [*waiting][::-1], may_register)

    plant.patch.setattr(exams.domain.desk_decisions, "promote", promote_backwards)


@dataclass(frozen=True)
class PlantedFault:
    """A fault and what the checker has to say of it."""

    plant: Callable[[Plant], None]
    found_as: Kind


PLANTED = {
    "acknowledged before the commit": PlantedFault(acknowledge_before_the_commit, Kind.LOST),
    "no lock": PlantedFault(take_no_lock, Kind.JOURNAL_WRONG),
    "no idempotency": PlantedFault(forget_requests, Kind.DOUBLED),
    "outbox outside the transaction": PlantedFault(
        tell_outside_the_transaction, Kind.EVENT_DOUBLED
    ),
    "nobody moves up": PlantedFault(promote_nobody, Kind.JOURNAL_WRONG),
    "the last moves up first": PlantedFault(promote_the_last, Kind.REORDERED),
}
