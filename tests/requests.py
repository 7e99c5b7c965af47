"""One valid request for every method of every service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.exams.v1 import (
    calendar_feed_pb2,
    exam_tree_pb2,
    lottery_pb2,
    receipt_pb2,
    recognition_pb2,
    registration_pb2,
    regulations_pb2,
    result_pb2,
    sick_note_pb2,
    sitting_pb2,
    status_pb2,
    student_pb2,
    study_progress_pb2,
    terms_pb2,
    thesis_pb2,
)
from matrikel.identity.v1 import account_pb2, directory_pb2, session_pb2, token_pb2
from matrikel.records.v1 import (
    calendar_pb2,
    catalogue_pb2,
    enrolment_pb2,
    person_pb2,
    university_pb2,
)
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester


def _new_id() -> str:
    return str(uuid4())


@dataclass(frozen=True)
class Named:
    """What requests name. Whatever a test leaves out is well formed and exists nowhere."""

    person_id: str = field(default_factory=_new_id)
    enrolment_id: str = field(default_factory=_new_id)
    registration_id: str = field(default_factory=_new_id)
    sitting_id: str = field(default_factory=_new_id)
    # A sitting that the person took part in, and the registration for it, with a result.
    attended_sitting_id: str = field(default_factory=_new_id)
    examined_registration_id: str = field(default_factory=_new_id)
    lottery_sitting_id: str = field(default_factory=_new_id)
    correction_id: str = field(default_factory=_new_id)
    recognition_id: str = field(default_factory=_new_id)
    certificate_id: str = field(default_factory=_new_id)
    user_name: str = "lg999999"
    password: str = "Vier Laternen am Deich"
    # An account that waits for its initial code.
    new_user_name: str = "lg999998"
    initial_code: str = "ABCD-EFGH-JKLM"
    session_token: str = "no-session-has-this-token"
    # The service that a token is for, and a person's token that is to be exchanged.
    audience: str = "exams"
    access_token: str = "no.access.token"
    terms_version: str = "2026-10-01"
    programme_code: str = "KUWI-BA"
    # A module without an exam that is passed, recognised or under way.
    module_code: str = "KUWI24-01"
    semester: str = "2026W"
    sick_note_id: str = field(default_factory=_new_id)
    thesis_id: str = field(default_factory=_new_id)
    matriculation_number: str = "3999999"
    # Signed by nobody.
    receipt: str = "no.signed.receipt"
    calendar_secret: str = "no-calendar-has-this-secret"
    regulations_version_code: str = "KUWI-BA-2024"
    # Well formed: its check digit is right.
    verification_number: str = "4711081512345671"


Make = Callable[[Named], Message]
M = TypeVar("M", bound=Make)

SMALL_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"

# By full name: "matrikel.identity.v1.SessionService.SignIn".
REQUESTS: dict[str, Make] = {}


def request_for(method: MethodDescriptor, named: Named) -> Message:
    """A valid request for a method about what is named, with a new request id where it has one."""
    return REQUESTS[method.full_name](named)


def _of(service: str, method: str) -> Callable[[M], M]:
    def register(make: M) -> M:
        REQUESTS[f"matrikel.{service}.{method}"] = make
        return make

    return register


@_of("identity.v1.AccountService", "GetAccount")
def get_account(named: Named) -> account_pb2.GetAccountRequest:
    """The account of the person."""
    return account_pb2.GetAccountRequest(person_id=named.person_id)


@_of("identity.v1.AccountService", "IssueInitialCode")
def issue_initial_code(named: Named) -> account_pb2.IssueInitialCodeRequest:
    """A new initial code for the person."""
    return account_pb2.IssueInitialCodeRequest(person_id=named.person_id)


@_of("identity.v1.AccountService", "ActivateAccount")
def activate_account(named: Named) -> account_pb2.ActivateAccountRequest:
    """The new account, with its initial code and first password."""
    return account_pb2.ActivateAccountRequest(
        user_name=named.new_user_name, initial_code=named.initial_code, password=named.password
    )


@_of("identity.v1.DirectoryService", "ListItServices")
def list_it_services(_named: Named) -> directory_pb2.ListItServicesRequest:
    """The whole directory."""
    return directory_pb2.ListItServicesRequest()


@_of("identity.v1.SessionService", "SignIn")
def sign_in(named: Named) -> session_pb2.SignInRequest:
    """A session for the user name."""
    return session_pb2.SignInRequest(user_name=named.user_name, password=named.password)


@_of("identity.v1.SessionService", "SignOut")
def sign_out(_named: Named) -> session_pb2.SignOutRequest:
    """The end of the caller's session."""
    return session_pb2.SignOutRequest()


