"""A small university for the tests: what the services would know, and how they fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import grpc
from chassis.errors import Code, Failure, FieldProblem
from chassis.rpc.status import to_status as rich_status
from chassis.values import Language
from chassis.values import LocalizedText as BothLanguages
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from grpc_status.rpc_status import to_status
from matrikel.access.v1.access_pb2 import Role
from matrikel.certificates.v1 import certificate_job_pb2
from matrikel.certificates.v1 import certificate_pb2 as certificates
from matrikel.exams.v1 import registration_pb2, status_pb2
from matrikel.identity.v1 import account_pb2
from matrikel.records.v1 import calendar_pb2, catalogue_pb2, enrolment_pb2, person_pb2
from matrikel.records.v1 import university_pb2 as university
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester

from .exam_cases import ExamCases

STUDENT = "019aa000-0000-7000-8000-000000000001"
EXAMINER = "019aa000-0000-7000-8000-000000000002"
CLERK = "019aa000-0000-7000-8000-000000000003"
NEWCOMER = "019aa000-0000-7000-8000-000000000004"
ADMINISTRATOR = "019aa000-0000-7000-8000-000000000005"
EXAMS_OFFICE = "019aa000-0000-7000-8000-000000000006"
ENROLMENT = "019aa000-0000-7000-8000-0000000000e1"
SECOND_ENROLMENT = "019aa000-0000-7000-8000-0000000000e2"
OPEN_SITTING = "019aa000-0000-7000-8000-000000000a01"
FULL_SITTING = "019aa000-0000-7000-8000-000000000a02"
REFUSED_SITTING = "019aa000-0000-7000-8000-000000000a03"
UNDATED_SITTING = "019aa000-0000-7000-8000-000000000a04"
ATTEMPT = "019aa000-0000-7000-8000-0000000000d1"
CERTIFICATE = "019aa000-0000-7000-8000-000000000c01"
NUMBER = "4711081512345676"
PASSWORD = "a sentence to remember"
ROLES = {
    STUDENT: frozenset({"account", "student"}),
    EXAMINER: frozenset({"account", "examiner"}),
    CLERK: frozenset({"account", "student_services"}),
    ADMINISTRATOR: frozenset({"account", "system_administrator"}),
    EXAMS_OFFICE: frozenset({"account", "examinations_office"}),
}
USER_NAMES = {
    "lg100001": STUDENT,
    "ameier": EXAMINER,
    "sservice": CLERK,
    "kadmin": ADMINISTRATOR,
    "pamt": EXAMS_OFFICE,
}


def both(de: str, en: str) -> LocalizedText:
    return LocalizedText(de=de, en=en)


def moment(text: str) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(datetime.fromisoformat(text).astimezone(UTC))
    return stamp


@dataclass
class World:
    """What the services know and which of them are down."""

    terms_accepted: bool = True
    registers_as: status_pb2.RegistrationStatus.ValueType = (
        status_pb2.REGISTRATION_STATUS_REGISTERED
    )
    warns: bool = False
    overloaded: bool = False
    repeats: bool = False
    cases: ExamCases = field(default_factory=ExamCases)
    second_enrolment: bool = False
    registrations: dict[str, registration_pb2.Registration] = field(default_factory=dict)
    answered: dict[str, Message] = field(default_factory=dict)
    certificates: dict[str, certificates.Certificate] = field(default_factory=dict)
    withdrawals: dict[str, certificates.Withdrawal] = field(default_factory=dict)
    certificate_jobs: dict[str, certificate_job_pb2.CertificateJob] = field(default_factory=dict)
    # What certificates was asked for, as the requests came.
    orders: list[Message] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    refusing_tokens: set[str] = field(default_factory=set)
    sessions: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    consents_taken_back: set[str] = field(default_factory=set)
    # Of the university account: versions by person; who winds down; who is disabled, and why.
    accepted_terms: dict[str, int] = field(default_factory=dict)
    winding_down: set[str] = field(default_factory=set)
    disabled: dict[str, str] = field(default_factory=dict)
    created_staff: list[Message] = field(default_factory=list)
    updated_staff: list[Message] = field(default_factory=list)
    # Accounts whose password is off for unknown devices.
    blocked: set[str] = field(default_factory=set)
    # Signing in asks for a code, the duties for a factor, the university for its terms to be
    # accepted, what is protected for a fresh proof.
    second_factor: bool = False
    second_factor_needed: bool = False
    terms_needed: bool = False
    asks_for_proof: bool = False


async def fail(
    context: grpc.aio.ServicerContext,  # type: ignore[type-arg]
    code: Code,
    reason: str,
    sentences: LocalizedText,
    field: str = "",
    details: tuple[Message, ...] = (),
    retry_after: timedelta | None = None,
) -> NoReturn:
    """Ends the call as the suite's services do: with a reason and sentences in both languages."""
    message = BothLanguages(sentences.de, sentences.en)
    problems = (FieldProblem(field, reason, message),) if field else ()
    failure = Failure(
        code, reason, message, fields=problems, details=details, retry_after=retry_after
    )
    # The stubs do not know the asynchronous context's method (grpc-stubs 1.53).
    await context.abort_with_status(  # type: ignore[attr-defined]
        to_status(rich_status(failure, "test", Language.DE))
    )
    raise AssertionError("unreachable")


