"""Credits of examinations that part-time students register for in a semester.

General examination regulations of the Bachelor, § 3a, as the guide of the studies office quotes
it: "course and examination credit in the amount of 15 credit points". Whether that is a minimum, a
target or a maximum is data of the regulations version.
"""

from dataclasses import dataclass

from chassis.values import Semester

from exams.domain.examinations import Enrolment
from exams.domain.obstacles import PartTimeLimit
from exams.domain.rules import PartTimeReading
from exams.domain.standing import StudentStanding
from exams.domain.version_content import ExamOfVersion, VersionContent


@dataclass(frozen=True)
class PartTimeCredits:
    """Credits of examinations in a semester, CP times ten; both 0 where no maximum is set."""

    used_tenths: int = 0
    limit_tenths: int = 0


def registered_credits(
    standing: StudentStanding, enrolment: Enrolment, version: VersionContent, semester: Semester
) -> int:
    """Credits of the exams registered for, waited for or taken in a semester; each exam once.

    Who fails in the first period and repeats in the second takes one exam, not two.
    """
    return sum(
        version.exams[number].rules.credits_tenths
        for number in _exams_in(standing, enrolment, semester)
        if number in version.exams
    )


def part_time_obstacle(
    standing: StudentStanding,
    enrolment: Enrolment,
    version: VersionContent,
    exam: ExamOfVersion,
    semester: Semester,
) -> PartTimeLimit | None:
    """What registering for the exam means to a part-time semester; None where nothing.

    A maximum or a target is passed with this exam; a minimum is not reached even with it. Only a
    maximum stands in the way.
    """
    rule = version.rules.part_time
    if rule is None or not enrolment.is_part_time_in(semester):
        return None
    before = registered_credits(standing, enrolment, version, semester)
    added = (
        0
        if exam.exam_number in _exams_in(standing, enrolment, semester)
        else exam.rules.credits_tenths
    )
    total = before + added
    if rule.reading is PartTimeReading.MINIMUM:
        is_fine = total >= rule.credits_tenths
    else:
        is_fine = total <= rule.credits_tenths or added == 0
    if is_fine:
        return None
    return PartTimeLimit(rule.reading, semester, rule.credits_tenths, before, added)


def part_time_credits(
    standing: StudentStanding, enrolment: Enrolment, version: VersionContent, semester: Semester
) -> PartTimeCredits:
    """What a part-time student has used of the maximum in a semester."""
    rule = version.rules.part_time
    if (
        rule is None
        or rule.reading is not PartTimeReading.MAXIMUM
        or not enrolment.is_part_time_in(semester)
    ):
        return PartTimeCredits()
    return PartTimeCredits(
        registered_credits(standing, enrolment, version, semester), rule.credits_tenths
    )


def _exams_in(standing: StudentStanding, enrolment: Enrolment, semester: Semester) -> set[str]:
    return {
        one.exam_number
        for one in standing.registrations
        if one.semester == semester and one.enrolment_id == enrolment.enrolment_id
    }
