"""A job through the running service: ordered, issued, handed out."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import pikepdf
import pytest
import pytest_asyncio
from certificates.app.accounts import remember_account
from certificates.main import service
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running, until, within
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.certificates.v1 import certificate_job_pb2 as messages
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.certificates.v1.certificate_job_pb2_grpc import CertificateJobServiceStub
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel.type.v1 import semester_pb2

from .neighbours import Neighbours, running_neighbours
from .samples import PERSON_ID

CLERK_ID = uuid4()
OFFICE = (access_pb2.ROLE_STUDENT_SERVICES,)


@pytest_asyncio.fixture
async def neighbours() -> AsyncIterator[Neighbours]:
    async with running_neighbours() as them:
        yield them


@pytest_asyncio.fixture
async def served(
    database: Database, neighbours: Neighbours, tmp_path: Path
) -> AsyncIterator[ServiceUnderTest]:
    within(database, remember_account, CLERK_ID, "lschulz", "")
    async with running(service, database, keys_dir=tmp_path, **neighbours.settings) as one:
        yield one


def order(
    kind: "certificate_pb2.CertificateType.ValueType" = certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
) -> messages.CertificateJobOrder:
    return messages.CertificateJobOrder(
        type=kind,
        language=certificate_pb2.DOCUMENT_LANGUAGE_BOTH,
        semester=semester_pb2.Semester(code="2026W"),
        with_address=True,
    )


def reason(error: grpc.aio.AioRpcError) -> str:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    return str(info.reason)


async def download(
    stub: CertificateJobServiceStub, clerk: Any, job_id: str, form: Any, part: int = 0
) -> tuple[str, str, bytes]:
    request = messages.DownloadCertificateJobRequest(
        certificate_job_id=job_id, format=form, part=part
    )
    pieces = [one async for one in stub.DownloadCertificateJob(request, metadata=clerk)]
    content = b"".join(one.body.data for one in pieces)
    return pieces[0].file_name, pieces[0].body.content_type, content


async def test_an_office_has_letters_issued_for_a_whole_semester(
    served: ServiceUnderTest, neighbours: Neighbours
) -> None:
    stub = CertificateJobServiceStub(served.channel)
    clerk = served.signed_in(CLERK_ID, OFFICE)
    preview = await stub.PreviewCertificateJob(
        messages.PreviewCertificateJobRequest(order=order()), metadata=clerk
    )
    assert preview.total_count == 1
    assert preview.examples[0].person_id == str(PERSON_ID)

    request = messages.StartCertificateJobRequest(order=order(), request_id=str(uuid4()))
    started = await stub.StartCertificateJob(request, metadata=clerk)
    assert started.certificate_job.ordered_by == "lschulz"
    assert await stub.StartCertificateJob(request, metadata=clerk) == started
    job_id = started.certificate_job.certificate_job_id

    async def ended() -> bool:
        answer = await stub.GetCertificateJob(
            messages.GetCertificateJobRequest(certificate_job_id=job_id), metadata=clerk
        )
        return answer.certificate_job.HasField("end_time")

    await until(ended, seconds=30)
    listed = await stub.ListCertificateJobs(messages.ListCertificateJobsRequest(), metadata=clerk)
    [job] = listed.certificate_jobs
    assert (job.state, job.total_count, job.issued_count) == (
        messages.CERTIFICATE_JOB_STATE_DONE,
        1,
        1,
    )
    assert (job.order, job.print_part_count) == (order(), 1)
    assert neighbours.askers == {"service"}
    entries = await stub.ListCertificateJobEntries(
        messages.ListCertificateJobEntriesRequest(
            certificate_job_id=job_id, outcome=messages.CERTIFICATE_JOB_OUTCOME_ISSUED
        ),
        metadata=clerk,
    )
    [entry] = entries.entries
    assert entry.certificate_id
    assert entry.name.family_name == "Öztürk"

    name, content_type, archive = await download(
        stub, clerk, job_id, messages.JOB_DOWNLOAD_FORMAT_ARCHIVE
    )
    assert (name, content_type) == ("bescheinigungen-2026W.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        sealed = opened.read(opened.namelist()[0])
    # What is in the archive is what was sealed: an upload is believed.
    checked = await VerificationServiceStub(served.channel).VerifyDocument(
        verification_pb2.VerifyDocumentRequest(content=sealed)
    )
    assert checked.verdict == verification_pb2.VERDICT_AUTHENTIC
    name, content_type, printed = await download(
        stub, clerk, job_id, messages.JOB_DOWNLOAD_FORMAT_PRINT
    )
    assert (name, content_type) == ("bescheinigungen-2026W-druck-1.pdf", "application/pdf")
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) >= 1
    with pytest.raises(grpc.aio.AioRpcError) as unknown:
        await download(stub, clerk, job_id, messages.JOB_DOWNLOAD_FORMAT_PRINT, part=2)
    assert reason(unknown.value) == "PART_UNKNOWN"
    for call, asked, expected in (
        (stub.CancelCertificateJob, messages.CancelCertificateJobRequest, "CERTIFICATE_JOB_ENDED"),
        (stub.RetryCertificateJob, messages.RetryCertificateJobRequest, "NOTHING_TO_TRY_AGAIN"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call(asked(certificate_job_id=job_id, request_id=str(uuid4())), metadata=clerk)
        assert reason(refused.value) == expected


async def test_jobs_are_the_offices_alone(served: ServiceUnderTest) -> None:
    stub = CertificateJobServiceStub(served.channel)
    request = messages.PreviewCertificateJobRequest(order=order())
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub.PreviewCertificateJob(request, metadata=served.signed_in(PERSON_ID))
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    clerk = served.signed_in(CLERK_ID, OFFICE)
    with pytest.raises(grpc.aio.AioRpcError) as unknown:
        await stub.GetCertificateJob(
            messages.GetCertificateJobRequest(certificate_job_id=str(uuid4())), metadata=clerk
        )
    assert reason(unknown.value) == "CERTIFICATE_JOB_UNKNOWN"
    history = order(certificate_pb2.CERTIFICATE_TYPE_STUDY_HISTORY)
    for wrong in (
        stub.PreviewCertificateJob(
            messages.PreviewCertificateJobRequest(order=history), metadata=clerk
        ),
        stub.StartCertificateJob(
            messages.StartCertificateJobRequest(order=history, request_id=str(uuid4())),
            metadata=clerk,
        ),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as not_for_jobs:
            await wrong
        assert reason(not_for_jobs.value) == "TYPE_NOT_FOR_JOBS"


async def test_nobody_is_previewed_while_records_is_silent(
    database: Database, neighbours: Neighbours, tmp_path: Path
) -> None:
    settings = {**neighbours.settings, "records_target": "127.0.0.1:1"}
    async with running(service, database, keys_dir=tmp_path, **settings) as served:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await CertificateJobServiceStub(served.channel).PreviewCertificateJob(
                messages.PreviewCertificateJobRequest(order=order()),
                metadata=served.signed_in(CLERK_ID, OFFICE),
            )
        assert reason(refused.value) == "RECORDS_UNAVAILABLE"
