"""Theses of a student: how each stands, and handing it in."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.exam_tree_pb2 import EnrolmentNode
from matrikel.exams.v1.thesis_pb2 import (
    DownloadThesisRequest,
    GetThesisRequest,
    HandInThesisRequest,
    ListThesesRequest,
    Thesis,
    ThesisState,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.faults import Kind, fault_of
from portal.forms import DOCUMENT_FIELD, Problems, at_document, document_of, id_of
from portal.pages import refusal
from portal.pages.enrolment_choice import enrolments_of
from portal.visit import Visit

ADMITTED = ThesisState.THESIS_STATE_ADMITTED


async def show(visit: Visit) -> Response:
    """The theses, the newest first, and the enrolments that an application is open for."""
    answer = await visit.services.theses.ListTheses(ListThesesRequest(person_id=visit.person_id))
    return visit.render(
        "own_theses.html",
        theses=answer.theses,
        open_to=await _named(visit, set(answer.enrolment_ids)),
        state_name=state_name,
    )


async def _named(visit: Visit, enrolment_ids: set[str]) -> list[EnrolmentNode]:
    if not enrolment_ids:
        return []
    return [node for node in await enrolments_of(visit) if node.enrolment_id in enrolment_ids]


async def one(visit: Visit) -> Response:
    """One thesis: state, dates, extension, and the grades once they are released."""
    return visit.render(
        "own_thesis.html",
        thesis=await _thesis(visit),
        done=visit.asked("done"),
        state_name=state_name,
        admitted=ADMITTED,
    )


async def ask_to_hand_in(visit: Visit) -> Response:
    """The form with the file; only a thesis under way has it."""
    thesis = await _thesis(visit)
    if thesis.state != ADMITTED:
        return visit.go(_path(thesis))
    return visit.render("hand_in_thesis.html", thesis=thesis)


async def hand_in(visit: Visit) -> Response:
    """Hands the file in; what is wrong with it stands at the field."""
    form = await visit.form(with_file=True)
    document = await document_of(form)
    thesis = await _thesis(visit)
    if document.problem:
        problems = Problems(fields={DOCUMENT_FIELD: (visit.t(document.problem),)})
        return visit.render("hand_in_thesis.html", status=422, problems=problems, thesis=thesis)
    request = HandInThesisRequest(
        thesis_id=thesis.thesis_id,
        content=document.content,
        file_name=document.file_name,
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.theses.HandInThesis(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.INVALID:
            problems = visit.problems(
                at_document(fault), DOCUMENT_FIELD, home="" if fault.fields else DOCUMENT_FIELD
            )
            return visit.render("hand_in_thesis.html", status=422, problems=problems, thesis=thesis)
        return refusal.page(visit, error, "hand_in", visit.address(_path(thesis)))
    return visit.go(_path(thesis), done="handed_in")


async def document(visit: Visit) -> Response:
    """The thesis as it was handed in."""
    thesis = await _thesis(visit)
    call = visit.services.theses.DownloadThesis(DownloadThesisRequest(thesis_id=thesis.thesis_id))
    name = visit.t("own_thesis.file_name", number=thesis.matriculation_number)
    return await pass_on(call, lambda _: name)


def state_name(state: "ThesisState.ValueType") -> str:
    """The state's name in the texts: "applied", "handed_in"."""
    return ThesisState.Name(state).removeprefix("THESIS_STATE_").lower()


async def _thesis(visit: Visit) -> Thesis:
    answer = await visit.services.theses.GetThesis(
        GetThesisRequest(thesis_id=str(visit.request.path_params["thesis_id"]))
    )
    return answer.thesis


def _path(thesis: Thesis) -> str:
    return f"exams/theses/{thesis.thesis_id}"
