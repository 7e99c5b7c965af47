"""Fetching what was asked for by its address: trust, status lists. Nothing else goes online."""

from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

_SECONDS = 20.0
_MOST_BYTES = 64 * 1024 * 1024
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class WebError(Exception):
    """Nothing useful came from an address; the text says why."""


def is_address(place: str) -> bool:
    """Whether something is an address and not the name of a file."""
    return place.startswith(("https://", "http://"))


def fetch(address: str) -> bytes:
    """What the address answers. Raises WebError, also for http to another machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise WebError(f"{address}: only https is safe")
    request = Request(address)  # noqa: S310  # https, or http to this machine
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(_MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise WebError(f"{address}: {error}") from error
    if len(content) > _MOST_BYTES:
        raise WebError(f"{address}: the answer is too large")
    return content
