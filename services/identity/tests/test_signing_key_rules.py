"""Which key signs, which ones are published, and when the next one is made."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.domain.signing_keys import (
    KEY_PERIOD,
    PUBLISHED_AROUND,
    Algorithm,
    SigningKey,
    key_to_make,
    keys_to_drop,
    signing_key,
)

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
both = pytest.mark.parametrize("algorithm", list(Algorithm))


def key(algorithm: Algorithm, generation: int, signs_from: datetime) -> SigningKey:
    return SigningKey(f"{algorithm}-{generation}", algorithm, generation, "", "", signs_from)


@both
def test_the_first_key_signs_at_once(algorithm: Algorithm) -> None:
    due = key_to_make([], algorithm, NOW)
    assert due is not None
    assert (due.generation, due.signs_from) == (1, NOW)


@both
def test_the_next_key_is_published_before_it_signs(algorithm: Algorithm) -> None:
    first = key(algorithm, 1, NOW)
    end = NOW + KEY_PERIOD
    ahead = PUBLISHED_AROUND[algorithm]
    assert ahead >= timedelta(seconds=300)
    assert key_to_make([first], algorithm, end - ahead - SECOND) is None
    due = key_to_make([first], algorithm, end - ahead)
    assert due is not None
    assert (due.generation, due.signs_from) == (2, end)
    second = key(algorithm, 2, due.signs_from)
    assert signing_key([first, second], algorithm, end - SECOND) == first
    assert signing_key([first, second], algorithm, end) == second


@both
def test_a_key_is_kept_until_nobody_has_to_verify_with_it(algorithm: Algorithm) -> None:
    first, second = key(algorithm, 1, NOW), key(algorithm, 2, NOW + KEY_PERIOD)
    over = second.signs_from + PUBLISHED_AROUND[algorithm]
    assert keys_to_drop([first, second], over - SECOND) == ()
    assert keys_to_drop([first, second], over) == (first,)


def test_the_keys_of_one_algorithm_do_not_count_for_the_other() -> None:
    own, other = key(Algorithm.ES256, 1, NOW), key(Algorithm.RS256, 7, NOW)
    assert signing_key([own, other], Algorithm.ES256, NOW) == own
    assert key_to_make([own], Algorithm.RS256, NOW) is not None
    assert keys_to_drop([own, other], NOW + KEY_PERIOD) == ()


@given(st.lists(st.integers(min_value=1, max_value=200 * 24), min_size=1, max_size=60))
def test_whenever_the_service_runs_each_key_is_known_before_it_signs(hours: list[int]) -> None:
    """Drives the rotation through arbitrary pauses and checks the promise to verifiers."""
    for algorithm in Algorithm:
        keys: list[SigningKey] = []
        now = NOW
        for pause in hours:
            if due := key_to_make(keys, algorithm, now):
                assert not keys or due.signs_from >= now + PUBLISHED_AROUND[algorithm]
                keys.append(key(algorithm, due.generation, due.signs_from))
            dropped = keys_to_drop(keys, now)
            keys = [one for one in keys if one not in dropped]
            assert signing_key(keys, algorithm, now) is not None
            assert len(keys) <= 3
            now += timedelta(hours=pause)
