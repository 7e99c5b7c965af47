"""Money that goes back to the student, and the account it goes to."""

from grpc.aio import AioRpcError
from matrikel.records.v1.refund_pb2 import (
    ListRefundsRequest,
    Refund,
    RefundState,
    SetRefundAccountRequest,
)
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages import failure
from portal.visit import Visit

_FIELDS = ("iban", "account_holder")
# An account can be named, or another one, until the bank is told to transfer.
_OPEN = (RefundState.REFUND_STATE_WAITS_FOR_ACCOUNT, RefundState.REFUND_STATE_READY)


async def show(visit: Visit) -> Response:
    """All refunds, the newest first."""
    return visit.render(
        "studies/refunds.html",
        refunds=await _refunds(visit),
        state_name=state_name,
        open_states=_OPEN,
        done=visit.asked("done") == "named",
    )


async def ask_for_account(visit: Visit) -> Response:
    """The form for the account of one refund."""
    refund = await _refund(visit)
    if refund is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    if refund.state not in _OPEN:
        return visit.go("studies/fees/refunds")
    typed = {"iban": refund.iban, "account_holder": refund.account_holder}
    return _form(visit, refund, Problems(), 200, typed)


async def name_account(visit: Visit) -> Response:
    """Names the account; what is wrong with it stands at the fields."""
    form = await visit.form()
    typed = {name: text_of(form, name) for name in _FIELDS}
    refund = await _refund(visit)
    if refund is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    missing = {name: (visit.t(f"refund.{name}_missing"),) for name in _FIELDS if not typed[name]}
    if missing:
        return _form(visit, refund, Problems(fields=missing), 422, typed)
    try:
        await visit.services.refunds.SetRefundAccount(
            SetRefundAccountRequest(
                refund_id=refund.refund_id, request_id=id_of(form, "request_id"), **typed
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(fault, *_FIELDS)
        return _form(visit, refund, problems, fault.kind.value, typed)
    return visit.go("studies/fees/refunds", done="named")


def state_name(state: "RefundState.ValueType") -> str:
    """The state's name in the texts: "waits_for_account", "paid"."""
    return value_name(RefundState, state)


def _form(
    visit: Visit, refund: Refund, problems: Problems, status: int, typed: dict[str, str]
) -> Response:
    return visit.render(
        "studies/refund_account.html",
        status=status,
        problems=problems,
        refund=refund,
        typed=typed,
    )


async def _refunds(visit: Visit) -> list[Refund]:
    answer = await visit.services.refunds.ListRefunds(ListRefundsRequest(person_id=visit.person_id))
    return list(answer.refunds)


async def _refund(visit: Visit) -> Refund | None:
    refund_id = str(visit.request.path_params["refund_id"])
    return next((one for one in await _refunds(visit) if one.refund_id == refund_id), None)
