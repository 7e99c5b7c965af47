"""What students and the examinations office read about sick notes."""

from chassis.values import LocalizedText, day_in_words

from exams.domain.sick_notes import (
    FiledAlready,
    IllOnOtherDays,
    Late,
    NothingToWithdrawFrom,
    ResultReleased,
    SickNoteObstacle,
    TakenInPart,
    ThesisIsExtended,
)
from exams.texts import times
from exams.texts.obstacles import Explanation

SICK_NOTE_REFUSED = LocalizedText(
    de="Die Krankmeldung kann nicht angenommen werden: {messages}",
    en="The sick note cannot be taken: {messages}",
)
SICK_NOTE_DECIDED = LocalizedText(
    de="Über diese Krankmeldung wurde bereits am {when} entschieden. Laden Sie den "
    "aktuellen Stand.",
    en="This sick note was decided on {when}. Load its current state.",
)
REASON_MISSING = LocalizedText(
    de="Nennen Sie den Grund der Ablehnung; die oder der Studierende erfährt ihn.",
    en="Name the reason for the refusal; the student is told.",
)
ILLNESS_DATES_REVERSED = LocalizedText(
    de="Der letzte Tag der Erkrankung liegt vor dem ersten. Geben Sie beide Tage an, wie sie auf "
    "dem ärztlichen Attest stehen.",
    en="The last day of the illness is before the first one. Enter both days as the doctor's form "
    "has them.",
)
ILLNESS_DATES_IMPLAUSIBLE = LocalizedText(
    de="Eine Krankschreibung dauert höchstens ein Jahr und reicht weder weit zurück noch weit "
    "voraus. Prüfen Sie die Jahre; beide Tage müssen mit dem Attest übereinstimmen.",
    en="A doctor's form covers a year at most and reaches neither far back nor far ahead. Check "
    "the years; both days have to be those of the form.",
)
DOCUMENT_TYPE_UNKNOWN = LocalizedText(
    de="Die Datei ist weder ein PDF noch ein Bild (PNG, JPEG), oder sie ist beschädigt. Laden Sie "
    "das Attest als eine dieser Dateien mit höchstens 10 MiB hoch.",
    en="The file is neither a PDF nor an image (PNG, JPEG), or it is damaged. Upload the doctor's "
    "form as one of these, with at most 10 MiB.",
)

_OFFICE = LocalizedText(
    de="Wenden Sie sich an das Prüfungsamt.", en="Please turn to the examinations office."
)
_NOTHING = LocalizedText(de="", en="")


def explain_sick_note(obstacle: SickNoteObstacle) -> Explanation:
    """The sentences for an obstacle to filing a sick note."""
    match obstacle:
        case NothingToWithdrawFrom():
            return _nothing_to_withdraw_from(obstacle)
        case FiledAlready():
            return Explanation(
                LocalizedText(
                    de="Für diese Prüfung liegt bereits eine Krankmeldung vor.",
                    en="A sick note for this exam has been filed already.",
                ),
                LocalizedText(
                    de="Das Prüfungsamt entscheidet und benachrichtigt Sie per E-Mail.",
                    en="The examinations office decides and tells you by e-mail.",
                ),
            )
        case ResultReleased():
            return Explanation(
                LocalizedText(
                    de="Zu dieser Prüfung liegt ein Ergebnis vor.", en="This exam has a result."
                ),
                LocalizedText(
                    de="Legen Sie das Attest dem Prüfungsamt vor; es kann das Ergebnis "
                    "berichtigen.",
                    en="Show the doctor's form to the examinations office, which can correct the "
                    "result.",
                ),
            )
        case TakenInPart():
            return Explanation(
                LocalizedText(
                    de="Diese Prüfung ist schon zum Teil abgelegt.",
                    en="A part of this exam has been taken already.",
                ),
                _OFFICE,
            )
        case ThesisIsExtended():
            return Explanation(
                LocalizedText(
                    de="Von einer Abschlussarbeit tritt man nicht durch eine Krankmeldung zurück.",
                    en="A thesis is not withdrawn from by a sick note.",
                ),
                LocalizedText(
                    de="Beantragen Sie beim Prüfungsamt mit dem Attest eine Verlängerung der "
                    "Bearbeitungszeit.",
                    en="Ask the examinations office with the doctor's form for an extension of the "
                    "working time.",
                ),
            )
        case Late():
            return _late(obstacle)
        case IllOnOtherDays():
            return _other_days(obstacle)


def _nothing_to_withdraw_from(obstacle: NothingToWithdrawFrom) -> Explanation:
    if obstacle.waits:
        return Explanation(
            LocalizedText(
                de="Sie haben in diesem Prüfungstermin noch keinen Platz.",
                en="You do not hold a seat of this sitting yet.",
            ),
            LocalizedText(
                de="Nehmen Sie Ihre Anmeldung zurück; ein Attest ist dafür nicht nötig.",
                en="Withdraw your request; no doctor's form is needed.",
            ),
        )
    if obstacle.withdraw_time is None:
        return Explanation(
            LocalizedText(
                de="Sie sind zu diesem Prüfungstermin nicht angemeldet.",
                en="You are not registered for this sitting.",
            ),
            _NOTHING,
        )
    return Explanation(
        LocalizedText(
            de="Sie sind zu diesem Prüfungstermin seit {when} nicht mehr angemeldet.",
            en="You have not been registered for this sitting since {when}.",
        ).format(when=times.moment(obstacle.withdraw_time)),
        _NOTHING,
    )


def _late(obstacle: Late) -> Explanation:
    counted = (
        LocalizedText(de="Arbeitstagen", en="working days")
        if obstacle.working_days
        else LocalizedText(de="Tagen", en="days")
    )
    return Explanation(
        LocalizedText(
            de="Das Attest muss innerhalb von {days} {counted} nach der Prüfung vorliegen "
            "(Prüfungstag {exam_day}); die Frist endete am {limit}.",
            en="The doctor's form has to be there within {days} {counted} after the exam (on "
            "{exam_day}); this ended on {limit}.",
        ).format(
            days=obstacle.days,
            counted=counted,
            exam_day=day_in_words(obstacle.exam_day),
            limit=times.deadline(obstacle.limit_time),
        ),
        LocalizedText(
            de="Wenn Sie die Frist aus wichtigem Grund nicht einhalten konnten, wenden Sie sich an "
            "das Prüfungsamt.",
            en="If an important reason kept you from it, turn to the examinations office.",
        ),
    )


def _other_days(obstacle: IllOnOtherDays) -> Explanation:
    days = {
        "first": day_in_words(obstacle.illness.from_date),
        "last": day_in_words(obstacle.illness.until_date),
        "exam_day": day_in_words(obstacle.exam_day),
    }
    message = (
        LocalizedText(
            de="Die Erkrankung vom {first} bis {last} umfasst den Prüfungstag ({exam_day}) nicht.",
            en="The illness from {first} to {last} does not cover the day of the exam "
            "({exam_day}).",
        )
        if obstacle.dated
        else LocalizedText(
            de="Die Erkrankung vom {first} bis {last} liegt außerhalb der Zeit von Ihrer Anmeldung "
            "bis zum Ende des Prüfungszeitraums ({exam_day}).",
            en="The illness from {first} to {last} is outside of the time from your registration "
            "to the end of the examination period ({exam_day}).",
        )
    )
    return Explanation(
        message.format(**days),
        LocalizedText(
            de="Prüfen Sie die Tage; sie müssen mit dem Attest übereinstimmen.",
            en="Check the days; they have to be those of the doctor's form.",
        ),
    )
