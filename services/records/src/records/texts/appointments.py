"""Refusals and mails about appointments."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from records.domain.appointments import (
    MOST_AT_ONCE,
    BookingObstacle,
    Slot,
    SlotFault,
    SlotProblem,
)
from records.domain.catalogue import ContactFunction
from records.texts.times import between

FUNCTIONS = {
    ContactFunction.ADMINISTRATOR: LocalizedText(
        de="Sachbearbeitung im Studierendenservice", en="Programme administrator"
    ),
    ContactFunction.ADVISER: LocalizedText(de="Studienfachberatung", en="Programme adviser"),
    ContactFunction.DIRECTOR_OF_STUDIES: LocalizedText(
        de="Studiengangsleitung", en="Director of studies"
    ),
}
STUDENT_SERVICES = LocalizedText(de="Studierendenservice", en="Student Services")

_SLOT_TEXTS = {
    SlotFault.PAST: LocalizedText(
        de="Dieser Zeitpunkt ist vorbei. Bitte wählen Sie einen späteren.",
        en="This time is over. Please choose a later one.",
    ),
    SlotFault.TOO_FAR: LocalizedText(
        de="Dieser Tag liegt mehr als ein Jahr entfernt. Bitte prüfen Sie das Jahr.",
        en="This day is more than a year away. Please check the year.",
    ),
    SlotFault.END_NOT_AFTER_START: LocalizedText(
        de="Das Ende liegt nicht nach dem Anfang. Bitte prüfen Sie die Uhrzeiten.",
        en="The end is not after the start. Please check the times.",
    ),
    SlotFault.SEVERAL_DAYS: LocalizedText(
        de="Anfang und Ende liegen an verschiedenen Tagen. Bitte bieten Sie jeden Tag für sich an.",
        en="Start and end are on different days. Please offer each day by itself.",
    ),
    SlotFault.TOO_SHORT: LocalizedText(
        de="Ein Termin dauert mindestens fünf Minuten. Bitte wählen Sie eine längere Dauer.",
        en="An appointment takes five minutes at least. Please choose a longer duration.",
    ),
    SlotFault.DOES_NOT_FIT: LocalizedText(
        de="So lang ist die angebotene Zeit nicht. Bitte wählen Sie eine kürzere Dauer oder ein"
        " späteres Ende.",
        en="The time that is offered is not that long. Please choose a shorter duration or a later"
        " end.",
    ),
    SlotFault.TOO_MANY: LocalizedText(
        de=f"Auf einmal werden höchstens {MOST_AT_ONCE} Termine angeboten. Bitte wählen Sie weniger"
        " Wochen oder eine längere Dauer.",
        en=f"At most {MOST_AT_ONCE} appointments are offered at once. Please choose fewer weeks or"
        " a longer duration.",
    ),
}
_BOOKING_TEXTS = {
    BookingObstacle.CANCELLED: LocalizedText(
        de="Dieser Termin wurde abgesagt. Bitte wählen Sie einen anderen.",
        en="This appointment was cancelled. Please choose another one.",
    ),
    BookingObstacle.OVER: LocalizedText(
        de="Dieser Termin hat schon begonnen. Bitte wählen Sie einen späteren.",
        en="This appointment has begun already. Please choose a later one.",
    ),
    BookingObstacle.TAKEN: LocalizedText(
        de="Dieser Termin ist inzwischen vergeben. Bitte wählen Sie einen anderen.",
        en="This appointment has been taken meanwhile. Please choose another one.",
    ),
    BookingObstacle.ALREADY_BOOKED: LocalizedText(
        de="In dieser Liste haben Sie schon einen Termin gebucht; mehr als {most} zugleich geht"
        " nicht. Bitte sagen Sie erst diesen ab oder nehmen Sie ihn wahr.",
        en="You have booked an appointment in this list already; there can be no more than {most}"
        " at a time. Please cancel or keep that one first.",
    ),
    BookingObstacle.OTHER_APPOINTMENT: LocalizedText(
        de="Zu dieser Zeit haben Sie schon einen anderen Termin gebucht. Bitte wählen Sie eine"
        " andere Zeit oder sagen Sie jenen ab.",
        en="You have booked another appointment at this time. Please choose another time, or cancel"
        " that one.",
    ),
}

SUBJECT = LocalizedText(de="Termin am {time}", en="appointment on {time}")
TIME = LocalizedText(de="Zeit", en="Time")
LOCATION = LocalizedText(de="Ort", en="Location")
HOST = LocalizedText(de="Bei", en="With")
STUDENT = LocalizedText(de="Studierende/r", en="Student")
MAILBOX = LocalizedText(de="E-Mail", en="E-mail")
ABOUT = LocalizedText(de="Anliegen", en="Subject")
REASON = LocalizedText(de="Grund", en="Reason")

BOOKED = LocalizedText(
    de="Sie haben diesen Termin gebucht.", en="You have booked this appointment."
)
BOOKED_ADVICE = LocalizedText(
    de="Können Sie nicht kommen, sagen Sie den Termin bitte im Portal ab, damit ihn andere buchen"
    "\nkönnen.",
    en="If you cannot come, please cancel the appointment in the portal, so that others can book"
    " it.",
)
BOOKED_FOR_HOST = LocalizedText(
    de="In Ihrer Liste wurde dieser Termin gebucht.",
    en="This appointment in your list has been booked.",
)
FOR_HOST_ADVICE = LocalizedText(
    de="Ihre Termine sehen und ändern Sie im Portal unter „Termine“.",
    en="You see and change your appointments in the portal under “Appointments”.",
)
GIVEN_BACK = LocalizedText(
    de="Sie haben diesen Termin abgesagt.", en="You have cancelled this appointment."
)
GIVEN_BACK_ADVICE = LocalizedText(
    de="Einen neuen Termin buchen Sie im Portal unter „Termine“.",
    en="You book a new appointment in the portal under “Appointments”.",
)
GIVEN_BACK_FOR_HOST = LocalizedText(
    de="Dieser Termin in Ihrer Liste wurde abgesagt und kann wieder gebucht werden.",
    en="This appointment in your list was cancelled and can be booked again.",
)
CANCELLED = LocalizedText(
    de="Dieser Termin muss leider ausfallen.",
    en="This appointment unfortunately has to be cancelled.",
)


def times_invalid(problems: tuple[SlotProblem, ...]) -> Failure:
    """Times that cannot be offered; every fault is named."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "APPOINTMENT_TIMES_INVALID",
        LocalizedText(
            de="Diese Zeiten können nicht angeboten werden. Bitte berichtigen Sie die genannten"
            " Felder.",
            en="These times cannot be offered. Please correct the fields named.",
        ),
        fields=tuple(
            FieldProblem(each.field, each.fault.value, _SLOT_TEXTS[each.fault]) for each in problems
        ),
    )


