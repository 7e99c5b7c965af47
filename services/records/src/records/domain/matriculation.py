"""Matriculation numbers: seven digits, a student for life."""

SMALLEST_NUMBER = 1_000_000
LARGEST_NUMBER = 9_999_999


def next_number(last: int, first: int) -> int | None:
    """The number after the last allotted one, never below `first`; None when all are used."""
    number = max(last + 1, first)
    return number if number <= LARGEST_NUMBER else None
