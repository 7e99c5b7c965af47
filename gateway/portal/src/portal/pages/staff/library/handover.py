"""Lists of library cards that tutors hand out in the opening week."""

import re
from typing import Any

from grpc.aio import AioRpcError
from matrikel.identity.v1.library_handover_pb2 import (
    AssignHandoverCardsRequest,
    CloseHandoverListRequest,
    CreateHandoverListRequest,
    ExportHandoverListRequest,
    GetHandoverListRequest,
    HandoverEntry,
    HandoverList,
    ImportHandoverRequest,
    IssueHandoverStartCodesRequest,
    ListHandoverListsRequest,
    RecordHandoverRequest,
)
from matrikel.records.v1.calendar_pb2 import ListSemestersRequest
from matrikel.records.v1.catalogue_pb2 import ListProgrammesRequest
from starlette.responses import Response

from portal.downloads import as_download
from portal.fields import Field, Shape
from portal.forms import Problems, document_of, id_of, text_of
from portal.pages.applications.choices import Choices, Group
from portal.pages.staff.answers import notice, said_in_form
from portal.pages.staff.library.people import HOME, SECTION
from portal.pages.staff.records.changes import Change, Preview, Subject
from portal.services import Services
from portal.visit import Visit

LISTS = f"{HOME}/lists"
# Each person on a list has a box to tick, beside the hidden fields.
_MOST_FIELDS = 110
_MOST_PEOPLE = "25"


async def show(visit: Visit) -> Response:
    """Every list, the newest first."""
    answer = await visit.services.library_handover.ListHandoverLists(
        ListHandoverListsRequest(page_token=visit.asked("page"))
    )
    return visit.render(
        "staff/library/lists.html",
        lists=answer.handover_lists,
        next_page=answer.next_page_token,
    )


async def one(visit: Visit) -> Response:
    """A list: cards to assign, to hand out, to tick."""
    return await _page(visit, Problems(), 200)


