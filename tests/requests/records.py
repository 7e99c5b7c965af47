"""Requests to records: university, persons, enrolments."""

from google.type.date_pb2 import Date
from matrikel.records.v1 import (
    calendar_pb2,
    catalogue_pb2,
    enrolment_pb2,
    person_pb2,
    university_pb2,
)
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("records.v1.UniversityService", "GetUniversity")
def get_university(_named: Named) -> university_pb2.GetUniversityRequest:
    """The facts of the university."""
    return university_pb2.GetUniversityRequest()


@of("records.v1.CatalogueService", "ListProgrammes")
def list_programmes(_named: Named) -> catalogue_pb2.ListProgrammesRequest:
    """The first page of the programmes."""
    return catalogue_pb2.ListProgrammesRequest(page_size=5)


@of("records.v1.CalendarService", "ListSemesters")
def list_semesters(_named: Named) -> calendar_pb2.ListSemestersRequest:
    """The published semesters."""
    return calendar_pb2.ListSemestersRequest()


@of("records.v1.PersonService", "GetPerson")
def get_person(named: Named) -> person_pb2.GetPersonRequest:
    """The person."""
    return person_pb2.GetPersonRequest(person_id=named.person_id)


@of("records.v1.PersonService", "ListPersons")
def list_persons(_named: Named) -> person_pb2.ListPersonsRequest:
    """Persons whose family names begin alike."""
    return person_pb2.ListPersonsRequest(family_name_prefix="Öz", page_size=5)


@of("records.v1.EnrolmentService", "EnrolPerson")
def enrol_person(named: Named) -> enrolment_pb2.EnrolPersonRequest:
    """A new person in the programme from the semester on."""
    return enrolment_pb2.EnrolPersonRequest(
        request_id=new_id(),
        new_person=enrolment_pb2.EnrolPersonRequest.NewPerson(
            name=PersonName(given_names="Thị Hồng", family_name="Nguyễn"),
            birth_date=Date(year=2003, month=2, day=28),
            birth_place="Đà Nẵng",
            citizenship="VN",
        ),
        programme_code=named.programme_code,
        first_semester=Semester(code=named.semester),
    )


@of("records.v1.EnrolmentService", "ListEnrolments")
def list_enrolments(named: Named) -> enrolment_pb2.ListEnrolmentsRequest:
    """The enrolments of the person."""
    return enrolment_pb2.ListEnrolmentsRequest(person_id=named.person_id)


@of("records.v1.EnrolmentService", "ListEnrolledStudents")
def list_enrolled_students(named: Named) -> enrolment_pb2.ListEnrolledStudentsRequest:
    """Who is enrolled in the programme in the semester."""
    return enrolment_pb2.ListEnrolledStudentsRequest(
        semester=Semester(code=named.semester), programme_code=named.programme_code, page_size=5
    )


@of("records.v1.EnrolmentService", "GetEnrolment")
def get_enrolment(named: Named) -> enrolment_pb2.GetEnrolmentRequest:
    """The enrolment."""
    return enrolment_pb2.GetEnrolmentRequest(enrolment_id=named.enrolment_id)
