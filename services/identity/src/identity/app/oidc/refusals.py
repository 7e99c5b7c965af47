"""What the provider and its registry refuse, in words that name the remedy."""

from collections.abc import Iterable

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from identity.domain.oidc.registering import Problem, Unsuitable

REQUEST_NOT_TRUSTED = LocalizedText(
    de="Der Dienst, von dem Sie kommen, hat eine Anfrage geschickt, die hier nicht gilt. Bitte"
    " gehen Sie zu ihm zurück und melden Sie sich noch einmal an. Wenn das wieder geschieht,"
    " wenden Sie sich an den Support des Dienstes.",
    en="The service that you come from sent a request that is not valid here. Please go back to it"
    " and sign in again. If this happens again, turn to the support of that service.",
)
LOGOUT_NOT_TRUSTED = LocalizedText(
    de="Der Dienst, von dem Sie kommen, wollte Sie abmelden, aber seine Anfrage gilt hier nicht."
    " Sie sind weiter angemeldet. Bitte melden Sie sich im Portal selbst ab.",
    en="The service that you come from wanted to sign you out, but its request is not valid here."
    " You are still signed in. Please sign out in the portal yourself.",
)

_UNSUITABLE = {
    Unsuitable.TEXT_MISSING: LocalizedText(
        de="Bitte geben Sie den Text in beiden Sprachen an.",
        en="Please give the text in both languages.",
    ),
    Unsuitable.URI_NOT_ABSOLUTE: LocalizedText(
        de="Das ist keine vollständige Adresse. Bitte geben Sie sie mit https:// und Rechnernamen"
        " an; Sonderzeichen werden als %XX geschrieben.",
        en="This is no complete address. Please give it with https:// and host name; special"
        " characters are spelled as %XX.",
    ),
    Unsuitable.URI_NOT_HTTPS: LocalizedText(
        de="Die Adresse muss mit https:// beginnen; http:// geht nur für den eigenen Rechner"
        " (127.0.0.1, [::1] oder localhost).",
        en="The address has to start with https://; http:// is for the own machine only"
        " (127.0.0.1, [::1] or localhost).",
    ),
    Unsuitable.URI_WITH_FRAGMENT: LocalizedText(
        de="Die Adresse darf kein # enthalten. Bitte lassen Sie alles ab dem # weg.",
        en="The address must not contain a #. Please leave out everything from the # on.",
    ),
    Unsuitable.URI_WITH_WILDCARD: LocalizedText(
        de="Adressen werden Zeichen für Zeichen verglichen, ein * steht für nichts anderes. Bitte"
        " tragen Sie jede Adresse einzeln ein.",
        en="Addresses are compared character by character, a * stands for nothing else. Please"
        " enter each address by itself.",
    ),
    Unsuitable.URI_WITH_CREDENTIALS: LocalizedText(
        de="Die Adresse darf weder Nutzernamen noch Passwort enthalten.",
        en="The address must contain neither user name nor password.",
    ),
    Unsuitable.URI_OF_THIS_MACHINE: LocalizedText(
        de="Die Adresse muss auf einem anderen Rechner liegen als dieser Dienst.",
        en="The address has to be on another machine than this service.",
    ),
    Unsuitable.CONTACT_NOT_AN_ADDRESS: LocalizedText(
        de="Bitte geben Sie eine E-Mail-Adresse an, etwa moodle@leuphana.example.",
        en="Please give an e-mail address, such as moodle@leuphana.example.",
    ),
    Unsuitable.GRANT_MISSING: LocalizedText(
        de="Bitte wählen Sie mindestens eines aus.",
        en="Please choose at least one.",
    ),
    Unsuitable.REDIRECT_URI_MISSING: LocalizedText(
        de="Wer Personen anmelden lässt, braucht mindestens eine Rückkehradresse.",
        en="A system that lets people sign in needs at least one redirect URI.",
    ),
    Unsuitable.NOT_FOR_THIS_GRANT: LocalizedText(
        de="Das passt nicht zu dem, was für das System ausgewählt ist. Bitte lassen Sie das Feld"
        " leer oder ändern Sie die Auswahl.",
        en="This does not go with what is selected for the system. Please leave the field empty or"
        " change the selection.",
    ),
    Unsuitable.OPENID_MISSING: LocalizedText(
        de="Wer Personen anmelden lässt, braucht den Scope openid.",
        en="A system that lets people sign in needs the scope openid.",
    ),
    Unsuitable.SCOPE_UNKNOWN: LocalizedText(
        de="Einen dieser Scopes gibt es nicht. Bitte wählen Sie aus den angebotenen.",
        en="One of these scopes does not exist. Please choose from those offered.",
    ),
    Unsuitable.SCOPE_OF_SYSTEMS: LocalizedText(
        de="Einer dieser Scopes ist für Systeme, die für sich selbst handeln. Bitte wählen Sie dazu"
        " den Zugang mit eigenen Zugangsdaten (client credentials).",
        en="One of these scopes is for systems that act for themselves. Please select access with"
        " credentials of its own (client credentials) as well.",
    ),
    Unsuitable.CLAIM_UNKNOWN: LocalizedText(
        de="Eine dieser Angaben gibt es nicht. Bitte wählen Sie aus den angebotenen.",
        en="One of these claims does not exist. Please choose from those offered.",
    ),
    Unsuitable.AUDIENCE_MISSING: LocalizedText(
        de="Bitte wählen Sie, für welche Schnittstelle die Token des Systems gelten.",
        en="Please choose which interface the tokens of the system are for.",
    ),
    Unsuitable.IT_SERVICE_MISSING: LocalizedText(
        de="Bitte wählen Sie die IT-Dienste, deren Passwörter das System prüfen darf.",
        en="Please choose the IT services whose passwords the system may check.",
    ),
    Unsuitable.IT_SERVICE_UNKNOWN: LocalizedText(
        de="Einen dieser IT-Dienste gibt es nicht. Bitte wählen Sie aus dem Verzeichnis.",
        en="One of these IT services does not exist. Please choose from the directory.",
    ),
    Unsuitable.KEY_SET_MISSING: LocalizedText(
        de="Wer sich mit einem eigenen Schlüssel ausweist, braucht hier seine öffentlichen"
        " Schlüssel als JSON Web Key Set.",
        en="A system that proves itself with a key of its own needs its public keys here, as JSON"
        " Web Key Set.",
    ),
    Unsuitable.KEY_SET_UNUSABLE: LocalizedText(
        de='Das ist kein JSON Web Key Set ({"keys": […]}) mit Schlüsseln für ES256 (P-256) oder'
        " RS256 (RSA ab 2048 Bit).",
        en='This is no JSON Web Key Set ({"keys": […]}) of keys for ES256 (P-256) or RS256 (RSA of'
        " 2048 bits or more).",
    ),
    Unsuitable.KEY_SET_WITH_PRIVATE_KEY: LocalizedText(
        de="Hier steht ein privater Schlüssel. Er gilt jetzt als bekannt: Bitte erzeugen Sie einen"
        " neuen und tragen Sie nur den öffentlichen Teil ein.",
        en="This contains a private key. It must be taken as known now: please make a new one and"
        " enter the public part only.",
    ),
    Unsuitable.KEEPS_NO_SECRET: LocalizedText(
        de="Ein System ohne eigenen Nachweis kann das nicht. Bitte wählen Sie ein Geheimnis oder"
        " einen eigenen Schlüssel.",
        en="A system that does not prove itself cannot do this. Please choose a secret or a key of"
        " its own.",
    ),
    Unsuitable.REFRESH_WITHOUT_CODE: LocalizedText(
        de="Erneuern kann Token nur, wer Personen anmelden lässt.",
        en="Only a system that lets people sign in can renew tokens.",
    ),
    Unsuitable.SECTOR_AMBIGUOUS: LocalizedText(
        de="Die Rückkehradressen haben mehrere Rechnernamen. Bitte geben Sie an, unter welchem"
        " Rechnernamen die Personenkennungen gebildet werden.",
        en="The redirect URIs have several host names. Please say which host name the subjects"
        " belong to.",
    ),
    Unsuitable.SECTOR_NOT_A_HOST: LocalizedText(
        de="Bitte geben Sie nur einen Rechnernamen in kleinen Buchstaben an, etwa"
        " moodle.leuphana.example.",
        en="Please give a host name in small letters only, such as moodle.leuphana.example.",
    ),
    Unsuitable.PRIVACY_URI_MISSING: LocalizedText(
        de="Für Systeme anderer Betreiber wird die Adresse ihrer Datenschutzhinweise gebraucht.",
        en="Systems of others need the address of their privacy notice.",
    ),
    Unsuitable.NOT_FOR_THIRD_PARTIES: LocalizedText(
        de="Im Namen von Personen handeln dürfen nur Systeme der Universität selbst.",
        en="Only systems of the university itself may act in the name of people.",
    ),
}


