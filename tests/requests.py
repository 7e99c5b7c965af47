"""One valid request for every method of every service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.type.date_pb2 import Date
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.exams.v1 import exam_tree_pb2, registration_pb2, sitting_pb2, terms_pb2
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
    semester: str = "2026W"
    # Well formed: its check digit is right.
    verification_number: str = "4711081512345671"


Make = Callable[[Named], Message]
M = TypeVar("M", bound=Make)

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


@_of("exams.v1.SittingService", "ListSittings")
def list_sittings(named: Named) -> sitting_pb2.ListSittingsRequest:
    """The sittings of the semester."""
    return sitting_pb2.ListSittingsRequest(semester=Semester(code=named.semester), page_size=5)


@_of("exams.v1.SittingService", "ListParticipants")
def list_participants(named: Named) -> sitting_pb2.ListParticipantsRequest:
    """The participants of the sitting."""
    return sitting_pb2.ListParticipantsRequest(sitting_id=named.sitting_id, page_size=5)


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
