"""Positions in page tokens: what a caller makes up never reaches a database."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from chassis.errors import Failure
from chassis.paging import encode_token, moment_in, read_position
from hypothesis import given
from hypothesis import strategies as st


def test_the_empty_token_stands_for_the_first_page() -> None:
    assert read_position("", 1, UUID) is None


def test_a_position_is_read_from_the_parts_of_its_token() -> None:
    moment = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    token = encode_token([moment.isoformat(), "1001"])
    assert read_position(token, 2, lambda at, number: (moment_in(at), number)) == (moment, "1001")


@pytest.mark.parametrize(
    "parts",
    [
        [],
        ["2026-11-02T09:30:00+00:00", "more"],
        ["2026-11-02T09:30:00"],
        ["0001-01-01T00:00:00+14:00"],
        ["yesterday"],
    ],
)
def test_a_token_of_another_form_is_refused(parts: list[str]) -> None:
    with pytest.raises(Failure, match="PAGE_TOKEN_INVALID"):
        read_position(encode_token(parts), 1, moment_in)


@given(st.text(max_size=5), st.sampled_from(["\0", "\ud800", "\udfff"]))
def test_a_text_that_no_database_stores_is_refused(text: str, unstorable: str) -> None:
    with pytest.raises(Failure, match="PAGE_TOKEN_INVALID"):
        read_position(encode_token([text + unstorable]), 1, str)
