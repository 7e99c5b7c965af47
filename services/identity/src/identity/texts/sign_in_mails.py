"""The mails about signing in and passwords."""

from chassis.values import LocalizedText

WHEN = LocalizedText(de="Zeitpunkt", en="When")
DEVICE = LocalizedText(de="Gerät", en="Device")
NETWORK = LocalizedText(de="Netz", en="Network")
UNKNOWN_DEVICE = LocalizedText(de="unbekannt", en="unknown")

NEW_DEVICE_SUBJECT = LocalizedText(
    de="Anmeldung auf einem neuen Gerät", en="Sign-in on a new device"
)
NEW_DEVICE = LocalizedText(
    de="Ihr Universitäts-Account wurde auf einem Gerät angemeldet, das er noch nicht kannte.",
    en="Your university account was signed in to on a device that it did not know yet.",
)
NEW_DEVICE_ADVICE = LocalizedText(
    de="Waren Sie das? Dann müssen Sie nichts tun. Waren Sie das nicht, ändern Sie bitte sofort Ihr"
    " Passwort, beenden Sie dabei alle anderen Sitzungen und wenden Sie sich an den IT-Service.",
    en="Was it you? Then there is nothing to do. If not, please change your password at once, end"
    " all other sessions with it, and turn to the IT service.",
)

PASSWORD_OFF_SUBJECT = LocalizedText(
    de="Anmeldung mit Passwort eingeschränkt", en="Sign-in with the password restricted"
)
PASSWORD_OFF = LocalizedText(
    de="Für Ihren Universitäts-Account gab es 100 fehlgeschlagene Anmeldungen hintereinander. Auf"
    " Geräten, auf denen Ihr Account noch nicht angemeldet war, geht die Anmeldung mit Passwort"
    " deshalb vorerst nicht.",
    en="There were 100 failed sign-ins in a row for your university account. On devices that your"
    " account was not signed in on before, the password does not work for now.",
)
PASSWORD_OFF_ADVICE = LocalizedText(
    de="Auf Ihren bisherigen Geräten und mit einem Passkey melden Sie sich wie gewohnt an; die"
    " Einschränkung endet damit. Sonst setzen Sie das Passwort über Ihre private E-Mail-Adresse"
    " zurück oder wenden sich an den IT-Service.",
    en="On your devices so far and with a passkey you sign in as usual, and the restriction ends"
    " with that. Else reset the password by your private e-mail address, or turn to the IT"
    " service.",
)

PASSWORD_ON_SUBJECT = LocalizedText(
    de="Anmeldung mit Passwort wieder frei", en="Sign-in with the password open again"
)
PASSWORD_ON = LocalizedText(
    de="Der IT-Service hat die Anmeldung mit Passwort auf neuen Geräten wieder freigegeben.",
    en="The IT service has opened the sign-in with the password on new devices again.",
)
PASSWORD_ON_ADVICE = LocalizedText(
    de="Wenn Sie nicht darum gebeten haben, wenden Sie sich bitte an den IT-Service.",
    en="If you did not ask for it, please turn to the IT service.",
)

PASSWORD_CHANGED_SUBJECT = LocalizedText(de="Passwort geändert", en="Password changed")
PASSWORD_CHANGED = LocalizedText(
    de="Das Passwort Ihres Universitäts-Accounts wurde geändert.",
    en="The password of your university account was changed.",
)
PASSWORD_CHANGED_ADVICE = LocalizedText(
    de="Waren Sie das nicht? Dann setzen Sie das Passwort bitte sofort über Ihre private"
    " E-Mail-Adresse zurück und wenden Sie sich an den IT-Service.",
    en="Was it not you? Then please reset the password by your private e-mail address at once, and"
    " turn to the IT service.",
)

ALARM_SUBJECT = LocalizedText(
    de="Ungewöhnlich viele fehlgeschlagene Anmeldungen", en="Unusually many failed sign-ins"
)
ALARM = LocalizedText(
    de="Beim Universitäts-Account schlagen mehr Anmeldungen fehl als sonst.",
    en="More sign-ins to the university account fail than usual.",
)
FAILURES = LocalizedText(de="Fehlversuche je Minute", en="Failures a minute")
NAMES = LocalizedText(de="Nutzernamen je Stunde", en="User names an hour")
BUSIEST_NETWORK = LocalizedText(
    de="Netz mit den meisten Nutzernamen", en="Network with the most user names"
)
ALARM_ADVICE = LocalizedText(
    de="Bitte prüfen Sie die Protokolle und sperren Sie auffällige Netze. Diese Nachricht kommt"
    " höchstens einmal je Stunde.",
    en="Please look at the logs and block conspicuous networks. This message comes once an hour at"
    " the most.",
)
