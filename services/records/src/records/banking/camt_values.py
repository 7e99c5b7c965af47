"""Single values of camt files: names in their namespace, texts, amounts and days."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from chassis.values import UNIVERSITY_ZONE

from records.domain.bank_entries import EntryFault

# lxml has no types of its own.
Element = Any

# The schema allows five decimals; an account in euro has two, and what is beyond them is nothing.
_AMOUNT = re.compile(r"\+?([0-9]{1,13})(?:\.([0-9]{0,5}))?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")


class Names:
    """Finds elements by paths of names in the namespace of a file."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The path as lxml takes it."""
        if path not in self._known:
            self._known[path] = "/".join(f"{{{self._namespace}}}{one}" for one in path.split("/"))
        return self._known[path]

    def text(self, element: Element, *paths: str) -> str:
        """The text of the first path that has one, without blanks around it."""
        for path in paths:
            text = element.findtext(self.of(path))
            if text and text.strip():
                return str(text).strip()
        return ""

    def one(self, element: Element, path: str) -> Element:
        """The first element at the path, or None."""
        return element.find(self.of(path))

    def all(self, element: Element, path: str) -> list[Element]:
        """All elements at the path, in order."""
        return list(element.findall(self.of(path)))


def plain(text: str, longest: int) -> str:
    """The text composed (NFC), in one line, cut."""
    return " ".join(unicodedata.normalize("NFC", text).split())[:longest]


def amount_of(text: str) -> int | EntryFault:
    """Hundredths of a currency, exactly; a fault where the text is no amount of whole ones."""
    if not text:
        return EntryFault.AMOUNT_MISSING
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return EntryFault.AMOUNT_WRONG
    decimals = (found[2] or "").ljust(2, "0")
    if decimals[2:].strip("0"):
        return EntryFault.AMOUNT_WRONG
    return int(found[1]) * 100 + int(decimals[:2])


def day_of(names: Names, element: Element, path: str) -> date | EntryFault | None:
    """The day at the path, named as a day or as a moment; None where there is none."""
    if day := names.text(element, f"{path}/Dt"):
        found = _DAY.fullmatch(day)
        try:
            return date.fromisoformat(found[1]) if found else EntryFault.DATE_WRONG
        except ValueError:
            return EntryFault.DATE_WRONG
    moment = names.text(element, f"{path}/DtTm")
    if not moment:
        return None
    try:
        read = datetime.fromisoformat(moment)
        return (read.astimezone(UNIVERSITY_ZONE) if read.tzinfo else read).date()
    except (ValueError, OverflowError):
        return EntryFault.DATE_WRONG