@_of("identity.v1.TokenService", "IssueToken")
def issue_token(named: Named) -> token_pb2.IssueTokenRequest:
    """An access token of the session for the audience."""
    return token_pb2.IssueTokenRequest(session_token=named.session_token, audience=named.audience)


@_of("identity.v1.TokenService", "ExchangeToken")
def exchange_token(named: Named) -> token_pb2.ExchangeTokenRequest:
    """The access token made into one for the audience."""
    return token_pb2.ExchangeTokenRequest(subject_token=named.access_token, audience=named.audience)


@_of("identity.v1.TokenService", "ListSigningKeys")
def list_signing_keys(_named: Named) -> token_pb2.ListSigningKeysRequest:
    """Every public key."""
    return token_pb2.ListSigningKeysRequest()


@_of("records.v1.UniversityService", "GetUniversity")
def get_university(_named: Named) -> university_pb2.GetUniversityRequest:
    """The facts of the university."""
    return university_pb2.GetUniversityRequest()


@_of("records.v1.CatalogueService", "ListProgrammes")
def list_programmes(_named: Named) -> catalogue_pb2.ListProgrammesRequest:
    """The first page of the programmes."""
    return catalogue_pb2.ListProgrammesRequest(page_size=5)


@_of("records.v1.CalendarService", "ListSemesters")
def list_semesters(_named: Named) -> calendar_pb2.ListSemestersRequest:
    """The published semesters."""
    return calendar_pb2.ListSemestersRequest()


@_of("records.v1.PersonService", "GetPerson")
def get_person(named: Named) -> person_pb2.GetPersonRequest:
    """The person."""
    return person_pb2.GetPersonRequest(person_id=named.person_id)


@_of("records.v1.PersonService", "ListPersons")
def list_persons(_named: Named) -> person_pb2.ListPersonsRequest:
    """Persons whose family names begin alike."""
    return person_pb2.ListPersonsRequest(family_name_prefix="Öz", page_size=5)


@_of("records.v1.EnrolmentService", "EnrolPerson")
def enrol_person(named: Named) -> enrolment_pb2.EnrolPersonRequest:
    """A new person in the programme from the semester on."""
    return enrolment_pb2.EnrolPersonRequest(
        request_id=_new_id(),
        new_person=enrolment_pb2.EnrolPersonRequest.NewPerson(
            name=PersonName(given_names="Thị Hồng", family_name="Nguyễn"),
            birth_date=Date(year=2003, month=2, day=28),
            birth_place="Đà Nẵng",
            citizenship="VN",
        ),
        programme_code=named.programme_code,
        first_semester=Semester(code=named.semester),
    )


@_of("records.v1.EnrolmentService", "ListEnrolments")
def list_enrolments(named: Named) -> enrolment_pb2.ListEnrolmentsRequest:
    """The enrolments of the person."""
    return enrolment_pb2.ListEnrolmentsRequest(person_id=named.person_id)


@_of("records.v1.EnrolmentService", "GetEnrolment")
def get_enrolment(named: Named) -> enrolment_pb2.GetEnrolmentRequest:
    """The enrolment."""
    return enrolment_pb2.GetEnrolmentRequest(enrolment_id=named.enrolment_id)


@_of("exams.v1.ExamTreeService", "GetExamTree")
def get_exam_tree(named: Named) -> exam_tree_pb2.GetExamTreeRequest:
    """The tree of the person."""
    return exam_tree_pb2.GetExamTreeRequest(person_id=named.person_id)


@_of("exams.v1.TermsService", "GetTerms")
def get_terms(named: Named) -> terms_pb2.GetTermsRequest:
    """The terms as the person finds them."""
    return terms_pb2.GetTermsRequest(person_id=named.person_id)


@_of("exams.v1.TermsService", "AcceptTerms")
def accept_terms(named: Named) -> terms_pb2.AcceptTermsRequest:
    """The person accepts the version."""
    return terms_pb2.AcceptTermsRequest(
        person_id=named.person_id, terms_version=named.terms_version
    )


