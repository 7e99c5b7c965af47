"""What this service refuses, in words that name the remedy."""

from datetime import timedelta
from math import ceil

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from identity.domain.passwords import LONGEST, SHORTEST, Objection

_OBJECTIONS = {
    Objection.TOO_SHORT: LocalizedText(
        de=f"Das Passwort ist zu kurz. Bitte wählen Sie mindestens {SHORTEST} Zeichen, zum"
        " Beispiel mehrere Wörter, die nichts miteinander zu tun haben.",
        en=f"The password is too short. Please choose at least {SHORTEST} characters, for example"
        " several words that have nothing to do with each other.",
    ),
    Objection.TOO_LONG: LocalizedText(
        de=f"Das Passwort ist zu lang. Bitte wählen Sie höchstens {LONGEST} Zeichen.",
        en=f"The password is too long. Please choose at most {LONGEST} characters.",
    ),
    Objection.COMMON: LocalizedText(
        de="Das Passwort besteht aus häufig benutzten Passwörtern. Bitte wählen Sie andere Wörter.",
        en="The password is made of commonly used passwords. Please choose other words.",
    ),
    Objection.PATTERN: LocalizedText(
        de="Das Passwort ist ein leicht zu erratendes Muster aus Wiederholungen oder benachbarten"
        " Tasten. Bitte wählen Sie mehrere verschiedene Wörter.",
        en="The password is an easily guessed pattern of repetitions or neighbouring keys. Please"
        " choose several different words.",
    ),
    Objection.CONTEXT_WORD: LocalizedText(
        de="Das Passwort enthält Ihren Namen, Ihren Benutzernamen, die Universität oder den Namen"
        " dieses Systems. Bitte lassen Sie diese Wörter weg.",
        en="The password contains your name, your user name, the university or the name of this"
        " system. Please leave these words out.",
    ),
}


def account_unknown(person_id: str) -> Failure:
    """There is no such account."""
    return Failure(
        Code.NOT_FOUND,
        "ACCOUNT_UNKNOWN",
        LocalizedText(
            de="Dieses Konto gibt es nicht. Bitte prüfen Sie die Auswahl.",
            en="There is no such account. Please check the selection.",
        ),
        metadata={"person_id": person_id},
    )


def account_already_activated(person_id: str) -> Failure:
    """An initial code is of no use for an account that has a password."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "ACCOUNT_ALREADY_ACTIVATED",
        LocalizedText(
            de="Das Konto ist schon aktiviert. Die Anmeldung geht mit Benutzername und Passwort.",
            en="The account is activated already. Please sign in with user name and password.",
        ),
        metadata={"person_id": person_id},
    )


def initial_code_refused() -> Failure:
    """One answer for wrong, used and old codes and for unknown user names."""
    return Failure(
        Code.UNAUTHENTICATED,
        "INITIAL_CODE_REFUSED",
        LocalizedText(
            de="Benutzername oder Aktivierungscode stimmen nicht, oder der Code wurde schon"
            " benutzt oder ist älter als 14 Tage. Bitte prüfen Sie die Eingabe; einen neuen Code"
            " gibt Ihnen der Studierendenservice.",
            en="User name or initial code are not right, or the code was used already or is older"
            " than 14 days. Please check what you typed; Student Services can give you a new"
            " code.",
        ),
        keeps_changes=True,
    )


def password_too_weak(objections: tuple[Objection, ...]) -> Failure:
    """Every objection at once, each as a problem of the field."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "PASSWORD_TOO_WEAK",
        LocalizedText(
            de="Das Passwort ist zu leicht zu erraten oder hat nicht die richtige Länge. Bitte"
            " wählen Sie ein anderes.",
            en="The password is too easy to guess or does not have the right length. Please"
            " choose another one.",
        ),
        fields=tuple(
            FieldProblem("password", objection.value, _OBJECTIONS[objection])
            for objection in objections
        ),
    )


def sign_in_refused() -> Failure:
    """One answer for wrong passwords, unknown user names and disabled accounts."""
    return Failure(
        Code.UNAUTHENTICATED,
        "SIGN_IN_REFUSED",
        LocalizedText(
            de="Benutzername oder Passwort stimmen nicht. Bitte prüfen Sie beides und versuchen"
            " Sie es noch einmal.",
            en="User name or password are not right. Please check both and try again.",
        ),
        keeps_changes=True,
    )


def account_not_activated() -> Failure:
    """Shown to whoever typed the right initial code in place of a password."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "ACCOUNT_NOT_ACTIVATED",
        LocalizedText(
            de="Ihr Konto ist noch nicht aktiviert. Bitte aktivieren Sie es zuerst mit diesem Code"
            " und wählen Sie ein eigenes Passwort.",
            en="Your account is not activated yet. Please activate it with this code first and"
            " choose a password of your own.",
        ),
        keeps_changes=True,
    )


def too_many_attempts(wait: timedelta) -> Failure:
    """The attempt comes too early after others failed."""
    seconds = ceil(wait.total_seconds())
    return Failure(
        Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_ATTEMPTS",
        LocalizedText(
            de="Es gab zu viele fehlgeschlagene Versuche. Bitte versuchen Sie es in"
            f" {_waiting_de(seconds)} noch einmal.",
            en=f"There were too many failed attempts. Please try again in {_waiting_en(seconds)}.",
        ),
        metadata={"retry_after_seconds": str(seconds)},
        retry_after=wait,
    )


def session_ended() -> Failure:
    """The session is over, or never was."""
    return Failure(
        Code.UNAUTHENTICATED,
        "SESSION_ENDED",
        LocalizedText(
            de="Ihre Sitzung ist beendet. Bitte melden Sie sich neu an.",
            en="Your session has ended. Please sign in again.",
        ),
    )


def token_invalid() -> Failure:
    """The access token was not issued here for the caller, or is too old."""
    return Failure(
        Code.UNAUTHENTICATED,
        "TOKEN_INVALID",
        LocalizedText(
            de="Der Zugangsnachweis ist ungültig oder abgelaufen. Bitte melden Sie sich neu an.",
            en="The access token is invalid or has expired. Please sign in again.",
        ),
    )


def user_name_taken(user_name: str) -> Failure:
    """A staff account cannot be made under this user name."""
    return Failure(
        Code.ALREADY_EXISTS,
        "USER_NAME_TAKEN",
        LocalizedText(
            de=f"Den Benutzernamen {user_name} gibt es schon. Bitte wählen Sie einen anderen.",
            en=f"The user name {user_name} exists already. Please choose another one.",
        ),
        metadata={"user_name": user_name},
    )


def user_name_unsuitable(user_name: str) -> Failure:
    """A staff account needs a user name of its own form."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "USER_NAME_UNSUITABLE",
        LocalizedText(
            de=f"„{user_name}“ ist kein Benutzername für Beschäftigte. Bitte wählen Sie kleine"
            " Buchstaben und Ziffern, nicht lg und Ziffern.",
            en=f"“{user_name}” is no user name for staff. Please choose small letters and digits,"
            " other than lg and digits.",
        ),
        metadata={"user_name": user_name},
    )


def _waiting_de(seconds: int) -> str:
    if seconds <= 90:
        return f"{seconds} Sekunden" if seconds != 1 else "einer Sekunde"
    return f"{ceil(seconds / 60)} Minuten"


def _waiting_en(seconds: int) -> str:
    if seconds <= 90:
        return f"{seconds} seconds" if seconds != 1 else "one second"
    return f"{ceil(seconds / 60)} minutes"
