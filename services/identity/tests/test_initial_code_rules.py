"""The code on the letter."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from identity.domain.initial_codes import (
    CODE_VALIDITY,
    InitialCode,
    opens,
)
from identity.domain.written_codes import CODE_BYTES, code_digest, written_code

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
TYPED = "7K2M-9QXT-0DHF-W3AB"
ISSUED = InitialCode(code_digest(TYPED), NOW + CODE_VALIDITY)


def test_a_code_holds_more_than_64_bits() -> None:
    assert CODE_BYTES * 8 >= 64


@given(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_a_code_is_four_groups_of_four_letters_and_digits(secret: bytes) -> None:
    groups = written_code(secret).split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert not set("".join(groups)) & set("ILOU")


@given(st.lists(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES), min_size=2, unique=True))
def test_different_secrets_make_different_codes(secrets: list[bytes]) -> None:
    assert len({written_code(secret) for secret in secrets}) == len(secrets)


def test_case_blanks_hyphens_and_look_alikes_do_not_matter() -> None:
    assert opens(ISSUED, " 7k2m 9qxt odhf w3ab ", NOW)
    assert code_digest("1101-0000") == code_digest("ILO1 oooO")


def test_a_code_opens_for_14_days_and_not_longer() -> None:
    assert opens(ISSUED, TYPED, NOW + timedelta(days=14) - timedelta(seconds=1))
    assert not opens(ISSUED, TYPED, NOW + timedelta(days=14))


def test_a_wrong_a_used_and_a_missing_code_open_nothing() -> None:
    assert not opens(ISSUED, "7K2M-9QXT-0DHF-W3AC", NOW)
    assert not opens(InitialCode(ISSUED.digest, ISSUED.expires_at, NOW), TYPED, NOW)
    assert not opens(None, TYPED, NOW)
