"""Results before their release, other examiners' sittings, corrections, the lottery's seed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.database.tables import audit_entries, mails, outbox
from chassis.rpc import bearer
from chassis.testing import within
from exams.store import lotteries, tables
from matrikel.exams.v1 import (
    result_pb2,
    sitting_pb2,
)
from matrikel.exams.v1.result_pb2_grpc import ResultServiceStub
from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceStub
from sqlalchemy import Table, select

from tests.requests import Named, request_for
from tests.security.asking import (
    EXAMINER,
    METHODS,
    OFFICE,
    STUDENT,
    access_of,
    answer,
    is_open_to,
    only_reads,
    refusal,
)
from tests.security.exam_cases import (
    ATTENDED,
    EXAM_NUMBER,
    enter_grade,
    release_entered,
    seat,
)
from tests.security.running_services import RunningServices, running_services

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("exam_cases")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("cases")) as all_four:
        yield all_four


async def seen_by(services: RunningServices, person_id: UUID, named: Named) -> dict[str, str]:
    """Everything that a student can read, by method."""
    return {
        method.full_name: await answer(
            services, method, person_id, STUDENT, request_for(method, named)
        )
        for method in METHODS
        if only_reads(method) and is_open_to(method, STUDENT)
    }


async def test_an_entered_result_changes_nothing_that_a_student_can_read_before_its_release(
    services: RunningServices,
) -> None:
    """By no method at all; the release then shows that the comparison sees differences."""
    database, student = services.databases["exams"], services.people.other_student
    [enrolment] = within(database, _enrolments_of, student)
    registration_id = within(database, seat, student, enrolment, EXAM_NUMBER, ATTENDED)
    named = replace(
        services.named,
        person_id=str(student),
        enrolment_id=str(enrolment),
        registration_id=str(registration_id),
        examined_registration_id=str(registration_id),
        sitting_id=str(ATTENDED),
        semester="2026S",
    )
    before = await seen_by(services, student, named)
    assert sum(" " in one and one.split()[0].isupper() for one in before.values()) < len(before) / 3
    within(database, enter_grade, registration_id, services.people.examiner)
    assert await seen_by(services, student, named) == before
    within(database, release_entered, uuid4())
    after = await seen_by(services, student, named)
    assert {name.rpartition(".")[2] for name in before if before[name] != after[name]} >= {
        "ListResults",
        "ListRegistrations",
        "GetRegistration",
        "GetStudyProgress",
    }


def _enrolments_of(tx: Transaction, person_id: UUID) -> list[UUID]:
    chosen = select(tables.enrolments.c.enrolment_id).where(
        tables.enrolments.c.person_id == person_id
    )
    return list(tx.execute(chosen).scalars())


async def test_an_examiner_does_nothing_to_another_examiners_sitting(
    services: RunningServices,
) -> None:
    """Nor to its students; the other examiner has sittings of their own."""
    other = services.people.other_examiner
    named = replace(services.named, sitting_id=str(ATTENDED), thesis_id=str(uuid4()))
    touched = 0
    for method in METHODS:
        access = access_of(method)
        of_sitting = access.resource in {"sitting", "attended_sitting", "examined_registration"}
        if not (of_sitting and is_open_to(method, EXAMINER)):
            continue
        found = await answer(services, method, other, EXAMINER, request_for(method, named))
        assert found == f"NOT_FOUND {access.resource.upper()}_UNKNOWN", method.full_name
        touched += 1
    assert touched > 8
    stub = SittingServiceStub(services.channels["exams"])
    listed = await stub.ListSittings(
        sitting_pb2.ListSittingsRequest(page_size=100),
        metadata=bearer(services.mints["exams"].mint(other, [EXAMINER])),
    )
    assert {one.examiner_user_name for one in listed.sittings} == {"bschulz"}


async def test_nobody_agrees_to_a_correction_of_their_own(services: RunningServices) -> None:
    stub = ResultServiceStub(services.channels["exams"])

    def as_office(person_id: UUID) -> Any:
        return bearer(services.mints["exams"].mint(person_id, [OFFICE]))

    async def decide(correction_id: str, person_id: UUID, confirm: bool = True) -> str:
        request = result_pb2.DecideCorrectionRequest(
            correction_id=correction_id,
            confirm=confirm,
            reason="" if confirm else "Doch nicht",
            request_id=str(uuid4()),
        )
        try:
            decided = await stub.DecideCorrection(request, metadata=as_office(person_id))
        except grpc.aio.AioRpcError as error:
            return refusal(error)
        return result_pb2.CorrectionState.Name(decided.correction.state)

    one, second = uuid4(), uuid4()
    # The examiner proposed the first one, and might hold the office's role as well.
    first = services.named.correction_id
    assert await decide(first, services.people.examiner) == "FAILED_PRECONDITION SAME_PERSON"
    assert await decide(first, one, confirm=False) == "CORRECTION_STATE_REJECTED"
    proposed = await stub.ProposeCorrection(
        result_pb2.ProposeCorrectionRequest(
            registration_id=services.named.examined_registration_id,
            grade="1.7",
            reason="Punkte verrechnet",
            version=2,
            request_id=str(uuid4()),
        ),
        metadata=as_office(one),
    )
    correction_id = proposed.correction.correction_id
    assert await decide(correction_id, one) == "FAILED_PRECONDITION SAME_PERSON"
    assert await decide(correction_id, second) == "CORRECTION_STATE_CONFIRMED"


async def test_the_seed_of_a_lottery_is_told_nobody_before_the_draw(
    services: RunningServices,
) -> None:
    database, sitting_id = services.databases["exams"], services.named.lottery_sitting_id
    found = within(database, lotteries.find_lottery, UUID(sitting_id))
    assert found is not None
    seed = found.seed
    assert len(bytes.fromhex(seed)) == 32
    named = replace(services.named, sitting_id=sitting_id)
    told = []
    for method in METHODS:
        for role, person_id in (
            (STUDENT, services.people.owner),
            (EXAMINER, services.people.examiner),
            (OFFICE, uuid4()),
        ):
            if only_reads(method) and is_open_to(method, role):
                request = request_for(method, named)
                told.append(await answer(services, method, person_id, role, request))
    assert any(found.commitment.seed_commitment in one for one in told)
    for table in (outbox, mails, audit_entries):
        told += within(database, _rows_of, table)
    raw = str(bytes.fromhex(seed))[2:-1]
    assert not [one for one in told if seed in one or raw in one]


def _rows_of(tx: Transaction, table: Table) -> list[str]:
    return [str([*row]) for row in tx.execute(select(table))]