@_of("exams.v1.RegistrationService", "CreateRegistration")
def create_registration(named: Named) -> registration_pb2.CreateRegistrationRequest:
    """The person registers for the sitting; the enrolment follows from the exam."""
    return registration_pb2.CreateRegistrationRequest(
        person_id=named.person_id, sitting_id=named.sitting_id, request_id=_new_id()
    )


@_of("exams.v1.RegistrationService", "WithdrawRegistration")
def withdraw_registration(named: Named) -> registration_pb2.WithdrawRegistrationRequest:
    """The registration is withdrawn."""
    return registration_pb2.WithdrawRegistrationRequest(
        registration_id=named.registration_id, request_id=_new_id()
    )


@_of("exams.v1.RegistrationService", "GetRegistration")
def get_registration(named: Named) -> registration_pb2.GetRegistrationRequest:
    """The registration."""
    return registration_pb2.GetRegistrationRequest(registration_id=named.registration_id)


@_of("exams.v1.RegistrationService", "ListRegistrations")
def list_registrations(named: Named) -> registration_pb2.ListRegistrationsRequest:
    """The registrations of the person in the semester."""
    return registration_pb2.ListRegistrationsRequest(
        person_id=named.person_id, semester=Semester(code=named.semester), page_size=5
    )


@_of("exams.v1.RegistrationService", "DeregisterStudent")
def deregister_student(named: Named) -> registration_pb2.DeregisterStudentRequest:
    """The registration, ended by the office."""
    return registration_pb2.DeregisterStudentRequest(
        registration_id=named.registration_id, reason="Prüfung entfällt", request_id=_new_id()
    )


@_of("exams.v1.RegistrationService", "RegisterStudent")
def register_student(named: Named) -> registration_pb2.RegisterStudentRequest:
    """The student for the sitting, by the office; only asked."""
    return registration_pb2.RegisterStudentRequest(
        sitting_id=named.sitting_id,
        matriculation_number=named.matriculation_number,
        reason="Härtefall",
        validate_only=True,
        request_id=_new_id(),
    )


@_of("exams.v1.RegistrationService", "ListRegistrationAttempts")
def list_registration_attempts(
    named: Named,
) -> registration_pb2.ListRegistrationAttemptsRequest:
    """The first page of the person's refused attempts."""
    return registration_pb2.ListRegistrationAttemptsRequest(person_id=named.person_id, page_size=5)


@_of("exams.v1.ReceiptService", "ListReceipts")
def list_receipts(named: Named) -> receipt_pb2.ListReceiptsRequest:
    """The receipts of the registration."""
    return receipt_pb2.ListReceiptsRequest(registration_id=named.registration_id)


@_of("exams.v1.ReceiptService", "VerifyReceipt")
def verify_receipt(named: Named) -> receipt_pb2.VerifyReceiptRequest:
    """The receipt."""
    return receipt_pb2.VerifyReceiptRequest(signed=named.receipt)


@_of("exams.v1.ReceiptService", "ListReceiptKeys")
def list_receipt_keys(_named: Named) -> receipt_pb2.ListReceiptKeysRequest:
    """Every public key of receipts."""
    return receipt_pb2.ListReceiptKeysRequest()


@_of("exams.v1.SickNoteService", "FileSickNote")
def file_sick_note(named: Named) -> sick_note_pb2.FileSickNoteRequest:
    """A doctor's form for the registration."""
    day = Date(year=2027, month=2, day=2)
    return sick_note_pb2.FileSickNoteRequest(
        registration_id=named.registration_id,
        ill_from_date=day,
        ill_until_date=day,
        file_name="Attest.pdf",
        content=SMALL_PDF,
        request_id=_new_id(),
    )


@_of("exams.v1.SickNoteService", "ListSickNotes")
def list_sick_notes(named: Named) -> sick_note_pb2.ListSickNotesRequest:
    """The person's sick notes."""
    return sick_note_pb2.ListSickNotesRequest(person_id=named.person_id)


@_of("exams.v1.SickNoteService", "ListOpenSickNotes")
def list_open_sick_notes(_named: Named) -> sick_note_pb2.ListOpenSickNotesRequest:
    """The first page of the office's queue."""
    return sick_note_pb2.ListOpenSickNotesRequest(page_size=5)


@_of("exams.v1.SickNoteService", "GetSickNote")
def get_sick_note(named: Named) -> sick_note_pb2.GetSickNoteRequest:
    """The sick note."""
    return sick_note_pb2.GetSickNoteRequest(sick_note_id=named.sick_note_id)


