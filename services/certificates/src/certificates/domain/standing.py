"""What may still happen to a certificate: nothing that happened is taken back."""

from enum import Enum
from uuid import UUID

from certificates.domain.certificate import Certificate, CertificateType, Standing

# From which standing a certificate comes to another one.
FORMER: dict[Standing, frozenset[Standing]] = {
    Standing.CURRENT: frozenset(),
    Standing.OUTDATED: frozenset({Standing.CURRENT}),
    Standing.SUPERSEDED: frozenset({Standing.CURRENT, Standing.OUTDATED}),
    # Also of one that was replaced: the paper is still about, and may be wrong.
    Standing.WITHDRAWN: frozenset({Standing.CURRENT, Standing.OUTDATED, Standing.SUPERSEDED}),
}


class ReplacingProblem(Enum):
    """Why a certificate cannot be replaced by a new one."""

    # There is none, or it is another student's.
    UNKNOWN = "CERTIFICATE_UNKNOWN"
    TYPE_DIFFERS = "TYPE_DIFFERS"
    CANNOT_BE_REPLACED = "CERTIFICATE_CANNOT_BE_REPLACED"


def replacing_problem(
    replaced: Certificate | None, person_id: UUID, kind: CertificateType
) -> ReplacingProblem | None:
    """What stands against a new certificate of the type in the place of the other one."""
    if replaced is None or replaced.person_id != person_id:
        return ReplacingProblem.UNKNOWN
    if replaced.type is not kind:
        return ReplacingProblem.TYPE_DIFFERS
    if replaced.standing not in FORMER[Standing.SUPERSEDED]:
        return ReplacingProblem.CANNOT_BE_REPLACED
    return None
