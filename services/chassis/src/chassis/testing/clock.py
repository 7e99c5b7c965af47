"""A clock that tests drive."""

from datetime import UTC, datetime, timedelta


class DrivenClock:
    """Stands still until it is told to move."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment at which the clock stands, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Moves the clock."""
        self._now += by

    def set(self, moment: datetime) -> None:
        """Sets the clock to a moment with a time zone."""
        self._now = moment.astimezone(UTC)