@_of("exams.v1.SickNoteService", "DownloadSickNoteDocument")
def download_sick_note_document(
    named: Named,
) -> sick_note_pb2.DownloadSickNoteDocumentRequest:
    """The doctor's form."""
    return sick_note_pb2.DownloadSickNoteDocumentRequest(sick_note_id=named.sick_note_id)


@_of("exams.v1.SickNoteService", "DecideSickNote")
def decide_sick_note(named: Named) -> sick_note_pb2.DecideSickNoteRequest:
    """An approval."""
    return sick_note_pb2.DecideSickNoteRequest(
        sick_note_id=named.sick_note_id, approve=True, request_id=_new_id()
    )


@_of("exams.v1.ThesisService", "ApplyForThesis")
def apply_for_thesis(named: Named) -> thesis_pb2.ApplyForThesisRequest:
    """An application for the enrolment."""
    return thesis_pb2.ApplyForThesisRequest(
        enrolment_id=named.enrolment_id,
        title="Über das Warten",
        first_examiner_user_name="ameier",
        second_examiner_user_name="bschulz",
        request_id=_new_id(),
    )


@_of("exams.v1.ThesisService", "ListTheses")
def list_theses(named: Named) -> thesis_pb2.ListThesesRequest:
    """The person's theses."""
    return thesis_pb2.ListThesesRequest(person_id=named.person_id)


@_of("exams.v1.ThesisService", "ListExaminedTheses")
def list_examined_theses(_named: Named) -> thesis_pb2.ListExaminedThesesRequest:
    """The first page of theses in whichever state."""
    return thesis_pb2.ListExaminedThesesRequest(page_size=5)


@_of("exams.v1.ThesisService", "GetThesis")
def get_thesis(named: Named) -> thesis_pb2.GetThesisRequest:
    """The thesis."""
    return thesis_pb2.GetThesisRequest(thesis_id=named.thesis_id)


@_of("exams.v1.ThesisService", "AdmitThesis")
def admit_thesis(named: Named) -> thesis_pb2.AdmitThesisRequest:
    """An admission in the semester."""
    return thesis_pb2.AdmitThesisRequest(
        thesis_id=named.thesis_id,
        title="Über das Warten",
        first_examiner_user_name="ameier",
        second_examiner_user_name="bschulz",
        start_date=Date(year=2026, month=11, day=2),
        semester=Semester(code=named.semester),
        request_id=_new_id(),
    )


@_of("exams.v1.ThesisService", "RefuseThesis")
def refuse_thesis(named: Named) -> thesis_pb2.RefuseThesisRequest:
    """A refusal with its reason."""
    return thesis_pb2.RefuseThesisRequest(
        thesis_id=named.thesis_id, reason="Das Thema ist zu weit.", request_id=_new_id()
    )


@_of("exams.v1.ThesisService", "ExtendThesis")
def extend_thesis(named: Named) -> thesis_pb2.ExtendThesisRequest:
    """An extension with its reason."""
    return thesis_pb2.ExtendThesisRequest(
        thesis_id=named.thesis_id, reason="Krankheit mit Attest", request_id=_new_id()
    )


@_of("exams.v1.ThesisService", "HandInThesis")
def hand_in_thesis(named: Named) -> thesis_pb2.HandInThesisRequest:
    """The thesis as a PDF."""
    return thesis_pb2.HandInThesisRequest(
        thesis_id=named.thesis_id,
        content=SMALL_PDF,
        file_name="Arbeit.pdf",
        request_id=_new_id(),
    )


@_of("exams.v1.ThesisService", "DownloadThesis")
def download_thesis(named: Named) -> thesis_pb2.DownloadThesisRequest:
    """The handed-in thesis."""
    return thesis_pb2.DownloadThesisRequest(thesis_id=named.thesis_id)


@_of("exams.v1.ThesisService", "GradeThesis")
def grade_thesis(named: Named) -> thesis_pb2.GradeThesisRequest:
    """The first examiner's grade."""
    return thesis_pb2.GradeThesisRequest(
        thesis_id=named.thesis_id, examiner=1, grade="1.3", request_id=_new_id()
    )


