"""What is missing for completion, and what a target average needs."""

from collections.abc import Sequence

from chassis.values import LocalizedText

from exams.domain.completion import (
    FinallyFailed,
    Missing,
    MissingCredits,
    MissingModule,
    NothingRequired,
)
from exams.domain.planning import GradePlan, Outlook, PlanProblem
from exams.domain.rules import ExaminationRules
from exams.texts import numbers
from exams.texts.averages import with_section
from exams.texts.explanation import credits_text, listed

_MODULE = LocalizedText(
    de="Das Modul {code} {name} ({credits}) ist offen: {exams}.",
    en="Module {code} {name} ({credits}) is open: {exams}.",
)
_NO_EXAMS = LocalizedText(
    de="es hat keine Prüfung und wird anerkannt", en="it has no exam and is recognised"
)
_FINALLY_FAILED = LocalizedText(
    de="Die Prüfung {number} {name} im Modul {code} ist endgültig nicht bestanden; ohne sie kann "
    "das Studium nicht abgeschlossen werden. Wenden Sie sich an die Studienberatung.",
    en="Exam {number} {name} in module {code} is finally failed; the studies cannot be completed "
    "without it. Please turn to the student counselling.",
)
_AREA = LocalizedText(
    de="Im Bereich {area} fehlen {missing} aus Wahlmodulen ({earned} von {required} in "
    "abgeschlossenen Modulen).",
    en="The area {area} lacks {missing} of electives ({earned} of {required} in complete modules).",
)
_TOTAL = LocalizedText(
    de="Insgesamt fehlen noch {missing} ({earned} von {required} in abgeschlossenen Modulen).",
    en="In all, {missing} are missing ({earned} of {required} in complete modules).",
)
_NOTHING_REQUIRED = LocalizedText(
    de="Für diese PO-Version sind keine Module hinterlegt; wann das Studium abgeschlossen ist, "
    "sagt Ihnen das Prüfungsamt.",
    en="No modules are on file for this regulations version; the examinations office tells you "
    "when the studies are complete.",
)

_AVERAGE_SO_FAR = LocalizedText(
    de="Mit den geplanten Noten ergibt sich der Durchschnitt {average}.",
    en="With the planned grades the average is {average}.",
)
_NO_AVERAGE = LocalizedText(
    de="Es gibt noch keine Note, die in den Durchschnitt einfließt.",
    en="There is no grade yet that enters the average.",
)
_OUTLOOKS = {
    Outlook.NEEDED: LocalizedText(
        de="Für {target} brauchen Sie in allem, was noch offen ist und benotet wird ({exams}, "
        "{credits}), im Durchschnitt {needed} oder besser.",
        en="For {target} you need {needed} or better on average in everything that is open and "
        "graded ({exams}, {credits}).",
    ),
    Outlook.SAFE: LocalizedText(
        de="{target} erreichen Sie mit jeder Note, mit der Sie bestehen, was noch offen ist und "
        "benotet wird ({exams}, {credits}).",
        en="You reach {target} with any passing grades in everything that is open and graded "
        "({exams}, {credits}).",
    ),
    Outlook.OUT_OF_REACH: LocalizedText(
        de="{target} ist nicht mehr erreichbar: Auch mit 1,0 in allem, was noch offen ist und "
        "benotet wird ({exams}, {credits}), ergibt sich {best}.",
        en="{target} is out of reach: even with 1.0 in everything that is open and graded "
        "({exams}, {credits}) the average is {best}.",
    ),
    Outlook.REACHED: LocalizedText(
        de="{target} ist erreicht: Keine benotete Prüfung ist mehr offen, der Durchschnitt ist "
        "{best}.",
        en="{target} is reached: no graded exam is open any more, the average is {best}.",
    ),
    Outlook.MISSED: LocalizedText(
        de="{target} ist nicht mehr erreichbar: Keine benotete Prüfung ist mehr offen, der "
        "Durchschnitt ist {best}.",
        en="{target} is out of reach: no graded exam is open any more, the average is {best}.",
    ),
    Outlook.NOT_TO_COMPLETE: LocalizedText(
        de="{target} ist nicht erreichbar: Eine Pflichtprüfung ist endgültig nicht bestanden.",
        en="{target} is out of reach: a compulsory exam is finally failed.",
    ),
}
_ONE_EXAM = LocalizedText(de="1 Prüfung", en="1 exam")
_EXAMS = LocalizedText(de="{count} Prüfungen", en="{count} exams")
_NONE_YET = LocalizedText(de="ohne Note", en="without a grade")

