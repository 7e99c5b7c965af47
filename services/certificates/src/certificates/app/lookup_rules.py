"""Who may look a certificate up: the holder's choice after the issue."""

from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code
from chassis.values import local_date

from certificates.app.issued import certificate_with_id
from certificates.domain.certificate import Certificate, LookupRule
from certificates.domain.lookup import lookup_problems
from certificates.domain.pins import PinKey
from certificates.store.certificates import claim_rule, pin_digest_of
from certificates.texts import lifecycle_refusals as refusals


def set_lookup_rule(
    tx: Transaction, certificate_id: UUID, rule: LookupRule, pin: str, version: int, pins: PinKey
) -> Certificate:
    """Changes what somebody has to know to look the certificate up.

    An empty `pin` leaves the one that is set; a rule without PIN forgets it. What is so already
    changes nothing. Raises LOOKUP_NOT_RESTRICTABLE, LOOKUP_END_IN_THE_PAST, PIN_MISSING,
    PIN_WITHOUT_NEED and CERTIFICATE_CHANGED.
    """
    certificate = certificate_with_id(tx, certificate_id)
    kept = pin_digest_of(tx, certificate_id)
    problems = lookup_problems(
        certificate.type, rule, pin, local_date(tx.now), has_pin=kept is not None
    )
    if problems:
        raise refusals.lookup_refused(problems, Code.FAILED_PRECONDITION)
    if rule == certificate.lookup_rule and not pin and certificate.version == version:
        return certificate
    digest = pins.digest(certificate.number, pin) if pin else kept
    if not claim_rule(tx, certificate_id, version, rule, digest if rule.pin_required else None):
        raise refusals.certificate_changed()
    return certificate_with_id(tx, certificate_id)
