"""Activates an account: check the code, hash the password, use up the code."""

from collections.abc import Callable
from typing import TypeVar

from chassis.database import Transaction
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.accounts.activation import (
    Activation,
    complete_activation,
    find_activation,
    refuse_activation,
)
from identity.app.sign_in.attempts import Attempt, begin_attempt
from identity.app.sign_in.password_rules import require_good_password
from identity.domain.account_view import AccountView
from identity.domain.passwords import normalised
from identity.domain.throttling import Secret
from identity.flows.proving import Proving

M = TypeVar("M", bound=Message)


async def activate_account(
    proving: Proving,
    work: Work,
    *,
    user_name: str,
    initial_code: str,
    password: str,
    client_address: str,
    answer: Callable[[AccountView], M],
) -> M:
    """Sets the first password of the account that the code opens.

    The code comes first: the words that a password must not contain would otherwise tell a
    stranger the name of the person behind a user name.

    Raises TOO_MANY_ATTEMPTS, INITIAL_CODE_REFUSED, and PASSWORD_TOO_WEAK with every objection.
    """
    secret = normalised(password)

    def check_code(tx: Transaction) -> tuple[Attempt, Activation | None]:
        attempt = begin_attempt(tx, user_name, client_address, secret=Secret.INITIAL_CODE)
        return attempt, find_activation(tx, attempt, initial_code)

    attempt, activation = await proving.database.write(check_code)
    if activation is None:
        return await work.write(lambda tx: answer(refuse_activation(tx, attempt)))
    require_good_password(secret, activation.account, False, proving.university_words)
    password_hash = await proving.hash(attempt.trust, secret)
    return await work.write(lambda tx: answer(complete_activation(tx, activation, password_hash)))
