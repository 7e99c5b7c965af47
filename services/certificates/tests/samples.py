"""Facts as records and exams give them, and the documents that they make, for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from certificates.domain.certificate import CertificateOrder, CertificateType
from certificates.domain.contents import content_of
from certificates.domain.contents.shared_lines import letterhead
from certificates.domain.document import Content, Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import (
    ContactFacts,
    EndReason,
    EnrolmentFacts,
    EnrolmentKind,
    Facts,
    PersonFacts,
    RecordsFacts,
    RegistrationFacts,
    RegistrationStatus,
    SemesterFacts,
    SemesterStatus,
    SexEntry,
    UniversityFacts,
)
from certificates.domain.printing import NOTHING
from chassis.values import LocalizedText, PersonName, Semester
from matrikel_verify.number import VerificationNumber

from .sample_exams import EXAMS, passed_only
from .sample_records import CARD, CONTACT, CREDIT, HISTORY, RECEIPT
from .sample_studies import ENROLMENT_ID as ENROLMENT_ID
from .sample_studies import PERSON_ID as PERSON_ID

ISSUE_TIME = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
WINTER = Semester.parse("2026W")
VERIFICATION_PAGE = "https://matrikel.leuphana.example/verify"

UNIVERSITY = UniversityFacts(
    name=LocalizedText("Leuphana Universität Lüneburg", "Leuphana University Lüneburg"),
    destatis_code="0000",
    street_address="Universitätsallee 1",
    postal_code="21335",
    city="Lüneburg",
    website="https://www.leuphana.de/",
    school_names=(
        ("college", LocalizedText("College", "College")),
        ("graduate-school", LocalizedText("Graduate School", "Graduate School")),
    ),
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
    citizenship="TR",
    citizenship_name=LocalizedText(de="Türkei", en="Türkiye"),
    sex_entry=SexEntry.FEMALE,
    mailbox="ayse.oeztuerk@leuphana.example",
    version=2,
)

ENROLMENT = EnrolmentFacts(
    enrolment_id=ENROLMENT_ID,
    person_id=PERSON_ID,
    kind=EnrolmentKind.STUDENT,
    programme_code="KUWI-BA",
    programme_name=LocalizedText("Kulturwissenschaften", "Culture, Arts and Media"),
    degree_code="BA",
    degree_name=LocalizedText("Bachelor of Arts", "Bachelor of Arts"),
    degree_short_name="B.A.",
    school_code="college",
    faculty_name=LocalizedText("Fakultät Kulturwissenschaften", "Faculty of Humanities"),
    standard_duration_semesters=6,
    regulations_version_name=LocalizedText("Prüfungsordnung 2024", "Regulations of 2024"),
    major=LocalizedText("Digitale Medien", "Digital Media"),
    minor=NOTHING,
    first_enrolment_date=date(2025, 4, 1),
    end_date=None,
    semesters=SEMESTERS,
    version=5,
)

DOCTORAL = replace(
    ENROLMENT,
    kind=EnrolmentKind.DOCTORAL,
    programme_code="DR-KUWI",
    programme_name=LocalizedText("Promotion Kulturwissenschaften", "Doctorate in Culture"),
    degree_code="DR",
    degree_name=LocalizedText("Promotion", "Doctorate"),
    degree_short_name="Dr. phil.",
    school_code="graduate-school",
    standard_duration_semesters=6,
    major=NOTHING,
)


def ended(
    enrolment: EnrolmentFacts = ENROLMENT,
    end_date: date = date(2027, 3, 31),
    reason: EndReason = EndReason.APPLICATION,
    completion_date: date | None = None,
) -> EnrolmentFacts:
    return replace(enrolment, end_date=end_date, end_reason=reason, completion_date=completion_date)


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


REGISTRATIONS = (registration(1), undated(registration(2)), registration(3, withdrawn=True))


def facts_of(kind: CertificateType, records: RecordsFacts | None = None) -> Facts:
    """What is gathered for a certificate of the type."""
    facts = Facts(records or records_facts())
    enrolment = facts.records.enrolment
    match kind:
        case CertificateType.ENROLMENT | CertificateType.BAFOEG:
            return replace(facts, semester=enrolment.semesters[-1])
        case CertificateType.REGISTERED_EXAMS:
            return replace(facts, semester=enrolment.semesters[-1], registrations=REGISTRATIONS)
        case CertificateType.TRANSCRIPT:
            return replace(facts, exams=EXAMS)
        case CertificateType.TRANSCRIPT_PASSED:
            return replace(facts, exams=passed_only(EXAMS))
        case CertificateType.MASTER_DATA:
            return replace(
                facts,
                enrolments=(enrolment,),
                contact=CONTACT,
                cards=(CARD,),
                credit=CREDIT,
            )
        case CertificateType.EXMATRICULATION:
            over = enrolment if enrolment.end_date else ended(enrolment)
            return replace(facts, records=replace(facts.records, enrolment=over))
        case CertificateType.STUDY_HISTORY:
            return replace(facts, enrolments=(enrolment,), history=HISTORY)
        case CertificateType.FEE_RECEIPT:
            return replace(facts, semester=enrolment.semesters[-1], receipt=RECEIPT)


def document_of(
    kind: CertificateType,
    language: DocumentLanguage = DocumentLanguage.DE,
    facts: Facts | None = None,
    issue_time: datetime = ISSUE_TIME,
) -> Document:
    """A certificate of the type, ready to be drawn."""
    content = content_of(kind, facts or facts_of(kind), issue_time)
    return replace(document(content, language), issue_time=issue_time)


def document(
    content: Content,
    language: DocumentLanguage = DocumentLanguage.DE,
    draw: int = 371108151234567,
) -> Document:
    return Document(
        language=language,
        letterhead=letterhead(UNIVERSITY),
        content=content,
        number=VerificationNumber.of_draw(draw),
        verification_page=VERIFICATION_PAGE,
        issue_time=ISSUE_TIME,
    )


def order_of(
    kind: CertificateType, language: DocumentLanguage = DocumentLanguage.DE
) -> CertificateOrder:
    """A student's order of a certificate of the type."""
    return CertificateOrder(PERSON_ID, ENROLMENT_ID, kind, language, semester=None)
