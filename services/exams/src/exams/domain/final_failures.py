"""What a result means among a student's attempts at an exam: does it count, is it the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from exams.domain.rules import FreeAttemptRule
from exams.domain.statuses import ATTEMPT, FAILED_ATTEMPT, Status


@dataclass(frozen=True)
class SettledAttempt:
    """One released attempt of a student at an exam.

    `status` is how it ended by itself (failed, no-show, …), never finally failed.
    """

    registration_id: UUID
    status: Status
    exam_date: date
    counts_as_attempt: bool


def counts_as_attempt(
    status: Status, *, is_first: bool, programme_semester: int, rule: FreeAttemptRule | None
) -> bool:
    """Whether an examination uses up an attempt.

    A failed free attempt (Freiversuch) does not; who stays away or cheats has used none.
    `programme_semester` is 0 where it is not known: then there is no free attempt.
    """
    if status not in ATTEMPT:
        return False
    is_free = (
        rule is not None
        and status is Status.FAILED
        and is_first
        and 0 < programme_semester <= rule.until_programme_semester
    )
    return not is_free


def standing_of_attempts(attempts: Sequence[SettledAttempt], allowed: int) -> dict[UUID, Status]:
    """How each attempt's registration stands: the last of the failed ones fails finally.

    An exam that was passed at some time is never finally failed, so that a failed grade
    improvement harms nobody.
    """
    standing = {one.registration_id: one.status for one in attempts}
    counted = sorted(
        (one for one in attempts if one.status in FAILED_ATTEMPT and one.counts_as_attempt),
        key=lambda one: (one.exam_date, one.registration_id.int),
    )
    is_passed = any(one.status is Status.PASSED for one in attempts)
    if len(counted) >= allowed and not is_passed:
        standing[counted[-1].registration_id] = Status.FINALLY_FAILED
    return standing
