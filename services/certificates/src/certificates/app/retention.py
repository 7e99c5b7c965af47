"""Deleting certificates whose time is over.

File, claims, salt and fields go. The leaves of the log and the place in the status list stay, and
nothing links them to anybody: the salt that hid the claims in their leaf is gone. From then on the
number is unknown.
"""

from collections.abc import Mapping

from chassis.database import Transaction
from chassis.documents import remove_document
from chassis.values import local_date

from certificates.domain.certificate import CertificateType
from certificates.store.retention import count_due, due, remove_certificates

# So many in one transaction, so that nobody waits long for it.
AT_ONCE = 200


def delete_due(tx: Transaction) -> int:
    """Deletes some of what is due; returns how many certificates, 0 once nothing is left."""
    found = due(tx, local_date(tx.now), AT_ONCE)
    for one in found:
        remove_document(tx, one.document_id)
    return remove_certificates(tx, [one.certificate_id for one in found]) if found else 0


def due_by_type(tx: Transaction) -> Mapping[CertificateType, int]:
    """What `delete_due` would delete."""
    return count_due(tx, local_date(tx.now))
