"""Checks who calls: a person by access token, a service by its own credential.

An access token is a JWT of identity (RFC 9068, ES256) for one audience. A service's credential is
a JWT that the service signs with its own key for one audience (RFC 7523).
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2

from chassis.clock import Clock
from chassis.errors import Code, Failure
from chassis.rpc.call import Caller
from chassis.rpc.keys import KeyRing
from chassis.values import LocalizedText

ACCESS_TOKEN_TYPE = "at+jwt"  # the name of a kind of token
CREDENTIAL_TYPE = "service+jwt"
ALGORITHMS = ["ES256"]
# How long a service's credential holds, and how far the clocks of two machines may part.
CREDENTIAL_LIFETIME = timedelta(minutes=5)
LEEWAY = timedelta(seconds=10)
# How many checked tokens a process remembers, so that a page's calls check it once; 1 KB each.
REMEMBERED = 20_000
# The same of services' credentials: each process of a service makes one in four minutes.
CREDENTIALS_REMEMBERED = 1_000

ROLES = {name.removeprefix("ROLE_").lower(): number for name, number in access_pb2.Role.items()}
MALFORMED_CLAIMS = (KeyError, ValueError, TypeError, AttributeError, OverflowError)

INVALID = LocalizedText(
    de="Ihre Anmeldung gilt nicht oder nicht mehr. Bitte melden Sie sich neu an.",
    en="Your sign-in is not valid or has ended. Please sign in again.",
)


def invalid_token() -> Failure:
    """The one answer to every kind of unusable token."""
    return Failure(Code.UNAUTHENTICATED, "TOKEN_INVALID", INVALID)


class TokenVerifier:
    """Checks access tokens for one audience against the key ring."""

    def __init__(self, issuer: str, audience: str, keys: KeyRing, clock: Clock) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._clock = clock
        self._checked: dict[str, _Checked] = {}

    async def verify(self, token: str) -> Caller:
        """The person whom the token speaks for. Raises UNAUTHENTICATED for any other token."""
        now = self._clock.now()
        known = self._checked.get(token)
        if known is None:
            known = await self._check(token, now)
            while len(self._checked) >= REMEMBERED:
                del self._checked[next(iter(self._checked))]
            self._checked[token] = known
        ended = known.expire_time <= now or self._keys.is_denied(known.caller.session_id)
        # A key that identity no longer gives proves nothing, even where it did a moment ago.
        if ended or self._keys.key(known.key_id) is None:
            raise invalid_token()
        return known.caller

    async def _check(self, token: str, now: datetime) -> "_Checked":
        key_id = key_id_of(token)
        key = self._keys.key(key_id)
        if key is None:
            await self._keys.refresh_now()
            key = self._keys.key(key_id)
        claims = decode(token, key, ACCESS_TOKEN_TYPE)
        try:
            expire_time = datetime.fromtimestamp(claims["exp"], UTC)
            fits = claims["iss"] == self._issuer and claims["aud"] == self._audience
            if not fits or expire_time <= now:
                raise invalid_token()
            return _Checked(_caller(claims, token), expire_time, key_id)
        except MALFORMED_CLAIMS as error:
            raise invalid_token() from error


@dataclass(frozen=True, slots=True)
class _Checked:
    caller: Caller
    expire_time: datetime
    key_id: str


def _caller(claims: Mapping[str, Any], token: str) -> Caller:
    return Caller(
        person_id=UUID(claims["sub"]),
        session_id=str(claims["sid"]),
        # A role that this version does not know opens nothing here.
        roles=frozenset(ROLES[name] for name in map(str, claims["roles"]) if name in ROLES),
        auth_time=datetime.fromtimestamp(claims["auth_time"], UTC),
        access_token=token,
        actor=claims.get("act", {}).get("sub"),
        scopes=frozenset(claims.get("scope", "").split()),
        support_by=UUID(claims["support_by"]) if "support_by" in claims else None,
    )


def key_id_of(token: str) -> str:
    """The key id that a JWT names; nothing else in its unverified header is looked at."""
    try:
        head = token.split(".")[0]
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise invalid_token() from error
    key_id = header.get("kid") if isinstance(header, dict) else None
    if not isinstance(key_id, str):
        raise invalid_token()
    return key_id


def decode(token: str, key: ECKey | None, token_type: str) -> dict[str, Any]:
    """The claims of a JWT whose signature, algorithm and type are right.

    joserfc 1.8 does not look at `typ`, so that a token of another kind would pass.
    """
    if key is None:
        raise invalid_token()
    try:
        decoded = jwt.decode(token, key, algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise invalid_token() from error
    if decoded.header.get("typ") != token_type:
        raise invalid_token()
    return dict(decoded.claims)


class ServiceCredential:
    """This service's own credential for calls to others."""

    def __init__(self, service: str, key_file: Path, clock: Clock) -> None:
        self._service = service
        self._key = ECKey.import_key(key_file.read_text(encoding="ascii"))
        self._clock = clock
        self._made: dict[str, tuple[str, datetime]] = {}

    def for_audience(self, audience: str) -> str:
        """A JWT that proves to `audience` who calls; made anew when the former one ages."""
        now = self._clock.now()
        token, good_until = self._made.get(audience, ("", now))
        if good_until <= now:
            expire_time = now + CREDENTIAL_LIFETIME
            claims = {
                "iss": self._service,
                "sub": self._service,
                "aud": audience,
                "iat": int(now.timestamp()),
                "exp": int(expire_time.timestamp()),
            }
            header = {"alg": "ES256", "typ": CREDENTIAL_TYPE, "kid": self._service}
            token = jwt.encode(header, claims, self._key, algorithms=ALGORITHMS)
            self._made[audience] = (token, expire_time - timedelta(minutes=1))
        return token


class CredentialVerifier:
    """Checks other services' credentials against the keys of the known services."""

    def __init__(self, audience: str, callers_file: Path | None, clock: Clock) -> None:
        self._audience = audience
        self._clock = clock
        self._keys: dict[str, ECKey] = {}
        self._checked: dict[str, tuple[str, datetime]] = {}
        if callers_file is not None:
            for jwk in json.loads(callers_file.read_text(encoding="utf-8"))["keys"]:
                self._keys[jwk["kid"]] = ECKey.import_key(jwk)

    def verify(self, token: str) -> str:
        """The name of the service that calls. Raises UNAUTHENTICATED for anything else."""
        known = self._checked.get(token)
        service, expire_time = self._check(token) if known is None else known
        now = self._clock.now()
        if not now - LEEWAY < expire_time <= now + CREDENTIAL_LIFETIME + LEEWAY:
            self._checked.pop(token, None)
            raise invalid_token()
        if known is None:
            while len(self._checked) >= CREDENTIALS_REMEMBERED:
                del self._checked[next(iter(self._checked))]
            self._checked[token] = (service, expire_time)
        return service

    def _check(self, token: str) -> tuple[str, datetime]:
        service = key_id_of(token)
        claims = decode(token, self._keys.get(service), CREDENTIAL_TYPE)
        try:
            expire_time = datetime.fromtimestamp(claims["exp"], UTC)
            fits = claims["iss"] == claims["sub"] == service and claims["aud"] == self._audience
        except MALFORMED_CLAIMS as error:
            raise invalid_token() from error
        if not fits:
            raise invalid_token()
        return service, expire_time
