"""Config OP: what the provider says about itself.

The one module of `oidcc-config-certification-test-plan` of the OpenID Foundation's conformance
suite, release-v5.2.3 and 84 commits (12f2a4da), `OIDCCConfigTestPlan.java`.
"""

import re
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conformance.started_provider import Provider

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCOPE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
LISTS = (
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    "token_endpoint_auth_methods_supported",
    "scopes_supported",
    "claims_supported",
    "acr_values_supported",
    "code_challenge_methods_supported",
    "ui_locales_supported",
)
FLAGS = (
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
)
PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


async def test_oidcc_discovery_endpoint_verification(
    provider: Provider, http: httpx.AsyncClient
) -> None:
    """The document has what Discovery and RFC 8414 ask for, in its form, and https everywhere."""
    answer = await http.get(provider.discovery_url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == "application/json"
    said = answer.json()

    assert said["issuer"] == provider.issuer
    assert urlsplit(said["issuer"]).query == urlsplit(said["issuer"]).fragment == ""
    for name in (name for name in said if name.endswith("_endpoint") or name == "jwks_uri"):
        parts = urlsplit(said[name])
        assert parts.scheme == "https", name
        assert parts.netloc, name
        assert not parts.fragment, name
    needed = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"}
    assert needed <= said.keys()
    for name in LISTS:
        assert isinstance(said[name], list), name
        assert said[name], name
        assert all(isinstance(one, str) for one in said[name]), name
    for name in FLAGS:
        assert isinstance(said[name], bool), name

    assert "code" in said["response_types_supported"]
    assert set(said["subject_types_supported"]) <= {"public", "pairwise"}
    assert "RS256" in said["id_token_signing_alg_values_supported"]
    assert "openid" in said["scopes_supported"]
    assert all(SCOPE.fullmatch(scope) for scope in said["scopes_supported"])
    assert all(LOCALE.fullmatch(locale) for locale in said["ui_locales_supported"])
    assert "S256" in said["code_challenge_methods_supported"]
    assert "plain" not in said["code_challenge_methods_supported"]

    keys = (await http.get(said["jwks_uri"])).json()["keys"]
    assert keys
    assert len({key["kid"] for key in keys}) == len(keys)
    for key in keys:
        assert {"kty", "kid", "use", "alg"} <= key.keys()
        assert PRIVATE_MEMBERS.isdisjoint(key)
