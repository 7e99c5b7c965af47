"""Signs somebody in: count the attempt, check the password, start the session."""

from collections.abc import Callable
from typing import TypeVar

from chassis.database import Transaction
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.attempts import begin_attempt
from identity.app.sign_in import Candidate, SignedIn, complete_sign_in, find_candidate
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
    client_address: str,
    service: str,
    answer: Callable[[SignedIn], M],
) -> M:
    """Starts a session bound to the calling service (empty for none).

    Every attempt that is let through costs exactly one check, whether or not there is such an
    account. Raises TOO_MANY_ATTEMPTS, SIGN_IN_REFUSED and ACCOUNT_NOT_ACTIVATED.
    """
    secret = normalised(password)

    def count_attempt(tx: Transaction) -> Candidate:
        return find_candidate(tx, begin_attempt(tx, user_name, client_address), secret)

    candidate = await proving.database.write(count_attempt)
    checked = await proving.compute(proving.hashing.check, candidate.password_hash, secret)
    return await work.write(
        lambda tx: answer(complete_sign_in(tx, candidate, checked, service, rules))
    )
