"""CertificateJobService: certificates of a whole semester for an office."""

from collections.abc import AsyncIterator
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name, pack_semester, pack_text, unpack_semester
from chassis.paging import encode_token, page_size, read_position
from chassis.rpc import Work, current_call
from chassis.values import Language
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import certificate_job_pb2 as messages
from matrikel.certificates.v1.certificate_job_pb2_grpc import CertificateJobServiceServicer

from certificates.app.accounts import user_name_of
from certificates.app.jobs import (
    cancel_job,
    job_with_id,
    list_entries,
    list_jobs,
    part_to_print,
    require_for_jobs,
    require_issued,
    retry_job,
    start_job,
)
from certificates.domain.jobs import (
    CertificateJob,
    JobEntry,
    JobOrder,
    JobOutcome,
    JobState,
    JobStudent,
)
from certificates.events.packing import LANGUAGES, TYPES
from certificates.flows.job_files import JobFiles
from certificates.flows.jobs import CertificateJobs
from certificates.texts.job_list import ARCHIVE_NAME, PRINT_NAME

# What the contract names.
_EXAMPLES = 25
_JOBS_ON_A_PAGE = 25
_ENTRIES_ON_A_PAGE = 50

_TYPES = {number: one for one, number in TYPES.items()}
_LANGUAGES = {number: one for one, number in LANGUAGES.items()}
_STATES = {
    JobState.COLLECTING: messages.CERTIFICATE_JOB_STATE_COLLECTING,
    JobState.RUNNING: messages.CERTIFICATE_JOB_STATE_RUNNING,
    JobState.DONE: messages.CERTIFICATE_JOB_STATE_DONE,
    JobState.CANCELLED: messages.CERTIFICATE_JOB_STATE_CANCELLED,
}
_OUTCOMES = {
    JobOutcome.WAITING: messages.CERTIFICATE_JOB_OUTCOME_WAITING,
    JobOutcome.ISSUED: messages.CERTIFICATE_JOB_OUTCOME_ISSUED,
    JobOutcome.REFUSED: messages.CERTIFICATE_JOB_OUTCOME_REFUSED,
}
_OUTCOME_OF = {number: one for one, number in _OUTCOMES.items()}


class CertificateJobApi(CertificateJobServiceServicer):
    """Orders jobs, says how far they are, hands out what they issued."""

    def __init__(self, work: Work, jobs: CertificateJobs, files: JobFiles) -> None:
        self._work = work
        self._jobs = jobs
        self._files = files

    async def PreviewCertificateJob(
        self, request: messages.PreviewCertificateJobRequest, context: object
    ) -> messages.PreviewCertificateJobResponse:
        """For whom the job would issue certificates."""
        order = _order(request.order)
        await self._work.read(lambda _: require_for_jobs(order))
        page = await self._jobs.preview(order, _EXAMPLES)
        return messages.PreviewCertificateJobResponse(
            total_count=page.total,
            examples=[
                _pack_student(one, JobOutcome.WAITING, messages.CertificateJobEntry())
                for one in page.students
            ],
        )

    async def StartCertificateJob(
        self, request: messages.StartCertificateJobRequest, context: object
    ) -> messages.StartCertificateJobResponse:
        """Orders a job; it runs in the background."""
        clerk = _clerk()

        def answer(tx: Transaction) -> messages.StartCertificateJobResponse:
            job = start_job(tx, _order(request.order), user_name_of(tx, clerk))
            return messages.StartCertificateJobResponse(certificate_job=_pack(job))

        return await self._work.write(answer)

    async def GetCertificateJob(
        self, request: messages.GetCertificateJobRequest, context: object
    ) -> messages.GetCertificateJobResponse:
        """One job."""

        def answer(tx: Transaction) -> messages.GetCertificateJobResponse:
            job = job_with_id(tx, UUID(request.certificate_job_id))
            return messages.GetCertificateJobResponse(certificate_job=_pack(job))

        return await self._work.read(answer)

    async def ListCertificateJobs(
        self, request: messages.ListCertificateJobsRequest, context: object
    ) -> messages.ListCertificateJobsResponse:
        """The jobs, the newest first."""

        def answer(tx: Transaction) -> messages.ListCertificateJobsResponse:
            size = page_size(request.page_size, default=_JOBS_ON_A_PAGE)
            before = read_position(request.page_token, 1, UUID)
            # One more than asked for shows whether another page follows.
            found = list_jobs(tx, before, size + 1)
            has_next = len(found) > size
            return messages.ListCertificateJobsResponse(
                certificate_jobs=[_pack(one) for one in found[:size]],
                next_page_token=encode_token([str(found[size - 1].job_id)]) if has_next else "",
            )

        return await self._work.read(answer)

    async def ListCertificateJobEntries(
        self, request: messages.ListCertificateJobEntriesRequest, context: object
    ) -> messages.ListCertificateJobEntriesResponse:
        """The students of a job, and what became of each."""

        def answer(tx: Transaction) -> messages.ListCertificateJobEntriesResponse:
            size = page_size(request.page_size, default=_ENTRIES_ON_A_PAGE)
            behind = read_position(request.page_token, 1, int) or 0
            outcome = _OUTCOME_OF.get(request.outcome)
            job_id = UUID(request.certificate_job_id)
            found = list_entries(tx, job_id, outcome, behind, size + 1)
            has_next = len(found) > size
            return messages.ListCertificateJobEntriesResponse(
                entries=[_pack_entry(one) for one in found[:size]],
                next_page_token=encode_token([str(found[size - 1].position)]) if has_next else "",
            )

        return await self._work.read(answer)

    async def CancelCertificateJob(
        self, request: messages.CancelCertificateJobRequest, context: object
    ) -> messages.CancelCertificateJobResponse:
        """Stops a job."""

        def answer(tx: Transaction) -> messages.CancelCertificateJobResponse:
            job = cancel_job(tx, UUID(request.certificate_job_id))
            return messages.CancelCertificateJobResponse(certificate_job=_pack(job))

        return await self._work.write(answer)

    async def RetryCertificateJob(
        self, request: messages.RetryCertificateJobRequest, context: object
    ) -> messages.RetryCertificateJobResponse:
        """Tries those again who have no certificate."""

        def answer(tx: Transaction) -> messages.RetryCertificateJobResponse:
            job = retry_job(tx, UUID(request.certificate_job_id))
            return messages.RetryCertificateJobResponse(certificate_job=_pack(job))

        return await self._work.write(answer)

    async def DownloadCertificateJob(
        self, request: messages.DownloadCertificateJobRequest, context: object
    ) -> AsyncIterator[messages.DownloadCertificateJobResponse]:
        """What was issued, piece by piece."""
        job_id, language = UUID(request.certificate_job_id), current_call().language
        if request.format == messages.JOB_DOWNLOAD_FORMAT_PRINT:
            part = request.part or 1
            positions = await self._work.read(lambda tx: part_to_print(tx, job_id, part))
            content_type = "application/pdf"
            pieces = self._files.print_file(job_id, part, positions)
        else:
            part = 0
            await self._work.read(lambda tx: require_issued(tx, job_id))
            content_type = "application/zip"
            pieces = self._files.archive(job_id)
        job = await self._work.read(lambda tx: job_with_id(tx, job_id))
        file_name = _file_name(job, part, language)
        async for piece in pieces:
            yield messages.DownloadCertificateJobResponse(
                body=HttpBody(content_type=content_type, data=piece), file_name=file_name
            )
            content_type = file_name = ""


