"""The results of a sitting: a table to enter them in, how far they are, and how they are spread."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import (
    EnteredResult,
    EnterResultsRequest,
    GetGradeDistributionRequest,
    GetGradeDistributionResponse,
    ListSittingResultsRequest,
    ListSittingResultsResponse,
    SittingResult,
)
from matrikel.exams.v1.status_pb2 import RegistrationStatus
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.faults import fault_of
from portal.forms import Problems, text_of
from portal.pages.staff.answers import notice, said_in_form, sitting_id
from portal.pages.staff.entries import Entries, day_as_field
from portal.staff_functions import RELEASE_RESULTS
from portal.visit import Visit

ROWS_PER_PAGE = 100
_PARTS = ("grade", "status", "exam_date", "remark")
# Each row has its parts, the same as they were shown, and the version.
_MOST_FIELDS = ROWS_PER_PAGE * (len(_PARTS) + 2) + 10
_ROW_PATH = re.compile(r"results\[(\d+)\](?:\.(\w+))?")
_TOO_FEW = "TOO_FEW_RESULTS"

Status = RegistrationStatus
UNSPECIFIED = Status.REGISTRATION_STATUS_UNSPECIFIED
ENTERABLE = {
    "passed": Status.REGISTRATION_STATUS_PASSED,
    "failed": Status.REGISTRATION_STATUS_FAILED,
    "no_show": Status.REGISTRATION_STATUS_NO_SHOW,
    "cheated": Status.REGISTRATION_STATUS_CHEATED,
    "incomplete": Status.REGISTRATION_STATUS_INCOMPLETE,
    "handed_in": Status.REGISTRATION_STATUS_HANDED_IN,
    "oral_supplementary": Status.REGISTRATION_STATUS_ORAL_SUPPLEMENTARY,
    "repeat_waived": Status.REGISTRATION_STATUS_REPEAT_WAIVED,
}
_NAMES = {status: name for name, status in ENTERABLE.items()}
# Follow from the grade where there is one.
_SAID_BY_GRADE = (Status.REGISTRATION_STATUS_PASSED, Status.REGISTRATION_STATUS_FAILED)
# Released, and something is still to follow.
_PROVISIONAL = (
    Status.REGISTRATION_STATUS_INCOMPLETE,
    Status.REGISTRATION_STATUS_ORAL_SUPPLEMENTARY,
    Status.REGISTRATION_STATUS_HANDED_IN,
)
_SICK = Status.REGISTRATION_STATUS_SICK_NOTE_FILED


@dataclass(frozen=True, slots=True)
class Row:
    """One participant: what is stored, what the form shows, and what it showed at first."""

    result: SittingResult
    typed: Mapping[str, str]
    shown: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether the result can be entered here: not once it is released for good."""
        result = self.result
        if result.registration_status == _SICK:
            return False
        return not result.HasField("release_time") or result.status in _PROVISIONAL

    @property
    def is_sick(self) -> bool:
        """Whether a sick note waits for its decision."""
        return self.result.registration_status == _SICK

    @property
    def was(self) -> str:
        """What the form showed at first, in one field."""
        return "|".join(self.shown[part] for part in _PARTS)


async def show(visit: Visit) -> Response:
    """The table with everybody who is examined."""
    page = await _page(visit)
    return await _table(visit, page, [_row(visit, one) for one in page.results])


async def enter(visit: Visit) -> Response:
    """Stores the rows that were changed, all of them or none; nothing typed is lost."""
    form, page = await asyncio.gather(visit.form(_MOST_FIELDS), _page(visit))
    rows = [_row(visit, one, form) for one in page.results]
    entries = Entries(visit, form)
    changed = [row for row in rows if _is_changed(row, form)]
    request = EnterResultsRequest(
        sitting_id=sitting_id(visit),
        results=[_entered(entries, row) for row in changed],
        request_id=entries.request_id,
    )
    if entries.problems:
        return await _table(visit, page, rows, _named(visit, entries.fields, rows), 422)
    if not changed:
        return _to_page(visit, "nothing", 0)
    try:
        await visit.services.results.EnterResults(request)
    except AioRpcError as error:
        problems, status = _said_of_rows(visit, error, changed)
        return await _table(visit, page, rows, problems, status)
    return _to_page(visit, "saved", len(changed))


