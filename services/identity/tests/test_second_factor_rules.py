"""Which second factor may go, and what is missing."""

from datetime import UTC, datetime, timedelta

import pytest
from identity.domain.mailed_codes import (
    MailedCode,
    is_private_address,
    masked_address,
    next_code,
    wait_before_next,
)
from identity.domain.passkeys import counter_fell, relying_party
from identity.domain.second_factors import (
    Advice,
    AgainstRemoval,
    Factors,
    advice_for,
    against_removal_of_one,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("factors", "required", "short", "against"),
    [
        (Factors(totp=True), False, False, None),
        (Factors(totp=True), True, False, AgainstRemoval.FACTOR_REQUIRED),
        (Factors(passkeys=1), True, True, AgainstRemoval.FACTOR_REQUIRED),
        (Factors(passkeys=1), False, True, AgainstRemoval.PASSWORD_TOO_SHORT),
        (Factors(totp=True, passkeys=1), True, True, None),
        (Factors(passkeys=2), True, True, None),
        (
            Factors(totp=True, recovery_codes_left=10),
            True,
            False,
            AgainstRemoval.FACTOR_REQUIRED,
        ),
    ],
)
def test_the_last_factor_stays_where_it_is_needed(
    factors: Factors, required: bool, short: bool, against: AgainstRemoval | None
) -> None:
    found = against_removal_of_one(factors, required=required, password_needs_factor=short)
    assert found is against


@pytest.mark.parametrize(
    ("factors", "address", "advice"),
    [
        (Factors(), True, (Advice.SET_UP_SECOND_FACTOR,)),
        (
            Factors(recovery_codes_left=10),
            False,
            (Advice.SET_UP_SECOND_FACTOR, Advice.CONFIRM_RECOVERY_ADDRESS),
        ),
        (Factors(passkeys=1), True, (Advice.CREATE_RECOVERY_CODES,)),
        (Factors(totp=True, recovery_codes_left=3), True, (Advice.RENEW_RECOVERY_CODES,)),
        (Factors(totp=True, recovery_codes_left=4), True, ()),
        (Factors(totp=True, recovery_codes_left=4), False, (Advice.CONFIRM_RECOVERY_ADDRESS,)),
    ],
)
def test_what_is_missing_is_told_in_the_order_of_importance(
    factors: Factors, address: bool, advice: tuple[Advice, ...]
) -> None:
    assert advice_for(factors, has_recovery_address=address) == advice


@pytest.mark.parametrize(
    ("former", "counted", "fell"),
    [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)],
)
def test_a_counter_that_does_not_grow_has_fallen(former: int, counted: int, fell: bool) -> None:
    assert counter_fell(former, counted) is fell


@pytest.mark.parametrize(
    ("public_url", "host", "origin", "possible"),
    [
        ("https://portal.example", "portal.example", "https://portal.example", True),
        ("https://portal.example:8443/", "portal.example", "https://portal.example:8443", True),
        ("http://localhost:8080", "localhost", "http://localhost:8080", True),
        ("http://127.0.0.1:8080", "localhost", "http://localhost:8080", True),
        ("http://[::1]:8080", "localhost", "http://localhost:8080", True),
        ("https://127.0.0.1", "localhost", "https://localhost", True),
        ("https://192.0.2.7:8443", "192.0.2.7", "https://192.0.2.7:8443", False),
        ("https://[2001:db8::1]", "2001:db8::1", "https://[2001:db8::1]", False),
    ],
)
def test_passkeys_are_bound_to_the_name_of_the_installation(
    public_url: str, host: str, origin: str, possible: bool
) -> None:
    party = relying_party(public_url, "Leuphana")
    assert (party.host, party.origin, party.possible) == (host, origin, possible)


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("ayse@privat.example", True),
        ("ayse.oeztuerk+uni@xn--pst-sna.example", True),
        ("ayse@privat.xn--p1ai", True),
        ("ayşe@privat.example", False),
        ("ayse@pöst.example", False),
        (".ayse@privat.example", False),
        ("ayse.@privat.example", False),
        ("ay..se@privat.example", False),
        ("ayse@-privat.example", False),
        ("ayse@privat-.example", False),
        ("ayse@privat..example", False),
        ("a" * 64 + "@privat.example", True),
        ("ayse@stud.leuphana.example", False),
        ("ayse@Leuphana.Example", False),
        ("ayse@mail.leuphana.example", False),
        ("ayse@notleuphana.example", True),
        ("ayse", False),
        ("ayse@localhost", False),
        ("ayse@192.0.2.7", False),
        ("a b@privat.example", False),
        ("ayse@privat.example\nBcc: all@privat.example", False),
        ("a" * 65 + "@privat.example", False),
    ],
)
def test_a_recovery_address_is_a_private_one(address: str, private: bool) -> None:
    domains = ("stud.leuphana.example", "leuphana.example")
    assert is_private_address(address, domains) is private


@pytest.mark.parametrize(
    ("address", "shown"),
    [("mia.k@example.org", "m…@example.org"), ("m@example.org", "m…@example.org"), ("", "")],
)
def test_a_masked_address_shows_a_letter_and_the_domain(address: str, shown: str) -> None:
    assert masked_address(address) == shown


def test_codes_are_mailed_a_minute_apart_and_five_an_hour() -> None:
    code: MailedCode | None = None
    now, sent = NOW, 0
    while now < NOW + timedelta(hours=2):
        wait = wait_before_next(code, now)
        if not wait:
            code = next_code(code, "digest", "ayse@privat.example", now)
            sent += 1
            assert wait_before_next(code, now) >= timedelta(minutes=1)
        now += wait or timedelta(minutes=1)
    assert sent == 10


def test_a_mailed_code_is_good_for_fifteen_minutes() -> None:
    code = next_code(None, "digest", "ayse@privat.example", NOW)
    assert code.holds(NOW + timedelta(minutes=15, microseconds=-1))
    assert not code.holds(NOW + timedelta(minutes=15))
