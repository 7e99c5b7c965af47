"""The door before checks of secrets: who is let in while somebody guesses."""

from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock
from identity.app.refusals import sign_in_refused, too_many_attempts
from identity.domain.throttling import attempt_key, sharing_network
from identity.flows.attempt_door import AttemptDoor, NarrowRules, Queue

from services.identity.tests.factors_factories import PASSWORD
from services.identity.tests.sign_in_factories import WRONG, SignInDesk

GUESSER = "203.0.113.5"
HOME = "192.0.2.7"
RULES = NarrowRules(attempts_per_minute=10, per_second=3, per_second_and_network=2)


@pytest.fixture
def door_clock() -> DrivenClock:
    """A clock of its own: the pure tests need no database."""
    return DrivenClock()


@pytest.fixture
def door(door_clock: DrivenClock) -> AttemptDoor:
    """A door with little room."""
    room = {
        Queue.TRUSTED: 8,
        Queue.LOOKED_UP: 2,
        Queue.QUIET_ADDRESS: 6,
        Queue.FAILING_ADDRESS: 4,
    }
    return AttemptDoor(door_clock, RULES, room)


def fail(door: AttemptDoor, address: str, user_name: str = "lg100001") -> None:
    with suppress(Failure), door.attempt(address, user_name):
        raise sign_in_refused()


def attack(door: AttemptDoor) -> None:
    """So many failures that the door is narrow, each from a network of its own."""
    for number in range(RULES.attempts_per_minute):
        fail(door, f"10.{number}.0.1")


def refusal_of(door: AttemptDoor, address: str, user_name: str = "lg100002") -> str:
    """Why an attempt is turned away; empty where it is let in and succeeds."""
    try:
        with door.attempt(address, user_name):
            return ""
    except Failure as failure:
        return failure.reason


def entered(door: AttemptDoor, stack: ExitStack, address: str, *, trusted: bool = False) -> bool:
    """Whether an attempt is let in, which then is under way until the stack ends."""
    try:
        stack.enter_context(door.attempt(address, "lg100002", trusted=trusted))
    except Failure as failure:
        if (failure.code, failure.reason) != (Code.RESOURCE_EXHAUSTED, "TOO_BUSY"):
            raise
        return False
    return True


def test_a_closed_address_is_answered_from_memory_with_the_wait_that_is_left(
    door: AttemptDoor, door_clock: DrivenClock
) -> None:
    with pytest.raises(Failure), door.attempt(GUESSER, "lg100001"):
        raise too_many_attempts(timedelta(seconds=60), GUESSER)
    door_clock.advance(timedelta(seconds=4))
    with pytest.raises(Failure) as caught, door.attempt(GUESSER, "lg100002"):
        pytest.fail("let in")
    assert caught.value.reason == "TOO_MANY_ATTEMPTS"
    assert caught.value.retry_after == timedelta(seconds=56)


def test_the_database_is_asked_again_after_five_seconds_and_when_the_wait_is_over(
    door: AttemptDoor, door_clock: DrivenClock
) -> None:
    for wait, until_asked in ((60, 5), (3, 3)):
        with suppress(Failure), door.attempt(GUESSER, "lg100001"):
            raise too_many_attempts(timedelta(seconds=wait), GUESSER)
        door_clock.advance(timedelta(seconds=until_asked) - timedelta(milliseconds=1))
        assert refusal_of(door, GUESSER) == "TOO_MANY_ATTEMPTS"
        door_clock.advance(timedelta(milliseconds=1))
        assert refusal_of(door, GUESSER) == ""


def test_a_closed_account_is_closed_in_its_network_only(door: AttemptDoor) -> None:
    key = attempt_key("lg100001", GUESSER)
    with suppress(Failure), door.attempt(GUESSER, "LG100001 "):
        raise too_many_attempts(timedelta(seconds=60), key)
    assert refusal_of(door, "203.0.113.99", "lg100001") == "TOO_MANY_ATTEMPTS"
    assert refusal_of(door, GUESSER, "lg100002") == ""
    assert refusal_of(door, HOME, "lg100001") == ""


