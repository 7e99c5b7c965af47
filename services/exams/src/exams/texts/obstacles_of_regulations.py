"""Obstacles that lie in the regulations and in what the student has taken so far."""

from chassis.values import LocalizedText, day_in_words

from exams.domain import obstacles as found
from exams.domain.rules import PartTimeReading
from exams.texts.explanation import ASK_INFO_PORTAL, NOTHING_HELPS, Explanation, credits_text

OfRegulations = (
    found.AlreadyPassed
    | found.NoAttemptLeft
    | found.NotRepeatable
    | found.LastAttemptPending
    | found.PrerequisiteMissing
    | found.CreditsMissing
    | found.PartTimeLimit
)
ASK_FOR_ADVICE = LocalizedText(
    de="Lassen Sie sich beraten: im Info-Portal oder bei der Studienberatung.",
    en="Please seek advice: at the Info-Portal or at Student Counselling.",
)


def explain(obstacle: OfRegulations) -> Explanation:
    """The sentences for an obstacle."""
    match obstacle:
        case found.AlreadyPassed():
            return _already_passed(obstacle)
        case found.NoAttemptLeft():
            return _no_attempt_left(obstacle)
        case found.NotRepeatable():
            return _not_repeatable(obstacle)
        case found.LastAttemptPending():
            return _last_attempt_pending(obstacle)
        case found.PrerequisiteMissing():
            return _prerequisite_missing(obstacle)
        case found.CreditsMissing():
            return _credits_missing(obstacle)
        case found.PartTimeLimit():
            return _part_time_limit(obstacle)


def _already_passed(obstacle: found.AlreadyPassed) -> Explanation:
    day = day_in_words(obstacle.passed_date)
    if obstacle.elsewhere is not None:
        return _passed_elsewhere(day, obstacle.elsewhere)
    if obstacle.recognised:
        message = LocalizedText(
            de="Diese Prüfung ist Ihnen mit einer Leistung vom {day} anerkannt worden.",
            en="This exam was recognised with a result of {day}.",
        )
    elif obstacle.improved:
        message = LocalizedText(
            de="Sie haben diese Prüfung am {day} bestanden und die Versuche zur Notenverbesserung "
            "ausgeschöpft.",
            en="You passed this exam on {day} and have used every try for a better grade.",
        )
    else:
        message = LocalizedText(
            de="Sie haben diese Prüfung am {day} bestanden.",
            en="You passed this exam on {day}.",
        )
    return Explanation(message.format(day=day), NOTHING_HELPS)


def _passed_elsewhere(day: LocalizedText, elsewhere: found.PassedElsewhere) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie haben diese Prüfung am {day} für {programme} bestanden.",
            en="You passed this exam on {day} for {programme}.",
        ).format(day=day, programme=elsewhere.passed_for),
        LocalizedText(
            de="Lassen Sie sie beim Prüfungsamt hier anerkennen: für {programme}.",
            en="Have it recognised here by the examinations office: for {programme}.",
        ).format(programme=elsewhere.wanted_for),
    )


def _no_attempt_left(obstacle: found.NoAttemptLeft) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie haben keinen Prüfungsversuch mehr: Versuch {used} von {allowed} war am {day}.",
            en="You have no attempt left: attempt {used} of {allowed} was used on {day}.",
        ).format(
            used=obstacle.used, allowed=obstacle.allowed, day=day_in_words(obstacle.last_date)
        ),
        ASK_FOR_ADVICE,
    )


def _not_repeatable(obstacle: found.NotRepeatable) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Diese Prüfung kann nicht wiederholt werden; Ihr Versuch war am {day}.",
            en="This exam cannot be repeated; your attempt was on {day}.",
        ).format(day=day_in_words(obstacle.attempt_date)),
        ASK_FOR_ADVICE,
    )


