"""The four services as the gateway calls them: always on behalf of the request being served.

Each call carries the caller's token for the service, the language, the caller's address and the
trace, and ends with the request's deadline. Public methods are called without a token, so that
they answer while identity is down and never learn who reads.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import grpc
from google.protobuf.message import Message
from matrikel.certificates.v1 import (
    certificate_job_pb2_grpc,
    certificate_pb2_grpc,
    verification_pb2_grpc,
)
from matrikel.exams.v1 import (
    calendar_feed_pb2_grpc,
    exam_tree_pb2_grpc,
    lottery_pb2_grpc,
    receipt_pb2_grpc,
    recognition_pb2_grpc,
    registration_pb2_grpc,
    regulations_pb2_grpc,
    result_pb2_grpc,
    sick_note_pb2_grpc,
    sitting_pb2_grpc,
    status_pb2_grpc,
    student_pb2_grpc,
    study_progress_pb2_grpc,
    terms_pb2_grpc,
    thesis_pb2_grpc,
)
from matrikel.identity.v1 import (
    account_administration_pb2_grpc,
    account_pb2_grpc,
    consent_pb2_grpc,
    directory_pb2_grpc,
    initial_code_letter_pb2_grpc,
    library_handover_pb2_grpc,
    library_pb2_grpc,
    oidc_client_pb2_grpc,
    own_data_pb2_grpc,
    passkey_pb2_grpc,
    password_pb2_grpc,
    recovery_pb2_grpc,
    role_pb2_grpc,
    scim_pb2_grpc,
    second_factor_pb2_grpc,
    service_password_pb2_grpc,
    session_pb2_grpc,
    support_pb2_grpc,
    terms_of_use_pb2_grpc,
    token_pb2_grpc,
)
from matrikel.records.v1 import (
    applicant_pb2_grpc,
    application_pb2_grpc,
    appointment_pb2_grpc,
    bank_pb2_grpc,
    calendar_pb2_grpc,
    catalogue_pb2_grpc,
    contact_pb2_grpc,
    deregistration_pb2_grpc,
    enrolment_pb2_grpc,
    ledger_pb2_grpc,
    person_pb2_grpc,
    refund_pb2_grpc,
    reregistration_pb2_grpc,
    semester_plan_pb2_grpc,
    student_card_pb2_grpc,
    study_credit_pb2_grpc,
    university_pb2_grpc,
)

from gateway.calls import Pieces, StreamingCall, UnaryCall
from gateway.contract.methods import SERVICES, Method
from gateway.request_context import RequestContext, current_request

if TYPE_CHECKING:
    from grpc.aio import UnaryStreamCall
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
    from matrikel.identity.v1.scim_pb2_grpc import ScimUserServiceAsyncStub
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

Asked = TypeVar("Asked", bound=Message)
Answered = TypeVar("Answered", bound=Message)


class CallsForTheRequest:
    """Looks like a channel to generated stubs, but makes every call on behalf of the request."""

    def __init__(
        self, service: str, channel: grpc.aio.Channel, public_paths: Iterable[str]
    ) -> None:
        self.service = service
        self.channel = channel
        self.public_paths = frozenset(public_paths)

    def unary_unary(
        self,
        method: str,
        request_serializer: Callable[[Asked], bytes],
        response_deserializer: Callable[[bytes], Answered],
        _registered_method: bool = False,
    ) -> "UnaryCall[Asked, Answered]":
        """A method with one answer."""
        made = self.channel.unary_unary(
            method,
            request_serializer=request_serializer,
            response_deserializer=response_deserializer,
        )

        async def call(
            request: Asked,
            *,
            timeout: float | None = None,  # noqa: ASYNC109 - generated stubs name it so
        ) -> Answered:
            context = current_request()
            metadata = await self.metadata(method, context)
            answer: Answered = await made(
                request, metadata=metadata, timeout=shorter(timeout, context)
            )
            return answer

        return call

    def unary_stream(
        self,
        method: str,
        request_serializer: Callable[[Asked], bytes],
        response_deserializer: Callable[[bytes], Answered],
        _registered_method: bool = False,
    ) -> "StreamingCall[Asked, Answered]":
        """A method that answers in pieces."""
        made = self.channel.unary_stream(
            method,
            request_serializer=request_serializer,
            response_deserializer=response_deserializer,
        )

        def pieces(request: Asked, *, timeout: float | None = None) -> Pieces[Answered]:
            context = current_request()

            async def begin() -> "UnaryStreamCall[Asked, Answered]":
                metadata = await self.metadata(method, context)
                return made(request, metadata=metadata, timeout=shorter(timeout, context))

            return Pieces(begin)

        return pieces

    async def metadata(self, path: str, context: RequestContext) -> tuple[tuple[str, str], ...]:
        """What a call carries; the caller's token where the method is not public."""
        if path in self.public_paths or context.credential is None:
            return context.metadata
        token = await context.token_for(self.service)
        return (*context.metadata, ("authorization", f"Bearer {token}"))


