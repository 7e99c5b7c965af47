"""What the rules say to a student, with the facts they were decided on, and what would help."""

from dataclasses import dataclass

from chassis.values import LocalizedText, day_in_words

from exams.domain.obstacles import (
    AlreadyRegistered,
    EnrolmentAmbiguous,
    ExamNotInRegulations,
    NotEnrolledInSemester,
    NotRegistered,
    Obstacle,
    OnLeave,
    OtherSittingRegistered,
    SittingFull,
    TermsNotAccepted,
    WindowClosed,
    WindowNotOpenYet,
    WithdrawalClosed,
)
from exams.texts import times


@dataclass(frozen=True)
class Explanation:
    """The sentences of one obstacle; the remedy is empty where nothing helps."""

    message: LocalizedText
    remedy: LocalizedText


NOTHING_HELPS = LocalizedText(de="", en="")
ASK_INFO_PORTAL = LocalizedText(
    de="Wenden Sie sich an das Info-Portal des Studierendenservice.",
    en="Please turn to the Info-Portal of Student Services.",
)


def explain(obstacle: Obstacle) -> Explanation:
    """The sentences for an obstacle."""
    match obstacle:
        case TermsNotAccepted():
            return _terms_not_accepted(obstacle)
        case NotEnrolledInSemester():
            return _not_enrolled(obstacle)
        case OnLeave():
            return _on_leave(obstacle)
        case ExamNotInRegulations():
            return _not_in_regulations(obstacle)
        case EnrolmentAmbiguous():
            return _ambiguous(obstacle)
        case WindowNotOpenYet():
            return _not_open_yet(obstacle)
        case WindowClosed():
            return _closed(obstacle)
        case AlreadyRegistered():
            return _already_registered(obstacle)
        case OtherSittingRegistered():
            return _other_sitting(obstacle)
        case SittingFull():
            return _full(obstacle)
        case NotRegistered():
            return _not_registered(obstacle)
        case WithdrawalClosed():
            return _withdrawal_closed(obstacle)


def _terms_not_accepted(obstacle: TermsNotAccepted) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie haben die Bedingungen zur Prüfungsanmeldung (Fassung {version}) noch nicht "
            "akzeptiert.",
            en="You have not yet accepted the terms of exam registration (version {version}).",
        ).format(version=obstacle.terms_version),
        LocalizedText(
            de="Lesen und akzeptieren Sie die Bedingungen, dann melden Sie sich an.",
            en="Read and accept the terms, then register.",
        ),
    )


def _not_enrolled(obstacle: NotEnrolledInSemester) -> Explanation:
    if obstacle.ended is not None:
        return Explanation(
            LocalizedText(
                de="Ihre Immatrikulation endete am {ended}; für eine Prüfung im {semester} müssen "
                "Sie eingeschrieben sein.",
                en="Your enrolment ended on {ended}; an exam in the {semester} requires enrolment.",
            ).format(ended=day_in_words(obstacle.ended), semester=obstacle.semester.name),
            ASK_INFO_PORTAL,
        )
    return Explanation(
        LocalizedText(
            de="Sie sind im {semester} nicht eingeschrieben.",
            en="You are not enrolled in the {semester}.",
        ).format(semester=obstacle.semester.name),
        LocalizedText(
            de="Melden Sie sich für das Semester zurück, indem Sie den Semesterbeitrag "
            "vollständig überweisen.",
            en="Re-register for the semester by transferring the semester contribution in full.",
        ),
    )


def _on_leave(obstacle: OnLeave) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie sind im {semester} beurlaubt. Während einer Beurlaubung können keine "
            "Prüfungen abgelegt werden.",
            en="You are on leave in the {semester}. No exams can be taken while on leave.",
        ).format(semester=obstacle.semester.name),
        LocalizedText(
            de="Eine Beurlaubung können Sie bis einen Monat nach Vorlesungsbeginn beim "
            "Studierendenservice zurücknehmen.",
            en="A leave of absence can be withdrawn at Student Services until one month after "
            "the start of lectures.",
        ),
    )


def _not_in_regulations(obstacle: ExamNotInRegulations) -> Explanation:
    names = obstacle.regulations_versions
    return Explanation(
        LocalizedText(
            de="Die Prüfung {number} gehört nicht zu Ihrer Prüfungsordnung ({versions}).",
            en="Exam {number} is not part of your examination regulations ({versions}).",
        ).format(
            number=obstacle.exam_number,
            versions=LocalizedText(
                de=", ".join(name.de for name in names), en=", ".join(name.en for name in names)
            ),
        ),
        LocalizedText(
            de="Wählen Sie eine Prüfung aus dem Prüfungsbaum Ihres Studiengangs.",
            en="Choose an exam from the exam tree of your degree programme.",
        ),
    )