@_of("exams.v1.CalendarFeedService", "CreateCalendarFeed")
def create_calendar_feed(named: Named) -> calendar_feed_pb2.CreateCalendarFeedRequest:
    """A secret address for the person."""
    return calendar_feed_pb2.CreateCalendarFeedRequest(person_id=named.person_id)


@_of("exams.v1.CalendarFeedService", "GetCalendarFeed")
def get_calendar_feed(named: Named) -> calendar_feed_pb2.GetCalendarFeedRequest:
    """Whether the person has an address."""
    return calendar_feed_pb2.GetCalendarFeedRequest(person_id=named.person_id)


@_of("exams.v1.CalendarFeedService", "DeleteCalendarFeed")
def delete_calendar_feed(named: Named) -> calendar_feed_pb2.DeleteCalendarFeedRequest:
    """The end of the person's address."""
    return calendar_feed_pb2.DeleteCalendarFeedRequest(person_id=named.person_id)


@_of("exams.v1.CalendarFeedService", "DownloadCalendar")
def download_calendar(named: Named) -> calendar_feed_pb2.DownloadCalendarRequest:
    """The calendar behind a secret."""
    return calendar_feed_pb2.DownloadCalendarRequest(secret=named.calendar_secret)


@_of("exams.v1.CalendarFeedService", "DownloadRegulationsCalendar")
def download_regulations_calendar(
    named: Named,
) -> calendar_feed_pb2.DownloadRegulationsCalendarRequest:
    """The regulations' sittings in the semester."""
    return calendar_feed_pb2.DownloadRegulationsCalendarRequest(
        regulations_version_code=named.regulations_version_code,
        semester=Semester(code=named.semester),
    )


@_of("exams.v1.SittingService", "ListSittings")
def list_sittings(named: Named) -> sitting_pb2.ListSittingsRequest:
    """The sittings of the semester."""
    return sitting_pb2.ListSittingsRequest(semester=Semester(code=named.semester), page_size=5)


@_of("exams.v1.SittingService", "GetSitting")
def get_sitting(named: Named) -> sitting_pb2.GetSittingRequest:
    """The sitting."""
    return sitting_pb2.GetSittingRequest(sitting_id=named.sitting_id)


@_of("exams.v1.SittingService", "CreateSitting")
def create_sitting(named: Named) -> sitting_pb2.CreateSittingRequest:
    """One more sitting of an exam, without a date."""
    return sitting_pb2.CreateSittingRequest(request_id=_new_id(), sitting=_sitting_draft(named))


@_of("exams.v1.SittingService", "UpdateSitting")
def update_sitting(named: Named) -> sitting_pb2.UpdateSittingRequest:
    """Another room, by an outdated version."""
    return sitting_pb2.UpdateSittingRequest(
        sitting_id=named.sitting_id,
        sitting=_sitting_draft(named),
        update_mask=FieldMask(paths=["room"]),
        etag="outdated",
        request_id=_new_id(),
    )


@_of("exams.v1.SittingService", "CancelSitting")
def cancel_sitting(named: Named) -> sitting_pb2.CancelSittingRequest:
    """What cancelling an outdated version would do."""
    return sitting_pb2.CancelSittingRequest(
        sitting_id=named.sitting_id,
        etag="outdated",
        reason="Der Raum ist gesperrt.",
        validate_only=True,
        request_id=_new_id(),
    )


@_of("exams.v1.SittingService", "ImportSittings")
def import_sittings(named: Named) -> sitting_pb2.ImportSittingsRequest:
    """A file without rows."""
    del named
    return sitting_pb2.ImportSittingsRequest(
        content=b"exam;semester;period;examiner\n",
        format=sitting_pb2.TABLE_FORMAT_CSV,
        validate_only=True,
        request_id=_new_id(),
    )


def _sitting_draft(named: Named) -> sitting_pb2.SittingDraft:
    return sitting_pb2.SittingDraft(
        exam_number="1020101",
        semester=Semester(code=named.semester),
        examination_period=1,
        examiner_user_name="ameier",
        room="",
    )


@_of("exams.v1.RegulationsService", "ListRegulationsVersions")
def list_regulations_versions(named: Named) -> regulations_pb2.ListRegulationsVersionsRequest:
    """The versions of the programme."""
    return regulations_pb2.ListRegulationsVersionsRequest(programme_code=named.programme_code)