async def distribution(visit: Visit) -> Response:
    """How the released grades are distributed, once there are enough of them."""
    sitting = sitting_id(visit)
    found: GetGradeDistributionResponse | None = None
    sentence = ""
    try:
        found = await visit.services.results.GetGradeDistribution(
            GetGradeDistributionRequest(sitting_id=sitting)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.reason != _TOO_FEW:
            raise
        sentence = visit.sentence(fault)
    page, statuses = await asyncio.gather(_page(visit, rows=1), visit.portal.statuses.current())
    return visit.render(
        "staff/distribution.html",
        sitting=page.sitting,
        distribution=found,
        sentence=sentence,
        largest=max((bar.count for bar in found.bars), default=0) if found else 0,
        statuses=statuses,
        form_name=form_name,
    )


async def _page(visit: Visit, rows: int = ROWS_PER_PAGE) -> ListSittingResultsResponse:
    return await visit.services.results.ListSittingResults(
        ListSittingResultsRequest(
            sitting_id=sitting_id(visit), page_size=rows, page_token=visit.asked("page")
        )
    )


async def _table(
    visit: Visit,
    page: ListSittingResultsResponse,
    rows: list[Row],
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    return visit.render(
        "staff/results.html",
        status=status,
        problems=problems or Problems(),
        sitting=page.sitting,
        page=page,
        rows=rows,
        this_page=visit.asked("page"),
        statuses=await visit.portal.statuses.current(),
        enterable=ENTERABLE,
        form_name=form_name,
        may_release=visit.may(RELEASE_RESULTS),
        done=notice(visit, "results_page"),
    )


def _row(visit: Visit, result: SittingResult, form: FormData | None = None) -> Row:
    by_grade = bool(result.grade) and result.status in _SAID_BY_GRADE
    shown = {
        "grade": result.grade.replace(".", visit.t("format.point")) if by_grade else "",
        "status": "" if by_grade else _NAMES.get(result.status, ""),
        "exam_date": day_as_field(result.exam_date) if result.HasField("exam_date") else "",
        "remark": result.remark,
    }
    typed = shown
    if form is not None:
        suffix = result.registration_id
        typed = {
            part: text_of(form, f"{part}-{suffix}") if f"{part}-{suffix}" in form else shown[part]
            for part in _PARTS
        }
    return Row(result, typed, shown)


def _is_changed(row: Row, form: FormData) -> bool:
    """Whether somebody changed the row, compared with what the form showed at first.

    What others changed meanwhile is not part of it: a row that was left alone stays theirs.
    """
    was = form.get(f"was-{row.result.registration_id}")
    if not isinstance(was, str):
        return False
    return was.strip() != "|".join(row.typed[part] for part in _PARTS).strip()


def _entered(entries: Entries, row: Row) -> EnteredResult:
    suffix = row.result.registration_id
    entered = EnteredResult(
        registration_id=suffix,
        grade=entries.grade(f"grade-{suffix}"),
        status=ENTERABLE.get(row.typed["status"], UNSPECIFIED),
        remark=row.typed["remark"],
        version=entries.number(f"version-{suffix}"),
    )
    if day := entries.day(f"exam_date-{suffix}"):
        entered.exam_date.CopyFrom(day)
    return entered


def _said_of_rows(visit: Visit, error: AioRpcError, sent: list[Row]) -> tuple[Problems, int]:
    """What the service said, at the cells that it is about."""
    fault = fault_of(error, visit.language)
    cells: dict[str, tuple[str, ...]] = {}
    for path, sentences in fault.fields.items():
        found = _ROW_PATH.match(path)
        if found is None or int(found[1]) >= len(sent):
            return said_in_form(visit, error)
        part = found[2] if found[2] in _PARTS else "grade"
        name = f"{part}-{sent[int(found[1])].result.registration_id}"
        cells[name] = (*cells.get(name, ()), *sentences)
    if not cells:
        return said_in_form(visit, error)
    return _named(visit, cells, sent), fault.kind.value


def _named(visit: Visit, cells: Mapping[str, tuple[str, ...]], rows: list[Row]) -> Problems:
    """The sentences with the name of whom each is about, so that the summary can be read alone."""
    names = {row.result.registration_id: row.result for row in rows}

    def say(cell: str, sentence: str) -> str:
        result = names[cell.partition("-")[2]]
        who = f"{result.name.family_name}, {result.name.given_names}"
        return visit.t("results_page.problem_of", name=who, sentence=sentence)

    return Problems(
        fields={cell: tuple(say(cell, one) for one in said) for cell, said in cells.items()}
    )


def _to_page(visit: Visit, done: str, count: int) -> Response:
    return visit.go(
        f"sittings/{sitting_id(visit)}/results",
        page=visit.asked("page"),
        done=done,
        count=str(count),
    )
