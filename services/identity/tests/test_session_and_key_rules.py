"""How long sessions and signing keys last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from identity.domain.access_tokens import TOKEN_LIFETIME, Actor, Issue, access_token
from identity.domain.roles import Role
from identity.domain.sessions import Session, SessionLimits, SessionRules
from identity.domain.signing_keys import (
    KEY_PERIOD,
    SigningKey,
    key_to_make,
    keys_to_drop,
    signing_key,
)

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
STAFF_LIMITS = SessionLimits(timedelta(minutes=15), timedelta(hours=8))
SESSION = Session(UUID(int=1), UUID(int=2), "gateway", "password", NOW, NOW, NOW + LIMITS.absolute)
SECOND = timedelta(seconds=1)


def test_a_session_left_idle_for_half_an_hour_is_over() -> None:
    assert SESSION.is_alive(LIMITS, NOW + timedelta(minutes=30) - SECOND)
    assert not SESSION.is_alive(LIMITS, NOW + timedelta(minutes=30))


def test_a_session_in_use_is_over_after_twelve_hours() -> None:
    busy = replace(SESSION, last_used_at=NOW + timedelta(hours=12) - SECOND)
    assert busy.is_alive(LIMITS, NOW + timedelta(hours=12) - SECOND)
    assert not busy.is_alive(LIMITS, NOW + timedelta(hours=12))


def test_staff_sessions_are_shorter_even_when_they_began_as_a_students() -> None:
    rules = SessionRules(LIMITS, STAFF_LIMITS)
    assert rules.limits_for({Role.STUDENT}) == LIMITS
    assert rules.limits_for({Role.STUDENT, Role.EXAMINER}) == STAFF_LIMITS
    busy = replace(SESSION, last_used_at=NOW + timedelta(hours=8))
    assert not busy.is_alive(STAFF_LIMITS, NOW + timedelta(hours=8))


def test_an_ended_session_is_over() -> None:
    assert not replace(SESSION, ended_at=NOW).is_alive(LIMITS, NOW)


def test_a_session_of_the_gateway_is_honoured_for_the_gateway_only() -> None:
    assert SESSION.honours("gateway")
    assert not SESSION.honours("")
    assert not SESSION.honours("exams")
    assert replace(SESSION, service="").honours("")


def test_a_token_ends_after_five_minutes_but_never_after_its_session() -> None:
    def ends(at: datetime) -> datetime:
        issue = Issue("https://issuer.example", at, UUID(int=3))
        return access_token(SESSION, frozenset({Role.STUDENT}), "exams", issue).expires_at

    assert ends(NOW) == NOW + timedelta(seconds=300)
    assert ends(SESSION.expires_at - SECOND) == SESSION.expires_at


def test_the_actor_claim_names_the_newest_service_first() -> None:
    actor = Actor("certificates", Actor("gateway"))
    assert actor.as_claim() == {"sub": "certificates", "act": {"sub": "gateway"}}


def key(generation: int, signs_from: datetime) -> SigningKey:
    return SigningKey(f"key-{generation}", generation, "", "", signs_from)


def test_the_first_key_signs_at_once() -> None:
    due = key_to_make([], NOW)
    assert due is not None
    assert (due.generation, due.signs_from) == (1, NOW)


def test_the_next_key_is_published_one_token_lifetime_before_it_signs() -> None:
    first = key(1, NOW)
    end = NOW + KEY_PERIOD
    assert key_to_make([first], end - TOKEN_LIFETIME - SECOND) is None
    due = key_to_make([first], end - TOKEN_LIFETIME)
    assert due is not None
    assert (due.generation, due.signs_from) == (2, end)
    second = key(2, due.signs_from)
    assert signing_key([first, second], end - SECOND) == first
    assert signing_key([first, second], end) == second


def test_a_key_is_kept_until_its_last_token_has_expired() -> None:
    first, second = key(1, NOW), key(2, NOW + KEY_PERIOD)
    changed = second.signs_from
    assert keys_to_drop([first, second], changed + TOKEN_LIFETIME - SECOND) == ()
    assert keys_to_drop([first, second], changed + TOKEN_LIFETIME) == (first,)


@given(st.lists(st.integers(min_value=1, max_value=200 * 24), min_size=1, max_size=60))
def test_whenever_the_service_runs_each_key_is_known_before_it_signs(hours: list[int]) -> None:
    """Drives the rotation through arbitrary pauses and checks the promise to verifiers."""
    keys: list[SigningKey] = []
    now = NOW
    for pause in hours:
        if due := key_to_make(keys, now):
            assert not keys or due.signs_from >= now + TOKEN_LIFETIME
            keys.append(key(due.generation, due.signs_from))
        dropped = keys_to_drop(keys, now)
        keys = [one for one in keys if one not in dropped]
        assert signing_key(keys, now) is not None
        assert len(keys) <= 3
        now += timedelta(hours=pause)