@_of("exams.v1.RegulationsService", "GetRegulationsVersion")
def get_regulations_version(named: Named) -> regulations_pb2.GetRegulationsVersionRequest:
    """The version."""
    return regulations_pb2.GetRegulationsVersionRequest(
        regulations_version_code=named.regulations_version_code
    )


@_of("exams.v1.RegulationsService", "GetModule")
def get_module(named: Named) -> regulations_pb2.GetModuleRequest:
    """The module in the semester."""
    return regulations_pb2.GetModuleRequest(
        regulations_version_code=named.regulations_version_code,
        module_code=named.module_code,
        semester=Semester(code=named.semester),
    )


@_of("exams.v1.RegulationsService", "ImportRegulations")
def import_regulations(named: Named) -> regulations_pb2.ImportRegulationsRequest:
    """A file that says nothing."""
    del named
    return regulations_pb2.ImportRegulationsRequest(
        content=b"{}",
        format=sitting_pb2.TABLE_FORMAT_YAML,
        validate_only=True,
        request_id=_new_id(),
    )


@_of("exams.v1.RegulationsService", "DownloadRegulations")
def download_regulations(named: Named) -> regulations_pb2.DownloadRegulationsRequest:
    """The version as YAML."""
    return regulations_pb2.DownloadRegulationsRequest(
        regulations_version_code=named.regulations_version_code,
        format=sitting_pb2.TABLE_FORMAT_YAML,
    )


@_of("exams.v1.RegulationsService", "PublishRegulations")
def publish_regulations(named: Named) -> regulations_pb2.PublishRegulationsRequest:
    """The version, by an outdated content."""
    return regulations_pb2.PublishRegulationsRequest(
        regulations_version_code=named.regulations_version_code,
        etag="outdated",
        validate_only=True,
        request_id=_new_id(),
    )


@_of("exams.v1.RegulationsService", "DeleteRegulationsDraft")
def delete_regulations_draft(named: Named) -> regulations_pb2.DeleteRegulationsDraftRequest:
    """The version."""
    return regulations_pb2.DeleteRegulationsDraftRequest(
        regulations_version_code=named.regulations_version_code
    )


@_of("exams.v1.ExaminationPeriodService", "ListExaminationPeriods")
def list_examination_periods(named: Named) -> regulations_pb2.ListExaminationPeriodsRequest:
    """The newest periods."""
    del named
    return regulations_pb2.ListExaminationPeriodsRequest(page_size=5)


@_of("exams.v1.ExaminationPeriodService", "SaveExaminationPeriod")
def save_examination_period(named: Named) -> regulations_pb2.SaveExaminationPeriodRequest:
    """A period, by an outdated version."""
    return regulations_pb2.SaveExaminationPeriodRequest(
        period=regulations_pb2.ExaminationPeriod(
            semester=Semester(code=named.semester),
            examination_period=1,
            exams_first_date=Date(year=2027, month=2, day=1),
            exams_last_date=Date(year=2027, month=2, day=12),
            registration_first_date=Date(year=2026, month=10, day=12),
            registration_last_date=Date(year=2026, month=11, day=15),
            withdrawal_working_days=5,
            holidays_of="NI",
        ),
        etag="outdated",
        validate_only=True,
        request_id=_new_id(),
    )


@_of("exams.v1.StudentService", "ListStudents")
def list_students(named: Named) -> student_pb2.ListStudentsRequest:
    """The student with the number."""
    return student_pb2.ListStudentsRequest(matriculation_number=named.matriculation_number)


@_of("exams.v1.StudentService", "GetStudent")
def get_student(named: Named) -> student_pb2.GetStudentRequest:
    """The student."""
    return student_pb2.GetStudentRequest(person_id=named.person_id)


@_of("exams.v1.StatusService", "ListStatuses")
def list_statuses(named: Named) -> status_pb2.ListStatusesRequest:
    """All statuses."""
    del named
    return status_pb2.ListStatusesRequest()


@_of("exams.v1.SittingService", "ListParticipants")
def list_participants(named: Named) -> sitting_pb2.ListParticipantsRequest:
    """The participants of the sitting."""
    return sitting_pb2.ListParticipantsRequest(sitting_id=named.sitting_id, page_size=5)


@_of("exams.v1.SittingService", "PlanSeats")
def plan_seats(named: Named) -> sitting_pb2.PlanSeatsRequest:
    """Seats of a small room, by name."""
    return sitting_pb2.PlanSeatsRequest(
        sitting_id=named.sitting_id,
        rows=10,
        seats_per_row=10,
        order=sitting_pb2.SEAT_ORDER_NAME,
        request_id=_new_id(),
    )


