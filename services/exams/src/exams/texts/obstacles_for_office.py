"""Obstacles as the examinations office reads them, about a student and not to one."""

from chassis.values import LocalizedText, day_in_words

from exams.domain import obstacles as found
from exams.domain.obstacles import Obstacle
from exams.domain.registering import NEVER_SET_ASIDE
from exams.texts import times
from exams.texts.explanation import Explanation, credits_text, listed
from exams.texts.obstacles import explain

SET_ASIDE = LocalizedText(
    de="Mit Ihrer Begründung setzen Sie sich darüber hinweg.",
    en="Your reason sets this aside.",
)
SEE_REGISTRATION = LocalizedText(
    de="Es ist nichts weiter zu tun; die Anmeldung steht in der Liste der Teilnehmenden.",
    en="Nothing more is to be done; the registration is in the list of participants.",
)
CHOOSE_ANOTHER = LocalizedText(
    de="Wählen Sie einen anderen Termin dieser Prüfung.",
    en="Choose another sitting of this exam.",
)
# What helps where no reason does, or where there is a better way than a reason.
_REMEDIES: dict[type[Obstacle], LocalizedText] = {
    found.ExamNotInRegulations: LocalizedText(
        de="Wählen Sie eine Prüfung der Prüfungsordnung dieser Person.",
        en="Choose an exam of this student's regulations.",
    ),
    found.RegulationsNotPublished: LocalizedText(
        de="Veröffentlichen Sie zuerst diese Fassung der Prüfungsordnung.",
        en="Publish this version of the regulations first.",
    ),
    found.EnrolmentAmbiguous: LocalizedText(
        de="Geben Sie die Einschreibung an, für die die Prüfung zählt.",
        en="Name the enrolment that the exam counts for.",
    ),
    found.SittingCancelled: CHOOSE_ANOTHER,
    found.AdmissionOnly: LocalizedText(
        de="Lassen Sie die Abschlussarbeit zu; damit ist die Person angemeldet.",
        en="Admit the thesis; that registers the student.",
    ),
    found.AlreadyRegistered: SEE_REGISTRATION,
    found.AlreadyWaiting: LocalizedText(
        de="Erhöhen Sie die Zahl der Plätze; wer wartet, rückt dann von selbst nach.",
        en="Raise the number of seats; who waits then moves up by itself.",
    ),
    found.AlreadyInLottery: LocalizedText(
        de="Warten Sie die Verlosung ab.", en="Wait for the draw."
    ),
    found.AlreadyTaken: CHOOSE_ANOTHER,
    found.SittingFull: LocalizedText(
        de="Erhöhen Sie die Zahl der Plätze, oder wählen Sie einen anderen Termin.",
        en="Raise the number of seats, or choose another sitting.",
    ),
}


def explain_to_office(obstacle: Obstacle) -> Explanation:
    """The sentences for the office; what names nobody reads as it does for students."""
    message = _about_student(obstacle) or explain(obstacle).message
    remedy = _REMEDIES.get(type(obstacle), SET_ASIDE)
    if remedy is SET_ASIDE and obstacle.reason in NEVER_SET_ASIDE:
        raise AssertionError(f"nothing sets {obstacle.reason} aside")
    return Explanation(message, remedy)


def _about_student(obstacle: Obstacle) -> LocalizedText | None:
    """None where the sentence for students is about nobody."""
    return _of_enrolment(obstacle) or _of_sitting(obstacle) or _of_regulations(obstacle)


def _of_enrolment(obstacle: Obstacle) -> LocalizedText | None:
    match obstacle:
        case found.TermsNotAccepted():
            return LocalizedText(
                de="Die Person hat die Bedingungen zur Prüfungsanmeldung (Fassung {version}) noch "
                "nicht akzeptiert.",
                en="The student has not accepted the terms of exam registration (version "
                "{version}) yet.",
            ).format(version=obstacle.terms_version)
        case found.NotEnrolledInSemester(ended=None):
            return LocalizedText(
                de="Die Person ist im {semester} nicht eingeschrieben.",
                en="The student is not enrolled in the {semester}.",
            ).format(semester=obstacle.semester.name)
        case found.NotEnrolledInSemester(ended=ended) if ended is not None:
            return LocalizedText(
                de="Die Immatrikulation endete am {ended}; die Prüfung ist im {semester}.",
                en="The enrolment ended on {ended}; the exam is in the {semester}.",
            ).format(ended=day_in_words(ended), semester=obstacle.semester.name)
        case found.OnLeave():
            return LocalizedText(
                de="Die Person ist im {semester} beurlaubt.",
                en="The student is on leave in the {semester}.",
            ).format(semester=obstacle.semester.name)
        case found.ExamNotInRegulations():
            return LocalizedText(
                de="Die Prüfung {number} gehört nicht zur Prüfungsordnung dieser Person "
                "({versions}).",
                en="Exam {number} is not part of this student's regulations ({versions}).",
            ).format(number=obstacle.exam_number, versions=listed(obstacle.regulations_versions))
        case found.RegulationsNotPublished():
            return LocalizedText(
                de="Die Prüfungsordnung dieser Person ({version}) ist noch nicht veröffentlicht.",
                en="This student's regulations ({version}) are not published yet.",
            ).format(version=obstacle.regulations_version)
        case found.EnrolmentAmbiguous():
            return LocalizedText(
                de="Die Prüfung gehört zu mehreren Studiengängen dieser Person: {programmes}.",
                en="The exam is part of several degree programmes of this student: {programmes}.",
            ).format(programmes=listed(obstacle.programmes))
    return None


