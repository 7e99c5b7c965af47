"""What is said about study credit: what makes it up, what each semester did to it, and refusals.

Sources: NHG §§ 12-14; guide 002, "Study credit (Section 12 NHG)" and what follows it.
"""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester

from records.domain.credit_explained import (
    CreditGrant,
    CreditLine,
    FeeState,
    GrantReason,
    SemesterFee,
    StudyCredit,
    UseReason,
)
from records.domain.enrolment import SemesterStatus
from records.domain.prior_studies import LEAST_AGE, FaultFound, PriorStudyFault
from records.texts import long_term_fees as fees

_GRANTS = {
    GrantReason.UNDERGRADUATE: LocalizedText(
        de="Regelstudienzeit des grundständigen Studiengangs {name} (NHG § 12)",
        en="Standard duration of the undergraduate programme {name} (NHG section 12)",
    ),
    GrantReason.DEGREE_ELSEWHERE: LocalizedText(
        de="Regelstudienzeit des abgeschlossenen Studiums, {name} (NHG § 12)",
        en="Standard duration of the completed degree, {name} (NHG section 12)",
    ),
    GrantReason.ADDITIONAL: LocalizedText(
        de="Zusätzliche Semester (NHG § 12)", en="Additional semesters (NHG section 12)"
    ),
    GrantReason.CONSECUTIVE_MASTER: LocalizedText(
        de="Regelstudienzeit des darauf aufbauenden Masterstudiengangs {name} (NHG § 12)",
        en="Standard duration of the Master's programme {name} that follows on (NHG section 12)",
    ),
    GrantReason.PART_TIME: LocalizedText(
        de="Verlängerung der Regelstudienzeit durch Teilzeitstudium, {name}",
        en="Extension of the standard duration by part-time study, {name}",
    ),
}
_USES = {
    UseReason.STUDIED: LocalizedText(
        de="zählt gegen das Guthaben (NHG § 12)",
        en="counts against the credit (NHG section 12)",
    ),
    UseReason.STUDIED_ELSEWHERE: LocalizedText(
        de="zählt gegen das Guthaben: Studium an einer anderen deutschen Hochschule (NHG § 12)",
        en="counts against the credit: studies at another German university (NHG section 12)",
    ),
    UseReason.REPRESENTATIVE_LIMIT: LocalizedText(
        de="zählt gegen das Guthaben: Für die Tätigkeit als gewählte Vertreterin oder gewählter"
        " Vertreter sind schon so viele Semester anerkannt wie möglich (NHG § 12 Abs. 3)",
        en="counts against the credit: as many semesters as possible are recognised already for"
        " being an elected representative (NHG section 12 par. 3)",
    ),
    UseReason.OFFICER_LIMIT: LocalizedText(
        de="zählt gegen das Guthaben: Für das Amt der Gleichstellungsbeauftragten sind schon so"
        " viele Semester anerkannt wie möglich (NHG § 12 Abs. 3)",
        en="counts against the credit: as many semesters as possible are recognised already for"
        " the office of equal opportunities officer (NHG section 12 par. 3)",
    ),
    UseReason.ON_LEAVE: LocalizedText(
        de="zählt nicht: Beurlaubung (NHG § 12 Abs. 3)",
        en="does not count: leave of absence (NHG section 12 par. 3)",
    ),
    UseReason.CHILD_CARE: LocalizedText(
        de="zählt nicht: Betreuung eines Kindes unter {age} Jahren (NHG § 12 Abs. 3)",
        en="does not count: care of a child under the age of {age} (NHG section 12 par. 3)",
    ),
    UseReason.RELATIVE_CARE: LocalizedText(
        de="zählt nicht: Pflege eines nahen Angehörigen (NHG § 12 Abs. 3)",
        en="does not count: care of a close relative (NHG section 12 par. 3)",
    ),
    UseReason.REPRESENTATIVE: LocalizedText(
        de="zählt nicht: Tätigkeit als gewählte Vertreterin oder gewählter Vertreter"
        " (NHG § 12 Abs. 3)",
        en="does not count: activity as an elected representative (NHG section 12 par. 3)",
    ),
    UseReason.EQUAL_OPPORTUNITY_OFFICER: LocalizedText(
        de="zählt nicht: Amt der Gleichstellungsbeauftragten (NHG § 12 Abs. 3)",
        en="does not count: office of equal opportunities officer (NHG section 12 par. 3)",
    ),
    UseReason.DOCTORAL: LocalizedText(
        de="zählt nicht: Promotionsstudium", en="does not count: doctoral studies"
    ),
}
_EVENTS = {
    SemesterStatus.ENROLLED: LocalizedText(de="eingeschrieben", en="enrolled"),
    SemesterStatus.REREGISTERED: LocalizedText(de="rückgemeldet", en="re-registered"),
    SemesterStatus.ON_LEAVE: LocalizedText(de="beurlaubt", en="on leave"),
    SemesterStatus.ABROAD: LocalizedText(de="Auslandssemester", en="semester abroad"),
}
_ELSEWHERE = LocalizedText(
    de="an einer anderen Hochschule studiert", en="studied at another university"
)
UNKNOWN_UNIVERSITY = LocalizedText(de="andere deutsche Hochschule", en="other German university")
_FEE_DUE = LocalizedText(
    de="Das Studienguthaben ist aufgebraucht (NHG § 13).",
    en="The study credit is used up (NHG section 13).",
)
_FEE_BEFORE_BEGIN = LocalizedText(
    de="Langzeitstudiengebühren wurden noch nicht erhoben.",
    en="Long-term fees were not charged yet.",
)
_NOT_CHARGED = LocalizedText(de="Nicht erhoben: {ground}", en="Not charged: {ground}")
_WAIVED = LocalizedText(de="Erlassen: {ground}", en="Waived: {ground}")
NOTHING = LocalizedText(de="", en="")
_LEFT = LocalizedText(
    de="Von {granted} Semestern Studienguthaben sind {consumed} verbraucht und {left} übrig.",
    en="Of {granted} semesters of study credit {consumed} are used and {left} are left.",
)
_FEE_FROM = LocalizedText(
    de=" Bleibt alles, wie es ist, ist ab dem {semester} die Langzeitstudiengebühr zu zahlen.",
    en=" If nothing changes, the long-term fee has to be paid from the {semester} on.",
)
_DOES_NOT_APPLY = LocalizedText(
    de="Für diese Person gilt kein Studienguthaben; es fallen keine Langzeitstudiengebühren an.",
    en="No study credit applies to this person; no long-term fees fall due.",
)
FIRST_DEGREE_UNKNOWN = LocalizedText(
    de="Zu dem Masterstudiengang ist kein vorangegangener Abschluss erfasst. Wurde er an einer"
    " anderen Hochschule erworben, erhöht seine Regelstudienzeit das Guthaben, und seine Semester"
    " zählen dagegen; der Studierendenservice trägt ihn mit dem Zeugnis ein.",
    en="No degree is on record that the Master's programme follows on from. If it was earned at"
    " another university, its standard duration adds to the credit and its semesters count against"
    " it; Student Services enter it with the certificate.",
)

