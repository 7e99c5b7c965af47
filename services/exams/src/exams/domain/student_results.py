"""Results as students read them: released ones and recognised ones, side by side."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.values import LocalizedText

from exams.domain.examinations import Sitting
from exams.domain.results import Outcome


@dataclass(frozen=True)
class ResultPosition:
    """Among a student's results, the newest first."""

    exam_date: date
    # Of the registration or of the recognition.
    result_id: UUID


@dataclass(frozen=True)
class StudentResult:
    """The released result of one attempt, or a recognised one; credits are CP times ten."""

    result_id: UUID
    person_id: UUID
    enrolment_id: UUID
    # Empty where a whole module is recognised; then the name is the module's.
    exam_number: str
    exam_name: LocalizedText
    module_code: str
    module_name: LocalizedText
    # None for a recognised result.
    sitting: Sitting | None
    # How the registration stands with it: a last failed attempt has finally failed.
    outcome: Outcome
    status_code: str
    credits_tenths: int
    # 0 for a recognised result.
    attempt: int
    counts_as_attempt: bool
    exam_date: date
    # None for a recognised result, and for a provisional one while its successor is entered.
    release_time: datetime | None
    # Where a recognised result comes from; empty for own examinations.
    institution: str
    version: int

    @property
    def position(self) -> ResultPosition:
        """Where it stands in lists."""
        return ResultPosition(self.exam_date, self.result_id)
