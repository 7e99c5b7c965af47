"""When failed sign-ins are an attack rather than typing errors (OWASP ASVS 5.0, 6.3 and 16.3).

The counters per account and per address do not notice who tries one password on many names from
many addresses; these figures do.
"""

from dataclasses import dataclass
from datetime import timedelta

RATE_WINDOW = timedelta(minutes=1)
NAMES_WINDOW = timedelta(hours=1)
# An attack goes on for hours; one message about it is enough for a while.
ALARM_PERIOD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FailureRate:
    """How much fails at the moment, over all accounts and addresses.

    `failures` in the last minute; `names` that failed in the last hour; of the network in which the
    most names failed in that hour, how many.
    """

    failures: int
    names: int
    busiest_network: str
    names_of_network: int


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """How much is too much; what is usual depends on the size of the university.

    `address` is where the mail goes, empty for none.
    """

    failures_per_minute: int
    names_per_hour: int
    names_per_network_and_hour: int
    address: str

    def is_raised_by(self, rate: FailureRate) -> bool:
        """Whether any of the figures is above its limit."""
        return (
            rate.failures > self.failures_per_minute
            or rate.names > self.names_per_hour
            or rate.names_of_network > self.names_per_network_and_hour
        )
