"""Reading applications: one, lists of them, their documents, and what stands against them."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document
from chassis.packing import pack_text, unpack_semester
from chassis.paging import moment_in, page_size
from chassis.rpc import Work
from matrikel.records.v1 import application_pb2 as messages
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceServicer

from records.api.application_callers import calling, calling_about
from records.api.application_packing import (
    KINDS,
    STATES,
    pack_count,
    pack_file,
    pack_summary,
    unpacked,
)
from records.api.files import pieces_of
from records.api.obstacles import pack_obstacle
from records.api.page_tokens import id_in, position_in, token_of
from records.app.applications import reading
from records.app.applications.checks import check
from records.app.applications.holding import application_with_id
from records.domain.applications.files import InboxFilter
from records.domain.applications.workflow import Application

# The page size that the contract names for applications.
_DEFAULT_PAGE_SIZE = 25


class ApplicationReading(ApplicationServiceServicer):
    """The methods of ApplicationService that change nothing."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def DownloadDocument(
        self, request: messages.DownloadDocumentRequest, context: object
    ) -> AsyncIterator[messages.DownloadDocumentResponse]:
        """Streams a document; type and name are those that were found when it was added."""

        def answer(tx: Transaction) -> Document:
            calling_about(tx, request.application_id)
            return reading.document_of(tx, UUID(request.application_id), UUID(request.document_id))

        for piece in pieces_of(await self._work.read(answer)):
            yield messages.DownloadDocumentResponse(body=piece.body, file_name=piece.file_name)

    async def CheckApplication(
        self, request: messages.CheckApplicationRequest, context: object
    ) -> messages.CheckApplicationResponse:
        """Everything that stands against the application now."""

        def answer(tx: Transaction) -> messages.CheckApplicationResponse:
            calling_about(tx, request.application_id)
            found = check(tx, application_with_id(tx, UUID(request.application_id)))
            return messages.CheckApplicationResponse(
                obstacles=[pack_obstacle(each) for each in found.obstacles],
                notices=[pack_text(each) for each in found.notices],
            )

        return await self._work.read(answer)

    async def GetApplication(
        self, request: messages.GetApplicationRequest, context: object
    ) -> messages.GetApplicationResponse:
        """One application."""

        def answer(tx: Transaction) -> messages.GetApplicationResponse:
            caller = calling_about(tx, request.application_id)
            found = reading.file_of(tx, UUID(request.application_id), caller)
            return messages.GetApplicationResponse(application=pack_file(found))

        return await self._work.read(answer)

    async def ListApplications(
        self, request: messages.ListApplicationsRequest, context: object
    ) -> messages.ListApplicationsResponse:
        """A person's applications, the newest first."""

        def answer(tx: Transaction) -> messages.ListApplicationsResponse:
            page = reading.applications_of_person(
                tx,
                UUID(request.person_id),
                calling(tx),
                after=id_in(request.page_token),
                page_size=page_size(request.page_size, default=_DEFAULT_PAGE_SIZE),
            )
            last = str(page.applications[-1].application.application_id) if page.has_next else ""
            return messages.ListApplicationsResponse(
                applications=[
                    pack_summary(each, page.programme_names, tx.now) for each in page.applications
                ],
                next_page_token=token_of(last),
            )

        return await self._work.read(answer)

    async def ListOpenApplications(
        self, request: messages.ListOpenApplicationsRequest, context: object
    ) -> messages.ListOpenApplicationsResponse:
        """What waits for the caller."""
        narrowed = InboxFilter(
            kind=unpacked(KINDS, request.kind),
            state=unpacked(STATES, request.state),
            semester=unpack_semester(request.semester) if request.HasField("semester") else None,
            programme_code=request.programme_code,
        )

        def answer(tx: Transaction) -> messages.ListOpenApplicationsResponse:
            page = reading.inbox(
                tx,
                calling(tx),
                narrowed,
                after=position_in(request.page_token, 2, _place),
                page_size=page_size(request.page_size, default=_DEFAULT_PAGE_SIZE),
            )
            return messages.ListOpenApplicationsResponse(
                applications=[
                    pack_summary(each, page.programme_names, tx.now) for each in page.applications
                ],
                next_page_token=_token_of(page.applications[-1].application)
                if page.has_next
                else "",
            )

        return await self._work.read(answer)

    async def CountOpenApplications(
        self, request: messages.CountOpenApplicationsRequest, context: object
    ) -> messages.CountOpenApplicationsResponse:
        """How many applications of each kind wait for the caller."""

        def answer(tx: Transaction) -> messages.CountOpenApplicationsResponse:
            found = reading.waiting_counts(tx, calling(tx))
            return messages.CountOpenApplicationsResponse(
                counts=[pack_count(each) for each in found]
            )

        return await self._work.read(answer)


def _place(moment: str, application_id: str) -> tuple[datetime, UUID]:
    return moment_in(moment), UUID(application_id)


def _token_of(application: Application) -> str:
    if application.submit_time is None:
        raise AssertionError("inboxes show what was submitted")
    return token_of(application.submit_time.isoformat(), str(application.application_id))
