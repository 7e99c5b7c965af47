"""Guessed numbers: who has to wait, who does not, and when it is an attack."""

import asyncio
from datetime import timedelta

import pytest
from certificates.app.verifying import verify_certificate
from certificates.domain.guessing import ALARM_PERIOD, TIGHT_FOR, GuessingRules, Place
from certificates.flows.guessing_watch import watch_guessing
from certificates.flows.lookup_door import LookupDoor
from certificates.store.tables import number_misses, verification_misses
from certificates.texts import refusals
from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from matrikel_verify.number import VerificationNumber
from sqlalchemy import func, select

from .lifecycle_factories import HERE, RULES, UNKNOWN, issued, named, refusal


def look_up(database: Database, number: VerificationNumber = UNKNOWN, address: str = HERE) -> str:
    """The reason of the refusal; empty where a certificate was found."""
    return refusal(
        lambda: within(database, verify_certificate, number, named(number), address, RULES)
    )


def exhaust(database: Database, address: str = HERE) -> None:
    for _ in range(RULES.misses_per_address):
        assert look_up(database, address=address) == "CERTIFICATE_UNKNOWN"


def alarm_mails(database: Database) -> int:
    def found(tx: Transaction) -> int:
        kind = mails.c.kind == "verification_alarm"
        return int(tx.execute(select(func.count()).select_from(mails).where(kind)).scalar_one())

    return within(database, found)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", Place("192.0.2.7", "192.0.2.0/24")),
        ("2001:db8:1:2:aaaa::9", Place("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("::ffff:192.0.2.7", Place("192.0.2.7", "192.0.2.0/24")),
        ("", Place("unknown", "around unknown")),
    ],
)
def test_an_address_is_counted_with_the_network_around_it(address: str, place: Place) -> None:
    assert Place.of(address) == place


def test_who_guessed_too_often_is_not_told_about_existing_numbers_either(
    database: Database,
) -> None:
    number = issued(database).number
    exhaust(database)
    assert look_up(database, number) == "TOO_MANY_UNKNOWN_NUMBERS"
    assert look_up(database, number, "192.0.2.8") == ""


def test_found_numbers_are_never_counted(database: Database) -> None:
    number = issued(database).number
    for _ in range(RULES.misses_per_address + 5):
        assert look_up(database, number) == ""


def test_the_addresses_of_one_ipv6_household_count_together(database: Database) -> None:
    exhaust(database, "2001:db8:1:2::1")
    assert look_up(database, address="2001:db8:1:2:aaaa::9") == "TOO_MANY_UNKNOWN_NUMBERS"
    assert look_up(database, address="2001:db8:1:3::1") == "CERTIFICATE_UNKNOWN"


def test_many_addresses_of_one_provider_wait_together_and_others_do_not(
    database: Database,
) -> None:
    for last in range(RULES.misses_per_prefix):
        assert look_up(database, address=f"192.0.2.{last}") == "CERTIFICATE_UNKNOWN"
    assert look_up(database, address="192.0.2.250") == "TOO_MANY_UNKNOWN_NUMBERS"
    assert look_up(database, address="198.51.100.250") == "CERTIFICATE_UNKNOWN"


def test_who_asked_and_for_what_is_forgotten_after_a_while(
    database: Database, clock: DrivenClock
) -> None:
    def kept(tx: Transaction) -> tuple[int, int]:
        tables = (verification_misses, number_misses)
        of_networks, of_numbers = (
            tx.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
        )
        return int(of_networks), int(of_numbers)

    async def watch() -> None:
        await watch_guessing(database, LookupDoor(clock), RULES)

    look_up(database)
    assert within(database, kept) == (2, 1)
    clock.advance(timedelta(minutes=6))
    asyncio.run(watch())
    assert within(database, kept) == (0, 1)
    clock.advance(timedelta(hours=1))
    asyncio.run(watch())
    assert within(database, kept) == (0, 0)


