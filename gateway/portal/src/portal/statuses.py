"""How this university calls the statuses of registrations."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matrikel.exams.v1.status_pb2 import (
    ListStatusesRequest,
    ListStatusesResponse,
    RegistrationStatus,
)
from matrikel.type.v1.localized_text_pb2 import LocalizedText

if TYPE_CHECKING:
    from portal.services import Services

_KEEP_SECONDS = 300.0

REGISTERED = RegistrationStatus.REGISTRATION_STATUS_REGISTERED
WAITING = RegistrationStatus.REGISTRATION_STATUS_WAITING
IN_LOTTERY = RegistrationStatus.REGISTRATION_STATUS_IN_LOTTERY
WITHDRAWN = RegistrationStatus.REGISTRATION_STATUS_WITHDRAWN

ASKING = frozenset({REGISTERED, WAITING, IN_LOTTERY})
"""Made by registering, ended by withdrawing."""

CURRENT = ASKING | {
    RegistrationStatus.REGISTRATION_STATUS_SICK_NOTE_FILED,
    RegistrationStatus.REGISTRATION_STATUS_HANDED_IN,
    RegistrationStatus.REGISTRATION_STATUS_INCOMPLETE,
    RegistrationStatus.REGISTRATION_STATUS_ORAL_SUPPLEMENTARY,
}
"""Something is still to come: an exam, a seat, a decision, a result."""

_GOOD = frozenset(
    {
        REGISTERED,
        RegistrationStatus.REGISTRATION_STATUS_HANDED_IN,
        RegistrationStatus.REGISTRATION_STATUS_PASSED,
    }
)
_BAD = frozenset(
    {
        RegistrationStatus.REGISTRATION_STATUS_WITHDRAWAL_REFUSED,
        RegistrationStatus.REGISTRATION_STATUS_FAILED,
        RegistrationStatus.REGISTRATION_STATUS_FINALLY_FAILED,
        RegistrationStatus.REGISTRATION_STATUS_NO_SHOW,
        RegistrationStatus.REGISTRATION_STATUS_CHEATED,
    }
)


@dataclass(frozen=True, slots=True)
class Statuses:
    """The statuses by number, as the university's profile names them."""

    known: Mapping[int, ListStatusesResponse.StatusCode]

    def name(self, status: "RegistrationStatus.ValueType") -> LocalizedText:
        """In words: "zurückgetreten", "withdrawn"."""
        return self.known[status].name

    def kind(self, status: "RegistrationStatus.ValueType") -> str:
        """How a badge shows it: "success", "danger", "info"."""
        if status in _GOOD:
            return "success"
        return "danger" if status in _BAD else "info"


class StatusNames:
    """Asks exams for the statuses' names, and keeps the answer for some minutes."""

    def __init__(
        self, services: "Services", monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._services = services
        self._monotonic = monotonic
        self._statuses: Statuses | None = None
        self._next_look = float("-inf")

    async def current(self) -> Statuses:
        """The statuses of this university. Raises AioRpcError while exams is away."""
        if self._statuses is None or self._monotonic() >= self._next_look:
            answer = await self._services.statuses.ListStatuses(ListStatusesRequest())
            self._statuses = Statuses({one.status: one for one in answer.statuses})
            self._next_look = self._monotonic() + _KEEP_SECONDS
        return self._statuses
