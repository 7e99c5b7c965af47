"""How failed attempts slow down the next ones.

OWASP ASVS 5.0 section 6.3 and NIST SP 800-63B-4 section 3.2.2 ask for a limit on guessing. Counting
per account and network keeps a stranger from locking out the account's owner elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, ip_network

from chassis.values import client_network

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

FAILURES_PER_ADDRESS = 20
ADDRESS_WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AccountFailures:
    """Failed attempts on one account from one network since the last success."""

    failures: int
    last_at: datetime
    blocked_until: datetime

    def wait(self, now: datetime) -> timedelta:
        """How long the next attempt has to wait; zero when it may come now."""
        return max(self.blocked_until - now, timedelta())

    def one_more(self, now: datetime) -> "AccountFailures":
        """The count after another failure."""
        failures = 1 if now - self.last_at >= FORGOTTEN_AFTER else self.failures + 1
        return AccountFailures(failures, now, now + wait_after(failures))


@dataclass(frozen=True, slots=True)
class AddressFailures:
    """Failed attempts from one address within the minute that began at `window_start`."""

    failures: int
    window_start: datetime

    def wait(self, now: datetime) -> timedelta:
        """How long the next attempt has to wait; zero when it may come now."""
        if self.failures < FAILURES_PER_ADDRESS:
            return timedelta()
        return max(self.window_start + ADDRESS_WINDOW - now, timedelta())

    def one_more(self, now: datetime) -> "AddressFailures":
        """The count after another failure."""
        if now - self.window_start >= ADDRESS_WINDOW:
            return AddressFailures(1, now)
        return AddressFailures(self.failures + 1, self.window_start)


def wait_after(failures: int) -> timedelta:
    """The wait after so many failures in a row: none, then 30 s, doubling up to 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta()
    # Bounded, because a long attack would overflow the multiplication.
    doublings: int = min(failures - FREE_FAILURES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def attempt_key(user_name: str, address: str) -> str:
    """Names the counter of an account and a network (/24 or /64).

    A digest, because people type passwords into the field for the user name.
    """
    return sha256(f"{user_name}\n{_network(address)}".encode()).hexdigest()


def _network(address: str) -> str:
    """The network of an address: /24 of IPv4, /64 of IPv6."""
    own = client_network(address)
    try:
        return str(ip_network(f"{IPv4Address(own)}/24", strict=False))
    except ValueError:
        return own
