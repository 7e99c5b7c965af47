"""How often one place may ask for what no certificate answers to, and when it is an attack.

Numbers cannot be found by guessing: there are 9·10^14 of them. The limits keep guessers from
trying, and protect PINs and birth dates, which are short. Whoever types a number from paper stays
far below.

No limit may let one attacker lock out everybody. So nothing is ever refused to all: misses over the
whole service raise the alarm and make the limit of each larger network tighter, and whoever asks
from a network without misses is answered all the time. Only those who share a network with a
guesser wait with them, until the minute is over.

Numbers whose holder asks for a birth date or PIN are closed for a while when too much was guessed
for them, from however many addresses; whoever holds the paper sees the same answer as for an
unknown number then, for an hour at most. Numbers that answer to everybody cannot be closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from chassis.values import client_network

# Networks are counted by the minute, numbers by the hour.
WINDOW = timedelta(minutes=1)
NUMBER_WINDOW = timedelta(hours=1)
# Who asked, and for what, is kept no longer than the limits need, with room for clocks.
KEPT = timedelta(minutes=5)
NUMBERS_KEPT = timedelta(minutes=65)
# An attack goes on for hours; one message about it is enough for a while.
ALARM_PERIOD = timedelta(hours=1)
# How long the tighter limit holds after the last minute with too many misses.
TIGHT_FOR = timedelta(minutes=10)

_PREFIX_BITS = {4: 24, 6: 48}


@dataclass(frozen=True, slots=True)
class GuessingRules:
    """How much is too much; an operator decides it."""

    misses_per_address: int = 20
    misses_per_prefix: int = 100
    # While the whole service sees too many misses.
    misses_per_prefix_in_alarm: int = 30
    # Of one number that asks for a birth date or PIN.
    guesses_per_number: int = 10
    # Misses and refusals a minute over the whole service that raise the alarm.
    alarm_misses: int = 300
    # Where the mail about it goes; empty for none.
    alarm_address: str = ""

    def prefix_limit(self, *, tight: bool) -> int:
        """The misses that a larger network may have in a minute."""
        if not tight:
            return self.misses_per_prefix
        return min(self.misses_per_prefix, self.misses_per_prefix_in_alarm)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a look-up comes from: an IPv4 address or IPv6 /64, and the /24 or /48 around it.

    A household has a /64 or one address, a rented server often more of them; a provider hands out
    neighbouring ones.
    """

    address: str
    prefix: str

    @classmethod
    def of(cls, client_address: str) -> "Place":
        """The place of a client's address; all whose address is not known are at one place."""
        address = client_network(client_address)
        try:
            network = ip_network(address)
        except ValueError:
            return cls(address, f"around {address}")
        return cls(address, str(network.supernet(new_prefix=_PREFIX_BITS[network.version])))


@dataclass(frozen=True, slots=True)
class Misses:
    """The misses since the start of a window."""

    window_start: datetime
    count: int

    def wait(self, now: datetime, limit: int, window: timedelta = WINDOW) -> timedelta | None:
        """How long there is to wait; None where the limit is not reached."""
        left = self.window_start + window - now
        if self.count < limit or left <= timedelta(0):
            return None
        return left
