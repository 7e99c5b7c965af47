"""What the library's desk and the library accounts refuse."""

from collections.abc import Mapping

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from identity.domain.library import CardState
from identity.domain.passwords import Objection

_ENDED = {
    CardState.REPLACED: LocalizedText(
        de="Diese Karte wurde durch eine andere ersetzt und ist für immer gesperrt.",
        en="This card was replaced by another one and is blocked for good.",
    ),
    CardState.RETURNED: LocalizedText(
        de="Diese Karte wurde zurückgegeben. Für eine neue melden Sie sich bitte wieder an.",
        en="This card was handed in. For a new one please register again.",
    ),
}

_OBJECTIONS: Mapping[Objection, tuple[str, str]] = {
    Objection.TOO_SHORT: (
        "Das Passwort ist zu kurz. Bitte wählen Sie mindestens {shortest} Zeichen, zum Beispiel"
        " mehrere Wörter, die nichts miteinander zu tun haben.",
        "The secret is too short. Please choose at least {shortest} characters, for example several"
        " words that have nothing to do with each other.",
    ),
    Objection.TOO_LONG: (
        "Das Passwort ist zu lang. Bitte wählen Sie höchstens 128 Zeichen.",
        "The secret is too long. Please choose at most 128 characters.",
    ),
    Objection.COMMON: (
        "Das Passwort besteht aus häufig benutzten Passwörtern. Bitte wählen Sie andere Wörter.",
        "The secret is made of commonly used passwords. Please choose other words.",
    ),
    Objection.PATTERN: (
        "Das Passwort ist ein leicht zu erratendes Muster. Bitte wählen Sie mehrere verschiedene"
        " Wörter.",
        "The secret is an easily guessed pattern. Please choose several different words.",
    ),
    Objection.CONTEXT_WORD: (
        "Das Passwort enthält Ihren Namen, Ihre Kartennummer, die Universität oder den Namen dieses"
        " Systems. Bitte lassen Sie das weg.",
        "The secret contains your name, your card number, the university or the name of this"
        " system. Please leave that out.",
    ),
}


def library_person_unknown() -> Failure:
    """There is no such person."""
    return _refused(
        Code.NOT_FOUND,
        "LIBRARY_PERSON_UNKNOWN",
        "Diese Person ist nicht bekannt. Bitte prüfen Sie die Auswahl.",
        "This person is not known. Please check the selection.",
    )


def account_exists() -> Failure:
    """Nobody registers twice."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_ACCOUNT_EXISTS",
        "Sie sind schon angemeldet oder haben schon eine Karte. Es ist nichts weiter zu tun.",
        "You are registered already or have a card already. There is nothing more to do.",
    )


def not_entitled() -> Failure:
    """The affiliation does not open the online registration."""
    return Failure(Code.FAILED_PRECONDITION, "LIBRARY_NOT_ENTITLED", NOT_ENTITLED)


NOT_ENTITLED = LocalizedText(
    de="Die Online-Anmeldung steht Angehörigen der Universität offen. Wer nicht dazugehört, wird am"
    " Servicetisch der Bibliothek angemeldet.",
    en="Online registration is open to members of the university. Others are registered at the"
    " library's service desk.",
)


def registration_over() -> Failure:
    """There is no registration to take back."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_REGISTRATION_OVER",
        "Es gibt keine offene Anmeldung. Eine ausgegebene Karte geben Sie bitte in der Bibliothek"
        " zurück.",
        "There is no open registration. Please hand in a card that was issued at the library.",
    )


def library_user_known() -> Failure:
    """The same name and e-mail address."""
    return _refused(
        Code.ALREADY_EXISTS,
        "LIBRARY_USER_KNOWN",
        "Eine Person mit diesem Namen und dieser E-Mail-Adresse ist schon angemeldet. Bitte suchen"
        " Sie nach ihr.",
        "A person of this name and e-mail address is registered already. Please search for them.",
    )


def number_wrong(field: str = "card_number") -> Failure:
    """No card has such a number."""
    return _at_field(
        "LIBRARY_CARD_NUMBER_WRONG",
        field,
        "Das ist keine Kartennummer; Länge, Anfang oder Prüfziffer passen nicht. Bitte lesen Sie"
        " die Nummer noch einmal von der Karte ab.",
        "This is no card number; its length, beginning or check digit do not fit. Please read the"
        " number from the card again.",
    )


def number_taken(number: str, field: str = "card_number") -> Failure:
    """The card belongs to somebody."""
    return _at_field(
        "LIBRARY_CARD_NUMBER_TAKEN",
        field,
        f"Die Karte {number} ist schon vergeben. Bitte nehmen Sie eine andere.",
        f"The card {number} is assigned already. Please take another one.",
        Code.ALREADY_EXISTS,
    )


def number_twice(number: str) -> Failure:
    """One number stands in the request twice."""
    return _at_field(
        "LIBRARY_CARD_NUMBER_TWICE",
        "card_numbers",
        f"Die Nummer {number} kommt zweimal vor. Bitte prüfen Sie die Liste.",
        f"The number {number} occurs twice. Please check the list.",
    )


