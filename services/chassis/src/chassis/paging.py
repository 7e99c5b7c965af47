"""Pages of lists: a size with a limit, and opaque tokens that name where the next page starts."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

P = TypeVar("P")

INVALID = LocalizedText(
    de="Diese Seitenmarke ist nicht von uns. Bitte beginnen Sie bei der ersten Seite.",
    en="This page token is not one of ours. Please start at the first page.",
)


def page_size(requested: int, default: int = 50) -> int:
    """The number of items on a page: what was asked for, at most 100; 0 asks for the default."""
    return min(requested if requested > 0 else default, 100)


def encode_token(position: list[str]) -> str:
    """An opaque token for the sort key of the last item on a page."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode_token(token: str) -> list[str]:
    """The sort key in a token. Raises INVALID_ARGUMENT where the token is not one of ours."""
    try:
        position = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        position = None
    if not isinstance(position, list) or not all(isinstance(part, str) for part in position):
        raise page_token_invalid()
    return position


def read_position(token: str, length: int, read: Callable[..., P]) -> P | None:
    """What `read` makes of the parts of a token; None for the empty token of the first page.

    Raises INVALID_ARGUMENT where the token has another number of parts than `length`, where
    `read` refuses them with ValueError, and where one holds what no database stores.
    """
    if not token:
        return None
    parts = decode_token(token)
    if len(parts) != length or not all(map(_can_be_stored, parts)):
        raise page_token_invalid()
    try:
        return read(*parts)
    except ValueError:
        raise page_token_invalid() from None


def moment_in(part: str) -> datetime:
    """The moment (UTC) that a part of a token names. Raises ValueError where it names none."""
    moment = datetime.fromisoformat(part)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a moment outside the calendar") from None


def page_token_invalid() -> Failure:
    """The page token was not given for this list."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "PAGE_TOKEN_INVALID",
        INVALID,
        fields=(FieldProblem("page_token", "PAGE_TOKEN_INVALID", INVALID),),
    )


def _can_be_stored(part: str) -> bool:
    """Whether a text has neither NUL nor lone surrogates, which JSON spells, databases refuse."""
    return not any(one == "\0" or "\ud800" <= one <= "\udfff" for one in part)
