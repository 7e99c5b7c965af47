"""Theses as messages of the contract, for the caller who asks."""

from dataclasses import dataclass

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.packing import pack_date, pack_moment, pack_name, pack_text
from chassis.rpc import Relation, current_call
from matrikel.exams.v1 import obstacle_pb2
from matrikel.exams.v1 import thesis_pb2 as messages

from exams.api.office import calling_person
from exams.api.refusals import pack_told
from exams.app.theses import ThesisRefused, user_name_of
from exams.app.told_obstacles import in_one_sentence
from exams.domain.grades import grade_text
from exams.domain.theses import Thesis, ThesisState, problem_with_grade
from exams.texts import theses as texts

_STATES = {
    ThesisState.APPLIED: messages.THESIS_STATE_APPLIED,
    ThesisState.REFUSED: messages.THESIS_STATE_REFUSED,
    ThesisState.ADMITTED: messages.THESIS_STATE_ADMITTED,
    ThesisState.HANDED_IN: messages.THESIS_STATE_HANDED_IN,
    ThesisState.GRADED: messages.THESIS_STATE_GRADED,
    ThesisState.OVERDUE: messages.THESIS_STATE_OVERDUE,
    ThesisState.ENDED: messages.THESIS_STATE_ENDED,
}
_STATES_BACK = {number: state for state, number in _STATES.items()}


def state_in(number: messages.ThesisState.ValueType) -> ThesisState | None:
    """The state that a list is asked for; None for all."""
    return _STATES_BACK.get(number)


def admitted_or_refused(outcome: Thesis | ThesisRefused) -> Thesis:
    """The thesis. Raises THESIS_REFUSED with every obstacle."""
    if not isinstance(outcome, ThesisRefused):
        return outcome
    raise Failure(
        Code.FAILED_PRECONDITION,
        "THESIS_REFUSED",
        texts.THESIS_REFUSED.format(messages=in_one_sentence(outcome.obstacles)),
        details=(obstacle_pb2.Refusal(obstacles=[pack_told(one) for one in outcome.obstacles]),),
    )


@dataclass(frozen=True)
class ThesisPacking:
    """Packs theses as one caller may see them: students see grades after the release only."""

    is_office: bool
    is_student: bool
    user_name: str

    @classmethod
    def of_call(cls, tx: Transaction) -> "ThesisPacking":
        """For the caller of the current call."""
        call = current_call()
        used = call.used_relation
        return cls(
            is_office=used is not Relation.OWN and call.relation is Relation.ANY,
            is_student=used is Relation.OWN,
            user_name=user_name_of(tx, calling_person()),
        )

    def pack(self, thesis: Thesis) -> messages.Thesis:
        """A thesis."""
        shows_grades = thesis.released or not self.is_student
        return messages.Thesis(
            thesis_id=str(thesis.thesis_id),
            person_id=str(thesis.person_id),
            enrolment_id=str(thesis.enrolment_id),
            matriculation_number=thesis.matriculation_number,
            name=pack_name(thesis.name),
            exam_number=thesis.exam_number,
            exam_name=pack_text(thesis.exam_name),
            title=thesis.title,
            first_examiner_name=thesis.first_examiner_name,
            second_examiner_name=thesis.second_examiner_name,
            state=_STATES[self._state(thesis)],
            apply_time=pack_moment(thesis.apply_time),
            decide_time=pack_moment(thesis.decide_time),
            decision_reason=thesis.decision_reason,
            start_date=pack_date(thesis.start_date),
            due_date=pack_date(thesis.due_date),
            extend_time=pack_moment(thesis.extend_time),
            extension_reason=thesis.extension_reason,
            hand_in_time=pack_moment(thesis.hand_in_time),
            first_grade=grade_text(thesis.first_grade) if shows_grades else "",
            second_grade=grade_text(thesis.second_grade) if shows_grades else "",
            registration_id=str(thesis.registration_id) if thesis.registration_id else "",
            version=thesis.version,
            has_document=thesis.document_id is not None,
            first_examiner_user_name=thesis.first_examiner_user_name,
            second_examiner_user_name=thesis.second_examiner_user_name,
            grades_as=self._grades_as(thesis),
        )

    def _state(self, thesis: Thesis) -> ThesisState:
        """Students learn that their thesis is graded with the release."""
        if self.is_student and thesis.state is ThesisState.GRADED and not thesis.released:
            return ThesisState.HANDED_IN
        return thesis.state

    def _grades_as(self, thesis: Thesis) -> int:
        """Which of the grades the caller enters; the office enters the first that is missing."""
        if self.is_student or problem_with_grade(thesis) is not None:
            return 0
        own = thesis.examiner_number(self.user_name)
        if own or not self.is_office:
            return own
        return 1 if thesis.first_grade is None or thesis.second_grade is not None else 2
