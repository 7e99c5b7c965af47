"""Changing the visitor's password."""

from dataclasses import replace

from grpc.aio import AioRpcError
from matrikel.identity.v1 import password_pb2
from matrikel.identity.v1.account_pb2 import GetAccountRequest
from matrikel.identity.v1.session_pb2 import ProveAgainRequest
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, secret_of
from portal.visit import Visit

PATH = "account/password"
_FIELDS = ("current_password", "new_password", "new_password_again")
_FORM_FAULTS = (Kind.SIGN_IN, Kind.REFUSED, Kind.TOO_MANY, Kind.INVALID)
# What is longer is refused by identity, which says so; the contract takes no more.
_LONGEST = 512


async def show(visit: Visit) -> Response:
    """The form."""
    return await _form(visit)


async def submit(visit: Visit) -> Response:
    """Changes the password, or only says how good the new one is."""
    form = await visit.form()
    current, new, again = (secret_of(form, name)[:_LONGEST] for name in _FIELDS)
    end_others = "end_others" in form
    if "check" in form:
        return await _check(visit, new, end_others)
    if missing := _missing(visit, form):
        return await _form(visit, Problems(fields=missing), 422, end_others=end_others)
    if new != again:
        differs = {"new_password_again": (visit.t("password.differs"),)}
        return await _form(visit, Problems(fields=differs), 422, end_others=end_others)
    try:
        changed = await _change(visit, current, new, end_others)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if _is_about_the_session(fault) or fault.kind not in _FORM_FAULTS:
            raise
        problems = visit.problems(_at_current_password(fault), *_FIELDS)
        status = 422 if fault.kind is Kind.SIGN_IN else fault.kind.value
        return await _form(visit, problems, status, fault.retry_seconds, end_others=end_others)
    return visit.render("password_changed.html", ended=changed.ended_sessions)


async def _change(
    visit: Visit, current: str, new: str, end_others: bool
) -> password_pb2.ChangePasswordResponse:
    """Changes the password. The current one is the fresh proof that a change needs."""
    request = password_pb2.ChangePasswordRequest(
        current_password=current, new_password=new, end_other_sessions=end_others
    )
    try:
        return await visit.services.passwords.ChangePassword(request)
    except AioRpcError as error:
        if fault_of(error, visit.language).reason != "STEP_UP_REQUIRED":
            raise
    await visit.services.sessions.ProveAgain(ProveAgainRequest(password=current))
    return await visit.services.passwords.ChangePassword(request)


async def _check(visit: Visit, new: str, end_others: bool) -> Response:
    """What speaks against the new password, and how strong it looks."""
    if not new:
        missing = {"new_password": (visit.t("password.new_missing"),)}
        return await _form(visit, Problems(fields=missing), 422, end_others=end_others)
    answer = await visit.services.passwords.CheckPassword(
        password_pb2.CheckPasswordRequest(password=new)
    )
    objections = tuple(each.text for each in answer.objections)
    problems = Problems(fields={"new_password": objections}) if objections else None
    return await _form(
        visit,
        problems,
        422 if objections else 200,
        end_others=end_others,
        strength=_strength(answer.strength),
    )


def _missing(visit: Visit, form: FormData) -> dict[str, tuple[str, ...]]:
    wanted = {
        "current_password": "password.current_missing",
        "new_password": "password.new_missing",
    }
    return {name: (visit.t(text),) for name, text in wanted.items() if not secret_of(form, name)}


def _is_about_the_session(fault: Fault) -> bool:
    return fault.kind is Kind.SIGN_IN and fault.reason != "PROOF_REFUSED"


def _at_current_password(fault: Fault) -> Fault:
    """The fault of proving again at the field of this form."""
    names = {"password": "current_password"}
    fields = {names.get(path, path): said for path, said in fault.fields.items()}
    return replace(fault, fields=fields)


def _strength(strength: password_pb2.PasswordStrength.ValueType) -> str:
    name = password_pb2.PasswordStrength.Name(strength)
    return name.removeprefix("PASSWORD_STRENGTH_").lower()


async def _form(
    visit: Visit,
    problems: Problems | None = None,
    status: int = 200,
    retry_seconds: int = 0,
    *,
    end_others: bool = False,
    strength: str = "",
) -> Response:
    account = await visit.services.accounts.GetAccount(GetAccountRequest(person_id=visit.person_id))
    return visit.render(
        "own_password.html",
        status=status,
        # Password managers store the new password under this name.
        user_name=account.account.user_name,
        headers={"Retry-After": str(retry_seconds)} if retry_seconds else None,
        problems=problems or Problems(),
        end_others=end_others,
        strength=strength,
    )
