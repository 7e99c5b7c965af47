"""The address under which a calendar program reads the registered exams."""

from matrikel.exams.v1.calendar_feed_pb2 import (
    CreateCalendarFeedRequest,
    DeleteCalendarFeedRequest,
    GetCalendarFeedRequest,
)
from starlette.responses import Response

from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """Whether there is an address, with the buttons to make a new one and to end it."""
    answer = await visit.services.calendar_feeds.GetCalendarFeed(
        GetCalendarFeedRequest(person_id=visit.person_id)
    )
    return visit.render(
        "calendar_feed.html",
        create_time=answer.create_time if answer.HasField("create_time") else None,
        is_ended=visit.asked("done") == "ended" and not answer.HasField("create_time"),
        address="",
    )


async def make(visit: Visit) -> Response:
    """Makes an address and shows it at once: it is a secret that is stored nowhere in words."""
    answer = await visit.services.calendar_feeds.CreateCalendarFeed(
        CreateCalendarFeedRequest(person_id=visit.person_id)
    )
    return visit.render(
        "calendar_feed.html",
        create_time=answer.create_time,
        is_ended=False,
        address=f"{str(visit.request.base_url).rstrip('/')}{answer.path}",
    )


async def end(visit: Visit) -> Response:
    """Ends the address; calendars that know it get nothing any more."""
    await visit.services.calendar_feeds.DeleteCalendarFeed(
        DeleteCalendarFeedRequest(person_id=visit.person_id)
    )
    return visit.go("exams/calendar", done="ended")
