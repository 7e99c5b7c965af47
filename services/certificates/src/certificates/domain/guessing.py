"""How often one place may ask for verification numbers that no certificate carries.

Numbers cannot be found by guessing (10^15 of them); the limit keeps guessers from trying and
their traffic from others. Whoever types a number from paper stays far below it.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

MISSES_ALLOWED = 20
WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Misses:
    """The misses of one network since the start of its current window."""

    window_start: datetime
    count: int

    def wait(self, now: datetime) -> timedelta | None:
        """How long the network has to wait; None where it may ask."""
        left = self.window_start + WINDOW - now
        if self.count < MISSES_ALLOWED or left <= timedelta(0):
            return None
        return left


def network_of(client_address: str) -> str:
    """What misses are counted by: an IPv4 address, or the /64 network that an IPv6 client owns.

    An address that is none, such as that of a local socket, counts as it is.
    """
    try:
        address = ipaddress.ip_address(client_address)
    except ValueError:
        return client_address[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
