"""Looking a number up, and the limit for those who guess."""

from datetime import timedelta

import pytest
from certificates.app.issuing import issue_certificate
from certificates.app.verifying import verify_certificate
from certificates.domain.certificate import VerificationState
from certificates.domain.guessing import MISSES_ALLOWED
from certificates.domain.verification_number import VerificationNumber
from certificates.store.tables import verification_misses
from chassis.database import Database, Transaction
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, within
from sqlalchemy import func, select

from .samples import drawn_certificate

UNKNOWN = VerificationNumber.of_draw(999)
HERE = "192.0.2.7"


def look_up(database: Database, number: VerificationNumber, address: str = HERE) -> str:
    """The reason of the refusal; empty where a certificate was found."""
    try:
        within(database, verify_certificate, number, address)
    except Failure as failure:
        return failure.reason
    return ""


def exhaust(database: Database, address: str = HERE) -> None:
    for _ in range(MISSES_ALLOWED):
        assert look_up(database, UNKNOWN, address) == "CERTIFICATE_UNKNOWN"


def test_a_number_leads_to_what_was_printed(database: Database, clock: DrivenClock) -> None:
    drawn = drawn_certificate()
    issued = within(database, issue_certificate, drawn)
    found = within(database, verify_certificate, drawn.document.number, HERE)
    assert found == issued
    assert found.fields == drawn.document.content.printed_fields
    assert found.state(clock.now()) is VerificationState.VALID


def test_twenty_misses_a_minute_are_allowed_and_the_next_look_up_has_to_wait(
    database: Database, clock: DrivenClock
) -> None:
    exhaust(database)
    clock.advance(timedelta(seconds=20))
    with pytest.raises(Failure) as refused:
        within(database, verify_certificate, UNKNOWN, HERE)
    assert refused.value.code is Code.RESOURCE_EXHAUSTED
    assert refused.value.retry_after == timedelta(seconds=40)
    clock.advance(timedelta(seconds=40))
    assert look_up(database, UNKNOWN) == "CERTIFICATE_UNKNOWN"


def test_who_guessed_too_often_is_not_told_about_existing_numbers_either(
    database: Database,
) -> None:
    drawn = drawn_certificate()
    within(database, issue_certificate, drawn)
    exhaust(database)
    assert look_up(database, drawn.document.number) == "TOO_MANY_UNKNOWN_NUMBERS"
    assert look_up(database, drawn.document.number, "192.0.2.8") == ""


def test_found_numbers_are_never_counted(database: Database) -> None:
    drawn = drawn_certificate()
    within(database, issue_certificate, drawn)
    for _ in range(MISSES_ALLOWED + 5):
        assert look_up(database, drawn.document.number) == ""


def test_the_addresses_of_one_ipv6_network_count_together(database: Database) -> None:
    exhaust(database, "2001:db8:1:2::1")
    assert look_up(database, UNKNOWN, "2001:db8:1:2:aaaa::9") == "TOO_MANY_UNKNOWN_NUMBERS"
    assert look_up(database, UNKNOWN, "2001:db8:1:3::1") == "CERTIFICATE_UNKNOWN"


def test_who_asked_is_forgotten_after_a_few_minutes(database: Database, clock: DrivenClock) -> None:
    exhaust(database)
    clock.advance(timedelta(minutes=6))
    look_up(database, UNKNOWN, "192.0.2.99")

    def remembered(tx: Transaction) -> int:
        count = tx.execute(select(func.count()).select_from(verification_misses)).scalar_one()
        return int(count)

    assert within(database, remembered) == 1
