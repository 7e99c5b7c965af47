"""Refusals about contact data, naming what mends them."""

from datetime import date

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, day_in_words

from records.domain.addresses import AddressFault, AddressProblem
from records.domain.contact import MOST_ENTRIES, EntryKind, EntryObstacle

ADDRESS_TEXTS = {
    AddressFault.WITHOUT_LETTER: LocalizedText(
        de="Diese Angabe enthält keinen Buchstaben. Bitte geben Sie sie so an, wie sie auf einem"
        " Briefumschlag steht.",
        en="This has no letter. Please enter it as it is written on an envelope.",
    ),
    AddressFault.LETTER_NOT_ALLOWED: LocalizedText(
        de="Das Zeichen {fact} ist in Anschriften nicht vorgesehen. Bitte verwenden Sie lateinische"
        " Buchstaben, Ziffern, Bindestrich, Punkt, Komma, Klammern und Schrägstrich.",
        en="The character {fact} has no place in addresses. Please use Latin letters, digits,"
        " hyphen, dot, comma, brackets and slash.",
    ),
    AddressFault.MARK_WITHOUT_LETTER: LocalizedText(
        de="Das Zeichen {fact} gehört über oder unter einen Buchstaben, steht hier aber allein."
        " Bitte setzen Sie den Buchstaben davor oder entfernen Sie das Zeichen.",
        en="The mark {fact} belongs above or below a letter, but stands alone here. Please put the"
        " letter before it, or remove the mark.",
    ),
    AddressFault.TOO_MANY_MARKS: LocalizedText(
        de="Ein Buchstabe trägt hier mehr als zwei Zeichen wie {fact}. Bitte entfernen Sie die"
        " überzähligen.",
        en="A letter bears more than two marks such as {fact} here. Please remove those that are"
        " too many.",
    ),
    AddressFault.COUNTRY_UNKNOWN: LocalizedText(
        de="Ein Land „{fact}“ gibt es in ISO 3166-1 nicht. Bitte wählen Sie das Land aus der"
        " Liste, zum Beispiel DE.",
        en="There is no country “{fact}” in ISO 3166-1. Please choose the country from the list,"
        " for example DE.",
    ),
    AddressFault.POSTAL_CODE_OF_GERMANY: LocalizedText(
        de="Deutsche Postleitzahlen haben fünf Ziffern, zum Beispiel 21335. Bitte prüfen Sie die"
        " Postleitzahl oder das Land.",
        en="German postal codes have five digits, for example 21335. Please check the postal code"
        " or the country.",
    ),
    AddressFault.POSTAL_CODE_WRONG: LocalizedText(
        de="So sehen Postleitzahlen im gewählten Land ({fact}) nicht aus. Bitte prüfen Sie die"
        " Postleitzahl oder das Land.",
        en="Postal codes in the chosen country ({fact}) do not look like this. Please check the"
        " postal code or the country.",
    ),
    AddressFault.DAY_IMPLAUSIBLE: LocalizedText(
        de="Dieser Tag liegt mehr als ein Jahr entfernt. Bitte prüfen Sie das Jahr.",
        en="This day is more than a year away. Please check the year.",
    ),
    AddressFault.DAY_BEFORE_CURRENT: LocalizedText(
        de="Die jetzige Anschrift gilt seit dem {fact}. Bitte wählen Sie diesen oder einen späteren"
        " Tag.",
        en="The present address has been valid since {fact}. Please choose that day or a later"
        " one.",
    ),
}

_ENTRY_TEXTS = {
    EntryObstacle.THERE_ALREADY: LocalizedText(
        de="Dieser Eintrag ist schon vorhanden. Es ist nichts weiter zu tun.",
        en="This entry is there already. There is nothing more to do.",
    ),
    EntryObstacle.SECOND_EMAIL: LocalizedText(
        de="Es gibt schon eine private E-Mail-Adresse. Bitte ändern Sie diese, statt eine zweite"
        " anzulegen.",
        en="There is a private e-mail address already. Please change that one instead of adding a"
        " second one.",
    ),
    EntryObstacle.TOO_MANY: LocalizedText(
        de=f"Es sind schon {MOST_ENTRIES} Einträge vorhanden. Bitte löschen Sie erst einen, den Sie"
        " nicht mehr brauchen.",
        en=f"There are {MOST_ENTRIES} entries already. Please delete one that you no longer need.",
    ),
}
_ENTRY_CODES = {
    EntryObstacle.THERE_ALREADY: Code.ALREADY_EXISTS,
    EntryObstacle.SECOND_EMAIL: Code.ALREADY_EXISTS,
    EntryObstacle.TOO_MANY: Code.RESOURCE_EXHAUSTED,
}

