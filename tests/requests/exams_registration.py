"""Requests to exams: registering and what students see."""

from matrikel.exams.v1 import (
    calendar_feed_pb2,
    exam_tree_pb2,
    receipt_pb2,
    registration_pb2,
    status_pb2,
    student_pb2,
    terms_pb2,
)
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("exams.v1.ExamTreeService", "GetExamTree")
def get_exam_tree(named: Named) -> exam_tree_pb2.GetExamTreeRequest:
    """The tree of the person."""
    return exam_tree_pb2.GetExamTreeRequest(person_id=named.person_id)


@of("exams.v1.TermsService", "GetTerms")
def get_terms(named: Named) -> terms_pb2.GetTermsRequest:
    """The terms as the person finds them."""
    return terms_pb2.GetTermsRequest(person_id=named.person_id)


@of("exams.v1.TermsService", "AcceptTerms")
def accept_terms(named: Named) -> terms_pb2.AcceptTermsRequest:
    """The person accepts the version."""
    return terms_pb2.AcceptTermsRequest(
        person_id=named.person_id, terms_version=named.terms_version
    )


@of("exams.v1.RegistrationService", "CreateRegistration")
def create_registration(named: Named) -> registration_pb2.CreateRegistrationRequest:
    """The person registers for the sitting; the enrolment follows from the exam."""
    return registration_pb2.CreateRegistrationRequest(
        person_id=named.person_id, sitting_id=named.sitting_id, request_id=new_id()
    )


@of("exams.v1.RegistrationService", "WithdrawRegistration")
def withdraw_registration(named: Named) -> registration_pb2.WithdrawRegistrationRequest:
    """The registration is withdrawn."""
    return registration_pb2.WithdrawRegistrationRequest(
        registration_id=named.registration_id, request_id=new_id()
    )


@of("exams.v1.RegistrationService", "GetRegistration")
def get_registration(named: Named) -> registration_pb2.GetRegistrationRequest:
    """The registration."""
    return registration_pb2.GetRegistrationRequest(registration_id=named.registration_id)


@of("exams.v1.RegistrationService", "ListRegistrations")
def list_registrations(named: Named) -> registration_pb2.ListRegistrationsRequest:
    """The registrations of the person in the semester."""
    return registration_pb2.ListRegistrationsRequest(
        person_id=named.person_id, semester=Semester(code=named.semester), page_size=5
    )


@of("exams.v1.RegistrationService", "DeregisterStudent")
def deregister_student(named: Named) -> registration_pb2.DeregisterStudentRequest:
    """The registration, ended by the office."""
    return registration_pb2.DeregisterStudentRequest(
        registration_id=named.registration_id, reason="Prüfung entfällt", request_id=new_id()
    )


@of("exams.v1.RegistrationService", "RegisterStudent")
def register_student(named: Named) -> registration_pb2.RegisterStudentRequest:
    """The student for the sitting, by the office; only asked."""
    return registration_pb2.RegisterStudentRequest(
        sitting_id=named.sitting_id,
        matriculation_number=named.matriculation_number,
        reason="Härtefall",
        validate_only=True,
        request_id=new_id(),
    )


@of("exams.v1.RegistrationService", "ListRegistrationAttempts")
def list_registration_attempts(
    named: Named,
) -> registration_pb2.ListRegistrationAttemptsRequest:
    """The first page of the person's refused attempts."""
    return registration_pb2.ListRegistrationAttemptsRequest(person_id=named.person_id, page_size=5)


@of("exams.v1.ReceiptService", "ListReceipts")
def list_receipts(named: Named) -> receipt_pb2.ListReceiptsRequest:
    """The receipts of the registration."""
    return receipt_pb2.ListReceiptsRequest(registration_id=named.registration_id)


@of("exams.v1.ReceiptService", "VerifyReceipt")
def verify_receipt(named: Named) -> receipt_pb2.VerifyReceiptRequest:
    """The receipt."""
    return receipt_pb2.VerifyReceiptRequest(signed=named.receipt)


@of("exams.v1.ReceiptService", "ListReceiptKeys")
def list_receipt_keys(_named: Named) -> receipt_pb2.ListReceiptKeysRequest:
    """Every public key of receipts."""
    return receipt_pb2.ListReceiptKeysRequest()


@of("exams.v1.CalendarFeedService", "CreateCalendarFeed")
def create_calendar_feed(named: Named) -> calendar_feed_pb2.CreateCalendarFeedRequest:
    """A secret address for the person."""
    return calendar_feed_pb2.CreateCalendarFeedRequest(person_id=named.person_id)


@of("exams.v1.CalendarFeedService", "GetCalendarFeed")
def get_calendar_feed(named: Named) -> calendar_feed_pb2.GetCalendarFeedRequest:
    """Whether the person has an address."""
    return calendar_feed_pb2.GetCalendarFeedRequest(person_id=named.person_id)


@of("exams.v1.CalendarFeedService", "DeleteCalendarFeed")
def delete_calendar_feed(named: Named) -> calendar_feed_pb2.DeleteCalendarFeedRequest:
    """The end of the person's address."""
    return calendar_feed_pb2.DeleteCalendarFeedRequest(person_id=named.person_id)


@of("exams.v1.CalendarFeedService", "DownloadCalendar")
def download_calendar(named: Named) -> calendar_feed_pb2.DownloadCalendarRequest:
    """The calendar behind a secret."""
    return calendar_feed_pb2.DownloadCalendarRequest(secret=named.calendar_secret)


@of("exams.v1.CalendarFeedService", "DownloadRegulationsCalendar")
def download_regulations_calendar(
    named: Named,
) -> calendar_feed_pb2.DownloadRegulationsCalendarRequest:
    """The regulations' sittings in the semester."""
    return calendar_feed_pb2.DownloadRegulationsCalendarRequest(
        regulations_version_code=named.regulations_version_code,
        semester=Semester(code=named.semester),
    )


@of("exams.v1.StudentService", "ListStudents")
def list_students(named: Named) -> student_pb2.ListStudentsRequest:
    """The student with the number."""
    return student_pb2.ListStudentsRequest(matriculation_number=named.matriculation_number)


@of("exams.v1.StudentService", "GetStudent")
def get_student(named: Named) -> student_pb2.GetStudentRequest:
    """The student."""
    return student_pb2.GetStudentRequest(person_id=named.person_id)


@of("exams.v1.StatusService", "ListStatuses")
def list_statuses(named: Named) -> status_pb2.ListStatusesRequest:
    """All statuses."""
    del named
    return status_pb2.ListStatusesRequest()
