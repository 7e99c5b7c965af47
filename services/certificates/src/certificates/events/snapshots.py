"""What certificates can tell again to a newly installed service: every certificate as it stands."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.events.replay import Snapshots
from matrikel.certificates.v1.events_pb2 import CertificateIssued

from certificates.app.issued import certificates_behind
from certificates.events.packing import pack_certificate


def _certificates(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[Sequence[CertificateIssued], UUID | None]:
    found = certificates_behind(tx, after, limit)
    events = [CertificateIssued(certificate=pack_certificate(each, tx.now)) for each in found]
    return events, found[-1].certificate_id if len(found) == limit else None


SNAPSHOTS = (Snapshots(CertificateIssued, _certificates),)
