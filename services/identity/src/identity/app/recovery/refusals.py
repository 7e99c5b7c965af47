"""What is refused about recovery addresses and forgotten passwords, in words that help."""

from datetime import timedelta
from math import ceil

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText


def recovery_address_unsuitable() -> Failure:
    """No e-mail address, or one of the university."""
    text = LocalizedText(
        de="Bitte geben Sie eine private E-Mail-Adresse an, zum Beispiel name@anbieter.example. Das"
        " Postfach der Universität hilft nicht, wenn das Passwort vergessen ist.",
        en="Please enter a private e-mail address, for example name@provider.example. The"
        " university's mailbox is of no help when the password is forgotten.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "RECOVERY_ADDRESS_UNSUITABLE",
        text,
        fields=(FieldProblem("email_address", "RECOVERY_ADDRESS_UNSUITABLE", text),),
    )


def recovery_address_undeliverable() -> Failure:
    """Not every mail server on the way would take letters beyond ASCII."""
    text = LocalizedText(
        de="An Adressen mit Umlauten oder anderen Sonderzeichen stellen viele Mailserver nicht zu."
        " Bitte geben Sie eine Adresse ohne sie an; eine Domain mit Umlauten können Sie in ihrer"
        " Form mit „xn--“ schreiben.",
        en="Many mail servers do not deliver to addresses with umlauts or other special letters."
        " Please enter an address without them; a domain with umlauts can be written in its form"
        " with “xn--”.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "RECOVERY_ADDRESS_UNDELIVERABLE",
        text,
        fields=(FieldProblem("email_address", "RECOVERY_ADDRESS_UNDELIVERABLE", text),),
    )


def too_many_codes(wait: timedelta) -> Failure:
    """Codes are mailed a minute apart and five an hour."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    return Failure(
        Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_CODES",
        LocalizedText(
            de="Gerade erst wurde ein Code verschickt. Bitte sehen Sie auch im Spam-Ordner nach;"
            f" einen neuen gibt es in {minutes} Minuten."
            if minutes > 1
            else "Gerade erst wurde ein Code verschickt. Bitte sehen Sie auch im Spam-Ordner nach;"
            " einen neuen gibt es in einer Minute.",
            en="A code was mailed a moment ago. Please look into the spam folder, too; there is a"
            f" new one in {minutes} minutes."
            if minutes > 1
            else "A code was mailed a moment ago. Please look into the spam folder, too; there is a"
            " new one in a minute.",
        ),
        metadata={"retry_after_seconds": str(ceil(wait.total_seconds()))},
        retry_after=wait,
    )


def recovery_code_wrong() -> Failure:
    """The code does not confirm the address."""
    text = LocalizedText(
        de="Der Code stimmt nicht, wurde schon benutzt oder ist älter als 15 Minuten. Bitte prüfen"
        " Sie die Eingabe oder lassen Sie sich einen neuen schicken.",
        en="The code is not right, was used already or is older than 15 minutes. Please check what"
        " you typed, or have a new one sent.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "RECOVERY_CODE_WRONG",
        text,
        fields=(FieldProblem("code", "RECOVERY_CODE_WRONG", text),),
        keeps_changes=True,
    )


def recovery_address_unknown() -> Failure:
    """There is no address to remove."""
    return Failure(
        Code.NOT_FOUND,
        "RECOVERY_ADDRESS_UNKNOWN",
        LocalizedText(
            de="Es ist keine Adresse hinterlegt. Bitte laden Sie die Seite neu.",
            en="There is no address. Please reload the page.",
        ),
    )


def reset_refused() -> Failure:
    """One answer for unknown user names and for codes that are wrong, used or old."""
    return Failure(
        Code.UNAUTHENTICATED,
        "RESET_REFUSED",
        LocalizedText(
            de="Nutzername oder Code stimmen nicht, oder der Code wurde schon benutzt oder ist"
            " älter als 15 Minuten. Bitte prüfen Sie die Eingabe oder fordern Sie einen neuen Code"
            " an.",
            en="User name or code are not right, or the code was used already or is older than 15"
            " minutes. Please check what you typed, or ask for a new code.",
        ),
        keeps_changes=True,
    )


def second_factor_needed() -> Failure:
    """The mailed code is right; the account has a second factor, too."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "SECOND_FACTOR_NEEDED",
        LocalizedText(
            de="Der Code ist richtig. Ihr Account hat außerdem einen zweiten Faktor: Bitte geben"
            " Sie den Code der Authenticator-App oder einen Wiederherstellungscode ein, oder"
            " benutzen Sie Ihren Passkey.",
            en="The code is right. Your account has a second factor besides: please enter the code"
            " of the authenticator app or a recovery code, or use your passkey.",
        ),
        keeps_changes=True,
    )


def reset_ended() -> Failure:
    """The right to choose a new password is used up or too old."""
    return Failure(
        Code.UNAUTHENTICATED,
        "RESET_ENDED",
        LocalizedText(
            de="Das dauerte zu lange, oder das Passwort wurde schon gesetzt. Bitte fordern Sie"
            " einen neuen Code an.",
            en="That took too long, or the password was set already. Please ask for a new code.",
        ),
    )
