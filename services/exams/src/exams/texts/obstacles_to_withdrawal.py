"""Obstacles to withdrawing from an exam."""

from chassis.values import LocalizedText

from exams.domain import obstacles_to_withdrawal as found
from exams.domain.statuses import Status
from exams.texts import times
from exams.texts.explanation import ASK_INFO_PORTAL, NOTHING_HELPS, Explanation

ToWithdrawal = (
    found.NotRegistered
    | found.WithdrawalClosed
    | found.LotteryClosed
    | found.SickNoteUndecided
    | found.AlreadyExamined
)
# How a registration ended that its student did not withdraw.
ENDINGS = {
    Status.NOT_DRAWN: LocalizedText(
        de="Sie haben bei der Verlosung keinen Platz erhalten.",
        en="The draw gave you no seat.",
    ),
    Status.DEREGISTERED: LocalizedText(
        de="Das Prüfungsamt hat Ihre Anmeldung beendet.",
        en="The examinations office has ended your registration.",
    ),
    Status.WITHDRAWAL_APPROVED: LocalizedText(
        de="Ihr Rücktritt aus wichtigem Grund wurde bereits genehmigt.",
        en="Your withdrawal with a reason has been approved already.",
    ),
    Status.REPEAT_WAIVED: LocalizedText(
        de="Auf die Wiederholung dieser Prüfung wurde verzichtet.",
        en="The repeat of this exam was waived.",
    ),
}


def explain(obstacle: ToWithdrawal) -> Explanation:
    """The sentences for an obstacle."""
    match obstacle:
        case found.NotRegistered():
            return _not_registered(obstacle)
        case found.WithdrawalClosed():
            return _withdrawal_closed(obstacle)
        case found.LotteryClosed():
            return _lottery_closed(obstacle)
        case found.SickNoteUndecided():
            return _sick_note_undecided()
        case found.AlreadyExamined():
            return _already_examined()


def _not_registered(obstacle: found.NotRegistered) -> Explanation:
    if obstacle.status in ENDINGS:
        message = ENDINGS[obstacle.status]
    elif obstacle.withdraw_time is None:
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


def _withdrawal_closed(obstacle: found.WithdrawalClosed) -> Explanation:
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


def _lottery_closed(obstacle: found.LotteryClosed) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Vom Ende des Anmeldezeitraums ({closing}) bis zur Verlosung steht fest, wer an ihr "
            "teilnimmt.",
            en="From the end of the registration period ({closing}) until the draw it is fixed "
            "who takes part in it.",
        ).format(closing=times.deadline(obstacle.close_time)),
        LocalizedText(
            de="Erhalten Sie einen Platz, können Sie danach bis zum Ende der Rücktrittsfrist "
            "zurücktreten.",
            en="If you are given a seat, you can withdraw afterwards until the withdrawal limit.",
        ),
    )


def _sick_note_undecided() -> Explanation:
    return Explanation(
        LocalizedText(
            de="Zu dieser Prüfung liegt ein Attest vor, über das noch nicht entschieden ist.",
            en="A doctor's form was filed for this exam and is not decided on yet.",
        ),
        LocalizedText(
            de="Warten Sie die Entscheidung des Prüfungsamtes ab; Sie erhalten eine E-Mail.",
            en="Please wait for the examinations office's decision; you will receive an e-mail.",
        ),
    )


def _already_examined() -> Explanation:
    return Explanation(
        LocalizedText(
            de="Die Prüfung hat ganz oder teilweise stattgefunden; ein Rücktritt ist nicht mehr "
            "möglich.",
            en="The examination has taken place, wholly or in part; it can no longer be withdrawn "
            "from.",
        ),
        ASK_INFO_PORTAL,
    )
