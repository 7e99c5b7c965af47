"""Asking a timestamp service (RFC 3161) over HTTP."""

import asyncio
import base64
import hashlib
import http.client
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from asn1crypto import tsp

_NONCE_BITS = 63
# A token with its chain has some 5 KB.
_MOST_BYTES = 64 * 1024
_GRANTED = ("granted", "granted_with_mods")


class TimestampError(Exception):
    """No usable timestamp came; the text says why."""


@dataclass(frozen=True, slots=True)
class TimestampService:
    """Where timestamps come from."""

    # http:// or https://
    url: str
    # After which a connection or an answer is given up on.
    seconds: float
    user: str = ""
    password: str = field(default="", repr=False)

    async def stamp(self, content: bytes) -> bytes:
        """A timestamp token (DER) of the content's SHA-256. Raises TimestampError.

        That the token is of this very content and not an old one is checked; whether its issuer
        is to be believed is up to whoever verifies.
        """
        nonce = secrets.randbits(_NONCE_BITS)
        digest = hashlib.sha256(content).digest()
        try:
            async with asyncio.timeout(2 * self.seconds):
                answer = await asyncio.to_thread(self._post, _request(digest, nonce))
        except (OSError, http.client.HTTPException) as error:
            raise TimestampError(f"{self.url}: {type(error).__name__} {error}") from error
        return _token(answer, digest, nonce)

    def _post(self, request: bytes) -> bytes:
        address = urlsplit(self.url)
        secure = address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        assert address.hostname, "the settings are checked"
        connection = kind(address.hostname, address.port, timeout=self.seconds)
        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        if self.user:
            pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
            headers["Authorization"] = f"Basic {pair}"
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        try:
            connection.request("POST", path, request, headers)
            response = connection.getresponse()
            answer = response.read(_MOST_BYTES + 1)
        finally:
            connection.close()
        if response.status != http.client.OK or len(answer) > _MOST_BYTES:
            raise TimestampError(f"{self.url} answered {response.status} with {len(answer)} bytes")
        return answer


def _request(digest: bytes, nonce: int) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    request = tsp.TimeStampReq(
        {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    )
    return bytes(request.dump())


def _token(answer: bytes, digest: bytes, nonce: int) -> bytes:
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        status = response["status"]["status"].native
        if status not in _GRANTED:
            raise TimestampError(f"the timestamp service refused: {status}")
        token = response["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed
        imprint = info["message_imprint"]
        fits = imprint["hashed_message"].native == digest and info["nonce"].native == nonce
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TimestampError("the timestamp service's answer cannot be read") from error
    if not fits:
        raise TimestampError("the timestamp is of something else")
    return bytes(token.dump())
