"""The mails about a registration and a withdrawal, German first, then English."""

from chassis.values import LocalizedText

REGISTERED_SUBJECT = LocalizedText(de="Prüfungsanmeldung: {exam}", en="exam registration: {exam}")
WITHDRAWN_SUBJECT = LocalizedText(de="Prüfungsabmeldung: {exam}", en="exam withdrawal: {exam}")
WAITING_SUBJECT = LocalizedText(de="Warteliste: {exam}", en="waiting list: {exam}")
LOTTERY_SUBJECT = LocalizedText(de="Platzverlosung: {exam}", en="draw of seats: {exam}")
REGISTERED_OPENING = LocalizedText(
    de="Sie sind zu der folgenden Prüfung angemeldet.",
    en="You are registered for the following exam.",
)
REPEAT_REGISTERED_OPENING = LocalizedText(
    de="Sie sind von der Prüfung im ersten Zeitraum abgemeldet und damit nach Ihrer"
    " Prüfungsordnung\nzu der folgenden Prüfung angemeldet.",
    en="You are withdrawn from the exam in the first period and thereby, by your"
    " regulations,\nregistered for the following exam.",
)
WITHDRAWN_OPENING = LocalizedText(
    de="Sie sind von der folgenden Prüfung abgemeldet.",
    en="You are withdrawn from the following exam.",
)
WAITING_OPENING = LocalizedText(
    de="Alle Plätze der folgenden Prüfung sind vergeben. Sie stehen auf der Warteliste und sind"
    " noch\nnicht angemeldet. Wird ein Platz frei, rücken Sie der Reihe nach auf und erhalten eine"
    " E-Mail.",
    en="All seats of the following exam are taken. You are on the waiting list and not registered"
    "\nyet. When a seat becomes free you move up in turn and get an e-mail.",
)
LOTTERY_REQUESTED_OPENING = LocalizedText(
    de="Die Plätze der folgenden Prüfung werden verlost. Sie nehmen an der Verlosung teil und sind"
    " noch\nnicht angemeldet. Nach der Verlosung erhalten Sie eine E-Mail.",
    en="The seats of the following exam are drawn by lot. You take part in the draw and are not"
    "\nregistered yet. After the draw you get an e-mail.",
)
PROMOTED_OPENING = LocalizedText(
    de="Ein Platz ist frei geworden: Sie sind von der Warteliste aufgerückt und zu der folgenden"
    "\nPrüfung angemeldet.",
    en="A seat has become free: you moved up from the waiting list and are registered for the"
    "\nfollowing exam.",
)
DRAWN_OPENING = LocalizedText(
    de="Sie haben in der Verlosung einen Platz erhalten und sind zu der folgenden Prüfung"
    " angemeldet.",
    en="The draw gave you a seat: you are registered for the following exam.",
)
NOT_DRAWN_OPENING = LocalizedText(
    de="Sie haben in der Verlosung keinen Platz der folgenden Prüfung erhalten.",
    en="The draw gave you no seat of the following exam.",
)
REGISTERED_BY_OFFICE_OPENING = LocalizedText(
    de="Das Prüfungsamt hat Sie zu der folgenden Prüfung angemeldet.",
    en="The examinations office registered you for the following exam.",
)
DEREGISTERED_OPENING = LocalizedText(
    de="Das Prüfungsamt hat Sie von der folgenden Prüfung abgemeldet. Es zählt kein Versuch.",
    en="The examinations office deregistered you from the following exam. No attempt is counted.",
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
REQUEST_TIME = LocalizedText(de="Angefragt am", en="Asked on")
WITHDRAW_TIME = LocalizedText(de="Abgemeldet am", en="Withdrawn on")
WAITING_PLACE = LocalizedText(de="Platz auf der Warteliste", en="Place in the waiting list")
REMARK = LocalizedText(de="Grund", en="Reason")
SEQ = LocalizedText(de="Laufende Nummer der Prüfung", en="Number in the exam's order")
REGISTRATION_NUMBER = LocalizedText(de="Nummer der Anmeldung", en="Registration number")
CHECK = LocalizedText(
    de="Bitte prüfen Sie im Portal unter „Info über angemeldete Prüfungen“, ob alles wie "
    "gewünscht\nerfasst ist. Achten Sie dabei auf Semester und Prüfungsdatum. Drucken oder "
    "speichern Sie die\nÜbersicht als PDF.",
    en='Please check in the portal under "Registered exams" that everything is recorded as you '
    "want it.\nPay attention to semester and exam date. Print the overview or save it as a PDF.",
)
