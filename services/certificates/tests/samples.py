"""Facts as records and exams give them, for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from certificates.domain.certificate import CertificateOrder, CertificateType, DrawnCertificate
from certificates.domain.document import Content, Document
from certificates.domain.enrolment_certificate import enrolment_content
from certificates.domain.facts import (
    ContactFacts,
    EnrolmentFacts,
    EnrolmentKind,
    PersonFacts,
    RecordsFacts,
    RegistrationFacts,
    RegistrationStatus,
    SemesterFacts,
    SemesterStatus,
    UniversityFacts,
)
from certificates.domain.registered_exams import registered_exams_content
from certificates.domain.shared_lines import letterhead
from certificates.domain.verification_number import VerificationNumber
from chassis.values import Language, LocalizedText, PersonName, Semester

PERSON_ID = UUID("018f0000-0000-7000-8000-000000000001")
ENROLMENT_ID = UUID("018f0000-0000-7000-8000-000000000002")
ISSUE_TIME = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
WINTER = Semester.parse("2026W")
VERIFICATION_PAGE = "https://matrikel.leuphana.example/verify"

UNIVERSITY = UniversityFacts(
    name=LocalizedText("Leuphana Universität Lüneburg", "Leuphana University Lüneburg"),
    destatis_code="0770",
    street_address="Universitätsallee 1",
    postal_code="21335",
    city="Lüneburg",
    website="https://www.leuphana.de/",
    school_names=(("college", LocalizedText("College", "College")),),
    contact=ContactFacts(LocalizedText("Infoportal", "Info-Portal"), "infoportal@leuphana.example"),
)


def semester(
    code: str,
    status: SemesterStatus = SemesterStatus.REREGISTERED,
    programme_semester: int = 1,
    university_semester: int = 1,
    part_time: bool = False,
) -> SemesterFacts:
    return SemesterFacts(
        Semester.parse(code), status, programme_semester, university_semester, part_time
    )


SEMESTERS = (
    semester("2025S", SemesterStatus.ENROLLED, 1, 1),
    semester("2025W", SemesterStatus.ON_LEAVE, 1, 2),
    semester("2026S", SemesterStatus.REREGISTERED, 2, 3),
    semester("2026W", SemesterStatus.REREGISTERED, 3, 4),
)

PERSON = PersonFacts(
    person_id=PERSON_ID,
    matriculation_number="3041234",
    name=PersonName("Ayşe", "Öztürk"),
    birth_date=date(2003, 2, 1),
    birth_place="Ağrı",
)

ENROLMENT = EnrolmentFacts(
    enrolment_id=ENROLMENT_ID,
    person_id=PERSON_ID,
    kind=EnrolmentKind.STUDENT,
    programme_name=LocalizedText("Kulturwissenschaften", "Culture, Arts and Media"),
    degree_name=LocalizedText("Bachelor of Arts", "Bachelor of Arts"),
    degree_short_name="B.A.",
    school_code="college",
    standard_duration_semesters=6,
    major="Digitale Medien",
    minor="",
    first_enrolment_date=date(2025, 4, 1),
    end_date=None,
    semesters=SEMESTERS,
)


def records_facts(
    person: PersonFacts = PERSON, enrolment: EnrolmentFacts = ENROLMENT
) -> RecordsFacts:
    return RecordsFacts(person, enrolment, UNIVERSITY)


def registration(number: int = 1, *, withdrawn: bool = False) -> RegistrationFacts:
    return RegistrationFacts(
        exam_number=f"{1010100 + number}",
        exam_name=LocalizedText(f"Klausur Statistik {number}", f"Statistics exam {number}"),
        module_name=LocalizedText("Methoden", "Methods"),
        examination_period=1,
        start_time=datetime(2027, 2, 1, 9, 0, tzinfo=UTC) + timedelta(days=number),
        room="C HS 2",
        status=RegistrationStatus.WITHDRAWN if withdrawn else RegistrationStatus.REGISTERED,
        status_code="RT" if withdrawn else "AN",
        register_time=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        withdraw_time=datetime(2026, 11, 3, 10, 45, tzinfo=UTC) if withdrawn else None,
    )


def undated(one: RegistrationFacts) -> RegistrationFacts:
    return replace(one, start_time=None, room="")


def enrolment_document(
    language: Language = Language.DE, facts: RecordsFacts | None = None
) -> Document:
    facts = facts or records_facts()
    enrolled = facts.enrolment.semesters[-1]
    return document(enrolment_content(facts, enrolled, ISSUE_TIME, language), language)


def exams_document(
    registrations: tuple[RegistrationFacts, ...], language: Language = Language.DE
) -> Document:
    content = registered_exams_content(
        records_facts(), SEMESTERS[-1], registrations, ISSUE_TIME, language
    )
    return document(content, language)


def document(content: Content, language: Language, draw: int = 371108151234567) -> Document:
    return Document(
        language=language,
        letterhead=letterhead(UNIVERSITY, language),
        content=content,
        number=VerificationNumber.of_draw(draw),
        verification_page=VERIFICATION_PAGE,
        issue_time=ISSUE_TIME,
    )


def drawn_certificate(draw: int = 1, issue_time: datetime = ISSUE_TIME) -> DrawnCertificate:
    """A certificate whose file is no PDF, for tests that do not look into it."""
    order = CertificateOrder(
        PERSON_ID, ENROLMENT_ID, CertificateType.ENROLMENT, Language.DE, semester=None
    )
    content = enrolment_content(records_facts(), SEMESTERS[-1], issue_time, Language.DE)
    drawn = replace(document(content, Language.DE, draw), issue_time=issue_time)
    return DrawnCertificate(order, WINTER, drawn, b"the file")
