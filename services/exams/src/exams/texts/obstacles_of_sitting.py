"""Obstacles that lie in the sitting: its window, its seats, and the student's other sittings."""

from datetime import datetime

from chassis.values import LocalizedText, day_in_words

from exams.domain import obstacles as found
from exams.texts import times
from exams.texts.explanation import ASK_INFO_PORTAL, SEE_REGISTERED_EXAMS, Explanation

OfSitting = (
    found.SittingCancelled
    | found.WindowNotOpenYet
    | found.WindowClosed
    | found.AdmissionOnly
    | found.AlreadyRegistered
    | found.AlreadyWaiting
    | found.AlreadyInLottery
    | found.AlreadyTaken
    | found.OtherSittingRegistered
    | found.Clash
    | found.SittingFull
)
CHOOSE_ANOTHER_SITTING = LocalizedText(
    de="Melden Sie sich zum nächsten angebotenen Termin dieser Prüfung an.",
    en="Register for the next sitting of this exam that is offered.",
)


def explain(obstacle: OfSitting) -> Explanation:
    """The sentences for an obstacle."""
    match obstacle:
        case found.SittingCancelled():
            return _cancelled(obstacle)
        case found.WindowNotOpenYet():
            return _not_open_yet(obstacle)
        case found.WindowClosed():
            return _closed(obstacle)
        case found.AdmissionOnly():
            return _admission_only(obstacle)
        case found.AlreadyRegistered():
            return _already_registered(obstacle)
        case found.AlreadyWaiting():
            return _already_waiting(obstacle)
        case found.AlreadyInLottery():
            return _already_in_lottery(obstacle)
        case found.AlreadyTaken():
            return _already_taken(obstacle)
        case found.OtherSittingRegistered():
            return _other_sitting(obstacle)
        case found.Clash():
            return _clash(obstacle)
        case found.SittingFull():
            return _full(obstacle)


def _cancelled(obstacle: found.SittingCancelled) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Dieser Prüfungstermin wurde am {when} abgesagt.",
            en="This sitting was cancelled on {when}.",
        ).format(when=times.moment(obstacle.cancel_time)),
        CHOOSE_ANOTHER_SITTING,
    )


def _not_open_yet(obstacle: found.WindowNotOpenYet) -> Explanation:
    opening = times.moment(obstacle.open_time)
    return Explanation(
        LocalizedText(
            de="Der Anmeldezeitraum hat noch nicht begonnen; er beginnt am {opening}.",
            en="The registration period has not begun yet; it begins on {opening}.",
        ).format(opening=opening),
        LocalizedText(
            de="Melden Sie sich ab dem {opening} an.", en="Register from {opening} on."
        ).format(opening=opening),
    )


def _closed(obstacle: found.WindowClosed) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Der Anmeldezeitraum ist abgelaufen; er endete am {closing}.",
            en="The registration period is over; it ended on {closing}.",
        ).format(closing=times.deadline(obstacle.close_time)),
        LocalizedText(
            de="Melden Sie sich zum nächsten angebotenen Termin dieser Prüfung an.",
            en="Register for the next sitting of this exam that is offered.",
        ),
    )


def _admission_only(obstacle: found.AdmissionOnly) -> Explanation:
    if obstacle.withdrawal:
        return Explanation(
            LocalizedText(
                de="Von einer zugelassenen Abschlussarbeit können Sie sich nicht selbst abmelden.",
                en="You cannot withdraw from an admitted thesis by yourself.",
            ),
            ASK_INFO_PORTAL,
        )
    return Explanation(
        LocalizedText(
            de="Zu dieser Prüfung meldet das Prüfungsamt an, wenn es Ihren Antrag zugelassen hat.",
            en="The examinations office registers for this exam once it has admitted your "
            "application.",
        ),
        LocalizedText(
            de="Beantragen Sie die Zulassung unter „Abschlussarbeit“.",
            en='Apply for admission under "Thesis".',
        ),
    )


def _already_registered(obstacle: found.AlreadyRegistered) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie sind zu diesem Prüfungstermin bereits angemeldet (seit {since}).",
            en="You are already registered for this sitting (since {since}).",
        ).format(since=times.moment(obstacle.register_time)),
        SEE_REGISTERED_EXAMS,
    )


