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
from matrikel.certificates.v1 import certificate_pb2 as certificates
from matrikel.exams.v1 import exam_tree_pb2 as tree
from matrikel.exams.v1 import obstacle_pb2, registration_pb2, sitting_pb2, status_pb2, terms_pb2
from matrikel.identity.v1 import account_pb2, directory_pb2
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
}
USER_NAMES = {"lg100001": STUDENT, "ameier": EXAMINER, "sservice": CLERK}


def both(de: str, en: str) -> LocalizedText:
    return LocalizedText(de=de, en=en)


def moment(text: str) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(datetime.fromisoformat(text).astimezone(UTC))
    return stamp


def sitting(sitting_id: str, number: str, name: LocalizedText) -> sitting_pb2.Sitting:
    made = sitting_pb2.Sitting(
        sitting_id=sitting_id,
        exam_number=number,
        exam_name=name,
        form=sitting_pb2.EXAM_FORM_WRITTEN,
        semester=Semester(code="2026W"),
        examination_period=1,
        duration_minutes=90,
        examiner_name="Prof. Dr. Anna Meier",
        registration_open_time=moment("2026-10-12T00:00:00+02:00"),
        registration_close_time=moment("2026-11-16T00:00:00+01:00"),
        withdrawal_close_time=moment("2027-01-28T00:00:00+01:00"),
    )
    if sitting_id == UNDATED_SITTING:
        made.form = sitting_pb2.EXAM_FORM_PAPER
        made.duration_minutes = 0
    else:
        made.start_time.CopyFrom(moment("2027-02-04T10:00:00+01:00"))
        made.room = "Hörsaal 2, Gebäude 40"
        made.capacity, made.registered_count = 120, 87
    return made


STATISTICS = both("Statistik I", "Statistics I")
SITTINGS = {
    OPEN_SITTING: sitting(OPEN_SITTING, "1010101", STATISTICS),
    FULL_SITTING: sitting(
        FULL_SITTING, "1010102", both("Übungsklausur Statistik", "Statistics, practice exam")
    ),
    REFUSED_SITTING: sitting(REFUSED_SITTING, "1010201", both("Öffentliches Recht", "Public law")),
    UNDATED_SITTING: sitting(
        UNDATED_SITTING,
        "1010301",
        both("Wissenschaft macht Geschichte: Hausarbeit", "Science makes history: term paper"),
    ),
}
OBSTACLES = (
    obstacle_pb2.Obstacle(
        reason="PREREQUISITE_MISSING",
        message=both(
            "Die Prüfung setzt das bestandene Modul „Einführung in das Recht“ voraus.",
            "The exam requires that the module “Introduction to law” is passed.",
        ),
        remedy=both(
            "Bestehen Sie zuerst dieses Modul; die nächste Prüfung ist im Juli 2027.",
            "Pass this module first; its next exam is in July 2027.",
        ),
        regulation_section="RPO § 7 (2)",
    ),
    obstacle_pb2.Obstacle(
        reason="NO_SEATS",
        message=both("Alle 120 Plätze sind belegt.", "All 120 seats are taken."),
        remedy=both(
            "Versuchen Sie es wieder, wenn jemand zurücktritt.",
            "Try again when somebody withdraws.",
        ),
        regulation_section="RPO § 7 (5)",
    ),
)


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
    down: set[str] = field(default_factory=set)
    refusing_tokens: set[str] = field(default_factory=set)
    sessions: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)


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
    return person_id in (STUDENT, EXAMINER, CLERK, NEWCOMER)


