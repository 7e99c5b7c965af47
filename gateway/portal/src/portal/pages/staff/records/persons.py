"""Whose record it is: a student, or an applicant before enrolment, and what forms say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grpc import StatusCode
from grpc.aio import AioRpcError
from matrikel.records.v1.calendar_pb2 import ListSemestersRequest, SemesterDates
from matrikel.records.v1.enrolment_pb2 import Enrolment, ListEnrolmentsRequest
from matrikel.records.v1.ledger_pb2 import GetAccountStatementRequest
from matrikel.records.v1.person_pb2 import GetPersonRequest, Person
from matrikel.type.v1.person_name_pb2 import PersonName

from portal.formats import Formats
from portal.pages.applications.choices import Choices, Group, countries
from portal.pages.staff.records.changes import Subject, id_in
from portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose record it is; an applicant has a number of nine digits, fees and applications only."""

    person_id: str
    name: PersonName
    number: str
    is_student: bool


def person_id(visit: Visit) -> str:
    """The person in the address."""
    return id_in(visit, "person_id")


async def person_of(visit: Visit) -> Person:
    """The student in the address."""
    answer = await visit.services.persons.GetPerson(GetPersonRequest(person_id=person_id(visit)))
    return answer.person


async def whose(visit: Visit) -> Whose:
    """The student or applicant in the address."""
    try:
        person = await person_of(visit)
    except AioRpcError as error:
        if error.code() is not StatusCode.NOT_FOUND:
            raise
        answer = await visit.services.ledger.GetAccountStatement(
            GetAccountStatementRequest(person_id=person_id(visit))
        )
        holder = answer.statement.holder
        return Whose(holder.person_id, holder.name, holder.applicant_number, is_student=False)
    return Whose(person.person_id, person.name, person.matriculation_number, is_student=True)


def path_to(visit: Visit, tab: str = "") -> str:
    """The page of the record with one part of it."""
    own = f"students/{person_id(visit)}"
    return own if tab in ("", "facts") else f"{own}/{tab}"


async def subject(
    visit: Visit,
    tab: str,
    facts: Sequence[tuple[str, str]] = (),
    choices: Choices | None = None,
    usual: Mapping[str, str] | None = None,
    version: int = 0,
) -> Subject:
    """What a form about the person says of them."""
    who = await whose(visit)
    formats = Formats(visit.t)
    crumbs = [(visit.t("menu.students"), "students")]
    if who.is_student:
        crumbs.append((formats.name(who.name), path_to(visit)))
    crumbs.append((visit.t(f"record_tab.{tab}"), path_to(visit, tab)))
    return Subject(
        section="students",
        crumbs=crumbs,
        back=path_to(visit, tab),
        facts=[
            (visit.t("person.name"), formats.name(who.name)),
            (visit.t("person.number"), who.number),
            *facts,
        ],
        choices=choices or Choices(),
        usual=usual or {},
        version=version,
    )


async def enrolments_of(visit: Visit) -> Sequence[Enrolment]:
    """The person's enrolments; none for an applicant."""
    answer = await visit.services.enrolments.ListEnrolments(
        ListEnrolmentsRequest(person_id=person_id(visit))
    )
    return answer.enrolments


def is_current(visit: Visit, enrolment: Enrolment) -> bool:
    """Whether it has not ended."""
    end, today = enrolment.end_date, visit.portal.today()
    return not enrolment.HasField("end_date") or (
        (end.year, end.month, end.day) >= (today.year, today.month, today.day)
    )


def programme_line(visit: Visit, enrolment: Enrolment) -> str:
    """ "B.A. History"."""
    programme = enrolment.programme
    return f"{programme.degree.short_name} {Formats(visit.t).text(programme.name)}"


async def semesters(visit: Visit) -> list[SemesterDates]:
    """Every published semester, the newest first."""
    answer = await visit.services.calendar.ListSemesters(ListSemestersRequest())
    return list(reversed(answer.semesters))


async def choices(
    visit: Visit, offered: Mapping[str, Sequence[tuple[str, str]]] | None = None
) -> Choices:
    """Semesters and countries, and what a page offers by field."""
    found = await semesters(visit)
    groups = {name: [Group("", tuple(choice))] for name, choice in (offered or {}).items()}
    return Choices(semesters=found, countries=countries(visit), offered={**groups})
