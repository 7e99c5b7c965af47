"""Signing in, alone and while somebody guesses passwords; all on PostgreSQL with fsync on."""

import asyncio
import itertools
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from chassis.testing.postgres import running_postgres
from identity.app.sign_in.password_hashing import PasswordHashing

from tests.load.measuring import REPEATS, Better, Figure, Goal, at_most, percentile
from tests.load.sign_in_setting import SignInSetting, at_rate, home_of

MILLISECONDS = 1000
GUESSES_PER_SECOND = 200
SIGN_INS_PER_SECOND = 6
# How far the medians of known and unknown user names may be apart, in percent.
APART = 5
# Under attack, other people's sign-in takes at most so many times as long (the 95th percentile).
TIMES_AS_LONG = Goal(2, Better.LESS)

# Who guesses: one machine; machines of one provider; and machines of many, which is what the door
# has no mark of until each has failed once.
ATTACKS: Mapping[str, Sequence[str]] = {
    "one_address": ["203.0.113.66"],
    "many_addresses": [f"198.51.{n % 10}.{n // 10}" for n in range(400)],
    "many_networks": [f"20.{n % 200}.{n // 200}.7" for n in range(6000)],
}


class Where(StrEnum):
    """Who signs in: on a known device somewhere, or on a new one at home or anywhere else."""

    KNOWN_DEVICE = "known_device"
    KNOWN_NETWORK = "known_network"
    FIRST_TIME = "first_time"


def sign_ins(quick: bool) -> Iterator[Figure]:
    """Every figure of signing in."""
    yield _hashing(20 if quick else 100)
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_figures(folder, server, quick))


def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="matrikel-bench-")


def _hashing(count: int) -> Figure:
    """One password with the parameters that are shipped."""
    hashing = PasswordHashing()
    taken = []
    for number in range(count):
        began = time.perf_counter()
        hashing.hash(f"Vier Laternen am Deich {number}")
        taken.append(time.perf_counter() - began)
    return Figure("sign_in_hashing", statistics.median(taken) * MILLISECONDS, "ms")


async def _figures(folder: str, server: str, quick: bool) -> list[Figure]:
    setting = SignInSetting(Path(folder), server)
    try:
        people = setting.people(60 if quick else 200)
        victims = setting.people(100 if quick else 500)
        await setting.start()
        users = Users(setting, people)
        await users.sign_in(3)
        figures = [await _unknown_user(setting, victims, 50 if quick else 500)]
        for name, addresses in ATTACKS.items():
            figures += await _under_attack(
                setting, users, name, victims, addresses, 8 if quick else 20
            )
        return figures
    finally:
        await setting.close()


async def _unknown_user(setting: SignInSetting, victims: list[str], count: int) -> Figure:
    """How far the median times of wrong passwords for known and unknown names are apart."""
    # Each from a network of its own: none of them is taken for an attack.
    addresses = (f"{100 + n // 256}.{n % 256}.0.1" for n in itertools.count())
    known: list[float] = []
    unknown: list[float] = []
    for number, victim in zip(range(count), itertools.cycle(victims), strict=False):
        pair = [(known, victim), (unknown, f"lg8{number:011d}")]
        # Neither kind always comes first.
        for taken, name in pair if number % 2 else reversed(pair):
            seconds, code = await setting.guess(name, next(addresses))
            if code != "UNAUTHENTICATED":
                raise AssertionError(f"a guess was answered {code}")
            taken.append(seconds)
    of_known, of_unknown = statistics.median(known), statistics.median(unknown)
    apart = abs(of_known - of_unknown) / of_known * 100
    return Figure("sign_in_unknown_user_apart", apart, "%", goal=at_most(APART))


class Users:
    """People who sign in, one kind after the other."""

    def __init__(self, setting: SignInSetting, people: Sequence[str]) -> None:
        self._setting = setting
        self._names = itertools.cycle(people)
        self._numbers = itertools.count(1)

    async def sign_in(self, seconds: float) -> dict[Where, list[float]]:
        """What the sign-ins of each kind take."""
        taken: dict[Where, list[float]] = {where: [] for where in Where}
        kinds = itertools.cycle(Where)

        async def one(_: int) -> None:
            where = next(kinds)
            taken[where].append(await self._one(where))

        await at_rate(SIGN_INS_PER_SECOND, seconds, one)
        return taken

    async def _one(self, where: Where) -> float:
        name, number = next(self._names), next(self._numbers)
        anywhere = f"{number % 250}.{number // 250 % 250}.7"
        if where is Where.KNOWN_DEVICE:
            return await self._setting.sign_in(name, f"192.{anywhere}", name)
        if where is Where.KNOWN_NETWORK:
            return await self._setting.sign_in(name, home_of(name))
        return await self._setting.sign_in(name, f"77.{anywhere}")


async def _under_attack(
    setting: SignInSetting,
    users: Users,
    name: str,
    victims: Sequence[str],
    addresses: Sequence[str],
    seconds: float,
) -> list[Figure]:
    """The 95th percentiles of other people's sign-ins, without and with guesses, in turn."""
    idle: dict[Where, list[float]] = {where: [] for where in Where}
    attacked: dict[Where, list[float]] = {where: [] for where in Where}
    answered: Counter[str] = Counter()
    for _ in range(REPEATS):
        _add(idle, await users.sign_in(seconds))
        async with setting.attacked(GUESSES_PER_SECOND, seconds, victims, addresses) as answers:
            _add(attacked, await users.sign_in(seconds))
        answered.update(answers)
    checked = answered["UNAUTHENTICATED"] / sum(answered.values()) * 100
    return [
        *(
            Figure(
                f"sign_in_p95_{name}_{where}",
                statistics.median(attacked[where]) * MILLISECONDS,
                "ms",
                statistics.median(idle[where]) * MILLISECONDS,
                TIMES_AS_LONG,
                tuple(b / a for a, b in zip(idle[where], attacked[where], strict=True)),
            )
            for where in Where
        ),
        Figure(f"sign_in_guesses_checked_{name}", checked, "%"),
    ]


def _add(to: dict[Where, list[float]], taken: Mapping[Where, Sequence[float]]) -> None:
    for where, seconds in taken.items():
        to[where].append(percentile(sorted(seconds), 0.95))
