"""Page tokens of records' lists: which list it is, and the key of the last item on the page.

A key of one list can look like one of another, such as an id; the method that gave a token is in
it, so that no other one takes it for a place of its own.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from chassis.paging import encode_token, page_token_invalid, read_position
from chassis.rpc import current_call

P = TypeVar("P")


def token_of(*key: str) -> str:
    """The token for the page behind the item; empty for an empty key."""
    return encode_token([_list_name(), *key]) if any(key) else ""


def position_in(token: str, length: int, read: Callable[..., P]) -> P | None:
    """What `read` makes of the `length` parts of the key, None for the first page.

    Raises PAGE_TOKEN_INVALID, also for a token of another list.
    """
    parts = read_position(token, 1 + length, lambda *each: each)
    if parts is None:
        return None
    list_name, *key = parts
    if list_name != _list_name():
        raise page_token_invalid()
    try:
        return read(*key)
    except ValueError:
        raise page_token_invalid() from None


def key_in(token: str) -> str:
    """The key in a token, empty for the first page. Raises PAGE_TOKEN_INVALID."""
    return position_in(token, 1, str) or ""


def id_in(token: str) -> UUID | None:
    """The id in a token, None for the first page. Raises PAGE_TOKEN_INVALID."""
    return position_in(token, 1, UUID)


def _list_name() -> str:
    return str(current_call().contract.descriptor.name)
