"""Signing in with a passkey: alone, or as the second factor after the password."""

import json

from grpc.aio import AioRpcError
from matrikel.identity.v1.passkey_pb2 import (
    FinishPasskeySignInRequest,
    StartPasskeySignInRequest,
)
from starlette.responses import RedirectResponse, Response

from portal.faults import fault_of
from portal.forms import Problems, text_of
from portal.signing_in import signed_in, user_agent_of
from portal.visit import Visit

_CHALLENGE = "second_factor_challenge"


async def show(visit: Visit) -> Response:
    """Asks the device for any passkey of this site."""
    if visit.signed_in and not visit.asked("again"):
        return RedirectResponse(visit.return_address(visit.asked("next")), 303)
    return await _form(visit)


async def second(visit: Visit) -> Response:
    """Asks the device after the password was right; the challenge comes from that page."""
    form = await visit.form()
    return await _form(visit, text_of(form, _CHALLENGE))


async def submit(visit: Visit) -> Response:
    """Starts a session and returns to the page that asked for it."""
    form = await visit.form()
    challenge = text_of(form, _CHALLENGE)
    try:
        answer = await visit.services.passkeys.FinishPasskeySignIn(
            FinishPasskeySignInRequest(
                second_factor_challenge=challenge,
                credential_json=text_of(form, "credential_json") or "{}",
                device_token=visit.portal.sessions.device_token(visit.request),
                user_agent=user_agent_of(visit),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.reason == "SIGN_IN_EXPIRED":
            return visit.go("sign-in", next=visit.asked("next"), again="yes", expired="yes")
        if fault.reason != "PASSKEY_SIGN_IN_REFUSED":
            raise
        return await _form(visit, challenge, visit.problems(fault), 422)
    return await signed_in(visit, answer.signed_in)


async def _form(
    visit: Visit, challenge: str = "", problems: Problems | None = None, status: int = 200
) -> Response:
    try:
        started = await visit.services.passkeys.StartPasskeySignIn(
            StartPasskeySignInRequest(second_factor_challenge=challenge)
        )
    except AioRpcError as error:
        if fault_of(error, visit.language).reason != "SIGN_IN_EXPIRED":
            raise
        return visit.go("sign-in", next=visit.asked("next"), again="yes", expired="yes")
    return visit.render(
        "security/use_passkey.html",
        status=status,
        problems=problems or Problems(),
        purpose="sign_in",
        options=started.options_json,
        host=json.loads(started.options_json)["rpId"],
        hidden={_CHALLENGE: challenge} if challenge else {},
        action=visit.address("sign-in/passkey", next=visit.asked("next")),
        instead=visit.address("sign-in", next=visit.asked("next")),
    )
