"""What the portal is given: stubs of the services and the browser's session.

Whoever mounts the portal attaches the visitor's credentials to the calls; the pages never see a
token, except for the moment in which a sign-in hands a new session to the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from matrikel.identity.v1.oidc_pb2 import SignInNeeded
from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    # The asynchronous stub classes exist for type checkers only.
    from matrikel.certificates.v1.certificate_job_pb2_grpc import CertificateJobServiceAsyncStub
    from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceAsyncStub
    from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceAsyncStub
    from matrikel.exams.v1.calendar_feed_pb2_grpc import CalendarFeedServiceAsyncStub
    from matrikel.exams.v1.exam_tree_pb2_grpc import ExamTreeServiceAsyncStub
    from matrikel.exams.v1.lottery_pb2_grpc import LotteryServiceAsyncStub
    from matrikel.exams.v1.receipt_pb2_grpc import ReceiptServiceAsyncStub
    from matrikel.exams.v1.recognition_pb2_grpc import RecognitionServiceAsyncStub
    from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceAsyncStub
    from matrikel.exams.v1.regulations_pb2_grpc import (
        ExaminationPeriodServiceAsyncStub,
        RegulationsServiceAsyncStub,
    )
    from matrikel.exams.v1.result_pb2_grpc import ResultServiceAsyncStub
    from matrikel.exams.v1.sick_note_pb2_grpc import SickNoteServiceAsyncStub
    from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceAsyncStub
    from matrikel.exams.v1.status_pb2_grpc import StatusServiceAsyncStub
    from matrikel.exams.v1.student_pb2_grpc import StudentServiceAsyncStub
    from matrikel.exams.v1.study_progress_pb2_grpc import StudyProgressServiceAsyncStub
    from matrikel.exams.v1.terms_pb2_grpc import TermsServiceAsyncStub
    from matrikel.exams.v1.thesis_pb2_grpc import ThesisServiceAsyncStub
    from matrikel.identity.v1.account_administration_pb2_grpc import (
        AccountAdministrationServiceAsyncStub,
    )
    from matrikel.identity.v1.account_pb2_grpc import AccountServiceAsyncStub
    from matrikel.identity.v1.consent_pb2_grpc import ConsentServiceAsyncStub
    from matrikel.identity.v1.directory_pb2_grpc import DirectoryServiceAsyncStub
    from matrikel.identity.v1.initial_code_letter_pb2_grpc import (
        InitialCodeLetterServiceAsyncStub,
    )
    from matrikel.identity.v1.library_handover_pb2_grpc import LibraryHandoverServiceAsyncStub
    from matrikel.identity.v1.library_pb2_grpc import LibraryServiceAsyncStub
    from matrikel.identity.v1.oidc_client_pb2_grpc import OidcClientServiceAsyncStub
    from matrikel.identity.v1.own_data_pb2_grpc import OwnDataServiceAsyncStub
    from matrikel.identity.v1.passkey_pb2_grpc import PasskeyServiceAsyncStub
    from matrikel.identity.v1.password_pb2_grpc import PasswordServiceAsyncStub
    from matrikel.identity.v1.recovery_pb2_grpc import RecoveryServiceAsyncStub
    from matrikel.identity.v1.role_pb2_grpc import RoleServiceAsyncStub
    from matrikel.identity.v1.second_factor_pb2_grpc import SecondFactorServiceAsyncStub
    from matrikel.identity.v1.service_password_pb2_grpc import ServicePasswordServiceAsyncStub
    from matrikel.identity.v1.session_pb2_grpc import SessionServiceAsyncStub
    from matrikel.identity.v1.support_pb2_grpc import SupportAccessServiceAsyncStub
    from matrikel.identity.v1.terms_of_use_pb2_grpc import TermsOfUseServiceAsyncStub
    from matrikel.identity.v1.token_pb2_grpc import TokenServiceAsyncStub
    from matrikel.records.v1.applicant_pb2_grpc import ApplicantServiceAsyncStub
    from matrikel.records.v1.application_pb2_grpc import ApplicationServiceAsyncStub
    from matrikel.records.v1.appointment_pb2_grpc import AppointmentServiceAsyncStub
    from matrikel.records.v1.bank_pb2_grpc import BankServiceAsyncStub
    from matrikel.records.v1.calendar_pb2_grpc import CalendarServiceAsyncStub
    from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceAsyncStub
    from matrikel.records.v1.contact_pb2_grpc import ContactServiceAsyncStub
    from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceAsyncStub
    from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceAsyncStub
    from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceAsyncStub
    from matrikel.records.v1.person_pb2_grpc import PersonServiceAsyncStub
    from matrikel.records.v1.refund_pb2_grpc import RefundServiceAsyncStub
    from matrikel.records.v1.reregistration_pb2_grpc import (
        ReregistrationServiceAsyncStub,
        SemesterJobServiceAsyncStub,
    )
    from matrikel.records.v1.semester_plan_pb2_grpc import SemesterPlanServiceAsyncStub
    from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceAsyncStub
    from matrikel.records.v1.study_credit_pb2_grpc import StudyCreditServiceAsyncStub
    from matrikel.records.v1.university_pb2_grpc import UniversityServiceAsyncStub


class Services(Protocol):
    """The stubs, one per capability; calls carry the credentials of the current visit."""

    @property
    def sessions(self) -> SessionServiceAsyncStub: ...
    @property
    def passwords(self) -> PasswordServiceAsyncStub: ...
    @property
    def tokens(self) -> TokenServiceAsyncStub: ...
    @property
    def accounts(self) -> AccountServiceAsyncStub: ...
    @property
    def account_administration(self) -> AccountAdministrationServiceAsyncStub: ...
    @property
    def initial_code_letters(self) -> InitialCodeLetterServiceAsyncStub: ...
    @property
    def terms_of_use(self) -> TermsOfUseServiceAsyncStub: ...
    @property
    def own_data(self) -> OwnDataServiceAsyncStub: ...
    @property
    def oidc_clients(self) -> OidcClientServiceAsyncStub: ...
    @property
    def consents(self) -> ConsentServiceAsyncStub: ...
    @property
    def passkeys(self) -> PasskeyServiceAsyncStub: ...
    @property
    def recovery(self) -> RecoveryServiceAsyncStub: ...
    @property
    def second_factors(self) -> SecondFactorServiceAsyncStub: ...
    @property
    def roles(self) -> RoleServiceAsyncStub: ...
    @property
    def support(self) -> SupportAccessServiceAsyncStub: ...
    @property
    def directory(self) -> DirectoryServiceAsyncStub: ...
    @property
    def service_passwords(self) -> ServicePasswordServiceAsyncStub: ...
    @property
    def library(self) -> LibraryServiceAsyncStub: ...
    @property
    def library_handover(self) -> LibraryHandoverServiceAsyncStub: ...
    @property
    def university(self) -> UniversityServiceAsyncStub: ...
    @property
    def catalogue(self) -> CatalogueServiceAsyncStub: ...
    @property
    def calendar(self) -> CalendarServiceAsyncStub: ...
    @property
    def persons(self) -> PersonServiceAsyncStub: ...
    @property
    def enrolments(self) -> EnrolmentServiceAsyncStub: ...
    @property
    def contact(self) -> ContactServiceAsyncStub: ...
    @property
    def student_cards(self) -> StudentCardServiceAsyncStub: ...
    @property
    def appointments(self) -> AppointmentServiceAsyncStub: ...
    @property
    def ledger(self) -> LedgerServiceAsyncStub: ...
    @property
    def refunds(self) -> RefundServiceAsyncStub: ...
    @property
    def reregistrations(self) -> ReregistrationServiceAsyncStub: ...
    @property
    def semester_jobs(self) -> SemesterJobServiceAsyncStub: ...
    @property
    def applications(self) -> ApplicationServiceAsyncStub: ...
    @property
    def study_credit(self) -> StudyCreditServiceAsyncStub: ...
    @property
    def semester_plan(self) -> SemesterPlanServiceAsyncStub: ...
    @property
    def applicants(self) -> ApplicantServiceAsyncStub: ...
    @property
    def deregistration(self) -> DeregistrationServiceAsyncStub: ...
    @property
    def bank(self) -> BankServiceAsyncStub: ...
    @property
    def terms(self) -> TermsServiceAsyncStub: ...
    @property
    def exam_tree(self) -> ExamTreeServiceAsyncStub: ...
    @property
    def registrations(self) -> RegistrationServiceAsyncStub: ...
    @property
    def sittings(self) -> SittingServiceAsyncStub: ...
    @property
    def statuses(self) -> StatusServiceAsyncStub: ...
    @property
    def receipts(self) -> ReceiptServiceAsyncStub: ...
    @property
    def results(self) -> ResultServiceAsyncStub: ...
    @property
    def students(self) -> StudentServiceAsyncStub: ...
    @property
    def study_progress(self) -> StudyProgressServiceAsyncStub: ...
    @property
    def recognitions(self) -> RecognitionServiceAsyncStub: ...
    @property
    def sick_notes(self) -> SickNoteServiceAsyncStub: ...
    @property
    def theses(self) -> ThesisServiceAsyncStub: ...
    @property
    def lotteries(self) -> LotteryServiceAsyncStub: ...
    @property
    def calendar_feeds(self) -> CalendarFeedServiceAsyncStub: ...
    @property
    def regulations(self) -> RegulationsServiceAsyncStub: ...
    @property
    def examination_periods(self) -> ExaminationPeriodServiceAsyncStub: ...
    @property
    def certificates(self) -> CertificateServiceAsyncStub: ...
    @property
    def certificate_jobs(self) -> CertificateJobServiceAsyncStub: ...
    @property
    def verification(self) -> VerificationServiceAsyncStub: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in at this browser.

    `roles` are the contract's roles in lower case without their prefix: "student", "examiner".
    `in_support` tells that a member of staff looks at the person's pages.
    """

    person_id: str
    roles: frozenset[str]
    in_support: bool = False


class WaitingRequests(Protocol):
    """Requests of other systems that wait until somebody has signed in."""

    async def waiting(self, request_handle: str) -> SignInNeeded | None:
        """What the sign-in page has to say about a request; None where none waits."""


class BrowserSessions(Protocol):
    """Keeps a session with the browser; cookies are its business alone."""

    def start(self, response: Response, session_token: str, expire_time: datetime) -> None:
        """Hands a new session to the browser; `expire_time` is an aware datetime in UTC."""

    def end(self, response: Response) -> None:
        """Takes the session from the browser."""

    def form_secret(self, request: Request) -> str:
        """The secret that this browser's forms are bound to; empty where it has none yet.

        The session's, so that it changes with every sign-in, else one for visitors.
        """

    def keep_form_secret(self, response: Response, secret: str) -> None:
        """Gives a visitor's browser a secret for its forms."""

    def device_token(self, request: Request) -> str:
        """What the browser is known by from earlier sign-ins; empty for none."""

    def keep_device(self, response: Response, device_token: str) -> None:
        """Lets the browser be known at later sign-ins."""

    async def current(self, request: Request) -> SignedIn | None:
        """Who is signed in, or None for anonymous visits and ended sessions."""
