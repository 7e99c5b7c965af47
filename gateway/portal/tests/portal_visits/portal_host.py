"""Hosts the portal for tests: a gRPC server with the test servicers, and cookies for sessions."""

# The pages use some of the methods of a service only.
# mypy: disable-error-code="abstract"

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

import grpc
from matrikel.certificates.v1.certificate_pb2_grpc import (
    CertificateServiceStub,
    add_CertificateServiceServicer_to_server,
)
from matrikel.certificates.v1.verification_pb2_grpc import (
    VerificationServiceStub,
    add_VerificationServiceServicer_to_server,
)
from matrikel.exams.v1.calendar_feed_pb2_grpc import CalendarFeedServiceStub
from matrikel.exams.v1.exam_tree_pb2_grpc import (
    ExamTreeServiceStub,
    add_ExamTreeServiceServicer_to_server,
)
from matrikel.exams.v1.lottery_pb2_grpc import LotteryServiceStub
from matrikel.exams.v1.receipt_pb2_grpc import ReceiptServiceStub
from matrikel.exams.v1.recognition_pb2_grpc import RecognitionServiceStub
from matrikel.exams.v1.registration_pb2_grpc import (
    RegistrationServiceStub,
    add_RegistrationServiceServicer_to_server,
)
from matrikel.exams.v1.regulations_pb2_grpc import (
    ExaminationPeriodServiceStub,
    RegulationsServiceStub,
)
from matrikel.exams.v1.result_pb2_grpc import ResultServiceStub
from matrikel.exams.v1.sick_note_pb2_grpc import SickNoteServiceStub
from matrikel.exams.v1.sitting_pb2_grpc import (
    SittingServiceStub,
    add_SittingServiceServicer_to_server,
)
from matrikel.exams.v1.status_pb2_grpc import StatusServiceStub
from matrikel.exams.v1.student_pb2_grpc import StudentServiceStub
from matrikel.exams.v1.study_progress_pb2_grpc import StudyProgressServiceStub
from matrikel.exams.v1.terms_pb2_grpc import TermsServiceStub, add_TermsServiceServicer_to_server
from matrikel.exams.v1.thesis_pb2_grpc import ThesisServiceStub
from matrikel.identity.v1.account_pb2_grpc import (
    AccountServiceStub,
    add_AccountServiceServicer_to_server,
)
from matrikel.identity.v1.directory_pb2_grpc import (
    DirectoryServiceStub,
    add_DirectoryServiceServicer_to_server,
)
from matrikel.identity.v1.session_pb2_grpc import (
    SessionServiceStub,
    add_SessionServiceServicer_to_server,
)
from matrikel.identity.v1.token_pb2_grpc import TokenServiceStub
from matrikel.records.v1.applicant_pb2_grpc import ApplicantServiceStub
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceStub
from matrikel.records.v1.appointment_pb2_grpc import AppointmentServiceStub
from matrikel.records.v1.bank_pb2_grpc import BankServiceStub
from matrikel.records.v1.calendar_pb2_grpc import (
    CalendarServiceStub,
    add_CalendarServiceServicer_to_server,
)
from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceStub
from matrikel.records.v1.contact_pb2_grpc import ContactServiceStub
from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceStub
from matrikel.records.v1.enrolment_pb2_grpc import (
    EnrolmentServiceStub,
    add_EnrolmentServiceServicer_to_server,
)
from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceStub
from matrikel.records.v1.person_pb2_grpc import (
    PersonServiceStub,
    add_PersonServiceServicer_to_server,
)
from matrikel.records.v1.refund_pb2_grpc import RefundServiceStub
from matrikel.records.v1.reregistration_pb2_grpc import (
    ReregistrationServiceStub,
    SemesterJobServiceStub,
)
from matrikel.records.v1.semester_plan_pb2_grpc import SemesterPlanServiceStub
from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceStub
from matrikel.records.v1.study_credit_pb2_grpc import StudyCreditServiceStub
from matrikel.records.v1.university_pb2_grpc import (
    UniversityServiceStub,
    add_UniversityServiceServicer_to_server,
)
from portal.app import create_portal
from portal.services import SignedIn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from . import exam_servicers
from . import portal_servicers as s
from . import portal_world as w

COOKIE = "session"


class Stubs:
    """The stubs over one channel."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self.sessions = SessionServiceStub(channel)
        self.tokens = TokenServiceStub(channel)
        self.accounts = AccountServiceStub(channel)
        self.directory = DirectoryServiceStub(channel)
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
        self.verification = VerificationServiceStub(channel)


@dataclass
class CookieSessions:
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
    add_SessionServiceServicer_to_server(s.Sessions(world), server)
    add_AccountServiceServicer_to_server(s.Accounts(world), server)
    add_DirectoryServiceServicer_to_server(s.Directory(world), server)
    add_UniversityServiceServicer_to_server(s.University(world), server)
    add_CalendarServiceServicer_to_server(s.Calendar(world), server)
    add_PersonServiceServicer_to_server(s.Persons(world), server)
    add_EnrolmentServiceServicer_to_server(s.Enrolments(world), server)
    add_TermsServiceServicer_to_server(s.Terms(world), server)
    add_ExamTreeServiceServicer_to_server(s.ExamTree(world), server)
    add_RegistrationServiceServicer_to_server(s.Registrations(world), server)
    add_SittingServiceServicer_to_server(s.Sittings(world), server)
    add_CertificateServiceServicer_to_server(s.Certificates(world), server)
    add_VerificationServiceServicer_to_server(s.Verification(world), server)
    exam_servicers.add_to(server, world)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    return server, port


@asynccontextmanager
async def hosted(world: w.World) -> AsyncIterator[Starlette]:
    """The portal over running servicers, on a day in the middle of the winter semester."""
    server, port = await serve(world)
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield create_portal(Stubs(channel), CookieSessions(world), lambda: date(2026, 11, 21))
    await server.stop(None)
