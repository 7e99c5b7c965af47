"""Facts of every type that has a message, with names in the letters of DIN 91379."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from certificates.domain.certificate import CertificateType
from certificates.domain.contents import content_of
from certificates.domain.contents.shared_lines import letterhead
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import (
    AreaFacts,
    AverageFacts,
    AverageLine,
    DistributionFacts,
    EndReason,
    EnrolmentFacts,
    EnrolmentKind,
    ExamForm,
    ExamsFacts,
    Facts,
    HistoryFacts,
    HistoryLine,
    ModuleFacts,
    ModuleState,
    PersonFacts,
    PriorStudy,
    ProgressFacts,
    RecordsFacts,
    RegistrationStatus,
    ResultFacts,
    SemesterFacts,
    SemesterStatus,
    StatusFacts,
    StudyPeriod,
    UniversityFacts,
)
from chassis.values import LocalizedText, PersonName, Semester
from matrikel_verify.number import VerificationNumber

PERSON_ID = UUID("018f0000-0000-7000-8000-000000000001")
ENROLMENT_ID = UUID("018f0000-0000-7000-8000-000000000002")
ISSUE_TIME = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
NOTHING = LocalizedText("", "")

PERSON = PersonFacts(
    person_id=PERSON_ID,
    matriculation_number="3041234",
    name=PersonName("Ngọc Ánh", "Öztürk-Şahin"),
    birth_date=date(2003, 2, 1),
    birth_place="Łódź",
)
SEMESTERS = (
    SemesterFacts(Semester.parse("2025S"), SemesterStatus.ENROLLED, 1, 1, False),
    SemesterFacts(Semester.parse("2025W"), SemesterStatus.ON_LEAVE, 1, 2, False),
    SemesterFacts(Semester.parse("2026S"), SemesterStatus.REREGISTERED, 2, 3, False),
    SemesterFacts(Semester.parse("2026W"), SemesterStatus.REREGISTERED, 3, 4, True),
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
    faculty_name=LocalizedText("Fakultät Kulturwissenschaften", "Faculty of Culture"),
    standard_duration_semesters=6,
    regulations_version_name=LocalizedText("RPO 2024", "RPO 2024"),
    major=LocalizedText("Digitale Medien", "Digital Media"),
    minor=LocalizedText("Philosophie", "Philosophy"),
    first_enrolment_date=date(2025, 4, 1),
    end_date=None,
    semesters=SEMESTERS,
)
UNIVERSITY = UniversityFacts(
    name=LocalizedText("Leuphana Universität Lüneburg", "Leuphana University Lüneburg"),
    destatis_code="0770",
    street_address="Universitätsallee 1",
    postal_code="21335",
    city="Lüneburg",
    website="https://www.leuphana.de/",
    school_names=(("college", LocalizedText("College", "College")),),
    contact=None,
)
ENDED = replace(
    ENROLMENT,
    end_date=date(2026, 12, 31),
    end_reason=EndReason.COMPLETION,
    completion_date=date(2026, 12, 1),
)

_RESULT = ResultFacts(
    exam_number="1010101",
    exam_name=LocalizedText("Klausur Statistik", "Statistics exam"),
    module_code="M1",
    module_name=LocalizedText("Methoden", "Methods"),
    form=ExamForm.WRITTEN,
    sitting_id="sitting-1",
    semester=Semester.parse("2026S"),
    grade="1.3",
    status=RegistrationStatus.PASSED,
    status_code="BE",
    credits_tenths=50,
    attempt=2,
    counts_as_attempt=True,
    exam_date=date(2026, 7, 20),
    examiner_name="Prof. Dr. Žofie Nováková",
    recognised=False,
    institution="",
)
RESULTS = (
    _RESULT,
    replace(
        _RESULT,
        attempt=1,
        grade="5.0",
        status=RegistrationStatus.FAILED,
        status_code="NB",
        semester=Semester.parse("2025S"),
        exam_date=date(2025, 7, 21),
    ),
    replace(
        _RESULT,
        exam_number="2020202",
        exam_name=LocalizedText("Referat", "Presentation"),
        module_code="M2",
        module_name=LocalizedText("Theorie", "Theory"),
        form=ExamForm.PRESENTATION,
        grade="",
        attempt=1,
        credits_tenths=75,
    ),
    replace(
        _RESULT,
        exam_number="3030303",
        exam_name=LocalizedText("Sprachkurs", "Language course"),
        module_code="M9",
        module_name=LocalizedText("Sprachen", "Languages"),
        form=ExamForm.UNKNOWN,
        sitting_id="",
        semester=None,
        attempt=0,
        exam_date=None,
        examiner_name="",
        recognised=True,
        institution="Université de Rennes",
        grade="2.0",
        credits_tenths=40,
    ),
    replace(
        _RESULT,
        exam_number="1010102",
        exam_name=LocalizedText("Hausarbeit", "Paper"),
        form=ExamForm.PAPER,
        grade="",
        attempt=1,
        counts_as_attempt=False,
        status=RegistrationStatus.WITHDRAWAL_APPROVED,
        status_code="GR",
    ),
)
PROGRESS = ProgressFacts(
    required_tenths=1800,
    earned_tenths=165,
    average=AverageFacts(
        grade="1.6",
        exact="1.6111111111",
        lines=(
            AverageLine(
                "M1", LocalizedText("Methoden", "Methods"), "1.3", "5", "6.5", True, NOTHING
            ),
        ),
        weight_sum="9",
        product_sum="14.5",
        policy=LocalizedText("abgeschnitten (RPO § 19)", "cut off (RPO § 19)"),
    ),
    areas=(
        AreaFacts(
            "MAJOR",
            LocalizedText("Major", "Major"),
            900,
            125,
            (
                ModuleFacts(
                    "M1",
                    LocalizedText("Methoden", "Methods"),
                    ModuleState.COMPLETE,
                    50,
                    50,
                    "1.3",
                    ("1010101", "1010102"),
                ),
                ModuleFacts(
                    "M2",
                    LocalizedText("Theorie", "Theory"),
                    ModuleState.STARTED,
                    100,
                    75,
                    "",
                    ("2020202",),
                ),
            ),
        ),
        AreaFacts("EMPTY", LocalizedText("Leer", "Empty"), 900, 0, ()),
    ),
    complete=False,
    last_exam_date=None,
)
STATUSES = (
    StatusFacts(RegistrationStatus.PASSED, "BE", LocalizedText("bestanden", "passed"), "bestanden"),
    StatusFacts(
        RegistrationStatus.FAILED,
        "NB",
        LocalizedText("nicht bestanden", "failed"),
        "nicht_bestanden",
    ),
    StatusFacts(
        RegistrationStatus.WITHDRAWAL_APPROVED,
        "GR",
        LocalizedText("genehmigter Rücktritt", "approved withdrawal"),
        "",
    ),
)
EXAMS = ExamsFacts(
    results=RESULTS,
    progress=PROGRESS,
    statuses=STATUSES,
    distributions=(
        DistributionFacts(
            "sitting-1",
            "1010101",
            LocalizedText("Klausur Statistik", "Statistics exam"),
            Semester.parse("2026S"),
            (),
            20,
            "2.35",
            125,
        ),
    ),
)
HISTORY = HistoryFacts(
    lines=tuple(
        HistoryLine(
            one.semester,
            ENROLMENT_ID,
            ENROLMENT.programme_name,
            "B.A.",
            one.status,
            one.programme_semester,
            one.university_semester,
            one.part_time,
        )
        for one in SEMESTERS
    ),
    periods=(
        StudyPeriod(
            enrolment_id=ENROLMENT_ID,
            programme_code="KUWI-BA",
            programme_name=ENROLMENT.programme_name,
            degree="B.A.",
            kind=EnrolmentKind.STUDENT,
            major=ENROLMENT.major,
            minor=NOTHING,
            first_enrolment_date=date(2025, 4, 1),
            end_date=None,
            end_reason=None,
            completion_date=None,
            standard_duration_semesters=6,
            individual_standard_duration_semesters=7,
            programme_semesters=3,
            leave_semesters=1,
            abroad_semesters=0,
            part_time_semesters=1,
        ),
    ),
    prior_studies=(PriorStudy("Universität Kiel", "Physik", (Semester.parse("2024W"),), 1, False),),
)


def facts(kind: CertificateType, enrolment: EnrolmentFacts = ENROLMENT) -> Facts:
    """What is gathered for the type."""
    if kind is CertificateType.EXMATRICULATION and enrolment is ENROLMENT:
        enrolment = ENDED
    records = RecordsFacts(PERSON, enrolment, UNIVERSITY)
    match kind:
        case CertificateType.ENROLMENT | CertificateType.BAFOEG:
            return Facts(records, semester=enrolment.semesters[-1])
        case CertificateType.TRANSCRIPT | CertificateType.TRANSCRIPT_PASSED:
            return Facts(records, exams=EXAMS)
        case CertificateType.STUDY_HISTORY:
            return Facts(records, history=HISTORY)
        case _:
            return Facts(records, semester=enrolment.semesters[-1])


def document(kind: CertificateType, language: DocumentLanguage, of: Facts) -> Document:
    """The certificate that prints the facts."""
    return Document(
        language=language,
        letterhead=letterhead(UNIVERSITY),
        content=content_of(kind, of, ISSUE_TIME),
        number=VerificationNumber.of_draw(371_108_151_234_567),
        verification_page="https://matrikel.leuphana.example/verify",
        issue_time=ISSUE_TIME,
    )
