"""What protects the visitor's account, as several pages show it."""

from matrikel.identity.v1.second_factor_pb2 import (
    AccountSecurity,
    GetAccountSecurityRequest,
    SecurityAdvice,
)
from starlette.responses import RedirectResponse, Response

from portal.visit import Visit


async def security_of(visit: Visit) -> AccountSecurity:
    """What is set up, and what is missing."""
    answer = await visit.services.second_factors.GetAccountSecurity(
        GetAccountSecurityRequest(person_id=visit.person_id)
    )
    return answer.account_security


def has_factor(security: AccountSecurity) -> bool:
    """Whether signing in asks for more than the password."""
    return security.HasField("totp") or security.passkey_count > 0


def wanted_by(visit: Visit) -> str:
    """The address that setting up a second factor came in between; empty where there is none."""
    asked = visit.asked("next")
    return visit.return_address(asked) if asked else ""


def go_on(visit: Visit, path: str, **query: str) -> Response:
    """On to where the visitor wanted to go, else to a page."""
    wanted = wanted_by(visit)
    return RedirectResponse(wanted, 303) if wanted else visit.go(path, **query)


def advice_names(security: AccountSecurity) -> list[str]:
    """What to do next, by its names in the texts: "create_recovery_codes"."""
    return [
        SecurityAdvice.Name(each).removeprefix("SECURITY_ADVICE_").lower()
        for each in security.advice
    ]