@_of("exams.v1.SittingService", "DownloadParticipants")
def download_participants(named: Named) -> sitting_pb2.DownloadParticipantsRequest:
    """The list for the day of the exam."""
    return sitting_pb2.DownloadParticipantsRequest(
        sitting_id=named.sitting_id,
        list=sitting_pb2.PARTICIPANT_LIST_ATTENDANCE,
        format=sitting_pb2.TABLE_FORMAT_PDF,
    )


@_of("exams.v1.ResultService", "ListResults")
def list_results(named: Named) -> result_pb2.ListResultsRequest:
    """The first page of the person's results."""
    return result_pb2.ListResultsRequest(person_id=named.person_id)


@_of("exams.v1.ResultService", "ListSittingResults")
def list_sitting_results(named: Named) -> result_pb2.ListSittingResultsRequest:
    """The first page of the sitting's results."""
    return result_pb2.ListSittingResultsRequest(sitting_id=named.sitting_id)


@_of("exams.v1.ResultService", "EnterResults")
def enter_results(named: Named) -> result_pb2.EnterResultsRequest:
    """A grade for the registration."""
    return result_pb2.EnterResultsRequest(
        sitting_id=named.sitting_id,
        results=[result_pb2.EnteredResult(registration_id=named.registration_id, grade="1.3")],
        request_id=_new_id(),
    )


@_of("exams.v1.ResultService", "ImportResults")
def import_results(named: Named) -> result_pb2.ImportResultsRequest:
    """A dry run of a file with one row."""
    return result_pb2.ImportResultsRequest(
        sitting_id=named.sitting_id,
        content=b"Matrikelnummer;Note\r\n3000001;1,3\r\n",
        format=sitting_pb2.TABLE_FORMAT_CSV,
        file_name="noten.csv",
        validate_only=True,
        request_id=_new_id(),
    )


@_of("exams.v1.ResultService", "DownloadResults")
def download_results(named: Named) -> result_pb2.DownloadResultsRequest:
    """The sitting's results as CSV."""
    return result_pb2.DownloadResultsRequest(
        sitting_id=named.sitting_id, format=sitting_pb2.TABLE_FORMAT_CSV
    )


@_of("exams.v1.ResultService", "ReleaseResults")
def release_results(named: Named) -> result_pb2.ReleaseResultsRequest:
    """The release of what is entered for the sitting."""
    return result_pb2.ReleaseResultsRequest(
        sitting_id=named.sitting_id, etag="0" * 32, request_id=_new_id()
    )


@_of("exams.v1.ResultService", "ProposeCorrection")
def propose_correction(named: Named) -> result_pb2.ProposeCorrectionRequest:
    """Another grade for the registration."""
    return result_pb2.ProposeCorrectionRequest(
        registration_id=named.examined_registration_id,
        grade="2.0",
        reason="Punkte verrechnet",
        version=2,
        request_id=_new_id(),
    )


@_of("exams.v1.ResultService", "DecideCorrection")
def decide_correction(named: Named) -> result_pb2.DecideCorrectionRequest:
    """The consent to the correction."""
    return result_pb2.DecideCorrectionRequest(
        correction_id=named.correction_id, confirm=True, request_id=_new_id()
    )


@_of("exams.v1.ResultService", "ListCorrections")
def list_corrections(_named: Named) -> result_pb2.ListCorrectionsRequest:
    """The open corrections."""
    return result_pb2.ListCorrectionsRequest(open_only=True)


@_of("exams.v1.ResultService", "ListResultVersions")
def list_result_versions(named: Named) -> result_pb2.ListResultVersionsRequest:
    """Every version of the registration's result."""
    return result_pb2.ListResultVersionsRequest(registration_id=named.examined_registration_id)


@_of("exams.v1.ResultService", "GetGradeDistribution")
def get_grade_distribution(named: Named) -> result_pb2.GetGradeDistributionRequest:
    """How the sitting's grades are distributed."""
    return result_pb2.GetGradeDistributionRequest(sitting_id=named.attended_sitting_id)