async def assign(visit: Visit) -> Response:
    """Assigns the numbers that were typed or scanned, one after the other."""
    form = await visit.form()
    numbers = re.findall(r"[0-9]+", text_of(form, "card_numbers"))
    if not numbers:
        missing = Problems(fields={"card_numbers": (visit.t("handover.numbers_missing"),)})
        return await _page(visit, missing, 422)
    request = AssignHandoverCardsRequest(
        handover_list_id=_list_id(visit),
        card_numbers=numbers[:100],
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.library_handover.AssignHandoverCards(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, "card_numbers", home="card_numbers")
        return await _page(visit, problems, status, text_of(form, "card_numbers"))
    return _back(visit, "assigned")


async def record(visit: Visit) -> Response:
    """Notes who was handed a card."""
    form = await visit.form(most_fields=_MOST_FIELDS)
    people = [str(each) for each in form.getlist("person")]
    if not people:
        missing = Problems(general=(visit.t("handover.nobody_ticked"),))
        return await _page(visit, missing, 422)
    request = RecordHandoverRequest(
        handover_list_id=_list_id(visit),
        person_ids=people,
        request_id=id_of(form, "request_id"),
    )
    try:
        answer = await visit.services.library_handover.RecordHandover(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _page(visit, problems, status)
    return _back(visit, "recorded", len(people) - len(answer.left))


async def upload(visit: Visit) -> Response:
    """Reads the ticked list."""
    form = await visit.form(with_file=True)
    document = await document_of(form)
    if document.problem:
        problems = Problems(fields={"document": (visit.t(document.problem),)})
        return await _page(visit, problems, 422)
    request = ImportHandoverRequest(
        handover_list_id=_list_id(visit),
        content=document.content,
        request_id=id_of(form, "request_id"),
    )
    try:
        answer = await visit.services.library_handover.ImportHandover(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, "document", home="document")
        return await _page(visit, problems, status)
    return _back(visit, "recorded", answer.newly_handed_over)


async def download(visit: Visit) -> Response:
    """The list as a file for the tutor."""
    answer = await visit.services.library_handover.ExportHandoverList(
        ExportHandoverListRequest(handover_list_id=_list_id(visit), language=visit.language)
    )
    name = visit.t("handover.file_name")
    return Response(
        answer.body.data, media_type=answer.body.content_type, headers=as_download(name)
    )


async def slips(visit: Visit) -> Response:
    """The start codes for the envelopes, shown once."""
    try:
        answer = await visit.services.library_handover.IssueHandoverStartCodes(
            IssueHandoverStartCodesRequest(handover_list_id=_list_id(visit))
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _page(visit, problems, status)
    return visit.render(
        "staff/library/slips.html",
        slips=[(each.name, each.card_number, each.start_code) for each in answer.start_codes],
        expire_time=answer.expire_time,
        crumbs=[*_crumbs(visit), (visit.t("handover.list"), f"{LISTS}/{_list_id(visit)}")],
    )


async def _page(visit: Visit, problems: Problems, status: int, typed: str = "") -> Response:
    handover = await _list(visit)
    return visit.render(
        "staff/library/list.html",
        status=status,
        problems=problems,
        handover=handover,
        is_open=not handover.HasField("close_time"),
        unassigned=sum(not each.card_number and _waits(each) for each in handover.entries),
        waiting=[each for each in handover.entries if each.card_number and _waits(each)],
        typed=typed,
        done=notice(visit, "handover"),
    )


def _waits(entry: HandoverEntry) -> bool:
    return not entry.HasField("hand_over_time") and not entry.served_at_desk


async def _list(visit: Visit) -> HandoverList:
    answer = await visit.services.library_handover.GetHandoverList(
        GetHandoverListRequest(handover_list_id=_list_id(visit))
    )
    return answer.handover_list


def _list_id(visit: Visit) -> str:
    return str(visit.request.path_params["handover_list_id"])


def _back(visit: Visit, done: str, count: int = 0) -> Response:
    return visit.go(f"{LISTS}/{_list_id(visit)}", done=done, count=str(count))


def _crumbs(visit: Visit) -> list[tuple[str, str]]:
    return [(visit.t("menu.library_desk"), HOME), (visit.t("handover.title"), LISTS)]


async def _new(visit: Visit) -> Subject:
    calendar = await visit.services.calendar.ListSemesters(ListSemestersRequest())
    catalogue = await visit.services.catalogue.ListProgrammes(ListProgrammesRequest())
    is_german = visit.language == "de"
    programmes = [
        (
            each.programme_code,
            f"{each.degree.short_name} {each.name.de if is_german else each.name.en}",
        )
        for each in catalogue.programmes
        if not each.doctoral
    ]
    choices = Choices(
        semesters=calendar.semesters, offered={"programme_code": [Group("", tuple(programmes))]}
    )
    usual = {"most_people": _MOST_PEOPLE}
    return Subject(SECTION, _crumbs(visit), LISTS, choices=choices, usual=usual)


async def _whole(visit: Visit) -> Subject:
    handover = await _list(visit)
    left = sum(_waits(each) for each in handover.entries)
    path = f"{LISTS}/{handover.handover_list_id}"
    facts = [(visit.t("handover.list"), handover.name), (visit.t("handover.left"), str(left))]
    return Subject(SECTION, [*_crumbs(visit), (handover.name, path)], path, facts)


async def _create(services: Services, request: Any) -> Any:
    return await services.library_handover.CreateHandoverList(request)


async def _close(services: Services, request: Any) -> Any:
    return await services.library_handover.CloseHandoverList(request)


def _people(visit: Visit, answer: Any) -> Preview:
    return Preview([(visit.t("handover.people"), str(answer.handover_list.people))])


def _to_new(visit: Visit, answer: Any) -> Response:
    return visit.go(f"{LISTS}/{answer.handover_list.handover_list_id}", done="created")


CREATE = Change(
    "create_handover_list",
    (
        Field("name", label="tutor_group", most_characters=120),
        Field("programme_code", Shape.OFFERED),
        Field("semester", Shape.SEMESTER, label="first_semester"),
        Field("most_people", Shape.NUMBER),
    ),
    lambda _visit: CreateHandoverListRequest(),
    _create,
    _new,
    _to_new,
    _people,
)
CLOSE = Change(
    "close_handover_list",
    (),
    lambda visit: CloseHandoverListRequest(handover_list_id=_list_id(visit)),
    _close,
    _whole,
    lambda visit, _answer: _back(visit, "closed"),
    lambda visit, answer: Preview(
        [(visit.t("handover.handed_over"), str(answer.handover_list.handed_over))]
    ),
)
