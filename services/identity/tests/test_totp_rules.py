"""Codes of authenticator apps: the vectors of RFC 6238, and what counts around them."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.domain.totp import (
    code_of_step,
    is_totp_code,
    matching_step,
    otpauth_uri,
    step_at,
    written_seed,
)

SEED = b"12345678901234567890"
NOW = datetime(2026, 11, 22, 10, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238_appendix_b_come_out(seconds: int, code: str) -> None:
    assert code_of_step(SEED, seconds // 30, digits=8) == code


@given(st.binary(min_size=20, max_size=20), st.integers(min_value=0, max_value=4_000_000_000))
def test_an_independent_app_shows_the_same_codes(seed: bytes, seconds: int) -> None:
    app = pyotp.parse_uri(otpauth_uri(seed, "lg100001", "Leuphana"))
    assert isinstance(app, pyotp.TOTP)
    assert app.at(seconds) == code_of_step(seed, seconds // 30)


@pytest.mark.parametrize(
    ("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_counts_one_step_early_and_one_step_late(steps: int, counts: bool) -> None:
    step = step_at(NOW) + steps
    found = matching_step(SEED, code_of_step(SEED, step), NOW)
    assert found == (step if counts else None)


@pytest.mark.parametrize("typed", ["123456", "123 456", " 123-456 "])
def test_blanks_in_a_code_do_not_matter(typed: str) -> None:
    assert is_totp_code(typed)


@pytest.mark.parametrize("typed", ["12345", "1234567", "ABCD-EFGH-JKMN-PQRS", "１２３４５６", ""])
def test_anything_but_six_digits_is_no_code(typed: str) -> None:
    assert not is_totp_code(typed)


def test_the_uri_names_issuer_account_and_what_apps_need() -> None:
    parts = urlsplit(otpauth_uri(SEED, "lg100001", "Leuphana Universität"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/Leuphana Universität:lg100001"
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == {
        "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "issuer": "Leuphana Universität",
        "algorithm": "SHA1",
        "digits": "6",
        "period": "30",
    }


def test_the_seed_is_written_in_groups_of_four() -> None:
    assert written_seed(SEED) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