@_of("exams.v1.LotteryService", "CreateLottery")
def create_lottery(named: Named) -> lottery_pb2.CreateLotteryRequest:
    """The seats of the sitting are to be drawn, a fifth of them by pre-selection."""
    return lottery_pb2.CreateLotteryRequest(
        sitting_id=named.sitting_id,
        public_source="Lotto 6aus49, Ziehung vom 21.11.2026, sechs Zahlen aufsteigend",
        public_time=Timestamp(seconds=1795285500),
        preselection_percent=20,
        request_id=_new_id(),
    )


@_of("exams.v1.LotteryService", "GetLottery")
def get_lottery(named: Named) -> lottery_pb2.GetLotteryRequest:
    """The lottery of the sitting."""
    return lottery_pb2.GetLotteryRequest(sitting_id=named.lottery_sitting_id)


@_of("exams.v1.LotteryService", "DrawLottery")
def draw_lottery(named: Named) -> lottery_pb2.DrawLotteryRequest:
    """The seats of the sitting are drawn."""
    return lottery_pb2.DrawLotteryRequest(
        sitting_id=named.sitting_id, public_value="3, 7, 12, 24, 38, 41", request_id=_new_id()
    )


@_of("exams.v1.StudyProgressService", "GetStudyProgress")
def get_study_progress(named: Named) -> study_progress_pb2.GetStudyProgressRequest:
    """How far the enrolment has come."""
    return study_progress_pb2.GetStudyProgressRequest(enrolment_id=named.enrolment_id)


@_of("exams.v1.StudyProgressService", "PlanGrades")
def plan_grades(named: Named) -> study_progress_pb2.PlanGradesRequest:
    """What the enrolment's open grades need for an average of 2.0."""
    return study_progress_pb2.PlanGradesRequest(
        enrolment_id=named.enrolment_id, target_average="2.0"
    )


@_of("exams.v1.RecognitionService", "CreateRecognition")
def create_recognition(named: Named) -> recognition_pb2.CreateRecognitionRequest:
    """The module is recognised without a grade."""
    return recognition_pb2.CreateRecognitionRequest(
        enrolment_id=named.enrolment_id,
        module_code=named.module_code,
        institution="Göteborgs universitet",
        original_title="Marketing II",
        achieve_date=Date(year=2025, month=7, day=15),
        reason="Learning Agreement",
        request_id=_new_id(),
    )


@_of("exams.v1.RecognitionService", "ListRecognitions")
def list_recognitions(named: Named) -> recognition_pb2.ListRecognitionsRequest:
    """The recognitions of the enrolment."""
    return recognition_pb2.ListRecognitionsRequest(enrolment_id=named.enrolment_id)


@_of("exams.v1.RecognitionService", "RevokeRecognition")
def revoke_recognition(named: Named) -> recognition_pb2.RevokeRecognitionRequest:
    """The recognition is taken back."""
    return recognition_pb2.RevokeRecognitionRequest(
        recognition_id=named.recognition_id, reason="Falsch umgerechnet", request_id=_new_id()
    )


@_of("certificates.v1.CertificateService", "IssueCertificate")
def issue_certificate(named: Named) -> certificate_pb2.IssueCertificateRequest:
    """A German enrolment certificate of the person."""
    return certificate_pb2.IssueCertificateRequest(
        person_id=named.person_id,
        enrolment_id=named.enrolment_id,
        type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
        language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
        semester=Semester(code=named.semester),
        request_id=_new_id(),
    )


@_of("certificates.v1.CertificateService", "ListCertificates")
def list_certificates(named: Named) -> certificate_pb2.ListCertificatesRequest:
    """The certificates of the person."""
    return certificate_pb2.ListCertificatesRequest(person_id=named.person_id, page_size=5)


@_of("certificates.v1.CertificateService", "GetCertificate")
def get_certificate(named: Named) -> certificate_pb2.GetCertificateRequest:
    """The certificate."""
    return certificate_pb2.GetCertificateRequest(certificate_id=named.certificate_id)


@_of("certificates.v1.CertificateService", "DownloadCertificate")
def download_certificate(named: Named) -> certificate_pb2.DownloadCertificateRequest:
    """The document of the certificate."""
    return certificate_pb2.DownloadCertificateRequest(certificate_id=named.certificate_id)


@_of("certificates.v1.VerificationService", "VerifyCertificate")
def verify_certificate(named: Named) -> verification_pb2.VerifyCertificateRequest:
    """The number as it is printed."""
    return verification_pb2.VerifyCertificateRequest(verification_number=named.verification_number)
