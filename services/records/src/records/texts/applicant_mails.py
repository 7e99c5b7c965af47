"""The mails to applicants, German first, then English."""

from chassis.values import LocalizedText

ACCEPTED_SUBJECT = LocalizedText(de="Zulassung: {programme}", en="acceptance: {programme}")
ACCEPTED = LocalizedText(
    de="Sie sind zum Studium zugelassen. Sie werden eingeschrieben, sobald der Semesterbeitrag"
    "\nvollständig und fristgerecht auf dem Konto der Universität eingegangen ist. Mit der Zahlung"
    "\nerklären Sie, dass Sie das Studium aufnehmen.",
    en="You are accepted for the programme. You are enrolled as soon as the complete semester"
    "\ncontribution has arrived on the university's account in time. By paying you declare that you"
    "\nbegin the programme.",
)
ACCEPTED_ADVICE = LocalizedText(
    de="Es zählt der Tag, an dem das Geld auf dem Konto der Universität ist (Wertstellung). Bitte"
    "\nüberweisen Sie genau diesen Betrag und geben Sie den Verwendungszweck vollständig an: zuerst"
    "\ndie neunstellige Bewerbernummer, dann Name und Vorname.",
    en="The day counts on which the money is on the university's account (value date). Please"
    "\ntransfer exactly this amount and give the whole reference: first the applicant number of"
    " nine\ndigits, then surname and first name.",
)
NOTHING_DUE = LocalizedText(
    de="Sie sind zum Studium zugelassen. Für das erste Semester ist kein Beitrag zu zahlen.",
    en="You are accepted for the programme. No contribution is due for the first semester.",
)
EXTENDED_SUBJECT = LocalizedText(
    de="Neue Zahlungsfrist: {programme}", en="new payment deadline: {programme}"
)
EXTENDED = LocalizedText(
    de="Die Frist für Ihren Semesterbeitrag ist verlängert.",
    en="The deadline for your semester contribution is extended.",
)
ENROLLED_SUBJECT = LocalizedText(de="Einschreibung: {programme}", en="enrolment: {programme}")
ENROLLED = LocalizedText(
    de="Ihr Semesterbeitrag ist eingegangen: Sie sind eingeschrieben.",
    en="Your semester contribution has arrived: you are enrolled.",
)
ENROLLED_ADVICE = LocalizedText(
    de="Die Zugangsdaten zu Ihrem Account erhalten Sie gesondert. Nachrichten der Universität gehen"
    " von\nnun an an Ihr Universitätspostfach.",
    en="You get the access data of your account separately. From now on the university's messages"
    " go\nto your university mailbox.",
)
LAPSED_SUBJECT = LocalizedText(
    de="Zulassung erloschen: {programme}", en="acceptance lapsed: {programme}"
)
LAPSED = LocalizedText(
    de="Ihr Semesterbeitrag ist nicht vollständig und fristgerecht eingegangen. Ihre Zulassung ist"
    "\ndamit erloschen.",
    en="Your semester contribution has not arrived completely and in time. Your acceptance has"
    "\nlapsed.",
)
LAPSED_ADVICE = LocalizedText(
    de="Haben Sie rechtzeitig überwiesen, wenden Sie sich mit dem Beleg sofort an den"
    "\nStudierendenservice.",
    en="If you did transfer the money in time, turn to Student Services with the proof at once.",
)
WITHDRAWN_SUBJECT = LocalizedText(
    de="Zulassung zurückgegeben: {programme}", en="acceptance given up: {programme}"
)
WITHDRAWN = LocalizedText(
    de="Wir haben vermerkt, dass Sie das Studium nicht aufnehmen. Sie müssen nichts zahlen.",
    en="We have noted that you do not begin the programme. You need not pay anything.",
)
WITHDRAWN_ADVICE = LocalizedText(
    de="Ist noch Geld von Ihnen unterwegs, wenden Sie sich bitte an den Studierendenservice: Sie"
    "\nerhalten es zurück.",
    en="If money from you is still under way, please turn to Student Services: you get it back.",
)
REFUND_ADVICE = LocalizedText(
    de="Was Sie dafür gezahlt haben, erhalten Sie zurück; eine eigene E-Mail sagt Ihnen, wie Sie"
    "\ndas Konto nennen.",
    en="You get back what you have paid for it; another e-mail tells you how to name the account.",
)
APPLICANT_NUMBER = LocalizedText(de="Bewerbernummer", en="Applicant number")
MATRICULATION_NUMBER = LocalizedText(de="Matrikelnummer", en="Matriculation number")
PROGRAMME = LocalizedText(de="Studiengang", en="Programme")
REFUND = LocalizedText(de="Erstattung", en="Refund")
FIRST_SEMESTER = LocalizedText(de="Erstes Semester", en="First semester")
