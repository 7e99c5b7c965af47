"""Re-registration of a semester: who has, who has not, and the jobs that call, remind and close."""

import asyncio
from uuid import uuid4

from chassis.values import Semester
from grpc.aio import AioRpcError
from matrikel.records.v1.reregistration_pb2 import (
    GetSemesterJobRequest,
    ListReregistrationsRequest,
    ListSemesterJobsRequest,
    PreviewSemesterJobRequest,
    ReregistrationReason,
    ReregistrationState,
    SemesterJob,
    SemesterJobKind,
    SemesterJobOutcome,
    SemesterJobState,
    StartSemesterJobRequest,
)
from matrikel.type.v1 import semester_pb2
from starlette.responses import Response

from portal.contract_names import value_name, value_names, value_of
from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, id_of
from portal.pages import failure
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import id_in
from portal.visit import Visit

KINDS = ("open", "remind", "close")
STATES = ("called", "reminded", "done", "closed", "exempt")
BADGES = {"done": "success", "reminded": "warning", "called": "warning", "closed": "danger"}
# How often the page of a running job loads itself anew.
_REFRESH_SECONDS = 3


async def show(visit: Visit) -> Response:
    """The semester at a glance, its jobs, and the persons by state."""
    published, state = await persons.semesters(visit), visit.asked("state")
    chosen = state if state in STATES else ""
    known = [one.semester.code for one in published]
    semester = _semester(visit)
    if semester not in known and known:
        semester = known[0]
    listed, jobs = await asyncio.gather(
        visit.services.reregistrations.ListReregistrations(
            ListReregistrationsRequest(
                semester=semester_pb2.Semester(code=semester),
                states=[_state(chosen)] if chosen else [],
                page_token=visit.asked("page"),
            )
        ),
        visit.services.semester_jobs.ListSemesterJobs(ListSemesterJobsRequest()),
    )
    counts = {value_name(ReregistrationState, one.state): one.count for one in listed.counts}
    return visit.render(
        "staff/records/reregistration.html",
        semester=semester,
        semesters=known,
        dates=next((one for one in published if one.semester.code == semester), None),
        counts=[(name, counts.get(name, 0)) for name in STATES] if listed.counts else [],
        total=sum(counts.values()),
        reregistrations=listed.reregistrations,
        next_page=listed.next_page_token,
        is_first=not visit.asked("page"),
        chosen=chosen,
        jobs=[one for one in jobs.semester_jobs if one.semester.code == semester],
        kinds=KINDS,
        states=STATES,
        badges=BADGES,
        state_name=lambda value: value_name(ReregistrationState, value),
        reason_name=lambda value: value_name(ReregistrationReason, value),
        job_name=job_name,
        is_running=is_running,
    )


async def preview(visit: Visit) -> Response:
    """What a job would do today, with counts and persons."""
    return await _preview(visit, Problems(), 200)


async def start(visit: Visit) -> Response:
    """Orders the job and leads to its progress."""
    kind = _kind(visit)
    if kind is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    form = await visit.form()
    request = StartSemesterJobRequest(
        kind=kind,
        semester=semester_pb2.Semester(code=_semester(visit)),
        request_id=id_of(form, "request_id") or str(uuid4()),
    )
    try:
        answer = await visit.services.semester_jobs.StartSemesterJob(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await _preview(visit, Problems(general=(visit.sentence(fault),)), 409)
    return visit.go(f"reregistration/jobs/{answer.semester_job.semester_job_id}")


async def job(visit: Visit) -> Response:
    """How far a job is; while it runs the page loads itself anew."""
    answer = await visit.services.semester_jobs.GetSemesterJob(
        GetSemesterJobRequest(semester_job_id=id_in(visit, "semester_job_id"))
    )
    found = answer.semester_job
    headers = {"Refresh": str(_REFRESH_SECONDS)} if is_running(found) else None
    return visit.render(
        "staff/records/semester_job.html",
        headers=headers,
        job=found,
        is_running=is_running(found),
        job_name=job_name,
        outcome_name=outcome_name,
    )


def job_name(kind: "SemesterJobKind.ValueType") -> str:
    """The job's name in the texts: "open", "remind", "close"."""
    return value_name(SemesterJobKind, kind)


def outcome_name(outcome: "SemesterJobOutcome.ValueType") -> str:
    """The outcome's name in the texts: "called"."""
    return value_name(SemesterJobOutcome, outcome)


def is_running(found: SemesterJob) -> bool:
    """Whether it still has persons to see."""
    return found.state == SemesterJobState.SEMESTER_JOB_STATE_RUNNING


async def _preview(visit: Visit, problems: Problems, status: int) -> Response:
    kind = _kind(visit)
    if kind is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    semester, outcome = _semester(visit), visit.asked("outcome")
    chosen = outcome if outcome in value_names(SemesterJobOutcome) else ""
    answer = await visit.services.semester_jobs.PreviewSemesterJob(
        PreviewSemesterJobRequest(
            kind=kind,
            semester=semester_pb2.Semester(code=semester),
            outcome=value_of(SemesterJobOutcome, chosen) or 0,  # type: ignore[arg-type]  # 0: all
            page_token=visit.asked("page"),
        )
    )
    return visit.render(
        "staff/records/job_preview.html",
        status=status,
        problems=problems,
        kind=id_in(visit, "kind"),
        semester=semester,
        preview=answer,
        chosen=chosen,
        outcome_name=outcome_name,
    )


def _kind(visit: Visit) -> "SemesterJobKind.ValueType | None":
    return value_of(SemesterJobKind, id_in(visit, "kind"))


def _state(name: str) -> "ReregistrationState.ValueType":
    return value_of(ReregistrationState, name) or ReregistrationState.REREGISTRATION_STATE_CALLED


def _semester(visit: Visit) -> str:
    """The one in the address, else the one whose re-registration is under way or comes next."""
    try:
        return Semester.parse(visit.asked("semester")).code
    except ValueError:
        return Semester.of(visit.portal.today()).next().code
