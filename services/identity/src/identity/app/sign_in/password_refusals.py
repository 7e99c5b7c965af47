"""What speaks against a password, in words that help to find a better one."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from identity.domain.passwords import LONGEST, Objection

_TEXTS = {
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
        de="Das Passwort enthält Ihren Namen, Ihren Nutzernamen, die Universität oder den Namen"
        " dieses Systems. Bitte lassen Sie diese Wörter weg.",
        en="The password contains your name, your user name, the university or the name of this"
        " system. Please leave these words out.",
    ),
}


def objection_text(objection: Objection, shortest: int) -> LocalizedText:
    """What speaks against the password; `shortest` is the number of characters it needs."""
    if objection is not Objection.TOO_SHORT:
        return _TEXTS[objection]
    return LocalizedText(
        de=f"Das Passwort ist zu kurz. Bitte wählen Sie mindestens {shortest} Zeichen, zum"
        " Beispiel mehrere Wörter, die nichts miteinander zu tun haben.",
        en=f"The password is too short. Please choose at least {shortest} characters, for example"
        " several words that have nothing to do with each other.",
    )


def password_too_weak(
    objections: tuple[Objection, ...], shortest: int, field: str = "password"
) -> Failure:
    """Every objection at once, each as a problem of the request's field."""
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
            FieldProblem(field, objection.value, objection_text(objection, shortest))
            for objection in objections
        ),
    )
