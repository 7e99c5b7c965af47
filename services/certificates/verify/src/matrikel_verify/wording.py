"""What the command says around the checks, in both languages."""

import os
from collections.abc import Mapping

LANGUAGES = ("de", "en")

_TEXTS: Mapping[str, tuple[str, str]] = {
    "AUTHENTIC": (
        "ECHT: ausgestellt von {university} und unverändert.",
        "AUTHENTIC: issued by {university} and unchanged.",
    ),
    "REJECTED": ("ABGELEHNT: {reason}", "REJECTED: {reason}"),
    "BARCODE_AUTHENTIC": (
        "ECHTER STRICHCODE von {university}. Vergleichen Sie jede Angabe mit dem Papier:",
        "AUTHENTIC BARCODE of {university}. Compare every entry with the paper:",
    ),
    "ENDED": (
        "Die Gültigkeit ist am {day} abgelaufen.",
        "It was valid until {day}.",
    ),
    "NUMBER": ("Verifikationsnummer", "Verification number"),
    "ISSUED": ("Ausgestellt (UTC)", "Issued (UTC)"),
    "VALID_UNTIL": ("Gültig bis", "Valid until"),
    "NO_TRUST": (
        "Es ist noch nicht hinterlegt, wem zu vertrauen ist ({file}). Laden Sie es einmal:\n"
        "  matrikel-verify trust fetch https://ADRESSE-DER-HOCHSCHULE",
        "Nothing is pinned yet ({file}). Fetch it once:\n"
        "  matrikel-verify trust fetch https://ADDRESS-OF-THE-UNIVERSITY",
    ),
    "UNREADABLE": ("{file} ist nicht zu lesen: {problem}", "{file} cannot be read: {problem}"),
    "NOTHING_GIVEN": (
        "Geben Sie eine PDF-Datei oder mit --barcode ein Bild an.",
        "Give a PDF file, or a picture with --barcode.",
    ),
    "NO_BARCODE": (
        "In {file} wurde kein Datensiegel gefunden.",
        "No data seal was found in {file}.",
    ),
    "SEVERAL_BARCODES": (
        "In {file} stehen die Datensiegel mehrerer Bescheinigungen. Prüfen Sie jedes Papier für"
        " sich.",
        "{file} shows the data seals of several certificates. Check each paper by itself.",
    ),
    "NO_PICTURES": (
        "Zum Lesen von Bildern fehlt etwas: pip install matrikel-verify[pictures]",
        "Reading pictures needs more: pip install matrikel-verify[pictures]",
    ),
    "PIN": (
        "Vergleichen Sie die Fingerabdrücke mit denen, die die Hochschule auf einem anderen Weg"
        " nennt (Website, Brief, Telefon).",
        "Compare the fingerprints with those that the university states elsewhere (website,"
        " letter, telephone).",
    ),
    "CHANGED": (
        "Achtung: Bisher war etwas anderes hinterlegt. + kommt hinzu, - fällt weg:",
        "Note: something else was pinned so far. + is new, - goes away:",
    ),
    "CONFIRM": ("Stimmen sie alle überein?", "Do all of them agree?"),
    "PINNED": ("Hinterlegt in {file}.", "Pinned in {file}."),
    "NOT_PINNED": ("Nichts wurde geändert.", "Nothing was changed."),
}


def say(language: str, key: str, **values: object) -> str:
    """The text in German for "de", else in English."""
    return _TEXTS[key][0 if language == "de" else 1].format(**values)


def language_of_locale() -> str:
    """German where the terminal is, else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    set_ones = (os.environ[name] for name in names if os.environ.get(name))
    return "de" if next(set_ones, "").lower().startswith("de") else "en"
