"""Recognition (Anerkennung) of results from elsewhere: what stands in its way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText

from exams.domain.achievements import ExamStanding, ModuleStanding, module_standings
from exams.domain.grades import BEST_GRADE, is_passed
from exams.domain.studies import StudyPlan, StudyRecord
from exams.domain.version_content import ExamOfVersion

# A result from before this day is a mistyped one.
FIRST_ACHIEVE_DATE = date(1950, 1, 1)
NOTHING = LocalizedText("", "")


@dataclass(frozen=True)
class RecognitionWish:
    """What the examinations office wants to recognise."""

    module_code: str
    # Empty for the whole module.
    exam_number: str
    # 0 for all credits of the module or exam.
    credits_tenths: int
    # None for a recognition without a grade. Converted grades need not be of the scale.
    grade: Decimal | None
    # None where no calendar has the day.
    achieve_date: date | None
    institution: str
    original_title: str
    reason: str


@dataclass(frozen=True)
class Recognition:
    """A recognised result, revoked or not."""

    recognition_id: UUID
    person_id: UUID
    enrolment_id: UUID
    module_code: str
    module_name: LocalizedText
    # Empty where the whole module is recognised.
    exam_number: str
    exam_name: LocalizedText
    credits_tenths: int
    grade: Decimal | None
    institution: str
    original_title: str
    achieve_date: date
    reason: str
    recognise_time: datetime
    recognised_by_name: str
    # None while it counts.
    revoke_time: datetime | None
    revoke_reason: str
    version: int


class RecognitionObstacle(StrEnum):
    """What stands in the way of a recognition."""

    MODULE_UNKNOWN = "MODULE_UNKNOWN"
    EXAM_UNKNOWN = "EXAM_UNKNOWN"
    CREDITS_TOO_MANY = "CREDITS_TOO_MANY"
    GRADE_NOT_PASSING = "GRADE_NOT_PASSING"
    # For what is passed or failed only.
    GRADE_NOT_GIVEN = "GRADE_NOT_GIVEN"
    ACHIEVE_DATE_INVALID = "ACHIEVE_DATE_INVALID"
    ACHIEVE_DATE_IN_FUTURE = "ACHIEVE_DATE_IN_FUTURE"
    ACHIEVE_DATE_TOO_OLD = "ACHIEVE_DATE_TOO_OLD"
    ALREADY_PASSED = "ALREADY_PASSED"
    ALREADY_RECOGNISED = "ALREADY_RECOGNISED"
    REGISTRATION_OPEN = "REGISTRATION_OPEN"


@dataclass(frozen=True)
class ObstacleFound:
    """An obstacle with its facts."""

    obstacle: RecognitionObstacle
    # The exam or module that it is about.
    about: LocalizedText = NOTHING
    # The most credits that can be recognised.
    limit_tenths: int = 0


@dataclass(frozen=True)
class RecognitionDecision:
    """The obstacles, all of them, and the credits that are recognised where there are none."""

    obstacles: tuple[ObstacleFound, ...]
    credits_tenths: int = 0


def decide_recognition(
    wish: RecognitionWish,
    plan: StudyPlan,
    record: StudyRecord,
    *,
    open_exams: Collection[str],
    today: date,
) -> RecognitionDecision:
    """Whether a result can be recognised.

    `open_exams` are the exams that the student is registered for, or asks for a seat in.
    A module is recognised as a whole only while none of its exams is passed or recognised: the
    exams that are open are recognised one by one then.
    """
    module = next(
        (one for one in module_standings(plan, record) if one.module.code == wish.module_code), None
    )
    if module is None:
        about = LocalizedText(wish.module_code, wish.module_code)
        return RecognitionDecision((ObstacleFound(RecognitionObstacle.MODULE_UNKNOWN, about),))
    exams = [one for one in module.exams if wish.exam_number in ("", one.exam.exam_number)]
    if wish.exam_number and not exams:
        about = LocalizedText(wish.exam_number, wish.exam_number)
        return RecognitionDecision((ObstacleFound(RecognitionObstacle.EXAM_UNKNOWN, about),))
    limit = exams[0].exam.rules.credits_tenths if wish.exam_number else module.module.credits_tenths
    obstacles = (
        *_of_credits(wish, limit),
        *_of_grade(wish, [one.exam for one in exams]),
        *_of_date(wish, today),
        *_of_standing(module, exams, open_exams),
    )
    return RecognitionDecision(obstacles, wish.credits_tenths or limit)


def _of_credits(wish: RecognitionWish, limit: int) -> list[ObstacleFound]:
    if wish.credits_tenths <= limit:
        return []
    return [ObstacleFound(RecognitionObstacle.CREDITS_TOO_MANY, limit_tenths=limit)]


def _of_grade(wish: RecognitionWish, exams: list[ExamOfVersion]) -> list[ObstacleFound]:
    if wish.grade is None:
        return []
    if exams and not any(exam.rules.graded for exam in exams):
        return [ObstacleFound(RecognitionObstacle.GRADE_NOT_GIVEN)]
    if wish.grade < BEST_GRADE or not is_passed(wish.grade):
        return [ObstacleFound(RecognitionObstacle.GRADE_NOT_PASSING)]
    return []


def _of_date(wish: RecognitionWish, today: date) -> list[ObstacleFound]:
    if wish.achieve_date is None:
        return [ObstacleFound(RecognitionObstacle.ACHIEVE_DATE_INVALID)]
    if wish.achieve_date > today:
        return [ObstacleFound(RecognitionObstacle.ACHIEVE_DATE_IN_FUTURE)]
    if wish.achieve_date < FIRST_ACHIEVE_DATE:
        return [ObstacleFound(RecognitionObstacle.ACHIEVE_DATE_TOO_OLD)]
    return []


def _of_standing(
    module: ModuleStanding,
    exams: list[ExamStanding],
    open_exams: Collection[str],
) -> list[ObstacleFound]:
    obstacles = []
    for one in exams:
        if one.is_passed and not one.recognised:
            obstacles.append(ObstacleFound(RecognitionObstacle.ALREADY_PASSED, one.exam.label))
    if module.recognised and module.is_complete and not any(one.recognised for one in module.exams):
        obstacles.append(ObstacleFound(RecognitionObstacle.ALREADY_RECOGNISED, module.module.name))
    for one in exams:
        if one.recognised:
            obstacles.append(ObstacleFound(RecognitionObstacle.ALREADY_RECOGNISED, one.exam.label))
        if one.exam.exam_number in open_exams:
            obstacles.append(ObstacleFound(RecognitionObstacle.REGISTRATION_OPEN, one.exam.label))
    return obstacles
