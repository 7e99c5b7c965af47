"""The rules of the provider, without a database: requests, scopes, subjects, registrations."""

import json
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.app.oidc.outcomes import address_with
from identity.domain.oidc.authorization import (
    Need,
    Prompt,
    RequestError,
    ResponseMode,
    Standing,
    check_repeated,
    next_need,
    read_claims,
    read_wishes,
    ui_locales_in,
)
from identity.domain.oidc.clients import (
    Authentication,
    ClientSecret,
    GrantType,
    Registration,
    loses_something,
    secret_digest,
    secret_matches,
)
from identity.domain.oidc.grants import RETRIES, next_attempt
from identity.domain.oidc.registering import Unsuitable, objection_to, problems_of
from identity.domain.oidc.scopes import KNOWN_CLAIMS, granted_scopes, released_claims
from identity.domain.oidc.subjects import pairwise_subject, public_subject
from identity.domain.proofs import ACR_ONE_FACTOR, ACR_TWO_FACTORS
from joserfc.jwk import ECKey

from services.identity.tests.oidc_factories import CHALLENGE, CODE_CLIENT, SYSTEM, THIRD_PARTY

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
STANDING = Standing(
    authenticated_at=NOW - timedelta(minutes=10),
    acr=ACR_ONE_FACTOR,
    is_meant=True,
    could_use_second_factor=True,
    consent_covers=True,
    consent_just_given=False,
    asked_at=NOW,
    is_first=True,
)


def need(standing: Standing = STANDING, **parameters: str) -> Need | None:
    return next_need(read_wishes({**PKCE, **parameters}, False), standing, NOW)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, None),
        ({"prompt": "login"}, Need.PROVE_AGAIN),
        ({"prompt": "select_account"}, Need.OTHER_ACCOUNT),
        ({"prompt": "login consent"}, Need.PROVE_AGAIN),
        ({"prompt": "consent"}, Need.CONSENT),
        ({"max_age": "601"}, None),
        ({"max_age": "600"}, Need.PROVE_SINCE),
        ({"max_age": "0"}, Need.PROVE_SINCE),
        ({"max_age": "9" * 30}, None),
        ({"acr_values": ACR_TWO_FACTORS}, Need.SECOND_FACTOR),
        ({"acr_values": f"{ACR_TWO_FACTORS} {ACR_ONE_FACTOR}"}, None),
        ({"acr_values": "urn:gold"}, None),
    ],
)
def test_what_a_client_wishes_for_is_what_a_signed_in_person_is_asked_for(
    parameters: dict[str, str], expected: Need | None
) -> None:
    assert need(**parameters) is expected


def test_what_was_asked_for_is_not_asked_for_again_once_it_happened() -> None:
    proven = replace(STANDING, is_first=False, authenticated_at=NOW)
    for parameters in (
        {"prompt": "login"},
        {"prompt": "select_account"},
        {"max_age": "0"},
        {"acr_values": ACR_TWO_FACTORS},
    ):
        assert need(proven, **parameters) is None
    too_early = replace(proven, authenticated_at=NOW - timedelta(seconds=1))
    assert need(too_early, prompt="login") is Need.PROVE_AGAIN
    agreed = replace(proven, consent_just_given=True)
    assert need(agreed, prompt="login consent") is None


def test_two_factors_are_one_factor_and_more() -> None:
    strong = replace(STANDING, acr=ACR_TWO_FACTORS)
    essential = json.dumps({"id_token": {"acr": {"essential": True, "value": ACR_ONE_FACTOR}}})
    assert need(strong, claims=essential) is None


def test_with_prompt_none_whatever_is_needed_is_an_error() -> None:
    for standing, error in (
        (replace(STANDING, authenticated_at=None), "login_required"),
        (replace(STANDING, is_meant=False), "login_required"),
        (replace(STANDING, consent_covers=False), "consent_required"),
    ):
        with pytest.raises(RequestError) as caught:
            need(standing, prompt="none")
        assert caught.value.error == error
    assert need(prompt="none") is None
    assert read_wishes({**PKCE, "prompt": "none"}, False).prompts == {Prompt.NONE}


def test_no_parameter_comes_twice() -> None:
    check_repeated([("scope", "openid"), ("resource", "a"), ("resource", "b")])
    with pytest.raises(RequestError):
        check_repeated([("scope", "openid"), ("scope", "openid")])


@given(st.text())
def test_any_text_for_claims_is_read_or_refused(text: str) -> None:
    with suppress(RequestError):
        assert read_claims(text).userinfo <= KNOWN_CLAIMS


@pytest.mark.parametrize(
    "text",
    ["[]", "7", '{"id_token": [7]}', '{"id_token": {"acr": {"values": "x"}}}', "[" * 100_000],
)
def test_claims_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(RequestError):
        read_claims(text)