def _of_sitting(obstacle: Obstacle) -> LocalizedText | None:
    match obstacle:
        case found.AdmissionOnly():
            return LocalizedText(
                de="Zu einer Abschlussarbeit meldet nur ihre Zulassung an.",
                en="Only its admission registers for a thesis.",
            )
        case found.AlreadyRegistered():
            return LocalizedText(
                de="Die Person ist zu diesem Prüfungstermin bereits angemeldet (seit {since}).",
                en="The student is registered for this sitting already (since {since}).",
            ).format(since=times.moment(obstacle.register_time))
        case found.AlreadyWaiting():
            return LocalizedText(
                de="Die Person steht für diesen Termin auf der Warteliste (seit {since}).",
                en="The student is on the waiting list of this sitting (since {since}).",
            ).format(since=times.moment(obstacle.register_time))
        case found.AlreadyInLottery():
            return LocalizedText(
                de="Die Person nimmt an der Verlosung der Plätze teil (seit {since}).",
                en="The student takes part in the draw of the seats (since {since}).",
            ).format(since=times.moment(obstacle.register_time))
        case found.AlreadyTaken():
            return LocalizedText(
                de="Zu diesem Termin hat die Person bereits ein Ergebnis (Prüfung vom {day}).",
                en="The student has a result of this sitting already (examination of {day}).",
            ).format(day=day_in_words(obstacle.exam_date))
        case found.OtherSittingRegistered():
            return LocalizedText(
                de="Die Person hat diese Prüfung im selben Prüfungszeitraum schon an einem anderen "
                "Termin ({semester}, Prüfungszeitraum {period}).",
                en="The student has this exam at another sitting of the same examination period "
                "already ({semester}, examination period {period}).",
            ).format(semester=obstacle.semester.name, period=obstacle.period)
        case found.Clash():
            return LocalizedText(
                de="Die Prüfung überschneidet sich mit der Prüfung {number} {name} dieser Person "
                "({begin} bis {end}).",
                en="The exam overlaps with this student's exam {number} {name} ({begin} to {end}).",
            ).format(
                number=obstacle.exam_number,
                name=obstacle.exam_name,
                begin=times.moment(obstacle.start_time),
                end=times.clock_time(obstacle.end_time),
            )
    return None


def _of_regulations(obstacle: Obstacle) -> LocalizedText | None:
    match obstacle:
        case found.AlreadyPassed():
            return _already_passed(obstacle)
        case found.NoAttemptLeft():
            return LocalizedText(
                de="Die Person hat keinen Prüfungsversuch mehr: Versuch {used} von {allowed} war "
                "am {day}.",
                en="The student has no attempt left: attempt {used} of {allowed} was used on "
                "{day}.",
            ).format(
                used=obstacle.used, allowed=obstacle.allowed, day=day_in_words(obstacle.last_date)
            )
        case found.NotRepeatable():
            return LocalizedText(
                de="Diese Prüfung kann nicht wiederholt werden; der Versuch war am {day}.",
                en="This exam cannot be repeated; the attempt was on {day}.",
            ).format(day=day_in_words(obstacle.attempt_date))
        case found.LastAttemptPending():
            return LocalizedText(
                de="Der letzte von {allowed} Versuchen ist bereits angemeldet ({semester}, "
                "Prüfungszeitraum {period}) und hat noch kein Ergebnis.",
                en="The last of {allowed} attempts is registered already ({semester}, examination "
                "period {period}) and has no result yet.",
            ).format(
                allowed=obstacle.allowed, semester=obstacle.semester.name, period=obstacle.period
            )
        case found.CreditsMissing():
            return LocalizedText(
                de="Diese Prüfung setzt {required} Credit Points voraus; die Person hat {earned}.",
                en="This exam requires {required} credit points; the student has {earned}.",
            ).format(
                required=credits_text(obstacle.required_tenths),
                earned=credits_text(obstacle.earned_tenths),
            )
        case found.PrerequisiteMissing() if len(obstacle.choices) == 1:
            return LocalizedText(
                de="Vor dieser Prüfung muss bestanden sein: {choice}.",
                en="Before this exam has to be passed: {choice}.",
            ).format(choice=obstacle.choices[0])
        case found.PrerequisiteMissing():
            return LocalizedText(
                de="Vor dieser Prüfung muss eines davon bestanden sein: {choices}.",
                en="Before this exam one of these has to be passed: {choices}.",
            ).format(choices=listed(obstacle.choices))
    return None


def _already_passed(obstacle: found.AlreadyPassed) -> LocalizedText:
    day = day_in_words(obstacle.passed_date)
    if obstacle.elsewhere is not None:
        return LocalizedText(
            de="Die Person hat diese Prüfung am {day} für {programme} bestanden; sie kann hier "
            "anerkannt werden.",
            en="The student passed this exam on {day} for {programme}; it can be recognised here.",
        ).format(day=day, programme=obstacle.elsewhere.passed_for)
    if obstacle.recognised:
        return LocalizedText(
            de="Diese Prüfung ist mit einer Leistung vom {day} anerkannt.",
            en="This exam is recognised with a result of {day}.",
        ).format(day=day)
    return LocalizedText(
        de="Die Person hat diese Prüfung am {day} bestanden.",
        en="The student passed this exam on {day}.",
    ).format(day=day)
