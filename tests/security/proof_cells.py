"""The cells of whom the contract lets in, but whose proof is old or whose session has ended."""

from datetime import timedelta

from tests.requests.named import new_id
from tests.security.access_cells import (
    METHODS,
    OK,
    STEP_UP_REQUIRED,
    TOKEN_INVALID,
    Cell,
    Hand,
    Method,
    Standing,
    answer_of,
    expected_for_person,
    hands_for,
    token_of,
)
from tests.security.running_services import RunningServices

WITH_STEP_UP = [method for method in METHODS if method.access.step_up]
WITH_SESSION_CHECK = [method for method in METHODS if method.access.session_check]


def _let_in(method: Method) -> list[tuple[Hand, Standing]]:
    """Everybody who comes in with a fresh proof and a session that holds."""
    return [
        (hand, standing)
        for standing in method.standings
        for hand in hands_for(method)
        if expected_for_person(method, hand, standing) == OK
    ]


async def cells_of_old_proofs(services: RunningServices, method: Method) -> list[Cell]:
    """Calls with a proof that is a moment too old for a step-up."""
    proven_at = services.clock.now() - timedelta(minutes=5, seconds=1)
    cells = []
    for hand, standing in _let_in(method):
        token = token_of(services, method, standing, hand, proven_at=proven_at)
        answered = await answer_of(services, method, standing, token)
        who = f"{hand.name} with an old proof on {standing.value}"
        cells.append(Cell(method, who, STEP_UP_REQUIRED, answered))
    return cells


async def cells_of_ended_sessions(services: RunningServices, method: Method) -> list[Cell]:
    """Calls with a token of a session that has ended, of which the service was not told."""
    cells = []
    for hand, standing in _let_in(method):
        session_id = new_id()
        services.end_session(session_id)
        token = token_of(services, method, standing, hand, session_id=session_id)
        answered = await answer_of(services, method, standing, token)
        who = f"{hand.name} after signing out on {standing.value}"
        cells.append(Cell(method, who, TOKEN_INVALID, answered))
    return cells
