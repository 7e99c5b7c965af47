"""One generation of a key: from when to when it signs, and what shows that a signature is its."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates.keys.places import KeyPlace
from certificates.keys.purposes import Purpose

PublicKey: TypeAlias = EllipticCurvePublicKey | Ed25519PublicKey

# Stands in the subject of every seal that the service made itself.
TEST_SEAL = "TESTSIEGEL – NICHT GÜLTIG / TEST SEAL – NOT VALID"


@dataclass(frozen=True, slots=True)
class Generation:
    """A key that signs from `first_date` to `last_date`, both included, and verifies for ever."""

    generation_id: str
    purpose: Purpose
    place: KeyPlace
    first_date: date
    # None: until another one is in force.
    last_date: date | None
    # Absent for a document seal that waits for its certificate.
    public_key: PublicKey | None
    # The key's certificate first, the one in which the chain ends last; empty where there is none.
    chain: tuple[x509.Certificate, ...] = ()
    # Of a data seal: how its header names the key.
    reference: str = ""
    # Of a key of the log: the name of the log that it signs for.
    log_origin: str = ""
    # What it signed is not believed any more.
    compromised: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether a certificate has been asked for that is not here yet."""
        return self.purpose is Purpose.DOCUMENT_SEAL and not self.chain

    @property
    def certificate(self) -> x509.Certificate:
        """The key's own certificate; only where there is one."""
        return self.chain[0]

    @property
    def is_test(self) -> bool:
        """Whether the service made it itself: what it seals proves nothing."""
        if not self.chain:
            return False
        names = self.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return any(name.value == TEST_SEAL for name in names)

    @property
    def expire_time(self) -> datetime | None:
        """When its certificate ends (UTC); None without one."""
        return self.certificate.not_valid_after_utc if self.chain else None

    def signs(self, now: datetime, today: date) -> bool:
        """Whether it may sign at the moment."""
        if self.compromised or self.is_waiting or today < self.first_date:
            return False
        if self.last_date is not None and self.last_date < today:
            return False
        if not self.chain:
            return True
        moment = now.astimezone(UTC)
        begin, end = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        return begin <= moment <= end


def newest_in_force(
    generations: Iterable[Generation], purpose: Purpose, now: datetime, today: date
) -> Generation | None:
    """The one that signs: of those in force, the one that came into force last."""
    found = [one for one in generations if one.purpose is purpose and one.signs(now, today)]
    # Of two that begin on one day, the one that stands further down.
    return max(reversed(found), key=lambda one: one.first_date) if found else None