def test_languages_are_those_that_there_are_best_first() -> None:
    assert ui_locales_in("fr en-GB de-CH en") == ("en", "de")


def test_parameters_are_added_to_an_address_and_what_it_has_stays() -> None:
    added = [("state", "a b&c=d#e"), ("code", "x")]
    assert (
        address_with("https://a.example/cb?x=%2F", added, ResponseMode.QUERY)
        == "https://a.example/cb?x=%2F&state=a%20b%26c%3Dd%23e&code=x"
    )
    assert (
        address_with("https://a.example/cb?x=1", added[1:], ResponseMode.FRAGMENT)
        == "https://a.example/cb?x=1#code=x"
    )


def test_a_claim_is_given_only_where_it_is_asked_for_and_allowed() -> None:
    assert released_claims(["openid", "email"], ["name"], ["email", "name", "family_name"]) == {
        "email",
        "name",
    }
    assert released_claims(["email"], ["shoe_size"], ["shoe_size"]) == frozenset()
    assert granted_scopes(["openid", "scim", "email"], ["openid", "scim"]) == ("openid",)


@given(st.uuids(), st.uuids(), st.sampled_from(["a.example", "b.example"]))
def test_pairwise_subjects_differ_by_person_sector_and_installation(
    one: UUID, other: UUID, sector: str
) -> None:
    salt = b"s" * 32
    subject = pairwise_subject(sector, one, salt)
    assert len(subject) == 43
    assert (subject == pairwise_subject(sector, other, salt)) is (one == other)
    assert subject != pairwise_subject("c.example", one, salt)
    assert subject != pairwise_subject(sector, one, b"t" * 32)
    assert subject != public_subject(one, salt)
    assert str(one) not in subject


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("https://a.example/cb?x=1", None),
        ("http://127.0.0.1:5000/cb", None),
        ("http://[::1]/cb", None),
        ("http://localhost/cb", None),
        ("http://a.example/cb", Unsuitable.URI_NOT_HTTPS),
        ("http://127.0.0.1.evil.example/cb", Unsuitable.URI_NOT_HTTPS),
        ("javascript:alert(1)//a.example", Unsuitable.URI_NOT_ABSOLUTE),
        ("app://a.example/cb", Unsuitable.URI_NOT_HTTPS),
        ("/cb", Unsuitable.URI_NOT_ABSOLUTE),
        ("https://a.example/cb#x", Unsuitable.URI_WITH_FRAGMENT),
        ("https://*.a.example/cb", Unsuitable.URI_WITH_WILDCARD),
        ("https://u:p@a.example/cb", Unsuitable.URI_WITH_CREDENTIALS),
        ("https://a.example/c b", Unsuitable.URI_NOT_ABSOLUTE),
        ("https://ä.example/", Unsuitable.URI_NOT_ABSOLUTE),
        ("https://a.example:port/", Unsuitable.URI_NOT_ABSOLUTE),
        ("https://[::1/cb", Unsuitable.URI_NOT_ABSOLUTE),
    ],
)
def test_clients_are_reached_at_safe_and_exact_addresses(uri: str, why: Unsuitable | None) -> None:
    assert objection_to(uri) is why


def problems(registration: Registration) -> set[tuple[str, str]]:
    found = problems_of(registration, frozenset({"wifi"}), calls_loopback=False)
    return {(one.path, one.why.value) for one in found}


def test_registrations_that_hold_together_have_no_problem() -> None:
    key = ECKey.generate_key("P-256").as_dict(private=False)
    for fine in (
        CODE_CLIENT,
        THIRD_PARTY,
        SYSTEM,
        replace(CODE_CLIENT, authentication=Authentication.NONE),
        replace(
            SYSTEM, scopes=frozenset({"service_passwords"}), it_service_codes=frozenset({"wifi"})
        ),
        replace(
            SYSTEM,
            authentication=Authentication.PRIVATE_KEY_JWT,
            key_set_json=json.dumps({"keys": [key]}),
        ),
    ):
        assert problems(fine) == set()


