"""What is refused at sign-in, at proving again and at passwords, in words that name the remedy."""

from datetime import timedelta
from math import ceil

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

_PROOF_MISSING = LocalizedText(
    de="Bitte geben Sie Ihr Passwort oder einen Code ein.",
    en="Please enter your password or a code.",
)


def password_switched_off() -> Failure:
    """Too many failures in a row: the password is off for devices that the account does not know.

    Answered for unknown user names alike.
    """
    return Failure(
        Code.FAILED_PRECONDITION,
        "PASSWORD_SWITCHED_OFF",
        LocalizedText(
            de="Für diesen Nutzernamen gab es sehr viele fehlgeschlagene Versuche. Auf einem"
            " Gerät, auf dem der Account noch nicht angemeldet war, geht die Anmeldung mit Passwort"
            " deshalb nicht. Bitte melden Sie sich auf einem bekannten Gerät oder mit einem"
            " Passkey an, setzen Sie das Passwort über Ihre private E-Mail-Adresse zurück oder"
            " wenden Sie sich an den IT-Service.",
            en="There were very many failed attempts for this user name. On a device that the"
            " account was not signed in on before, the password does not work for now. Please"
            " sign in on a known device or with a passkey, reset the password by your private"
            " e-mail address, or ask the IT service.",
        ),
        keeps_changes=True,
    )


def too_busy(retry_after: timedelta) -> Failure:
    """Passwords come in faster than they can be checked."""
    return Failure(
        Code.RESOURCE_EXHAUSTED,
        "TOO_BUSY",
        LocalizedText(
            de="Gerade melden sich sehr viele an. Bitte versuchen Sie es in einigen Sekunden noch"
            " einmal.",
            en="Very many people are signing in right now. Please try again in a few seconds.",
        ),
        metadata={"retry_after_seconds": str(ceil(retry_after.total_seconds()))},
        retry_after=retry_after,
    )


def sign_in_expired() -> Failure:
    """The second step came too late, or twice."""
    return Failure(
        Code.UNAUTHENTICATED,
        "SIGN_IN_EXPIRED",
        LocalizedText(
            de="Diese Anmeldung ist abgelaufen. Bitte beginnen Sie noch einmal mit Nutzername und"
            " Passwort.",
            en="This sign-in has expired. Please begin again with user name and password.",
        ),
    )


def second_factor_refused() -> Failure:
    """One answer for wrong codes, used codes and codes of a kind that is not set up."""
    return Failure(
        Code.UNAUTHENTICATED,
        "SECOND_FACTOR_REFUSED",
        LocalizedText(
            de="Der Code stimmt nicht oder wurde schon benutzt. Bitte geben Sie den Code ein, den"
            " die App jetzt zeigt, oder einen Wiederherstellungscode, der noch nicht benutzt"
            " wurde.",
            en="The code is not right or was used already. Please enter the code that the app shows"
            " now, or a recovery code that was not used yet.",
        ),
        keeps_changes=True,
    )


def proof_refused(field: str) -> Failure:
    """The password or the code of somebody who is signed in is not right."""
    text = LocalizedText(
        de="Das stimmt nicht. Bitte prüfen Sie die Eingabe und versuchen Sie es noch einmal.",
        en="That is not right. Please check what you typed and try again.",
    )
    return Failure(
        Code.UNAUTHENTICATED,
        "PROOF_REFUSED",
        text,
        fields=(FieldProblem(field, "PROOF_REFUSED", text),),
        keeps_changes=True,
    )


def proof_missing() -> Failure:
    """Neither a password nor a code was given."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "PROOF_MISSING",
        _PROOF_MISSING,
        fields=(FieldProblem("password", "PROOF_MISSING", _PROOF_MISSING),),
    )
