"""Posts logout tokens to clients (OpenID Connect Back-Channel Logout 1.0 section 2.5)."""

import asyncio
import ssl
from pathlib import Path

import httpx

from identity.domain.oidc.registering import may_be_called

_SECONDS = 5.0


class NotDeliveredError(Exception):
    """The client did not take the token; says why in a few words."""


class BackChannel:
    """Tells clients that sessions ended.

    Tokens go to the registered addresses only: no redirect is followed, no proxy of the environment
    is asked, and of the answer the status is read and nothing else. `ca_file` names who signed the
    clients' certificates, None the public certificate authorities.
    """

    def __init__(self, ca_file: Path | None = None, *, calls_loopback: bool) -> None:
        self._calls_loopback = calls_loopback
        self._ca_file = ca_file
        self._http: httpx.AsyncClient | None = None

    async def post(self, uri: str, logout_token: str) -> None:
        """Delivers a token. Raises NotDeliveredError unless the client says that it took it."""
        if not may_be_called(uri, calls_loopback=self._calls_loopback):
            raise NotDeliveredError("an address of this machine")
        if self._http is None:
            trust = ssl.create_default_context(cafile=self._ca_file) if self._ca_file else True
            self._http = httpx.AsyncClient(
                timeout=_SECONDS, follow_redirects=False, trust_env=False, verify=trust
            )
        form = {"logout_token": logout_token}
        try:
            async with (
                asyncio.timeout(2 * _SECONDS),
                self._http.stream("POST", uri, data=form) as response,
            ):
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise NotDeliveredError(type(error).__name__) from error
        # Section 2.8: 200 is the answer; 204 is what some frameworks make of it.
        if status not in (200, 204):
            raise NotDeliveredError(f"HTTP {status}")

    async def close(self) -> None:
        """Closes the connections."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None
