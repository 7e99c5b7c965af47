"""Refusals and mails about student cards."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester, euros_in_words

from records.domain.obstacles import Obstacle
from records.domain.student_cards import CardLoss, CardObstacle, CardState

_GUIDE = "Organise your Masters, “Re-registration”"
_NOTHING = LocalizedText(de="", en="")

REFUSED = LocalizedText(
    de="Der Studierendenausweis kann nicht ausgestellt werden. {all}",
    en="The student card cannot be issued. {all}",
)
REFUSED_FOR_MANY_REASONS = LocalizedText(
    de="Der Studierendenausweis kann aus {count} Gründen nicht ausgestellt werden.",
    en="The student card cannot be issued for {count} reasons.",
)

_OBSTACLES = {
    CardObstacle.NOT_ENROLLED: (
        LocalizedText(
            de="Die Person ist in keinem laufenden oder kommenden Semester eingeschrieben.",
            en="The person is enrolled in no current or coming semester.",
        ),
        LocalizedText(de="Bitte schreiben Sie sie erst ein.", en="Please enrol the person first."),
        "",
    ),
    CardObstacle.CONTRIBUTION_OPEN: (
        LocalizedText(
            de="Vom Semesterbeitrag zum {semester} sind noch {amount} offen.",
            en="{amount} of the semester contribution for the {semester} are still open.",
        ),
        LocalizedText(
            de="Sobald er vollständig eingegangen ist, wird der Ausweis ausgestellt.",
            en="Once it has been received completely, the card is issued.",
        ),
        _GUIDE,
    ),
    CardObstacle.CARD_THERE: (
        LocalizedText(
            de="Die Person hat schon einen Ausweis; er wird mit der Rückmeldung verlängert.",
            en="The person has a card already; it is extended with the re-registration.",
        ),
        LocalizedText(
            de="Ist er nicht mehr da, erfassen Sie bitte einen Antrag auf Ersatz.",
            en="If it is gone, please file an application for a replacement.",
        ),
        "",
    ),
    CardObstacle.CARD_TO_REPLACE: (
        LocalizedText(
            de="Der letzte Ausweis ist gesperrt.",
            en="The last card is blocked.",
        ),
        LocalizedText(
            de="Bitte erfassen Sie einen Antrag auf Ersatz; dafür fällt eine Gebühr an.",
            en="Please file an application for a replacement; there is a fee for it.",
        ),
        "",
    ),
}

_ENDED = {
    CardState.BLOCKED: LocalizedText(
        de="Dieser Ausweis ist schon gesperrt. Ein Ersatz wird beantragt.",
        en="This card is blocked already. A replacement is applied for.",
    ),
    CardState.RETURNED: LocalizedText(
        de="Dieser Ausweis wurde schon zurückgegeben. Es ist nichts weiter zu tun.",
        en="This card was returned already. There is nothing more to do.",
    ),
    CardState.EXPIRED: LocalizedText(
        de="Dieser Ausweis gilt nicht mehr: Sein Semester oder die Einschreibung ist zu Ende. Er"
        " wird mit der nächsten Rückmeldung verlängert.",
        en="This card is not valid any more: its semester or the enrolment is over. It is extended"
        " with the next re-registration.",
    ),
}

SUBJECT = LocalizedText(de="Ihr Studierendenausweis", en="your student card")
CARD_NUMBER = LocalizedText(de="Ausweisnummer", en="Card number")
VALID_UNTIL = LocalizedText(de="Gültig bis", en="Valid until")
REASON = LocalizedText(de="Grund", en="Reason")
ISSUED = LocalizedText(
    de="Ihr Studierendenausweis ist ausgestellt.", en="Your student card has been issued."
)
ADVICE_IN_PERSON = LocalizedText(
    de="Bitte holen Sie ihn im Info-Portal ab und bringen Sie einen Lichtbildausweis mit.",
    en="Please fetch it at the Info-Portal, and bring an identity card with a photo.",
)
ADVICE_POST = LocalizedText(
    de="Wir schicken ihn mit der Post. Bitte prüfen Sie im Portal, ob Ihre Anschrift stimmt.",
    en="We send it by post. Please check in the portal that your address is right.",
)
SENT = LocalizedText(
    de="Ihr Studierendenausweis ist heute mit der Post an Sie abgegangen.",
    en="Your student card was sent to you by post today.",
)
ADVICE_SENT = LocalizedText(
    de="Ist er nach zwei Wochen nicht da, melden Sie sich bitte beim Info-Portal.",
    en="If it has not arrived after two weeks, please turn to the Info-Portal.",
)
BLOCKED = LocalizedText(
    de="Ihr Studierendenausweis ist gesperrt. Er gilt ab sofort nicht mehr, auch nicht als"
    "\nSemesterticket, und kann nicht wieder freigegeben werden.",
    en="Your student card is blocked. From now on it is not valid any more, nor is the semester"
    "\nticket on it, and it cannot be released again.",
)
ADVICE_BLOCKED = LocalizedText(
    de="Einen neuen Ausweis beantragen Sie im Portal unter „Anträge“. Haben Sie die Sperre nicht"
    "\nveranlasst, melden Sie sich bitte gleich beim Info-Portal.",
    en="Apply for a new card in the portal under “Applications”. If you have not asked for this,"
    "\nplease turn to the Info-Portal at once.",
)
LOSSES = {
    CardLoss.STOLEN: LocalizedText(de="gestohlen", en="stolen"),
    CardLoss.LOST: LocalizedText(de="verloren", en="lost"),
    CardLoss.DAMAGED: LocalizedText(de="beschädigt", en="damaged"),
}


def explained(obstacle: CardObstacle, semester: Semester | None, open_cents: int) -> Obstacle:
    """What stands against a card for the semester, with the facts."""
    explanation, remedy, source = _OBSTACLES[obstacle]
    facts = {
        "semester": _NOTHING if semester is None else semester.name,
        "amount": euros_in_words(open_cents),
    }
    return Obstacle(obstacle.value, explanation.format(**facts), remedy, source)


def card_unknown() -> Failure:
    """There is no such card."""
    return Failure(
        Code.NOT_FOUND,
        "STUDENT_CARD_UNKNOWN",
        LocalizedText(
            de="Diesen Ausweis gibt es nicht. Bitte prüfen Sie die Nummer auf der Karte.",
            en="There is no such card. Please check the number on the card.",
        ),
    )


def card_number_mistyped() -> Failure:
    """The check digit does not fit."""
    text = LocalizedText(
        de="Die Prüfziffer passt nicht zur Ausweisnummer. Bitte lesen Sie die Nummer noch einmal"
        " von der Karte ab.",
        en="The check digit does not fit the card number. Please read the number from the card"
        " again.",
    )
    reason = "CARD_NUMBER_MISTYPED"
    return Failure(
        Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem("card_number", reason, text),)
    )


def card_ended(state: CardState) -> Failure:
    """The card was blocked or returned before."""
    return Failure(Code.FAILED_PRECONDITION, "STUDENT_CARD_ENDED", _ENDED[state])


def card_delivered() -> Failure:
    """The card was handed over or sent before."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "STUDENT_CARD_DELIVERED",
        LocalizedText(
            de="Dieser Ausweis wurde schon ausgegeben. Kam er nicht an, sperren Sie ihn bitte als"
            " verloren und erfassen Sie einen Antrag auf Ersatz.",
            en="This card was given out already. If it did not arrive, please block it as lost and"
            " file an application for a replacement.",
        ),
    )


