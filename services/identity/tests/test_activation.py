"""Activating an account with its initial code."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest
from chassis.database import Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from identity.app.accounts.activation import complete_activation, find_activation
from identity.app.accounts.initial_codes import IssuedCode
from identity.app.accounts.making import get_account
from identity.app.sign_in.attempts import Attempt, begin_attempt
from identity.app.sign_in.password_hashing import Checked
from identity.app.sign_in.steps import find_candidate
from identity.app.tokens.issuing import Issued
from identity.domain.accounts import AccountState, DisableReason
from identity.domain.initial_codes import InitialCode
from identity.domain.roles import Role
from identity.domain.signing_keys import Algorithm, SigningKey
from identity.store.accounts import change_account
from matrikel.identity.v1 import account_pb2, events_pb2

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


async def test_the_right_code_activates_the_account_and_sets_the_password(identity: Any) -> None:
    issued = await identity.issue_code(identity.enrol())
    account = await identity.activate(
        issued.user_name.upper(), issued.initial_code.lower().replace("-", " ")
    )
    assert account.state == account_pb2.ACCOUNT_STATE_ACTIVE
    assert account.version == 2
    [told] = [
        event
        for event in identity.told(events_pb2.AccountActivated)
        if event.account.user_name == issued.user_name
    ]
    assert told.account == account


async def test_the_code_is_shown_to_the_office_with_its_end(
    identity: Any, clock: DrivenClock
) -> None:
    issued = await identity.issue_code(identity.enrol())
    assert [len(group) for group in issued.initial_code.split("-")] == [4, 4, 4, 4]
    assert issued.expire_time.ToDatetime(clock.now().tzinfo) == clock.now() + timedelta(days=14)


async def test_a_student_cannot_issue_codes(identity: Any) -> None:
    student = await identity.student()
    refusal = await identity.refusal(
        identity.accounts.IssueInitialCode(
            account_pb2.IssueInitialCodeRequest(person_id=str(student.person_id)),
            metadata=await identity.signed_in(student),
        )
    )
    assert refusal.code == "PERMISSION_DENIED"


async def test_a_new_code_ends_the_former_one(identity: Any) -> None:
    person_id = identity.enrol()
    former = await identity.issue_code(person_id)
    newer = await identity.issue_code(person_id)
    refusal = await identity.refusal(identity.activate(former.user_name, former.initial_code))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "INITIAL_CODE_REFUSED")
    await identity.activate(newer.user_name, newer.initial_code)


async def test_a_code_works_once(identity: Any) -> None:
    issued = await identity.issue_code(identity.enrol())
    await identity.activate(issued.user_name, issued.initial_code)
    refusal = await identity.refusal(
        identity.activate(issued.user_name, issued.initial_code, "another long passphrase")
    )
    assert refusal.reason == "INITIAL_CODE_REFUSED"


async def test_a_code_is_refused_after_fourteen_days(identity: Any, clock: DrivenClock) -> None:
    issued = await identity.issue_code(identity.enrol())
    clock.advance(timedelta(days=14))
    refusal = await identity.refusal(identity.activate(issued.user_name, issued.initial_code))
    assert refusal.reason == "INITIAL_CODE_REFUSED"


async def test_an_activated_account_gets_no_new_code(identity: Any) -> None:
    student = await identity.student()
    refusal = await identity.refusal(identity.issue_code(student.person_id))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "ACCOUNT_ALREADY_ACTIVATED")


async def test_a_weak_password_gets_every_objection_and_leaves_the_code_usable(
    identity: Any,
) -> None:
    issued = await identity.issue_code(identity.enrol())
    refusal = await identity.refusal(
        identity.activate(issued.user_name, issued.initial_code, "öztürk-öztürk")
    )
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "PASSWORD_TOO_WEAK")
    assert refusal.problems == {
        ("password", "PASSWORD_TOO_SHORT"),
        ("password", "PASSWORD_CONTAINS_CONTEXT_WORD"),
    }
    await identity.activate(issued.user_name, issued.initial_code)


async def test_a_wrong_code_and_an_unknown_user_name_are_answered_alike_whatever_the_password(
    identity: Any,
) -> None:
    issued = await identity.issue_code(identity.enrol())
    wrong = await identity.refusal(
        identity.activate(issued.user_name, "0000-0000-0000-0000", "öztürk", "192.0.2.1")
    )
    unknown = await identity.refusal(
        identity.activate("lg999999", "0000-0000-0000-0000", "öztürk", "192.0.2.1")
    )
    assert wrong == unknown
    assert wrong.reason == "INITIAL_CODE_REFUSED"
    assert identity.audited("ActivateAccount") == ["INITIAL_CODE_REFUSED"] * 2


async def test_parallel_uses_of_one_code_activate_once(identity: Any) -> None:
    issued = await identity.issue_code(identity.enrol())
    passwords = [f"Laterne {number} steht am Deich" for number in range(4)]
    # One network each: the throttle must not be what keeps the others out.
    results = await asyncio.gather(
        *(
            identity.activate(issued.user_name, issued.initial_code, password, f"10.0.{number}.1")
            for number, password in enumerate(passwords)
        ),
        return_exceptions=True,
    )
    refused = [one for one in results if isinstance(one, grpc.aio.AioRpcError)]
    assert len(refused) == len(passwords) - 1
    assert {one.code().name for one in refused} == {"UNAUTHENTICATED"}
    told = identity.told(events_pb2.AccountActivated)
    assert [one.account.user_name for one in told].count(issued.user_name) == 1


async def test_guessing_codes_is_slowed_down(identity: Any, clock: DrivenClock) -> None:
    issued = await identity.issue_code(identity.enrol())
    for _ in range(5):
        await identity.refusal(identity.activate(issued.user_name, "0000-0000-0000-0000"))
    refusal = await identity.refusal(identity.activate(issued.user_name, issued.initial_code))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_ATTEMPTS")
    clock.advance(timedelta(seconds=30))
    await identity.activate(issued.user_name, issued.initial_code)


async def test_no_code_is_in_any_event(identity: Any) -> None:
    issued = await identity.issue_code(identity.enrol())
    await identity.activate(issued.user_name, issued.initial_code)
    await identity.staff(Role.EXAMINER)
    for event_type in (events_pb2.AccountCreated, events_pb2.AccountActivated):
        for event in identity.told(event_type):
            assert issued.initial_code not in str(event)


async def test_an_account_that_was_disabled_while_its_password_was_hashed_stays_disabled(
    identity: Any,
) -> None:
    person_id = identity.enrol()
    issued = await identity.issue_code(person_id)
    attempt = within(identity.database, begin_attempt, issued.user_name, "192.0.2.7")
    found = within(identity.database, find_activation, attempt, issued.initial_code)

    def disable(tx: Transaction) -> None:
        account = get_account(tx, person_id)
        by_hand = DisableReason.ADMINISTRATOR
        disabled = replace(account, state=AccountState.DISABLED, disable_reason=by_hand)
        change_account(tx, disabled)

    within(identity.database, disable)
    with pytest.raises(Failure, match="INITIAL_CODE_REFUSED"):
        within(identity.database, complete_activation, found, "a hash")
    state = within(identity.database, get_account, person_id).state
    assert state is AccountState.DISABLED


@pytest.mark.parametrize("look", [find_activation, find_candidate])
async def test_looking_for_an_unknown_user_name_takes_the_same_statements(
    identity: Any, look: Callable[[Transaction, Attempt, str], object]
) -> None:
    issued = await identity.issue_code(identity.enrol())

    def statements(tx: Transaction, user_name: str) -> list[str]:
        attempt, asked = begin_attempt(tx, user_name, "192.0.2.7"), []
        execute = tx.execute
        tx.execute = lambda query, *rest: (asked.append(str(query)), execute(query, *rest))[1]
        look(tx, attempt, "a wrong code")
        return asked

    known = within(identity.database, statements, issued.user_name)
    assert known == within(identity.database, statements, "nobody") != []


@pytest.mark.parametrize(
    "value",
    [
        IssuedCode("lg100001", "SECRET", NOW),
        Issued("SECRET", NOW),
        InitialCode("SECRET", NOW),
        SigningKey("key", Algorithm.ES256, 1, "SECRET", "{}", NOW),
        Checked(matches=True, renewed_hash="SECRET"),
    ],
)
async def test_no_secret_shows_where_a_value_is_printed(value: object) -> None:
    assert "SECRET" not in repr(value)
