"""Signing in: who gets in, who does not, and what a stranger learns from it."""

import asyncio
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from identity.domain.roles import Role
from identity.store.tables import accounts, sessions
from sqlalchemy import select, update

pytestmark = pytest.mark.asyncio

WRONG = "Fünf Laternen am Deich"


async def test_user_name_and_password_start_a_session(identity: Any, clock: DrivenClock) -> None:
    student = await identity.student()
    signed_in = await identity.sign_in(student)
    assert signed_in.account.user_name == student.user_name
    assert signed_in.expire_time.ToDatetime(clock.now().tzinfo) == clock.now() + timedelta(hours=12)
    assert len(signed_in.session_token) == 43  # 256 bits in base64
    assert identity.audited("SignIn")[-1] == "OK"


async def test_case_of_the_user_name_and_keyboard_forms_of_the_password_do_not_matter(
    identity: Any,
) -> None:
    issued = await identity.issue_code(identity.enrol())
    await identity.activate(issued.user_name, issued.initial_code, "Möwen über der Förde")
    student = type("Typed", (), {"user_name": f" {issued.user_name.upper()}"})()
    decomposed = unicodedata.normalize("NFD", "Möwen über der Förde")
    await identity.sign_in(student, decomposed)


async def test_the_session_token_is_stored_as_a_digest_only(identity: Any) -> None:
    signed_in = await identity.sign_in(await identity.student())

    def stored(tx: Transaction) -> str:
        return str(tx.execute(select(sessions)).all())

    assert signed_in.session_token not in within(identity.database, stored)


async def test_wrong_password_unknown_waiting_and_disabled_accounts_are_answered_alike(
    identity: Any,
) -> None:
    student = await identity.student()
    disabled = await identity.student()
    waiting = identity.enrol()
    issued = await identity.issue_code(waiting)

    def disable(tx: Transaction) -> None:
        tx.execute(
            update(accounts)
            .where(accounts.c.person_id == disabled.person_id)
            .values(state="disabled", disable_reason="administrator")
        )

    within(identity.database, disable)
    person = type(student)
    answers = [
        await identity.refusal(identity.sign_in(student, WRONG)),
        await identity.refusal(identity.sign_in(person(UUID(int=0), "lg999999"), WRONG)),
        await identity.refusal(identity.sign_in(person(waiting, issued.user_name), WRONG)),
        await identity.refusal(identity.sign_in(disabled)),
    ]
    assert len(set(answers)) == 1
    assert (answers[0].code, answers[0].reason) == ("UNAUTHENTICATED", "SIGN_IN_REFUSED")


async def test_an_unknown_user_costs_the_same_work_as_a_wrong_password(
    identity: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = await identity.student()
    issued = await identity.issue_code(identity.enrol())
    parameters: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, password: str) -> bool:
        parameters.append(stored.rsplit("$", 2)[0])
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    person = type(student)
    work = []
    for name in (student.user_name, "lg999999", issued.user_name):
        parameters.clear()
        await identity.refusal(identity.sign_in(person(UUID(int=0), name), WRONG))
        work.append(tuple(parameters))
    assert len(work[0]) == 1
    assert len(set(work)) == 1


async def test_the_right_initial_code_in_place_of_a_password_asks_for_activation(
    identity: Any,
) -> None:
    person_id = identity.enrol()
    issued = await identity.issue_code(person_id)
    person = type(await identity.student())(person_id, issued.user_name)
    refusal = await identity.refusal(identity.sign_in(person, issued.initial_code))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "ACCOUNT_NOT_ACTIVATED")
    await identity.activate(issued.user_name, issued.initial_code)
    after = await identity.refusal(identity.sign_in(person, issued.initial_code))
    assert after.reason == "SIGN_IN_REFUSED"


