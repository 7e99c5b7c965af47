"""Withdrawing: an office says that a certificate was not right, or must not be used."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction

from certificates.app.issued import certificate_with_id
from certificates.app.standing import change_standing
from certificates.domain.certificate import Certificate, Standing
from certificates.mail.withdrawal import mail_withdrawn
from certificates.store.accounts import mailbox_of
from certificates.texts import lifecycle_refusals as refusals


def withdraw_certificate(
    tx: Transaction,
    certificate_id: UUID,
    *,
    version: int,
    reason: str,
    withdrawn_by: str,
    validate_only: bool,
) -> Certificate:
    """The certificate as it stands afterwards; with `validate_only` nothing changes.

    The reason stays here: neither the student's mail nor anybody who looks it up is told. Raises
    CERTIFICATE_ALREADY_WITHDRAWN and CERTIFICATE_CHANGED.
    """
    certificate = certificate_with_id(tx, certificate_id)
    if certificate.standing is Standing.WITHDRAWN:
        raise refusals.already_withdrawn()
    if certificate.version != version:
        raise refusals.certificate_changed()
    if validate_only:
        return replace(
            certificate,
            standing=Standing.WITHDRAWN,
            standing_since=tx.now,
            version=certificate.version + 1,
        )
    withdrawn = change_standing(
        tx,
        certificate_id,
        Standing.WITHDRAWN,
        version=version,
        withdrawn_by=withdrawn_by,
        withdrawal_reason=reason,
    )
    if withdrawn is None:
        raise refusals.certificate_changed()
    mail_withdrawn(tx, withdrawn, mailbox_of(tx, withdrawn.person_id))
    return withdrawn
