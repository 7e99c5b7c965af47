"""Signing in and out."""

from datetime import UTC

from grpc.aio import AioRpcError
from matrikel.identity.v1.session_pb2 import SignInRequest, SignOutRequest, SignOutResponse
from starlette.responses import RedirectResponse, Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, secret_of, text_of
from portal.pages import second_step
from portal.signing_in import signed_in, user_agent_of
from portal.visit import Visit

_FORM_FAULTS = (Kind.SIGN_IN, Kind.REFUSED, Kind.TOO_MANY, Kind.INVALID)


async def show(visit: Visit) -> Response:
    """The sign-in form; who is signed in goes on at once, unless a service wants it again."""
    if visit.signed_in and not visit.asked("again"):
        return RedirectResponse(visit.return_address(visit.asked("next")), 303)
    return _form(visit)


async def submit(visit: Visit) -> Response:
    """Starts a session and returns to the page that asked for it."""
    form = await visit.form()
    user_name, password = text_of(form, "user_name"), secret_of(form, "password")
    missing = {
        name: (visit.t(f"sign_in.{name}_missing"),)
        for name, value in (("user_name", user_name), ("password", password))
        if not value
    }
    if missing:
        return _form(visit, user_name, Problems(fields=missing), 422)
    try:
        answer = await visit.services.sessions.SignIn(
            SignInRequest(
                user_name=user_name,
                password=password,
                device_token=visit.portal.sessions.device_token(visit.request),
                user_agent=user_agent_of(visit),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _FORM_FAULTS:
            raise
        home = "password" if fault.kind is Kind.SIGN_IN else ""
        problems = visit.problems(fault, "user_name", "password", home=home)
        status = 422 if fault.kind is Kind.SIGN_IN else fault.kind.value
        return _form(visit, user_name, problems, status, fault.retry_seconds)
    if answer.second_factor_challenge:
        return second_step.form(
            visit, answer.second_factor_challenge, tuple(answer.second_factor_kinds)
        )
    return await signed_in(visit, answer)


def _form(
    visit: Visit,
    user_name: str = "",
    problems: Problems | None = None,
    status: int = 200,
    retry_seconds: int = 0,
) -> Response:
    return visit.render(
        "sign_in.html",
        status=status,
        headers={"Retry-After": str(retry_seconds)} if retry_seconds else None,
        problems=problems or Problems(),
        user_name=user_name,
        returning=bool(visit.asked("next")),
        lost=bool(visit.asked("lost")),
        expired=bool(visit.asked("expired")),
    )


async def sign_out(visit: Visit) -> Response:
    """Ends the session here and with identity."""
    response = visit.go("signed-out")
    if visit.signed_in:
        try:
            answer = await visit.services.sessions.SignOut(SignOutRequest())
            if answer.resumed_session_token:
                return _resumed(visit, answer)
        except AioRpcError as error:
            # A session that has ended by itself is as good as signed out; anything else is not,
            # and the visitor must not be told so.
            if fault_of(error, visit.language).kind is not Kind.SIGN_IN:
                raise
    visit.portal.sessions.end(response)
    return response


def _resumed(visit: Visit, answer: SignOutResponse) -> Response:
    """Back in the session that a support access was started from."""
    response = visit.go()
    expire_time = answer.resumed_expire_time.ToDatetime(tzinfo=UTC)
    visit.portal.sessions.start(response, answer.resumed_session_token, expire_time)
    return response


async def signed_out(visit: Visit) -> Response:
    """Confirms that nobody is signed in at this browser."""
    if visit.signed_in:
        return visit.go()
    return visit.render("signed_out.html")