def test_whom_the_account_knows_is_not_answered_from_memory(door: AttemptDoor) -> None:
    with suppress(Failure), door.attempt(GUESSER, "lg100001"):
        raise too_many_attempts(timedelta(seconds=60), GUESSER)
    with door.attempt(GUESSER, "lg100001", trusted=True):
        pass


def test_one_network_takes_half_of_the_room_and_a_newcomer_always_finds_a_place(
    door: AttemptDoor,
) -> None:
    with ExitStack() as stack:
        rented = [f"203.0.{number}.1" for number in range(6)]
        assert [entered(door, stack, each) for each in rented].count(True) == 3
        assert entered(door, stack, "198.51.100.1")
        assert not entered(door, stack, "203.0.9.1")
        assert entered(door, stack, HOME)
        assert entered(door, stack, "10.0.0.1", trusted=True)


def test_places_are_free_again_however_an_attempt_ends(door: AttemptDoor) -> None:
    for _ in range(9):
        with suppress(ValueError), door.attempt(HOME, "lg100001"):
            raise ValueError("a fault")
    with ExitStack() as stack:
        assert [entered(door, stack, HOME) for _ in range(6)].count(True) == 3


def test_without_an_attack_an_address_that_failed_goes_on(door: AttemptDoor) -> None:
    for _ in range(RULES.attempts_per_minute - 1):
        fail(door, GUESSER)
    assert [refusal_of(door, GUESSER) for _ in range(9)] == [""] * 9


def test_under_attack_addresses_that_failed_get_a_few_checks_a_second(
    door: AttemptDoor, door_clock: DrivenClock
) -> None:
    attack(door)
    for _ in range(2):
        answers = [refusal_of(door, f"10.{number}.0.1") for number in range(6)]
        assert answers == ["", "", "", "TOO_BUSY", "TOO_BUSY", "TOO_BUSY"]
        door_clock.advance(timedelta(seconds=1))


def test_under_attack_one_network_gets_no_more_than_its_share(door: AttemptDoor) -> None:
    for _ in range(RULES.attempts_per_minute):
        fail(door, GUESSER)
    fail(door, HOME)
    assert [refusal_of(door, GUESSER) for _ in range(3)] == ["", "", "TOO_BUSY"]
    assert refusal_of(door, HOME) == ""


def test_under_attack_a_fresh_address_of_a_guessing_network_is_no_better_than_the_others(
    door: AttemptDoor,
) -> None:
    for number in range(RULES.attempts_per_minute):
        fail(door, f"203.0.{number}.1")
    answers = [refusal_of(door, f"203.0.{number}.2") for number in range(50, 60)]
    assert answers.count("") == RULES.per_second_and_network
    assert refusal_of(door, "198.51.100.1") == ""


def test_a_network_in_which_people_sign_in_is_not_narrowed_for_a_few_typing_errors(
    door: AttemptDoor,
) -> None:
    for number in range(20):
        assert refusal_of(door, f"192.0.{number}.7") == ""
    fail(door, "192.0.200.1")
    attack(door)
    assert [refusal_of(door, f"192.0.{number}.8") for number in range(9)] == [""] * 9


def test_a_burst_from_one_network_does_not_pass_before_the_first_has_failed(
    door: AttemptDoor,
) -> None:
    attack(door)
    with ExitStack() as stack:
        burst = [entered(door, stack, f"172.16.{number}.1") for number in range(6)]
    # The first as a newcomer, and its network's share of the second.
    assert burst.count(True) == 1 + RULES.per_second_and_network


def test_an_attack_is_over_a_minute_after_the_last_of_it_and_forgotten_after_15(
    door: AttemptDoor, door_clock: DrivenClock
) -> None:
    attack(door)
    assert door.turns_strangers_away("10.1.0.9")
    door_clock.advance(timedelta(minutes=1))
    assert not door.turns_strangers_away("10.1.0.9")
    assert door.has_failed("10.1.0.1")
    door_clock.advance(timedelta(minutes=14))
    assert not door.has_failed("10.1.0.1")


