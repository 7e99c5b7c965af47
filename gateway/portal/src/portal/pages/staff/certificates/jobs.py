"""Jobs that issue certificates of a whole semester: the list, progress, entries, downloads."""

import asyncio
import re
from uuid import uuid4

from grpc.aio import AioRpcError
from matrikel.certificates.v1.certificate_job_pb2 import (
    CancelCertificateJobRequest,
    CertificateJob,
    CertificateJobEntry,
    CertificateJobOutcome,
    CertificateJobState,
    DownloadCertificateJobRequest,
    GetCertificateJobRequest,
    JobDownloadFormat,
    ListCertificateJobEntriesRequest,
    ListCertificateJobsRequest,
    RetryCertificateJobRequest,
)
from starlette.responses import Response

from portal.contract_names import value_name, value_names, value_of
from portal.downloads import pass_on
from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of
from portal.pages.certificates.naming import kinds_of, language_name
from portal.pages.staff.answers import notice
from portal.pages.staff.certificates.ordering import lines_of
from portal.pages.staff.records.changes import id_in
from portal.visit import Visit

# How often the page of a running job loads itself anew.
_REFRESH_SECONDS = 3
_RUNNING = ("collecting", "running")
BADGES = {"collecting": "info", "running": "warning", "done": "success", "cancelled": "danger"}
OUTCOME_BADGES = {"waiting": "info", "issued": "success", "refused": "danger"}


async def show(visit: Visit) -> Response:
    """The jobs, the newest first."""
    kinds, answer = await asyncio.gather(
        kinds_of(visit),
        visit.services.certificate_jobs.ListCertificateJobs(
            ListCertificateJobsRequest(page_token=visit.asked("page"))
        ),
    )
    return visit.render(
        "staff/certificates/jobs.html",
        kinds=kinds,
        jobs=answer.certificate_jobs,
        next_page=answer.next_page_token,
        state_name=state_name,
        badges=BADGES,
    )


async def one(visit: Visit) -> Response:
    """How far a job is, and what became of whom; while it runs the page loads itself anew."""
    return await _page(visit, Problems(), 200)


async def cancel(visit: Visit) -> Response:
    """Stops a job; what was issued stays issued."""
    request = CancelCertificateJobRequest(
        certificate_job_id=_job_id(visit), request_id=await _request_id(visit)
    )
    try:
        await visit.services.certificate_jobs.CancelCertificateJob(request)
    except AioRpcError as error:
        return await _refused(visit, error)
    return visit.go(f"certificate-jobs/{_job_id(visit)}", done="cancelled")


async def retry(visit: Visit) -> Response:
    """Tries those again that were refused."""
    request = RetryCertificateJobRequest(
        certificate_job_id=_job_id(visit), request_id=await _request_id(visit)
    )
    try:
        await visit.services.certificate_jobs.RetryCertificateJob(request)
    except AioRpcError as error:
        return await _refused(visit, error)
    return visit.go(f"certificate-jobs/{_job_id(visit)}", done="retried")


async def download(visit: Visit) -> Response:
    """The archive of the sealed files, or one of the files for the printer."""
    part = visit.asked("part")
    is_print = visit.asked("format") == "print"
    call = visit.services.certificate_jobs.DownloadCertificateJob(
        DownloadCertificateJobRequest(
            certificate_job_id=_job_id(visit),
            format=(
                JobDownloadFormat.JOB_DOWNLOAD_FORMAT_PRINT
                if is_print
                else JobDownloadFormat.JOB_DOWNLOAD_FORMAT_ARCHIVE
            ),
            part=int(part) if is_print and re.fullmatch(r"[0-9]{1,6}", part) else 0,
        )
    )
    return await pass_on(call, lambda first: first.file_name)


def state_name(job: CertificateJob) -> str:
    """The state's name in the texts: "running"."""
    return value_name(CertificateJobState, job.state)


def outcome_name(entry: CertificateJobEntry) -> str:
    """The outcome's name in the texts: "refused"."""
    return value_name(CertificateJobOutcome, entry.outcome)


async def _refused(visit: Visit, error: AioRpcError) -> Response:
    """The job as it stands now, with why that could not be done."""
    fault = fault_of(error, visit.language)
    if fault.kind is not Kind.REFUSED:
        raise error
    return await _page(visit, Problems(general=(visit.sentence(fault),)), fault.kind.value)


async def _page(visit: Visit, problems: Problems, status: int) -> Response:
    asked = visit.asked("outcome")
    chosen = asked if asked in value_names(CertificateJobOutcome) else ""
    outcome = value_of(CertificateJobOutcome, chosen)
    found, entries, kinds = await asyncio.gather(
        visit.services.certificate_jobs.GetCertificateJob(
            GetCertificateJobRequest(certificate_job_id=_job_id(visit))
        ),
        visit.services.certificate_jobs.ListCertificateJobEntries(
            ListCertificateJobEntriesRequest(
                certificate_job_id=_job_id(visit),
                outcome=outcome or CertificateJobOutcome.CERTIFICATE_JOB_OUTCOME_UNSPECIFIED,
                page_token=visit.asked("page"),
            )
        ),
        kinds_of(visit),
    )
    job = found.certificate_job
    is_running = state_name(job) in _RUNNING
    # Whoever reads further pages of entries, or a refusal, is not taken away from them.
    refreshes = is_running and not visit.asked("page") and not problems
    return visit.render(
        "staff/certificates/job.html",
        status=status,
        headers={"Refresh": str(_REFRESH_SECONDS)} if refreshes else None,
        problems=problems,
        job=job,
        own=f"certificate-jobs/{job.certificate_job_id}",
        title_of_type=kinds.name(job.order.type),
        order_lines=lines_of(visit, job.order, kinds),
        state=state_name(job),
        badges=BADGES,
        is_running=is_running,
        refreshes=refreshes,
        entries=entries.entries,
        next_page=entries.next_page_token,
        chosen=chosen,
        outcomes=value_names(CertificateJobOutcome),
        outcome_name=outcome_name,
        outcome_badges=OUTCOME_BADGES,
        language_name=language_name,
        done=notice(visit, "certificate_job"),
    )


async def _request_id(visit: Visit) -> str:
    return id_of(await visit.form(), "request_id") or str(uuid4())


def _job_id(visit: Visit) -> str:
    return id_in(visit, "certificate_job_id")