ENROLMENT_UNKNOWN = LocalizedText(
    de="Diese Einschreibung gibt es nicht. Wählen Sie einen Studiengang aus der Übersicht.",
    en="There is no such enrolment. Choose a degree programme from the overview.",
)
PLAN_PROBLEMS = {
    PlanProblem.EXAM_NOT_IN_REGULATIONS: LocalizedText(
        de="Die Prüfung {number} gibt es in Ihrer PO-Version nicht. Wählen Sie eine Prüfung aus "
        "Ihrem Studienverlauf.",
        en="Exam {number} is not in your regulations version. Choose an exam of your progress.",
    ),
    PlanProblem.EXAM_ALREADY_PASSED: LocalizedText(
        de="Die Prüfung {number} ist schon bestanden; ihre Note steht fest. Planen Sie offene "
        "Prüfungen.",
        en="Exam {number} is passed already; its grade is settled. Plan open exams.",
    ),
    PlanProblem.EXAM_FINALLY_FAILED: LocalizedText(
        de="Die Prüfung {number} ist endgültig nicht bestanden und kann nicht mehr abgelegt "
        "werden. Planen Sie andere Prüfungen.",
        en="Exam {number} is finally failed and cannot be taken again. Plan other exams.",
    ),
    PlanProblem.EXAM_PLANNED_TWICE: LocalizedText(
        de="Die Prüfung {number} ist zweimal geplant. Entfernen Sie eine der beiden Noten.",
        en="Exam {number} is planned twice. Remove one of the two grades.",
    ),
    PlanProblem.GRADE_MISSING: LocalizedText(
        de="Die Prüfung {number} wird benotet. Geben Sie eine Note von 1,0 bis 4,0 an.",
        en="Exam {number} is graded. Enter a grade from 1.0 to 4.0.",
    ),
    PlanProblem.GRADE_NOT_GIVEN: LocalizedText(
        de="Die Prüfung {number} wird nicht benotet. Lassen Sie die Note weg.",
        en="Exam {number} is not graded. Leave the grade out.",
    ),
    PlanProblem.GRADE_NOT_PASSING: LocalizedText(
        de="Das ist keine Note, mit der man besteht. Wählen Sie 1,0, 1,3, 1,7, 2,0, 2,3, 2,7, "
        "3,0, 3,3, 3,7 oder 4,0.",
        en="That is no passing grade. Choose 1.0, 1.3, 1.7, 2.0, 2.3, 2.7, 3.0, 3.3, 3.7 or 4.0.",
    ),
    PlanProblem.TARGET_OUT_OF_RANGE: LocalizedText(
        de="Ein Durchschnitt liegt zwischen 1,0 und 4,0. Wählen Sie ein Ziel in diesem Bereich.",
        en="An average lies between 1.0 and 4.0. Choose a target in this range.",
    ),
}
PLAN_REFUSED = LocalizedText(
    de="Die Planung kann nicht berechnet werden: {messages}",
    en="The plan cannot be computed: {messages}",
)


def explain_missing(missing: Missing, rules: ExaminationRules) -> LocalizedText:
    """One sentence about what is missing, with the section of the regulations."""
    return with_section(_missing(missing), rules, "completion")


def answer_to(plan: GradePlan) -> LocalizedText:
    """What the target needs, in words."""
    if plan.target is None:
        grade = plan.progress.average.grade
        if grade is None:
            return _NO_AVERAGE
        return _AVERAGE_SO_FAR.format(average=numbers.with_comma(str(grade)))
    best = numbers.with_comma(str(plan.best_possible)) if plan.best_possible else _NONE_YET
    count = len(plan.open_exams)
    return _OUTLOOKS[plan.outlook].format(
        target=numbers.with_comma(str(plan.target)),
        needed=numbers.with_comma(f"{plan.needed or 0:.2f}"),
        best=best,
        exams=_ONE_EXAM if count == 1 else _EXAMS.format(count=count),
        credits=numbers.credit_points(plan.open_tenths),
    )


def _missing(missing: Missing) -> LocalizedText:
    match missing:
        case MissingModule(module=one, open_exams=exams):
            return _MODULE.format(
                code=one.module.code,
                name=one.module.name,
                credits=numbers.credit_points(one.module.credits_tenths),
                exams=listed(tuple(exam.exam.label for exam in exams)) if exams else _NO_EXAMS,
            )
        case FinallyFailed(module=one, exam=exam):
            return _FINALLY_FAILED.format(
                number=exam.exam.exam_number, name=exam.exam.name, code=one.module.code
            )
        case MissingCredits(area=area):
            facts = {
                "missing": numbers.credit_points(missing.missing_tenths),
                "earned": credits_text(missing.earned_tenths),
                "required": numbers.credit_points(missing.required_tenths),
            }
            return _TOTAL.format(**facts) if area is None else _AREA.format(area=area.name, **facts)
        case NothingRequired():
            return _NOTHING_REQUIRED


def joined(sentences: Sequence[LocalizedText]) -> LocalizedText:
    """Sentences one after the other."""
    return LocalizedText(
        " ".join(one.de for one in sentences), " ".join(one.en for one in sentences)
    )