def _ambiguous(obstacle: EnrolmentAmbiguous) -> Explanation:
    names = obstacle.programmes
    return Explanation(
        LocalizedText(
            de="Die Prüfung gehört zu mehreren Ihrer Studiengänge: {programmes}.",
            en="The exam is part of several of your degree programmes: {programmes}.",
        ).format(
            programmes=LocalizedText(
                de=", ".join(name.de for name in names), en=", ".join(name.en for name in names)
            )
        ),
        LocalizedText(
            de="Geben Sie an, für welchen Studiengang Sie die Prüfung ablegen.",
            en="State the degree programme for which you take the exam.",
        ),
    )


def _not_open_yet(obstacle: WindowNotOpenYet) -> Explanation:
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


def _closed(obstacle: WindowClosed) -> Explanation:
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


def _already_registered(obstacle: AlreadyRegistered) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie sind zu diesem Prüfungstermin bereits angemeldet (seit {since}).",
            en="You are already registered for this sitting (since {since}).",
        ).format(since=times.moment(obstacle.register_time)),
        LocalizedText(
            de="Es ist nichts weiter zu tun; Ihre Anmeldung finden Sie unter „Angemeldete "
            "Prüfungen“.",
            en='Nothing more is to be done; you find your registration under "Registered exams".',
        ),
    )


def _other_sitting(obstacle: OtherSittingRegistered) -> Explanation:
    when = (
        times.moment(obstacle.start_time)
        if obstacle.start_time is not None
        else LocalizedText(de="ohne festes Datum", en="undated")
    )
    return Explanation(
        LocalizedText(
            de="Sie sind bereits zu einem anderen Termin dieser Prüfung im selben "
            "Prüfungszeitraum angemeldet ({semester}, Prüfungszeitraum {period}, {when}).",
            en="You are already registered for another sitting of this exam in the same "
            "examination period ({semester}, examination period {period}, {when}).",
        ).format(semester=obstacle.semester.name, period=obstacle.period, when=when),
        LocalizedText(
            de="Melden Sie sich zuerst von dem anderen Termin ab.",
            en="Withdraw from the other sitting first.",
        ),
    )


def _full(obstacle: SittingFull) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Alle {capacity} Plätze dieses Prüfungstermins sind vergeben.",
            en="All {capacity} seats of this sitting are taken.",
        ).format(capacity=obstacle.capacity),
        LocalizedText(
            de="Versuchen Sie es später noch einmal, falls sich jemand abmeldet, oder wählen Sie "
            "einen anderen Termin.",
            en="Try again later in case somebody withdraws, or choose another sitting.",
        ),
    )


def _not_registered(obstacle: NotRegistered) -> Explanation:
    if obstacle.withdraw_time is None:
        message = LocalizedText(
            de="Sie sind zu diesem Prüfungstermin nicht angemeldet.",
            en="You are not registered for this sitting.",
        )
    else:
        message = LocalizedText(
            de="Sie sind zu diesem Prüfungstermin nicht mehr angemeldet: Die Abmeldung war am "
            "{when}.",
            en="You are no longer registered for this sitting: you withdrew on {when}.",
        ).format(when=times.moment(obstacle.withdraw_time))
    return Explanation(message, NOTHING_HELPS)


def _withdrawal_closed(obstacle: WithdrawalClosed) -> Explanation:
    closing = times.deadline(obstacle.close_time)
    if not obstacle.withdrawable_after_window:
        message = LocalizedText(
            de="Von einer kombinierten wissenschaftlichen Arbeit können Sie sich nach dem "
            "Anmeldezeitraum nicht mehr abmelden; er endete am {closing}.",
            en="A combined academic work cannot be withdrawn from after the registration "
            "period; it ended on {closing}.",
        )
    else:
        message = LocalizedText(
            de="Die Frist für einen Rücktritt ohne Angabe von Gründen ist abgelaufen; sie endete "
            "am {closing}.",
            en="The time limit for withdrawing without a reason has passed; it ended on {closing}.",
        )
    return Explanation(message.format(closing=closing), ASK_INFO_PORTAL)