def test_everything_that_does_not_fit_is_named_at_its_field() -> None:
    credentials = frozenset({GrantType.CLIENT_CREDENTIALS})
    private = json.dumps({"keys": [ECKey.generate_key("P-256").as_dict(private=True)]})
    weak = json.dumps({"keys": [{"kty": "RSA", "n": "A" * 172, "e": "AQAB"}]})
    own_key = replace(SYSTEM, authentication=Authentication.PRIVATE_KEY_JWT)
    public = replace(CODE_CLIENT, authentication=Authentication.NONE)
    two_hosts = ("https://a.example/cb", "https://b.example/cb")
    for wrong, expected in (
        (replace(CODE_CLIENT, redirect_uris=()), ("redirect_uris", "REDIRECT_URI_MISSING")),
        (replace(CODE_CLIENT, redirect_uris=two_hosts), ("sector", "SECTOR_AMBIGUOUS")),
        (replace(CODE_CLIENT, contact="nobody"), ("contact", "CONTACT_NOT_AN_ADDRESS")),
        (replace(CODE_CLIENT, grants=frozenset()), ("grants", "GRANT_MISSING")),
        (
            replace(CODE_CLIENT, back_channel_logout_uri="https://127.0.0.1/logout"),
            ("back_channel_logout_uri", "URI_OF_THIS_MACHINE"),
        ),
        (replace(CODE_CLIENT, sector="https://a.example"), ("sector", "SECTOR_NOT_A_HOST")),
        (replace(CODE_CLIENT, scopes=frozenset({"email"})), ("scopes", "OPENID_MISSING")),
        (replace(CODE_CLIENT, claims=frozenset({"iban"})), ("claims", "CLAIM_UNKNOWN")),
        (replace(CODE_CLIENT, audiences=("gateway",)), ("audiences", "NOT_FOR_THIS_GRANT")),
        (replace(THIRD_PARTY, privacy_uri=""), ("privacy_uri", "PRIVACY_URI_MISSING")),
        (
            replace(THIRD_PARTY, grants=THIRD_PARTY.grants | {GrantType.TOKEN_EXCHANGE}),
            ("grants", "NOT_FOR_THIRD_PARTIES"),
        ),
        (replace(public, pkce_optional=True), ("pkce_optional", "KEEPS_NO_SECRET")),
        (
            replace(public, grants=public.grants | credentials),
            ("authentication", "KEEPS_NO_SECRET"),
        ),
        (
            replace(CODE_CLIENT, scopes=CODE_CLIENT.scopes | {"scim"}),
            ("scopes", "SCOPE_OF_SYSTEMS"),
        ),
        (replace(SYSTEM, audiences=()), ("audiences", "AUDIENCE_MISSING")),
        (
            replace(SYSTEM, grants=frozenset({GrantType.REFRESH_TOKEN})),
            ("grants", "REFRESH_WITHOUT_CODE"),
        ),
        (replace(SYSTEM, scopes=frozenset({"everything"})), ("scopes", "SCOPE_UNKNOWN")),
        (
            replace(SYSTEM, scopes=frozenset({"service_passwords"})),
            ("it_service_codes", "IT_SERVICE_MISSING"),
        ),
        (
            replace(SYSTEM, it_service_codes=frozenset({"teapot"})),
            ("it_service_codes", "IT_SERVICE_UNKNOWN"),
        ),
        (own_key, ("key_set_json", "KEY_SET_MISSING")),
        (replace(own_key, key_set_json="{}"), ("key_set_json", "KEY_SET_UNUSABLE")),
        (replace(own_key, key_set_json=weak), ("key_set_json", "KEY_SET_UNUSABLE")),
        (replace(own_key, key_set_json=private), ("key_set_json", "KEY_SET_WITH_PRIVATE_KEY")),
    ):
        assert expected in problems(wrong)


def test_a_client_that_may_do_less_is_told_apart_from_one_that_may_do_more() -> None:
    more = replace(CODE_CLIENT, scopes=CODE_CLIENT.scopes | {"offline_access"})
    assert not loses_something(CODE_CLIENT, more)
    assert loses_something(more, CODE_CLIENT)
    assert loses_something(CODE_CLIENT, replace(CODE_CLIENT, third_party=True))
    assert loses_something(CODE_CLIENT, replace(CODE_CLIENT, sector="b.example"))


def test_a_former_secret_matches_until_its_grace_period_is_over() -> None:
    former = ClientSecret(secret_digest("old"), NOW, NOW + timedelta(hours=72))
    present = ClientSecret(secret_digest("new"), NOW)
    late = NOW + timedelta(hours=72)
    assert secret_matches((former, present), "old", late - timedelta(seconds=1))
    assert not secret_matches((former, present), "old", late)
    assert secret_matches((former, present), "new", late)
    assert not secret_matches((), str(uuid4()), NOW)
    assert secret_digest("old") not in repr(former)


def test_authlib_writes_no_tokens_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    for name in ("authorization_code", "refresh_token", "client_credentials"):
        log = logging.getLogger(f"authlib.oauth2.rfc6749.grants.{name}")
        assert not log.isEnabledFor(logging.DEBUG)


def test_a_client_that_is_away_is_told_again_after_growing_pauses() -> None:
    moments = [next_attempt(count, NOW) for count in range(1, len(RETRIES) + 2)]
    assert moments[-1] is None
    pauses = [moment - NOW for moment in moments if moment]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=5)
    assert sum(pauses, timedelta()) > timedelta(hours=7)
