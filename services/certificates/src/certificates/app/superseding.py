"""A newer certificate stands in the place of an earlier one."""

from uuid import UUID

from chassis.database import Transaction

from certificates.app.standing import change_standing
from certificates.domain.certificate import Certificate, CertificateType, Standing
from certificates.domain.standing import ReplacingProblem, replacing_problem
from certificates.store.certificates import load_certificate
from certificates.texts import lifecycle_refusals as refusals


def check_replaceable(
    tx: Transaction, certificate_id: UUID, person_id: UUID, kind: CertificateType
) -> None:
    """Asked before anything is drawn: whether the student's new one may replace the certificate.

    Raises CERTIFICATE_UNKNOWN, TYPE_DIFFERS and CERTIFICATE_CANNOT_BE_REPLACED.
    """
    problem = replacing_problem(load_certificate(tx, certificate_id), person_id, kind)
    if problem is not None:
        raise refusals.replacing_refused(problem)


def supersede(
    tx: Transaction, certificate_id: UUID, successor: Certificate, names_successor: bool
) -> Certificate:
    """The successor, stored in the same transaction, stands in for the certificate from now on.

    With `names_successor` whoever looks the replaced one up is told the number of the new one.
    Raises as `check_replaceable`: also where somebody else replaced it in the meantime.
    """
    check_replaceable(tx, certificate_id, successor.person_id, successor.type)
    changed = change_standing(
        tx,
        certificate_id,
        Standing.SUPERSEDED,
        successor_id=successor.certificate_id,
        names_successor=names_successor,
    )
    if changed is None:
        raise refusals.replacing_refused(ReplacingProblem.CANNOT_BE_REPLACED)
    return changed
