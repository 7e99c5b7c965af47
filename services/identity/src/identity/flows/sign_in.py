"""Signs somebody in: count the attempt, check the password, start the session or ask for more."""

from collections.abc import Callable
from typing import TypeVar

from chassis.database import Transaction
from chassis.errors import Failure
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.sign_in.attempts import attempt_went_on, begin_attempt
from identity.app.sign_in.known_devices import find_known_place
from identity.app.sign_in.password_hashing import Checked
from identity.app.sign_in.session_starting import Origin, SignedIn
from identity.app.sign_in.steps import (
    Candidate,
    SecondFactorAsked,
    complete_password,
    find_candidate,
)
from identity.domain.passwords import normalised
from identity.domain.sessions import SessionRules
from identity.flows.proving import Proving

M = TypeVar("M", bound=Message)


async def sign_in(
    proving: Proving,
    work: Work,
    rules: SessionRules,
    *,
    user_name: str,
    password: str,
    origin: Origin,
    service: str,
    answer: Callable[[SignedIn | SecondFactorAsked], M],
) -> M:
    """Starts a session bound to the calling service (empty for none), or asks for a second factor.

    Every attempt that is let through costs exactly one check, whether or not there is such an
    account. Raises TOO_BUSY, TOO_MANY_ATTEMPTS, PASSWORD_SWITCHED_OFF, SIGN_IN_REFUSED and
    ACCOUNT_NOT_ACTIVATED.
    """
    secret = normalised(password)

    def count_attempt(tx: Transaction) -> Candidate:
        attempt = begin_attempt(tx, user_name, origin.client_address, origin.device_token)
        return find_candidate(tx, attempt, secret)

    def complete(tx: Transaction) -> M:
        return answer(complete_password(tx, candidate, checked, service, origin, rules))

    trusted = await is_trusted(proving, user_name, origin)
    with proving.door.attempt(origin.client_address, user_name, trusted=trusted):
        candidate = await proving.database.write(count_attempt)
        checked = await _checked(proving, candidate, secret)
        return await work.write(complete)


async def is_trusted(proving: Proving, user_name: str, origin: Origin) -> bool:
    """Whether the account knows where the attempt comes from, looked up where that matters.

    Known devices go on: behind the one address of the campus network somebody always has failed. A
    known network is as good while strangers are turned away, unless the address has failed itself.
    Raises TOO_BUSY.
    """
    door, address = proving.door, origin.client_address
    failed = door.has_failed(address)
    if origin.device_token:
        if not failed and not door.is_crowded_for_devices():
            return True
    elif failed or not door.turns_strangers_away(address):
        return False
    with door.looking_up(address):
        place = await proving.database.read(
            find_known_place, user_name, origin.device_token, address
        )
    known = place.device_id is not None or (place.known_network and not failed)
    if not known and not origin.device_token:
        door.note_stranger(address)
    return known


async def _checked(proving: Proving, candidate: Candidate, secret: str) -> Checked:
    """The result of the check. What was counted in advance is taken back where nobody checked."""
    try:
        return await proving.check(candidate.attempt, candidate.password_hash, secret)
    except Failure:
        await proving.database.write(lambda tx: attempt_went_on(tx, candidate.attempt))
        raise
