"""ResultService: entering, uploading, releasing, correcting and reading results."""

import hashlib
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeAlias
from uuid import UUID

from chassis.computing import Compute
from chassis.database import Transaction
from chassis.paging import page_size
from chassis.rpc import Relation, Work, current_call
from grpc.aio import ServicerContext
from matrikel.exams.v1 import result_pb2 as messages
from matrikel.exams.v1 import result_pb2_grpc

from exams.api import page_tokens
from exams.api.downloads import CONTENT_TYPES, file_of_sitting, named, pieces, write_table
from exams.api.result_packing import (
    pack_correction,
    pack_distribution,
    pack_examinee,
    pack_report,
    pack_version,
    unpack_entry,
)
from exams.api.tables import unpack_format
from exams.app import corrections, results
from exams.app.import_results import OnProgress, UploadedFile, import_results, unreadable
from exams.app.release import release_results
from exams.app.result_downloads import result_table
from exams.app.statuses import printed_codes
from exams.app.student_results import list_results
from exams.domain.grades import stored_grade
from exams.domain.tables import TableFormat
from exams.events.packing import pack_sitting, unpack_status
from exams.events.result_packing import pack_result
from exams.flows.progress import Finished, with_progress
from exams.tables_io import UnreadableFileError, read_table
from exams.texts.results import RESULTS_FILE, RESULTS_SHEET

Context: TypeAlias = ServicerContext[Any, Any]


