"""Applications that wait for the visitor's decision, by kind and by how long they wait."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from chassis.values import Semester
from matrikel.records.v1.application_pb2 import (
    ApplicationKind,
    ApplicationState,
    CountOpenApplicationsRequest,
    ListOpenApplicationsRequest,
)
from matrikel.records.v1.catalogue_pb2 import ListProgrammesRequest, Programme
from matrikel.type.v1 import semester_pb2
from starlette.responses import Response

from portal.contract_names import value_names, value_of
from portal.formats import Formats
from portal.pages.applications.forms import kind_name
from portal.pages.applications.overview import STATE_BADGES, office_name, state_name
from portal.pages.staff.answers import notice
from portal.visit import Visit

STATES = ("submitted", "question", "approved", "rejected", "withdrawn")
_MOST_PROGRAMMES = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty for all."""

    kind: str
    state: str
    semester: str
    programme: str

    @property
    def query(self) -> dict[str, str]:
        """As the address has it."""
        return {
            "kind": self.kind,
            "state": self.state,
            "semester": self.semester,
            "programme": self.programme,
        }


async def show(visit: Visit) -> Response:
    """The list, the oldest first, with how many of each kind wait."""
    filters = filters_of(visit)
    counts, found, programmes = await asyncio.gather(
        visit.services.applications.CountOpenApplications(CountOpenApplicationsRequest()),
        visit.services.applications.ListOpenApplications(_request(visit, filters)),
        programmes_of(visit),
    )
    return visit.render(
        "staff/records/inbox.html",
        counts=counts.counts,
        waiting=sum(one.waiting for one in counts.counts),
        applications=found.applications,
        next_page=found.next_page_token,
        filters=filters,
        kinds=value_names(ApplicationKind),
        states=STATES,
        semesters=_semesters(visit),
        programmes=programmes,
        kind_name=kind_name,
        state_name=state_name,
        office_name=office_name,
        badges=STATE_BADGES,
        done=notice(visit, "inbox"),
    )


def filters_of(visit: Visit) -> Filters:
    """What the address asks for, without what no application can be."""
    kind, state, semester = (visit.asked(name) for name in ("kind", "state", "semester"))
    return Filters(
        kind=kind if kind in value_names(ApplicationKind) else "",
        state=state if state in STATES else "",
        semester=semester if semester in _semesters(visit) else "",
        programme=visit.asked("programme")[:40],
    )


def _request(visit: Visit, filters: Filters) -> ListOpenApplicationsRequest:
    request = ListOpenApplicationsRequest(
        kind=value_of(ApplicationKind, filters.kind) or 0,  # type: ignore[arg-type]  # 0 for all
        state=value_of(ApplicationState, filters.state) or 0,  # type: ignore[arg-type]  # as above
        programme_code=filters.programme,
        page_token=visit.asked("page"),
    )
    if filters.semester:
        request.semester.CopyFrom(semester_pb2.Semester(code=filters.semester))
    return request


async def programmes_of(visit: Visit) -> list[tuple[str, str]]:
    """Codes and names of the degree programmes, by name."""
    found: list[Programme] = []
    token = ""
    while True:
        answer = await visit.services.catalogue.ListProgrammes(
            ListProgrammesRequest(page_size=_MOST_PROGRAMMES, page_token=token)
        )
        found += answer.programmes
        token = answer.next_page_token
        if not token:
            break
    formats = Formats(visit.t)
    named = [
        (one.programme_code, f"{formats.text(one.name)} ({one.degree.short_name})") for one in found
    ]
    return sorted(named, key=lambda one: one[1].casefold())


def _semesters(visit: Visit) -> Sequence[str]:
    """The semesters that applications can be about, the newest first."""
    current = Semester.of(visit.portal.today())
    following = current.next()
    codes = [following.next().next(), following.next(), following, current]
    before = current
    for _ in range(3):
        before = before.previous()
        codes.append(before)
    return [one.code for one in codes]
