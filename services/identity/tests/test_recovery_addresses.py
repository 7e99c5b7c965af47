"""The private address that a code goes to when the password is forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.app.roles.support_access import StaffSession, start_support_access
from identity.app.sign_in.session_starting import Origin
from identity.app.sign_in.sessions import session_of_token
from identity.domain.roles import Role
from identity.settings import IdentitySettings
from identity.store.tables import mailed_codes
from matrikel.identity.v1 import recovery_pb2 as messages
from sqlalchemy import select

from services.identity.tests.factors_factories import (
    ORIGIN,
    PRIVATE,
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


async def test_an_address_counts_once_the_mailed_code_was_shown(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    answer = await desk.set_address(someone)
    assert answer.expire_time.ToDatetime(clock.now().tzinfo) - clock.now() == timedelta(minutes=15)
    [mail] = desk.mails("recovery_address_code")
    assert mail.address == PRIVATE
    waiting = await desk.security(someone)
    assert (waiting.recovery_address, waiting.unconfirmed_recovery_address) == ("", PRIVATE)
    code = desk.mailed_code("recovery_address_code")
    confirmed = await desk.confirm_address(someone, code.lower().replace("-", " "))
    assert confirmed.recovery_address == PRIVATE
    after = await desk.security(someone)
    assert (after.recovery_address, after.unconfirmed_recovery_address) == (PRIVATE, "")
    told = {mail.address for mail in desk.mails("recovery_address_changed")}
    assert told == {f"{someone.user_name}@leuphana.example", PRIVATE}


async def test_the_code_is_stored_as_a_keyed_digest_only(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.set_address(someone)

    def stored(tx: Transaction) -> str:
        return str(tx.execute(select(mailed_codes)).all())

    code = desk.mailed_code("recovery_address_code")
    kept = within(desk.identity.database, stored)
    assert code not in kept
    assert code.replace("-", "") not in kept


async def test_a_code_for_the_address_works_once_and_for_fifteen_minutes(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    await desk.set_address(someone)
    code = desk.mailed_code("recovery_address_code")
    await desk.confirm_address(someone, code)
    again = await desk.identity.refusal(desk.confirm_address(someone, code))
    assert (again.code, again.reason) == ("INVALID_ARGUMENT", "RECOVERY_CODE_WRONG")
    clock.advance(timedelta(minutes=1))
    await desk.set_address(someone, "neu@privat.example")
    clock.advance(timedelta(minutes=15))
    late = await desk.metadata(someone.session_token)
    refusal = await desk.identity.refusal(
        desk.confirm_address(_with(someone, late), desk.mailed_code("recovery_address_code"))
    )
    assert refusal.reason == "RECOVERY_CODE_WRONG"
    assert (await desk.security(_with(someone, late))).recovery_address == PRIVATE


async def test_wrong_codes_make_wait(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.set_address(someone)
    for _ in range(5):
        await desk.identity.refusal(desk.confirm_address(someone, "0000-0000"))
    code = desk.mailed_code("recovery_address_code")
    refusal = await desk.identity.refusal(desk.confirm_address(someone, code))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_ATTEMPTS")


@pytest.mark.parametrize("address", ["ayse@stud.leuphana.example", "ayse", "a b@privat.example"])
async def test_an_address_of_the_university_is_of_no_help(desk: FactorsDesk, address: str) -> None:
    someone = await desk.person()
    refusal = await desk.identity.refusal(desk.set_address(someone, address))
    assert refusal.reason == "RECOVERY_ADDRESS_UNSUITABLE"
    assert refusal.problems == {("email_address", "RECOVERY_ADDRESS_UNSUITABLE")}


@pytest.mark.parametrize("address", ["ayşe@privat.example", "ayse@pöst.example"])
async def test_an_address_that_not_every_server_delivers_to_is_refused(
    desk: FactorsDesk, address: str
) -> None:
    someone = await desk.person()
    refusal = await desk.identity.refusal(desk.set_address(someone, address))
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "RECOVERY_ADDRESS_UNDELIVERABLE")
    assert refusal.problems == {("email_address", "RECOVERY_ADDRESS_UNDELIVERABLE")}
    assert desk.mails("recovery_address_code") == []


async def test_who_looks_in_support_sees_a_letter_and_the_domain_of_the_address(
    desk: FactorsDesk,
) -> None:
    someone, clerk = await desk.person(), await desk.person(Role.STUDENT_SERVICES)
    await desk.with_address(someone)
    rules = IdentitySettings().session_rules

    def look(tx: Transaction) -> str:
        own = session_of_token(tx, clerk.session_token, "gateway", rules).session
        staff = StaffSession(clerk.person_id, own.session_id, "gateway", Origin("192.0.2.7"))
        most = timedelta(minutes=15)
        started = start_support_access(tx, someone.person_id, "Code fehlt", staff, rules, most)
        return started.signed_in.session_token

    support = await desk.metadata(within(desk.identity.database, look))
    seen = await desk.security(_with(someone, support))
    local, _, domain = PRIVATE.partition("@")
    assert seen.recovery_address == f"{local[0]}…@{domain}"
    assert seen.unconfirmed_recovery_address == ""
    assert (await desk.security(someone)).recovery_address == PRIVATE


async def test_codes_for_an_address_come_a_minute_apart(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.set_address(someone)
    refusal = await desk.identity.refusal(desk.set_address(someone))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_CODES")
    assert refusal.retry_after_seconds == 60


async def test_an_address_is_removed_and_both_mailboxes_are_told(desk: FactorsDesk) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    await _remove_address(desk, someone)
    assert (await desk.security(someone)).recovery_address == ""
    told = [mail.address for mail in desk.mails("recovery_address_changed")]
    assert told.count(PRIVATE) == 2
    refusal = await desk.identity.refusal(_remove_address(desk, someone))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "RECOVERY_ADDRESS_UNKNOWN")


async def test_the_recovery_address_of_somebody_else_is_out_of_reach(desk: FactorsDesk) -> None:
    owner, stranger = await desk.person(), await desk.person()
    foreign = _with(owner, stranger.metadata)
    assert (await desk.identity.refusal(desk.set_address(foreign))).code == "NOT_FOUND"
    assert (await desk.identity.refusal(_remove_address(desk, foreign))).code == "NOT_FOUND"


def _with(someone: Someone, metadata: Any) -> Someone:
    return Someone(someone.person_id, someone.user_name, someone.session_token, metadata)


async def _remove_address(desk: FactorsDesk, someone: Someone) -> Any:
    return await desk.recovery.RemoveRecoveryAddress(
        messages.RemoveRecoveryAddressRequest(
            person_id=str(someone.person_id), request_id=str(uuid4())
        ),
        metadata=someone.metadata,
    )