class ResultApi(result_pb2_grpc.ResultServiceServicer):
    """Answers matrikel.exams.v1.ResultService."""

    def __init__(self, work: Work, compute: Compute) -> None:
        self._work = work
        self._compute = compute

    async def ListResults(
        self, request: messages.ListResultsRequest, context: Context
    ) -> messages.ListResultsResponse:
        """Lists a student's released results, recognised ones included, the newest first."""

        def answer(tx: Transaction) -> messages.ListResultsResponse:
            page = list_results(
                tx,
                person_id=UUID(request.person_id),
                enrolment_id=UUID(request.enrolment_id) if request.enrolment_id else None,
                passed_only=request.passed_only,
                after=page_tokens.result_position(request.page_token),
                size=page_size(request.page_size),
            )
            return messages.ListResultsResponse(
                results=[pack_result(one) for one in page.items],
                next_page_token=page_tokens.of_result(page.next_position),
            )

        return await self._work.read(answer)

    async def ListSittingResults(
        self, request: messages.ListSittingResultsRequest, context: Context
    ) -> messages.ListSittingResultsResponse:
        """Lists who is examined in a sitting, with results entered and released, by name."""

        def answer(tx: Transaction) -> messages.ListSittingResultsResponse:
            page = results.list_sitting_results(
                tx,
                UUID(request.sitting_id),
                page_tokens.participant_position(request.page_token),
                page_size(request.page_size),
            )
            codes = printed_codes(tx)
            return messages.ListSittingResultsResponse(
                sitting=pack_sitting(page.sitting),
                results=[pack_examinee(one, codes) for one in page.examinees],
                next_page_token=page_tokens.of_participant(page.next_position),
                etag=page.etag,
                entered_count=page.entered_count,
                released_count=page.released_count,
                participant_count=page.participant_count,
            )

        return await self._work.read(answer)

    async def EnterResults(
        self, request: messages.EnterResultsRequest, context: Context
    ) -> messages.EnterResultsResponse:
        """Enters or changes results that are not released yet."""
        by = _caller_id()

        def answer(tx: Transaction) -> messages.EnterResultsResponse:
            requested = [
                results.RequestedEntry(UUID(one.registration_id), unpack_entry(one, place))
                for place, one in enumerate(request.results)
            ]
            entered = results.enter_results(tx, UUID(request.sitting_id), requested, by)
            codes = printed_codes(tx)
            return messages.EnterResultsResponse(
                results=[pack_examinee(one, codes) for one in entered]
            )

        return await self._work.write(answer)

    async def ImportResults(
        self, request: messages.ImportResultsRequest, context: Context
    ) -> AsyncIterator[messages.ImportResultsResponse]:
        """Books a file of results, or says what it would do, with its progress on the way."""
        book_it, by = not request.validate_only, _caller_id()
        if kept := await self._work.begin(messages.ImportResultsResponse):
            yield kept
            return
        table_format = unpack_format(request.format, TableFormat.CSV, TableFormat.XLSX)
        try:
            table = await self._compute(read_table, request.content, table_format)
        except UnreadableFileError as unreadable_file:
            report = unreadable(unreadable_file.problems)
            yield await self._import(lambda _tx: pack_report(report), book_it=book_it)
            return
        digest = hashlib.sha256(request.content).hexdigest()
        file = UploadedFile(table, request.file_name, digest)
        # Before anything is written: the audit entry of a first answer would wait for the writer.
        yield messages.ImportResultsResponse(rows_total=len(table.rows))

        async def run(on_progress: OnProgress) -> messages.ImportResultsResponse:
            def answer(tx: Transaction) -> messages.ImportResultsResponse:
                return pack_report(
                    import_results(
                        tx,
                        UUID(request.sitting_id),
                        file,
                        by,
                        book_it=book_it,
                        on_progress=on_progress,
                    )
                )

            return await self._import(answer, book_it=book_it)

        async for told in with_progress(run):
            if isinstance(told, Finished):
                yield told.result
            else:
                yield messages.ImportResultsResponse(rows_done=told.done, rows_total=told.total)

    async def DownloadResults(
        self, request: messages.DownloadResultsRequest, context: Context
    ) -> AsyncIterator[messages.DownloadResultsResponse]:
        """Streams the sitting's results as a file that can be filled in and uploaded again."""
        table_format = unpack_format(request.format, TableFormat.CSV, TableFormat.XLSX)
        language = current_call().language
        table = await self._work.read(
            lambda tx: result_table(tx, UUID(request.sitting_id), language)
        )
        content = await self._compute(
            write_table,
            RESULTS_SHEET.in_language(language),
            table.headings,
            table.rows,
            table_format,
        )
        name = file_of_sitting(table.sitting, RESULTS_FILE, language, table_format)
        for body, file_name in named(pieces(content, CONTENT_TYPES[table_format]), name):
            yield messages.DownloadResultsResponse(body=body, file_name=file_name)

    async def ReleaseResults(
        self, request: messages.ReleaseResultsRequest, context: Context
    ) -> messages.ReleaseResultsResponse:
        """Releases the entered results of a sitting."""
        by = _caller_id()

        def answer(tx: Transaction) -> messages.ReleaseResultsResponse:
            report = release_results(
                tx,
                UUID(request.sitting_id),
                request.etag,
                by,
                validate_only=request.validate_only,
            )
            return messages.ReleaseResultsResponse(
                released_count=report.released_count,
                missing_count=report.missing_count,
                finally_failed_count=report.finally_failed_count,
            )

        return await self._work.write(answer)

    async def ProposeCorrection(
        self, request: messages.ProposeCorrectionRequest, context: Context
    ) -> messages.ProposeCorrectionResponse:
        """Proposes the correction of a released result."""
        by, decides = _caller_id(), _is_office()

        def answer(tx: Transaction) -> messages.ProposeCorrectionResponse:
            correction = corrections.propose_correction(
                tx,
                UUID(request.registration_id),
                grade=stored_grade(request.grade),
                status=unpack_status(request.status),
                reason=request.reason.strip(),
                version=request.version,
                by=by,
            )
            return messages.ProposeCorrectionResponse(
                correction=pack_correction(correction, by, decides=decides)
            )

        return await self._work.write(answer)

    async def DecideCorrection(
        self, request: messages.DecideCorrectionRequest, context: Context
    ) -> messages.DecideCorrectionResponse:
        """Confirms or rejects a correction; never by the person who proposed it."""
        by = _caller_id()

        def answer(tx: Transaction) -> messages.DecideCorrectionResponse:
            correction = corrections.decide_correction(
                tx,
                UUID(request.correction_id),
                confirm=request.confirm,
                reason=request.reason.strip(),
                by=by,
            )
            return messages.DecideCorrectionResponse(
                correction=pack_correction(correction, by, decides=True)
            )

        return await self._work.write(answer)

    async def ListCorrections(
        self, request: messages.ListCorrectionsRequest, context: Context
    ) -> messages.ListCorrectionsResponse:
        """Lists corrections, open ones first."""
        caller_id = _caller_id()

        def answer(tx: Transaction) -> messages.ListCorrectionsResponse:
            page = corrections.list_corrections(
                tx,
                open_only=request.open_only,
                after=page_tokens.correction_position(request.page_token),
                size=page_size(request.page_size),
            )
            return messages.ListCorrectionsResponse(
                corrections=[pack_correction(one, caller_id, decides=True) for one in page.items],
                next_page_token=page_tokens.of_correction(page.next_position),
            )

        return await self._work.read(answer)

    async def ListResultVersions(
        self, request: messages.ListResultVersionsRequest, context: Context
    ) -> messages.ListResultVersionsResponse:
        """Lists every version that a result had, the first one first."""

        def answer(tx: Transaction) -> messages.ListResultVersionsResponse:
            codes = printed_codes(tx)
            versions = results.list_result_versions(tx, UUID(request.registration_id))
            return messages.ListResultVersionsResponse(
                versions=[pack_version(one, codes) for one in versions]
            )

        return await self._work.read(answer)

    async def GetGradeDistribution(
        self, request: messages.GetGradeDistributionRequest, context: Context
    ) -> messages.GetGradeDistributionResponse:
        """Returns how the grades of a sitting are distributed."""
        return await self._work.read(
            lambda tx: pack_distribution(
                *results.get_grade_distribution(tx, UUID(request.sitting_id))
            )
        )

    async def _import(
        self, answer: Callable[[Transaction], messages.ImportResultsResponse], *, book_it: bool
    ) -> messages.ImportResultsResponse:
        """A dry run writes nothing, and so keeps no answer either."""
        return await (self._work.write(answer) if book_it else self._work.read(answer))


def _caller_id() -> UUID:
    caller = current_call().caller
    if caller is None:
        raise LookupError("the contract lets nobody in without a token")
    return caller.person_id


def _is_office() -> bool:
    """Whether the caller's role, and not the sitting, opens the door."""
    return current_call().relation is Relation.ANY
