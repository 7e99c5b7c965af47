"""Offering an exam and changing what was decided of a sitting."""

import asyncio
from collections.abc import Mapping

from google.protobuf.field_mask_pb2 import FieldMask
from grpc.aio import AioRpcError
from matrikel.exams.v1.sitting_pb2 import (
    CreateSittingRequest,
    Seating,
    Sitting,
    SittingDraft,
    UpdateSittingRequest,
)
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.staff.answers import (
    said_in_form,
    semesters_around,
    sitting_id,
    sitting_of,
    to_sitting,
)
from portal.pages.staff.entries import Entries, as_field
from portal.visit import Visit

_FIXED = ("exam_number", "semester", "examination_period")
CHANGEABLE = (
    "start_time",
    "room",
    "examiner_user_name",
    "capacity",
    "has_waiting_list",
    "seating",
    "registration_open_time",
    "registration_close_time",
    "withdrawal_close_time",
)
_FIELDS = (*_FIXED, *CHANGEABLE)
_SEATINGS = {
    "first_come": Seating.SEATING_FIRST_COME,
    "lottery": Seating.SEATING_LOTTERY,
    "admission": Seating.SEATING_ADMISSION,
}
SEATING_NAMES = {seating: name for name, seating in _SEATINGS.items()}


async def ask_for_new(visit: Visit) -> Response:
    """The form for a new sitting."""
    typed = dict.fromkeys(_FIELDS, "") | {
        "semester": semesters_around(visit)[2],
        "examination_period": "1",
        "seating": "first_come",
        "has_waiting_list": "yes",
    }
    return _form_for_new(visit, typed)


async def create(visit: Visit) -> Response:
    """Offers the exam."""
    entries = Entries(visit, await visit.form())
    typed = entries.typed(_FIELDS)
    draft = _draft(entries)
    draft.exam_number = entries.text("exam_number", "sitting_form.exam_missing")
    draft.semester.code = typed["semester"]
    draft.examination_period = entries.number("examination_period")
    if entries.problems:
        return _form_for_new(visit, typed, entries.problems, 422)
    request = CreateSittingRequest(request_id=entries.request_id, sitting=draft)
    try:
        answer = await visit.services.sittings.CreateSitting(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return _form_for_new(visit, typed, problems, status)
    return visit.go(f"sittings/{answer.sitting.sitting_id}", done="created")


async def ask_to_change(visit: Visit) -> Response:
    """The form with what holds now."""
    sitting = await sitting_of(visit)
    return _form_for_change(visit, sitting, typed_of(sitting) | {"reason": ""})


async def change(visit: Visit) -> Response:
    """Stores what was changed.

    Where somebody else was faster, the form shows both what is stored now and what was typed, and
    sending it again overrides knowingly.
    """
    form, sitting = await asyncio.gather(visit.form(), sitting_of(visit))
    entries = Entries(visit, form)
    typed = entries.typed((*CHANGEABLE, "reason"))
    draft = _draft(entries)
    if entries.problems:
        return _form_for_change(visit, sitting, typed, entries.problems, 422)
    stored = typed_of(sitting)
    changed = [name for name in CHANGEABLE if typed[name] != stored[name]]
    etag = entries.text("etag")
    if not changed and etag == sitting.etag:
        return to_sitting(visit, "unchanged")
    if etag != sitting.etag:
        problems = Problems((visit.t("sitting_form.conflict"),))
        return _form_for_change(visit, sitting, typed, problems, 409, conflicts=changed)
    draft.exam_number = sitting.exam_number
    draft.semester.CopyFrom(SemesterMessage(code=sitting.semester.code))
    draft.examination_period = sitting.examination_period
    request = UpdateSittingRequest(
        sitting_id=sitting.sitting_id,
        sitting=draft,
        update_mask=FieldMask(paths=changed),
        etag=etag,
        reason=typed["reason"],
        request_id=entries.request_id,
    )
    try:
        answer = await visit.services.sittings.UpdateSitting(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *CHANGEABLE, "reason")
        return _form_for_change(visit, sitting, typed, problems, status)
    return to_sitting(visit, "changed", told=answer.told_count, moved=answer.promoted_count)


def typed_of(sitting: Sitting) -> dict[str, str]:
    """What holds for a sitting, as its form shows it; dates of the period stay empty."""

    def moment(name: str) -> str:
        return as_field(getattr(sitting, name)) if sitting.HasField(name) else ""  # type: ignore[arg-type]  # mypy-protobuf wants a literal

    own = sitting.own_window
    return {
        "start_time": moment("start_time"),
        "room": sitting.room,
        "examiner_user_name": sitting.examiner_user_name,
        "capacity": str(sitting.capacity) if sitting.capacity else "",
        "has_waiting_list": "yes" if sitting.has_waiting_list else "",
        "seating": SEATING_NAMES.get(sitting.seating, "first_come"),
        "registration_open_time": moment("registration_open_time") if own else "",
        "registration_close_time": moment("registration_close_time") if own else "",
        "withdrawal_close_time": moment("withdrawal_close_time") if own else "",
    }


def _draft(entries: Entries) -> SittingDraft:
    return SittingDraft(
        start_time=entries.moment("start_time"),
        room=entries.text("room"),
        examiner_user_name=entries.text("examiner_user_name", "sitting_form.examiner_missing"),
        capacity=entries.number("capacity"),
        has_waiting_list=entries.ticked("has_waiting_list"),
        seating=_SEATINGS.get(entries.text("seating"), Seating.SEATING_UNSPECIFIED),
        registration_open_time=entries.moment("registration_open_time"),
        registration_close_time=entries.moment("registration_close_time"),
        withdrawal_close_time=entries.moment("withdrawal_close_time"),
    )


def _form_for_new(
    visit: Visit, typed: Mapping[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "staff/new_sitting.html",
        status=status,
        problems=problems or Problems(),
        typed=typed,
        semesters=semesters_around(visit),
    )


def _form_for_change(
    visit: Visit,
    sitting: Sitting,
    typed: Mapping[str, str],
    problems: Problems | None = None,
    status: int = 200,
    conflicts: list[str] | None = None,
) -> Response:
    return visit.render(
        "staff/change_sitting.html",
        status=status,
        problems=problems or Problems(),
        sitting=sitting,
        sitting_id=sitting_id(visit),
        typed=typed,
        stored=typed_of(sitting),
        conflicts=conflicts or [],
        form_name=form_name,
    )
