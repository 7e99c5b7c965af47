"""What exams says of the student of the samples."""

from dataclasses import replace
from datetime import date, timedelta

from certificates.domain.facts import (
    AreaFacts,
    AverageFacts,
    AverageLine,
    DistributionFacts,
    ExamForm,
    ExamsFacts,
    GradeCount,
    ModuleFacts,
    ModuleState,
    ProgressFacts,
    RegistrationStatus,
    ResultFacts,
    StatusFacts,
)
from chassis.values import LocalizedText, Semester

PASSED, FAILED = RegistrationStatus.PASSED, RegistrationStatus.FAILED
_CODES = {PASSED: "BE", FAILED: "NB", RegistrationStatus.NO_SHOW: "NE"}


def result(
    number: int,
    grade: str = "1.3",
    status: RegistrationStatus = PASSED,
    attempt: int = 1,
    module: int = 1,
) -> ResultFacts:
    """The result of an own examination in the summer semester 2026."""
    return ResultFacts(
        exam_number=f"{1010100 + number}",
        exam_name=LocalizedText(f"Statistik {number}", f"Statistics {number}"),
        module_code=f"M-{module}",
        module_name=LocalizedText(f"Methoden {module}", f"Methods {module}"),
        form=ExamForm.WRITTEN,
        sitting_id=f"sitting-{number}-{attempt}",
        semester=Semester.parse("2026S"),
        grade=grade,
        status=status,
        status_code=_CODES[status],
        credits_tenths=50,
        attempt=attempt,
        counts_as_attempt=True,
        exam_date=date(2026, 7, 13) + timedelta(days=number),
        examiner_name="Prof. Dr. Weiß",
        recognised=False,
        institution="",
        registration_id=f"registration-{number}-{attempt}",
        version=1,
    )


RECOGNISED = replace(
    result(9, "", module=3),
    sitting_id="",
    semester=None,
    form=ExamForm.UNKNOWN,
    attempt=0,
    exam_date=date(2024, 2, 5),
    examiner_name="",
    recognised=True,
    institution="Universität Hamburg",
    registration_id="",
    recognition_id="recognition-9",
    credits_tenths=75,
)


def module(number: int, earned_tenths: int, grade: str) -> ModuleFacts:
    """A module of 10 credits."""
    complete = earned_tenths >= 100
    return ModuleFacts(
        module_code=f"M-{number}",
        name=LocalizedText(f"Methoden {number}", f"Methods {number}"),
        state=ModuleState.COMPLETE if complete else ModuleState.STARTED,
        credits_tenths=100,
        earned_tenths=earned_tenths,
        grade=grade,
        exam_numbers=(),
    )


RESULTS = (
    result(1, "5.0", FAILED, attempt=1),
    result(1, "1.7", attempt=2),
    result(2, "1.3"),
    result(3, "2.0", module=2),
    replace(result(4, "", RegistrationStatus.NO_SHOW, module=2), counts_as_attempt=False),
    RECOGNISED,
)

PROGRESS = ProgressFacts(
    required_tenths=1800,
    earned_tenths=225,
    average=AverageFacts(
        grade="1.5",
        exact="1.5",
        lines=(
            AverageLine(
                "M-1",
                LocalizedText("Methoden 1", "Methods 1"),
                "1.5",
                "10",
                "15",
                counted=True,
                explanation=LocalizedText("zählt mit 10 CP", "counts with 10 CP"),
            ),
            AverageLine(
                "M-3",
                LocalizedText("Methoden 3", "Methods 3"),
                "",
                "0",
                "0",
                counted=False,
                explanation=LocalizedText("ohne Note bestanden", "passed without a grade"),
            ),
        ),
        weight_sum="10",
        product_sum="15",
        policy=LocalizedText(
            "nach der ersten Nachkommastelle abgeschnitten (RPO § 19)",
            "cut after the first decimal (RPO § 19)",
        ),
    ),
    areas=(
        AreaFacts(
            area_code="major",
            name=LocalizedText("Hauptfach", "Major"),
            required_tenths=900,
            earned_tenths=150,
            modules=(module(1, 100, "1.5"), module(2, 50, "")),
        ),
        AreaFacts(
            area_code="minor",
            name=LocalizedText("Nebenfach", "Minor"),
            required_tenths=300,
            earned_tenths=0,
            modules=(module(7, 0, ""),),
        ),
    ),
    complete=False,
    last_exam_date=None,
)

STATUSES = (
    StatusFacts(PASSED, "BE", LocalizedText("bestanden", "passed"), "bestanden"),
    StatusFacts(FAILED, "NB", LocalizedText("nicht bestanden", "failed"), "nicht_bestanden"),
    StatusFacts(
        RegistrationStatus.NO_SHOW,
        "NE",
        LocalizedText("nicht erschienen", "no-show"),
        "nicht_bestanden",
    ),
    StatusFacts(
        RegistrationStatus.REGISTERED, "AN", LocalizedText("angemeldet", "registered"), "angemeldet"
    ),
)

DISTRIBUTION = DistributionFacts(
    sitting_id="sitting-1-2",
    exam_number="1010101",
    exam_name=LocalizedText("Statistik 1", "Statistics 1"),
    semester=Semester.parse("2026S"),
    counts=(
        GradeCount("1.0", PASSED, 2),
        GradeCount("1.3", PASSED, 1),
        GradeCount("1.7", PASSED, 4),
        GradeCount("3.0", PASSED, 6),
        GradeCount("4.0", PASSED, 3),
        GradeCount("5.0", FAILED, 4),
    ),
    result_count=20,
    average="2.91",
    failed_permille=200,
)

EXAMS = ExamsFacts(RESULTS, PROGRESS, STATUSES, (DISTRIBUTION,))


def passed_only(exams: ExamsFacts) -> ExamsFacts:
    return replace(exams, results=tuple(one for one in exams.results if one.status is PASSED))


def many_results(number: int) -> ExamsFacts:
    """The transcript of somebody near the end: `number` modules with a result each."""
    results = tuple(result(one, module=one) for one in range(1, number + 1))
    modules = tuple(module(one, 50, "1.3") for one in range(1, number + 1))
    area = replace(PROGRESS.areas[0], modules=modules, earned_tenths=50 * number)
    return replace(EXAMS, results=results, progress=replace(PROGRESS, areas=(area,)))
