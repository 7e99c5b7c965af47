"""The mails about a registration and a withdrawal, German first, then English."""

from chassis.values import LocalizedText

REGISTERED_SUBJECT = LocalizedText(de="Prüfungsanmeldung: {exam}", en="exam registration: {exam}")
WITHDRAWN_SUBJECT = LocalizedText(de="Prüfungsabmeldung: {exam}", en="exam withdrawal: {exam}")
REGISTERED_OPENING = LocalizedText(
    de="Sie sind zu der folgenden Prüfung angemeldet.",
    en="You are registered for the following exam.",
)
WITHDRAWN_OPENING = LocalizedText(
    de="Sie sind von der folgenden Prüfung abgemeldet.",
    en="You are withdrawn from the following exam.",
)
STUDENT = LocalizedText(de="Studierende/r", en="Student")
STATUS = LocalizedText(de="Status", en="Status")
EXAM = LocalizedText(de="Prüfung", en="Exam")
EXAM_NUMBER = LocalizedText(de="Prüfungsnummer", en="Exam number")
MODULE = LocalizedText(de="Modul", en="Module")
SEMESTER = LocalizedText(de="Semester", en="Semester")
SEMESTER_AND_PERIOD = LocalizedText(
    de="{semester}, {period}. Prüfungszeitraum", en="{semester}, examination period {period}"
)
DATE = LocalizedText(de="Prüfungsdatum", en="Exam date")
UNDATED = LocalizedText(de="ohne festes Datum", en="no fixed date")
ROOM = LocalizedText(de="Raum", en="Room")
EXAMINER = LocalizedText(de="Prüfer/in", en="Examiner")
WINDOW = LocalizedText(de="An- und Abmeldung", en="Registration window")
FROM_UNTIL = LocalizedText(de="{first} bis {last}", en="{first} to {last}")
WITHDRAWAL = LocalizedText(de="Rücktritt möglich bis", en="Withdrawal until")
REGISTER_TIME = LocalizedText(de="Angemeldet am", en="Registered on")
WITHDRAW_TIME = LocalizedText(de="Abgemeldet am", en="Withdrawn on")
REGISTRATION_NUMBER = LocalizedText(de="Nummer der Anmeldung", en="Registration number")
CHECK = LocalizedText(
    de="Bitte prüfen Sie im Portal unter „Info über angemeldete Prüfungen“, ob alles wie "
    "gewünscht\nerfasst ist. Achten Sie dabei auf Semester und Prüfungsdatum. Drucken oder "
    "speichern Sie die\nÜbersicht als PDF.",
    en='Please check in the portal under "Registered exams" that everything is recorded as you '
    "want it.\nPay attention to semester and exam date. Print the overview or save it as a PDF.",
)
CLOSING = LocalizedText(
    de="Diese E-Mail wurde automatisch erstellt. Bei Fragen hilft Ihnen das Info-Portal.",
    en="This e-mail was made automatically. For questions please turn to the Info-Portal.",
)
