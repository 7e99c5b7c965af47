"""Recovery codes: how many are left, and a new set that is shown once."""

from matrikel.identity.v1.second_factor_pb2 import CreateRecoveryCodesRequest
from starlette.responses import Response

from portal.pages.security.account_security import has_factor, security_of, wanted_by
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """How many codes are left."""
    security = await security_of(visit)
    return visit.render(
        "security/recovery_codes.html",
        security=security,
        has_factor=has_factor(security),
        after=visit.asked("done"),
        codes=[],
        wanted=wanted_by(visit),
    )


async def make(visit: Visit) -> Response:
    """Makes a set and shows it at once: it is a secret that is stored nowhere in words."""
    made = await visit.services.second_factors.CreateRecoveryCodes(
        CreateRecoveryCodesRequest(person_id=visit.person_id)
    )
    security = await security_of(visit)
    return visit.render(
        "security/recovery_codes.html",
        security=security,
        has_factor=True,
        after="",
        codes=list(made.recovery_codes),
        wanted=wanted_by(visit),
    )
