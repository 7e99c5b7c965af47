"""Records' values as messages of the contract, the same in answers and in events."""

from chassis.packing import pack_date, pack_name, pack_semester, pack_text
from matrikel.records.v1 import calendar_pb2, catalogue_pb2, enrolment_pb2, person_pb2

from records.domain.calendar import SemesterDates
from records.domain.catalogue import EnrolmentKind, Programme, RegulationsVersion
from records.domain.enrolment import CountedSemester, EndReason, Enrolment, SemesterStatus
from records.domain.person import Person, SexEntry

_KINDS = {
    EnrolmentKind.STUDENT: enrolment_pb2.ENROLMENT_KIND_STUDENT,
    EnrolmentKind.DOCTORAL: enrolment_pb2.ENROLMENT_KIND_DOCTORAL,
}
_STATUSES = {
    SemesterStatus.ENROLLED: enrolment_pb2.SEMESTER_STATUS_ENROLLED,
    SemesterStatus.REREGISTERED: enrolment_pb2.SEMESTER_STATUS_REREGISTERED,
    SemesterStatus.ON_LEAVE: enrolment_pb2.SEMESTER_STATUS_ON_LEAVE,
    SemesterStatus.ABROAD: enrolment_pb2.SEMESTER_STATUS_ABROAD,
}
_END_REASONS = {
    None: enrolment_pb2.END_REASON_UNSPECIFIED,
    EndReason.COMPLETION: enrolment_pb2.END_REASON_COMPLETION,
    EndReason.APPLICATION: enrolment_pb2.END_REASON_APPLICATION,
    EndReason.NOT_REREGISTERED: enrolment_pb2.END_REASON_NOT_REREGISTERED,
    EndReason.OFFICE: enrolment_pb2.END_REASON_OFFICE,
}
SEX_ENTRIES = {
    SexEntry.UNKNOWN: person_pb2.SEX_ENTRY_UNSPECIFIED,
    SexEntry.FEMALE: person_pb2.SEX_ENTRY_FEMALE,
    SexEntry.MALE: person_pb2.SEX_ENTRY_MALE,
    SexEntry.DIVERSE: person_pb2.SEX_ENTRY_DIVERSE,
    SexEntry.NONE: person_pb2.SEX_ENTRY_NONE,
}
SEX_ENTRIES_BY_NUMBER = {number: entry for entry, number in SEX_ENTRIES.items()}


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
        sex_entry=SEX_ENTRIES[person.sex_entry],
        has_photo=person.photo_document_id is not None,
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
        student_council=pack_text(programme.student_council),
        doctoral=programme.kind is EnrolmentKind.DOCTORAL,
    )


def pack_offered_programme(programme: Programme) -> catalogue_pb2.Programme:
    """A programme as the catalogue has it, with all that can be chosen in it."""
    packed = pack_programme(programme, programme.regulations_versions)
    packed.majors.extend(pack_text(each) for each in programme.majors)
    packed.minors.extend(pack_text(each) for each in programme.minors)
    packed.consecutive = programme.consecutive
    packed.part_time_possible = programme.part_time_possible
    packed.focus_change_possible = programme.focus_change_possible
    return packed


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
        end_reason=_END_REASONS[enrolment.end_reason],
        completion_date=pack_date(enrolment.completion_date),
        major_name=None if enrolment.major_name is None else pack_text(enrolment.major_name),
        minor_name=None if enrolment.minor_name is None else pack_text(enrolment.minor_name),
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
