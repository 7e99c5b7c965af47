"""What requests are made of, and where they are found by the name of their method."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message


def new_id() -> str:
    return str(uuid4())


@dataclass(frozen=True)
class Named:
    """What requests name. Whatever a test leaves out is well formed and exists nowhere."""

    person_id: str = field(default_factory=new_id)
    enrolment_id: str = field(default_factory=new_id)
    registration_id: str = field(default_factory=new_id)
    sitting_id: str = field(default_factory=new_id)
    # A sitting that the person took part in, and the registration for it, with a result.
    attended_sitting_id: str = field(default_factory=new_id)
    examined_registration_id: str = field(default_factory=new_id)
    lottery_sitting_id: str = field(default_factory=new_id)
    correction_id: str = field(default_factory=new_id)
    recognition_id: str = field(default_factory=new_id)
    certificate_id: str = field(default_factory=new_id)
    certificate_job_id: str = field(default_factory=new_id)
    # One that issued the certificate.
    done_certificate_job_id: str = field(default_factory=new_id)
    application_id: str = field(default_factory=new_id)
    application_document_id: str = field(default_factory=new_id)
    charge_id: str = field(default_factory=new_id)
    mistaken_charge_id: str = field(default_factory=new_id)
    booking_id: str = field(default_factory=new_id)
    refund_id: str = field(default_factory=new_id)
    prior_study_id: str = field(default_factory=new_id)
    semester_ground_id: str = field(default_factory=new_id)
    contact_entry_id: str = field(default_factory=new_id)
    student_card_id: str = field(default_factory=new_id)
    applicant_id: str = field(default_factory=new_id)
    # One who does not come.
    leaving_applicant_id: str = field(default_factory=new_id)
    bank_statement_id: str = field(default_factory=new_id)
    clearing_item_id: str = field(default_factory=new_id)
    semester_job_id: str = field(default_factory=new_id)
    # A system that uses the university account.
    oidc_client_id: str = field(default_factory=new_id)
    # Its check digit is right.
    card_number: str = "9999999991"
    # One that the person booked, and one that is free.
    appointment_id: str = field(default_factory=new_id)
    free_appointment_id: str = field(default_factory=new_id)
    # An occasional fee of the profile.
    fee_code: str = "student-card-replacement"
    payment_order_number: str = "2026-0001"
    user_name: str = "lg999999"
    account_version: int = 1
    password: str = "Vier Laternen am Deich"
    # One that everybody activates, and one that is active already.
    it_service_code: str = "rocket-chat"
    active_it_service_code: str = "wifi"
    service_password_id: str = field(default_factory=new_id)
    # Their check digits are right: one that somebody holds, and two that nobody does.
    library_card_number: str = "31199999991"
    free_library_card_number: str = "31199999983"
    list_library_card_number: str = "31199999967"
    handover_list_id: str = field(default_factory=new_id)
    # An account that waits for its initial code.
    new_user_name: str = "lg999998"
    initial_code: str = "ABCD-EFGH-JKLM"
    role_request_id: str = field(default_factory=new_id)
    session_token: str = "no-session-has-this-token"
    session_id: str = field(default_factory=new_id)
    device_id: str = field(default_factory=new_id)
    second_factor_challenge: str = "no-sign-in-has-this-challenge"
    # The service that a token is for, and a person's token that is to be exchanged.
    audience: str = "exams"
    access_token: str = "no.access.token"
    terms_version: str = "2026-10-01"
    programme_code: str = "KUWI-BA"
    # A module without an exam that is passed, recognised or under way.
    module_code: str = "KUWI24-01"
    semester: str = "2026W"
    sick_note_id: str = field(default_factory=new_id)
    thesis_id: str = field(default_factory=new_id)
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


def of(service: str, method: str) -> Callable[[M], M]:
    def register(make: M) -> M:
        REQUESTS[f"matrikel.{service}.{method}"] = make
        return make

    return register
