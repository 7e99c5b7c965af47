"""What the provider says about itself (OpenID Connect Discovery 1.0, RFC 8414)."""

import json
from datetime import datetime
from typing import Any

from chassis.database import Transaction

from identity.app.oidc.client_proofs import SIGNED_WITH
from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.server import CLIENT_PROOFS, CONFIDENTIAL_PROOFS
from identity.app.tokens.key_chest import KeyChest
from identity.app.tokens.signing_keys import current_signing_key, published_keys
from identity.domain.access_tokens import TOKEN_LIFETIME
from identity.domain.oidc.authorization import LANGUAGES, Prompt, ResponseMode
from identity.domain.oidc.clients import Authentication, GrantType
from identity.domain.oidc.registering import objection_to
from identity.domain.oidc.scopes import CLAIMS_OF_SCOPE, KNOWN_CLAIMS
from identity.domain.proofs import ACR_ONE_FACTOR, ACR_TWO_FACTORS
from identity.domain.signing_keys import Algorithm
from identity.store.oidc.clients import enabled_clients

_ALWAYS_KNOWN = ("sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "sid")


def configuration(rules: ProviderRules) -> str:
    """The provider's configuration as JSON."""
    document: dict[str, Any] = {
        "issuer": rules.issuer,
        "authorization_endpoint": rules.address("/oauth2/authorize"),
        "token_endpoint": rules.token_endpoint,
        "userinfo_endpoint": rules.address("/oauth2/userinfo"),
        "jwks_uri": rules.address("/oauth2/jwks"),
        "revocation_endpoint": rules.address("/oauth2/revoke"),
        "introspection_endpoint": rules.address("/oauth2/introspect"),
        "end_session_endpoint": rules.address("/oauth2/logout"),
        "scopes_supported": list(CLAIMS_OF_SCOPE),
        "response_types_supported": ["code"],
        "response_modes_supported": [mode.value for mode in ResponseMode],
        "grant_types_supported": [grant.value for grant in GrantType],
        "subject_types_supported": ["pairwise", "public"],
        "id_token_signing_alg_values_supported": [Algorithm.RS256.value],
        "token_endpoint_auth_methods_supported": CLIENT_PROOFS,
        "token_endpoint_auth_signing_alg_values_supported": SIGNED_WITH,
        "revocation_endpoint_auth_methods_supported": CLIENT_PROOFS,
        "revocation_endpoint_auth_signing_alg_values_supported": SIGNED_WITH,
        "introspection_endpoint_auth_methods_supported": CONFIDENTIAL_PROOFS,
        "introspection_endpoint_auth_signing_alg_values_supported": SIGNED_WITH,
        "acr_values_supported": [ACR_ONE_FACTOR, ACR_TWO_FACTORS],
        "claim_types_supported": ["normal"],
        "claims_supported": [*_ALWAYS_KNOWN, *sorted(KNOWN_CLAIMS)],
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "prompt_values_supported": [prompt.value for prompt in Prompt],
        "display_values_supported": ["page"],
        "ui_locales_supported": list(LANGUAGES),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }
    return json.dumps(document)


def key_set(tx: Transaction, chest: KeyChest) -> tuple[str, datetime]:
    """The public keys of both algorithms, and when to ask for them again at the latest."""
    # Whoever asks first wants a key to verify with.
    current_signing_key(tx, chest, Algorithm.RS256)
    keys = [
        json.loads(key.jwk_json)
        for algorithm in (Algorithm.RS256, Algorithm.ES256)
        for key in published_keys(tx, algorithm)
    ]
    return json.dumps({"keys": keys}), tx.now + TOKEN_LIFETIME


def is_browser_origin(tx: Transaction, origin: str) -> bool:
    """Whether programs in browsers may call from there: a public client is at home there."""
    if objection_to(f"{origin}/"):
        return False
    return any(
        uri.startswith(f"{origin}/") or uri == origin
        for client in enabled_clients(tx)
        if client.registration.authentication is Authentication.NONE
        for uri in client.registration.redirect_uris
    )