SAVES_CREDIT = LocalizedText(
    de="Wird der Grund anerkannt, verbraucht das {semester} kein Studienguthaben (NHG § 12 Abs."
    " 3).",
    en="If the ground is accepted, the {semester} uses up no study credit (NHG section 12 par. 3).",
)
SAVES_FEE = LocalizedText(
    de="Wird der Grund anerkannt, ist für das {semester} keine Langzeitstudiengebühr zu zahlen;"
    " eine schon berechnete wird storniert (NHG § 13).",
    en="If the ground is accepted, no long-term fee has to be paid for the {semester}; one that was"
    " charged already is cancelled (NHG section 13).",
)
WAIVES = LocalizedText(
    de="Wird die Härte anerkannt, werden für das {semester} {waived} von {fee} erlassen"
    " (NHG § 14).",
    en="If the hardship is accepted, {waived} of {fee} are waived for the {semester} (NHG section"
    " 14).",
)
PRESELECTION_HOLDS = LocalizedText(
    de="Mit dem Vorwahlrecht werden Sie in den Losverfahren für das {semester} vor der allgemeinen"
    " Auslosung berücksichtigt.",
    en="With the right of pre-selection you are considered before the general draw in the lotteries"
    " for the {semester}.",
)


def grant_reason(grant: CreditGrant) -> LocalizedText:
    """Why a part of the credit was granted."""
    return _GRANTS[grant.reason].format(name=grant.programme_name or NOTHING)