async def test_after_five_failures_even_the_right_password_has_to_wait(
    identity: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    for _ in range(5):
        refusal = await identity.refusal(identity.sign_in(student, WRONG))
        assert refusal.reason == "SIGN_IN_REFUSED"
    refusal = await identity.refusal(identity.sign_in(student))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_ATTEMPTS")
    assert refusal.retry_after_seconds == 30
    clock.advance(timedelta(seconds=29))
    assert (await identity.refusal(identity.sign_in(student))).retry_after_seconds == 1
    clock.advance(timedelta(seconds=1))
    await identity.sign_in(student)


async def test_the_wait_grows_with_each_failure_up_to_fifteen_minutes(
    identity: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    waits = []
    for _ in range(11):
        await identity.refusal(identity.sign_in(student, WRONG))
        refusal = await identity.refusal(identity.sign_in(student, WRONG))
        if refusal.reason == "TOO_MANY_ATTEMPTS":
            waits.append(refusal.retry_after_seconds)
            clock.advance(timedelta(seconds=refusal.retry_after_seconds))
    assert waits[:7] == [30, 60, 120, 240, 480, 900, 900]


async def test_a_stranger_in_another_network_locks_nobody_out(identity: Any) -> None:
    student = await identity.student()
    for _ in range(6):
        await identity.refusal(identity.sign_in(student, WRONG, address="203.0.113.5"))
    neighbour = await identity.refusal(identity.sign_in(student, address="203.0.113.99"))
    assert neighbour.reason == "TOO_MANY_ATTEMPTS"
    await identity.sign_in(student, address="192.0.2.7")


async def test_a_success_forgets_the_failures_before_it(identity: Any) -> None:
    student = await identity.student()
    for _ in range(3):
        for _ in range(4):
            await identity.refusal(identity.sign_in(student, WRONG))
        await identity.sign_in(student)


async def test_twenty_failures_in_a_minute_close_an_address_for_every_account(
    identity: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    person = type(student)
    for number in range(20):
        unknown = person(UUID(int=0), f"lg9000{number:02d}")
        await identity.refusal(identity.sign_in(unknown, WRONG))
    refusal = await identity.refusal(identity.sign_in(student))
    assert (refusal.reason, refusal.retry_after_seconds) == ("TOO_MANY_ATTEMPTS", 60)
    await identity.sign_in(student, address="192.0.2.8")
    clock.advance(timedelta(minutes=1))
    await identity.sign_in(student)


async def test_a_burst_of_parallel_guesses_gets_no_more_tries_than_one_after_the_other(
    identity: Any,
) -> None:
    student = await identity.student()
    refusals = await asyncio.gather(
        *(identity.refusal(identity.sign_in(student, f"{WRONG} {n}")) for n in range(15))
    )
    reasons = [refusal.reason for refusal in refusals]
    assert reasons.count("SIGN_IN_REFUSED") == 5
    assert reasons.count("TOO_MANY_ATTEMPTS") == 10


async def test_failures_are_remembered_over_a_restart_and_are_in_the_audit(
    start_identity: Any,
) -> None:
    async with start_identity() as identity:
        student = await identity.student()
        for _ in range(5):
            await identity.refusal(identity.sign_in(student, WRONG))
        assert identity.audited("SignIn")[-5:] == ["SIGN_IN_REFUSED"] * 5
    async with start_identity() as identity:
        refusal = await identity.refusal(identity.sign_in(student))
        assert refusal.reason == "TOO_MANY_ATTEMPTS"


async def test_stronger_hashing_reaches_an_account_at_its_next_sign_in(
    start_identity: Any, database: Database
) -> None:
    def parameters(tx: Transaction) -> str:
        query = select(accounts.c.password_hash).where(accounts.c.user_name == "lg100001")
        return str(tx.execute(query).scalar_one()).split("$")[3]

    async with start_identity() as identity:
        student = await identity.student()
        assert within(database, parameters) == "m=8,t=1,p=1"
    async with start_identity(argon2_passes=2, argon2_memory_kib=16) as identity:
        await identity.refusal(identity.sign_in(student, WRONG))
        assert within(database, parameters) == "m=8,t=1,p=1"
        await identity.sign_in(student)
        assert within(database, parameters) == "m=16,t=2,p=1"
        await identity.sign_in(student)


async def test_an_address_is_believed_from_the_gateway_only(identity: Any) -> None:
    student = await identity.student()
    for number in range(5):
        await identity.refusal(
            identity.sign_in(student, WRONG, through="exams", address=f"10.{number}.0.1")
        )
    refusal = await identity.refusal(
        identity.sign_in(student, through="exams", address="10.99.0.1")
    )
    assert refusal.reason == "TOO_MANY_ATTEMPTS"


async def test_staff_sessions_end_after_eight_hours(identity: Any, clock: DrivenClock) -> None:
    signed_in = await identity.sign_in(await identity.staff(Role.EXAMINATIONS_OFFICE))
    assert signed_in.expire_time.ToDatetime(clock.now().tzinfo) == clock.now() + timedelta(hours=8)
