"""Gathering facts from records and exams, which answer through gRPC."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import grpc
import pytest
import pytest_asyncio
from certificates.clients.exams import ExamsClient
from certificates.clients.records import RecordsClient
from certificates.clients.tokens import Asker, StudentTokens
from certificates.domain.certificate import CertificateOrder, CertificateType
from certificates.domain.facts import Facts
from certificates.flows.gathering import Gathering
from chassis.errors import Code, Failure
from chassis.rpc.exchange import TokenExchange
from chassis.testing import DrivenClock
from chassis.values import Semester

from .neighbour_records import LETTER
from .neighbours import Neighbours, running_neighbours
from .sample_exams import EXAMS, many_results
from .samples import (
    DOCTORAL,
    ENROLMENT,
    PERSON_ID,
    SEMESTERS,
    WINTER,
    ended,
    facts_of,
    order_of,
    records_facts,
)

STUDENT, SERVICE = Asker("a student's token"), Asker(None)


@pytest_asyncio.fixture
async def neighbours() -> AsyncIterator[Neighbours]:
    async with running_neighbours() as them:
        yield them


@pytest_asyncio.fixture
async def gathering(neighbours: Neighbours, clock: DrivenClock) -> AsyncIterator[Gathering]:
    async with grpc.aio.insecure_channel(neighbours.target) as channel:
        tokens = StudentTokens(TokenExchange(channel))
        yield Gathering(RecordsClient(channel, tokens), ExamsClient(channel, tokens), clock)


async def refusal(gathering: Gathering, order: CertificateOrder) -> tuple[Code, str]:
    with pytest.raises(Failure) as refused:
        await gathering.facts(order, STUDENT)
    return refused.value.code, refused.value.reason


def as_answered(facts: Facts, neighbours: Neighbours) -> Facts:
    """The samples, where they hold what this test's neighbours answer otherwise."""
    return replace(facts, registrations=neighbours.registrations if facts.registrations else ())


@pytest.mark.parametrize("kind", list(CertificateType))
@pytest.mark.parametrize("asker", [STUDENT, SERVICE], ids=["student", "service"])
async def test_facts_of_every_type_arrive_as_they_are(
    gathering: Gathering, neighbours: Neighbours, kind: CertificateType, asker: Asker
) -> None:
    """With a student's exchanged tokens, and for an office or a job with the service's own."""
    if kind is CertificateType.EXMATRICULATION:
        neighbours.records = records_facts(enrolment=ended())
    found = await gathering.facts(order_of(kind), asker)
    assert found == as_answered(facts_of(kind), neighbours)
    assert neighbours.askers == {"student" if asker is STUDENT else "service"}


