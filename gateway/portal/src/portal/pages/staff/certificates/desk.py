"""Whom an office's page on certificates is about, and from which record one came."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.values import Semester
from matrikel.exams.v1.student_pb2 import GetStudentRequest, Student, StudentEnrolment
from matrikel.records.v1.person_pb2 import GetPersonRequest
from matrikel.type.v1.person_name_pb2 import PersonName

from portal import record_functions
from portal.formats import Formats
from portal.pages.certificates.orders import Enrolled, own_enrolments
from portal.visit import Visit

# How far back an office that sees no semesters of records can choose.
_SEMESTERS_BACK = 14


@dataclass(frozen=True, slots=True)
class Holder:
    """The student that certificates are about. Student Services keeps the record itself, the
    examinations office sees the one of exams."""

    person_id: str
    name: PersonName
    number: str
    keeps_record: bool

    @property
    def section(self) -> str:
        """The function in the menu that the student's pages belong to."""
        return "students" if self.keeps_record else "records"

    @property
    def record(self) -> str:
        """The page of the student's record."""
        return f"{'students' if self.keeps_record else 'student-records'}/{self.person_id}"

    @property
    def path(self) -> str:
        """The page with the student's certificates."""
        return f"students/{self.person_id}/certificates"

    def crumbs(self, visit: Visit) -> list[tuple[str, str]]:
        """The way to the student's record."""
        found = "students" if self.keeps_record else "student-records"
        return [
            (visit.t(f"menu.{self.section}"), found),
            (Formats(visit.t).name(self.name), self.record),
        ]


async def holder_of(visit: Visit, person_id: str) -> Holder:
    """Who a student is, from the service that the visitor may ask. Raises AioRpcError."""
    if visit.may(record_functions.LIST_PERSONS):
        found = await visit.services.persons.GetPerson(GetPersonRequest(person_id=person_id))
        person = found.person
        return Holder(person.person_id, person.name, person.matriculation_number, True)
    student = await _student(visit, person_id)
    return Holder(student.person_id, student.name, student.matriculation_number, False)


async def enrolments_of(visit: Visit, person_id: str) -> Sequence[Enrolled]:
    """The enrolments that a certificate can be issued for."""
    if visit.may(record_functions.LIST_PERSONS):
        return await own_enrolments(visit, person_id)
    student = await _student(visit, person_id)
    return [_enrolled(visit, one) for one in student.enrolments]


async def _student(visit: Visit, person_id: str) -> Student:
    answer = await visit.services.students.GetStudent(GetStudentRequest(person_id=person_id))
    return answer.student


def _enrolled(visit: Visit, enrolment: StudentEnrolment) -> Enrolled:
    """Exams does not keep semesters: the latest ones are offered, and certificates decides."""
    formats = Formats(visit.t)
    name = f"{formats.text(enrolment.degree_name)} {formats.text(enrolment.programme_name)}"
    latest = Semester.of(visit.portal.today()).next()
    codes = [latest.code]
    for _ in range(_SEMESTERS_BACK):
        latest = latest.previous()
        codes.append(latest.code)
    return Enrolled(enrolment.enrolment_id, name, codes)
