"""Reads the parameters of a request: a query, or a form as HTML sends it."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from matrikel.identity.v1.oidc_pb2 import OidcParameter
from starlette.requests import Request

from gateway.oidc.addresses import LARGEST_FORM_BYTES

FORM = "application/x-www-form-urlencoded"
MOST_PARAMETERS = 100


class UnreadableError(Exception):
    """The request has no readable parameters; the message says why, in ASCII for clients."""


def parameters_of_query(request: Request) -> list[OidcParameter]:
    """The parameters of the query, in order. Raises UnreadableError."""
    return parameters_in(request.scope["query_string"])


async def parameters_of_form(request: Request) -> list[OidcParameter]:
    """The parameters of the form, in order; none without a body. Raises UnreadableError."""
    body = await request.body()
    if not body:
        return []
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise UnreadableError(f"the body must be {FORM}")
    return parameters_in(body)


def parameters_in(encoded: bytes) -> list[OidcParameter]:
    """The parameters of an encoded query or form. Raises UnreadableError."""
    if len(encoded) > LARGEST_FORM_BYTES:
        raise UnreadableError("the request is too large")
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError as error:
        raise UnreadableError("the parameters are not encoded correctly") from error
    return [OidcParameter(name=name, value=value) for name, value in pairs]


def value_of(parameters: Sequence[OidcParameter], name: str) -> str:
    """The first value of a parameter; empty where there is none."""
    return next((one.value for one in parameters if one.name == name), "")


def pairs_of(parameters: Sequence[OidcParameter]) -> list[tuple[str, str]]:
    """The parameters as pairs."""
    return [(one.name, one.value) for one in parameters]
