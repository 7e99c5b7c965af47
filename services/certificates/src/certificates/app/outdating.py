"""Noticing that a certificate was correct when it was issued, but is no longer current.

Whoever looks it up is told so, with the day and without a reason. A certificate that became
outdated stays so, even if a later change takes the first one back.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.database import Transaction

from certificates.app.standing import change_standing
from certificates.domain.basis import OUTDATABLE, is_outdated_by
from certificates.domain.certificate import Certificate, Standing
from certificates.store.certificates import current_of_person
from certificates.store.heard_changes import changes_of, forget_changes, note_change

# A certificate takes seconds to make; what was heard meanwhile is compared when it is stored.
_KEPT = timedelta(hours=1)


def heard_change(tx: Transaction, person_id: UUID, change: Mapping[str, Any]) -> int:
    """Compares a change with everything that the person's certificates say.

    Returns how many of them are no longer current from now on. The person is held, so that a
    certificate which is stored at the same time compares afterwards.
    """
    tx.hold([_name(person_id)])
    note_change(tx, person_id, change)
    outdated = [
        one.certificate_id
        for one in current_of_person(tx, person_id, OUTDATABLE)
        if is_outdated_by(one.basis, change)
    ]
    for certificate_id in sorted(outdated):
        change_standing(tx, certificate_id, Standing.OUTDATED)
    return len(outdated)


def hold_person(tx: Transaction, person_id: UUID) -> None:
    """Held before a certificate of the person is stored; released at the end."""
    tx.hold([_name(person_id)])


def compare_with_heard(
    tx: Transaction, certificate: Certificate, basis: Mapping[str, Any]
) -> Certificate:
    """Compares a certificate, stored just now, with what was heard while it was being made."""
    if any(is_outdated_by(basis, change) for change in changes_of(tx, certificate.person_id)):
        return change_standing(tx, certificate.certificate_id, Standing.OUTDATED) or certificate
    return certificate


def forget_heard(tx: Transaction) -> int:
    """Forgets what no certificate that is being made can have missed; returns how much."""
    return forget_changes(tx, tx.now - _KEPT)


def _name(person_id: UUID) -> str:
    return f"certificates of {person_id}"
