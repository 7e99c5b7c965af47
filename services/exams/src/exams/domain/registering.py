"""May this student register for this sitting? Every obstacle is found, not only the first."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.values import local_date

from exams.domain.examinations import (
    Enrolment,
    LiveRegistration,
    SemesterStatus,
    Sitting,
    TermsStanding,
)
from exams.domain.obstacles import (
    AlreadyRegistered,
    EnrolmentAmbiguous,
    ExamNotInRegulations,
    NotEnrolledInSemester,
    Obstacle,
    OnLeave,
    OtherSittingRegistered,
    SittingFull,
    TermsNotAccepted,
    WindowClosed,
    WindowNotOpenYet,
)


@dataclass(frozen=True)
class RegistrationCase:
    """Everything that the decision looks at."""

    now: datetime
    sitting: Sitting
    terms: TermsStanding
    # All enrolments of the student.
    enrolments: tuple[Enrolment, ...]
    # Those whose regulations version has the exam.
    enrolments_with_exam: Set[UUID]
    # The enrolment that the student names; None leaves the choice to the rules.
    named_enrolment_id: UUID | None
    # All registrations of the student for this exam that hold a seat.
    live_registrations: tuple[LiveRegistration, ...]

    @property
    def today(self) -> date:
        """The day at the university."""
        return local_date(self.now)


@dataclass(frozen=True)
class RegistrationDecision:
    """The enrolment that the exam is taken for and what stands in the way, if anything."""

    enrolment: Enrolment | None
    obstacles: tuple[Obstacle, ...]
    # The section of the regulations that the rules are in.
    regulation_section: str


def decide_registration(case: RegistrationCase) -> RegistrationDecision:
    """Decides by every rule at once; without obstacles the decision has an enrolment."""
    enrolment, enrolment_obstacles = _enrolment_for_exam(case)
    obstacles = (
        *_terms(case),
        *enrolment_obstacles,
        *_window(case),
        *_other_registrations(case),
        *_seats(case),
    )
    speaking = enrolment or next(iter(case.enrolments), None)
    return RegistrationDecision(
        enrolment, obstacles, speaking.registration_section if speaking else ""
    )


def _terms(case: RegistrationCase) -> tuple[Obstacle, ...]:
    if case.terms.accept_time is None:
        return (TermsNotAccepted(case.terms.terms_version),)
    return ()


def _enrolment_for_exam(case: RegistrationCase) -> tuple[Enrolment | None, tuple[Obstacle, ...]]:
    considered = tuple(
        enrolment
        for enrolment in case.enrolments
        if case.named_enrolment_id in (None, enrolment.enrolment_id)
    )
    if not considered:
        return None, (NotEnrolledInSemester(case.sitting.semester, None),)
    with_exam = tuple(e for e in considered if e.enrolment_id in case.enrolments_with_exam)
    studying = tuple(e for e in with_exam if e.studies_in(case.sitting.semester, case.today))
    if len(studying) == 1:
        return studying[0], ()
    if studying:
        return None, (EnrolmentAmbiguous(tuple(e.programme_name for e in studying)),)
    if with_exam:
        return with_exam[0], _semester_obstacle(with_exam, case)
    lacking = ExamNotInRegulations(
        case.sitting.exam_number, tuple(e.regulations_version_name for e in considered)
    )
    return None, (lacking, *_semester_obstacle(considered, case))


def _semester_obstacle(
    enrolments: tuple[Enrolment, ...], case: RegistrationCase
) -> tuple[Obstacle, ...]:
    """None when one of the enrolments is studied in the semester; leave goes before absence."""
    semester = case.sitting.semester
    if any(enrolment.studies_in(semester, case.today) for enrolment in enrolments):
        return ()
    running = tuple(e for e in enrolments if not e.has_ended(case.today))
    if any(e.status_in(semester) is SemesterStatus.ON_LEAVE for e in running):
        return (OnLeave(semester),)
    ended = None if running else max(e.end_date for e in enrolments if e.end_date is not None)
    return (NotEnrolledInSemester(semester, ended),)


def _window(case: RegistrationCase) -> tuple[Obstacle, ...]:
    window = case.sitting.registration
    if case.now < window.open_time:
        return (WindowNotOpenYet(window.open_time),)
    if not window.is_open(case.now):
        return (WindowClosed(window.close_time),)
    return ()


def _other_registrations(case: RegistrationCase) -> tuple[Obstacle, ...]:
    sitting = case.sitting
    obstacles: list[Obstacle] = []
    for live in case.live_registrations:
        if live.sitting_id == sitting.sitting_id:
            obstacles.append(AlreadyRegistered(live.registration_id, live.register_time))
        elif (live.exam_number, live.semester, live.period) == (
            sitting.exam_number,
            sitting.semester,
            sitting.period,
        ):
            obstacles.append(
                OtherSittingRegistered(
                    live.registration_id, live.semester, live.period, live.start_time
                )
            )
    return tuple(obstacles)


def _seats(case: RegistrationCase) -> tuple[Obstacle, ...]:
    return (SittingFull(case.sitting.capacity),) if case.sitting.is_full else ()
