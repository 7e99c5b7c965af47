"""Activating an account with the initial code from the enrolment documents."""

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_pb2 import ActivateAccountRequest
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, secret_of, text_of
from portal.visit import Visit

_FIELDS = ("user_name", "initial_code", "password")
_FORM_FAULTS = (Kind.SIGN_IN, Kind.REFUSED, Kind.TOO_MANY, Kind.INVALID)


async def show(visit: Visit) -> Response:
    """The form for user name, initial code and new password."""
    return visit.render("activate.html", user_name="", initial_code="")


async def submit(visit: Visit) -> Response:
    """Activates the account; the person signs in with the new password afterwards."""
    form = await visit.form()
    user_name, initial_code = text_of(form, "user_name"), text_of(form, "initial_code")
    password = secret_of(form, "password")
    problems = _missing(visit, user_name, initial_code, password)
    if not problems and password != secret_of(form, "password_again"):
        problems = Problems(fields={"password_again": (visit.t("activate.passwords_differ"),)})
    status = 422
    if not problems:
        try:
            await visit.services.accounts.ActivateAccount(
                ActivateAccountRequest(
                    user_name=user_name, initial_code=initial_code, password=password
                )
            )
            return visit.go("activated", next=visit.asked("next"))
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind not in _FORM_FAULTS:
                raise
            home = "initial_code" if fault.kind is Kind.SIGN_IN else ""
            problems = visit.problems(fault, *_FIELDS, home=home)
            status = 422 if fault.kind is Kind.SIGN_IN else fault.kind.value
    return visit.render(
        "activate.html",
        status=status,
        problems=problems,
        user_name=user_name,
        initial_code=initial_code,
    )


def _missing(visit: Visit, user_name: str, initial_code: str, password: str) -> Problems:
    values = {"user_name": user_name, "initial_code": initial_code, "password": password}
    return Problems(
        fields={
            name: (visit.t(f"activate.{name}_missing"),)
            for name, value in values.items()
            if not value
        }
    )


async def done(visit: Visit) -> Response:
    """Confirms the activation and leads to the sign-in."""
    return visit.render("activated.html")
