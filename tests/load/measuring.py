"""What a figure is, and how two measurements are taken in turn."""

import asyncio
import json
import os
import platform
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

Measure = Callable[[], Awaitable[float]]

REPEATS = 3


class Better(Enum):
    """Which way a goal is met."""

    MORE = "≥"
    LESS = "≤"


@dataclass(frozen=True)
class Goal:
    """What is to be reached: of the ratio where there is one and `of_value` is not set."""

    number: float
    better: Better
    of_value: bool = False

    def is_met(self, number: float) -> bool:
        """Whether a number reaches it."""
        return number >= self.number if self.better is Better.MORE else number <= self.number

    def __str__(self) -> str:
        return f"{self.better.value} {self.number:g}"


def at_least(number: float) -> Goal:
    """A ratio to what is bare."""
    return Goal(number, Better.MORE)


def at_most(number: float) -> Goal:
    """A value that is not to be exceeded, in the figure's unit."""
    return Goal(number, Better.LESS, of_value=True)


@dataclass(frozen=True)
class Figure:
    """One figure: medians, and the ratios of the single repeats from least to greatest."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    goal: Goal | None = None
    ratios: tuple[float, ...] = ()

    @property
    def ratio(self) -> float | None:
        """The median of the repeats' ratios."""
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        judged = self.value if self.ratio is None or self.goal.of_value else self.ratio
        return self.goal.is_met(judged)

    def as_json(self) -> str:
        """The line that goes into latest.json."""
        ratio = self.ratio
        return json.dumps(
            {
                "name": self.name,
                "value": round(self.value, 3),
                "unit": self.unit,
                "baseline": None if self.baseline is None else round(self.baseline, 3),
                "ratio": None if ratio is None else round(ratio, 4),
                "ratio_spread": [round(one, 4) for one in (min(self.ratios), max(self.ratios))]
                if self.ratios
                else None,
                "goal": None if self.goal is None else str(self.goal),
                "met": self.met,
                "machine": machine(),
                "date": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            ensure_ascii=False,
        )


def machine() -> str:
    """What the figures were measured on, and how busy it was."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()},"
        f" Python {platform.python_version()}, load {load:.1f}"
    )


async def in_turn(
    name: str,
    unit: str,
    measured: Measure,
    bare: Measure,
    goal: Goal | None = None,
    repeats: int = REPEATS,
) -> Figure:
    """Measures the bare thing and the real one in turn, so that both see the same machine."""
    pairs = [(await bare(), await measured()) for _ in range(repeats)]
    return Figure(
        name,
        statistics.median(real for _, real in pairs),
        unit,
        statistics.median(base for base, _ in pairs),
        goal,
        tuple(real / base for base, real in pairs),
    )


async def per_second(calls: Iterator[Callable[[], Awaitable[object]]], at_once: int) -> float:
    """Calls answered per second, so many in flight, until the iterator ends."""
    done = 0

    async def work() -> None:
        nonlocal done
        for call in calls:
            await call()
            done += 1

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
    return done / (time.perf_counter() - began)


def percentile(sorted_numbers: Sequence[float], share: float) -> float:
    """The number below which the share lies."""
    return sorted_numbers[min(len(sorted_numbers) - 1, int(share * len(sorted_numbers)))]


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
