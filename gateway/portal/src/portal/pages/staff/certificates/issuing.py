"""Issuing a certificate for a student, for the file or a letter."""

import asyncio

from grpc.aio import AioRpcError
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems
from portal.pages import failure
from portal.pages.certificates import orders
from portal.pages.certificates.drawing import said_of
from portal.pages.certificates.naming import kinds_of, parted, type_name
from portal.pages.certificates.orders import Offer, Typed
from portal.pages.staff.certificates.desk import Holder, enrolments_of, holder_of
from portal.pages.staff.records import persons
from portal.visit import Visit


async def ask(visit: Visit) -> Response:
    """The form for a certificate of the type in the address."""
    holder, offer = await _order(visit)
    if offer is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    usual = Typed(offer.usual(visit), str(visit.language))
    return _form(visit, holder, offer, usual, Problems(), 200)


async def issue(visit: Visit) -> Response:
    """Issues it and leads to its page."""
    holder, offer = await _order(visit)
    if offer is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    form = await visit.form()
    typed = orders.read(form)
    problems = orders.problems_in(visit, offer, typed)
    if problems:
        return _form(visit, holder, offer, typed, problems, Kind.INVALID.value)
    request = orders.request_of(offer, typed, holder.person_id, form)
    try:
        answer = await visit.services.certificates.IssueCertificate(request)
    except AioRpcError as error:
        said = said_of(visit, error, offer)
        status = fault_of(error, visit.language).kind.value
        return _form(visit, holder, offer, typed, said, status)
    return visit.go(f"issued-certificates/{answer.certificate.certificate_id}", done="issued")


async def _order(visit: Visit) -> tuple[Holder, Offer | None]:
    person_id = persons.person_id(visit)
    holder, kinds, enrolments = await asyncio.gather(
        holder_of(visit, person_id), kinds_of(visit), enrolments_of(visit, person_id)
    )
    info = kinds.of(str(visit.request.path_params["kind"]))
    return holder, None if info is None else orders.offer_of(visit, info, enrolments)


def _form(
    visit: Visit, holder: Holder, offer: Offer, typed: Typed, problems: Problems, status: int
) -> Response:
    return visit.render(
        "staff/certificates/issue.html",
        status=status,
        problems=problems,
        holder=holder,
        crumbs=[*holder.crumbs(visit), (visit.t("record_tab.certificates"), holder.path)],
        action=f"{holder.path}/new/{type_name(offer.info.type)}",
        offer=offer,
        typed=typed,
        name=parted(offer.info.name),
    )