def use_reason(line: CreditLine, age: int) -> LocalizedText:
    """Why a semester counts, or why not; `age` is the one that a child has to be under."""
    return _USES[line.reason].format(age=age)


def event(line: CreditLine) -> LocalizedText:
    """What happened in a semester."""
    names = [_EVENTS[each] for each in dict.fromkeys(line.statuses)] or [_ELSEWHERE]
    return joined(names)


def fee_reason(fee: SemesterFee, age: int) -> LocalizedText:
    """Why a fee is due, not charged or waived; empty while there is credit."""
    if fee.state is FeeState.DUE:
        return _FEE_DUE
    if fee.state is FeeState.EXEMPT:
        return _NOT_CHARGED.format(ground=fees.exemption(fee, age))
    if fee.state is FeeState.WAIVED:
        return _WAIVED.format(ground=fees.hardship(fee.grounds, age))
    return _FEE_BEFORE_BEGIN if fee.before_begin else NOTHING


def summary(credit: StudyCredit) -> LocalizedText:
    """The credit in a sentence or two."""
    if not credit.applies:
        return _DOES_NOT_APPLY
    text = _LEFT.format(granted=credit.granted, consumed=credit.consumed, left=credit.left)
    if credit.fee_from is None:
        return text
    more = _FEE_FROM.format(semester=credit.fee_from.name)
    return LocalizedText(de=text.de + more.de, en=text.en + more.en)


def joined(names: list[LocalizedText]) -> LocalizedText:
    """Names, one after the other; a semester elsewhere that nobody named in detail has a name."""
    named = [each if each.de else UNKNOWN_UNIVERSITY for each in names]
    return LocalizedText(
        de=", ".join(each.de for each in named), en=", ".join(each.en for each in named)
    )


_FAULTS = {
    PriorStudyFault.NAME_MISSING: LocalizedText(
        de="Bitte nennen Sie die Hochschule.", en="Please name the university."
    ),
    PriorStudyFault.NO_SEMESTERS: LocalizedText(
        de="Bitte geben Sie die Semester oder ihre Anzahl an.",
        en="Please enter the semesters, or how many there were.",
    ),
    PriorStudyFault.FEWER_THAN_KNOWN: LocalizedText(
        de="Es sind mehr Semester einzeln genannt als insgesamt. Bitte prüfen Sie die Anzahl.",
        en="More semesters are named than there were in all. Please check the number.",
    ),
    PriorStudyFault.IN_FUTURE: LocalizedText(
        de="Ein genanntes Semester liegt in der Zukunft. Bitte nennen Sie nur Semester, die"
        " begonnen haben.",
        en="A semester that is named lies in the future. Please name semesters that have begun.",
    ),
    PriorStudyFault.TOO_YOUNG: LocalizedText(
        de="Ein genanntes Semester endete vor dem {age}. Geburtstag der Person. Bitte prüfen Sie"
        " das Jahr.",
        en="A semester that is named ended before the person turned {age}. Please check the year.",
    ).format(age=LEAST_AGE),
    PriorStudyFault.DURATION_MISSING: LocalizedText(
        de="Zu einem Abschluss gehört die Regelstudienzeit des Studiengangs. Bitte geben Sie sie"
        " in Semestern an.",
        en="A degree comes with the standard duration of its programme. Please enter it in"
        " semesters.",
    ),
    PriorStudyFault.DURATION_WITHOUT_DEGREE: LocalizedText(
        de="Ohne Abschluss zählt die Regelstudienzeit nicht. Bitte lassen Sie sie leer, oder geben"
        " Sie an, dass ein Abschluss erworben wurde.",
        en="Without a degree the standard duration does not count. Please leave it empty, or say"
        " that a degree was completed.",
    ),
}


