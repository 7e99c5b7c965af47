"""What certificates tells."""

from chassis.database import Transaction
from chassis.events import tell
from matrikel.certificates.v1 import events_pb2

from certificates.domain.certificate import Certificate
from certificates.events.packing import pack_certificate


def tell_certificate_issued(tx: Transaction, certificate: Certificate) -> None:
    """A certificate was issued."""
    packed = pack_certificate(certificate, tx.now)
    tell(tx, events_pb2.CertificateIssued(certificate=packed))


def tell_certificate_state_changed(tx: Transaction, certificate: Certificate) -> None:
    """A certificate was withdrawn, superseded, or is no longer current."""
    packed = pack_certificate(certificate, tx.now)
    tell(tx, events_pb2.CertificateStateChanged(certificate=packed))
