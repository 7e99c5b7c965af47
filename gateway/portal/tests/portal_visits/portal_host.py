"""Hosts the portal for tests: a gRPC server with the test servicers, and cookies for sessions."""

# The pages use some of the methods of a service only.
# mypy: disable-error-code="abstract"

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

import grpc
from matrikel.certificates.v1.certificate_job_pb2_grpc import CertificateJobServiceStub
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel.exams.v1.calendar_feed_pb2_grpc import CalendarFeedServiceStub
from matrikel.exams.v1.exam_tree_pb2_grpc import ExamTreeServiceStub
from matrikel.exams.v1.lottery_pb2_grpc import LotteryServiceStub
from matrikel.exams.v1.receipt_pb2_grpc import ReceiptServiceStub
from matrikel.exams.v1.recognition_pb2_grpc import RecognitionServiceStub
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub
from matrikel.exams.v1.regulations_pb2_grpc import (
    ExaminationPeriodServiceStub,
    RegulationsServiceStub,
)
from matrikel.exams.v1.result_pb2_grpc import ResultServiceStub
from matrikel.exams.v1.sick_note_pb2_grpc import SickNoteServiceStub
from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceStub
from matrikel.exams.v1.status_pb2_grpc import StatusServiceStub
from matrikel.exams.v1.student_pb2_grpc import StudentServiceStub
from matrikel.exams.v1.study_progress_pb2_grpc import StudyProgressServiceStub
from matrikel.exams.v1.terms_pb2_grpc import TermsServiceStub
from matrikel.exams.v1.thesis_pb2_grpc import ThesisServiceStub
from matrikel.identity.v1.account_administration_pb2_grpc import (
    AccountAdministrationServiceStub,
)
from matrikel.identity.v1.account_pb2_grpc import AccountServiceStub
from matrikel.identity.v1.consent_pb2_grpc import ConsentServiceStub
from matrikel.identity.v1.directory_pb2_grpc import DirectoryServiceStub
from matrikel.identity.v1.initial_code_letter_pb2_grpc import InitialCodeLetterServiceStub
from matrikel.identity.v1.library_handover_pb2_grpc import LibraryHandoverServiceStub
from matrikel.identity.v1.library_pb2_grpc import LibraryServiceStub
from matrikel.identity.v1.oidc_client_pb2_grpc import OidcClientServiceStub
from matrikel.identity.v1.own_data_pb2_grpc import OwnDataServiceStub
from matrikel.identity.v1.passkey_pb2_grpc import PasskeyServiceStub
from matrikel.identity.v1.password_pb2_grpc import PasswordServiceStub
from matrikel.identity.v1.recovery_pb2_grpc import RecoveryServiceStub
from matrikel.identity.v1.role_pb2_grpc import RoleServiceStub
from matrikel.identity.v1.second_factor_pb2_grpc import SecondFactorServiceStub
from matrikel.identity.v1.service_password_pb2_grpc import ServicePasswordServiceStub
from matrikel.identity.v1.session_pb2_grpc import SessionServiceStub
from matrikel.identity.v1.support_pb2_grpc import SupportAccessServiceStub
from matrikel.identity.v1.terms_of_use_pb2_grpc import TermsOfUseServiceStub
from matrikel.identity.v1.token_pb2_grpc import TokenServiceStub
from matrikel.records.v1.applicant_pb2_grpc import ApplicantServiceStub
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceStub
from matrikel.records.v1.appointment_pb2_grpc import AppointmentServiceStub
from matrikel.records.v1.bank_pb2_grpc import BankServiceStub
from matrikel.records.v1.calendar_pb2_grpc import CalendarServiceStub
from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceStub
from matrikel.records.v1.contact_pb2_grpc import ContactServiceStub
from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceStub
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from matrikel.records.v1.refund_pb2_grpc import RefundServiceStub
from matrikel.records.v1.reregistration_pb2_grpc import (
    ReregistrationServiceStub,
    SemesterJobServiceStub,
)
from matrikel.records.v1.semester_plan_pb2_grpc import SemesterPlanServiceStub
from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceStub
from matrikel.records.v1.study_credit_pb2_grpc import StudyCreditServiceStub
from matrikel.records.v1.university_pb2_grpc import UniversityServiceStub
from portal.app import furnish, pages_of
from portal.services import SignedIn
from portal.visit import Portal
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from . import (
    account_servicers,
    certificate_job_servicers,
    certificate_servicers,
    connection_servicers,
    exam_servicers,
    records_servicers,
    security_servicers,
    service_servicers,
    sign_in_servicers,
    sitting_servicers,
    student_servicers,
    support_servicers,
    verification_servicers,
)
from . import portal_world as w
from .form_client import BrowserCookies

COOKIE = "session"
_AREAS = (
    sign_in_servicers,
    account_servicers,
    security_servicers,
    service_servicers,
    connection_servicers,
    support_servicers,
    records_servicers,
    sitting_servicers,
    exam_servicers,
    student_servicers,
    certificate_servicers,
    certificate_job_servicers,
    verification_servicers,
)


