"""The terms that a student reads and accepts before registering for exams."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.terms_pb2 import AcceptTermsRequest, GetTermsRequest
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """The terms in force, with the box to tick where they are not accepted yet."""
    return await _page(visit, Problems())


async def accept(visit: Visit) -> Response:
    """Records the acceptance and leads on to the exams."""
    form = await visit.form()
    if text_of(form, "accepted") != "yes":
        problems = Problems(fields={"accepted": (visit.t("terms.not_ticked"),)})
        return await _page(visit, problems, 422)
    try:
        await visit.services.terms.AcceptTerms(
            AcceptTermsRequest(
                person_id=visit.person_id, terms_version=text_of(form, "terms_version")
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.REFUSED, Kind.INVALID):
            raise
        return await _page(visit, visit.problems(fault), fault.kind.value)
    return visit.go("exams/tree")


async def _page(visit: Visit, problems: Problems, status: int = 200) -> Response:
    answer = await visit.services.terms.GetTerms(GetTermsRequest(person_id=visit.person_id))
    accepted = answer.accept_time if answer.HasField("accept_time") else None
    return visit.render(
        "terms.html",
        status=status,
        problems=problems,
        terms=answer.terms,
        accept_time=accepted,
    )
