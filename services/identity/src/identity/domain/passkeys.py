"""Passkeys: keys of devices that sign in without a password (W3C Web Authentication, level 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

# Section 13.4.3 asks for 16 random bytes at least.
CHALLENGE_BYTES = 32
CHALLENGE_VALIDITY = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a challenge is for; an answer to one is no answer to another."""

    REGISTRATION = "registration"
    SIGN_IN = "sign_in"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its person sees it. `credential_id` is in base64url."""

    passkey_id: UUID
    person_id: UUID
    name: str
    credential_id: str
    transports: tuple[str, ...]
    synced: bool
    created_at: datetime
    last_used_at: datetime | None = None
    counter_fell_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """What devices bind passkeys to: the host name, and the origin that pages come from."""

    host: str
    origin: str
    name: str

    @property
    def possible(self) -> bool:
        """Whether passkeys can be bound to the host: to names, not to bare addresses."""
        try:
            ip_address(self.host)
        except ValueError:
            return bool(self.host)
        return False


def relying_party(public_url: str, name: str) -> RelyingParty:
    """The relying party of an installation at this address.

    One at a loopback address is reached as localhost, too, which is a name that browsers take.
    """
    parts = urlsplit(public_url)
    if not _is_loopback(parts.hostname or ""):
        return RelyingParty(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", name)
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty("localhost", f"{parts.scheme}://localhost{port}", name)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def counter_fell(former: int, counted: int) -> bool:
    """Whether a device's counter did not grow, so that its key may have been copied.

    Section 6.1.1: devices that do not count answer 0 each time.
    """
    return (former > 0 or counted > 0) and counted <= former
