"""The mails about refunds. They name no account."""

from chassis.values import LocalizedText

WANTED_SUBJECT = LocalizedText(
    de="Erstattung: Bitte nennen Sie ein Konto", en="Refund: please name an account"
)
WANTED = LocalizedText(
    de="Sie bekommen Geld zurück. Bitte nennen Sie im Portal das Konto, auf das es überwiesen"
    " werden soll.",
    en="Money goes back to you. Please name in the portal the account that it is to be transferred"
    " to.",
)
BOUNCED = LocalizedText(
    de="Eine Überweisung an Sie kam von der Bank zurück. Bitte nennen Sie im Portal ein anderes"
    " Konto.",
    en="A transfer to you came back from the bank. Please name another account in the portal.",
)
WANTED_ADVICE = LocalizedText(
    de="Sie finden die Erstattung im Portal bei Ihrem Gebührenkonto. Wir fragen nie per E-Mail nach"
    " Ihrer Kontonummer; wer noch keinen Zugang hat, wendet sich an den Studierendenservice.",
    en="You find the refund in the portal with your fee account. We never ask for your account"
    " number by e-mail; who has no access yet, please turn to Student Services.",
)
PAID_SUBJECT = LocalizedText(de="Erstattung überwiesen", en="Refund transferred")
PAID = LocalizedText(de="Ihre Erstattung wurde überwiesen.", en="Your refund has been transferred.")
PAID_ADVICE = LocalizedText(
    de="Ist das Geld nach einer Woche nicht da, wenden Sie sich bitte an den Studierendenservice.",
    en="If the money has not arrived after a week, please turn to Student Services.",
)
AMOUNT = LocalizedText(de="Betrag", en="Amount")
REASON = LocalizedText(de="Grund", en="Reason")