def shorter(timeout: float | None, context: RequestContext) -> float:
    """The time for a call: what its caller allows, but never more than the request has left."""
    left = context.seconds_for_calls
    return left if timeout is None else min(timeout, left)


@dataclass(frozen=True)
class Services:
    """The generated stubs, bound to the request being served. The portal works with these."""

    sessions: "SessionServiceAsyncStub"
    passwords: "PasswordServiceAsyncStub"
    tokens: "TokenServiceAsyncStub"
    accounts: "AccountServiceAsyncStub"
    account_administration: "AccountAdministrationServiceAsyncStub"
    initial_code_letters: "InitialCodeLetterServiceAsyncStub"
    terms_of_use: "TermsOfUseServiceAsyncStub"
    own_data: "OwnDataServiceAsyncStub"
    consents: "ConsentServiceAsyncStub"
    oidc_clients: "OidcClientServiceAsyncStub"
    passkeys: "PasskeyServiceAsyncStub"
    recovery: "RecoveryServiceAsyncStub"
    second_factors: "SecondFactorServiceAsyncStub"
    roles: "RoleServiceAsyncStub"
    support: "SupportAccessServiceAsyncStub"
    directory: "DirectoryServiceAsyncStub"
    service_passwords: "ServicePasswordServiceAsyncStub"
    library: "LibraryServiceAsyncStub"
    library_handover: "LibraryHandoverServiceAsyncStub"
    university: "UniversityServiceAsyncStub"
    catalogue: "CatalogueServiceAsyncStub"
    calendar: "CalendarServiceAsyncStub"
    persons: "PersonServiceAsyncStub"
    enrolments: "EnrolmentServiceAsyncStub"
    contact: "ContactServiceAsyncStub"
    student_cards: "StudentCardServiceAsyncStub"
    appointments: "AppointmentServiceAsyncStub"
    ledger: "LedgerServiceAsyncStub"
    refunds: "RefundServiceAsyncStub"
    reregistrations: "ReregistrationServiceAsyncStub"
    semester_jobs: "SemesterJobServiceAsyncStub"
    applications: "ApplicationServiceAsyncStub"
    study_credit: "StudyCreditServiceAsyncStub"
    semester_plan: "SemesterPlanServiceAsyncStub"
    applicants: "ApplicantServiceAsyncStub"
    deregistration: "DeregistrationServiceAsyncStub"
    bank: "BankServiceAsyncStub"
    terms: "TermsServiceAsyncStub"
    exam_tree: "ExamTreeServiceAsyncStub"
    registrations: "RegistrationServiceAsyncStub"
    sittings: "SittingServiceAsyncStub"
    statuses: "StatusServiceAsyncStub"
    receipts: "ReceiptServiceAsyncStub"
    results: "ResultServiceAsyncStub"
    students: "StudentServiceAsyncStub"
    study_progress: "StudyProgressServiceAsyncStub"
    recognitions: "RecognitionServiceAsyncStub"
    sick_notes: "SickNoteServiceAsyncStub"
    theses: "ThesisServiceAsyncStub"
    lotteries: "LotteryServiceAsyncStub"
    calendar_feeds: "CalendarFeedServiceAsyncStub"
    regulations: "RegulationsServiceAsyncStub"
    examination_periods: "ExaminationPeriodServiceAsyncStub"
    certificates: "CertificateServiceAsyncStub"
    certificate_jobs: "CertificateJobServiceAsyncStub"
    verification: "VerificationServiceAsyncStub"


def calls_for_the_request(
    channels: Mapping[str, grpc.aio.Channel], methods: Iterable[Method]
) -> Mapping[str, CallsForTheRequest]:
    """The calls to each service, given one long-lived channel to each."""
    public = [method.path for method in methods if method.access.public]
    return {service: CallsForTheRequest(service, channels[service], public) for service in SERVICES}


def bind_scim_users(calls: Mapping[str, CallsForTheRequest]) -> "ScimUserServiceAsyncStub":
    """The users of identity for the SCIM interface; no page has to do with them."""
    return scim_pb2_grpc.ScimUserServiceStub(cast("grpc.aio.Channel", calls["identity"]))


