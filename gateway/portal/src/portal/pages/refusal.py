"""The page of a refusal: every rule that stands in the way at once."""

from grpc.aio import AioRpcError
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.visit import Visit


def page(visit: Visit, error: AioRpcError, action: str, back: str) -> Response:
    """Every obstacle with its remedy and section, and the number of the evidence.

    `action` names what was refused in the texts: "register". Raises the error again where it is
    no refusal.
    """
    fault = fault_of(error, visit.language)
    if fault.kind is not Kind.REFUSED:
        raise error
    return visit.render(
        "refusal.html",
        status=fault.kind.value,
        action=action,
        sentence=visit.sentence(fault),
        obstacles=fault.refusal.obstacles if fault.refusal else (),
        attempt_id=fault.refusal.attempt_id if fault.refusal else "",
        back=back,
    )
