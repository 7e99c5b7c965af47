"""Refused attempts to register or withdraw: the evidence that a student tried."""

from matrikel.exams.v1.registration_pb2 import (
    ListRegistrationAttemptsRequest,
    ListRegistrationAttemptsResponse,
    RegistrationAttempt,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.visit import Visit

_PAGE_SIZE = 50
_LARGEST_PAGE = 100


async def show(visit: Visit) -> Response:
    """The attempts, the newest first, each with its reasons and its receipt."""
    answer = await _attempts(visit, visit.asked("page"), _PAGE_SIZE)
    return visit.render(
        "refused_attempts.html",
        attempts=answer.attempts,
        next_page=answer.next_page_token,
        form_name=form_name,
    )


async def find_attempt(visit: Visit, attempt_id: str) -> RegistrationAttempt | None:
    """One attempt of the visitor; None where there is none of this id."""
    token = ""
    while True:
        answer = await _attempts(visit, token, _LARGEST_PAGE)
        for attempt in answer.attempts:
            if attempt.attempt_id == attempt_id:
                return attempt
        token = answer.next_page_token
        if not token:
            return None


async def _attempts(visit: Visit, token: str, size: int) -> ListRegistrationAttemptsResponse:
    return await visit.services.registrations.ListRegistrationAttempts(
        ListRegistrationAttemptsRequest(person_id=visit.person_id, page_size=size, page_token=token)
    )
