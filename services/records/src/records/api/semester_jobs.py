"""SemesterJobService: the jobs of a semester."""

from collections.abc import Mapping
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name, pack_semester, pack_text, unpack_semester
from chassis.paging import page_size
from chassis.rpc import Work
from matrikel.records.v1 import reregistration_pb2 as messages
from matrikel.records.v1.reregistration_pb2_grpc import SemesterJobServiceServicer

from records.api.callers import calling_user
from records.api.page_tokens import id_in, token_of
from records.app.semester_jobs import (
    job_with_id,
    list_jobs,
    preview,
    preview_page,
    refusal_today,
    start_job,
)
from records.domain.semester_jobs import JobKind, JobState, Outcome, SemesterJob
from records.texts.reregistration import refusal_message

# The page size that the contract names.
_DEFAULT_PAGE_SIZE = 25
_KINDS = {
    JobKind.OPEN: messages.SEMESTER_JOB_KIND_OPEN,
    JobKind.REMIND: messages.SEMESTER_JOB_KIND_REMIND,
    JobKind.CLOSE: messages.SEMESTER_JOB_KIND_CLOSE,
}
_KIND_OF = {message: kind for kind, message in _KINDS.items()}
_STATES = {
    JobState.RUNNING: messages.SEMESTER_JOB_STATE_RUNNING,
    JobState.DONE: messages.SEMESTER_JOB_STATE_DONE,
}
_OUTCOMES = {
    Outcome.CALLED: messages.SEMESTER_JOB_OUTCOME_CALLED,
    Outcome.REREGISTERED: messages.SEMESTER_JOB_OUTCOME_REREGISTERED,
    Outcome.COMPLETED: messages.SEMESTER_JOB_OUTCOME_COMPLETED,
    Outcome.ENDS: messages.SEMESTER_JOB_OUTCOME_ENDS,
    Outcome.DEREGISTRATION_PENDING: messages.SEMESTER_JOB_OUTCOME_DEREGISTRATION_PENDING,
    Outcome.REMINDED: messages.SEMESTER_JOB_OUTCOME_REMINDED,
    Outcome.DEREGISTERED: messages.SEMESTER_JOB_OUTCOME_DEREGISTERED,
    Outcome.DEADLINE_NOT_OVER: messages.SEMESTER_JOB_OUTCOME_DEADLINE_NOT_OVER,
    Outcome.NOT_REMINDED: messages.SEMESTER_JOB_OUTCOME_NOT_REMINDED,
    Outcome.UNCHANGED: messages.SEMESTER_JOB_OUTCOME_UNCHANGED,
}
_OUTCOME_OF = {message: outcome for outcome, message in _OUTCOMES.items()}


class SemesterJobApi(SemesterJobServiceServicer):
    """Orders jobs and says how far they are."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def PreviewSemesterJob(
        self, request: messages.PreviewSemesterJobRequest, context: object
    ) -> messages.PreviewSemesterJobResponse:
        """What a job would do today."""

        def answer(tx: Transaction) -> messages.PreviewSemesterJobResponse:
            kind, semester = _KIND_OF[request.kind], unpack_semester(request.semester)
            refused = refusal_today(tx, kind, semester)
            behind = id_in(request.page_token)
            counted = preview(tx, kind, semester) if behind is None else {}
            page = preview_page(
                tx,
                kind,
                semester,
                _OUTCOME_OF.get(request.outcome),
                behind,
                page_size(request.page_size, default=_DEFAULT_PAGE_SIZE),
            )
            return messages.PreviewSemesterJobResponse(
                counts=_counts(counted),
                persons=[
                    messages.SemesterJobPreviewPerson(
                        person_id=str(each.person.person_id),
                        matriculation_number=each.person.matriculation_number,
                        name=pack_name(each.person.name),
                        outcome=_OUTCOMES[each.outcome],
                        open_cents=each.open_cents,
                    )
                    for each in page.persons
                ],
                next_page_token=token_of(str(page.behind or "")),
                refusal_reason=refused.refusal.value if refused else "",
                refusal_message=(
                    pack_text(refusal_message(refused, semester)) if refused else None
                ),
            )

        return await self._work.read(answer)

    async def StartSemesterJob(
        self, request: messages.StartSemesterJobRequest, context: object
    ) -> messages.StartSemesterJobResponse:
        """Orders a job; it runs in the background."""

        def answer(tx: Transaction) -> messages.StartSemesterJobResponse:
            kind, semester = _KIND_OF[request.kind], unpack_semester(request.semester)
            job = start_job(tx, kind, semester, calling_user(tx))
            return messages.StartSemesterJobResponse(semester_job=_pack(job))

        return await self._work.write(answer)

    async def GetSemesterJob(
        self, request: messages.GetSemesterJobRequest, context: object
    ) -> messages.GetSemesterJobResponse:
        """One job."""

        def answer(tx: Transaction) -> messages.GetSemesterJobResponse:
            job = job_with_id(tx, UUID(request.semester_job_id))
            return messages.GetSemesterJobResponse(semester_job=_pack(job))

        return await self._work.read(answer)

    async def ListSemesterJobs(
        self, request: messages.ListSemesterJobsRequest, context: object
    ) -> messages.ListSemesterJobsResponse:
        """The jobs, the newest first."""

        def answer(tx: Transaction) -> messages.ListSemesterJobsResponse:
            size = page_size(request.page_size, default=_DEFAULT_PAGE_SIZE)
            # One more than asked for shows whether another page follows.
            found = list_jobs(tx, id_in(request.page_token), size + 1)
            last = str(found[size - 1].semester_job_id) if len(found) > size else ""
            return messages.ListSemesterJobsResponse(
                semester_jobs=[_pack(each) for each in found[:size]],
                next_page_token=token_of(last),
            )

        return await self._work.read(answer)


def _pack(job: SemesterJob) -> messages.SemesterJob:
    return messages.SemesterJob(
        semester_job_id=str(job.semester_job_id),
        kind=_KINDS[job.kind],
        semester=pack_semester(job.semester),
        state=_STATES[job.state],
        total_count=job.total,
        seen_count=job.seen,
        counts=_counts(job.outcomes),
        ordered_by=job.ordered_by,
        order_time=pack_moment(job.order_time),
        end_time=pack_moment(job.end_time),
    )


def _counts(counted: Mapping[Outcome, int]) -> list[messages.SemesterJobCount]:
    return [
        messages.SemesterJobCount(outcome=_OUTCOMES[outcome], count=counted[outcome])
        for outcome in Outcome
        if counted.get(outcome)
    ]
