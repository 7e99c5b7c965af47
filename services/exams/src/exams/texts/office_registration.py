"""What the examinations office reads when it registers or deregisters a student."""

from chassis.values import LocalizedText

STUDENT_UNKNOWN = LocalizedText(
    de="Zu dieser Matrikelnummer ist niemand bekannt. Prüfen Sie die sieben Ziffern.",
    en="Nobody is known by this matriculation number. Check the seven digits.",
)
REGISTRATION_REFUSED = LocalizedText(
    de="Die Anmeldung ist auch dem Prüfungsamt nicht möglich: {messages}",
    en="Not even the examinations office can register here: {messages}",
)
REGISTRATION_ENDED = LocalizedText(
    de="Diese Anmeldung ist schon beendet. Laden Sie den aktuellen Stand.",
    en="This registration has ended already. Load its current state.",
)
RESULT_EXISTS = LocalizedText(
    de="Zu dieser Anmeldung gibt es ein Ergebnis. Nehmen Sie eine noch nicht freigegebene Eingabe "
    "zurück, oder schlagen Sie eine Berichtigung des Ergebnisses vor.",
    en="This registration has a result. Take back an entry that is not released yet, or propose a "
    "correction of the result.",
)
