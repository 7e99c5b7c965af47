"""Who calls, for methods that the contract opens to signed-in callers only."""

from uuid import UUID

from chassis.rpc import Caller, current_call


def caller() -> Caller:
    """The signed-in caller of the present call."""
    found = current_call().caller
    if found is None:
        raise AssertionError("the contract asks for a signed-in caller")
    return found


def caller_session() -> UUID:
    """The session that the caller's token belongs to."""
    return UUID(caller().session_id)
