"""ID tokens: what a client is told about a sign-in (OpenID Connect Core 1.0 section 2)."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2 import OAuth2Request
from authlib.oidc.core.grants import OpenIDToken
from authlib.oidc.core.util import create_half_hash
from chassis.database import Transaction

from identity.app.oidc.clients import RegisteredClient
from identity.app.oidc.person_claims import claims_about
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.subjects import subject_of
from identity.app.tokens.signing_keys import sign, verified_claims
from identity.domain.oidc.grants import ID_TOKEN_LIFETIME
from identity.domain.signing_keys import Algorithm

ID_TOKEN_TYPE = "JWT"
_RS256 = Algorithm.RS256.value


class IdToken(OpenIDToken):
    """Adds the ID token to the answer of the token endpoint.

    Authlib 1.9 takes the time from the machine and signs `aud` and `auth_time` of its own making;
    here the claims are all our own, and Authlib decides whether there is an ID token.
    """

    def __init__(self, tx: Transaction, rules: ProviderRules) -> None:
        self._tx = tx
        self._rules = rules

    def encode_id_token(self, token: Mapping[str, Any], request: OAuth2Request) -> str:
        if not isinstance(request, ProviderRequest) or request.grant is None:
            raise AssertionError("an ID token belongs to a grant")
        client, account, grant = request.client, request.account, request.grant
        if not isinstance(client, RegisteredClient) or account is None:
            raise AssertionError("a grant belongs to a client and a person")
        tx = self._tx
        issued_at = int(tx.now.timestamp())
        claims: dict[str, Any] = {
            "iss": self._rules.issuer,
            "sub": subject_of(tx, client.client, account.person_id),
            "aud": client.client_id,
            "iat": issued_at,
            "exp": issued_at + int(ID_TOKEN_LIFETIME.total_seconds()),
            "auth_time": int(grant.authenticated_at.timestamp()),
            "acr": grant.acr,
            "amr": list(grant.amr),
            "sid": str(grant.sid),
            "at_hash": _half_hash(token["access_token"]),
        }
        # A renewed ID token should have no nonce (section 12.2).
        if request.code is not None and request.code.nonce:
            claims["nonce"] = request.code.nonce
        # What a scope asks for is given at the UserInfo endpoint (section 5.4).
        asked_for = grant.claims.id_token
        about = claims_about(tx, client.client, account, (), asked_for, self._rules.mailboxes)
        return sign(tx, self._rules.chest, {**about, **claims}, ID_TOKEN_TYPE, Algorithm.RS256)


def _half_hash(access_token: str) -> str:
    half = create_half_hash(access_token, _RS256)
    if half is None:
        raise AssertionError("RS256 has a hash")
    return half.decode()


def claims_of_hint(tx: Transaction, issuer: str, id_token: str) -> Mapping[str, Any] | None:
    """The claims of an ID token that was issued here, also of an expired one; None for another.

    RP-Initiated Logout 1.0 section 2: an expired one serves while its session is known.
    """
    claims = verified_claims(tx, id_token, ID_TOKEN_TYPE, Algorithm.RS256)
    if claims is None or claims.get("iss") != issuer or not isinstance(claims.get("aud"), str):
        return None
    return claims
