"""The examinations office: what waits for a decision, and where its other functions are."""

import asyncio
from collections.abc import Sized
from dataclasses import dataclass

from matrikel.exams.v1.result_pb2 import ListCorrectionsRequest
from matrikel.exams.v1.sick_note_pb2 import ListOpenSickNotesRequest
from matrikel.exams.v1.thesis_pb2 import ListExaminedThesesRequest
from starlette.responses import Response

from portal.pages.staff.theses import APPLIED
from portal.visit import Visit

_MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait, and in which list; `more` where there are more than counted."""

    name: str
    path: str
    query: dict[str, str]
    count: int
    more: bool


async def show(visit: Visit) -> Response:
    """Sick notes, corrections and theses that wait for the office."""
    services = visit.services
    sick_notes, corrections, theses = await asyncio.gather(
        services.sick_notes.ListOpenSickNotes(ListOpenSickNotesRequest(page_size=_MOST_COUNTED)),
        services.results.ListCorrections(
            ListCorrectionsRequest(open_only=True, page_size=_MOST_COUNTED)
        ),
        services.theses.ListExaminedTheses(
            ListExaminedThesesRequest(state=APPLIED, page_size=_MOST_COUNTED)
        ),
    )
    mine = [one for one in corrections.corrections if one.can_decide]
    return visit.render(
        "staff/office.html",
        waiting=[
            _waiting("sick_notes", "sick-notes", sick_notes.sick_notes, sick_notes.next_page_token),
            _waiting("corrections", "corrections", mine, corrections.next_page_token),
            _waiting(
                "theses", "theses", theses.theses, theses.next_page_token, {"state": "applied"}
            ),
        ],
    )


def _waiting(
    name: str, path: str, found: Sized, next_page: str, query: dict[str, str] | None = None
) -> Waiting:
    return Waiting(name, path, query or {}, len(found), bool(next_page))
