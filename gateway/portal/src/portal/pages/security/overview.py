"""The security page: what is set up, what is missing, and where to change it."""

from starlette.responses import Response

from portal.pages.security.account_security import (
    advice_names,
    has_factor,
    security_of,
    wanted_by,
)
from portal.signing_in import SET_UP_PAGE
from portal.visit import Visit

# Where each advice leads to.
_REMEDIES = {
    "set_up_second_factor": SET_UP_PAGE,
    "create_recovery_codes": "account/security/recovery-codes",
    "renew_recovery_codes": "account/security/recovery-codes",
    "confirm_recovery_address": "account/security/recovery-address",
}


async def show(visit: Visit) -> Response:
    """Everything that protects the account."""
    security = await security_of(visit)
    return visit.render(
        "security/overview.html",
        security=security,
        advice=[(name, _REMEDIES[name]) for name in advice_names(security)],
        done=visit.asked("done"),
    )


async def set_up(visit: Visit) -> Response:
    """The first second factor: which kinds there are, and why it is asked for.

    Sign-in leads members of staff here who have none, and the terms of use whoever accepts them for
    the first time; each step carries `next`, where the visitor wanted to go.
    """
    security = await security_of(visit)
    return visit.render(
        "security/set_up.html",
        security=security,
        has_factor=has_factor(security),
        wanted=wanted_by(visit),
    )