def bind_services(calls: Mapping[str, CallsForTheRequest]) -> Services:
    """Hands the calls to the generated stubs."""
    identity, records, exams, certificates = (
        cast("grpc.aio.Channel", calls[service]) for service in SERVICES
    )
    return Services(
        sessions=session_pb2_grpc.SessionServiceStub(identity),
        passwords=password_pb2_grpc.PasswordServiceStub(identity),
        tokens=token_pb2_grpc.TokenServiceStub(identity),
        accounts=account_pb2_grpc.AccountServiceStub(identity),
        account_administration=account_administration_pb2_grpc.AccountAdministrationServiceStub(
            identity
        ),
        initial_code_letters=initial_code_letter_pb2_grpc.InitialCodeLetterServiceStub(identity),
        terms_of_use=terms_of_use_pb2_grpc.TermsOfUseServiceStub(identity),
        own_data=own_data_pb2_grpc.OwnDataServiceStub(identity),
        consents=consent_pb2_grpc.ConsentServiceStub(identity),
        oidc_clients=oidc_client_pb2_grpc.OidcClientServiceStub(identity),
        passkeys=passkey_pb2_grpc.PasskeyServiceStub(identity),
        recovery=recovery_pb2_grpc.RecoveryServiceStub(identity),
        second_factors=second_factor_pb2_grpc.SecondFactorServiceStub(identity),
        roles=role_pb2_grpc.RoleServiceStub(identity),
        support=support_pb2_grpc.SupportAccessServiceStub(identity),
        directory=directory_pb2_grpc.DirectoryServiceStub(identity),
        service_passwords=service_password_pb2_grpc.ServicePasswordServiceStub(identity),
        library=library_pb2_grpc.LibraryServiceStub(identity),
        library_handover=library_handover_pb2_grpc.LibraryHandoverServiceStub(identity),
        university=university_pb2_grpc.UniversityServiceStub(records),
        catalogue=catalogue_pb2_grpc.CatalogueServiceStub(records),
        calendar=calendar_pb2_grpc.CalendarServiceStub(records),
        persons=person_pb2_grpc.PersonServiceStub(records),
        enrolments=enrolment_pb2_grpc.EnrolmentServiceStub(records),
        contact=contact_pb2_grpc.ContactServiceStub(records),
        student_cards=student_card_pb2_grpc.StudentCardServiceStub(records),
        appointments=appointment_pb2_grpc.AppointmentServiceStub(records),
        ledger=ledger_pb2_grpc.LedgerServiceStub(records),
        refunds=refund_pb2_grpc.RefundServiceStub(records),
        reregistrations=reregistration_pb2_grpc.ReregistrationServiceStub(records),
        semester_jobs=reregistration_pb2_grpc.SemesterJobServiceStub(records),
        applications=application_pb2_grpc.ApplicationServiceStub(records),
        study_credit=study_credit_pb2_grpc.StudyCreditServiceStub(records),
        semester_plan=semester_plan_pb2_grpc.SemesterPlanServiceStub(records),
        applicants=applicant_pb2_grpc.ApplicantServiceStub(records),
        deregistration=deregistration_pb2_grpc.DeregistrationServiceStub(records),
        bank=bank_pb2_grpc.BankServiceStub(records),
        terms=terms_pb2_grpc.TermsServiceStub(exams),
        exam_tree=exam_tree_pb2_grpc.ExamTreeServiceStub(exams),
        registrations=registration_pb2_grpc.RegistrationServiceStub(exams),
        sittings=sitting_pb2_grpc.SittingServiceStub(exams),
        statuses=status_pb2_grpc.StatusServiceStub(exams),
        receipts=receipt_pb2_grpc.ReceiptServiceStub(exams),
        results=result_pb2_grpc.ResultServiceStub(exams),
        students=student_pb2_grpc.StudentServiceStub(exams),
        study_progress=study_progress_pb2_grpc.StudyProgressServiceStub(exams),
        recognitions=recognition_pb2_grpc.RecognitionServiceStub(exams),
        sick_notes=sick_note_pb2_grpc.SickNoteServiceStub(exams),
        theses=thesis_pb2_grpc.ThesisServiceStub(exams),
        lotteries=lottery_pb2_grpc.LotteryServiceStub(exams),
        calendar_feeds=calendar_feed_pb2_grpc.CalendarFeedServiceStub(exams),
        regulations=regulations_pb2_grpc.RegulationsServiceStub(exams),
        examination_periods=regulations_pb2_grpc.ExaminationPeriodServiceStub(exams),
        certificates=certificate_pb2_grpc.CertificateServiceStub(certificates),
        certificate_jobs=certificate_job_pb2_grpc.CertificateJobServiceStub(certificates),
        verification=verification_pb2_grpc.VerificationServiceStub(certificates),
    )
