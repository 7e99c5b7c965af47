"""How failed attempts slow down the next ones.

OWASP ASVS 5.0 section 6.3 and NIST SP 800-63B-4 section 3.2.2 ask for a limit on guessing. Counting
per account and network keeps a stranger from locking out the account's owner elsewhere, and a
device that the account knows has a counter of its own, so that strangers do not lock the owner out
in the same network either (OWASP Authentication Cheat Sheet, "Device Cookies").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from hashlib import sha256
from ipaddress import IPv4Address, ip_network
from uuid import UUID

from chassis.values import client_network

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

FAILURES_PER_ADDRESS = 20
ADDRESS_WINDOW = timedelta(minutes=1)
# How long failures of an address put its next attempts behind those of others.
ADDRESS_SUSPECT_FOR = timedelta(minutes=15)

# NIST SP 800-63B-4 section 3.2.2: no more than 100 failures in a row.
FAILURES_IN_A_ROW = 100


class Secret(StrEnum):
    """What somebody tries to prove. All count together."""

    PASSWORD = "password"
    INITIAL_CODE = "initial_code"
    # A code of an authenticator app, a recovery code.
    SECOND_FACTOR = "second_factor"
    # A code sent to the recovery address.
    EMAIL_CODE = "email_code"
    # The secret of the library account.
    LIBRARY_SECRET = "library_secret"
    # A random password for one IT service, checked by RADIUS and mail servers.
    SERVICE_PASSWORD = "service_password"

    @property
    def proves_the_person(self) -> bool:
        """Whether the right one forgets the failures in a row.

        A telephone that fetches mail every five minutes must not give guessers new tries.
        """
        return self not in (Secret.LIBRARY_SECRET, Secret.SERVICE_PASSWORD)

    @property
    def goes_off(self) -> bool:
        """Whether too many failures in a row refuse it on devices that the account does not know.

        A code of six digits is guessed by whoever comes from enough networks. What the desk hands
        out and what is mailed open the account again.
        """
        return self in (Secret.PASSWORD, Secret.SECOND_FACTOR)


class Trust(IntEnum):
    """Whose attempt is checked first when checking is short; the smaller, the sooner."""

    KNOWN_DEVICE = 0
    # A network in which the account has been signed in to on some device.
    KNOWN_NETWORK = 1
    QUIET_ADDRESS = 2
    FAILING_ADDRESS = 3


@dataclass(frozen=True, slots=True)
class AccountFailures:
    """Failed attempts on one account from one network or known device since the last success."""

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

    def one_less(self, before: "AccountFailures") -> "AccountFailures":
        """The count without an attempt that was no failure; `before` was the count when it came.

        Where others have failed meanwhile, their wait goes on.
        """
        if self.failures <= before.failures + 1:
            return before
        return AccountFailures(self.failures - 1, self.last_at, self.blocked_until)


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

    def is_suspect(self, now: datetime) -> bool:
        """Whether the address has failed lately."""
        return self.failures > 0 and now - self.window_start < ADDRESS_SUSPECT_FOR


@dataclass(frozen=True, slots=True)
class Streak:
    """Failures in a row on one user name, over all networks and secrets.

    `password_off_at` is since when the password is off for devices that the account does not know.
    """

    failures: int
    password_off_at: datetime | None

    @property
    def lets_no_password_pass(self) -> bool:
        """Whether a password from an unknown device is refused.

        Attempts are counted in advance: the hundred-and-first does not pass while the hundredth is
        still being checked.
        """
        return self.password_off_at is not None or self.failures > FAILURES_IN_A_ROW


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
    return _digest(user_name, network_of(address))


def device_key(user_name: str, device_id: UUID) -> str:
    """Names the counter of an account and a device that it knows."""
    return _digest(user_name, str(device_id))


def name_key(user_name: str) -> str:
    """Names the failures in a row on a user name, whether or not there is such an account."""
    return _digest(user_name)


def network_of(address: str) -> str:
    """The network of an address: /24 of IPv4, /64 of IPv6."""
    own = client_network(address)
    try:
        return str(ip_network(f"{IPv4Address(own)}/24", strict=False))
    except ValueError:
        return own


def sharing_network(address: str) -> str:
    """The network whose attempts share their room: /16 of IPv4, /32 of IPv6.

    About what one provider rents out, so that many rented addresses are one guest among others.
    """
    own = client_network(address)
    try:
        return str(ip_network(f"{IPv4Address(own)}/16", strict=False))
    except ValueError:
        pass
    try:
        return str(ip_network(own).supernet(new_prefix=32))
    except ValueError:
        return own


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
