"""The mails about an account's state. None of them holds a code or asks for a secret."""

from chassis.values import LocalizedText

USER_NAME = LocalizedText(de="Nutzername", en="User name")
STAGE = LocalizedText(de="Weiter offen", en="Still open")
STAGE_UNTIL = LocalizedText(de="Bis einschließlich", en="Until and including")
ENDED = LocalizedText(de="Ende Ihrer Einschreibung", en="End of your enrolment")
CLOSED_AFTER = LocalizedText(de="Account geschlossen nach dem", en="Account closed after")
FORMER_MAILBOX = LocalizedText(de="Bisherige Adresse", en="Former address")
NEW_MAILBOX = LocalizedText(de="Neue Adresse", en="New address")
NEXT_STAGE = LocalizedText(de="Danach", en="After that")
CLOSED = LocalizedText(de="Der Account wird geschlossen.", en="The account is closed.")

WIND_DOWN_SUBJECT = LocalizedText(
    de="Ihr Universitäts-Account nach dem Studium", en="Your university account after your studies"
)
WIND_DOWN_OPENING = LocalizedText(
    de="Ihre Einschreibung ist beendet. Ihr Account wird nun in Stufen geschlossen.",
    en="Your enrolment has ended. Your account is now closed in stages.",
)
WIND_DOWN_ADVICE = LocalizedText(
    de="Bitte sichern Sie Bescheinigungen, E-Mails und Dateien, die Sie behalten möchten, und"
    " nennen Sie wichtigen Absendern eine andere Adresse. Schreiben Sie sich wieder ein, bleibt"
    " der Account bestehen.",
    en="Please save certificates, e-mails and files that you want to keep, and give those who write"
    " to you another address. If you enrol again, the account stays.",
)

STAGE_ENDS_SUBJECT = LocalizedText(
    de="Ein Teil Ihres Universitäts-Accounts endet bald",
    en="A part of your university account ends soon",
)
STAGE_ENDS_OPENING = LocalizedText(
    de="Was nach Ihrem Studium noch offen ist, endet bald.",
    en="What is still open after your studies ends soon.",
)

STAGE_SUBJECT = LocalizedText(
    de="Ein Teil Ihres Universitäts-Accounts ist geschlossen",
    en="A part of your university account is closed",
)
STAGE_OPENING = LocalizedText(
    de="Eine Stufe nach Ihrem Studium ist vorüber.", en="A stage after your studies is over."
)

DISABLED_SUBJECT = LocalizedText(
    de="Ihr Universitäts-Account ist geschlossen", en="Your university account is closed"
)
CLOSED_OPENING = LocalizedText(
    de="Ihr Account ist geschlossen, weil Studium oder Beschäftigung beendet sind.",
    en="Your account is closed because your studies or your employment have ended.",
)
CLOSED_ADVICE = LocalizedText(
    de="Brauchen Sie noch eine Bescheinigung, hilft Ihnen der Studierendenservice. Schreiben Sie"
    " sich wieder ein, wird derselbe Account wieder geöffnet.",
    en="If you still need a certificate, Student Services will help you. If you enrol again, the"
    " same account is opened again.",
)
DISABLED_OPENING = LocalizedText(
    de="Ihr Account wurde von der Systemadministration gesperrt. Alle Sitzungen sind beendet.",
    en="Your account was disabled by a system administrator. All sessions have ended.",
)
DISABLED_ADVICE = LocalizedText(
    de="Bitte wenden Sie sich persönlich an die IT-Beratung und bringen Sie einen Ausweis mit.",
    en="Please turn to the IT service desk in person and bring an identity document.",
)
ENABLED_SUBJECT = LocalizedText(
    de="Ihr Universitäts-Account ist wieder offen", en="Your university account is open again"
)
ENABLED_OPENING = LocalizedText(
    de="Ihr Account kann wieder benutzt werden.", en="Your account can be used again."
)
ENABLED_ADVICE = LocalizedText(
    de="Melden Sie sich wie gewohnt an. Haben Sie Ihr Passwort vergessen, helfen die Anmeldeseite"
    " oder die IT-Beratung.",
    en="Please sign in as usual. If you forgot your password, the sign-in page or the IT service"
    " desk will help you.",
)

EMPLOYMENT_SUBJECT = LocalizedText(
    de="Ihre Beschäftigung ist beendet: Rechte entzogen",
    en="Your employment has ended: roles taken away",
)
EMPLOYMENT_OPENING = LocalizedText(
    de="Mit dem Ende Ihrer Beschäftigung enden Ihre Rechte in den Systemen der Universität.",
    en="With the end of your employment your roles in the university's systems end.",
)
EMPLOYMENT_ADVICE = LocalizedText(
    de="Ist das ein Irrtum, wenden Sie sich bitte an Ihre Personalstelle.",
    en="If this is a mistake, please turn to your human resources office.",
)

RESTARTED_SUBJECT = LocalizedText(
    de="Ihr Universitäts-Account beginnt neu", en="Your university account begins anew"
)
RESTARTED_OPENING = LocalizedText(
    de="Nach einer Ausweisprüfung wurden Passwort, zweite Faktoren, Dienst-Passwörter und Sitzungen"
    " Ihres Accounts gelöscht. Ein neuer Initialcode wurde ausgegeben.",
    en="After a check of an identity document the password, second factors, service passwords and"
    " sessions of your account were deleted. A new initial code was handed out.",
)
RESTARTED_ADVICE = LocalizedText(
    de="Waren Sie das nicht selbst, melden Sie sich bitte sofort bei der IT-Beratung.",
    en="If this was not you, please turn to the IT service desk at once.",
)

MAILBOX_SUBJECT = LocalizedText(
    de="Ihre E-Mail-Adresse an der Universität ist neu",
    en="Your e-mail address at the university is new",
)
MAILBOX_OPENING = LocalizedText(
    de="Die Adresse Ihres Accounts wurde von der Systemadministration geändert.",
    en="The address of your account was changed by a system administrator.",
)
MAILBOX_ADVICE = LocalizedText(
    de="Haben Sie das nicht veranlasst, melden Sie sich bitte bei der IT-Beratung.",
    en="If you did not ask for this, please turn to the IT service desk.",
)
