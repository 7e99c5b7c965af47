"""The visitor's passkeys: listed, added, renamed, removed."""

import json
from uuid import uuid4

from grpc.aio import AioRpcError
from matrikel.identity.v1.passkey_pb2 import (
    FinishPasskeyRegistrationRequest,
    ListPasskeysRequest,
    Passkey,
    RemovePasskeyRequest,
    RenamePasskeyRequest,
    StartPasskeyRegistrationRequest,
)
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages.security.account_security import go_on, security_of, wanted_by
from portal.visit import Visit

_PATH = "account/security/passkeys"
# More than anybody has: an account takes twenty.
_ALL = 100


async def show(visit: Visit) -> Response:
    """All passkeys."""
    security = await security_of(visit)
    return visit.render(
        "security/passkeys.html",
        passkeys=await _passkeys(visit),
        possible=security.passkeys_possible,
        done=visit.asked("done"),
    )


async def add(visit: Visit) -> Response:
    """The page that asks the device for a passkey."""
    return await _to_add(visit)


async def keep(visit: Visit) -> Response:
    """Keeps what the device answered."""
    form = await visit.form()
    name = text_of(form, "name")[:60]
    try:
        await visit.services.passkeys.FinishPasskeyRegistration(
            FinishPasskeyRegistrationRequest(
                person_id=visit.person_id,
                name=name,
                credential_json=text_of(form, "credential_json") or "{}",
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        return await _to_add(visit, visit.problems(fault), name, fault.kind.value)
    security = await security_of(visit)
    if security.recovery_codes_left:
        return go_on(visit, _PATH, done="added")
    return visit.go("account/security/recovery-codes", done="passkey", next=wanted_by(visit))


async def rename(visit: Visit) -> Response:
    """Gives a passkey another name."""
    form = await visit.form()
    name = text_of(form, "name")[:60]
    if name:
        await visit.services.passkeys.RenamePasskey(
            RenamePasskeyRequest(
                person_id=visit.person_id,
                passkey_id=_passkey_id(visit),
                name=name,
                request_id=id_of(form, "request_id"),
            )
        )
    return visit.go(_PATH, done="renamed" if name else "")


async def ask_to_remove(visit: Visit) -> Response:
    """Asks once more, or says why the passkey has to stay."""
    passkey_id = _passkey_id(visit)
    await visit.services.passkeys.RemovePasskey(
        RemovePasskeyRequest(
            person_id=visit.person_id,
            passkey_id=passkey_id,
            request_id=str(uuid4()),
            validate_only=True,
        )
    )
    present = await _passkeys(visit)
    names = [each.name for each in present if each.passkey_id == passkey_id]
    if not names:
        raise HTTPException(404)
    security = await security_of(visit)
    return visit.render(
        "security/remove.html",
        what="passkey",
        name=names[0],
        path=f"{_PATH}/{passkey_id}/remove",
        back=_PATH,
        is_last=len(present) == 1 and not security.HasField("totp"),
    )


async def remove(visit: Visit) -> Response:
    """Removes a passkey."""
    form = await visit.form()
    await visit.services.passkeys.RemovePasskey(
        RemovePasskeyRequest(
            person_id=visit.person_id,
            passkey_id=_passkey_id(visit),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(_PATH, done="removed")


async def _to_add(
    visit: Visit, problems: Problems | None = None, name: str = "", status: int = 200
) -> Response:
    started = await visit.services.passkeys.StartPasskeyRegistration(
        StartPasskeyRegistrationRequest(person_id=visit.person_id)
    )
    return visit.render(
        "security/add_passkey.html",
        status=status,
        problems=problems or Problems(),
        options=started.options_json,
        host=json.loads(started.options_json)["rp"]["id"],
        name=name,
        wanted=wanted_by(visit),
    )


async def _passkeys(visit: Visit) -> list[Passkey]:
    listed = await visit.services.passkeys.ListPasskeys(
        ListPasskeysRequest(person_id=visit.person_id, page_size=_ALL)
    )
    return list(listed.passkeys)


def _passkey_id(visit: Visit) -> str:
    return str(visit.request.path_params["passkey_id"])
