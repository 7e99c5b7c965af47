"""Page tokens of records' lists: the key of the last item on the page."""

from uuid import UUID

from chassis.paging import decode_token, encode_token

from records.texts import refusals


def token_of(key: str) -> str:
    """The token for the page behind the item; empty for an empty key."""
    return encode_token([key]) if key else ""


def key_in(token: str) -> str:
    """The key in a token, empty for the first page. Raises PAGE_TOKEN_INVALID."""
    if not token:
        return ""
    position = decode_token(token)
    if len(position) != 1 or not position[0]:
        raise refusals.page_token_invalid()
    return position[0]


def id_in(token: str) -> UUID | None:
    """The id in a token, None for the first page. Raises PAGE_TOKEN_INVALID."""
    key = key_in(token)
    try:
        return UUID(key) if key else None
    except ValueError:
        raise refusals.page_token_invalid() from None
