"""CalendarFeedService: calendars to subscribe to."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, unpack_semester
from chassis.rpc import Work, current_call
from google.api.httpbody_pb2 import HttpBody
from grpc.aio import ServicerContext
from matrikel.exams.v1 import calendar_feed_pb2 as messages
from matrikel.exams.v1 import calendar_feed_pb2_grpc

from exams.api.downloads import file_name
from exams.app.calendar_feeds import (
    calendar_at,
    calendar_feed_time,
    calendar_of_regulations,
    create_calendar_feed,
    delete_calendar_feed,
)
from exams.documents.icalendar_text import CONTENT_TYPE, write_calendar
from exams.texts import calendar as texts

# What a calendar file ends with (RFC 5545).
ENDING = "ics"


class CalendarFeedApi(calendar_feed_pb2_grpc.CalendarFeedServiceServicer):
    """Answers matrikel.exams.v1.CalendarFeedService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def CreateCalendarFeed(
        self, request: messages.CreateCalendarFeedRequest, context: ServicerContext[Any, Any]
    ) -> messages.CreateCalendarFeedResponse:
        """Makes a secret address."""

        def answer(tx: Transaction) -> messages.CreateCalendarFeedResponse:
            feed = create_calendar_feed(tx, UUID(request.person_id))
            return messages.CreateCalendarFeedResponse(
                path=f"/v1/calendars/{feed.secret}", create_time=pack_moment(feed.create_time)
            )

        return await self._work.write(answer)

    async def GetCalendarFeed(
        self, request: messages.GetCalendarFeedRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetCalendarFeedResponse:
        """Says whether there is an address."""

        def answer(tx: Transaction) -> messages.GetCalendarFeedResponse:
            made = calendar_feed_time(tx, UUID(request.person_id))
            return messages.GetCalendarFeedResponse(create_time=pack_moment(made))

        return await self._work.read(answer)

    async def DeleteCalendarFeed(
        self, request: messages.DeleteCalendarFeedRequest, context: ServicerContext[Any, Any]
    ) -> messages.DeleteCalendarFeedResponse:
        """Ends the address."""

        def answer(tx: Transaction) -> messages.DeleteCalendarFeedResponse:
            delete_calendar_feed(tx, UUID(request.person_id))
            return messages.DeleteCalendarFeedResponse()

        return await self._work.write(answer)

    async def DownloadCalendar(
        self, request: messages.DownloadCalendarRequest, context: ServicerContext[Any, Any]
    ) -> messages.DownloadCalendarResponse:
        """Returns the calendar of a secret address."""
        calendar, now = await self._work.read(lambda tx: (calendar_at(tx, request.secret), tx.now))
        return messages.DownloadCalendarResponse(
            body=HttpBody(content_type=CONTENT_TYPE, data=write_calendar(calendar, now)),
            file_name=file_name(
                texts.CALENDAR_FILE.in_language(current_call().language), ending=ENDING
            ),
        )

    async def DownloadRegulationsCalendar(
        self,
        request: messages.DownloadRegulationsCalendarRequest,
        context: ServicerContext[Any, Any],
    ) -> messages.DownloadRegulationsCalendarResponse:
        """Returns the sittings of a regulations version in a semester."""
        semester = unpack_semester(request.semester)
        calendar, now = await self._work.read(
            lambda tx: (
                calendar_of_regulations(tx, request.regulations_version_code, semester),
                tx.now,
            )
        )
        return messages.DownloadRegulationsCalendarResponse(
            body=HttpBody(content_type=CONTENT_TYPE, data=write_calendar(calendar, now)),
            file_name=file_name(request.regulations_version_code, semester.code, ending=ENDING),
        )
