"""The mails about a sick note, German first, then English."""

from chassis.values import LocalizedText

SUBJECT = LocalizedText(de="Krankmeldung: {exam}", en="sick note: {exam}")
FILED = LocalizedText(
    de="Ihre Krankmeldung zu der folgenden Prüfung ist eingegangen.",
    en="Your sick note for the following exam has arrived.",
)
FILED_ADVICE = LocalizedText(
    de="Das Prüfungsamt prüft das Attest und entscheidet, ob der Rücktritt genehmigt wird. Sie\n"
    "erhalten darüber eine E-Mail. Heben Sie das Original des Attests bis dahin auf.",
    en="The examinations office looks at the doctor's form and decides whether the withdrawal is\n"
    "approved. You get an e-mail about it. Keep the original of the form until then.",
)
APPROVED = LocalizedText(
    de="Das Prüfungsamt hat Ihren Rücktritt wegen Krankheit genehmigt. Es zählt kein Versuch.",
    en="The examinations office has approved your withdrawal for illness. No attempt is counted.",
)
APPROVED_ADVICE = LocalizedText(
    de="Melden Sie sich zu einem späteren Termin an, sofern Sie nicht schon angemeldet sind; Sie\n"
    "finden Ihre Anmeldungen im Portal unter „Info über angemeldete Prüfungen“.",
    en="Register for a later sitting, unless you are registered already; you find your\n"
    'registrations in the portal under "Registered exams".',
)
REFUSED = LocalizedText(
    de="Das Prüfungsamt hat Ihren Rücktritt wegen Krankheit abgelehnt. Die Prüfung gilt als nicht\n"
    "bestanden (5,0); der Versuch zählt.",
    en="The examinations office has refused your withdrawal for illness. The exam counts as\n"
    "failed (5.0); the attempt is used.",
)
REFUSED_ADVICE = LocalizedText(
    de="Gegen diese Entscheidung können Sie beim Prüfungsausschuss Widerspruch einlegen. Das\n"
    "Prüfungsamt berät Sie.",
    en="You can object to this decision at the examination board. The examinations office\n"
    "advises you.",
)
REFUSED_BEFORE = LocalizedText(
    de="Das Prüfungsamt hat Ihre Krankmeldung nicht anerkannt. Sie sind weiterhin zu der Prüfung\n"
    "angemeldet.",
    en="The examinations office has not accepted your sick note. You are still registered for the\n"
    "exam.",
)
REFUSED_BEFORE_ADVICE = LocalizedText(
    de="Nehmen Sie an der Prüfung teil, oder reichen Sie ein anderes Attest ein. Wer ohne\n"
    "anerkannten Grund fehlt, hat nicht bestanden.",
    en="Take the exam, or file another doctor's form. Whoever is absent without an accepted\n"
    "reason has failed.",
)
FILE_TIME = LocalizedText(de="Eingegangen am", en="Arrived on")
DECIDE_TIME = LocalizedText(de="Entschieden am", en="Decided on")
