"""The mails about second factors."""

from chassis.values import LocalizedText

NOT_YOU = LocalizedText(
    de="Waren Sie das nicht? Dann ändern Sie bitte sofort Ihr Passwort, beenden Sie alle Sitzungen"
    " auf der Seite „Sicherheit“ und wenden Sie sich an den IT-Service.",
    en="Was it not you? Then please change your password at once, end all sessions on the page"
    " “Security”, and turn to the IT service.",
)
NAME = LocalizedText(de="Name", en="Name")
CODES_LEFT = LocalizedText(de="Übrige Codes", en="Codes left")

TOTP_ADDED_SUBJECT = LocalizedText(
    de="Authenticator-App eingerichtet", en="Authenticator app set up"
)
TOTP_ADDED = LocalizedText(
    de="Für Ihren Universitäts-Account wurde eine Authenticator-App eingerichtet. Bei der Anmeldung"
    " wird künftig ihr Code verlangt.",
    en="An authenticator app was set up for your university account. Signing in will ask for its"
    " code.",
)
TOTP_REMOVED_SUBJECT = LocalizedText(
    de="Authenticator-App entfernt", en="Authenticator app removed"
)
TOTP_REMOVED = LocalizedText(
    de="Die Authenticator-App Ihres Universitäts-Accounts wurde entfernt.",
    en="The authenticator app of your university account was removed.",
)

PASSKEY_ADDED_SUBJECT = LocalizedText(de="Passkey hinzugefügt", en="Passkey added")
PASSKEY_ADDED = LocalizedText(
    de="Für Ihren Universitäts-Account wurde ein Passkey hinzugefügt. Wer ihn hat und entsperrt,"
    " kann sich damit anmelden.",
    en="A passkey was added to your university account. Whoever has it and unlocks it can sign in.",
)
PASSKEY_REMOVED_SUBJECT = LocalizedText(de="Passkey entfernt", en="Passkey removed")
PASSKEY_REMOVED = LocalizedText(
    de="Ein Passkey Ihres Universitäts-Accounts wurde entfernt.",
    en="A passkey of your university account was removed.",
)
COUNTER_FELL_SUBJECT = LocalizedText(
    de="Anmeldung mit Passkey abgelehnt", en="Sign-in with passkey refused"
)
COUNTER_FELL = LocalizedText(
    de="Eine Anmeldung mit einem Ihrer Passkeys wurde abgelehnt: Das Gerät hat weniger"
    " Unterschriften gezählt als zuvor. Das kann bedeuten, dass jemand eine Kopie des Schlüssels"
    " hat.",
    en="Signing in with one of your passkeys was refused: the device counted fewer signatures than"
    " before. That can mean that somebody has a copy of its key.",
)
COUNTER_FELL_ADVICE = LocalizedText(
    de="Bitte entfernen Sie den Passkey auf der Seite „Sicherheit“ und legen Sie einen neuen an."
    " Bei Fragen wenden Sie sich an den IT-Service.",
    en="Please remove the passkey on the page “Security” and add a new one. For questions please"
    " turn to the IT service.",
)

CODES_MADE_SUBJECT = LocalizedText(de="Neue Wiederherstellungscodes", en="New recovery codes")
CODES_MADE = LocalizedText(
    de="Für Ihren Universitäts-Account wurden neue Wiederherstellungscodes erzeugt. Frühere gelten"
    " nicht mehr.",
    en="New recovery codes were made for your university account. Former ones do not work any"
    " more.",
)
CODE_USED_SUBJECT = LocalizedText(de="Wiederherstellungscode benutzt", en="Recovery code used")
CODE_USED = LocalizedText(
    de="Für Ihren Universitäts-Account wurde ein Wiederherstellungscode benutzt. Er gilt nun nicht"
    " mehr.",
    en="A recovery code of your university account was used. It does not work any more.",
)
FEW_CODES_ADVICE = LocalizedText(
    de="Sie haben nur noch wenige Codes. Bitte erzeugen Sie auf der Seite „Sicherheit“ neue."
    " Waren Sie das nicht? Dann ändern Sie bitte sofort Ihr Passwort und wenden Sie sich an den"
    " IT-Service.",
    en="You have few codes left. Please make new ones on the page “Security”. Was it not you? Then"
    " please change your password at once and turn to the IT service.",
)
