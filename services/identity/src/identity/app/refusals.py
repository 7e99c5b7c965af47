"""What this service refuses, in words that name the remedy."""

from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from chassis.errors import Code, Failure
from chassis.values import LocalizedText


def account_unknown(person_id: str) -> Failure:
    """There is no such account."""
    return Failure(
        Code.NOT_FOUND,
        "ACCOUNT_UNKNOWN",
        LocalizedText(
            de="Diesen Account gibt es nicht. Bitte prüfen Sie die Auswahl.",
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
            de="Der Account ist schon aktiviert. Die Anmeldung geht mit Nutzername und Passwort.",
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
            de="Nutzername oder Initialcode stimmen nicht, oder der Code wurde schon"
            " benutzt oder ist älter als 14 Tage. Bitte prüfen Sie die Eingabe; einen neuen Code"
            " gibt Ihnen der Studierendenservice.",
            en="User name or initial code are not right, or the code was used already or is older"
            " than 14 days. Please check what you typed; Student Services can give you a new"
            " code.",
        ),
        keeps_changes=True,
    )


def sign_in_refused() -> Failure:
    """One answer for wrong passwords, unknown user names and disabled accounts."""
    return Failure(
        Code.UNAUTHENTICATED,
        "SIGN_IN_REFUSED",
        LocalizedText(
            de="Nutzername oder Passwort stimmen nicht. Bitte prüfen Sie beides und versuchen"
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
            de="Ihr Account ist noch nicht aktiviert. Bitte aktivieren Sie ihn zuerst mit diesem"
            " Code und wählen Sie ein eigenes Passwort.",
            en="Your account is not activated yet. Please activate it with this code first and"
            " choose a password of your own.",
        ),
        keeps_changes=True,
    )


@dataclass(eq=False)
class TooManyAttempts(Failure):
    """The attempt comes too early; `counter` is the one that has to run off, for this service only.

    It names an address, or is the key of an account's counter.
    """

    counter: str = field(default="", repr=False)
    wait: timedelta = timedelta()


def too_many_attempts(wait: timedelta, counter: str) -> TooManyAttempts:
    """The attempt comes too early after others failed."""
    seconds = ceil(wait.total_seconds())
    return TooManyAttempts(
        Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_ATTEMPTS",
        LocalizedText(
            de="Es gab zu viele fehlgeschlagene Versuche. Bitte versuchen Sie es in"
            f" {_waiting_de(seconds)} noch einmal.",
            en=f"There were too many failed attempts. Please try again in {_waiting_en(seconds)}.",
        ),
        metadata={"retry_after_seconds": str(seconds)},
        retry_after=wait,
        counter=counter,
        wait=wait,
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
            de=f"Den Nutzernamen {user_name} gibt es schon. Bitte wählen Sie einen anderen.",
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
            de=f"„{user_name}“ ist kein Nutzername für Beschäftigte. Bitte wählen Sie kleine"
            " Buchstaben und Ziffern, nicht lg und Ziffern und keinen Namen, der für eine Stelle"
            " steht, wie admin oder postmaster.",
            en=f"“{user_name}” is no user name for staff. Please choose small letters and digits,"
            " other than lg and digits, and no name that stands for an office, such as admin or"
            " postmaster.",
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
