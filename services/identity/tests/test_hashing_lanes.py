"""The queue before the hashing: bounded, known devices first, shedding what it cannot hold."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from chassis.errors import Code, Failure
from identity.domain.throttling import Trust
from identity.flows.hashing_lanes import HashingLanes

pytestmark = pytest.mark.asyncio

ROOM = {
    Trust.KNOWN_DEVICE: 3,
    Trust.KNOWN_NETWORK: 3,
    Trust.QUIET_ADDRESS: 2,
    Trust.FAILING_ADDRESS: 1,
}


class Slow:
    """Computes when the test says so, and remembers in which order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.gates: list[asyncio.Event] = []

    async def __call__(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        gate = asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return function(*args, **kwargs)

    async def let_all(self, tasks: list[Awaitable[Any]]) -> None:
        """Lets one after the other be computed."""
        opened = 0
        while opened < len(tasks):
            await asyncio.sleep(0)
            if len(self.gates) > opened:
                self.gates[opened].set()
                opened += 1
        await asyncio.gather(*tasks)


async def entered(
    lanes: HashingLanes, slow: Slow, trust: Trust, name: str, network: str = ""
) -> asyncio.Task[None]:
    task = asyncio.create_task(lanes.run(trust, network, slow.done.append, name))
    await asyncio.sleep(0)
    return task


async def test_known_devices_are_checked_first_and_failing_addresses_last() -> None:
    slow = Slow()
    lanes = HashingLanes(slow, 1, ROOM)
    tasks: list[Awaitable[Any]] = [
        await entered(lanes, slow, trust, name)
        for trust, name in (
            (Trust.FAILING_ADDRESS, "under way"),
            (Trust.FAILING_ADDRESS, "guesser"),
            (Trust.QUIET_ADDRESS, "new telephone"),
            (Trust.KNOWN_NETWORK, "at home"),
            (Trust.KNOWN_DEVICE, "known"),
            (Trust.QUIET_ADDRESS, "new laptop"),
        )
    ]
    await slow.let_all(tasks)
    assert slow.done == ["under way", "known", "at home", "new telephone", "new laptop", "guesser"]


async def test_a_full_lane_refuses_at_once_and_the_better_ones_go_on() -> None:
    slow = Slow()
    lanes = HashingLanes(slow, 1, ROOM)
    tasks: list[Awaitable[Any]] = [
        await entered(lanes, slow, Trust.FAILING_ADDRESS, "under way"),
        await entered(lanes, slow, Trust.FAILING_ADDRESS, "guesser"),
    ]
    with pytest.raises(Failure) as caught:
        await lanes.run(Trust.FAILING_ADDRESS, "", slow.done.append, "too many")
    assert (caught.value.code, caught.value.reason) == (Code.RESOURCE_EXHAUSTED, "TOO_BUSY")
    assert caught.value.retry_after is not None
    tasks.append(await entered(lanes, slow, Trust.QUIET_ADDRESS, "new telephone"))
    await slow.let_all(tasks)
    assert slow.done == ["under way", "new telephone", "guesser"]


async def test_within_a_lane_networks_take_turns() -> None:
    slow = Slow()
    lanes = HashingLanes(slow, 1, dict.fromkeys(Trust, 9))
    tasks: list[Awaitable[Any]] = [
        await entered(lanes, slow, Trust.QUIET_ADDRESS, name, network)
        for name, network in (
            ("under way", "rented"),
            ("rented 1", "rented"),
            ("rented 2", "rented"),
            ("rented 3", "rented"),
            ("at home", "home"),
            ("at work", "work"),
            ("at home again", "home"),
        )
    ]
    await slow.let_all(tasks)
    assert slow.done == [
        "under way",
        "rented 1",
        "at home",
        "at work",
        "rented 2",
        "at home again",
        "rented 3",
    ]


async def test_who_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    slow = Slow()
    lanes = HashingLanes(slow, 1, ROOM)
    first = await entered(lanes, slow, Trust.KNOWN_DEVICE, "under way")
    impatient = await entered(lanes, slow, Trust.KNOWN_DEVICE, "impatient")
    patient = await entered(lanes, slow, Trust.KNOWN_DEVICE, "patient")
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    await slow.let_all([first, patient])
    assert slow.done == ["under way", "patient"]


async def test_no_more_are_computed_at_once_than_set() -> None:
    slow = Slow()
    lanes = HashingLanes(slow, 2, ROOM)
    tasks: list[Awaitable[Any]] = [
        await entered(lanes, slow, Trust.KNOWN_DEVICE, str(number)) for number in range(4)
    ]
    assert len(slow.gates) == 2
    await slow.let_all(tasks)
    assert sorted(slow.done) == ["0", "1", "2", "3"]
