"""Pages that say what went wrong and what to do next."""

from starlette.responses import Response

from portal.faults import Fault, Kind
from portal.visit import Visit


def page(visit: Visit, fault: Fault) -> Response:
    """The page for a failed call; the sentence comes from the service where it sent one."""
    headers = {"Retry-After": str(fault.retry_seconds or 10)}
    waits = fault.kind in (Kind.UNAVAILABLE, Kind.TOO_MANY)
    lines = tuple(line for said in fault.fields.values() for line in said)
    return visit.render(
        "failure.html",
        status=fault.kind.value,
        headers=headers if waits else None,
        name=fault.kind.name.lower(),
        lines=lines or (visit.sentence(fault),),
        error_id=fault.error_id,
    )


def unknown_page(visit: Visit, status: int) -> Response:
    """The page for an address that does not exist or cannot be used that way."""
    return visit.render(
        "failure.html",
        status=status,
        name="unknown_page",
        lines=(visit.t("fault.unknown_page.text"),),
        error_id="",
    )