def prior_study_invalid(faults: tuple[FaultFound, ...]) -> Failure:
    """Studies elsewhere that cannot be taken as they are; every fault is named."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "PRIOR_STUDY_INVALID",
        LocalizedText(
            de="Das Studium kann so nicht eingetragen werden. Bitte berichtigen Sie die genannten"
            " Felder.",
            en="The studies cannot be entered as they are. Please correct the fields named.",
        ),
        fields=tuple(
            FieldProblem(each.field, each.fault.value, _FAULTS[each.fault]) for each in faults
        ),
    )


def prior_study_known() -> Failure:
    """The same studies are entered already."""
    reason = "PRIOR_STUDY_KNOWN"
    text = LocalizedText(
        de="Dieses Studium ist mit denselben Semestern schon eingetragen. Bitte prüfen Sie die"
        " vorhandenen Einträge.",
        en="These studies are entered already, with the same semesters. Please look at the entries"
        " that there are.",
    )
    return Failure(
        Code.ALREADY_EXISTS,
        reason,
        text,
        fields=(FieldProblem("university_name", reason, text),),
    )


def prior_study_unknown() -> Failure:
    """The person has no such entry, or it was taken off."""
    return Failure(
        Code.NOT_FOUND,
        "PRIOR_STUDY_UNKNOWN",
        LocalizedText(
            de="Diesen Eintrag gibt es bei dieser Person nicht, oder er wurde schon entfernt. Bitte"
            " laden Sie die Liste neu.",
            en="The person has no such entry, or it was removed already. Please load the list"
            " again.",
        ),
    )


def ground_unknown() -> Failure:
    """The person has no such ground."""
    return Failure(
        Code.NOT_FOUND,
        "GROUND_UNKNOWN",
        LocalizedText(
            de="Diesen Grund gibt es bei dieser Person nicht. Bitte wählen Sie ihn in der Liste"
            " aus.",
            en="The person has no such ground. Please choose it from the list.",
        ),
    )


def ground_taken_back(by: str) -> Failure:
    """It was taken back before."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "GROUND_TAKEN_BACK",
        LocalizedText(
            de="Dieser Grund wurde schon zurückgenommen, und zwar von {by}. Besteht er doch, tragen"
            " Sie ihn neu ein.",
            en="This ground was taken back already, by {by}. If it holds after all, enter it"
            " again.",
        ).format(by=by),
    )


def preselection_right_unknown(semester: Semester) -> Failure:
    """The person never had the right."""
    return Failure(
        Code.NOT_FOUND,
        "PRESELECTION_RIGHT_UNKNOWN",
        LocalizedText(
            de="Diese Person hat im {semester} kein solches Vorwahlrecht, das zurückzunehmen wäre.",
            en="The person has no such right of pre-selection in the {semester} to take back.",
        ).format(semester=semester.name),
    )


def preselection_semester_over(semester: Semester) -> Failure:
    """The lotteries of the semester have been drawn."""
    text = LocalizedText(
        de="Das {semester} ist vorbei, seine Platzvergaben sind es auch. Bitte wählen Sie das"
        " laufende oder ein späteres Semester.",
        en="The {semester} is over, and so are its lotteries. Please choose the current semester or"
        " a later one.",
    ).format(semester=semester.name)
    return Failure(
        Code.FAILED_PRECONDITION,
        "SEMESTER_OVER",
        text,
        fields=(FieldProblem("semester", "SEMESTER_OVER", text),),
    )