def registration_unsuitable(problems: Iterable[Problem]) -> Failure:
    """Every problem at once, each with its field."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "CLIENT_REGISTRATION_UNSUITABLE",
        LocalizedText(
            de="So kann das System nicht eingetragen werden. Bitte ändern Sie die genannten"
            " Felder.",
            en="The system cannot be registered like this. Please change the fields named.",
        ),
        fields=tuple(
            FieldProblem(f"registration.{one.path}", one.why.value, _UNSUITABLE[one.why])
            for one in problems
        ),
    )


def client_unknown(client_id: str) -> Failure:
    """There is no such client."""
    return Failure(
        Code.NOT_FOUND,
        "OIDC_CLIENT_UNKNOWN",
        LocalizedText(
            de="Dieses System ist nicht eingetragen. Bitte prüfen Sie die Auswahl.",
            en="This system is not registered. Please check the selection.",
        ),
        metadata={"client_id": client_id},
    )


def client_changed_meanwhile() -> Failure:
    """Somebody else changed the client since it was read."""
    return Failure(
        Code.ABORTED,
        "CLIENT_CHANGED_MEANWHILE",
        LocalizedText(
            de="Jemand anderes hat das System inzwischen geändert. Bitte laden Sie es neu und"
            " tragen Sie Ihre Änderung noch einmal ein.",
            en="Somebody else has changed the system meanwhile. Please load it again and enter your"
            " change once more.",
        ),
    )


def client_has_no_secret() -> Failure:
    """The client proves itself otherwise."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "CLIENT_HAS_NO_SECRET",
        LocalizedText(
            de="Dieses System weist sich nicht mit einem Geheimnis aus. Ändern Sie zuerst, wie es"
            " sich ausweist.",
            en="This system does not prove itself with a secret. Change how it does so first.",
        ),
    )