def _already_waiting(obstacle: found.AlreadyWaiting) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie stehen für diesen Prüfungstermin bereits auf der Warteliste (seit {since}).",
            en="You are on the waiting list for this sitting already (since {since}).",
        ).format(since=times.moment(obstacle.register_time)),
        LocalizedText(
            de="Wird ein Platz frei, rücken Sie von selbst nach und erhalten eine E-Mail.",
            en="When a seat becomes free you move up by yourself and receive an e-mail.",
        ),
    )


def _already_in_lottery(obstacle: found.AlreadyInLottery) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie nehmen an der Verlosung der Plätze bereits teil (seit {since}).",
            en="You take part in the draw of the seats already (since {since}).",
        ).format(since=times.moment(obstacle.register_time)),
        LocalizedText(
            de="Das Ergebnis der Verlosung erhalten Sie per E-Mail.",
            en="You receive the result of the draw by e-mail.",
        ),
    )


def _already_taken(obstacle: found.AlreadyTaken) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Zu diesem Prüfungstermin haben Sie bereits ein Ergebnis (Prüfung vom {day}).",
            en="You have a result of this sitting already (examination of {day}).",
        ).format(day=day_in_words(obstacle.exam_date)),
        CHOOSE_ANOTHER_SITTING,
    )


def _other_sitting(obstacle: found.OtherSittingRegistered) -> Explanation:
    if obstacle.taken:
        message = LocalizedText(
            de="Sie haben diese Prüfung in diesem Prüfungszeitraum bereits an einem anderen Termin "
            "abgelegt ({semester}, Prüfungszeitraum {period}, {when}).",
            en="You have taken this exam at another sitting of this examination period already "
            "({semester}, examination period {period}, {when}).",
        )
        remedy = LocalizedText(
            de="Melden Sie sich im nächsten Prüfungszeitraum an.",
            en="Register in the next examination period.",
        )
    else:
        message = LocalizedText(
            de="Sie sind bereits zu einem anderen Termin dieser Prüfung im selben "
            "Prüfungszeitraum angemeldet ({semester}, Prüfungszeitraum {period}, {when}).",
            en="You are already registered for another sitting of this exam in the same "
            "examination period ({semester}, examination period {period}, {when}).",
        )
        remedy = LocalizedText(
            de="Melden Sie sich zuerst von dem anderen Termin ab.",
            en="Withdraw from the other sitting first.",
        )
    return Explanation(
        message.format(
            semester=obstacle.semester.name,
            period=obstacle.period,
            when=_when(obstacle.start_time),
        ),
        remedy,
    )


def _clash(obstacle: found.Clash) -> Explanation:
    message = LocalizedText(
        de="Die Prüfung überschneidet sich mit Ihrer Prüfung {number} {name} ({begin} bis {end}).",
        en="The exam overlaps with your exam {number} {name} ({begin} to {end}).",
    ).format(
        number=obstacle.exam_number,
        name=obstacle.exam_name,
        begin=times.moment(obstacle.start_time),
        end=times.clock_time(obstacle.end_time),
    )
    if obstacle.refuses:
        return Explanation(
            message,
            LocalizedText(
                de="Wählen Sie einen anderen Termin, oder melden Sie sich von der anderen Prüfung "
                "ab.",
                en="Choose another sitting, or withdraw from the other exam.",
            ),
        )
    return Explanation(
        message,
        LocalizedText(
            de="Die Anmeldung ist trotzdem möglich; prüfen Sie, ob Sie beide Termine wahrnehmen "
            "können.",
            en="You can register all the same; check whether you can attend both.",
        ),
    )


def _full(obstacle: found.SittingFull) -> Explanation:
    message = (
        LocalizedText(
            de="Der eine Platz dieses Prüfungstermins ist vergeben.",
            en="The one seat of this sitting is taken.",
        )
        if obstacle.capacity == 1
        else LocalizedText(
            de="Alle {capacity} Plätze dieses Prüfungstermins sind vergeben.",
            en="All {capacity} seats of this sitting are taken.",
        ).format(capacity=obstacle.capacity)
    )
    return Explanation(
        message,
        LocalizedText(
            de="Versuchen Sie es später noch einmal, falls sich jemand abmeldet, oder wählen Sie "
            "einen anderen Termin.",
            en="Try again later in case somebody withdraws, or choose another sitting.",
        ),
    )


def _when(start_time: datetime | None) -> LocalizedText:
    if start_time is None:
        return LocalizedText(de="ohne festes Datum", en="undated")
    return times.moment(start_time)
