"""What calendars of exams say."""

from chassis.values import LocalizedText

EXAM = LocalizedText(de="Prüfung: {name}", en="exam: {name}")
WITHDRAWAL = LocalizedText(
    de="Letzter Tag für den Rücktritt: {name}", en="last day to withdraw: {name}"
)
THESIS = LocalizedText(de="Abgabe bis 24:00 Uhr: {name}", en="hand-in until 24:00: {name}")
CATEGORY = LocalizedText(de="Prüfung", en="exam")
DEADLINE_CATEGORY = LocalizedText(de="Frist", en="deadline")
EXAM_NUMBER = LocalizedText(de="Prüfungsnummer: {number}", en="exam number: {number}")
MODULE = LocalizedText(de="Modul: {module}", en="module: {module}")
EXAMINER = LocalizedText(de="Prüfer/in: {examiner}", en="examiner: {examiner}")
WITHDRAWAL_UNTIL = LocalizedText(
    de="Rücktritt möglich bis: {limit}", en="withdrawal until: {limit}"
)
CANCELLED = LocalizedText(de="Dieser Termin fällt aus.", en="This sitting is cancelled.")
TENTATIVE = LocalizedText(
    de="Sie haben noch keinen Platz in diesem Termin.",
    en="You do not hold a seat of this sitting yet.",
)
CALENDAR_UNKNOWN = LocalizedText(
    de="Unter dieser Adresse gibt es keinen Kalender (mehr). Erzeugen Sie im Portal unter "
    "„Angemeldete Prüfungen“ eine neue Adresse.",
    en="There is no calendar at this address (any more). Make a new address in the portal under "
    '"Registered exams".',
)
REGULATIONS_UNKNOWN = LocalizedText(
    de="Diese Prüfungsordnung gibt es nicht. Wählen Sie eine aus der Liste der Prüfungsordnungen.",
    en="There are no such regulations. Choose some from the list of regulations.",
)
# The word in the name of a student's file.
CALENDAR_FILE = LocalizedText(de="pruefungen", en="exams")
REGULATIONS_CALENDAR = LocalizedText(
    de="Prüfungen {version}, {semester}", en="exams {version}, {semester}"
)
