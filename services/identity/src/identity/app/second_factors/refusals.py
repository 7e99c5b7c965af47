"""What is refused about second factors, in words that name the remedy."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from identity.domain.passwords import SHORTEST
from identity.domain.second_factors import MOST_PASSKEYS, AgainstRemoval

_AGAINST_REMOVAL = {
    AgainstRemoval.FACTOR_REQUIRED: LocalizedText(
        de="Ihre Aufgaben an der Universität verlangen einen zweiten Faktor. Bitte richten Sie"
        " zuerst einen anderen ein und entfernen Sie dann diesen.",
        en="Your duties at the university ask for a second factor. Please set up another one first"
        " and then remove this one.",
    ),
    AgainstRemoval.PASSWORD_TOO_SHORT: LocalizedText(
        de=f"Ihr Passwort hat weniger als {SHORTEST} Zeichen und genügt nur zusammen mit einem"
        " zweiten Faktor. Bitte ändern Sie zuerst das Passwort.",
        en=f"Your password has fewer than {SHORTEST} characters and suffices only together with a"
        " second factor. Please change the password first.",
    ),
}


def totp_not_started() -> Failure:
    """No authenticator app waits for its first code, or it has waited too long."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "TOTP_NOT_STARTED",
        LocalizedText(
            de="Die Einrichtung der Authenticator-App wurde nicht begonnen oder liegt länger als"
            " 15 Minuten zurück. Bitte beginnen Sie noch einmal.",
            en="The set-up of the authenticator app was not begun, or more than 15 minutes ago."
            " Please begin again.",
        ),
    )


def totp_code_wrong() -> Failure:
    """The code is not the one that the new app shows now."""
    text = LocalizedText(
        de="Dieser Code passt nicht. Bitte geben Sie den Code ein, den die App jetzt zeigt; stimmt"
        " er wieder nicht, prüfen Sie die Uhrzeit des Telefons.",
        en="This code does not fit. Please enter the code that the app shows now; if it is wrong"
        " again, check the clock of the telephone.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "TOTP_CODE_WRONG",
        text,
        fields=(FieldProblem("code", "TOTP_CODE_WRONG", text),),
    )


def totp_unknown() -> Failure:
    """No authenticator app is set up."""
    return Failure(
        Code.NOT_FOUND,
        "TOTP_UNKNOWN",
        LocalizedText(
            de="Es ist keine Authenticator-App eingerichtet. Bitte laden Sie die Seite neu.",
            en="No authenticator app is set up. Please reload the page.",
        ),
    )


def no_second_factor() -> Failure:
    """There is nothing that recovery codes could replace."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NO_SECOND_FACTOR",
        LocalizedText(
            de="Wiederherstellungscodes ersetzen eine Authenticator-App oder einen Passkey. Bitte"
            " richten Sie zuerst eines von beiden ein.",
            en="Recovery codes replace an authenticator app or a passkey. Please set up one of the"
            " two first.",
        ),
    )


def removal_refused(against: AgainstRemoval) -> Failure:
    """The last second factor has to stay."""
    return Failure(Code.FAILED_PRECONDITION, against.value, _AGAINST_REMOVAL[against])


def passkeys_not_possible(host: str) -> Failure:
    """Passkeys cannot be bound to the address of this installation."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "PASSKEYS_NOT_POSSIBLE",
        LocalizedText(
            de="Unter dieser Adresse gehen keine Passkeys: Sie werden an einen Namen gebunden,"
            f" nicht an {host}. Bitte melden Sie sich mit Passwort und Code an.",
            en="There are no passkeys at this address: they are bound to a name, not to"
            f" {host}. Please sign in with password and code.",
        ),
        metadata={"host": host},
    )


def passkey_unknown(passkey_id: str) -> Failure:
    """There is no such passkey."""
    return Failure(
        Code.NOT_FOUND,
        "PASSKEY_UNKNOWN",
        LocalizedText(
            de="Diesen Passkey gibt es nicht. Bitte laden Sie die Seite neu.",
            en="There is no such passkey. Please reload the page.",
        ),
        metadata={"passkey_id": passkey_id},
    )


def no_passkey() -> Failure:
    """The account has no passkey to prove anything with."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NO_PASSKEY",
        LocalizedText(
            de="Für Ihren Account ist kein Passkey eingerichtet. Bitte bestätigen Sie mit Passwort"
            " oder Code.",
            en="Your account has no passkey. Please confirm with password or code.",
        ),
    )


def too_many_passkeys() -> Failure:
    """The account has as many passkeys as it may have."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "TOO_MANY_PASSKEYS",
        LocalizedText(
            de=f"Mehr als {MOST_PASSKEYS} Passkeys sind nicht möglich. Bitte entfernen Sie zuerst"
            " einen, den Sie nicht mehr brauchen.",
            en=f"More than {MOST_PASSKEYS} passkeys are not possible. Please remove one first that"
            " you do not need any more.",
        ),
    )


def passkey_known() -> Failure:
    """The device's passkey is registered already."""
    return Failure(
        Code.ALREADY_EXISTS,
        "PASSKEY_KNOWN",
        LocalizedText(
            de="Dieser Passkey ist schon eingerichtet. Bitte wählen Sie ein anderes Gerät.",
            en="This passkey is set up already. Please choose another device.",
        ),
    )


def passkey_refused() -> Failure:
    """What the device answered does not hold."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "PASSKEY_REFUSED",
        LocalizedText(
            de="Der Passkey wurde nicht angelegt: Die Antwort des Geräts kam zu spät, galt einer"
            " anderen Seite, oder das Gerät hat Sie nicht geprüft (PIN, Fingerabdruck, Gesicht)."
            " Bitte versuchen Sie es noch einmal.",
            en="The passkey was not made: the device's answer came too late, was meant for another"
            " site, or the device did not verify you (PIN, fingerprint, face). Please try again.",
        ),
        keeps_changes=True,
    )


def passkey_sign_in_refused() -> Failure:
    """One answer for whatever speaks against signing in with this passkey."""
    return Failure(
        Code.UNAUTHENTICATED,
        "PASSKEY_SIGN_IN_REFUSED",
        LocalizedText(
            de="Die Anmeldung mit diesem Passkey ging nicht. Bitte versuchen Sie es noch einmal"
            " oder melden Sie sich mit dem Passwort an.",
            en="Signing in with this passkey did not work. Please try again or sign in with your"
            " password.",
        ),
        keeps_changes=True,
    )
