"""Exams with thousands of students and with sittings for one rush after the other."""

import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import grpc
from chassis.database import Transaction, insert_many
from exams.store.tables import (
    accounts,
    enrolled_semesters,
    enrolments,
    module_exams,
    persons,
    sittings,
    terms_acceptances,
)
from matrikel.exams.v1 import registration_pb2, registration_pb2_grpc
from matrikel.records.v1 import university_pb2, university_pb2_grpc
from sqlalchemy import Table, select

from tests.faults.exams_alone import ExamsAlone
from tests.faults.university import VERSION

DEADLINE_SECONDS = 60.0
# As many as gateways hold to one process of a service.
CONNECTIONS = 4
# Channels to one target share a connection otherwise.
OWN_CONNECTION = (("grpc.use_local_subchannel_pool", 1),)
Call = Callable[[], Awaitable[object]]


class DeskSetting:
    """A running service, and as many calls to it as a measurement needs."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.exams = ExamsAlone(folder, server, module="tests.load.exams_with_empty")
        self._channels = [
            grpc.aio.insecure_channel(self.exams.target, options=OWN_CONNECTION)
            for _ in range(CONNECTIONS)
        ]
        stub = registration_pb2_grpc.RegistrationServiceStub
        self._registrations = [stub(channel) for channel in self._channels]
        self._universities = [
            university_pb2_grpc.UniversityServiceStub(channel) for channel in self._channels
        ]
        [one] = self.exams.students(1)
        self._model = UUID(one.person_id)

    async def close(self) -> None:
        """Ends everything."""
        for channel in self._channels:
            await channel.close(None)
        self.exams.close()

    def students(self, count: int) -> list[UUID]:
        """New students like the first one."""
        return self.exams.database.write_now(_clone_students, self._model, count)

    def sittings(self, count: int) -> list[UUID]:
        """New sittings without a limit, of an exam that the students have."""
        return self.exams.database.write_now(_clone_sittings, count)

    def registering(
        self, count: int, sitting_ids: list[UUID], deadline: float = DEADLINE_SECONDS
    ) -> Iterator[Call]:
        """Calls of as many new students, spread over the sittings in turn."""
        return iter(
            [
                partial(
                    stub.CreateRegistration,
                    registration_pb2.CreateRegistrationRequest(
                        person_id=str(person_id),
                        sitting_id=str(sitting_id),
                        request_id=str(uuid4()),
                    ),
                    metadata=self.exams.metadata(person_id),
                    timeout=deadline,
                )
                for person_id, sitting_id, stub in zip(
                    self.students(count),
                    itertools.cycle(sitting_ids),
                    itertools.cycle(self._registrations),
                    strict=False,
                )
            ]
        )

    def nothing(self, count: int) -> Iterator[Call]:
        """Calls of signed-in students for nothing."""
        metadata = [self.exams.metadata(uuid4()) for _ in range(count)]
        request = university_pb2.GetUniversityRequest()
        return iter(
            [
                partial(stub.GetUniversity, request, metadata=one, timeout=DEADLINE_SECONDS)
                for one, stub in zip(metadata, itertools.cycle(self._universities), strict=False)
            ]
        )


def _clone_students(tx: Transaction, model: UUID, count: int) -> list[UUID]:
    people = [uuid4() for _ in range(count)]
    enrolment_ids = [uuid4() for _ in range(count)]
    for table in (persons, accounts, terms_acceptances):
        row = _row(tx, table, table.c.person_id == model)
        insert_many(tx, table, [{**row, "person_id": one, **_own(row, one)} for one in people])
    enrolment = _row(tx, enrolments, enrolments.c.person_id == model)
    own_id = enrolment["enrolment_id"]
    semester = _row(tx, enrolled_semesters, enrolled_semesters.c.enrolment_id == own_id)
    pairs = list(zip(people, enrolment_ids, strict=True))
    insert_many(
        tx, enrolments, [{**enrolment, "person_id": p, "enrolment_id": e} for p, e in pairs]
    )
    insert_many(tx, enrolled_semesters, [{**semester, "enrolment_id": e} for _, e in pairs])
    return people


def _own(row: Mapping[str, Any], person_id: UUID) -> dict[str, Any]:
    """What no two persons have in common."""
    own = {"user_name": person_id.hex, "matriculation_number": str(next(_NUMBERS))}
    return {name: value for name, value in own.items() if name in row}


_NUMBERS = itertools.count(5_000_000)


def _clone_sittings(tx: Transaction, count: int) -> list[UUID]:
    known = select(module_exams.c.exam_number).where(
        module_exams.c.regulations_version_code == VERSION
    )
    model = _row(
        tx,
        sittings,
        sittings.c.capacity == 0,
        sittings.c.seating == "first_come",
        sittings.c.registration_open_time <= tx.now,
        sittings.c.registration_close_time > tx.now,
        sittings.c.exam_number.in_(known),
    )
    made = [uuid4() for _ in range(count)]
    fresh = {"taken": 0, "waiting": 0, "last_seq": 0}
    insert_many(tx, sittings, [{**model, "sitting_id": one, **fresh} for one in made])
    return made


def _row(tx: Transaction, table: Table, *chosen: Any) -> dict[str, Any]:
    return dict(tx.execute(select(table).where(*chosen).limit(1)).mappings().one())
