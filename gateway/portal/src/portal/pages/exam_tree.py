"""The tree in which a student finds exams, registers and withdraws."""

import asyncio

from matrikel.exams.v1.exam_tree_pb2 import GetExamTreeRequest
from matrikel.exams.v1.terms_pb2 import GetTermsRequest
from starlette.responses import Response

from portal.exam_branches import branches, form_name, is_lottery, leads_to, state_name
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """The tree, open at `?enrolment=` and `?module=`; the terms come first."""
    person_id = visit.person_id
    terms, tree = await asyncio.gather(
        visit.services.terms.GetTerms(GetTermsRequest(person_id=person_id)),
        visit.services.exam_tree.GetExamTree(GetExamTreeRequest(person_id=person_id)),
    )
    if not terms.HasField("accept_time"):
        return visit.go("exams/terms")
    return visit.render(
        "exam_tree.html",
        branches=branches(tree.enrolments, visit.asked("enrolment"), visit.asked("module")),
        form_name=form_name,
        state_name=state_name,
        leads_to=leads_to,
        is_lottery=is_lottery,
    )
