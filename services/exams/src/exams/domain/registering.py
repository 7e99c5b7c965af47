"""May this student register for this sitting? Every obstacle is found, not only the first."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.values import local_date

from exams.domain import obstacles as found
from exams.domain.attempts import ExamRecord, may_improve
from exams.domain.clashes import clashes
from exams.domain.examinations import Enrolment, Seating, SemesterStatus, Sitting
from exams.domain.obstacle_reasons import Reason
from exams.domain.obstacles import Obstacle, with_section
from exams.domain.part_time import part_time_obstacle
from exams.domain.prerequisites import missing_credits, missing_prerequisites
from exams.domain.rules import PartTimeReading
from exams.domain.standing import StandingRegistration, StudentStanding
from exams.domain.statuses import Status
from exams.domain.version_content import ExamOfVersion, VersionContent

# What no office can set aside: there is no seat, no sitting, no exam, or nothing left to do.
NEVER_SET_ASIDE = frozenset(
    {
        Reason.EXAM_NOT_IN_REGULATIONS,
        Reason.REGULATIONS_NOT_PUBLISHED,
        Reason.ENROLMENT_AMBIGUOUS,
        Reason.SITTING_CANCELLED,
        Reason.ALREADY_REGISTERED,
        Reason.ALREADY_WAITING,
        Reason.ALREADY_IN_LOTTERY,
        Reason.ALREADY_TAKEN,
        Reason.SITTING_FULL,
    }
)
# What does not stand in the way of a registration that the regulations make by themselves: it is
# no act of the student, and it follows from a sitting that was registered for in its window.
SET_ASIDE_FOR_REPEAT = frozenset(
    {Reason.TERMS_NOT_ACCEPTED, Reason.WINDOW_NOT_OPEN_YET, Reason.WINDOW_CLOSED}
)
# The same for somebody who moves up from the waiting list, and for an admitted thesis.
SET_ASIDE_FOR_PROMOTION = SET_ASIDE_FOR_REPEAT | {Reason.ALREADY_WAITING}
SET_ASIDE_FOR_ADMISSION = SET_ASIDE_FOR_REPEAT | {Reason.ADMISSION_ONLY}


@dataclass(frozen=True)
class RegistrationCase:
    """Everything that the decision looks at."""

    now: datetime
    # With the seats taken as they stand now.
    sitting: Sitting
    standing: StudentStanding
    # The enrolment that the student names; None leaves the choice to the rules.
    named_enrolment_id: UUID | None = None
    # Rules that do not stand in the way this time.
    set_aside: Set[Reason] = frozenset()

    @property
    def today(self) -> date:
        """The day at the university."""
        return local_date(self.now)


@dataclass(frozen=True)
class RegistrationDecision:
    """The enrolment that the exam is taken for and what stands in the way, if anything."""

    # Present where there are no obstacles.
    enrolment: Enrolment | None
    # REGISTERED, WAITING or IN_LOTTERY: what registering leads to, once nothing stands in the way.
    leads_to: Status
    # Each with its section of the regulations.
    obstacles: tuple[Obstacle, ...]
    # Rules that only warn.
    warnings: tuple[Obstacle, ...]
    # The section that the rules of registering are in.
    regulation_section: str

    @property
    def is_refused(self) -> bool:
        """Whether anything stands in the way."""
        return bool(self.obstacles)


def decide_registration(case: RegistrationCase) -> RegistrationDecision:
    """Decides by every rule at once; without obstacles the decision has an enrolment.

    Raises ValueError where the standing does not know the exam's past.
    """
    if not case.standing.knows(case.sitting.exam_number):
        raise ValueError(f"the past of exam {case.sitting.exam_number} was not loaded")
    enrolment, enrolment_obstacles = _enrolment_for_exam(case)
    version = case.standing.version_of(enrolment) if enrolment is not None else None
    all_found = [
        *_terms(case),
        *enrolment_obstacles,
        *_sitting(case),
        *_other_registrations(case),
    ]
    warnings: list[Obstacle] = []
    if enrolment is not None and version is not None:
        exam = version.exams[case.sitting.exam_number]
        for one in _regulations(case, enrolment, version, exam):
            (all_found if _refuses(one) else warnings).append(one)
    all_found.extend(_seats(case))
    rules = _speaking_version(case, enrolment)
    return RegistrationDecision(
        enrolment,
        _leads_to(case.sitting),
        tuple(
            with_section(one, rules.rules if rules else None)
            for one in all_found
            if one.reason not in case.set_aside
        ),
        tuple(with_section(one, rules.rules if rules else None) for one in warnings),
        rules.rules.section("registration") if rules else "",
    )


def _speaking_version(case: RegistrationCase, enrolment: Enrolment | None) -> VersionContent | None:
    """The version whose sections are named: that of the enrolment chosen, else the first one's."""
    for one in (enrolment,) if enrolment is not None else _considered(case):
        if (version := case.standing.versions.get(one.regulations_version_code)) is not None:
            return version
    return None