def test_whether_an_account_knows_a_network_is_looked_up_once_for_an_address(
    door: AttemptDoor,
) -> None:
    attack(door)
    assert door.turns_strangers_away("10.1.0.9")
    door.note_stranger("10.1.0.9")
    assert not door.turns_strangers_away("10.1.0.9")
    assert door.turns_strangers_away("10.1.0.10")


def test_few_networks_are_looked_up_in_a_second(door: AttemptDoor, door_clock: DrivenClock) -> None:
    attack(door)
    for _ in range(2):
        assert [door.turns_strangers_away(f"10.1.9.{n}") for n in range(6)].count(True) == 5
        others = [door.turns_strangers_away(f"10.{n % 9}.9.{n}") for n in range(90)]
        assert others.count(True) == 35
        door_clock.advance(timedelta(seconds=1))


def test_networks_share_their_room_by_16_or_32_bits() -> None:
    assert sharing_network("192.0.2.7") == sharing_network("192.0.250.1") == "192.0.0.0/16"
    assert sharing_network("2001:db8::1") == sharing_network("2001:db8:9::1") == "2001:db8::/32"
    assert sharing_network("2001:db9::1") != sharing_network("2001:db8::1")
    assert sharing_network("nonsense") == "unknown"


@pytest_asyncio.fixture
async def desk(start_identity: Any) -> Any:
    """A service that takes three failures in a minute for an attack."""
    async with start_identity(alarm_failures_per_minute=3) as identity:
        yield SignInDesk(identity)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The writing transactions that were begun."""
    begun: list[object] = []
    write = Database.write

    async def counted(self: Database, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        begun.append(use_case)
        return await write(self, use_case, *args, **kwargs)

    monkeypatch.setattr(Database, "write", counted)
    return begun


@pytest.mark.asyncio
async def test_a_guess_that_is_told_to_wait_twice_costs_one_transaction(
    identity: Any, written: list[object]
) -> None:
    desk = SignInDesk(identity)
    someone = await desk.person()
    for _ in range(6):
        await desk.identity.refusal(desk.sign_in(someone, WRONG))
    written.clear()
    for _ in range(5):
        refusal = await desk.identity.refusal(desk.sign_in(someone, WRONG))
        assert (refusal.reason, refusal.retry_after_seconds) == ("TOO_MANY_ATTEMPTS", 30)
    assert written == []


@pytest.mark.asyncio
async def test_known_devices_and_known_networks_sign_in_while_the_door_is_narrow(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone, another = await desk.person(), await desk.person()
    token = (await desk.sign_in(someone, PASSWORD, address=HOME)).device_token
    await desk.sign_in(another, PASSWORD, address="198.51.100.7")
    for number in range(9):
        await desk.identity.refusal(
            desk.sign_in(someone, WRONG, address=f"198.51.{number + 101}.{number}")
        )
    for number in range(9):
        refusal = await desk.identity.refusal(
            desk.sign_in(someone, PASSWORD, address=f"198.51.{number + 101}.{number}")
        )
        assert refusal.reason in ("TOO_BUSY", "TOO_MANY_ATTEMPTS")
    clock.advance(timedelta(seconds=1))
    # The same provider, the own household; the own telephone, wherever it is.
    assert (await desk.sign_in(another, PASSWORD, address="198.51.100.8")).session_token
    here = "198.51.101.0"
    assert (await desk.sign_in(someone, PASSWORD, address=here, device=token)).session_token
    # A token of another account opens nothing that a guess would not.
    for _ in range(RULES.per_second_and_network):
        await desk.identity.refusal(desk.sign_in(another, WRONG, address=here))
    refusal = await desk.identity.refusal(
        desk.sign_in(another, PASSWORD, address=here, device=token)
    )
    assert refusal.reason == "TOO_BUSY"
