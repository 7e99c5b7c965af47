"""Studies, grounds and rules for the tests of study credit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from chassis.values import LocalizedText, Semester
from records.domain.credit_explained import CreditRules
from records.domain.credit_facts import CreditFacts, Ground, PriorStudy, SemesterGround, StudiesHere
from records.domain.enrolment import RecordedSemester, SemesterStatus
from records.domain.semester_plan import DecisionKind, SemesterDecision

S = Semester.parse
ENTERED = datetime(2026, 11, 2, 9, tzinfo=UTC)
PERSON = UUID(int=7)

# As Leuphana's profile has them.
RULES = CreditRules(
    extra_semesters=6,
    begins=S("2014W"),
    most_as_representative=2,
    most_as_officer=2,
    semesters_per_extension=2,
    doctoral=False,
    fee_cents=50_000,
)


def semesters(first: str, number: int) -> list[Semester]:
    """So many semesters in a row."""
    found = [S(first)]
    while len(found) < number:
        found.append(found[-1].next())
    return found[:number]


def studies(
    first: str,
    number: int,
    *,
    name: str = "Kulturwissenschaften",
    duration: int = 6,
    consecutive: bool = False,
    doctoral: bool = False,
    leave: Iterable[str] = (),
    part_time: Iterable[str] = (),
    decided: Iterable[tuple[str, DecisionKind]] = (),
    until: str = "",
) -> StudiesHere:
    """A programme with so many recorded semesters, some of them on leave or part-time."""
    leave, part_time = set(leave), set(part_time)
    return StudiesHere(
        programme_code=f"P-{name}",
        programme_name=LocalizedText(de=name, en=name),
        doctoral=doctoral,
        consecutive=consecutive,
        standard_duration_semesters=duration,
        semesters=tuple(
            RecordedSemester(
                each,
                SemesterStatus.ON_LEAVE if each.code in leave else SemesterStatus.REREGISTERED,
                part_time=each.code in part_time,
            )
            for each in semesters(first, number)
        ),
        last_semester=S(until) if until else None,
        decisions=tuple(
            SemesterDecision(UUID(int=1), S(code), kind, "", None, ENTERED)
            for code, kind in decided
        ),
    )


def prior(
    number: int = 0,
    *,
    known: Iterable[Semester] = (),
    degree_of: int = 0,
    university: str = "Universität Anderswo",
) -> PriorStudy:
    """Studies elsewhere: a number of semesters, or known ones; `degree_of` a standard duration."""
    known = frozenset(known)
    return PriorStudy(
        prior_study_id=uuid4(),
        person_id=PERSON,
        university_name=university,
        programme_name="Geschichte",
        known_semesters=known,
        semesters=number or len(known),
        completed_degree=degree_of > 0,
        standard_duration_semesters=degree_of,
        enter_time=ENTERED,
        entered_by="clerk",
    )


def ground(code: str, kind: Ground, waived_cents: int = 0) -> SemesterGround:
    """A ground in force."""
    return SemesterGround(
        semester_ground_id=uuid4(),
        person_id=PERSON,
        semester=S(code),
        ground=kind,
        waived_cents=waived_cents,
        child_birth_date=None,
        application_id=None,
        reason="seen",
        enter_time=ENTERED,
        entered_by="clerk",
    )


def ground_of(
    person_id: UUID, semester: Semester, kind: Ground, waived_cents: int = 0
) -> SemesterGround:
    """A ground in force of a person who is stored."""
    return replace(ground(semester.code, kind, waived_cents), person_id=person_id)


def prior_of(person_id: UUID, number: int, *, degree_of: int = 0) -> PriorStudy:
    """So many semesters elsewhere of a person who is stored."""
    return replace(prior(number, degree_of=degree_of), person_id=person_id)


def grounds(first: str, number: int, kind: Ground) -> tuple[SemesterGround, ...]:
    """The ground in so many semesters in a row."""
    return tuple(ground(each.code, kind) for each in semesters(first, number))


def facts(
    *studied: StudiesHere, prior: Iterable[PriorStudy] = (), proven: Iterable[SemesterGround] = ()
) -> CreditFacts:
    """Everything that is known about a person."""
    return CreditFacts(tuple(studied), tuple(prior), tuple(proven))
