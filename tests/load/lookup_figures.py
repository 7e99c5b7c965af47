"""Whether the time of a look-up tells a number that exists from one that does not."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from certificates.app.verifying import verify_certificate
from certificates.domain.certificate import LookupRule
from certificates.domain.guessing import GuessingRules
from certificates.main import service
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing.databases import fresh_url
from matrikel_verify.number import VerificationNumber

from services.certificates.tests.lifecycle_factories import UNKNOWN, issued, named
from tests.load.measuring import REPEATS, Better, Figure, Goal

# Machines differ by more than that from one minute to the next.
LIMIT = Goal(1.1, Better.LESS)
# High enough that nobody waits.
RULES = GuessingRules(
    misses_per_address=10**9, misses_per_prefix=10**9, misses_per_prefix_in_alarm=10**9
)


def lookups(quick: bool) -> Iterator[Figure]:
    """A miss at a number with a PIN and at one that is switched off, against an unknown number."""
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        database = Database(fresh_url(service, Path(folder), None))
        try:
            yield from asyncio.run(_lookups(database, 200 if quick else 2000))
        finally:
            database.close()


async def _lookups(database: Database, count: int) -> list[Figure]:
    numbers = {
        "with_pin": issued(database, rule=LookupRule(pin_required=True), pin="471108").number,
        "switched_off": issued(database, rule=LookupRule(switched_off=True)).number,
    }

    return [await _figure(database, name, number, count) for name, number in numbers.items()]


async def _figure(database: Database, name: str, number: VerificationNumber, count: int) -> Figure:
    """One call after the other in turn, first the one and then the other, on the same database."""
    rounds = []
    for _ in range(REPEATS):
        times: dict[VerificationNumber, list[float]] = {UNKNOWN: [], number: []}
        for call in range(count):
            for one in (UNKNOWN, number) if call % 2 else (number, UNKNOWN):
                times[one].append(await _microseconds(database, one))
        rounds.append((median(times[UNKNOWN]), median(times[number])))
    return Figure(
        f"lookup_miss_{name}",
        median(real for _, real in rounds),
        "µs",
        median(bare for bare, _ in rounds),
        LIMIT,
        tuple(real / bare for bare, real in rounds),
    )


async def _microseconds(database: Database, number: VerificationNumber) -> float:
    """How long one miss takes, its transaction included."""
    given = named(number, pin="000000")
    began = perf_counter()
    try:
        await database.write(verify_certificate, number, given, "192.0.2.7", RULES)
    except Failure as failure:
        if failure.reason != "CERTIFICATE_UNKNOWN":
            raise
        return (perf_counter() - began) * 1e6
    raise AssertionError("the look-up was to miss")