def has_account(person_id: str) -> bool:
    return person_id in (*ROLES, NEWCOMER)


def account(person_id: str) -> account_pb2.Account:
    names = {
        STUDENT: ("lg100001", "Ayşe", "Öztürk", Role.ROLE_STUDENT),
        EXAMINER: ("ameier", "Anna", "Meier", Role.ROLE_EXAMINER),
        CLERK: ("sservice", "Sönke", "Servatius", Role.ROLE_STUDENT_SERVICES),
        NEWCOMER: ("lg100002", "Nguyễn Thị Ánh", "Phương", Role.ROLE_STUDENT),
        ADMINISTRATOR: ("kadmin", "Kim", "Admiral", Role.ROLE_SYSTEM_ADMINISTRATOR),
        EXAMS_OFFICE: ("pamt", "Petra", "Amtmann", Role.ROLE_EXAMINATIONS_OFFICE),
    }
    user_name, given, family, role = names[person_id]
    return account_pb2.Account(
        person_id=person_id,
        user_name=user_name,
        mailbox=f"{user_name}@stud.leuphana.example",
        name=PersonName(given_names=given, family_name=family),
        roles=[Role.ROLE_ACCOUNT, role],
        state=(
            account_pb2.ACCOUNT_STATE_ASSIGNED
            if person_id == NEWCOMER
            else account_pb2.ACCOUNT_STATE_ACTIVE
        ),
        create_time=moment("2025-09-14T09:30:00+02:00"),
        version=2,
    )


def person(person_id: str) -> person_pb2.Person:
    name = account(person_id).name
    return person_pb2.Person(
        person_id=person_id,
        matriculation_number="3012345" if person_id == STUDENT else "3012346",
        name=PersonName(
            given_names=name.given_names, family_name=name.family_name, birth_name="Yılmaz"
        ),
        birth_date=Date(year=2004, month=5, day=17),
        birth_place="Lüneburg",
        citizenship="DE",
        mailbox=account(person_id).mailbox,
    )


def programme() -> catalogue_pb2.Programme:
    return catalogue_pb2.Programme(
        programme_code="BWL-BSC",
        name=both("Betriebswirtschaftslehre", "Business Administration"),
        degree=catalogue_pb2.Degree(
            degree_code="BSC",
            short_name="B.Sc.",
            name=both("Bachelor of Science", "Bachelor of Science"),
        ),
        school_code="college",
        standard_duration_semesters=6,
        regulations_versions=[
            catalogue_pb2.RegulationsVersion(
                regulations_version_code="BWL-BSC-2023",
                name=both("Prüfungsordnung 2023", "Examination regulations 2023"),
            )
        ],
    )


def enrolment(enrolment_id: str = ENROLMENT) -> enrolment_pb2.Enrolment:
    codes = ("2025W", "2026S", "2026W")
    return enrolment_pb2.Enrolment(
        enrolment_id=enrolment_id,
        person_id=STUDENT,
        programme=programme(),
        minor="Digitale Medien",
        first_enrolment_date=Date(year=2025, month=10, day=1),
        semesters=[
            enrolment_pb2.EnrolledSemester(
                semester=Semester(code=code),
                status=(
                    enrolment_pb2.SEMESTER_STATUS_ENROLLED
                    if number == 1
                    else enrolment_pb2.SEMESTER_STATUS_REREGISTERED
                ),
                programme_semester=number,
                university_semester=number,
                part_time=number == 3,
            )
            for number, code in enumerate(codes, start=1)
        ],
    )


def facts() -> university.University:
    return university.University(
        name=both("Leuphana Universität Lüneburg", "Leuphana University of Lüneburg"),
        destatis_code="0000",
        city="Lüneburg",
        street_address="Universitätsallee 1",
        postal_code="21335",
        website="https://www.leuphana.example",
        schools=[university.School(school_code="college", name=both("College", "College"))],
        contact_points=[
            university.ContactPoint(
                contact_point_code="info-portal",
                name=both("Info-Portal", "Info-Portal"),
                purpose=both(
                    "Erste Auskunft zum Studium, zu Anmeldungen und Bescheinigungen",
                    "Initial information on studies, registrations and certificates",
                ),
                email="infoportal@leuphana.example",
                url="https://www.leuphana.example/infoportal",
                location="Universitätsallee 1, Gebäude 8",
                in_footer=True,
            ),
            university.ContactPoint(
                contact_point_code="support",
                name=both("Technischer Support", "Technical support"),
                purpose=both("Technische Probleme", "Technical problems"),
                email="qis@leuphana.example",
                in_footer=True,
            ),
            university.ContactPoint(
                contact_point_code="student-service",
                name=both("Studierendenservice", "Student Service"),
                purpose=both("Gebühren, Einschreibung, Prüfungen", "Fees, enrolment, exams"),
                url="https://www.leuphana.example/studierendenservice",
            ),
        ],
    )


def semesters() -> list[calendar_pb2.SemesterDates]:
    return [
        calendar_pb2.SemesterDates(semester=Semester(code=code))
        for code in ("2025W", "2026S", "2026W")
    ]
