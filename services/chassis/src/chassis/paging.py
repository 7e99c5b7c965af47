"""Pages of lists: a size with a limit, and opaque tokens that name where the next page starts."""

import base64
import binascii
import json

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

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
        raise Failure(
            Code.INVALID_ARGUMENT,
            "PAGE_TOKEN_INVALID",
            INVALID,
            fields=(FieldProblem("page_token", "PAGE_TOKEN_INVALID", INVALID),),
        )
    return position
