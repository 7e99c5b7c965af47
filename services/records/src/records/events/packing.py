"""Records' values as messages of the contract, the same in answers and in events."""

from chassis.packing import pack_date, pack_name, pack_semester, pack_text
from matrikel.records.v1 import calendar_pb2, catalogue_pb2, enrolment_pb2, person_pb2

from records.domain.calendar import SemesterDates
from records.domain.catalogue import EnrolmentKind, Programme, RegulationsVersion
from records.domain.enrolment import CountedSemester, Enrolment, SemesterStatus
from records.domain.person import Person

_KINDS = {
    EnrolmentKind.STUDENT: enrolment_pb2.ENROLMENT_KIND_STUDENT,
    EnrolmentKind.DOCTORAL: enrolment_pb2.ENROLMENT_KIND_DOCTORAL,
}
_STATUSES = {
    SemesterStatus.ENROLLED: enrolment_pb2.SEMESTER_STATUS_ENROLLED,
    SemesterStatus.REREGISTERED: enrolment_pb2.SEMESTER_STATUS_REREGISTERED,
    SemesterStatus.ON_LEAVE: enrolment_pb2.SEMESTER_STATUS_ON_LEAVE,
}


def pack_person(person: Person) -> person_pb2.Person:
    """A person."""
    return person_pb2.Person(
        person_id=str(person.person_id),
        matriculation_number=person.matriculation_number,
        name=pack_name(person.name),
        birth_date=pack_date(person.birth_date),
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        mailbox=person.mailbox,
        version=person.version,
    )


def pack_programme(
    programme: Programme, versions: tuple[RegulationsVersion, ...]
) -> catalogue_pb2.Programme:
    """A programme with the regulations versions given, all of them or an enrolment's one."""
    return catalogue_pb2.Programme(
        programme_code=programme.code,
        name=pack_text(programme.name),
        degree=catalogue_pb2.Degree(
            degree_code=programme.degree.code,
            short_name=programme.degree.short_name,
            name=pack_text(programme.degree.name),
        ),
        school_code=programme.school_code,
        faculty_name=pack_text(programme.faculty_name),
        standard_duration_semesters=programme.standard_duration_semesters,
        regulations_versions=[
            catalogue_pb2.RegulationsVersion(
                regulations_version_code=version.code, name=pack_text(version.name)
            )
            for version in versions
        ],
    )


def pack_enrolment(enrolment: Enrolment) -> enrolment_pb2.Enrolment:
    """An enrolment with its semesters."""
    return enrolment_pb2.Enrolment(
        enrolment_id=str(enrolment.enrolment_id),
        person_id=str(enrolment.person_id),
        kind=_KINDS[enrolment.kind],
        programme=pack_programme(enrolment.programme, (enrolment.regulations_version,)),
        major=enrolment.major,
        minor=enrolment.minor,
        first_enrolment_date=pack_date(enrolment.first_enrolment_date),
        end_date=pack_date(enrolment.end_date),
        semesters=[_pack_counted(each) for each in enrolment.semesters],
        version=enrolment.version,
    )


def pack_semester_dates(dates: SemesterDates) -> calendar_pb2.SemesterDates:
    """The dates of a semester."""
    return calendar_pb2.SemesterDates(
        semester=pack_semester(dates.semester),
        first_date=pack_date(dates.semester.first_date),
        last_date=pack_date(dates.semester.last_date),
        lectures_first_date=pack_date(dates.lectures.first),
        lectures_last_date=pack_date(dates.lectures.last),
        reregistration_first_date=pack_date(dates.reregistration.first),
        reregistration_last_date=pack_date(dates.reregistration.last),
        version=dates.version,
    )


def _pack_counted(counted: CountedSemester) -> enrolment_pb2.EnrolledSemester:
    return enrolment_pb2.EnrolledSemester(
        semester=pack_semester(counted.recorded.semester),
        status=_STATUSES[counted.recorded.status],
        programme_semester=counted.programme_semester,
        university_semester=counted.university_semester,
        part_time=counted.recorded.part_time,
    )
