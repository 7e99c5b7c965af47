"""The standing of a certificate changes: in its row, in the status list, and for all who hear."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction

from certificates.app.status_list import note_standing
from certificates.domain.certificate import Certificate, Standing
from certificates.domain.standing import FORMER
from certificates.events.outgoing import tell_certificate_state_changed
from certificates.store import certificates as store


def change_standing(
    tx: Transaction,
    certificate_id: UUID,
    standing: Standing,
    *,
    version: int | None = None,
    **further: Any,
) -> Certificate | None:
    """The certificate as it stands now; None where it cannot come to stand so any more.

    One statement decides, so that of several who try at the same time one succeeds. With a
    `version` it has to be that one still. `further` are columns that change along with it.
    """
    status_index = store.claim_standing(
        tx, certificate_id, standing, FORMER[standing], version, further
    )
    if status_index is None:
        return None
    note_standing(tx, status_index, standing)
    changed = store.load_certificate(tx, certificate_id)
    if changed is None:
        raise LookupError(f"no certificate {certificate_id}")
    tell_certificate_state_changed(tx, changed)
    return changed
