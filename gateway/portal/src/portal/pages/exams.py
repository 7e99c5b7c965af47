"""The administration of exams: where its two functions start."""

from starlette.responses import Response

from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """Links to registering and to the registered exams."""
    return visit.render("exams.html")
