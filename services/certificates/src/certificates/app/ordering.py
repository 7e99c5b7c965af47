"""Checking an order before anybody is asked and anything is drawn."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from certificates.app.accounts import user_name_of
from certificates.app.superseding import check_replaceable
from certificates.domain.certificate import CertificateOrder
from certificates.domain.lookup import lookup_problems
from certificates.domain.types import TYPES
from certificates.texts import content_refusals
from certificates.texts.lifecycle_refusals import lookup_refused


def check_order(
    tx: Transaction, order: CertificateOrder, clerk_id: UUID | None
) -> CertificateOrder:
    """The order as it is to be carried out; `clerk_id` is who of the staff gives it.

    An enrolment or semester that is named for a type that is about none is left out. Raises
    ENROLMENT_MISSING, LOOKUP_NOT_RESTRICTABLE, LOOKUP_END_IN_THE_PAST, PIN_MISSING,
    PIN_WITHOUT_NEED, CERTIFICATE_UNKNOWN, TYPE_DIFFERS and CERTIFICATE_CANNOT_BE_REPLACED.
    """
    needs = TYPES[order.type]
    if needs.needs_enrolment and order.enrolment_id is None:
        raise content_refusals.enrolment_missing()
    problems = lookup_problems(order.type, order.lookup_rule, order.pin, local_date(tx.now))
    if problems:
        raise lookup_refused(problems)
    if order.replaces is not None:
        check_replaceable(tx, order.replaces, order.person_id, order.type)
    return replace(
        order,
        enrolment_id=order.enrolment_id if needs.needs_enrolment else None,
        semester=order.semester if needs.needs_semester else None,
        issued_by=user_name_of(tx, clerk_id) if clerk_id is not None else "",
    )