async def test_nothing_is_asked_that_the_type_does_not_need(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    await gathering.facts(order_of(CertificateType.ENROLMENT), STUDENT)
    assert sorted(neighbours.calls) == ["GetEnrolment", "GetPerson"]


async def test_distributions_are_asked_for_a_few_at_a_time_and_not_of_recognised_results(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    many = many_results(120)
    neighbours.exams = replace(many, results=(*many.results, EXAMS.results[-1]))
    neighbours.page_size = 100
    found = await gathering.facts(order_of(CertificateType.TRANSCRIPT), STUDENT)
    assert found.exams is not None
    assert len(found.exams.results) == 121
    assert neighbours.calls.count("GetGradeDistribution") == 120
    assert neighbours.calls.count("ListResults") == 2
    assert 1 < neighbours.most_at_once <= 8


async def test_a_letter_carries_the_correspondence_address(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    order = replace(order_of(CertificateType.ENROLMENT), with_address=True)
    assert (await gathering.facts(order, SERVICE)).recipient == LETTER
    neighbours.has_address = False
    assert (await gathering.facts(order, SERVICE)).recipient == ()


async def test_the_current_semester_is_meant_where_none_is_named(gathering: Gathering) -> None:
    order = order_of(CertificateType.ENROLMENT)
    current = (await gathering.facts(order, STUDENT)).semester
    assert current is not None
    assert current.semester == WINTER
    former = replace(order, semester=Semester.parse("2025W"))
    assert (await gathering.facts(former, STUDENT)).semester == SEMESTERS[1]


async def test_a_receipt_may_be_about_a_semester_that_is_only_paid_for(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    next_one = Semester.parse("2027S")
    assert neighbours.receipt is not None
    neighbours.receipt = replace(neighbours.receipt, semester=next_one)
    order = replace(order_of(CertificateType.FEE_RECEIPT), semester=next_one)
    found = await gathering.facts(order, STUDENT)
    assert found.semester is None
    assert found.half_year == next_one


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"enrolment_id": None}, (Code.INVALID_ARGUMENT, "ENROLMENT_MISSING")),
        ({"enrolment_id": uuid4()}, (Code.NOT_FOUND, "ENROLMENT_UNKNOWN")),
        (
            {"semester": Semester.parse("2024W")},
            (Code.FAILED_PRECONDITION, "NOT_ENROLLED_IN_SEMESTER"),
        ),
        (
            {"type": CertificateType.EXMATRICULATION},
            (Code.FAILED_PRECONDITION, "ENROLMENT_NOT_ENDED"),
        ),
        (
            {"type": CertificateType.FEE_RECEIPT, "semester": Semester.parse("2025S")},
            (Code.FAILED_PRECONDITION, "NOTHING_CHARGED"),
        ),
        (
            {"type": CertificateType.MASTER_DATA, "person_id": uuid4()},
            (Code.NOT_FOUND, "STUDENT_UNKNOWN"),
        ),
    ],
)
async def test_what_cannot_be_certified_is_refused_with_its_reason(
    gathering: Gathering, changes: dict[str, Any], expected: tuple[Code, str]
) -> None:
    order = replace(order_of(CertificateType.ENROLMENT), **changes)
    assert await refusal(gathering, order) == expected


async def test_an_unknown_semester_of_the_ledger_has_nothing_charged(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    neighbours.receipt = None
    _, reason = await refusal(gathering, order_of(CertificateType.FEE_RECEIPT))
    assert reason == "NOTHING_CHARGED"


async def test_doctoral_studies_have_no_certificate_for_support(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    neighbours.records = records_facts(enrolment=DOCTORAL)
    _, reason = await refusal(gathering, order_of(CertificateType.BAFOEG))
    assert reason == "BAFOEG_NOT_AVAILABLE"


async def test_who_has_left_has_to_name_the_semester(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    neighbours.records = records_facts(enrolment=ended(end_date=date(2026, 9, 30)))
    order = order_of(CertificateType.ENROLMENT)
    assert await refusal(gathering, order) == (Code.INVALID_ARGUMENT, "SEMESTER_MISSING")
    named = replace(order, semester=Semester.parse("2026S"))
    assert (await gathering.facts(named, STUDENT)).semester == SEMESTERS[2]


async def test_somebody_elses_enrolment_is_unknown(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    """An office may ask for any enrolment; one of another person is not certified for this one."""
    foreign = replace(ENROLMENT, enrolment_id=uuid4(), person_id=uuid4())
    neighbours.other_enrolments = (foreign,)
    order = replace(order_of(CertificateType.ENROLMENT), enrolment_id=foreign.enrolment_id)
    assert order.person_id == PERSON_ID
    with pytest.raises(Failure) as refused:
        await gathering.facts(order, SERVICE)
    assert refused.value.reason == "ENROLMENT_UNKNOWN"


async def test_a_transcript_without_known_regulations_lists_the_results(
    gathering: Gathering, neighbours: Neighbours
) -> None:
    neighbours.exams = replace(EXAMS, progress=None)
    found = await gathering.facts(order_of(CertificateType.TRANSCRIPT), STUDENT)
    assert found.exams is not None
    assert found.exams.progress is None
    assert len(found.exams.results) == len(EXAMS.results)
