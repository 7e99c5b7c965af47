"""What stands against a thesis: the rules of registering, and one that is under way."""

from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester

from exams.app.told_obstacles import ToldObstacle, explained, tell_obstacle
from exams.domain.examinations import Enrolment
from exams.domain.obstacle_reasons import Reason
from exams.domain.profile import sitting_id_of
from exams.domain.registering import (
    SET_ASIDE_FOR_ADMISSION,
    RegistrationCase,
    decide_registration,
)
from exams.domain.standing import StudentStanding
from exams.domain.theses import Thesis, ThesisState, thesis_sitting
from exams.texts import theses as texts
from exams.texts.obstacles import Explanation

THESIS_UNDER_WAY = "THESIS_UNDER_WAY"
# Tells the sitting of a semester's theses apart from others of the exam.
THESIS_GROUP = "thesis"

# A second attempt may begin in the semester of the first one, in another sitting. One that is under
# way stands in the way by itself.
SET_ASIDE_FOR_THESIS = SET_ASIDE_FOR_ADMISSION | {
    Reason.ALREADY_REGISTERED,
    Reason.ALREADY_TAKEN,
    Reason.OTHER_SITTING_REGISTERED,
}
_UNDER_WAY = frozenset({ThesisState.APPLIED, ThesisState.ADMITTED, ThesisState.HANDED_IN})
# Over, but without a released result yet.
_AWAITING_RELEASE = frozenset({ThesisState.GRADED, ThesisState.OVERDUE})


def obstacles_to_thesis(
    tx: Transaction,
    standing: StudentStanding,
    enrolment: Enrolment,
    exam_number: str,
    own: tuple[Thesis, ...],
    semester: Semester,
    *,
    applied: UUID | None = None,
) -> tuple[ToldObstacle, ...]:
    """Every rule that stands against a thesis in a semester.

    The rules are those of registering; the window and who may register do not matter, as the
    office admits. `applied` is the application that is being decided on, which is no obstacle.
    """
    version = standing.version_of(enrolment)
    exam = version.exams.get(exam_number) if version is not None else None
    name = exam.name if exam is not None else LocalizedText(de="", en="")
    decision = decide_registration(
        RegistrationCase(
            now=tx.now,
            sitting=thesis_sitting(
                exam_number,
                name,
                semester,
                1,
                sitting_id_of(exam_number, semester, 1, THESIS_GROUP),
            ),
            standing=standing,
            named_enrolment_id=enrolment.enrolment_id,
            set_aside=SET_ASIDE_FOR_THESIS,
        )
    )
    told = [tell_obstacle(one) for one in decision.obstacles]
    section = version.rules.section("thesis") if version is not None else ""
    for one in own:
        if one.exam_number == exam_number and one.thesis_id != applied and _blocks(one):
            told.append(_under_way(section))
            break
    return tuple(told)


def _blocks(thesis: Thesis) -> bool:
    if thesis.state in _AWAITING_RELEASE:
        return not thesis.released
    return thesis.state in _UNDER_WAY


def _under_way(section: str) -> ToldObstacle:
    return explained(
        THESIS_UNDER_WAY,
        Explanation(texts.THESIS_UNDER_WAY, texts.THESIS_UNDER_WAY_REMEDY),
        section,
    )
