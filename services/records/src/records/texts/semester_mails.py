"""The words of the mails about how semesters are to be spent."""

from chassis.values import LocalizedText

STUDENT = LocalizedText(de="Student/in", en="Student")
PROGRAMME = LocalizedText(de="Studiengang", en="Degree programme")
SEMESTER = LocalizedText(de="Semester", en="Semester")
FROM_SEMESTER = LocalizedText(de="Ab", en="From")
DUE = LocalizedText(de="Semesterbeitrag", en="Semester contribution")
OPEN = LocalizedText(de="Davon offen", en="Of it open")
REFUND = LocalizedText(de="Erstattung", en="Refund")

LEAVE_SUBJECT = LocalizedText(
    de="Beurlaubung eingetragen: {semester}", en="Leave of absence registered: {semester}"
)
LEAVE = LocalizedText(
    de="Sie sind für das {semester} beurlaubt.",
    en="You are on leave of absence in the {semester}.",
)
LEAVE_ADVICE = LocalizedText(
    de="Während der Beurlaubung können Sie keine Prüfungen ablegen. Bis zu einer Frist nach"
    " Vorlesungsbeginn können Sie sie mit einem Antrag zurücknehmen.",
    en="You cannot take examinations while you are on leave. Until a deadline after the start of"
    " lectures you can withdraw it with an application.",
)
LEAVE_STAYS = LocalizedText(
    de="Der Semesterbeitrag bleibt, wie er berechnet wurde: Der Antrag kam nach der Rückmeldefrist,"
    " und Antrag, Studierendenausweis und Nachweise lagen nicht alle innerhalb der Frist nach"
    " Vorlesungsbeginn vor.",
    en="The semester contribution stays as it was charged: the application came after the"
    " re-registration period, and application, student card and confirmation documents had not all"
    " been received within the period after the start of lectures.",
)
LEAVE_STAYS_UNTIL_CARD = LocalizedText(
    de="Der Semesterbeitrag bleibt vorerst, wie er berechnet wurde. Geben Sie bis {day} den"
    " Studierendenausweis mit dem Semesterticket ab, dann wird erstattet, was über den"
    " Studentenwerksbeitrag hinaus gezahlt ist.",
    en="The semester contribution stays as it was charged for the time being. Hand in the student"
    " card with the semester ticket by {day}; then what was paid beyond the Studentenwerk"
    " contribution is given back.",
)
WITHDRAWN_SUBJECT = LocalizedText(
    de="Beurlaubung zurückgenommen: {semester}", en="Leave of absence withdrawn: {semester}"
)
WITHDRAWN = LocalizedText(
    de="Ihre Beurlaubung für das {semester} ist zurückgenommen.",
    en="Your leave of absence for the {semester} is withdrawn.",
)
WITHDRAWN_ADVICE = LocalizedText(
    de="Bitte überweisen Sie den offenen Betrag sofort; er ist bereits fällig.",
    en="Please transfer the open amount at once; it is due already.",
)
WITHDRAWN_NOTHING_OPEN = LocalizedText(
    de="Zu zahlen ist zurzeit nichts. Zur Rückmeldung werden Sie wie üblich aufgerufen.",
    en="There is nothing to pay at present. You are called to re-register as usual.",
)
REASON = LocalizedText(de="Grund", en="Reason")
ABROAD_CANCELLED_SUBJECT = LocalizedText(
    de="Auslandssemester aufgehoben: {semester}", en="Semester abroad cancelled: {semester}"
)
ABROAD_CANCELLED = LocalizedText(
    de="Die Eintragung des {semester} als Auslandssemester ist aufgehoben.",
    en="The registration of the {semester} as a semester abroad is cancelled.",
)
PART_TIME_SUBJECT = LocalizedText(de="Teilzeitstudium eingetragen", en="Part-time study registered")
PART_TIME = LocalizedText(de="Sie studieren in Teilzeit.", en="You study part-time.")
PART_TIME_ADVICE = LocalizedText(
    de="Das gilt für jedes folgende Semester, bis Sie den Wechsel zurück beantragen. Bei der"
    " Platzvergabe durch Los haben Sie ein Vorwahlrecht. Ein Anspruch auf BAföG besteht nicht.",
    en="This holds for each following semester until you apply for the change back. Where places"
    " are drawn by lot you have a right of pre-selection. There is no right to BAföG.",
)
FULL_TIME_SUBJECT = LocalizedText(
    de="Rückkehr zum Vollzeitstudium eingetragen", en="Return to full-time study registered"
)
FULL_TIME = LocalizedText(de="Sie studieren wieder in Vollzeit.", en="You study full-time again.")
FULL_TIME_ADVICE = LocalizedText(
    de="Ob damit wieder Anspruch auf BAföG besteht, sagt Ihnen das BAföG-Amt.",
    en="The BAföG office tells you whether this brings back a right to BAföG.",
)
