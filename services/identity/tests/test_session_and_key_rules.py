"""How long sessions and tokens last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from identity.domain.access_tokens import Actor, Issue, access_token
from identity.domain.proofs import Proof
from identity.domain.roles import Role
from identity.domain.sessions import Session, SessionLimits, SessionRules

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
STAFF_LIMITS = SessionLimits(timedelta(minutes=15), timedelta(hours=8))
SESSION = Session(
    session_id=UUID(int=1),
    person_id=UUID(int=2),
    service="gateway",
    acr=Proof(("pwd",)).acr,
    started_at=NOW,
    last_used_at=NOW,
    expires_at=NOW + LIMITS.absolute,
    authenticated_at=NOW,
    amr=("pwd",),
)
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
