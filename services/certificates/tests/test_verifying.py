"""Looking a number up: what is answered, and to whom nothing is."""

from datetime import date, timedelta

import pytest
from certificates.app.entered import AlteredCertificateError
from certificates.app.standing import change_standing
from certificates.app.superseding import supersede
from certificates.app.verifying import Verified, verify_certificate
from certificates.domain.certificate import (
    CertificateState,
    CertificateType,
    LookupRule,
    Standing,
)
from certificates.store.retention import remove_certificates
from certificates.store.tables import certificates
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from matrikel_verify.number import VerificationNumber
from sqlalchemy import event, update

from .lifecycle_factories import BIRTH_DATE, HERE, RULES, UNKNOWN, issued, named, refusal


def look_up(
    database: Database,
    number: VerificationNumber,
    address: str = HERE,
    *,
    birth_date: date | None = None,
    pin: str = "",
) -> Verified:
    given = named(number, birth_date=birth_date, pin=pin)
    return within(database, verify_certificate, number, given, address, RULES)


def reason(
    database: Database,
    number: VerificationNumber,
    address: str = HERE,
    *,
    birth_date: date | None = None,
    pin: str = "",
) -> str:
    return refusal(lambda: look_up(database, number, address, birth_date=birth_date, pin=pin))


def test_a_number_leads_to_what_was_printed(database: Database, clock: DrivenClock) -> None:
    certificate = issued(database, kind=CertificateType.ENROLMENT)
    found = look_up(database, certificate.number)
    assert found == Verified(certificate, None)
    assert [one.value for one in found.certificate.fields] == ["Ayşe Öztürk", "1. Februar 2003"]
    assert found.certificate.state(clock.now()) is CertificateState.VALID


def test_birth_date_and_pin_are_only_looked_at_where_the_holder_asks(database: Database) -> None:
    certificate = issued(database, kind=CertificateType.ENROLMENT)
    for birth_date, pin in ((None, ""), (date(1999, 9, 9), "000000")):
        assert reason(database, certificate.number, birth_date=birth_date, pin=pin) == ""


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        (LookupRule(birth_date_required=True), {"birth_date": BIRTH_DATE}),
        (LookupRule(pin_required=True), {"pin": "471108"}),
        (
            LookupRule(birth_date_required=True, pin_required=True),
            {"birth_date": BIRTH_DATE, "pin": "471108"},
        ),
    ],
)
def test_what_the_holder_asks_for_has_to_be_named_and_right(
    database: Database, rule: LookupRule, right: dict[str, date | str]
) -> None:
    number = issued(database, rule=rule, pin="471108").number
    assert reason(database, number, **right) == ""  # type: ignore[arg-type]
    wrong = {"birth_date": date(2003, 2, 2), "pin": "471109"}
    for missing in right:
        without = {name: value for name, value in right.items() if name != missing}
        assert reason(database, number, **without) == "CERTIFICATE_UNKNOWN"  # type: ignore[arg-type]
        mistaken = {**right, missing: wrong[missing]}
        assert reason(database, number, **mistaken) == "CERTIFICATE_UNKNOWN"  # type: ignore[arg-type]


def test_the_last_day_of_a_look_up_is_included(database: Database, clock: DrivenClock) -> None:
    last = local_date(clock.now()) + timedelta(days=1)
    number = issued(database, rule=LookupRule(last_date=last)).number
    clock.advance(timedelta(days=1))
    assert reason(database, number) == ""
    clock.advance(timedelta(days=1))
    assert reason(database, number) == "CERTIFICATE_UNKNOWN"


def test_all_that_nobody_is_told_of_is_refused_alike_by_the_same_statements(
    database: Database, clock: DrivenClock
) -> None:
    """Body, code and work: not even the number of statements tells an existing number."""
    gone = issued(database)
    within(database, remove_certificates, [gone.certificate_id])
    yesterday = local_date(clock.now()) - timedelta(days=1)
    numbers = (
        UNKNOWN,
        gone.number,
        issued(database, rule=LookupRule(switched_off=True)).number,
        issued(database, rule=LookupRule(last_date=yesterday)).number,
        issued(database, rule=LookupRule(pin_required=True), pin="471108").number,
        issued(database, rule=LookupRule(birth_date_required=True)).number,
    )
    bodies: set[tuple[object, ...]] = set()
    runs: set[tuple[str, ...]] = set()
    for place, number in enumerate(numbers):
        statements: list[str] = []

        def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
            statements.append(statement)  # noqa: B023  # removed within the same round

        engine = within(database, lambda tx: tx._connection.engine)
        event.listen(engine, "before_cursor_execute", note)
        try:
            with pytest.raises(Failure) as refused:
                look_up(database, number, f"198.51.100.{place}")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        failure = refused.value
        bodies.add((failure.code, failure.reason, failure.message, failure.fields))
        assert failure.metadata == {}
        runs.add(tuple(statements))
    assert len(bodies) == 1
    assert len(runs) == 1


