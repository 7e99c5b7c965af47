"""The authenticator app: set up, used once per code, renamed, removed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from identity.app.second_factors.factors import TOTP_SEED, use_code
from identity.domain.roles import Role
from identity.domain.sessions import SecondFactorPolicy
from identity.domain.totp import STEP, code_of_step, step_at
from identity.store.second_factors import TotpApp, claim_totp_step, find_totp, store_totp
from identity.store.tables import totp_apps, totp_set_ups
from matrikel.identity.v1 import second_factor_pb2 as messages
from matrikel.identity.v1 import session_pb2
from sqlalchemy import select, update

from services.identity.tests.factors_factories import DATA_KEY, FactorsDesk, Someone

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(start_identity: Any, clock: DrivenClock) -> AsyncIterator[FactorsDesk]:
    """People who look after their second factors, where staff need one."""
    async with start_identity(staff_second_factor=SecondFactorPolicy.REQUIRED) as identity:
        yield FactorsDesk(identity)


async def test_an_app_is_set_up_with_the_code_that_it_shows(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    app = await desk.start_totp(someone)
    assert (app.digits, app.interval, app.name) == (6, 30, someone.user_name)
    before = await desk.security(someone)
    assert not before.HasField("totp")
    confirmed = await desk.factors.ConfirmTotp(
        messages.ConfirmTotpRequest(person_id=str(someone.person_id), code=desk.code(app)),
        metadata=someone.metadata,
    )
    assert confirmed.totp.name == "Telefon"
    assert confirmed.totp.create_time.ToDatetime(clock.now().tzinfo) == clock.now()
    after = await desk.security(someone)
    assert after.totp.name == "Telefon"
    assert messages.SECURITY_ADVICE_SET_UP_SECOND_FACTOR in before.advice
    assert messages.SECURITY_ADVICE_SET_UP_SECOND_FACTOR not in after.advice
    [mail] = desk.mails("totp_added")
    assert mail.address == f"{someone.user_name}@leuphana.example"
    assert desk.identity.audited("ConfirmTotp") == ["OK"]


async def test_the_qr_code_is_an_svg_and_the_secret_can_be_typed(desk: FactorsDesk) -> None:
    someone = await desk.person()
    started = await desk.factors.StartTotp(
        messages.StartTotpRequest(person_id=str(someone.person_id)), metadata=someone.metadata
    )
    assert started.qr_svg.startswith("<svg")
    assert "style=" not in started.qr_svg
    assert started.secret.replace(" ", "") in started.otpauth_uri
    assert [len(group) for group in started.secret.split()] == [4] * 8


async def test_a_wrong_code_sets_nothing_up_and_can_be_corrected(desk: FactorsDesk) -> None:
    someone = await desk.person()
    app = await desk.start_totp(someone)
    refusal = await desk.identity.refusal(_confirm(desk, someone, desk.code(app, 5)))
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "TOTP_CODE_WRONG")
    assert refusal.problems == {("code", "TOTP_CODE_WRONG")}
    await _confirm(desk, someone, desk.code(app))


async def test_the_set_up_waits_for_fifteen_minutes(desk: FactorsDesk, clock: DrivenClock) -> None:
    someone = await desk.person()
    app = await desk.start_totp(someone)
    clock.advance(timedelta(minutes=15))
    late = Someone(
        someone.person_id,
        someone.user_name,
        someone.session_token,
        await desk.metadata(someone.session_token),
    )
    refusal = await desk.identity.refusal(_confirm(desk, late, desk.code(app)))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "TOTP_NOT_STARTED")


async def test_a_new_telephone_replaces_the_former_one_once_it_is_confirmed(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    former = await desk.totp(someone)
    clock.advance(STEP)
    new = await desk.start_totp(someone)
    assert await _used(desk, someone, desk.code(former)) == "otp"
    await _confirm(desk, someone, desk.code(new))
    clock.advance(STEP)
    assert await _used(desk, someone, desk.code(former)) is None
    assert await _used(desk, someone, desk.code(new)) == "otp"


async def test_a_code_works_once_and_none_before_it(desk: FactorsDesk, clock: DrivenClock) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    assert await _used(desk, someone, desk.code(app)) is None, "the code that set it up is used"
    clock.advance(STEP)
    assert await _used(desk, someone, desk.code(app)) == "otp"
    assert await _used(desk, someone, desk.code(app)) is None
    assert await _used(desk, someone, desk.code(app, -1)) is None
    assert await _used(desk, someone, desk.code(app, 1)) == "otp"


async def test_of_twenty_who_show_one_code_at_once_one_comes_through(
    database: Database, identity: Any
) -> None:
    desk = FactorsDesk(identity)
    someone = await desk.person()
    key, seed = DATA_KEY, bytes(range(20))

    def set_up(tx: Transaction) -> None:
        sealed = key.seal(seed, TOTP_SEED, someone.person_id.bytes)
        store_totp(tx, someone.person_id, TotpApp("Telefon", tx.now, None, 0, sealed))

    within(database, set_up)
    code = code_of_step(seed, step_at(database.clock.now()))
    redeemed = await asyncio.gather(
        *(database.write(use_code, someone.person_id, code, key) for _ in range(20))
    )
    assert sorted(filter(None, redeemed)) == ["otp"]


async def test_the_parallel_test_would_notice_a_claim_in_two_steps(
    database: Database, identity: Any
) -> None:
    """The control: reading the step and then writing it lets two through in the same way."""
    someone = await FactorsDesk(identity).person()

    def set_up(tx: Transaction) -> None:
        store_totp(tx, someone.person_id, TotpApp("Telefon", tx.now, None, 0, b"sealed"))

    within(database, set_up)

    def read(tx: Transaction) -> int:
        step: int = tx.execute(select(totp_apps.c.last_step)).scalar_one()
        return step

    def write_if(tx: Transaction, read_before: int) -> bool:
        tx.execute(update(totp_apps).values(last_step=7))
        return read_before < 7

    seen = [within(database, read) for _ in range(2)]
    assert [within(database, write_if, each) for each in seen] == [True, True]
    claimed = [within(database, claim_totp_step, someone.person_id, b"sealed", 8) for _ in seen]
    assert claimed == [True, False]


async def test_the_seed_is_stored_for_this_person_and_this_key_only(desk: FactorsDesk) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)

    def stored(tx: Transaction) -> bytes:
        found = find_totp(tx, someone.person_id)
        assert found is not None
        assert not tx.execute(select(totp_set_ups)).all()
        return found.sealed_seed

    sealed = within(desk.identity.database, stored)
    assert app.byte_secret() not in sealed
    assert app.secret.encode() not in sealed


async def test_the_session_counts_two_factors_after_the_set_up(desk: FactorsDesk) -> None:
    someone = await desk.person(Role.STUDENT_SERVICES)
    await desk.totp(someone)
    session = await desk.identity.sessions.GetOwnSession(
        session_pb2.GetOwnSessionRequest(), metadata=await desk.metadata(someone.session_token)
    )
    assert session.session.acr == "https://refeds.org/profile/mfa"
    assert not session.session.second_factor_needed


async def test_an_app_gets_another_name(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.totp(someone)
    renamed = await desk.factors.RenameTotp(
        messages.RenameTotpRequest(
            person_id=str(someone.person_id), name=" Tablet ", request_id=str(uuid4())
        ),
        metadata=someone.metadata,
    )
    assert renamed.totp.name == "Tablet"


async def test_an_app_is_removed_and_with_the_last_factor_the_recovery_codes(
    desk: FactorsDesk,
) -> None:
    someone = await desk.person()
    await desk.totp(someone)
    await desk.recovery_codes(someone)
    await _remove(desk, someone, validate_only=True)
    assert (await desk.security(someone)).HasField("totp")
    await _remove(desk, someone)
    security = await desk.security(someone)
    assert not security.HasField("totp")
    assert security.recovery_codes_left == 0
    assert len(desk.mails("totp_removed")) == 1
    refusal = await desk.identity.refusal(_remove(desk, someone))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "TOTP_UNKNOWN")


async def test_staff_keep_their_last_factor(desk: FactorsDesk) -> None:
    someone = await desk.person(Role.EXAMINER)
    await desk.totp(someone)
    refusal = await desk.identity.refusal(_remove(desk, someone))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "SECOND_FACTOR_REQUIRED")


async def test_a_short_password_keeps_the_last_factor(desk: FactorsDesk) -> None:
    someone = await desk.person(short_password=True)
    await desk.totp(someone)
    assert (await desk.security(someone)).password_needs_second_factor
    refusal = await desk.identity.refusal(_remove(desk, someone))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "PASSWORD_TOO_SHORT_ALONE")


async def test_setting_up_and_removing_ask_for_a_fresh_proof(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    clock.advance(timedelta(minutes=5, seconds=1))
    stale = await desk.metadata(someone.session_token)
    for call in (
        desk.factors.StartTotp(
            messages.StartTotpRequest(person_id=str(someone.person_id)), metadata=stale
        ),
        desk.factors.RemoveTotp(
            messages.RemoveTotpRequest(person_id=str(someone.person_id), request_id=str(uuid4())),
            metadata=stale,
        ),
        desk.factors.CreateRecoveryCodes(
            messages.CreateRecoveryCodesRequest(person_id=str(someone.person_id)), metadata=stale
        ),
    ):
        refusal = await desk.identity.refusal(call)
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "STEP_UP_REQUIRED")


async def test_nobody_sees_or_changes_the_factors_of_somebody_else(desk: FactorsDesk) -> None:
    owner, stranger = await desk.person(), await desk.person(Role.SYSTEM_ADMINISTRATOR)
    person_id = str(owner.person_id)
    for call in (
        desk.factors.GetAccountSecurity(
            messages.GetAccountSecurityRequest(person_id=person_id), metadata=stranger.metadata
        ),
        desk.factors.StartTotp(
            messages.StartTotpRequest(person_id=person_id), metadata=stranger.metadata
        ),
        desk.factors.RemoveTotp(
            messages.RemoveTotpRequest(person_id=person_id, request_id=str(uuid4())),
            metadata=stranger.metadata,
        ),
    ):
        assert (await desk.identity.refusal(call)).code == "NOT_FOUND"


async def _used(desk: FactorsDesk, someone: Someone, code: str) -> str | None:
    return await desk.identity.database.write(use_code, someone.person_id, code, DATA_KEY)


async def _confirm(desk: FactorsDesk, someone: Someone, code: str) -> Any:
    return await desk.factors.ConfirmTotp(
        messages.ConfirmTotpRequest(person_id=str(someone.person_id), code=code),
        metadata=someone.metadata,
    )


async def _remove(desk: FactorsDesk, someone: Someone, *, validate_only: bool = False) -> Any:
    return await desk.factors.RemoveTotp(
        messages.RemoveTotpRequest(
            person_id=str(someone.person_id),
            request_id=str(uuid4()),
            validate_only=validate_only,
        ),
        metadata=someone.metadata,
    )
