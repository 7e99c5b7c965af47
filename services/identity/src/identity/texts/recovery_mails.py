"""The mails about the recovery address and a forgotten password."""

from chassis.values import LocalizedText

CODE = LocalizedText(de="Code", en="Code")
VALID_UNTIL = LocalizedText(de="Gültig bis", en="Valid until")
ADDRESS = LocalizedText(de="Adresse", en="Address")
USER_NAME = LocalizedText(de="Nutzername", en="User name")

CONFIRM_SUBJECT = LocalizedText(de="Bestätigen Sie Ihre Adresse", en="Confirm your address")
CONFIRM = LocalizedText(
    de="Diese Adresse soll helfen, wenn das Passwort eines Universitäts-Accounts vergessen wurde."
    " Bitte geben Sie diesen Code auf der Seite „Sicherheit“ ein.",
    en="This address is to help when the password of a university account was forgotten. Please"
    " enter this code on the page “Security”.",
)
CONFIRM_ADVICE = LocalizedText(
    de="Haben Sie das nicht veranlasst? Dann brauchen Sie nichts zu tun: Ohne den Code geschieht"
    " nichts.",
    en="Was it not you who asked for this? Then there is nothing to do: without the code nothing"
    " happens.",
)

RESET_SUBJECT = LocalizedText(de="Code für ein neues Passwort", en="Code for a new password")
RESET = LocalizedText(
    de="Für Ihren Universitäts-Account wurde ein neues Passwort angefordert. Bitte geben Sie diesen"
    " Code auf der Seite „Passwort vergessen“ ein.",
    en="A new password was asked for your university account. Please enter this code on the page"
    " “Password forgotten”.",
)
RESET_ADVICE = LocalizedText(
    de="Geben Sie den Code niemandem; auch der IT-Service fragt nie danach. Haben Sie das nicht"
    " veranlasst? Dann brauchen Sie nichts zu tun: Ohne den Code bleibt alles, wie es ist.",
    en="Give the code to nobody; the IT service never asks for it either. Was it not you who asked"
    " for this? Then there is nothing to do: without the code everything stays as it is.",
)

DONE_SUBJECT = LocalizedText(de="Neues Passwort gesetzt", en="New password set")
DONE = LocalizedText(
    de="Für Ihren Universitäts-Account wurde über „Passwort vergessen“ ein neues Passwort gesetzt."
    " Alle Sitzungen wurden beendet und alle bekannten Geräte vergessen.",
    en="A new password was set for your university account through “Password forgotten”. All"
    " sessions were ended and all known devices forgotten.",
)
DONE_ADVICE = LocalizedText(
    de="Waren Sie das nicht? Dann wenden Sie sich bitte sofort an den IT-Service.",
    en="Was it not you? Then please turn to the IT service at once.",
)

ADDRESS_SUBJECT = LocalizedText(
    de="Adresse für ein vergessenes Passwort geändert",
    en="Address for a forgotten password changed",
)
ADDRESS_CONFIRMED = LocalizedText(
    de="Für Ihren Universitäts-Account ist nun diese Adresse hinterlegt. Dorthin geht ein Code,"
    " wenn das Passwort vergessen wurde.",
    en="Your university account now has this address. A code goes there when the password was"
    " forgotten.",
)
ADDRESS_REMOVED = LocalizedText(
    de="Die Adresse für ein vergessenes Passwort wurde aus Ihrem Universitäts-Account entfernt.",
    en="The address for a forgotten password was removed from your university account.",
)
