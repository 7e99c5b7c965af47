"""What has to be passed, or earned, before an exam."""

from collections.abc import Iterable

from chassis.values import LocalizedText

from exams.domain.examinations import Enrolment
from exams.domain.obstacles import CreditsMissing, PrerequisiteMissing
from exams.domain.standing import StudentStanding, earned_credits, passed_modules
from exams.domain.version_content import ExamOfVersion, VersionContent


def missing_prerequisites(
    standing: StudentStanding, enrolment: Enrolment, version: VersionContent, exam: ExamOfVersion
) -> tuple[PrerequisiteMissing, ...]:
    """One obstacle for each group of which the student has passed nothing.

    A group names exam numbers and module codes; one of them has to be passed, here or recognised.
    """
    groups = exam.rules.prerequisites
    if not groups:
        return ()
    missing = []
    passed_numbers = standing.passed_exams(enrolment.enrolment_id)
    for group in groups:
        modules = passed_modules(standing, enrolment, group)
        if not any(
            code in modules
            or code in passed_numbers
            or _is_recognised(standing, enrolment, version, code)
            for code in group
        ):
            missing.append(PrerequisiteMissing(tuple(_label(version, code) for code in group)))
    return tuple(missing)


def missing_credits(
    standing: StudentStanding, enrolment: Enrolment, version: VersionContent, exam: ExamOfVersion
) -> tuple[CreditsMissing, ...]:
    """Present where the exam needs more credits than are earned in the programme."""
    required = _required_credits(version, exam)
    if not required:
        return ()
    earned = earned_credits(standing, enrolment, version)
    return (CreditsMissing(required, earned),) if earned < required else ()


def exams_looked_at(
    versions: Iterable[VersionContent], exam_numbers: Iterable[str]
) -> frozenset[str] | None:
    """The exams whose past decides on the given ones; None where every exam's does.

    So that many students are decided on at once without loading what each of them ever took.
    """
    wanted = frozenset(exam_numbers)
    found = set(wanted)
    for version in versions:
        for number in wanted:
            exam = version.exams.get(number)
            if exam is None:
                continue
            if _required_credits(version, exam):
                return None
            for code in (code for group in exam.rules.prerequisites for code in group):
                module = version.modules_by_code.get(code)
                found.update({code} if module is None else {e.exam_number for e in module.exams})
    return frozenset(found)


def _required_credits(version: VersionContent, exam: ExamOfVersion) -> int:
    thesis = version.rules.thesis
    if exam.is_thesis and thesis is not None:
        return max(thesis.minimum_credits_tenths, exam.rules.minimum_credits_tenths)
    return exam.rules.minimum_credits_tenths


def _is_recognised(
    standing: StudentStanding, enrolment: Enrolment, version: VersionContent, code: str
) -> bool:
    exam = version.exams.get(code)
    return exam is not None and standing.recognition_of(exam, enrolment.enrolment_id) is not None


def _label(version: VersionContent, code: str) -> LocalizedText:
    known = version.exams.get(code) or version.modules_by_code.get(code)
    return known.label if known is not None else LocalizedText(de=code, en=code)
