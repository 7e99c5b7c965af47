"""Requests and answers of HTTP, as Authlib's classes take and give them."""

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import OAuth2Payload

from identity.domain.accounts import Account
from identity.domain.oidc.authorization import Wishes
from identity.domain.oidc.grants import Code, Grant

# OAuth2Request refuses addresses without TLS. Whether a connection is safe is known to the gateway,
# which also answers on loopback addresses; Authlib uses the address for nothing else.
_ADDRESS = "https://provider/"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered over HTTP; `body` is JSON or empty."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str = field(repr=False)


class Payload(OAuth2Payload):
    """The parameters of a request.

    RFC 6749 section 3.1: "Parameters sent without a value MUST be treated as if they were omitted
    from the request."
    """

    def __init__(self, parameters: Iterable[tuple[str, str]]) -> None:
        self._datalist: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in parameters:
            if value:
                self._datalist[name].append(value)
        self._data = {name: values[0] for name, values in self._datalist.items()}

    @property
    def data(self) -> dict[str, str]:
        return self._data

    @property
    def datalist(self) -> dict[str, list[Any]]:
        return self._datalist


class ProviderRequest(OAuth2Request):
    """A request to one of the provider's endpoints.

    `wishes`, `code`, `grant` and `account` are what was found out about it on the way.
    """

    def __init__(self, parameters: Sequence[tuple[str, str]], authorization: str = "") -> None:
        super().__init__("POST", _ADDRESS, headers=_headers(authorization))
        self.parameters = tuple((name, value) for name, value in parameters if value)
        self.payload: Payload = Payload(parameters)
        self.wishes: Wishes | None = None
        self.code: Code | None = None
        self.grant: Grant | None = None
        self.account: Account | None = None

    @property
    def args(self) -> dict[str, str | None]:
        return dict(self.payload.data)

    @property
    def form(self) -> dict[str, str]:
        return self.payload.data


def _headers(authorization: str) -> Mapping[str, str]:
    """The header as Authlib reads it; it decodes Basic credentials as UTF-8 without a net."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            base64.b64decode(credentials.strip(), validate=True).decode()
        except (binascii.Error, ValueError):
            return {}
    return {"Authorization": authorization} if authorization else {}


def answer_of(status: int, body: object, headers: Iterable[tuple[str, str]]) -> Answer:
    """An answer as Authlib's classes give it: the body is an object or nothing."""
    text = json.dumps(body) if body or status == 200 else ""
    return Answer(status, tuple(headers), text)
