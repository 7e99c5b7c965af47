"""The facts about the university that stand on every page."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from grpc.aio import AioRpcError
from matrikel.records.v1.university_pb2 import ContactPoint, GetUniversityRequest, University

if TYPE_CHECKING:
    from portal.services import Services

_logger = logging.getLogger(__name__)

# Pages wait this long for the footer at most, and ask again this soon after a failure.
_PATIENCE_SECONDS = 1.0
_KEEP_SECONDS = 60.0
_RETRY_SECONDS = 5.0


class UniversityFacts:
    """Asks records once a minute; pages render with the former answer, or none, meanwhile."""

    def __init__(
        self, services: "Services", monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._services = services
        self._monotonic = monotonic
        self._facts: University | None = None
        self._next_look = float("-inf")
        self._looking = asyncio.Lock()

    async def current(self) -> University | None:
        """The facts, or None while records has not answered yet."""
        if self._monotonic() < self._next_look:
            return self._facts
        if self._facts and self._looking.locked():
            return self._facts
        async with self._looking:
            if self._monotonic() >= self._next_look:
                await self._look()
        return self._facts

    async def _look(self) -> None:
        try:
            answer = await self._services.university.GetUniversity(
                GetUniversityRequest(), timeout=_PATIENCE_SECONDS
            )
        except AioRpcError as error:
            _logger.warning("The university's facts cannot be read: %s", error.code().name)
            self._next_look = self._monotonic() + _RETRY_SECONDS
        else:
            self._facts = answer.university
            self._next_look = self._monotonic() + _KEEP_SECONDS


def footer_contacts(university: University | None) -> list[ContactPoint]:
    """The contact points that stand at the foot of every page."""
    return [point for point in university.contact_points if point.in_footer] if university else []


def contact_point(university: University | None, code: str) -> ContactPoint | None:
    """The contact point with a code of the university's profile; None while it is not known."""
    points = university.contact_points if university else ()
    return next((point for point in points if point.contact_point_code == code), None)
