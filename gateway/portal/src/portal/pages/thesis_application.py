"""The application for a thesis: title and two proposed examiners."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.thesis_pb2 import ApplyForThesisRequest
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages import failure, refusal
from portal.pages.enrolment_choice import enrolments_of
from portal.visit import Visit

_FIELDS = ("title", "first_examiner_user_name", "second_examiner_user_name")


async def ask(visit: Visit) -> Response:
    """The form; `?exam=` names the thesis where the regulations have several."""
    return await _form(visit, Problems(), 200, {"exam_number": visit.asked("exam")})


async def apply(visit: Visit) -> Response:
    """Applies and leads to the thesis; what is wrong stands at the fields."""
    form = await visit.form()
    typed = {name: text_of(form, name) for name in (*_FIELDS, "exam_number")}
    missing = {
        name: (visit.t(f"own_thesis.{name}_missing"),) for name in _FIELDS if not typed[name]
    }
    if missing:
        return await _form(visit, Problems(fields=missing), 422, typed)
    request = ApplyForThesisRequest(
        enrolment_id=_enrolment_id(visit), request_id=id_of(form, "request_id"), **typed
    )
    try:
        answer = await visit.services.theses.ApplyForThesis(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.INVALID or set(fault.fields) & set(_FIELDS):
            return await _form(visit, visit.problems(fault, *_FIELDS), 422, typed)
        return refusal.page(visit, error, "thesis", visit.address("exams/theses"))
    return visit.go(f"exams/theses/{answer.thesis.thesis_id}", done="applied")


async def _form(visit: Visit, problems: Problems, status: int, typed: dict[str, str]) -> Response:
    enrolment_id = _enrolment_id(visit)
    named = {node.enrolment_id: node for node in await enrolments_of(visit)}
    if enrolment_id not in named:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "apply_for_thesis.html",
        status=status,
        problems=problems,
        enrolment=named[enrolment_id],
        typed=typed,
    )


def _enrolment_id(visit: Visit) -> str:
    return str(visit.request.path_params["enrolment_id"])