def account(person_id: str) -> account_pb2.Account:
    names = {
        STUDENT: ("lg100001", "Ayşe", "Öztürk", Role.ROLE_STUDENT),
        EXAMINER: ("ameier", "Anna", "Meier", Role.ROLE_EXAMINER),
        CLERK: ("sservice", "Sönke", "Servatius", Role.ROLE_STUDENT_SERVICES),
        NEWCOMER: ("lg100002", "Nguyễn Thị Ánh", "Phương", Role.ROLE_STUDENT),
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


_STATES = {
    status_pb2.REGISTRATION_STATUS_REGISTERED: tree.SITTING_STATE_REGISTERED,
    status_pb2.REGISTRATION_STATUS_WAITING: tree.SITTING_STATE_WAITING,
    status_pb2.REGISTRATION_STATUS_IN_LOTTERY: tree.SITTING_STATE_IN_LOTTERY,
}


def exam_tree(world: World) -> list[tree.EnrolmentNode]:
    taken = {r.sitting.sitting_id: r for r in world.registrations.values() if r.status in _STATES}

    def leaf(sitting_id: str) -> tree.SittingNode:
        if sitting_id in taken:
            state = _STATES[taken[sitting_id].status]
        else:
            state = {
                OPEN_SITTING: tree.SITTING_STATE_OPEN,
                UNDATED_SITTING: tree.SITTING_STATE_OPEN,
                FULL_SITTING: tree.SITTING_STATE_FULL,
                REFUSED_SITTING: tree.SITTING_STATE_REFUSED,
            }[sitting_id]
        obstacles = {FULL_SITTING: OBSTACLES[1:], REFUSED_SITTING: OBSTACLES[:1]}
        return tree.SittingNode(
            sitting=SITTINGS[sitting_id],
            state=state,
            obstacles=obstacles.get(sitting_id, ()),
            registration_id=taken[sitting_id].registration_id if sitting_id in taken else "",
            can_register=state == tree.SITTING_STATE_OPEN,
            can_withdraw=sitting_id in taken,
            waiting_place=taken[sitting_id].waiting_place if sitting_id in taken else 0,
            warnings=OBSTACLES[:1] if world.warns and sitting_id == OPEN_SITTING else (),
            register_leads_to=world.registers_as,
        )

    def module(
        code: str, name: LocalizedText, area: LocalizedText, ids: list[str]
    ) -> tree.ModuleNode:
        return tree.ModuleNode(
            module_code=code,
            name=name,
            area_name=area,
            credits_tenths=75 if code == "STAT" else 50,
            exams=[
                tree.ExamNode(
                    exam_number=SITTINGS[i].exam_number,
                    name=SITTINGS[i].exam_name,
                    form=SITTINGS[i].form,
                    sittings=[leaf(i)],
                )
                for i in ids
            ],
        )

    major, complementary = (
        both("Major", "Major"),
        both("Komplementärstudium", "Complementary studies"),
    )
    return [
        tree.EnrolmentNode(
            enrolment_id=enrolment_id,
            degree_code="BSC",
            degree_name=both("Bachelor of Science", "Bachelor of Science"),
            programme_code="BWL-BSC",
            programme_name=both("Betriebswirtschaftslehre", "Business Administration"),
            regulations_version_code="BWL-BSC-2023",
            regulations_version_name=both("Prüfungsordnung 2023", "Examination regulations 2023"),
            part_time_used_tenths=75,
            part_time_limit_tenths=150,
            modules=[
                module(
                    "STAT",
                    both("Statistik und Datenanalyse", "Statistics and data analysis"),
                    major,
                    [OPEN_SITTING, FULL_SITTING],
                ),
                module("RECHT", both("Öffentliches Recht", "Public law"), major, [REFUSED_SITTING]),
                tree.ModuleNode(
                    module_code="ALT",
                    name=both("Marketing", "Marketing"),
                    area_name=major,
                    credits_tenths=50,
                    exams=[
                        tree.ExamNode(
                            exam_number="1019999",
                            name=both("Marketing", "Marketing"),
                            form=sitting_pb2.EXAM_FORM_ORAL,
                            passed=True,
                            grade="1.7",
                            attempts_used=1,
                            attempts_allowed=3,
                        ),
                        tree.ExamNode(
                            exam_number="1019998",
                            name=both("Marktforschung", "Market research"),
                            form=sitting_pb2.EXAM_FORM_ORAL,
                            attempts_used=3,
                            attempts_allowed=3,
                        ),
                        tree.ExamNode(
                            exam_number="1019000",
                            name=both("Bachelorarbeit", "Bachelor’s thesis"),
                            form=sitting_pb2.EXAM_FORM_THESIS,
                            attempts_allowed=2,
                            by_application=True,
                        ),
                    ],
                ),
                module(
                    "GESCH",
                    both("Wissenschaft macht Geschichte", "Science makes history"),
                    complementary,
                    [UNDATED_SITTING],
                ),
            ],
        )
        for enrolment_id in (
            [ENROLMENT, SECOND_ENROLMENT] if world.second_enrolment else [ENROLMENT]
        )
    ]


def terms() -> terms_pb2.Terms:
    return terms_pb2.Terms(
        terms_version="2026-10-01",
        title=both("Informationen zur Prüfungsanmeldung", "Information on registering for exams"),
        paragraphs=[
            both(
                "Mit der Anmeldung verpflichten Sie sich, zur Prüfung zu erscheinen.",
                "By registering you commit yourself to taking the exam.",
            ),
            both(
                "Innerhalb der Anmeldefrist können Sie sich beliebig oft an- und abmelden.",
                "Until then you can register and withdraw as often as you like.",
            ),
        ],
    )


def facts() -> university.University:
    return university.University(
        name=both("Leuphana Universität Lüneburg", "Leuphana University of Lüneburg"),
        destatis_code="1720",
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


def it_services() -> list[directory_pb2.ItService]:
    return [
        directory_pb2.ItService(
            it_service_code="wifi",
            name=both("WLAN", "Wifi"),
            purpose=both(
                "Internet ohne Kabel in den Gebäuden", "Wireless internet in the buildings"
            ),
            account_kind=directory_pb2.ACCOUNT_KIND_UNIVERSITY,
            instructions_on_intranet_only=True,
        ),
        directory_pb2.ItService(
            it_service_code="mystudy",
            name=both("myStudy", "myStudy"),
            purpose=both("Portal für Studium und Lehre", "Portal for studying and teaching"),
            account_kind=directory_pb2.ACCOUNT_KIND_OF_SERVICE,
            planned_account_kind=directory_pb2.ACCOUNT_KIND_UNIVERSITY,
            url="https://mystudy.leuphana.example",
            support="support@leuphana.example",
            school_codes=["college"],
        ),
    ]


def semesters() -> list[calendar_pb2.SemesterDates]:
    return [
        calendar_pb2.SemesterDates(semester=Semester(code=code))
        for code in ("2025W", "2026S", "2026W")
    ]