def client_disabled() -> Failure:
    """A disabled client gets nothing."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "CLIENT_DISABLED",
        LocalizedText(
            de="Dieses System ist abgeschaltet. Schalten Sie es zuerst wieder ein.",
            en="This system is disabled. Enable it first.",
        ),
    )


def authorization_request_unknown() -> Failure:
    """The request was answered, is too old, or never was."""
    return Failure(
        Code.NOT_FOUND,
        "AUTHORIZATION_REQUEST_UNKNOWN",
        LocalizedText(
            de="Diese Anmeldung ist abgelaufen oder schon abgeschlossen. Bitte beginnen Sie noch"
            " einmal bei dem Dienst, zu dem Sie wollten.",
            en="This sign-in has expired or was completed already. Please start again at the"
            " service that you wanted to use.",
        ),
    )


def logout_request_unknown() -> Failure:
    """The question was answered, is too old, or never was."""
    return Failure(
        Code.NOT_FOUND,
        "LOGOUT_REQUEST_UNKNOWN",
        LocalizedText(
            de="Diese Abmeldung ist abgelaufen oder schon abgeschlossen. Wenn Sie noch angemeldet"
            " sind, melden Sie sich bitte im Portal ab.",
            en="This sign-out has expired or was completed already. If you are still signed in,"
            " please sign out in the portal.",
        ),
    )
