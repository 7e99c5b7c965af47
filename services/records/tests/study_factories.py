"""Small enrolments, calendars and rules for tests of how semesters are spent."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from chassis.values import LocalizedText, Semester
from records.domain.applications.leave import LeaveFacts
from records.domain.applications.part_time import PartTimeFacts
from records.domain.applications.semester_abroad import AbroadFacts
from records.domain.calendar import DayRange, SemesterDates
from records.domain.catalogue import Degree, EnrolmentKind, Programme, RegulationsVersion
from records.domain.enrolment import (
    EndReason,
    Enrolment,
    RecordedSemester,
    SemesterStatus,
    count_semesters,
)
from records.domain.obstacles import Obstacle
from records.domain.rules import (
    AbroadRules,
    DayOfYear,
    LeaveGround,
    LeaveRules,
    PartTimeReason,
    PartTimeRules,
    StudyProof,
)
from records.domain.semester_plan import DecisionKind, SemesterDecision

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ENROLMENT = UUID("0192f0c0-0000-7000-8000-000000000001")
_PERSON = uuid5(ENROLMENT, "person")

LEAVE_RULES = LeaveRules(
    late_months=1,
    most_in_a_row=2,
    most_without_reason=4,
    important_reasons=frozenset(LeaveGround) - {LeaveGround.OTHER},
    proofs={
        LeaveGround.HEALTH: (StudyProof.MEDICAL_CERTIFICATE,),
        LeaveGround.ABROAD: (StudyProof.STUDY_ABROAD_CONFIRMATION,),
        LeaveGround.INTERNSHIP: (StudyProof.INTERNSHIP_CONTRACT,),
        LeaveGround.COMMITTEE_WORK: (StudyProof.COMMITTEE_CONFIRMATION,),
        LeaveGround.FAMILY: (StudyProof.FAMILY_PROOF,),
        LeaveGround.OTHER: (StudyProof.GROUND_PROOF,),
    },
    parts_due=("studentenwerk",),
    withdrawal_months=1,
    refund_months=1,
)
PART_TIME_RULES = PartTimeRules(
    deadline=DayOfYear(7, 15),
    least_semesters=2,
    recommended_semesters=4,
    semesters_per_extension=2,
    proofs={
        PartTimeReason.JOB: (StudyProof.EMPLOYMENT_CONFIRMATION,),
        PartTimeReason.FAMILY: (StudyProof.FAMILY_PROOF,),
        PartTimeReason.SOCIAL_COMMITMENT: (StudyProof.COMMITMENT_CONFIRMATION,),
        PartTimeReason.COMMITTEE_WORK: (StudyProof.COMMITTEE_CONFIRMATION,),
        PartTimeReason.ILLNESS_OR_DISABILITY: (
            StudyProof.MEDICAL_CERTIFICATE,
            StudyProof.DISABILITY_PROOF,
        ),
        PartTimeReason.OTHER: (StudyProof.GROUND_PROOF,),
    },
    return_in_summer_deadline=None,
)
ABROAD_RULES = AbroadRules(
    deadline_months=1,
    proofs=(StudyProof.STUDY_ABROAD_CONFIRMATION,),
    parts_due=(),
    counts_until_known=True,
)


def semester(code: str) -> Semester:
    """The semester with the code."""
    return Semester.parse(code)


def semesters(*codes: str) -> tuple[Semester, ...]:
    """The semesters with the codes."""
    return tuple(Semester.parse(code) for code in codes)


def dates_of(each: Semester) -> SemesterDates:
    """Lectures from the 12th of the first month, re-registration in the month after next before."""
    year, winter = each.year, each.first_date.month == 10
    first = date(year, 10, 12) if winter else date(year, 4, 12)
    last = date(year + 1, 1, 29) if winter else date(year, 7, 16)
    window = (
        DayRange(date(year, 6, 15), date(year, 7, 15))
        if winter
        else DayRange(date(year, 1, 15), date(year, 2, 15))
    )
    return SemesterDates(each, DayRange(first, last), window)


def calendar(first: str = "2023S", last: str = "2030W") -> dict[Semester, SemesterDates]:
    """Published semesters without a gap."""
    found, each = {}, Semester.parse(first)
    while each <= Semester.parse(last):
        found[each] = dates_of(each)
        each = each.next()
    return found


def programme(
    *, part_time_possible: bool = True, kind: EnrolmentKind = EnrolmentKind.STUDENT
) -> Programme:
    """A programme of the College."""
    return Programme(
        code="HIST-BA",
        name=LocalizedText(de="Geschichte", en="History"),
        kind=kind,
        degree=Degree("BA", "B.A.", LocalizedText(de="Bachelor", en="Bachelor")),
        school_code="college",
        faculty_name=LocalizedText(de="Geist", en="Humanities"),
        standard_duration_semesters=6,
        majors=(),
        minors=(),
        regulations_versions=(
            RegulationsVersion("HIST-BA-2024", LocalizedText(de="Ordnung", en="Regulations")),
        ),
        part_time_possible=part_time_possible,
    )


def enrolment(
    first: str = "2024W",
    last: str = "2026W",
    *,
    on_leave: Iterable[str] = (),
    abroad: Iterable[str] = (),
    end_date: date | None = None,
    completion_date: date | None = None,
    of: Programme | None = None,
) -> Enrolment:
    """An enrolment with each semester recorded from the first to the last one."""
    recorded: list[RecordedSemester] = []
    each = Semester.parse(first)
    while each <= Semester.parse(last):
        status = SemesterStatus.REREGISTERED if recorded else SemesterStatus.ENROLLED
        if each.code in on_leave:
            status = SemesterStatus.ON_LEAVE
        if each.code in abroad:
            status = SemesterStatus.ABROAD
        recorded.append(RecordedSemester(each, status))
        each = each.next()
    chosen = of or programme()
    return Enrolment(
        enrolment_id=ENROLMENT,
        person_id=_PERSON,
        programme=chosen,
        regulations_version=chosen.regulations_versions[0],
        major="",
        minor="",
        first_enrolment_date=Semester.parse(first).first_date,
        end_date=end_date,
        semesters=count_semesters(recorded, [one.semester for one in recorded]),
        version=1,
        end_reason=EndReason.APPLICATION if end_date else None,
        completion_date=completion_date,
    )


def decision(code: str, kind: DecisionKind, ground: str = "") -> SemesterDecision:
    """A decision about a semester of the enrolment."""
    return SemesterDecision(ENROLMENT, Semester.parse(code), kind, ground, None, NOW)


def leave_facts(
    of: Enrolment | None = None,
    *,
    received: date = date(2026, 11, 2),
    decisions: Iterable[SemesterDecision] = (),
    taken_earlier: Iterable[str] = (),
    proofs: Iterable[str] = (),
) -> LeaveFacts:
    """What decides about leave."""
    return LeaveFacts(
        enrolment=of or enrolment(),
        decisions=tuple(decisions),
        taken_earlier=frozenset(semesters(*taken_earlier)),
        calendar=calendar(),
        received=received,
        proofs=frozenset(proofs),
    )


def part_time_facts(
    of: Enrolment | None = None,
    *,
    received: date = date(2027, 3, 1),
    decisions: Iterable[SemesterDecision] = (),
    proofs: Iterable[str] = (
        StudyProof.EMPLOYMENT_CONFIRMATION,
        StudyProof.CONSULTATION_CONFIRMATION,
    ),
    adviser_can_confirm: bool = False,
) -> PartTimeFacts:
    """What decides about a change of the time model."""
    return PartTimeFacts(
        enrolment=of or enrolment(),
        decisions=tuple(decisions),
        published=frozenset(calendar()),
        received=received,
        proofs=frozenset(proofs),
        adviser_can_confirm=adviser_can_confirm,
    )


def abroad_facts(
    of: Enrolment | None = None,
    *,
    received: date = date(2026, 11, 2),
    decisions: Iterable[SemesterDecision] = (),
) -> AbroadFacts:
    """What decides about a semester abroad."""
    return AbroadFacts(
        of or enrolment(),
        tuple(decisions),
        calendar(),
        received,
        countries=frozenset({"DE", "NO", "ES", "SE", "FR"}),
    )


def reasons(obstacles: Iterable[Obstacle]) -> list[str]:
    """The codes of obstacles; each has a sentence, a remedy and a source in both languages."""
    found = []
    for each in obstacles:
        assert all((each.explanation.de, each.explanation.en, each.source)), each.reason
        found.append(each.reason)
    return found