def test_a_superseded_certificate_names_its_successor_only_where_the_holder_wants_it(
    database: Database, clock: DrivenClock
) -> None:
    for names in (False, True):
        former, newer = issued(database), issued(database)
        clock.advance(timedelta(days=1))
        within(database, supersede, former.certificate_id, newer, names)
        found = look_up(database, former.number)
        assert found.certificate.state(clock.now()) is CertificateState.SUPERSEDED
        assert found.certificate.standing_since == clock.now()
        assert found.successor is not None
        assert found.successor.issue_time == newer.issue_time
        assert found.named_successor == (newer.number if names else None)


def test_what_happened_comes_before_age(database: Database, clock: DrivenClock) -> None:
    certificate = issued(database, valid_until=local_date(clock.now()))
    clock.advance(timedelta(days=1))
    found = look_up(database, certificate.number).certificate
    assert found.state(clock.now()) is CertificateState.EXPIRED
    within(database, change_standing, certificate.certificate_id, Standing.OUTDATED)
    found = look_up(database, certificate.number).certificate
    assert found.state(clock.now()) is CertificateState.NO_LONGER_CURRENT
    within(database, change_standing, certificate.certificate_id, Standing.WITHDRAWN)
    found = look_up(database, certificate.number).certificate
    assert found.state(clock.now()) is CertificateState.WITHDRAWN
    assert found.version == 3


def test_a_number_that_is_guessed_at_is_closed_for_an_hour_even_for_the_right_pin(
    database: Database, clock: DrivenClock
) -> None:
    """Nobody is told that it is closed: a guesser cannot tell the right PIN from a wrong one."""
    number = issued(database, rule=LookupRule(pin_required=True), pin="471108").number
    for guess in range(RULES.guesses_per_number):
        # From everywhere, so that no limit of a network is reached.
        address = f"203.0.{guess}.1"
        assert reason(database, number, address, pin=f"{guess:06}") == "CERTIFICATE_UNKNOWN"
    assert reason(database, number, "198.51.100.1", pin="471108") == "CERTIFICATE_UNKNOWN"
    clock.advance(timedelta(hours=1))
    assert reason(database, number, "198.51.100.1", pin="471108") == ""


def test_a_number_that_answers_to_everybody_cannot_be_closed(database: Database) -> None:
    certificate = issued(database, kind=CertificateType.ENROLMENT)
    for _ in range(3 * RULES.guesses_per_number):
        assert reason(database, certificate.number, pin="000000") == ""


def test_refusals_say_when_to_come_back(database: Database, clock: DrivenClock) -> None:
    for _ in range(RULES.misses_per_address):
        assert reason(database, UNKNOWN) == "CERTIFICATE_UNKNOWN"
    clock.advance(timedelta(seconds=20))
    with pytest.raises(Failure) as refused:
        look_up(database, UNKNOWN)
    assert refused.value.code is Code.RESOURCE_EXHAUSTED
    assert refused.value.retry_after == timedelta(seconds=40)
    clock.advance(timedelta(seconds=40))
    assert reason(database, UNKNOWN) == "CERTIFICATE_UNKNOWN"


@pytest.mark.parametrize(
    "changed",
    [
        {"fields": [["Name", "Name", "Berta Klug"]]},
        {"claims": "{}"},
        {"salt": b"x" * 16},
        {"valid_until_date": date(2099, 12, 31)},
    ],
)
def test_what_was_changed_in_the_database_is_never_told_to_be_authentic(
    database: Database, changed: dict[str, object]
) -> None:
    certificate = issued(database)
    within(database, lambda tx: tx.execute(update(certificates).values(**changed)).rowcount)
    with pytest.raises(AlteredCertificateError, match=str(certificate.certificate_id)):
        look_up(database, certificate.number)


def test_a_certificate_that_was_never_entered_is_never_told_to_be_authentic(
    database: Database,
) -> None:
    certificate = issued(database)
    invented = {"claims_leaf": 1_000_000}
    within(database, lambda tx: tx.execute(update(certificates).values(**invented)).rowcount)
    with pytest.raises(AlteredCertificateError):
        look_up(database, certificate.number)
