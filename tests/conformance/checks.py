"""The checks that the conformance suite's modules share, named after its conditions."""

import math
import re
import time
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.conformance.persons_browser import Returned
from tests.conformance.relying_party import RelyingParty, Request, Tokens

CLAIMS_OF_SCOPES = {
    "openid": {"sub"},
    "profile": {
        "name",
        "given_name",
        "family_name",
        "middle_name",
        "nickname",
        "profile",
        "picture",
        "website",
        "gender",
        "birthdate",
        "zoneinfo",
        "locale",
        "updated_at",
        "preferred_username",
    },
    "email": {"email", "email_verified"},
}
# What an ID token may hold without being asked (EnsureIdTokenDoesNotContainNonRequestedClaims).
CLAIMS_OF_ID_TOKENS = frozenset(
    {"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "azp"}
    | {"at_hash", "c_hash", "nbf", "jti", "sid", "s_hash", "txn"}
)
BOOLEANS = frozenset({"email_verified", "phone_number_verified"})
ADDRESSES = frozenset({"profile", "picture", "website"})
INTERACTION_ERRORS = frozenset(
    {"interaction_required", "login_required", "account_selection_required", "consent_required"}
)
PARAMETERS_OF_ERRORS = frozenset(
    {"error", "error_description", "error_uri", "state", "session_state", "iss"}
)
ERROR_TEXT = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]*")
LEAST_BITS = 96
SKEW_SECONDS = 300


def entropy_bits(secret: str) -> float:
    """Shannon's estimate over the characters, in bits, as the suite measures it."""
    counted = Counter(secret).values()
    per_character = -sum(n / len(secret) * math.log2(n / len(secret)) for n in counted)
    return per_character * len(secret)


def check_answer(party: RelyingParty, request: Request, returned: Returned) -> str:
    """Checks the answer of a successful authorization request; returns its code."""
    assert returned.address == party.client.redirect_uri
    assert "error" not in returned.parameters, returned.parameters
    assert returned.parameters["state"] == request.state
    assert returned.parameters.get("iss", party.provider.issuer) == party.provider.issuer
    code = returned.code
    assert len(code) * 8 >= 128
    assert entropy_bits(code) >= LEAST_BITS
    return code


def check_error(party: RelyingParty, request: Request, returned: Returned) -> str:
    """Checks the form of an error that came back to the client; returns its name."""
    parameters = returned.parameters
    assert returned.address == party.client.redirect_uri
    assert parameters["state"] == request.state
    assert parameters.get("iss", party.provider.issuer) == party.provider.issuer
    assert "code" not in parameters
    assert parameters.keys() <= PARAMETERS_OF_ERRORS
    assert ERROR_TEXT.fullmatch(parameters.get("error_description", ""))
    return parameters["error"]


def check_id_token(party: RelyingParty, request: Request, tokens: Tokens) -> None:
    """PerformStandardIdTokenChecks; the signature was verified when the tokens were read."""
    claims = tokens.claims
    now = time.time()
    assert claims["iss"] == party.provider.issuer
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    assert party.client.client_id in audiences
    assert claims.get("azp", party.client.client_id) == party.client.client_id
    assert claims["exp"] > now - SKEW_SECONDS
    assert now - SKEW_SECONDS < claims["iat"] < now + SKEW_SECONDS
    assert claims.get("auth_time", 0) < now + SKEW_SECONDS
    assert isinstance(claims["sub"], str)
    assert 0 < len(claims["sub"]) <= 255
    assert claims.get("nonce") == request.parameters.get("nonce")
    assert tokens.id_token_header["alg"] == "RS256"
    check_standard_claims(claims)


def check_token_answer(answer: dict[str, Any]) -> None:
    """The access token and its lifetime."""
    assert str(answer["token_type"]).lower() == "bearer"
    assert entropy_bits(answer["access_token"]) >= LEAST_BITS
    assert isinstance(answer["expires_in"], int)
    assert answer["expires_in"] > 0


def check_token_error(answer: httpx.Response, expected: str) -> None:
    """An error of the token endpoint (RFC 6749, section 5.2)."""
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/json")
    content = answer.json()
    assert content["error"] == expected
    assert ERROR_TEXT.fullmatch(content.get("error_description", ""))


def check_not_stored(answer: httpx.Response) -> None:
    """Nobody between keeps the answer (RFC 6749, section 5.1)."""
    assert "no-store" in answer.headers["cache-control"]


def check_user_info(answer: httpx.Response, tokens: Tokens) -> dict[str, Any]:
    """A successful answer of the UserInfo endpoint; returns its claims."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    claims: dict[str, Any] = answer.json()
    assert claims["sub"] == tokens.claims["sub"]
    check_standard_claims(claims)
    assert set(claims.get("_claim_names", {}).values()) <= set(claims.get("_claim_sources", {}))
    return claims


def check_standard_claims(claims: dict[str, Any]) -> None:
    """The types of the standard claims (OpenID Connect Core, section 5.1)."""
    for name in set().union(*CLAIMS_OF_SCOPES.values()) & claims.keys():
        value = claims[name]
        if name in BOOLEANS:
            assert isinstance(value, bool)
        elif name == "updated_at":
            assert isinstance(value, int)
            assert 0 < value < time.time() + SKEW_SECONDS
        else:
            assert isinstance(value, str)
            assert value
    for name in ADDRESSES & claims.keys():
        assert urlsplit(claims[name]).scheme in ("http", "https")


def check_only_asked_for(tokens: Tokens) -> None:
    """The ID token of a request for `openid` holds no claim about the person but `sub`."""
    assert tokens.claims.keys() <= CLAIMS_OF_ID_TOKENS