def return_day_wrong() -> Failure:
    """A day to come, or one before the card was made."""
    text = LocalizedText(
        de="Der Tag der Rückgabe liegt zwischen der Ausstellung des Ausweises und heute. Bitte"
        " prüfen Sie den Tag.",
        en="The day of the return lies between the issue of the card and today. Please check the"
        " day.",
    )
    reason = "RETURN_DAY_WRONG"
    return Failure(
        Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem("return_date", reason, text),)
    )


def no_card_to_replace() -> Failure:
    """The person has no card."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NO_CARD_TO_REPLACE",
        LocalizedText(
            de="Es gibt keinen Ausweis, der zu ersetzen wäre. Sobald der Semesterbeitrag"
            " vollständig eingegangen ist, wird einer ausgestellt.",
            en="There is no card to replace. One is issued once the semester contribution has been"
            " received completely.",
        ),
    )


def delivery_by_post() -> Failure:
    """Only after theft a new card is handed over."""
    text = LocalizedText(
        de="Nur nach einem Diebstahl wird der neue Ausweis sofort ausgegeben. Bitte wählen Sie den"
        " Versand mit der Post.",
        en="Only after theft the new card is handed over at once. Please choose delivery by post.",
    )
    reason = "DELIVERY_BY_POST"
    return Failure(
        Code.FAILED_PRECONDITION, reason, text, fields=(FieldProblem("delivery", reason, text),)
    )