class Stubs:
    """The stubs over one channel."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self.sessions = SessionServiceStub(channel)
        self.tokens = TokenServiceStub(channel)
        self.passwords = PasswordServiceStub(channel)
        self.accounts = AccountServiceStub(channel)
        self.account_administration = AccountAdministrationServiceStub(channel)
        self.initial_code_letters = InitialCodeLetterServiceStub(channel)
        self.terms_of_use = TermsOfUseServiceStub(channel)
        self.own_data = OwnDataServiceStub(channel)
        self.second_factors = SecondFactorServiceStub(channel)
        self.passkeys = PasskeyServiceStub(channel)
        self.recovery = RecoveryServiceStub(channel)
        self.consents = ConsentServiceStub(channel)
        self.oidc_clients = OidcClientServiceStub(channel)
        self.directory = DirectoryServiceStub(channel)
        self.service_passwords = ServicePasswordServiceStub(channel)
        self.library = LibraryServiceStub(channel)
        self.library_handover = LibraryHandoverServiceStub(channel)
        self.roles = RoleServiceStub(channel)
        self.support = SupportAccessServiceStub(channel)
        self.university = UniversityServiceStub(channel)
        self.catalogue = CatalogueServiceStub(channel)
        self.calendar = CalendarServiceStub(channel)
        self.persons = PersonServiceStub(channel)
        self.enrolments = EnrolmentServiceStub(channel)
        self.contact = ContactServiceStub(channel)
        self.student_cards = StudentCardServiceStub(channel)
        self.appointments = AppointmentServiceStub(channel)
        self.ledger = LedgerServiceStub(channel)
        self.refunds = RefundServiceStub(channel)
        self.reregistrations = ReregistrationServiceStub(channel)
        self.semester_jobs = SemesterJobServiceStub(channel)
        self.applications = ApplicationServiceStub(channel)
        self.study_credit = StudyCreditServiceStub(channel)
        self.semester_plan = SemesterPlanServiceStub(channel)
        self.applicants = ApplicantServiceStub(channel)
        self.deregistration = DeregistrationServiceStub(channel)
        self.bank = BankServiceStub(channel)
        self.terms = TermsServiceStub(channel)
        self.exam_tree = ExamTreeServiceStub(channel)
        self.registrations = RegistrationServiceStub(channel)
        self.sittings = SittingServiceStub(channel)
        self.statuses = StatusServiceStub(channel)
        self.receipts = ReceiptServiceStub(channel)
        self.results = ResultServiceStub(channel)
        self.students = StudentServiceStub(channel)
        self.study_progress = StudyProgressServiceStub(channel)
        self.recognitions = RecognitionServiceStub(channel)
        self.sick_notes = SickNoteServiceStub(channel)
        self.theses = ThesisServiceStub(channel)
        self.lotteries = LotteryServiceStub(channel)
        self.calendar_feeds = CalendarFeedServiceStub(channel)
        self.regulations = RegulationsServiceStub(channel)
        self.examination_periods = ExaminationPeriodServiceStub(channel)
        self.certificates = CertificateServiceStub(channel)
        self.certificate_jobs = CertificateJobServiceStub(channel)
        self.verification = VerificationServiceStub(channel)


class MixedStubs(Stubs):
    """The test servicers, with a real service in place of some of theirs."""

    def __init__(
        self, others: grpc.aio.Channel, real: grpc.aio.Channel, names: Iterable[str]
    ) -> None:
        super().__init__(others)
        found = Stubs(real)
        for name in names:
            setattr(self, name, getattr(found, name))


@dataclass
class CookieSessions(BrowserCookies):
    """Keeps the session token in a plain cookie."""

    world: w.World

    def start(self, response: Response, session_token: str, expire_time: datetime) -> None:
        assert expire_time.tzinfo is not None
        response.set_cookie(COOKIE, session_token, httponly=True)

    def end(self, response: Response) -> None:
        response.delete_cookie(COOKIE)

    async def current(self, request: Request) -> SignedIn | None:
        person_id = self.world.sessions.get(request.cookies.get(COOKIE, ""))
        return SignedIn(person_id, w.ROLES[person_id]) if person_id else None


async def serve(world: w.World) -> tuple[grpc.aio.Server, int]:
    """Starts the servicers on a free port of the loopback."""
    server = grpc.aio.server(options=(("grpc.so_reuseport", 0),))
    for area in _AREAS:
        area.add_to(server, world)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    return server, port


@asynccontextmanager
async def furnished(world: w.World) -> AsyncIterator[Portal]:
    """What all pages share over running servicers, on a day in the middle of the winter semester;
    a request of another system waits for a sign-in."""
    server, port = await serve(world)
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield furnish(
            Stubs(channel),
            CookieSessions(world),
            connection_servicers.Waiting(),
            lambda: date(2026, 11, 21),
        )
    await server.stop(None)


@asynccontextmanager
async def hosted(world: w.World) -> AsyncIterator[Starlette]:
    """The portal over running servicers."""
    async with furnished(world) as portal:
        yield pages_of(portal)
