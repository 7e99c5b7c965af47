"""On the way to a system of others: who signs in for one goes through the pages of signing in."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from matrikel.identity.v1.oidc_pb2 import SIGN_IN_REASON_SECOND_FACTOR, SignInNeeded
from matrikel.type.v1.localized_text_pb2 import LocalizedText

from portal.services import WaitingRequests

PROVIDER = "/oauth2/"
# Where a request goes on after the person signed in; nothing else below this path is led to.
ADDRESS_OF_REQUEST = re.compile(
    r"/oauth2/authorize\?request_handle=(?P<handle>[A-Za-z0-9_-]{1,128})"
)
# What a Content-Security-Policy can name: a host with its port, else the scheme of an app.
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9.+-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Onward:
    """The system that a visitor signs in for.

    `form_target` is the source of a Content-Security-Policy that covers its redirect URI.
    """

    client_name: LocalizedText
    login_hint: str
    form_target: str
    wants_second_factor: bool


async def onward_of(requests: WaitingRequests, next_address: str) -> Onward | None:
    """The system that a visitor goes on to; None for the portal's own pages and where the request
    does not wait any more."""
    request = ADDRESS_OF_REQUEST.fullmatch(next_address)
    waiting = await requests.waiting(request["handle"]) if request else None
    return onward_to(waiting) if waiting else None


def onward_to(waiting: SignInNeeded) -> Onward:
    """The system of a request that waits."""
    return Onward(
        waiting.client_name,
        waiting.login_hint,
        form_target(waiting.redirect_uri),
        waiting.reason == SIGN_IN_REASON_SECOND_FACTOR,
    )


def form_target(address: str) -> str:
    """The source of a Content-Security-Policy that covers an address; empty where none can."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        origin = f"{parts.scheme}://{parts.netloc}"
        return origin if _ORIGIN.fullmatch(origin) else ""
    return f"{parts.scheme}:" if _SCHEME.fullmatch(parts.scheme) else ""
