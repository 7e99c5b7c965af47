"""A forgotten password: user name, mailed code, second factor, new password.

Every step is a form that brings along what was entered before; nothing is kept in between.
"""

import json

from grpc.aio import AioRpcError
from matrikel.identity.v1.passkey_pb2 import StartPasskeySignInRequest
from matrikel.identity.v1.recovery_pb2 import (
    FinishPasswordResetRequest,
    ProvePasswordResetRequest,
    StartPasswordResetRequest,
)
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, secret_of, text_of
from portal.visit import Visit

_PATH = "forgotten-password"
_FORM_FAULTS = (Kind.SIGN_IN, Kind.REFUSED, Kind.TOO_MANY, Kind.INVALID)


async def show(visit: Visit) -> Response:
    """Asks for the user name."""
    return visit.render("forgotten/start.html", user_name="")


async def start(visit: Visit) -> Response:
    """Has a code mailed, and says the same to everybody."""
    form = await visit.form()
    user_name = text_of(form, "user_name")[:64]
    if not user_name:
        problems = Problems(fields={"user_name": (visit.t("sign_in.user_name_missing"),)})
        return visit.render("forgotten/start.html", 422, problems=problems, user_name="")
    try:
        await visit.services.recovery.StartPasswordReset(
            StartPasswordResetRequest(user_name=user_name)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.TOO_MANY:
            raise
        return visit.render(
            "forgotten/start.html",
            fault.kind.value,
            {"Retry-After": str(fault.retry_seconds)},
            problems=visit.problems(fault),
            user_name=user_name,
        )
    return _code_form(visit, user_name)


async def show_code(visit: Visit) -> Response:
    """The form for the code, for who comes back with the mail."""
    return _code_form(visit, sent=False)


async def prove(visit: Visit) -> Response:
    """Checks the code, and the second factor where there is one."""
    form = await visit.form()
    user_name, mailed = text_of(form, "user_name")[:64], text_of(form, "mailed_code")[:32]
    factor, passkey = text_of(form, "code")[:64], text_of(form, "credential_json")
    wanted = bool(text_of(form, "factor_wanted"))
    missing = _missing(visit, user_name, mailed, factor or passkey, wanted=wanted)
    if missing:
        return _code_form(visit, user_name, mailed, missing, 422, sent=False, wanted=wanted)
    request = ProvePasswordResetRequest(user_name=user_name, mailed_code=mailed)
    if passkey:
        request.passkey_answer = passkey
    elif factor:
        request.code = factor
    try:
        granted = await visit.services.recovery.ProvePasswordReset(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _FORM_FAULTS:
            raise
        if fault.reason == "SECOND_FACTOR_NEEDED":
            return _code_form(visit, user_name, mailed, sent=False, wanted=True)
        wrong_factor = fault.reason == "SECOND_FACTOR_REFUSED"
        home = {"SECOND_FACTOR_REFUSED": "code", "RESET_REFUSED": "mailed_code"}
        problems = visit.problems(fault, "code", "mailed_code", home=home.get(fault.reason, ""))
        status = 422 if fault.kind is Kind.SIGN_IN else fault.kind.value
        return _code_form(
            visit, user_name, mailed, problems, status, sent=False, wanted=wanted or wrong_factor
        )
    return _password_form(visit, granted.reset_token)


async def ask_passkey(visit: Visit) -> Response:
    """Asks the device for a passkey as second factor."""
    form = await visit.form()
    started = await visit.services.passkeys.StartPasskeySignIn(StartPasskeySignInRequest())
    return visit.render(
        "security/use_passkey.html",
        purpose="forgotten",
        options=started.options_json,
        host=json.loads(started.options_json)["rpId"],
        hidden={
            "user_name": text_of(form, "user_name"),
            "mailed_code": text_of(form, "mailed_code"),
            "factor_wanted": "yes",
        },
        action=visit.address(f"{_PATH}/code"),
        instead=visit.address(f"{_PATH}/code"),
    )


async def finish(visit: Visit) -> Response:
    """Sets the new password."""
    form = await visit.form()
    token, password = secret_of(form, "reset_secret"), secret_of(form, "password")
    problems = Problems()
    if not password:
        problems = Problems(fields={"password": (visit.t("activate.password_missing"),)})
    elif password != secret_of(form, "password_again"):
        problems = Problems(fields={"password_again": (visit.t("activate.passwords_differ"),)})
    if problems:
        return _password_form(visit, token, problems, 422)
    try:
        await visit.services.recovery.FinishPasswordReset(
            FinishPasswordResetRequest(reset_token=token or "-", password=password)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.reason == "RESET_ENDED":
            return visit.render(
                "forgotten/start.html", 422, problems=visit.problems(fault), user_name=""
            )
        if fault.kind not in _FORM_FAULTS:
            raise
        problems = visit.problems(fault, "password")
        return _password_form(visit, token, problems, fault.kind.value)
    response = visit.go(f"{_PATH}/done")
    if visit.signed_in:
        visit.portal.sessions.end(response)
    return response


async def done(visit: Visit) -> Response:
    """Confirms the new password and leads to the sign-in."""
    return visit.render("forgotten/done.html")


def _missing(
    visit: Visit, user_name: str, mailed: str, factor: str, *, wanted: bool
) -> Problems | None:
    values = {
        "user_name": (user_name, "sign_in.user_name_missing"),
        "mailed_code": (mailed, "forgotten.code_missing"),
    }
    if wanted:
        values["code"] = (factor, "forgotten.factor_missing")
    fields = {name: (visit.t(key),) for name, (value, key) in values.items() if not value}
    return Problems(fields=fields) if fields else None


def _code_form(
    visit: Visit,
    user_name: str = "",
    mailed: str = "",
    problems: Problems | None = None,
    status: int = 200,
    *,
    sent: bool = True,
    wanted: bool = False,
) -> Response:
    return visit.render(
        "forgotten/code.html",
        status=status,
        problems=problems or Problems(),
        user_name=user_name,
        mailed_code=mailed,
        sent=sent,
        wanted=wanted,
    )


def _password_form(
    visit: Visit, token: str, problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "forgotten/password.html",
        status=status,
        problems=problems or Problems(),
        reset_secret=token,
    )
