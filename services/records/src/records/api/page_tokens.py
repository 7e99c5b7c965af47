"""Page tokens of records' lists: the key of the last item on the page."""

from uuid import UUID

from chassis.paging import encode_token, read_position


def token_of(key: str) -> str:
    """The token for the page behind the item; empty for an empty key."""
    return encode_token([key]) if key else ""


def key_in(token: str) -> str:
    """The key in a token, empty for the first page. Raises PAGE_TOKEN_INVALID."""
    return read_position(token, 1, str) or ""


def id_in(token: str) -> UUID | None:
    """The id in a token, None for the first page. Raises PAGE_TOKEN_INVALID."""
    return read_position(token, 1, UUID)