def _terms(case: RegistrationCase) -> Iterator[Obstacle]:
    if case.standing.terms.accept_time is None:
        yield found.TermsNotAccepted(case.standing.terms.terms_version)


def _considered(case: RegistrationCase) -> tuple[Enrolment, ...]:
    return tuple(
        enrolment
        for enrolment in case.standing.enrolments
        if case.named_enrolment_id in (None, enrolment.enrolment_id)
    )


def _enrolment_for_exam(case: RegistrationCase) -> tuple[Enrolment | None, tuple[Obstacle, ...]]:
    considered = _considered(case)
    if not considered:
        return None, (found.NotEnrolledInSemester(case.sitting.semester, None),)
    number, semester = case.sitting.exam_number, case.sitting.semester
    with_exam = tuple(
        one
        for one in considered
        if (version := case.standing.version_of(one)) is not None and number in version.exams
    )
    studying = tuple(one for one in with_exam if one.studies_in(semester, case.today))
    if len(studying) == 1:
        return studying[0], ()
    if studying:
        return None, (found.EnrolmentAmbiguous(tuple(one.programme_name for one in studying)),)
    if with_exam:
        return with_exam[0], _semester_obstacle(with_exam, case)
    return None, (_lacking(considered, case), *_semester_obstacle(considered, case))


def _lacking(enrolments: tuple[Enrolment, ...], case: RegistrationCase) -> Obstacle:
    """The exam is in no published version; a draft or a missing version is said to be that."""
    number, versions = case.sitting.exam_number, case.standing.versions
    for one in enrolments:
        version = versions.get(one.regulations_version_code)
        if version is None or (not version.published and number in version.exams):
            return found.RegulationsNotPublished(one.regulations_version_name)
    return found.ExamNotInRegulations(
        number, tuple(one.regulations_version_name for one in enrolments)
    )


def _semester_obstacle(
    enrolments: tuple[Enrolment, ...], case: RegistrationCase
) -> tuple[Obstacle, ...]:
    """None when one of the enrolments is studied in the semester; leave goes before absence."""
    semester = case.sitting.semester
    if any(enrolment.studies_in(semester, case.today) for enrolment in enrolments):
        return ()
    running = tuple(one for one in enrolments if not one.has_ended(case.today))
    if any(one.status_in(semester) is SemesterStatus.ON_LEAVE for one in running):
        return (found.OnLeave(semester),)
    ended = None if running else max(e.end_date for e in enrolments if e.end_date is not None)
    return (found.NotEnrolledInSemester(semester, ended),)


def _sitting(case: RegistrationCase) -> Iterator[Obstacle]:
    """Cancelled, outside of its window, or not for registering by oneself."""
    sitting, window = case.sitting, case.sitting.registration
    if sitting.cancel_time is not None:
        yield found.SittingCancelled(sitting.cancel_time)
    if case.now < window.open_time:
        yield found.WindowNotOpenYet(window.open_time)
    elif not window.is_open(case.now):
        yield found.WindowClosed(window.close_time)
    if sitting.seating is Seating.ADMISSION:
        yield found.AdmissionOnly()


def _other_registrations(case: RegistrationCase) -> Iterator[Obstacle]:
    """Registrations for this sitting, and for others of the exam in the same period."""
    sitting = case.sitting
    for one in case.standing.registrations_for(sitting.exam_number):
        if one.sitting_id == sitting.sitting_id:
            yield _same_sitting(one)
        elif (one.semester, one.period) == (sitting.semester, sitting.period):
            yield found.OtherSittingRegistered(
                one.registration_id, one.semester, one.period, one.start_time, taken=one.is_attempt
            )


