"""Recovery codes: shown once, used once, replaced as a set."""

import asyncio
from typing import Any

import pytest
from chassis.database import Database, Transaction
from chassis.testing import within
from identity.app.second_factors.factors import use_code
from identity.store.tables import recovery_codes
from matrikel.identity.v1 import second_factor_pb2 as messages
from sqlalchemy import select

from services.identity.tests.factors_factories import DATA_KEY, FactorsDesk

pytestmark = pytest.mark.asyncio


async def test_ten_codes_of_eighty_bits_are_shown_once_and_stored_as_digests(
    identity: Any,
) -> None:
    desk = FactorsDesk(identity)
    someone = await desk.person()
    await desk.totp(someone)
    codes = await desk.recovery_codes(someone)
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) * 5 == 80 for code in codes)

    def stored(tx: Transaction) -> str:
        return str(tx.execute(select(recovery_codes)).all())

    kept = within(identity.database, stored)
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert (await desk.security(someone)).recovery_codes_left == 10
    assert len(desk.mails("recovery_codes_made")) == 1
    assert not any(code in mail.body for mail in desk.mails() for code in codes)


async def test_codes_need_a_factor_that_they_could_replace(identity: Any) -> None:
    desk = FactorsDesk(identity)
    refusal = await identity.refusal(desk.recovery_codes(await desk.person()))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "NO_SECOND_FACTOR")


async def test_a_code_works_once_however_it_is_typed_and_the_person_is_told(
    identity: Any,
) -> None:
    desk = FactorsDesk(identity)
    someone = await desk.person()
    await desk.totp(someone)
    first, *_ = await desk.recovery_codes(someone)
    typed = f" {first.lower().replace('-', ' ')} "
    assert await _used(identity, someone.person_id, typed) == "recovery"
    assert await _used(identity, someone.person_id, first) is None
    [mail] = desk.mails("recovery_code_used")
    assert "9" in mail.body
    assert "Übrige Codes" in mail.body
    assert "nur noch wenige" not in mail.body


async def test_the_mail_warns_when_few_codes_are_left(identity: Any) -> None:
    desk = FactorsDesk(identity)
    someone = await desk.person()
    await desk.totp(someone)
    for code in (await desk.recovery_codes(someone))[:7]:
        await _used(identity, someone.person_id, code)
    warned = [mail for mail in desk.mails("recovery_code_used") if "nur noch wenige" in mail.body]
    assert len(warned) == 1
    assert "Übrige Codes: 3" in warned[0].body
    security = await desk.security(someone)
    assert messages.SECURITY_ADVICE_RENEW_RECOVERY_CODES in security.advice


async def test_a_new_set_ends_the_former_one(identity: Any) -> None:
    desk = FactorsDesk(identity)
    someone = await desk.person()
    await desk.totp(someone)
    former = await desk.recovery_codes(someone)
    new = await desk.recovery_codes(someone)
    assert await _used(identity, someone.person_id, former[0]) is None
    assert await _used(identity, someone.person_id, new[0]) == "recovery"


async def test_a_code_of_somebody_else_is_no_code(identity: Any) -> None:
    desk = FactorsDesk(identity)
    owner, other = await desk.person(), await desk.person()
    await desk.totp(owner)
    codes = await desk.recovery_codes(owner)
    assert await _used(identity, other.person_id, codes[0]) is None


async def test_of_twenty_who_show_one_code_at_once_one_comes_through(
    database: Database, identity: Any
) -> None:
    desk = FactorsDesk(identity)
    someone = await desk.person()
    await desk.totp(someone)
    code, *_ = await desk.recovery_codes(someone)
    redeemed = await asyncio.gather(*(_used(identity, someone.person_id, code) for _ in range(20)))
    assert list(filter(None, redeemed)) == ["recovery"]
    assert len(desk.mails("recovery_code_used")) == 1


async def _used(identity: Any, person_id: Any, code: str) -> str | None:
    used: str | None = await identity.database.write(use_code, person_id, code, DATA_KEY)
    return used
