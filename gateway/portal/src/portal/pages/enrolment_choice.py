"""The choice of a degree where a student has several."""

from matrikel.exams.v1.exam_tree_pb2 import EnrolmentNode, GetExamTreeRequest
from starlette.responses import Response

from portal.visit import Visit


async def enrolments_of(visit: Visit) -> list[EnrolmentNode]:
    """The visitor's enrolments that exams knows."""
    tree = await visit.services.exam_tree.GetExamTree(GetExamTreeRequest(person_id=visit.person_id))
    return list(tree.enrolments)


async def choose(visit: Visit, function: str, path: str) -> Response:
    """The page to choose on; a single enrolment is opened at once.

    `function` names the group of texts: "registered"; `path` is where the enrolments' pages are.
    """
    enrolments = await enrolments_of(visit)
    if len(enrolments) == 1:
        return visit.go(f"{path}/{enrolments[0].enrolment_id}")
    return visit.render(
        "choose_enrolment.html", enrolments=enrolments, function=function, path=path
    )
