"""Fixtures of the browser tests."""

from collections.abc import Callable, Iterator

import pytest
from chassis.values import Language
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.callers import Callers
from tests.journeys.chromium import NoChromiumError, chromium
from tests.journeys.newcomers import Newcomers
from tests.journeys.office import Office
from tests.journeys.scene import Scene, set_up
from tests.journeys.student_services import StudentServices
from tests.journeys.visitor import Visitor
from tests.suite import Suite

# Longer than any page takes on a busy machine; what waits for it has failed.
PATIENCE_MILLISECONDS = 15_000

Arrival = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. One per module, as Playwright keeps its event loop until it is closed."""
    try:
        with chromium() as running:
            yield running
    except NoChromiumError as error:
        pytest.skip(str(error))


@pytest.fixture
def visitor(browser: Browser, suite: Suite) -> Iterator[Arrival]:
    """Lets visitors arrive, each with a browser profile of their own: visitor(Language.DE, …).

    Further arguments are Playwright's for a browser context: viewport, color_scheme, ….
    """
    contexts: list[BrowserContext] = []

    def arrive(language: Language = Language.DE, **settings: object) -> Visitor:
        context = browser.new_context(locale=str(language), **settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        return Visitor(context.new_page(), suite.base_url, language)

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def callers(suite: Suite) -> Iterator[Callers]:
    """Calls past the pages, for what a test only prepares."""
    calling = Callers(suite)
    yield calling
    calling.close()


@pytest.fixture(scope="session")
def newcomers(suite: Suite, callers: Callers) -> Newcomers:
    """Students who are new at the university and belong to one test only."""
    return Newcomers(suite, callers)


@pytest.fixture(scope="session")
def office(suite: Suite, callers: Callers) -> Office:
    """The examinations office, for what a test does not show on pages."""
    return Office(suite, callers)


@pytest.fixture(scope="session")
def student_services(suite: Suite, callers: Callers) -> StudentServices:
    """Student Services, for what a test does not show on pages."""
    return StudentServices(suite, callers)


@pytest.fixture(scope="session")
def scene(suite: Suite, callers: Callers) -> Scene:
    """What the pages of the tour show."""
    return set_up(suite, callers)
