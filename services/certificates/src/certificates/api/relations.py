"""How a caller stands to the resources of certificates."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from certificates.app.issued import owner_of_certificate
from certificates.app.jobs import job_exists


def relation_to_person(_tx: Transaction, caller: Caller, person_id: str) -> Relation:
    """Students stand to themselves; who is a student at all is known to records alone."""
    return _own_or_any(caller, UUID(person_id))


def relation_to_certificate(
    tx: Transaction, caller: Caller, certificate_id: str
) -> Relation | None:
    """A certificate is its student's own."""
    owner = owner_of_certificate(tx, UUID(certificate_id))
    return None if owner is None else _own_or_any(caller, owner)


def relation_to_certificate_job(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001  # whoever calls
    job_id: str,
) -> Relation | None:
    """A job is nobody's own."""
    return Relation.ANY if job_exists(tx, UUID(job_id)) else None


def _own_or_any(caller: Caller, owner: UUID) -> Relation:
    return Relation.OWN if caller.person_id == owner else Relation.ANY
