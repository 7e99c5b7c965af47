"""The second step of signing in: a code after the password."""

from collections.abc import Sequence

from grpc.aio import AioRpcError
from matrikel.identity.v1 import session_pb2
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, secret_of, text_of
from portal.signing_in import signed_in, user_agent_of
from portal.visit import Visit

_CHALLENGE = "second_factor_challenge"
_KINDS = "second_factor_kinds"
_LONGEST_CODE = 64


def form(
    visit: Visit,
    challenge: str,
    kinds: Sequence[int],
    problems: Problems | None = None,
    status: int = 200,
    retry_seconds: int = 0,
) -> Response:
    """Asks for what completes the sign-in; `kinds` are numbers of SecondFactorKind."""
    return visit.render(
        "second_step.html",
        status=status,
        headers={"Retry-After": str(retry_seconds)} if retry_seconds else None,
        problems=problems or Problems(),
        challenge=challenge,
        kinds=kinds,
        totp=session_pb2.SECOND_FACTOR_KIND_TOTP in kinds,
        recovery=session_pb2.SECOND_FACTOR_KIND_RECOVERY_CODE in kinds,
        passkey=session_pb2.SECOND_FACTOR_KIND_PASSKEY in kinds,
        next_address=visit.asked("next"),
    )


async def submit(visit: Visit) -> Response:
    """Completes the sign-in and leads to the page that asked for it."""
    sent = await visit.form()
    challenge, code = secret_of(sent, _CHALLENGE), text_of(sent, "code")
    kinds = [int(one) for one in text_of(sent, _KINDS).split() if one.isdecimal()]
    if not code:
        missing = Problems(fields={"code": (visit.t("second_step.code_missing"),)})
        return form(visit, challenge, kinds, missing, 422)
    request = session_pb2.CompleteSignInRequest(
        second_factor_challenge=challenge,
        code=code[:_LONGEST_CODE],
        device_token=visit.portal.sessions.device_token(visit.request),
        user_agent=user_agent_of(visit),
    )
    try:
        answer = await visit.services.sessions.CompleteSignIn(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.reason == "SIGN_IN_EXPIRED" or fault.kind is Kind.INVALID:
            return visit.go("sign-in", next=visit.asked("next"), again="yes", expired="yes")
        if fault.kind not in (Kind.SIGN_IN, Kind.TOO_MANY):
            raise
        problems = visit.problems(fault, "code", home="code")
        status = 422 if fault.kind is Kind.SIGN_IN else fault.kind.value
        return form(visit, challenge, kinds, problems, status, fault.retry_seconds)
    return await signed_in(visit, answer.signed_in)