def overlap(wanted: Slot, taken: Slot) -> Failure:
    """A wanted time shares a moment with one that is offered already."""
    text = LocalizedText(
        de="Die Zeit {wanted} überschneidet sich mit Ihrem Termin {taken}. Bitte wählen Sie eine"
        " andere Zeit oder sagen Sie jenen ab.",
        en="The time {wanted} overlaps with your appointment {taken}. Please choose another time,"
        " or cancel that one.",
    ).format(wanted=between(wanted.start, wanted.end), taken=between(taken.start, taken.end))
    reason = "APPOINTMENTS_OVERLAP"
    return Failure(
        Code.ALREADY_EXISTS, reason, text, fields=(FieldProblem("start_time", reason, text),)
    )


def nobody_to_advise() -> Failure:
    """An adviser who is in charge of no programme: nobody could book."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NOBODY_TO_ADVISE",
        LocalizedText(
            de="Sie sind für keinen Studiengang eingetragen, darum könnte niemand diese Termine"
            " buchen. Bitte lassen Sie sich im Studiengangsverzeichnis eintragen.",
            en="You are in charge of no degree programme, so nobody could book these appointments."
            " Please have yourself entered in the programme catalogue.",
        ),
    )


def appointment_unknown() -> Failure:
    """There is no such appointment, or it is none for this student."""
    return Failure(
        Code.NOT_FOUND,
        "APPOINTMENT_UNKNOWN",
        LocalizedText(
            de="Diesen Termin gibt es nicht, oder er wird Ihnen nicht angeboten. Bitte wählen Sie"
            " ihn aus der Liste.",
            en="There is no such appointment, or it is not offered to you. Please choose one from"
            " the list.",
        ),
    )


def booking_refused(obstacle: BookingObstacle, most_in_a_list: int) -> Failure:
    """What stands against booking."""
    text = _BOOKING_TEXTS[obstacle].format(most=most_in_a_list)
    return Failure(
        Code.FAILED_PRECONDITION,
        obstacle.value,
        text,
        fields=(FieldProblem("appointment_id", obstacle.value, text),),
    )


def cancelled_already() -> Failure:
    """The appointment was cancelled before."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "APPOINTMENT_CANCELLED",
        LocalizedText(
            de="Dieser Termin ist schon abgesagt. Es ist nichts weiter zu tun.",
            en="This appointment is cancelled already. There is nothing more to do.",
        ),
    )


def over() -> Failure:
    """The appointment is over, or has begun."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "APPOINTMENT_OVER",
        LocalizedText(
            de="Dieser Termin ist vorbei oder hat begonnen und kann nicht mehr abgesagt werden.",
            en="This appointment is over or has begun, and cannot be cancelled any more.",
        ),
    )
