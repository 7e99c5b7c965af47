"""The machine-readable record inside a sealed file, an XHochschule 1.2 message: does it say what
the paper says?

Compared is what both have: number, day of issue, name, birth, matriculation number, semesters,
credits and grades. Codes and wording that the standard prescribes stand in the record only.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.etree import ElementTree as ET

from matrikel_verify.claims import Claims

FILE_NAME = "xhochschule.xml"

_XHOCHSCHULE = "{http://xhochschule.de/def/xhochschule/1.2/xsd}"

# Elements whose texts stand on the paper as they are, by the element around them.
_TEXTS = frozenset(
    (
        ("familienname", "name"),
        ("vorname", "name"),
        ("geburtsort", "ort"),
        ("matrikelnummer", "id"),
        ("leistung", "bezeichnung"),
        ("leistung", "lehrendeOderPruefende"),
    )
)
_NUMBERS = frozenset(
    (
        "fachsemester",
        "hochschulsemester",
        "urlaubssemester",
        "regelstudienzeit",
        "absolvierteVersuche",
        "erforderlicheLeistungspunkteECTS",
        "erbrachteLeistungspunkteECTS",
        "note",
    )
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_DAYS = frozenset(("jahrMonatTag", "datumDerLeistungserbringung", "ersteinschreibung"))
# Clocks at a university are at most that far ahead of UTC.
_SUMMER_TIME = timedelta(hours=2)


def agrees(message: bytes, claims: Claims) -> bool:
    """Whether the record's values stand on the paper. Raises ValueError for what is no record."""
    if b"<!" in message.replace(b"<!--", b""):
        raise ValueError("a record declares nothing")
    root = ET.fromstring(message)  # noqa: S314  # no declarations, see above
    if not root.tag.startswith(_XHOCHSCHULE):
        raise ValueError("not a message of XHochschule")
    paper = _Paper(claims)
    return (
        _is_all(root, {claims.number}, "verifikation", "schluessel")
        and _is_all(root, _days_of(claims), "ausstellungsdatum")
        and all(paper.says(text) for text in _texts(root))
        and all(paper.dates(day) for day in _dates(root))
        and all(paper.counts(number) for number in _numbers(root))
    )


class _Paper:
    """The paper's text, made comparable."""

    def __init__(self, claims: Claims) -> None:
        text = " ".join(claims.lines)
        self._text = _plain(text)
        self._numbers = {_value(one) for one in _NUMBER.findall(text)}

    def says(self, text: str) -> bool:
        return _plain(text) in self._text

    def dates(self, day: date) -> bool:
        german = f"{day.day:02}.{day.month:02}.{day.year}"
        month = _MONTHS[day.month - 1]
        english = (f"{day.day} {name} {day.year}" for name in (month, month[:3]))
        return any(self.says(one) for one in (german, *english))

    def counts(self, number: str) -> bool:
        return _value(number) in self._numbers


def _texts(root: ET.Element) -> Iterator[str]:
    for parent in root.iter():
        for child in parent:
            if (_local(parent), _local(child)) in _TEXTS and child.text:
                yield child.text


def _dates(root: ET.Element) -> Iterator[date]:
    for one in root.iter():
        if _local(one) in _DAYS:
            yield date.fromisoformat(one.text or "")


def _numbers(root: ET.Element) -> Iterator[str]:
    for one in root.iter():
        if _local(one) in _NUMBERS and one.text and _NUMBER.fullmatch(one.text):
            yield one.text


def _is_all(root: ET.Element, allowed: set[str], *path: str) -> bool:
    """Whether every element on the path says one of these; transcripts have no `verifikation`."""
    found = root.findall("/".join(f"{_XHOCHSCHULE}{name}" for name in path))
    return all(one.text in allowed for one in found)


def _days_of(claims: Claims) -> set[str]:
    """The day of issue in UTC and on the university's clocks."""
    issued = datetime.fromisoformat(claims.issue_time)
    return {issued.date().isoformat(), (issued + _SUMMER_TIME).date().isoformat()}


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(number: str) -> str:
    """ "1,0" and "1.0" and "1" are the same."""
    plain = number.replace(",", ".")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
