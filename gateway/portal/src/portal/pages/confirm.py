"""Proves again who is signed in, before what is specially protected."""

from grpc.aio import AioRpcError
from matrikel.identity.v1.session_pb2 import ProveAgainRequest
from starlette.responses import RedirectResponse, Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, secret_of, text_of
from portal.visit import Visit

_LONGEST_CODE = 64
_LONGEST_PASSWORD = 512
_FORM_FAULTS = (Kind.SIGN_IN, Kind.REFUSED, Kind.TOO_MANY, Kind.INVALID)


async def show(visit: Visit) -> Response:
    """The forms for password and code."""
    return _form(visit)


async def submit(visit: Visit) -> Response:
    """Renews the proof and leads back to the page that needed it."""
    form = await visit.form()
    password, code = secret_of(form, "password"), text_of(form, "code")
    by_code = "code" in form
    if not (code if by_code else password):
        field = "code" if by_code else "password"
        missing = {field: (visit.t(f"confirm.{field}_missing"),)}
        return _form(visit, Problems(fields=missing), 422)
    request = (
        ProveAgainRequest(code=code[:_LONGEST_CODE])
        if by_code
        else ProveAgainRequest(password=password[:_LONGEST_PASSWORD])
    )
    try:
        await visit.services.sessions.ProveAgain(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        ended = fault.kind is Kind.SIGN_IN and fault.reason != "PROOF_REFUSED"
        if ended or fault.kind not in _FORM_FAULTS:
            raise
        problems = visit.problems(fault, "password", "code")
        status = 422 if fault.kind is Kind.SIGN_IN else fault.kind.value
        return _form(visit, problems, status, fault.retry_seconds)
    return RedirectResponse(visit.return_address(visit.asked("next")), 303)


def _form(
    visit: Visit, problems: Problems | None = None, status: int = 200, retry_seconds: int = 0
) -> Response:
    return visit.render(
        "confirm.html",
        status=status,
        headers={"Retry-After": str(retry_seconds)} if retry_seconds else None,
        problems=problems or Problems(),
        lost=bool(visit.asked("lost")),
        next_address=visit.asked("next"),
    )
