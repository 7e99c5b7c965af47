"""Student Services: finding a student, issuing an initial code."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_pb2 import GetAccountRequest, IssueInitialCodeRequest
from matrikel.records.v1.person_pb2 import ListPersonsRequest, Person
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.pages.staff.records.facts import is_assigned
from portal.visit import Visit

_FIELDS = ("matriculation_number", "family_name_prefix")


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for and found; `persons` is None before the first search."""

    matriculation_number: str
    family_name_prefix: str
    persons: Sequence[Person] | None = None
    next_page: str = ""


async def search(visit: Visit) -> Response:
    """Students by matriculation number or by the beginning of the family name."""
    wanted = Search(
        matriculation_number="".join(visit.asked("matriculation_number").split()),
        family_name_prefix=visit.asked("family_name_prefix"),
    )
    if not wanted.matriculation_number and not wanted.family_name_prefix:
        return visit.render("students.html", search=wanted)
    try:
        answer = await visit.services.persons.ListPersons(
            ListPersonsRequest(
                matriculation_number=wanted.matriculation_number,
                family_name_prefix=wanted.family_name_prefix,
                page_token=visit.asked("page"),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.INVALID:
            raise
        problems = visit.problems(fault, *_FIELDS)
        return visit.render("students.html", status=422, problems=problems, search=wanted)
    found = replace(wanted, persons=answer.persons, next_page=answer.next_page_token)
    return visit.render("students.html", search=found)


async def ask_for_code(visit: Visit) -> Response:
    """Says what a new code does before it is made."""
    answer = await visit.services.accounts.GetAccount(
        GetAccountRequest(person_id=_person_id(visit))
    )
    if not is_assigned(answer.account):
        return visit.go(f"students/{_person_id(visit)}")
    return visit.render("ask_for_code.html", account=answer.account)


async def issue_code(visit: Visit) -> Response:
    """Makes a code and shows it in the letter to the student, once."""
    person_id = _person_id(visit)
    answer = await visit.services.accounts.GetAccount(GetAccountRequest(person_id=person_id))
    code = await visit.services.accounts.IssueInitialCode(
        IssueInitialCodeRequest(person_id=person_id)
    )
    return visit.render("code_letter.html", account=answer.account, code=code)


def _person_id(visit: Visit) -> str:
    return str(visit.request.path_params["person_id"])
