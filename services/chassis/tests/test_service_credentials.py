"""Credentials of services: whom they are taken from, for whom, and until when."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from chassis.errors import Failure
from chassis.rpc.tokens import CredentialVerifier, ServiceCredential
from chassis.testing import DrivenClock
from joserfc import jwt
from joserfc.jwk import ECKey


@pytest.fixture
def clock() -> DrivenClock:
    """A clock that nothing but the test moves."""
    return DrivenClock()


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """The file of known callers, beside the key of the only one: the gateway."""
    key = ECKey.generate_key("P-256")
    (tmp_path / "gateway.pem").write_bytes(key.as_pem(private=True))
    callers = tmp_path / "callers.json"
    public = {**key.as_dict(private=False), "kid": "gateway"}
    callers.write_text(json.dumps({"keys": [public]}), encoding="ascii")
    return callers


def credential(known: Path, clock: DrivenClock, audience: str = "identity") -> str:
    return ServiceCredential("gateway", known.with_name("gateway.pem"), clock).for_audience(
        audience
    )


def test_a_credential_names_the_service_each_time_and_is_checked_once(
    known: Path, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[object] = []
    decode = jwt.decode
    monkeypatch.setattr(jwt, "decode", lambda *a, **more: checked.append(a) or decode(*a, **more))
    verifier = CredentialVerifier("identity", known, clock)
    token = credential(known, clock)
    assert [verifier.verify(token) for _ in range(3)] == ["gateway"] * 3
    assert len(checked) == 1


def test_a_credential_that_was_taken_before_is_refused_once_it_is_over(
    known: Path, clock: DrivenClock
) -> None:
    verifier = CredentialVerifier("identity", known, clock)
    token = credential(known, clock)
    clock.advance(timedelta(minutes=5, seconds=9))
    assert verifier.verify(token) == "gateway"
    clock.advance(timedelta(seconds=1))
    for _ in range(2):
        with pytest.raises(Failure, match="TOKEN_INVALID"):
            verifier.verify(token)


def test_credentials_for_others_and_of_unknown_keys_are_refused_each_time(
    known: Path, clock: DrivenClock, tmp_path: Path
) -> None:
    verifier = CredentialVerifier("identity", known, clock)
    elsewhere = credential(known, clock, "exams")
    forger = tmp_path / "forger.pem"
    forger.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    forged = ServiceCredential("gateway", forger, clock).for_audience("identity")
    for token in (elsewhere, forged, "nonsense"):
        for _ in range(2):
            with pytest.raises(Failure, match="TOKEN_INVALID"):
                verifier.verify(token)
