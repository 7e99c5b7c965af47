"""A forgotten password: a code to the private address, a second factor, a new password."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.app.recovery.password_resets import send_waiting_codes
from identity.domain.totp import STEP
from identity.store.tables import password_resets, reset_requests
from matrikel.identity.v1 import passkey_pb2, second_factor_pb2, session_pb2
from matrikel.identity.v1 import recovery_pb2 as messages
from sqlalchemy import select

from services.identity.tests.factors_factories import (
    DATA_KEY,
    ORIGIN,
    PASSWORD,
    PRIVATE,
    Device,
    FactorsDesk,
    Someone,
)

pytestmark = pytest.mark.asyncio

NEW = "Acht Dohlen im Nebel"


@pytest_asyncio.fixture
async def desk(start_identity: Any, clock: DrivenClock) -> AsyncIterator[FactorsDesk]:
    """People who forget their passwords."""
    async with start_identity(public_url=ORIGIN) as identity:
        yield FactorsDesk(identity)


async def test_a_forgotten_password_is_replaced_and_every_session_ends(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    code = await _ask(desk, someone.user_name)
    granted = await _prove(desk, someone.user_name, code)
    done = await _finish(desk, granted.reset_token)
    assert done.user_name == someone.user_name
    ended = await desk.identity.refusal(desk.metadata(someone.session_token))
    assert ended.reason == "SESSION_ENDED"
    refused = await desk.identity.refusal(_sign_in(desk, someone, PASSWORD))
    assert refused.reason == "SIGN_IN_REFUSED"
    assert (await _sign_in(desk, someone, NEW)).session_token
    told = {mail.address for mail in desk.mails("password_reset")}
    assert told == {f"{someone.user_name}@leuphana.example", PRIVATE}


async def test_code_and_token_work_once(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    code = await _ask(desk, someone.user_name)
    granted = await _prove(desk, someone.user_name, code)
    again = await desk.identity.refusal(_prove(desk, someone.user_name, code))
    assert (again.code, again.reason) == ("UNAUTHENTICATED", "RESET_REFUSED")
    await _finish(desk, granted.reset_token)
    refusal = await desk.identity.refusal(_finish(desk, granted.reset_token))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "RESET_ENDED")


async def test_of_many_who_show_one_code_at_once_one_comes_through(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    code = await _ask(desk, someone.user_name)
    answers = await asyncio.gather(
        *(_prove(desk, someone.user_name, code, address=f"192.0.{n}.7") for n in range(12)),
        return_exceptions=True,
    )
    assert len([each for each in answers if not isinstance(each, BaseException)]) == 1


async def test_a_weak_password_can_be_corrected(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    granted = await _prove(desk, someone.user_name, await _ask(desk, someone.user_name))
    refusal = await desk.identity.refusal(_finish(desk, granted.reset_token, "Möwe 27!"))
    assert (refusal.reason, refusal.problems) == (
        "PASSWORD_TOO_WEAK",
        {("password", "PASSWORD_TOO_SHORT")},
    )
    await _finish(desk, granted.reset_token)


async def test_code_and_token_are_good_for_fifteen_minutes(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    code = await _ask(desk, someone.user_name)
    clock.advance(timedelta(minutes=15))
    late = await desk.identity.refusal(_prove(desk, someone.user_name, code))
    assert late.reason == "RESET_REFUSED"
    granted = await _prove(desk, someone.user_name, await _ask(desk, someone.user_name))
    clock.advance(timedelta(minutes=15))
    refusal = await desk.identity.refusal(_finish(desk, granted.reset_token))
    assert refusal.reason == "RESET_ENDED"


async def test_a_second_factor_is_asked_for_after_the_right_code_only(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    await desk.with_address(someone)
    code = await _ask(desk, someone.user_name)
    wrong = await desk.identity.refusal(_prove(desk, someone.user_name, "0000-0000"))
    assert wrong.reason == "RESET_REFUSED"
    needed = await desk.identity.refusal(_prove(desk, someone.user_name, code))
    assert (needed.code, needed.reason) == ("FAILED_PRECONDITION", "SECOND_FACTOR_NEEDED")
    used = await desk.identity.refusal(_prove(desk, someone.user_name, code, factor=desk.code(app)))
    assert (used.code, used.reason) == ("UNAUTHENTICATED", "SECOND_FACTOR_REFUSED")
    clock.advance(STEP)
    granted = await _prove(desk, someone.user_name, code, factor=desk.code(app))
    await _finish(desk, granted.reset_token, "Möwe 27!")
    clock.advance(STEP)
    waiting = await _sign_in(desk, someone, "Möwe 27!")
    assert waiting.second_factor_challenge
    new_session = await desk.identity.sessions.CompleteSignIn(
        session_pb2.CompleteSignInRequest(
            second_factor_challenge=waiting.second_factor_challenge, code=desk.code(app)
        ),
        metadata=desk.identity.calling_service("gateway"),
    )
    metadata = await desk.metadata(new_session.signed_in.session_token)
    refusal = await desk.identity.refusal(
        desk.factors.RemoveTotp(
            second_factor_pb2.RemoveTotpRequest(
                person_id=str(someone.person_id), request_id=str(uuid4())
            ),
            metadata=metadata,
        )
    )
    assert refusal.reason == "PASSWORD_TOO_SHORT_ALONE"


async def test_a_passkey_is_a_second_factor_here_too(desk: FactorsDesk) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    await desk.with_address(someone)
    code = await _ask(desk, someone.user_name)
    for answer in ("{}", Device().sign(await _options(desk))):
        refusal = await desk.identity.refusal(_prove(desk, someone.user_name, code, passkey=answer))
        assert refusal.reason == "SECOND_FACTOR_REFUSED"
    signed = device.sign(await _options(desk))
    assert (await _prove(desk, someone.user_name, code, passkey=signed)).reset_token


async def test_everybody_gets_the_same_answer_and_only_confirmed_addresses_get_mail(
    desk: FactorsDesk,
) -> None:
    with_address, without, unconfirmed = [await desk.person() for _ in range(3)]
    await desk.with_address(with_address)
    await desk.set_address(unconfirmed, "nie@privat.example")
    names = [with_address.user_name, without.user_name, unconfirmed.user_name, "nobody"]
    answers = [await _start(desk, name, f"192.0.{n}.7") for n, name in enumerate(names)]
    assert len({answer.SerializeToString() for answer in answers}) == 1
    assert await _sent(desk, 1)
    assert {mail.address for mail in desk.mails("password_reset_code")} == {PRIVATE}
    wrong = [
        await desk.identity.refusal(_prove(desk, name, "0000-0000", address=f"192.0.{n}.9"))
        for n, name in enumerate(names)
    ]
    assert len(set(wrong)) == 1


async def test_asking_costs_the_same_statements_for_everybody(
    desk: FactorsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    statements: list[str] = []
    execute = Transaction.execute

    def counted(self: Transaction, statement: Any, parameters: Any = None) -> Any:
        text = str(statement)
        if "reset_requests" in text or "accounts" in text:
            statements.append(text)
        return execute(self, statement, parameters)

    monkeypatch.setattr("identity.flows.password_resets.send_waiting_codes", lambda *_: 0)
    monkeypatch.setattr(Transaction, "execute", counted)
    work = []
    for number, name in enumerate((someone.user_name, "nobody")):
        statements.clear()
        await _start(desk, name, f"192.0.{number}.7")
        work.append(tuple(sorted(each for each in statements if "DELETE" not in each)))
    assert work[0] == work[1]


async def test_no_typed_user_name_is_kept_and_requests_go_once_they_were_looked_at(
    desk: FactorsDesk,
) -> None:
    await _start(desk, "Vier Laternen am Deich")
    within(desk.identity.database, send_waiting_codes, DATA_KEY)

    def waiting(tx: Transaction) -> int:
        return len(tx.execute(select(reset_requests)).all())

    assert within(desk.identity.database, waiting) == 0


async def test_nobody_is_flooded_with_codes(desk: FactorsDesk, clock: DrivenClock) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    for number in range(20):
        await _start(desk, someone.user_name, f"192.0.{number}.7")
        within(desk.identity.database, send_waiting_codes, DATA_KEY)
        clock.advance(timedelta(minutes=1) if number % 2 else timedelta(seconds=1))
    assert len(desk.mails("password_reset_code")) == 5


async def test_asking_again_and_again_from_one_place_has_to_wait(desk: FactorsDesk) -> None:
    for _ in range(5):
        await _start(desk, "nobody")
    refusal = await desk.identity.refusal(_start(desk, "nobody"))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_ATTEMPTS")


async def test_the_token_is_stored_as_a_digest_only(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    granted = await _prove(desk, someone.user_name, await _ask(desk, someone.user_name))

    def stored(tx: Transaction) -> str:
        return str(tx.execute(select(password_resets)).all())

    assert len(granted.reset_token) == 43
    assert granted.reset_token not in within(desk.identity.database, stored)


async def _start(desk: FactorsDesk, user_name: str, address: str = "192.0.2.7") -> Any:
    return await desk.recovery.StartPasswordReset(
        messages.StartPasswordResetRequest(user_name=user_name),
        metadata=desk.identity.calling_service("gateway", address),
    )


async def _ask(desk: FactorsDesk, user_name: str) -> str:
    """Asks for a code and reads the mail."""
    before = len(desk.mails("password_reset_code"))
    await _start(desk, user_name)
    assert await _sent(desk, before + 1)
    return desk.mailed_code("password_reset_code")


async def _sent(desk: FactorsDesk, count: int) -> bool:
    """Whether so many codes were mailed, once nobody waits for one any more."""
    within(desk.identity.database, send_waiting_codes, DATA_KEY)
    for _ in range(100):
        if len(desk.mails("password_reset_code")) == count:
            return True
        await asyncio.sleep(0.02)
    return False


async def _prove(
    desk: FactorsDesk,
    user_name: str,
    code: str,
    *,
    factor: str = "",
    passkey: str = "",
    address: str = "192.0.2.7",
) -> Any:
    request = messages.ProvePasswordResetRequest(user_name=user_name, mailed_code=code)
    if factor:
        request.code = factor
    if passkey:
        request.passkey_answer = passkey
    return await desk.recovery.ProvePasswordReset(
        request, metadata=desk.identity.calling_service("gateway", address)
    )


async def _finish(desk: FactorsDesk, token: str, password: str = NEW) -> Any:
    return await desk.recovery.FinishPasswordReset(
        messages.FinishPasswordResetRequest(reset_token=token, password=password),
        metadata=desk.identity.calling_service("gateway"),
    )


async def _options(desk: FactorsDesk) -> str:
    started = await desk.passkeys.StartPasskeySignIn(passkey_pb2.StartPasskeySignInRequest())
    return started.options_json


async def _sign_in(desk: FactorsDesk, someone: Someone, password: str) -> Any:
    return await desk.identity.sessions.SignIn(
        session_pb2.SignInRequest(user_name=someone.user_name, password=password),
        metadata=desk.identity.calling_service("gateway", "203.0.113.7"),
    )
