"""What the lists of the opening week refuse."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText


def nobody() -> Failure:
    """Nobody is left to put on a list."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "HANDOVER_NOBODY",
        "In diesem Studiengang und Semester braucht niemand mehr eine Karte, der nicht schon auf"
        " einer Liste steht. Bitte prüfen Sie beides.",
        "In this programme and semester nobody is left without a card who is not on a list already."
        " Please check both.",
    )


def programme_at_the_desk() -> Failure:
    """The programme's students get their cards at the library."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "HANDOVER_PROGRAMME_AT_THE_DESK",
        "Die Studierenden dieses Studiengangs bekommen ihre Karte am Servicetisch der Bibliothek."
        " Listen gibt es für Bachelorstudiengänge.",
        "The students of this programme get their cards at the library's service desk. Lists are"
        " for Bachelor's programmes.",
        "programme_code",
    )


def closed() -> Failure:
    """The list has ended."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "HANDOVER_CLOSED",
        "Diese Liste ist abgeschlossen. Bitte geben Sie Karten am Servicetisch aus.",
        "This list is closed. Please issue cards at the service desk.",
    )


def too_many_cards(waiting: int) -> Failure:
    """More cards than entries."""
    return _refused(
        Code.INVALID_ARGUMENT,
        "HANDOVER_TOO_MANY_CARDS",
        f"Nur noch {waiting} Personen auf der Liste haben keine Karte. Bitte lassen Sie die übrigen"
        " Nummern weg.",
        f"Only {waiting} people on the list have no card yet. Please leave out the other numbers.",
        "card_numbers",
    )


def without_cards() -> Failure:
    """There is nothing to make codes for."""
    return _refused(
        Code.FAILED_PRECONDITION,
        "HANDOVER_WITHOUT_CARDS",
        "Auf dieser Liste wartet keine Karte auf die Übergabe. Bitte weisen Sie zuerst Karten zu.",
        "No card waits to be handed over on this list. Please assign cards first.",
    )


def entry_unknown() -> Failure:
    """Somebody who is not on the list."""
    return _refused(
        Code.INVALID_ARGUMENT,
        "HANDOVER_ENTRY_UNKNOWN",
        "Eine der Personen steht nicht auf dieser Liste. Bitte prüfen Sie, ob es die richtige Liste"
        " ist.",
        "One of the people is not on this list. Please check whether it is the right list.",
        "person_ids",
    )


def entry_without_card(name: str) -> Failure:
    """Somebody to whom no card was assigned."""
    return _refused(
        Code.INVALID_ARGUMENT,
        "HANDOVER_ENTRY_WITHOUT_CARD",
        f"Für {name} ist keine Karte zugewiesen. Bitte weisen Sie zuerst eine zu.",
        f"No card is assigned to {name}. Please assign one first.",
        "person_ids",
    )


def file_unreadable(row: int) -> Failure:
    """The file is not the exported list."""
    return _refused(
        Code.INVALID_ARGUMENT,
        "HANDOVER_FILE_UNREADABLE",
        f"Zeile {row} der Datei ist nicht lesbar. Bitte nehmen Sie die Liste, die hier ausgegeben"
        " wurde, als CSV-Datei (UTF-8), und ändern nur die Spalte der Marken.",
        f"Row {row} of the file cannot be read. Please take the list that was exported here, as a"
        " CSV file (UTF-8), and change the column of the marks only.",
        "content",
    )


def _refused(status: Code, reason: str, de: str, en: str, field: str = "") -> Failure:
    text = LocalizedText(de=de, en=en)
    fields = (FieldProblem(field, reason, text),) if field else ()
    return Failure(status, reason, text, fields=fields)
