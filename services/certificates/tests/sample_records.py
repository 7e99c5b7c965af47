"""What records says of the student of the samples besides the enrolment."""

from datetime import date

from certificates.domain.facts import (
    AddressFacts,
    AddressKind,
    CardFacts,
    CardState,
    ChargeFacts,
    ChargePart,
    ContactData,
    ContactEntry,
    ContactEntryKind,
    EndReason,
    EnrolmentKind,
    HistoryFacts,
    HistoryLine,
    PriorStudy,
    ReceiptFacts,
    SemesterStatus,
    StudyCreditFacts,
    StudyPeriod,
)
from certificates.domain.printing import NOTHING
from chassis.values import LocalizedText, Semester

from .sample_studies import ENROLMENT_ID, FORMER_ENROLMENT_ID

_KUWI = LocalizedText("Kulturwissenschaften", "Culture, Arts and Media")
_INFORMATICS = LocalizedText("Wirtschaftsinformatik", "Information Systems")


def history_line(
    code: str,
    status: SemesterStatus,
    numbers: tuple[int, int],
    *,
    part_time: bool = False,
) -> HistoryLine:
    return HistoryLine(
        semester=Semester.parse(code),
        enrolment_id=ENROLMENT_ID,
        programme_name=_KUWI,
        degree="B.A.",
        status=status,
        programme_semester=numbers[0],
        university_semester=numbers[1],
        part_time=part_time,
    )


HISTORY = HistoryFacts(
    lines=(
        HistoryLine(
            semester=Semester.parse("2024W"),
            enrolment_id=FORMER_ENROLMENT_ID,
            programme_name=_INFORMATICS,
            degree="B.Sc.",
            status=SemesterStatus.ENROLLED,
            programme_semester=1,
            university_semester=3,
            part_time=False,
            end_date=date(2025, 3, 31),
            end_reason=EndReason.APPLICATION,
        ),
        history_line("2025S", SemesterStatus.ENROLLED, (1, 4)),
        history_line("2025W", SemesterStatus.ON_LEAVE, (1, 5)),
        history_line("2026S", SemesterStatus.ABROAD, (2, 6)),
        history_line("2026W", SemesterStatus.REREGISTERED, (3, 7), part_time=True),
    ),
    periods=(
        StudyPeriod(
            enrolment_id=FORMER_ENROLMENT_ID,
            programme_code="WINF-BSC",
            programme_name=_INFORMATICS,
            degree="B.Sc.",
            kind=EnrolmentKind.STUDENT,
            major=NOTHING,
            minor=NOTHING,
            first_enrolment_date=date(2024, 10, 1),
            end_date=date(2025, 3, 31),
            end_reason=EndReason.APPLICATION,
            completion_date=None,
            standard_duration_semesters=6,
            individual_standard_duration_semesters=6,
            programme_semesters=1,
            leave_semesters=0,
            abroad_semesters=0,
            part_time_semesters=0,
        ),
        StudyPeriod(
            enrolment_id=ENROLMENT_ID,
            programme_code="KUWI-BA",
            programme_name=_KUWI,
            degree="B.A.",
            kind=EnrolmentKind.STUDENT,
            major=LocalizedText("Digitale Medien", "Digital Media"),
            minor=NOTHING,
            first_enrolment_date=date(2025, 4, 1),
            end_date=None,
            end_reason=None,
            completion_date=None,
            standard_duration_semesters=6,
            individual_standard_duration_semesters=7,
            programme_semesters=3,
            leave_semesters=1,
            abroad_semesters=1,
            part_time_semesters=1,
        ),
    ),
    prior_studies=(
        PriorStudy(
            university_name="Universität Hamburg",
            programme_name="Soziologie",
            known_semesters=(Semester.parse("2023W"), Semester.parse("2024S")),
            semesters=2,
            completed_degree=False,
        ),
    ),
)

CONTACT = ContactData(
    home_address=AddressFacts(
        "", "Atatürk Caddesi 5", "04100", "Ağrı", "TR", LocalizedText("Türkei", "Türkiye")
    ),
    semester_address=AddressFacts("Meyer", "Am Sande 1", "21335", "Lüneburg", "DE", NOTHING),
    correspondence=AddressKind.SEMESTER,
    entries=(
        ContactEntry(ContactEntryKind.MOBILE, "+49 151 23456789"),
        ContactEntry(ContactEntryKind.PRIVATE_EMAIL, "ayse@example.com"),
    ),
)

CARD = CardFacts("1234567897", CardState.ACTIVE, Semester.parse("2026W"), date(2025, 3, 20))

CREDIT = StudyCreditFacts(applies=True, granted=12, consumed=5, left=7)


def part(de: str, en: str, cents: int, *parts: ChargePart) -> ChargePart:
    return ChargePart(LocalizedText(de, en), cents, parts)


CONTRIBUTION = ChargeFacts(
    fee_code="contribution",
    name=LocalizedText("Semesterbeitrag", "Semester contribution"),
    due_date=date(2026, 7, 31),
    amount_cents=31815,
    reduced_cents=0,
    waived_cents=0,
    paid_cents=31815,
    open_cents=0,
    parts=(
        part("Studentenwerksbeitrag", "Studentenwerk contribution", 11200),
        part(
            "Studierendenschaftsbeitrag",
            "Student body contribution",
            13115,
            part("Semesterticket, Kultur- und Fahrradangebot", "Semester ticket", 11325),
            part("Studentische Organisationen", "Student organisations", 1790),
        ),
        part("Verwaltungskostenbeitrag", "Administration contribution", 7500),
    ),
    settled_date=date(2026, 7, 15),
)

REMINDER = ChargeFacts(
    fee_code="reminder",
    name=LocalizedText("Säumnisgebühr", "Reminder charge"),
    due_date=date(2026, 9, 15),
    amount_cents=1500,
    reduced_cents=0,
    waived_cents=500,
    paid_cents=0,
    open_cents=1000,
)

RECEIPT = ReceiptFacts(
    semester=Semester.parse("2026W"),
    charges=(CONTRIBUTION, REMINDER),
    due_cents=32815,
    paid_cents=31815,
    open_cents=1000,
    paid_date=date(2026, 7, 15),
)