def card_there() -> Failure:
    """The person holds a card."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_THERE",
        "Die Person hat schon eine gültige Karte. Ist sie verloren, ersetzen Sie sie bitte.",
        "The person has a valid card already. If it is lost, please replace it.",
    )


def card_to_replace() -> Failure:
    """The person's card is blocked."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_TO_REPLACE",
        "Die Person hat eine gesperrte Karte. Bitte geben Sie diese wieder frei oder ersetzen Sie"
        " sie.",
        "The person has a blocked card. Please open it again or replace it.",
    )


def card_missing() -> Failure:
    """A secret is of no use without a card."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_MISSING",
        "Die Person hat keine Karte. Bitte geben Sie zuerst eine aus.",
        "The person has no card. Please issue one first.",
    )


def card_not_active() -> Failure:
    """Only a card in use is blocked."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_NOT_ACTIVE",
        "Diese Karte ist nicht in Gebrauch; es gibt nichts zu sperren.",
        "This card is not in use; there is nothing to block.",
    )


def card_not_blocked() -> Failure:
    """Only a blocked card is opened again."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_NOT_BLOCKED",
        "Diese Karte ist nicht gesperrt, oder eine andere hat sie ersetzt. Bitte prüfen Sie die"
        " Nummer.",
        "This card is not blocked, or another one has replaced it. Please check the number.",
    )


def card_ended(state: CardState) -> Failure:
    """The card was replaced or returned before."""
    return Failure(Code.FAILED_PRECONDITION, "LIBRARY_CARD_ENDED", _ENDED[state])


def loss_is_for_the_desk() -> Failure:
    """The library's own reason for a block."""
    return _at_field(
        "LIBRARY_LOSS_FOR_THE_DESK",
        "loss",
        "Diesen Grund gibt nur die Bibliothek an. Bitte wählen Sie einen anderen.",
        "Only the library gives this reason. Please choose another one.",
    )


def proof_refused() -> Failure:
    """One answer for unknown cards, wrong, used and old codes, and wrong secrets."""
    return Failure(
        Code.UNAUTHENTICATED,
        "LIBRARY_PROOF_REFUSED",
        LocalizedText(
            de="Kartennummer, Startcode oder bisheriges Passwort stimmen nicht, oder der Code wurde"
            " schon benutzt oder ist abgelaufen. Bitte prüfen Sie die Eingabe; einen neuen Code"
            " gibt Ihnen der Servicetisch der Bibliothek.",
            en="Card number, start code or present password are not right, or the code was used"
            " already or has expired. Please check what you typed; the library's service desk can"
            " give you a new code.",
        ),
        keeps_changes=True,
    )


def secret_too_weak(objections: tuple[Objection, ...], shortest: int) -> Failure:
    """Every objection at once, each as a problem of the field."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "LIBRARY_SECRET_TOO_WEAK",
        LocalizedText(
            de="Das Passwort ist zu leicht zu erraten oder hat nicht die richtige Länge. Bitte"
            " wählen Sie ein anderes.",
            en="The password is too easy to guess or does not have the right length. Please choose"
            " another one.",
        ),
        fields=tuple(
            FieldProblem(
                "secret",
                each.value,
                LocalizedText(*(text.format(shortest=shortest) for text in _OBJECTIONS[each])),
            )
            for each in objections
        ),
    )


def check_refused() -> Failure:
    """One answer for unknown numbers, wrong secrets and accounts without a secret."""
    return Failure(
        Code.UNAUTHENTICATED,
        "LIBRARY_CHECK_REFUSED",
        LocalizedText(
            de="Kartennummer oder Passwort stimmen nicht. Bitte prüfen Sie beides.",
            en="Card number or password are not right. Please check both.",
        ),
        keeps_changes=True,
    )


def card_is_blocked() -> Failure:
    """Told to whoever knows the secret."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_BLOCKED",
        "Diese Karte ist gesperrt. Bitte wenden Sie sich an den Servicetisch der Bibliothek.",
        "This card is blocked. Please turn to the library's service desk.",
        keeps_changes=True,
    )


def card_is_returned() -> Failure:
    """Told to whoever knows the secret."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "LIBRARY_CARD_RETURNED",
        "Diese Karte wurde zurückgegeben oder ersetzt. Bitte benutzen Sie Ihre jetzige Karte.",
        "This card was handed in or replaced. Please use your present card.",
        keeps_changes=True,
    )


def _refused(
    status: Code, reason: str, de: str, en: str, *, keeps_changes: bool = False
) -> Failure:
    return Failure(status, reason, LocalizedText(de=de, en=en), keeps_changes=keeps_changes)


def _at_field(
    reason: str, field: str, de: str, en: str, status: Code = Code.INVALID_ARGUMENT
) -> Failure:
    text = LocalizedText(de=de, en=en)
    return Failure(status, reason, text, fields=(FieldProblem(field, reason, text),))
