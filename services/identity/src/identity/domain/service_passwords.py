"""Passwords of single services and devices.

Random, so that a plain digest protects them (NIST SP 800-63B-4, section 3.1.1.2 asks for slow
hashes of what people choose), and so that nobody finds one by guessing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from identity.domain.written_codes import code_digest, written_code

# 120 bits: 24 letters and digits in six groups of four.
SECRET_BYTES = 15


@dataclass(frozen=True, slots=True)
class ServicePassword:
    """A service password without the password."""

    service_password_id: UUID
    person_id: UUID
    it_service_code: str
    name: str
    created_at: datetime
    last_used_on: date | None = None


def written_password(secret: bytes) -> str:
    """The password as it is shown once: "7G2K-…", without letters that look like digits."""
    return written_code(secret)


def password_digest(password: str) -> str:
    """The digest of a password as typed: case, blanks, hyphens and look-alikes do not matter."""
    return code_digest(password)


def counted_address(client_address: str, client: str, user_name: str) -> str:
    """The address that failures of somebody behind another system are counted for.

    An IP address is itself. Whatever else the system knows of the device, such as the address of a
    network card, gets a unique local network of its own (RFC 4193), so that one guessing device
    does not hold up all the others; without anything, the user name stands for it.
    """
    try:
        return str(ip_address(client_address.partition("%")[0]))
    except ValueError:
        known_as = client_address or f"{client}\n{user_name}"
        digest = sha256(known_as.encode()).digest()
        return str(IPv6Address(b"\xfd" + digest[:7] + bytes(8)))


def local_part(user_name: str) -> tuple[str, str]:
    """The user name and the domain behind it; the domain is empty where none was typed."""
    name, _, domain = user_name.strip().lower().partition("@")
    return name, domain
