"""The mails about changed sittings, German first, then English."""

from chassis.values import LocalizedText

CHANGED_SUBJECT = LocalizedText(
    de="Prüfungstermin geändert: {exam}", en="exam date changed: {exam}"
)
CHANGED_OPENING = LocalizedText(
    de="Zeit oder Raum einer Prüfung, für die Sie angemeldet sind, haben sich geändert.",
    en="Time or room of an exam that you are registered for have changed.",
)
DATE_BEFORE = LocalizedText(de="Bisheriges Datum", en="Former date")
ROOM_BEFORE = LocalizedText(de="Bisheriger Raum", en="Former room")
NO_LONGER_KNOWN = LocalizedText(de="wird noch bekannt gegeben", en="is yet to be announced")
REASON = LocalizedText(de="Grund", en="Reason")
CHANGED_ADVICE = LocalizedText(
    de="Ihre Anmeldung bleibt bestehen. Unter „Info über angemeldete Prüfungen“ sehen Sie, bis "
    "wann Sie\nzurücktreten können; prüfen Sie auch, ob sich Prüfungen überschneiden.",
    en='Your registration stays as it is. "Registered exams" shows until when you can withdraw; '
    "please\ncheck too whether exams clash.",
)
