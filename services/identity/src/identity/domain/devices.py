"""Devices: what an account knows a browser by, and what the person reads about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

DEVICE_TOKEN_BYTES = 32
# A device that was not used for so long is forgotten.
KNOWN_FOR = timedelta(days=365)
# The older ones of an account make room.
MOST_DEVICES = 30

# In the order of looking: each browser names others in its User-Agent, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_OPERATING_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A device that an account knows from a sign-in."""

    device_id: UUID
    person_id: UUID
    browser: str
    operating_system: str
    network: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


def browser_of(user_agent: str) -> str:
    """The browser that a User-Agent header names; empty where it names none that is known."""
    return next((name for mark, name in _BROWSERS if mark in user_agent), "")


def operating_system_of(user_agent: str) -> str:
    """The operating system that a User-Agent header names; empty where none is known."""
    return next((name for mark, name in _OPERATING_SYSTEMS if mark in user_agent), "")


def coarse_network(address: str) -> str:
    """The network of an address as it is kept: /24 of IPv4, /48 of IPv6; empty for anything else.

    Enough to tell home from campus, too little to find one household.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ip_network((parsed, 48), strict=False))
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed, 24), strict=False))
