"""The mails about re-registration, German first, then English."""

from chassis.values import LocalizedText

CALL_SUBJECT = LocalizedText(
    de="Rückmeldung zum {semester}", en="re-registration for the {semester}"
)
CALL = LocalizedText(
    de="Bitte melden Sie sich zum {semester} zurück, indem Sie den folgenden Betrag überweisen.",
    en="Please re-register for the {semester} by transferring the following amount.",
)
CALL_ADVICE = LocalizedText(
    de="Es zählt der Tag, an dem das Geld auf dem Konto der Universität ist (Wertstellung). Bitte"
    "\ngeben Sie den Verwendungszweck vollständig an: zuerst die siebenstellige Matrikelnummer,"
    " dann\nName und Vorname. Wer die Frist versäumt, erhält eine gebührenpflichtige Mahnung und"
    " wird\ndanach exmatrikuliert. Beenden Sie Ihr Studium, beantragen Sie die Exmatrikulation.",
    en="The day counts on which the money is on the university's account (value date). Please give"
    "\nthe whole reference: first the matriculation number of seven digits, then surname and first"
    "\nname. Who misses the deadline gets a reminder with a charge and is de-registered after that."
    "\nIf you end your studies, apply for de-registration.",
)
REMINDER_SUBJECT = LocalizedText(
    de="Mahnung: Rückmeldung zum {semester}", en="reminder: re-registration for the {semester}"
)
REMINDER = LocalizedText(
    de="Sie haben sich nicht fristgerecht zum {semester} zurückgemeldet. Der folgende Betrag ist"
    "\nnoch offen; die Mahngebühr von {fee} ist darin enthalten.",
    en="You have not re-registered for the {semester} in time. The following amount is still open;"
    "\nit includes the charge of {fee} for this reminder.",
)
REMINDER_ADVICE = LocalizedText(
    de="Geht der Betrag nicht bis zu diesem Tag ein, werden Sie zum Ende des laufenden Semesters"
    "\nexmatrikuliert. War das Geld schon vor dieser Mahnung auf dem Konto der Universität,"
    " entfällt\ndie Mahngebühr von selbst.",
    en="If the amount has not arrived by that day, you will be de-registered at the end of the"
    "\ncurrent semester. If the money was on the university's account before this reminder, the"
    "\ncharge falls away by itself.",
)
DONE_SUBJECT = LocalizedText(
    de="Zurückgemeldet zum {semester}", en="re-registered for the {semester}"
)
DONE = LocalizedText(
    de="Sie sind zum {semester} zurückgemeldet.", en="You are re-registered for the {semester}."
)
DONE_ADVICE = LocalizedText(
    de="Ihr Studierendenausweis gilt für dieses Semester. Bescheinigungen finden Sie im Portal.",
    en="Your student card is valid for this semester. You find certificates in the portal.",
)
UNDONE_SUBJECT = LocalizedText(
    de="Rückmeldung zum {semester} aufgehoben",
    en="re-registration for the {semester} taken back",
)
UNDONE = LocalizedText(
    de="Ihr Beitrag zum {semester} ist nicht mehr vollständig bezahlt: Eine Zahlung ist"
    " zurückgegangen\noder war nicht Ihre, oder es ist mehr fällig geworden, etwa weil eine"
    " Beurlaubung zurückgenommen\nist. Ihre Rückmeldung ist damit aufgehoben. Der folgende Betrag"
    " ist offen.",
    en="Your contribution for the {semester} is not paid completely any more: a payment went back"
    " or\nwas not yours, or more has become due, such as after a withdrawal of leave of absence."
    " Your\nre-registration is taken back. The following amount is open.",
)
REOPENED_SUBJECT = LocalizedText(de="Exmatrikulation aufgehoben", en="de-registration taken back")
REOPENED = LocalizedText(
    de="Ihre Zahlung zum {semester} war vor Abschluss der Rückmeldung auf dem Konto der"
    " Universität.\nIhre Exmatrikulation ist aufgehoben.",
    en="Your payment for the {semester} was on the university's account before re-registration was"
    "\nclosed. Your de-registration is taken back.",
)
REOPENED_ADVICE = LocalizedText(
    de="Sie müssen nichts weiter tun.", en="There is nothing more that you need to do."
)
SEMESTER = LocalizedText(de="Semester", en="Semester")
VALUE_DATE = LocalizedText(de="Eingang (Wertstellung)", en="Arrived (value date)")
STUDENT = LocalizedText(de="Studierende/r", en="Student")

# What follows, as the portal shows it.
NOT_CALLED_FOLLOWS = LocalizedText(
    de="Die Rückmeldung beginnt am {first}. Sie erhalten dann eine E-Mail an Ihr"
    " Universitätspostfach.",
    en="Re-registration begins on {first}. You will then get an e-mail at your university mailbox.",
)
CALLED_FOLLOWS = LocalizedText(
    de="Überweisen Sie den Betrag so, dass er bis zum {deadline} auf dem Konto der Universität ist."
    " Sonst erhalten Sie eine gebührenpflichtige Mahnung.",
    en="Transfer the amount so that it is on the university's account by {deadline}. Otherwise you"
    " get a reminder with a charge.",
)
REMINDED_FOLLOWS = LocalizedText(
    de="Überweisen Sie den Betrag so, dass er bis zum {deadline} auf dem Konto der Universität ist."
    " Sonst werden Sie exmatrikuliert.",
    en="Transfer the amount so that it is on the university's account by {deadline}. Otherwise you"
    " will be de-registered.",
)
OVERDUE_FOLLOWS = LocalizedText(
    de="Die Frist ist seit dem {deadline} vorbei. Überweisen Sie den Betrag sofort: bis zum"
    " Abschluss der Rückmeldung werden Sie damit noch zurückgemeldet.",
    en="The deadline passed on {deadline}. Transfer the amount at once: until re-registration is"
    " closed it still re-registers you.",
)
DONE_FOLLOWS = LocalizedText(
    de="Sie sind zurückgemeldet und müssen nichts weiter tun.",
    en="You are re-registered; there is nothing more that you need to do.",
)
CLOSED_FOLLOWS = LocalizedText(
    de="Sie haben sich nicht zurückgemeldet und sind zum {end} exmatrikuliert. Haben Sie"
    " rechtzeitig gezahlt, wenden Sie sich mit dem Beleg an den Studierendenservice.",
    en="You did not re-register and are de-registered as of {end}. If you paid in time, turn to"
    " Student Services with the proof.",
)
EXEMPT_FOLLOWS = LocalizedText(
    de="Für Sie ist keine Rückmeldung nötig, da Ihr Studium vorher endet.",
    en="You need not re-register, as your studies end before.",
)
PENDING_FOLLOWS = LocalizedText(
    de="Über Ihren Antrag auf Exmatrikulation ist noch nicht entschieden. Bis dahin erhalten Sie"
    " keine Mahnung.",
    en="Your application for de-registration is not decided yet. Until then you get no reminder.",
)
