"""Proving again who is signed in, with a passkey."""

import json

from grpc.aio import AioRpcError
from matrikel.identity.v1.passkey_pb2 import FinishPasskeyProofRequest, StartPasskeyProofRequest
from starlette.responses import RedirectResponse, Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """Asks the device; who has no passkey goes on with the password or a code."""
    try:
        return await _form(visit)
    except AioRpcError as error:
        if fault_of(error, visit.language).kind is not Kind.REFUSED:
            raise
        return visit.go("confirm", next=visit.asked("next"))


async def submit(visit: Visit) -> Response:
    """Goes back to the page that asked for the proof."""
    form = await visit.form()
    try:
        await visit.services.passkeys.FinishPasskeyProof(
            FinishPasskeyProofRequest(credential_json=text_of(form, "credential_json") or "{}")
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.reason != "PROOF_REFUSED":
            raise
        return await _form(visit, Problems(general=(visit.t("security.passkey.refused"),)), 422)
    return RedirectResponse(visit.return_address(visit.asked("next")), 303)


async def _form(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    started = await visit.services.passkeys.StartPasskeyProof(StartPasskeyProofRequest())
    return visit.render(
        "security/use_passkey.html",
        status=status,
        problems=problems or Problems(),
        purpose="confirm",
        options=started.options_json,
        host=json.loads(started.options_json)["rpId"],
        hidden={},
        action=visit.address("confirm/passkey", next=visit.asked("next")),
        instead=visit.address("confirm", next=visit.asked("next")),
    )