async def test_ten_thousand_guesses_from_one_address_are_throttled_and_raise_the_alarm_once(
    database: Database, clock: DrivenClock
) -> None:
    genuine = issued(database).number
    door = LookupDoor(clock)
    reasons: dict[str, int] = {}
    for draw in range(10_000):
        guess = VerificationNumber.of_draw(10**12 + draw)
        try:
            with door.let_in(HERE):
                await database.write(verify_certificate, guess, named(guess), HERE, RULES)
        except Failure as failure:
            reasons[failure.reason] = reasons.get(failure.reason, 0) + 1
        if draw == 5_000:
            given = named(genuine)
            found = await database.write(verify_certificate, genuine, given, "198.51.100.1", RULES)
            assert found.certificate.number == genuine
    assert reasons == {
        "CERTIFICATE_UNKNOWN": RULES.misses_per_address,
        "TOO_MANY_UNKNOWN_NUMBERS": 10_000 - RULES.misses_per_address,
    }
    noticed = await watch_guessing(database, door, RULES)
    assert noticed.raised
    assert noticed.misses + noticed.refused == 10_000
    for _ in range(3):
        clock.advance(timedelta(seconds=10))
        assert not (await watch_guessing(database, door, RULES)).raised
    assert alarm_mails(database) == 1


async def test_an_attack_from_everywhere_tightens_larger_networks_and_nobody_else_waits(
    database: Database, clock: DrivenClock
) -> None:
    rules = GuessingRules(alarm_misses=40, misses_per_prefix_in_alarm=5)
    genuine = issued(database).number
    door = LookupDoor(clock)

    def ask(number: VerificationNumber, address: str) -> str:
        return refusal(
            lambda: within(database, verify_certificate, number, named(number), address, rules)
        )

    for place in range(41):
        assert ask(UNKNOWN, f"10.{place}.0.1") == "CERTIFICATE_UNKNOWN"
    for last in range(5):
        assert ask(UNKNOWN, f"192.0.2.{last}") == "CERTIFICATE_UNKNOWN"
    assert ask(UNKNOWN, "192.0.2.9") == "CERTIFICATE_UNKNOWN"
    assert (await watch_guessing(database, door, rules)).raised
    assert ask(genuine, "192.0.2.77") == "TOO_MANY_UNKNOWN_NUMBERS"
    assert ask(genuine, "10.3.0.1") == ""
    assert ask(genuine, "198.51.100.1") == ""
    clock.advance(TIGHT_FOR)
    for last in range(6):
        assert ask(UNKNOWN, f"192.0.2.{last}") == "CERTIFICATE_UNKNOWN"
    assert ask(genuine, "192.0.2.77") == ""


async def test_an_attack_that_goes_on_is_told_of_once_an_hour(
    database: Database, clock: DrivenClock
) -> None:
    rules = GuessingRules(alarm_misses=2, alarm_address="alarm@leuphana.example")
    raised = []
    for _ in range(2):
        for _ in range(3):
            look_up(database)
        raised.append((await watch_guessing(database, LookupDoor(clock), rules)).raised)
        raised.append((await watch_guessing(database, LookupDoor(clock), rules)).raised)
        clock.advance(ALARM_PERIOD)
    assert raised == [True, False, True, False]
    assert alarm_mails(database) == 2


def test_the_door_forgets_who_waited(clock: DrivenClock) -> None:
    door = LookupDoor(clock)
    with pytest.raises(Failure), door.let_in(HERE):
        raise refusals.too_many_misses(timedelta(seconds=30))
    with pytest.raises(Failure) as refused, door.let_in("192.0.2.7"):
        raise AssertionError("nobody is let in who has to wait")
    assert refused.value.retry_after == timedelta(seconds=30)
    assert door.take_refused() == 2
    assert door.take_refused() == 0
    clock.advance(timedelta(seconds=30))
    with door.let_in(HERE):
        assert door.take_refused() == 0


async def test_misses_at_the_same_moment_are_all_counted(
    database: Database, clock: DrivenClock
) -> None:
    """Who sends a burst gets answers up to the limit, and learns nothing of the rest."""

    async def ask(draw: int) -> str:
        guess = VerificationNumber.of_draw(10**12 + draw)
        try:
            await database.write(verify_certificate, guess, named(guess), HERE, RULES)
        except Failure as failure:
            return failure.reason
        raise AssertionError("nobody has the number")

    reasons = await asyncio.gather(*(ask(draw) for draw in range(3 * RULES.misses_per_address)))
    assert reasons.count("CERTIFICATE_UNKNOWN") == RULES.misses_per_address
    assert reasons.count("TOO_MANY_UNKNOWN_NUMBERS") == 2 * RULES.misses_per_address
    counted = within(
        database,
        lambda tx: tx.execute(
            select(verification_misses.c.misses).where(verification_misses.c.client_network == HERE)
        ).scalar_one(),
    )
    assert counted == RULES.misses_per_address
