"""What records answers, as the facts of certificates."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from chassis.packing import (
    unpack_date,
    unpack_name,
    unpack_semester,
    unpack_text,
)
from google.type.date_pb2 import Date
from matrikel.records.v1 import (
    enrolment_pb2,
    ledger_pb2,
    person_pb2,
    study_credit_pb2,
    university_pb2,
)

from certificates.clients.countries import country_name
from certificates.domain.facts import (
    ChargeFacts,
    ChargePart,
    ContactFacts,
    EndReason,
    EnrolmentFacts,
    EnrolmentKind,
    HistoryFacts,
    HistoryLine,
    PersonFacts,
    PriorStudy,
    ReceiptFacts,
    SemesterFacts,
    SemesterStatus,
    SexEntry,
    StudyCreditFacts,
    StudyPeriod,
    UniversityFacts,
)
from certificates.domain.jobs import JobStudent, StudentPage
from certificates.domain.printing import NOTHING

_KINDS = {
    enrolment_pb2.ENROLMENT_KIND_STUDENT: EnrolmentKind.STUDENT,
    enrolment_pb2.ENROLMENT_KIND_DOCTORAL: EnrolmentKind.DOCTORAL,
}
_STATUSES = {
    enrolment_pb2.SEMESTER_STATUS_ENROLLED: SemesterStatus.ENROLLED,
    enrolment_pb2.SEMESTER_STATUS_REREGISTERED: SemesterStatus.REREGISTERED,
    enrolment_pb2.SEMESTER_STATUS_ON_LEAVE: SemesterStatus.ON_LEAVE,
    enrolment_pb2.SEMESTER_STATUS_ABROAD: SemesterStatus.ABROAD,
}
_END_REASONS = {
    enrolment_pb2.END_REASON_UNSPECIFIED: None,
    enrolment_pb2.END_REASON_COMPLETION: EndReason.COMPLETION,
    enrolment_pb2.END_REASON_APPLICATION: EndReason.APPLICATION,
    enrolment_pb2.END_REASON_NOT_REREGISTERED: EndReason.NOT_REREGISTERED,
    enrolment_pb2.END_REASON_OFFICE: EndReason.OFFICE,
}
_SEX_ENTRIES = {
    person_pb2.SEX_ENTRY_UNSPECIFIED: SexEntry.UNKNOWN,
    person_pb2.SEX_ENTRY_FEMALE: SexEntry.FEMALE,
    person_pb2.SEX_ENTRY_MALE: SexEntry.MALE,
    person_pb2.SEX_ENTRY_DIVERSE: SexEntry.DIVERSE,
    person_pb2.SEX_ENTRY_NONE: SexEntry.NONE,
}


def unpack_person(person: person_pb2.Person) -> PersonFacts:
    """The student, as records names them."""
    return PersonFacts(
        person_id=UUID(person.person_id),
        matriculation_number=person.matriculation_number,
        name=unpack_name(person.name),
        birth_date=unpack_date(person.birth_date),
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        citizenship_name=country_name(person.citizenship) if person.citizenship else NOTHING,
        sex_entry=_SEX_ENTRIES[person.sex_entry],
        mailbox=person.mailbox,
        version=person.version,
    )


def unpack_enrolment(enrolment: enrolment_pb2.Enrolment) -> EnrolmentFacts:
    """The enrolment with its programme and semesters."""
    programme = enrolment.programme
    versions = programme.regulations_versions
    return EnrolmentFacts(
        enrolment_id=UUID(enrolment.enrolment_id),
        person_id=UUID(enrolment.person_id),
        kind=_KINDS[enrolment.kind],
        programme_code=programme.programme_code,
        programme_name=unpack_text(programme.name),
        degree_code=programme.degree.degree_code,
        degree_name=unpack_text(programme.degree.name),
        degree_short_name=programme.degree.short_name,
        school_code=programme.school_code,
        faculty_name=unpack_text(programme.faculty_name),
        standard_duration_semesters=programme.standard_duration_semesters,
        regulations_version_name=unpack_text(versions[0].name) if versions else NOTHING,
        major=unpack_text(enrolment.major_name),
        minor=unpack_text(enrolment.minor_name),
        first_enrolment_date=unpack_date(enrolment.first_enrolment_date),
        end_date=_day(enrolment, "end_date"),
        semesters=tuple(
            SemesterFacts(
                semester=unpack_semester(one.semester),
                status=_STATUSES[one.status],
                programme_semester=one.programme_semester,
                university_semester=one.university_semester,
                part_time=one.part_time,
            )
            for one in enrolment.semesters
        ),
        end_reason=_END_REASONS[enrolment.end_reason],
        completion_date=_day(enrolment, "completion_date"),
        version=enrolment.version,
    )


def unpack_university(university: university_pb2.University) -> UniversityFacts:
    """The university; whom to ask is the first contact point at the foot of every page."""
    contact = next((one for one in university.contact_points if one.in_footer), None)
    return UniversityFacts(
        name=unpack_text(university.name),
        destatis_code=university.destatis_code,
        street_address=university.street_address,
        postal_code=university.postal_code,
        city=university.city,
        website=university.website,
        school_names=tuple((one.school_code, unpack_text(one.name)) for one in university.schools),
        contact=ContactFacts(unpack_text(contact.name), contact.email) if contact else None,
    )


def unpack_history(history: study_credit_pb2.StudyHistory) -> HistoryFacts:
    """How somebody has studied."""
    return HistoryFacts(
        lines=tuple(_history_line(one) for one in history.lines),
        periods=tuple(_period(one) for one in history.periods),
        prior_studies=tuple(
            PriorStudy(
                university_name=one.university_name,
                programme_name=one.programme_name,
                known_semesters=tuple(unpack_semester(each) for each in one.known_semesters),
                semesters=one.semesters,
                completed_degree=one.completed_degree,
            )
            for one in history.prior_studies
        ),
    )


def _history_line(line: study_credit_pb2.HistoryLine) -> HistoryLine:
    return HistoryLine(
        semester=unpack_semester(line.semester),
        enrolment_id=UUID(line.enrolment_id),
        programme_name=unpack_text(line.programme_name),
        degree=line.degree,
        status=_STATUSES[line.status],
        programme_semester=line.programme_semester,
        university_semester=line.university_semester,
        part_time=line.part_time,
        end_date=_day(line, "end_date"),
        end_reason=_END_REASONS[line.end_reason],
    )


def _period(period: study_credit_pb2.StudyPeriod) -> StudyPeriod:
    return StudyPeriod(
        enrolment_id=UUID(period.enrolment_id),
        programme_code=period.programme_code,
        programme_name=unpack_text(period.programme_name),
        degree=period.degree,
        kind=_KINDS[period.kind],
        major=unpack_text(period.major_name),
        minor=unpack_text(period.minor_name),
        first_enrolment_date=unpack_date(period.first_enrolment_date),
        end_date=_day(period, "end_date"),
        end_reason=_END_REASONS[period.end_reason],
        completion_date=_day(period, "completion_date"),
        standard_duration_semesters=period.standard_duration_semesters,
        individual_standard_duration_semesters=period.individual_standard_duration_semesters,
        programme_semesters=period.programme_semesters,
        leave_semesters=period.leave_semesters,
        abroad_semesters=period.abroad_semesters,
        part_time_semesters=period.part_time_semesters,
    )


def unpack_credit(credit: study_credit_pb2.StudyCredit) -> StudyCreditFacts:
    """The study credit, in semesters."""
    return StudyCreditFacts(credit.applies, credit.granted, credit.consumed, credit.left)


def unpack_receipt(receipt: ledger_pb2.FeeReceipt) -> ReceiptFacts:
    """The account of a semester."""
    return ReceiptFacts(
        semester=unpack_semester(receipt.semester),
        charges=tuple(_charge(one) for one in receipt.charges),
        due_cents=receipt.due_cents,
        paid_cents=receipt.paid_cents,
        open_cents=receipt.open_cents,
        paid_date=_day(receipt, "paid_date"),
    )


def _charge(charge: ledger_pb2.Charge) -> ChargeFacts:
    return ChargeFacts(
        fee_code=charge.fee_code,
        name=unpack_text(charge.name),
        due_date=unpack_date(charge.due_date),
        amount_cents=charge.amount_cents,
        reduced_cents=charge.reduced_cents,
        waived_cents=charge.waived_cents,
        paid_cents=charge.paid_cents,
        open_cents=charge.open_cents,
        parts=_parts(charge.parts),
        settled_date=_day(charge, "settled_date"),
    )


def _parts(parts: Iterable[ledger_pb2.ChargePart]) -> tuple[ChargePart, ...]:
    return tuple(
        ChargePart(unpack_text(one.name), one.amount_cents, _parts(one.parts)) for one in parts
    )


def _day(
    message: enrolment_pb2.Enrolment
    | study_credit_pb2.HistoryLine
    | study_credit_pb2.StudyPeriod
    | ledger_pb2.FeeReceipt
    | ledger_pb2.Charge,
    field: str,
) -> date | None:
    """The day in a field; None where it is absent."""
    if not message.HasField(field):  # type: ignore[arg-type]  # a field of each message by its name
        return None
    day: Date = getattr(message, field)
    return unpack_date(day)


def unpack_students(page: enrolment_pb2.ListEnrolledStudentsResponse) -> StudentPage:
    """A page of those who are enrolled in a semester."""
    students = tuple(
        JobStudent(
            person_id=UUID(one.person_id),
            enrolment_id=UUID(one.enrolment_id),
            matriculation_number=one.matriculation_number,
            name=unpack_name(one.name),
        )
        for one in page.students
    )
    return StudentPage(students, page.next_page_token, page.total_count)
