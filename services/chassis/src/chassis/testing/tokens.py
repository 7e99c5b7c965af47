"""Access tokens from a test key, as identity would issue them."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2

from chassis.clock import Clock
from chassis.database.database import Database
from chassis.rpc.keys import trust_keys

ISSUER = "http://127.0.0.1:8080"
NAMES: dict[int, str] = {number: name for name, number in access_pb2.Role.items()}


class TokenMint:
    """Mints access tokens for one audience; the service has to trust its key first.

    Identity trusts its own keys only: give one of them with its id.
    """

    def __init__(
        self,
        audience: str,
        clock: Clock,
        issuer: str = ISSUER,
        key: ECKey | None = None,
        key_id: str = "test-key",
    ) -> None:
        self._audience = audience
        self._clock = clock
        self._issuer = issuer
        self._key = key or ECKey.generate_key("P-256")
        self.key_id = key_id

    def trust_in(self, database: Database) -> None:
        """Lets a service's database trust the key, as if identity had given it."""
        public = self._key.as_dict(private=False)
        database.write_now(trust_keys, {self.key_id: json.dumps(public)})

    def mint(
        self,
        person_id: UUID | None = None,
        roles: Iterable[int] = (access_pb2.ROLE_STUDENT,),
        lifetime: timedelta = timedelta(minutes=5),
        session_id: str | None = None,
        audience: str | None = None,
        actor: str | None = None,
        scopes: Iterable[str] = (),
        support_by: UUID | None = None,
        proven_at: datetime | None = None,
    ) -> str:
        """A token for a person, or with `scopes` for a system; a new one where none is given.

        Who it is was proven at `proven_at`; just now where that is not given.
        """
        now = self._clock.now()
        claims: dict[str, object] = {
            "iss": self._issuer,
            "sub": str(person_id or uuid4()),
            "sid": session_id or str(uuid4()),
            "aud": audience or self._audience,
            "roles": [NAMES[role].removeprefix("ROLE_").lower() for role in roles],
            "acr": "1",
            "auth_time": int((proven_at or now).timestamp()),
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            "jti": str(uuid4()),
        }
        if actor:
            claims["act"] = {"sub": actor}
        if scopes:
            claims["scope"] = " ".join(scopes)
        if support_by:
            claims["support_by"] = str(support_by)
        header = {"alg": "ES256", "typ": "at+jwt", "kid": self.key_id}
        return jwt.encode(header, claims, self._key, algorithms=["ES256"])