def _same_sitting(one: StandingRegistration) -> Obstacle:
    if one.is_attempt:
        return found.AlreadyTaken(one.exam_date)
    if one.status is Status.WAITING:
        return found.AlreadyWaiting(one.registration_id, one.register_time)
    if one.status is Status.IN_LOTTERY:
        return found.AlreadyInLottery(one.registration_id, one.register_time)
    return found.AlreadyRegistered(one.registration_id, one.register_time)


def _regulations(
    case: RegistrationCase, enrolment: Enrolment, version: VersionContent, exam: ExamOfVersion
) -> Iterator[Obstacle]:
    """What the version that the exam is taken by says."""
    standing, semester = case.standing, case.sitting.semester
    yield from _attempts(case, enrolment, version, exam)
    yield from missing_prerequisites(standing, enrolment, version, exam)
    yield from missing_credits(standing, enrolment, version, exam)
    part_time = part_time_obstacle(standing, enrolment, version, exam, semester)
    if part_time is not None:
        yield part_time
    yield from clashes(case.sitting, standing.registrations, version.rules.clash)


def record_of(
    standing: StudentStanding, enrolment: Enrolment, version: VersionContent, exam: ExamOfVersion
) -> ExamRecord:
    """How a student stands to an exam that is taken for an enrolment."""
    return ExamRecord.of(
        standing.registrations_for(exam.exam_number),
        allowed=version.attempts_allowed(exam),
        recognised=standing.recognition_of(exam, enrolment.enrolment_id),
    )


def _attempts(
    case: RegistrationCase, enrolment: Enrolment, version: VersionContent, exam: ExamOfVersion
) -> Iterator[Obstacle]:
    """Passed already, finally failed, or the last attempt under way elsewhere."""
    record = record_of(case.standing, enrolment, version, exam)
    here = (case.sitting.semester, case.sitting.period)
    elsewhere = [one for one in record.seated if (one.semester, one.period) != here]
    if record.passed_date is not None:
        semester = enrolment.programme_semester_in(case.sitting.semester)
        if not may_improve(
            record, exam, version.rules, enrolment, semester, under_way=len(elsewhere)
        ):
            yield _already_passed(case.standing, enrolment, record, record.passed_date)
        return
    if record.is_finally_failed:
        last = record.last_counted or record.attempts[-1]
        if exam.rules.repeatable:
            yield found.NoAttemptLeft(record.used, record.allowed, last.exam_date)
        else:
            yield found.NotRepeatable(last.exam_date)
        return
    if elsewhere and record.used + len(elsewhere) >= record.allowed:
        one = elsewhere[-1]
        yield found.LastAttemptPending(
            record.allowed, one.registration_id, one.semester, one.period
        )


def _already_passed(
    standing: StudentStanding, enrolment: Enrolment, record: ExamRecord, passed_date: date
) -> found.AlreadyPassed:
    """A pass counts where it was taken for or recognised; elsewhere it can be recognised."""
    first = record.first_pass
    if first is None:
        return found.AlreadyPassed(passed_date, recognised=True)
    if first.enrolment_id == enrolment.enrolment_id or any(
        one.status is Status.PASSED and one.enrolment_id == enrolment.enrolment_id
        for one in record.attempts
    ):
        improved = record.improvements > 0
        return found.AlreadyPassed(passed_date, recognised=False, improved=improved)
    if record.recognised is not None:
        return found.AlreadyPassed(record.recognised.achieve_date, recognised=True)
    other = next(one for one in standing.enrolments if one.enrolment_id == first.enrolment_id)
    elsewhere = found.PassedElsewhere(other.programme_and_version, enrolment.programme_and_version)
    return found.AlreadyPassed(passed_date, recognised=False, elsewhere=elsewhere)


def _refuses(one: Obstacle) -> bool:
    """Whether a rule stands in the way, or only warns."""
    match one:
        case found.Clash():
            return one.refuses
        case found.PartTimeLimit():
            return one.reading is PartTimeReading.MAXIMUM
        case _:
            return True


def _leads_to(sitting: Sitting) -> Status:
    if sitting.seating is Seating.LOTTERY:
        return Status.IN_LOTTERY
    if sitting.is_full and sitting.has_waiting_list:
        return Status.WAITING
    return Status.REGISTERED


def _seats(case: RegistrationCase) -> Iterator[Obstacle]:
    if _leads_to(case.sitting) is Status.REGISTERED and case.sitting.is_full:
        yield found.SittingFull(case.sitting.capacity)
