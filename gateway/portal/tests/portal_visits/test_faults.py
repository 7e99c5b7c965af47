"""What a visitor sees when parts are down or fail."""

from collections.abc import Callable

import grpc
import httpx
import pytest
from chassis.errors import Failure
from chassis.rpc.status import to_status as rich_status
from chassis.rpc.status import unexpected
from chassis.values import Language
from grpc_status.rpc_status import to_status
from matrikel.records.v1.university_pb2 import GetUniversityResponse
from portal.faults import Kind, fault_of
from portal.university import UniversityFacts

from . import portal_pages
from . import portal_world as w


async def test_pages_render_without_a_footer_while_records_is_down(
    world: w.World, visitor: httpx.AsyncClient
) -> None:
    world.down.add("records")

    answer = await visitor.get("/de/")

    assert answer.status_code == 200
    assert "infoportal@leuphana.example" not in answer.text
    assert "Kontaktstellen zurzeit nicht verfügbar" in (await visitor.get("/de/contact")).text


async def test_the_contact_points_stand_at_the_foot_of_every_page(
    visitor: httpx.AsyncClient,
) -> None:
    for path in ("/de/", "/en/verify", "/de/no-such-page"):
        html = (await visitor.get(path)).text
        assert "infoportal@leuphana.example" in html
        assert "qis@leuphana.example" in html
        assert "Studierendenservice" not in html


async def test_the_facts_for_the_footer_are_asked_for_once_a_minute(
    world: w.World, visitor: httpx.AsyncClient
) -> None:
    for _ in range(5):
        await visitor.get("/de/")

    assert world.calls.count("GetUniversity") == 1


async def test_a_service_that_is_down_asks_to_try_again(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.down.add("certificates")

    answer = await student.get("/en/certificates")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert portal_pages.read(answer).first(1) == "Not available at the moment"


async def test_a_fault_inside_a_page_shows_an_error_number_and_nothing_else(
    student: httpx.AsyncClient, world: w.World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sessions = dict.fromkeys(world.sessions, "nobody")

    answer = await student.get("/de/account")

    assert answer.status_code == 500
    number = next(record for record in caplog.records if hasattr(record, "error_id")).error_id
    assert number in answer.text
    assert "KeyError" not in answer.text


def _error(failure: Failure) -> grpc.aio.AioRpcError:
    status = to_status(rich_status(failure, "exams", Language.DE))
    return grpc.aio.AioRpcError(
        status.code,
        grpc.aio.Metadata(),
        grpc.aio.Metadata(*status.trailing_metadata),
        details=status.details,
        debug_error_string="",
    )


def test_a_fault_inside_a_service_keeps_the_services_error_number() -> None:
    failure = unexpected()

    fault = fault_of(_error(failure), Language.EN)

    assert fault.kind is Kind.UNEXPECTED
    assert fault.error_id == failure.metadata["error_id"]


class _University:
    """Answers, or fails while `is_down`."""

    def __init__(self) -> None:
        self.is_down = False
        self.asked = 0

    async def GetUniversity(self, request: object, **_: float) -> GetUniversityResponse:
        self.asked += 1
        if self.is_down:
            raise grpc.aio.AioRpcError(
                grpc.StatusCode.UNAVAILABLE,
                grpc.aio.Metadata(),
                grpc.aio.Metadata(),
                details="down",
                debug_error_string="",
            )
        return GetUniversityResponse(university=w.facts())


class _Services:
    def __init__(self, university: _University) -> None:
        self.university = university


@pytest.fixture
def seconds() -> list[float]:
    return [0.0]


@pytest.fixture
def monotonic(seconds: list[float]) -> Callable[[], float]:
    return lambda: seconds[0]


async def test_the_former_facts_stay_while_records_is_down(
    seconds: list[float], monotonic: Callable[[], float]
) -> None:
    university = _University()
    facts = UniversityFacts(_Services(university), monotonic)  # type: ignore[arg-type]
    await facts.current()
    seconds[0], university.is_down = 61.0, True

    assert await facts.current() is not None
    assert await facts.current() is not None
    assert university.asked == 2
