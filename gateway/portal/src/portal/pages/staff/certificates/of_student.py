"""The certificates of one student, and what can be issued for them."""

import asyncio

from matrikel.certificates.v1.certificate_pb2 import ListCertificatesRequest
from starlette.responses import Response

from portal import certificate_functions as functions
from portal.pages.certificates.naming import (
    STATE_BADGES,
    kinds_of,
    language_name,
    state_name,
    type_name,
)
from portal.pages.staff.certificates.desk import holder_of
from portal.pages.staff.records import persons
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """Every certificate of the student, the newest first."""
    person_id = persons.person_id(visit)
    holder, kinds, issued = await asyncio.gather(
        holder_of(visit, person_id),
        kinds_of(visit),
        visit.services.certificates.ListCertificates(
            ListCertificatesRequest(person_id=person_id, page_token=visit.asked("page"))
        ),
    )
    return visit.render(
        "staff/certificates/of_student.html",
        holder=holder,
        who=await persons.whose(visit) if holder.keeps_record else None,
        kinds=kinds,
        certificates=issued.certificates,
        next_page=issued.next_page_token,
        may_issue=visit.may(functions.ISSUE),
        type_name=type_name,
        language_name=language_name,
        state_name=state_name,
        badges=STATE_BADGES,
    )