def _clerk() -> UUID:
    caller = current_call().caller
    if caller is None:
        raise AssertionError("the contract lets nobody in without a token")
    return caller.person_id


def _file_name(job: CertificateJob, part: int, language: Language) -> str:
    name = PRINT_NAME if part else ARCHIVE_NAME
    return name.format(semester=job.order.semester.code, part=str(part)).in_language(language)


def _order(order: messages.CertificateJobOrder) -> JobOrder:
    return JobOrder(
        type=_TYPES[order.type],
        language=_LANGUAGES[order.language],
        semester=unpack_semester(order.semester),
        school_code=order.school_code,
        programme_code=order.programme_code,
        with_address=order.with_address,
    )


def _pack(job: CertificateJob) -> messages.CertificateJob:
    order = job.order
    return messages.CertificateJob(
        certificate_job_id=str(job.job_id),
        order=messages.CertificateJobOrder(
            type=TYPES[order.type],
            language=LANGUAGES[order.language],
            semester=pack_semester(order.semester),
            school_code=order.school_code,
            programme_code=order.programme_code,
            with_address=order.with_address,
        ),
        state=_STATES[job.state],
        total_count=job.total,
        issued_count=job.issued,
        refused_count=job.refused,
        ordered_by=job.ordered_by,
        order_time=pack_moment(job.order_time),
        end_time=pack_moment(job.end_time),
        print_part_count=job.print_parts,
    )


def _pack_entry(entry: JobEntry) -> messages.CertificateJobEntry:
    packed = messages.CertificateJobEntry(
        certificate_id=str(entry.certificate_id or ""),
        refusal_reason=entry.refusal_reason,
        refusal_message=pack_text(entry.refusal_message) if entry.refusal_message else None,
    )
    return _pack_student(entry.student, entry.outcome, packed)


def _pack_student(
    student: JobStudent, outcome: JobOutcome, packed: messages.CertificateJobEntry
) -> messages.CertificateJobEntry:
    packed.person_id = str(student.person_id)
    packed.enrolment_id = str(student.enrolment_id)
    packed.matriculation_number = student.matriculation_number
    packed.name.CopyFrom(pack_name(student.name))
    packed.outcome = _OUTCOMES[outcome]
    return packed