_NUMBER_INVALID = LocalizedText(
    de="Das ist keine vollständige Rufnummer. Bitte geben Sie sie mit Vorwahl an, aus dem Ausland"
    " mit Landesvorwahl und ohne Durchwahlzusatz, zum Beispiel 04131 677-0 oder +44 20 7946 0018.",
    en="This is no complete number. Please enter it with its area code, from abroad with the"
    " country code, and without an extension, for example 04131 677-0 or +44 20 7946 0018.",
)
_EMAIL_INVALID = LocalizedText(
    de="Das ist keine E-Mail-Adresse. Bitte geben Sie sie in der Form name@beispiel.de an.",
    en="This is no e-mail address. Please enter it in the form name@example.org.",
)
_ADDRESS_INVALID = LocalizedText(
    de="Die Anschrift kann so nicht übernommen werden. Bitte berichtigen Sie die genannten Felder.",
    en="The address cannot be taken as it is. Please correct the fields named.",
)


def address_refused(problems: tuple[AddressProblem, ...], within: str = "address.") -> Failure:
    """An address that cannot be taken; every fault is named.

    `within` is where the request has the address; days stand outside of it.
    """
    return Failure(
        Code.INVALID_ARGUMENT,
        "ADDRESS_INVALID",
        _ADDRESS_INVALID,
        fields=tuple(
            FieldProblem(
                each.field if each.field.endswith("_date") else within + each.field,
                each.fault.value,
                explained(each),
            )
            for each in problems
        ),
    )


def explained(problem: AddressProblem) -> LocalizedText:
    """The sentence for one fault, with what mends it."""
    fact = problem.fact
    return ADDRESS_TEXTS[problem.fault].format(
        fact=day_in_words(fact) if isinstance(fact, date) else fact
    )


def no_semester_address() -> Failure:
    """There is no semester address to choose or to give up."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NO_SEMESTER_ADDRESS",
        LocalizedText(
            de="Es ist keine Semesteranschrift eingetragen. Bitte tragen Sie erst eine ein.",
            en="No semester address is entered. Please enter one first.",
        ),
    )


def no_address() -> Failure:
    """There is no address that a letter could go to."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NO_ADDRESS",
        LocalizedText(
            de="Für diesen Tag ist keine Anschrift bekannt. Bitte tragen Sie erst die"
            " Heimatanschrift ein.",
            en="No address is known for this day. Please enter the home address first.",
        ),
    )


def entry_invalid(kind: EntryKind) -> Failure:
    """A value that is no number, or no e-mail address."""
    text = _EMAIL_INVALID if kind is EntryKind.PRIVATE_EMAIL else _NUMBER_INVALID
    reason = "CONTACT_ENTRY_INVALID"
    return Failure(
        Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem("value", reason, text),)
    )


def entry_refused(obstacle: EntryObstacle) -> Failure:
    """An entry that cannot be added beside those that are there."""
    text, reason = _ENTRY_TEXTS[obstacle], obstacle.value
    return Failure(
        _ENTRY_CODES[obstacle], reason, text, fields=(FieldProblem("value", reason, text),)
    )


def entry_unknown() -> Failure:
    """The person has no such entry."""
    return Failure(
        Code.NOT_FOUND,
        "CONTACT_ENTRY_UNKNOWN",
        LocalizedText(
            de="Diesen Eintrag gibt es nicht mehr. Bitte laden Sie die Liste neu.",
            en="There is no such entry any more. Please load the list again.",
        ),
    )