def _last_attempt_pending(obstacle: found.LastAttemptPending) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Ihr letzter von {allowed} Versuchen ist bereits angemeldet ({semester}, "
            "Prüfungszeitraum {period}) und hat noch kein Ergebnis.",
            en="Your last of {allowed} attempts is registered already ({semester}, examination "
            "period {period}) and has no result yet.",
        ).format(allowed=obstacle.allowed, semester=obstacle.semester.name, period=obstacle.period),
        LocalizedText(
            de="Warten Sie das Ergebnis ab, oder melden Sie sich von dem anderen Termin ab.",
            en="Wait for the result, or withdraw from the other sitting.",
        ),
    )


def _prerequisite_missing(obstacle: found.PrerequisiteMissing) -> Explanation:
    if len(obstacle.choices) == 1:
        message = LocalizedText(
            de="Vor dieser Prüfung muss bestanden sein: {choices}.",
            en="Before this exam you have to pass: {choices}.",
        )
    else:
        message = LocalizedText(
            de="Vor dieser Prüfung muss eines davon bestanden sein: {choices}.",
            en="Before this exam you have to pass one of: {choices}.",
        )
    choices = LocalizedText(
        de=" oder ".join(one.de for one in obstacle.choices),
        en=" or ".join(one.en for one in obstacle.choices),
    )
    return Explanation(
        message.format(choices=choices),
        LocalizedText(
            de="Legen Sie zuerst diese Leistung ab, oder lassen Sie eine andere dafür anerkennen.",
            en="Pass this first, or have other work recognised for it.",
        ),
    )


def _credits_missing(obstacle: found.CreditsMissing) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Diese Prüfung setzt {required} Credit Points voraus; Sie haben {earned}.",
            en="This exam requires {required} credit points; you have {earned}.",
        ).format(
            required=credits_text(obstacle.required_tenths),
            earned=credits_text(obstacle.earned_tenths),
        ),
        LocalizedText(
            de="Es fehlen {missing} Credit Points; melden Sie sich an, sobald Sie sie haben.",
            en="{missing} credit points are missing; register once you have them.",
        ).format(missing=credits_text(obstacle.required_tenths - obstacle.earned_tenths)),
    )


def _part_time_limit(obstacle: found.PartTimeLimit) -> Explanation:
    match obstacle.reading:
        case PartTimeReading.MAXIMUM:
            message = LocalizedText(
                de="Im Teilzeitstudium sind im {semester} Prüfungen im Umfang von höchstens "
                "{limit} Credit Points möglich; angemeldet sind {registered}, diese Prüfung hat "
                "{exam}.",
                en="Part-time students take examinations of at most {limit} credit points in the "
                "{semester}; {registered} are registered, this exam has {exam}.",
            )
            remedy = LocalizedText(
                de="Melden Sie sich von einer anderen Prüfung ab, oder wenden Sie sich an das "
                "Info-Portal.",
                en="Withdraw from another exam, or turn to the Info-Portal.",
            )
        case PartTimeReading.TARGET:
            message = LocalizedText(
                de="Im Teilzeitstudium sind im {semester} Prüfungen im Umfang von {limit} Credit "
                "Points vorgesehen; angemeldet sind {registered}, diese Prüfung hat {exam}.",
                en="Part-time students are meant to take examinations of {limit} credit points in "
                "the {semester}; {registered} are registered, this exam has {exam}.",
            )
            remedy = ASK_INFO_PORTAL
        case PartTimeReading.MINIMUM:
            message = LocalizedText(
                de="Im Teilzeitstudium sind im {semester} Prüfungen im Umfang von mindestens "
                "{limit} Credit Points abzulegen; angemeldet sind {registered}, diese Prüfung hat "
                "{exam}.",
                en="Part-time students take examinations of at least {limit} credit points in the "
                "{semester}; {registered} are registered, this exam has {exam}.",
            )
            remedy = LocalizedText(
                de="Melden Sie sich zu weiteren Prüfungen an.",
                en="Register for further exams.",
            )
    return Explanation(
        message.format(
            semester=obstacle.semester.name,
            limit=credits_text(obstacle.limit_tenths),
            registered=credits_text(obstacle.registered_tenths),
            exam=credits_text(obstacle.exam_tenths),
        ),
        remedy,
    )
