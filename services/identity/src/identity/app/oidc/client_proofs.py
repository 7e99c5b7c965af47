"""How clients prove who they are by a JWT of their own (RFC 7523)."""

import json
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from chassis.database import Transaction
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from identity.app.oidc.clients import RegisteredClient
from identity.app.oidc.rules import ProviderRules
from identity.domain.oidc.clients import Authentication
from identity.domain.oidc.grants import LONGEST_ASSERTION
from identity.domain.random_secrets import secret_digest
from identity.store.oidc.clients import claim_assertion

SIGNED_WITH = ["ES256", "RS256"]
# How far the clocks of two machines may part, in seconds.
_LEEWAY = 10
_REFUSED = "The client assertion is not valid."


class PrivateKeyJwt(JWTBearerClientAssertion):
    """The method `private_key_jwt`; each assertion counts once."""

    CLIENT_AUTH_METHOD = Authentication.PRIVATE_KEY_JWT.value  # type: ignore[misc]

    def __init__(self, tx: Transaction, rules: ProviderRules) -> None:
        super().__init__()
        self._tx = tx
        self._audiences = [rules.token_endpoint, rules.issuer]

    def resolve_client_public_key(self, client: RegisteredClient) -> KeySet:
        known = client.client.registration.key_set_json
        if not known:
            raise InvalidClientError(description=_REFUSED)
        return KeySet.import_key_set(_parsed(known))

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> dict[str, Any]:
        """The claims of an assertion that is valid now and comes for the first time.

        Authlib 1.9 takes any algorithm, and the time from the machine.
        """
        now = int(self._tx.now.timestamp())
        try:
            decoded = jwt.decode(assertion, resolve_key, SIGNED_WITH)
            claims = dict(decoded.claims)
            jwt.JWTClaimsRegistry(
                now=lambda: now,
                leeway=_LEEWAY,
                iss={"essential": True, "value": str(claims.get("sub"))},
                sub={"essential": True},
                aud={"essential": True, "values": self._audiences},
                exp={"essential": True},
                jti={"essential": True},
            ).validate(claims)
            good_for = int(claims["exp"]) - now
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise InvalidClientError(description=_REFUSED) from error
        longest = LONGEST_ASSERTION.total_seconds() + _LEEWAY
        if good_for > longest or not self._is_new(claims):
            raise InvalidClientError(description=_REFUSED)
        return claims

    def _is_new(self, claims: dict[str, Any]) -> bool:
        digest = secret_digest(f"{claims['sub']}\n{claims['jti']}")
        return claim_assertion(self._tx, digest, self._tx.now + 2 * LONGEST_ASSERTION)


def _parsed(text: str) -> Any:
    return json.loads(text)
