"""A forgotten password: codes are mailed in the background, the new password is hashed apart."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.recovery.password_resets import (
    REQUESTED,
    ResetGranted,
    SecondFactor,
    account_of_reset,
    finish_password_reset,
    prove_password_reset,
    send_waiting_codes,
)
from identity.app.second_factors.factors import factors_of
from identity.app.sign_in.password_rules import require_good_password
from identity.app.tokens.data_key import DataKey
from identity.domain.accounts import Account
from identity.domain.passwords import normalised
from identity.domain.throttling import Trust
from identity.flows.passkeys import Passkeys
from identity.flows.proving import Proving

log = structlog.get_logger()
M = TypeVar("M", bound=Message)

# A request wakes the mailing at once; this finds what a process left that was killed.
_LOOK_EVERY_SECONDS = 10.0


async def keep_sending_codes(database: Database, data_key: DataKey) -> None:
    """Mails codes to those who asked, until cancelled."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    database.on_commit(REQUESTED, lambda: loop.call_soon_threadsafe(asked.set))
    while True:
        asked.clear()
        try:
            await database.write(send_waiting_codes, data_key)
        except Failure as failure:
            log.warning("reset_codes_not_sent", reason=failure.reason)
        try:
            await asyncio.wait_for(asked.wait(), _LOOK_EVERY_SECONDS)
        except TimeoutError:
            continue


async def prove_reset(
    passkeys: Passkeys,
    work: Work,
    data_key: DataKey,
    *,
    user_name: str,
    mailed_code: str,
    code: str,
    passkey_answer: str,
    client_address: str,
    answer: Callable[[ResetGranted], M],
) -> M:
    """Exchanges the mailed code and the second factor for a reset token.

    Raises RESET_REFUSED, SECOND_FACTOR_NEEDED, SECOND_FACTOR_REFUSED and TOO_MANY_ATTEMPTS.
    """
    proven = await passkeys.check(passkey_answer) if passkey_answer else None
    # An answer that is none counts like a wrong code.
    factor = SecondFactor(code or ("?" if passkey_answer and not proven else ""), proven)
    return await work.write(
        lambda tx: answer(
            prove_password_reset(tx, user_name, mailed_code, factor, client_address, data_key)
        )
    )


async def finish_reset(
    proving: Proving,
    work: Work,
    *,
    reset_token: str,
    password: str,
    university_words: Sequence[str],
    answer: Callable[[Account], M],
) -> M:
    """Sets the new password. Raises RESET_ENDED, PASSWORD_TOO_WEAK and TOO_BUSY."""
    secret = normalised(password)

    def look(tx: Transaction) -> tuple[Account, bool]:
        account = account_of_reset(tx, reset_token)
        return account, factors_of(tx, account.person_id).any

    account, has_second_factor = await proving.database.read(look)
    require_good_password(secret, account, has_second_factor, university_words)
    # Whoever holds a token has proven more than a guesser.
    password_hash = await proving.hash(Trust.QUIET_ADDRESS, secret)
    return await work.write(
        lambda tx: answer(finish_password_reset(tx, reset_token, password_hash, len(secret)))
    )
