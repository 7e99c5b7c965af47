"""Reading plain values (as YAML gives them) with every problem collected on the way.

An entry knows where it stands in its file. Asking it for a key returns the value in the wanted
shape; where that is impossible, it notes a problem and returns a harmless stand-in, so that one
pass over a file finds everything that is wrong with it. Nothing read may be used while there is a
problem.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from chassis.values import Cents, LocalizedText

from records.domain.calendar import DayRange


@dataclass(frozen=True, slots=True)
class ProfileProblem:
    """What is wrong at one place of a profile, and what mends it."""

    file: str
    # The way to the value: "programmes[3].degree.code"; empty for the whole file.
    key: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.fault}. {self.remedy}"


@dataclass(slots=True)
class ProblemList:
    """The problems found so far."""

    problems: list[ProfileProblem] = field(default_factory=list)

    def note(self, file: str, key: str, fault: str, remedy: str) -> None:
        """Notes a problem."""
        self.problems.append(ProfileProblem(file, key, fault, remedy))

    def all(self) -> tuple[ProfileProblem, ...]:
        """All problems in the order of finding, none twice."""
        return tuple(dict.fromkeys(self.problems))


# Stands in for days that could not be read and were noted.
UNREADABLE_DAYS = DayRange(date.min, date.min)

_LONGEST_CODE = 40
_ABSENT = object()


class Entry:
    """A mapping of a profile file, and where it stands."""

    def __init__(self, value: object, file: str, key: str, problems: ProblemList) -> None:
        self.file = file
        self.key = key
        self.problems = problems
        self._asked: set[str] = set()
        self._values: dict[str, object] = {}
        if isinstance(value, Mapping):
            for name, each in value.items():
                self._values[str(name)] = each
            self.is_mapping = True
        else:
            self.is_mapping = False
            problems.note(
                file,
                key,
                f"expected keys with values, found {_shown(value)}",
                "Write `key: value`.",
            )

    def at(self, name: str) -> str:
        """The way to a key of this entry."""
        return f"{self.key}.{name}" if self.key else name

    def note(self, name: str, fault: str, remedy: str) -> None:
        """Notes a problem with a key of this entry."""
        if self.is_mapping:
            self.problems.note(self.file, self.at(name), fault, remedy)

    def is_given(self, name: str) -> bool:
        """Whether the key is there with a value."""
        return self._value(name) not in (_ABSENT, None)

    def text(self, name: str) -> str:
        """A text that must not be empty."""
        value = self._value(name)
        if value is _ABSENT:
            self._note_absent(name, f"Add `{name}: …`.")
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note(name, f"expected a text, found {_shown(value)}", 'Write a text, in "quotes".')
            return ""
        return value.strip()

    def optional_text(self, name: str) -> str:
        """A text; empty where the key is absent or has no value."""
        return "" if self._value(name) in (_ABSENT, None, "") else self.text(name)

    def localized(self, name: str) -> LocalizedText:
        """A text in German and English."""
        if self._value(name) is _ABSENT:
            self._note_absent(name, f"Add `{name}: {{de: …, en: …}}`.")
            return LocalizedText(de="", en="")
        entry = self.entry(name)
        text = LocalizedText(de=entry.text("de"), en=entry.text("en"))
        entry.refuse_unknown_keys()
        return text

    def flag(self, name: str) -> bool:
        """true or false; false where the key is absent."""
        value = self._value(name)
        if value is _ABSENT:
            return False
        if not isinstance(value, bool):
            self.note(
                name, f"expected true or false, found {_shown(value)}", "Write true or false."
            )
            return False
        return value

    def whole_number(self, name: str, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self._value(name)
        remedy = f"Write a whole number from {least} to {most}."
        if value is _ABSENT:
            self._note_absent(name, remedy)
            return least
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.note(name, f"expected a whole number, found {_shown(value)}", remedy)
            return least
        return value

    def cents(self, name: str) -> Cents:
        """An amount of euros and cents, above nothing, written as a text: "112.00"."""
        value = self._value(name)
        remedy = 'Write euros and cents in quotes: "112.00".'
        if value is _ABSENT:
            self._note_absent(name, remedy)
            return Cents(0)
        try:
            amount = Cents.of_euros(value) if isinstance(value, str) else None
        except ValueError:
            amount = None
        if amount is None or amount <= Cents(0):
            self.note(name, f"expected an amount above 0.00, found {_shown(value)}", remedy)
            return Cents(0)
        return amount

    def days(self, name: str) -> DayRange:
        """A first and a last day, both included."""
        value = self._value(name)
        remedy = "Write the first and the last day: [2026-10-12, 2027-01-29]."
        if value is _ABSENT:
            self._note_absent(name, remedy)
            return UNREADABLE_DAYS
        days = [_day(each) for each in value] if isinstance(value, list) else []
        first, last = days if len(days) == 2 else (None, None)
        if first is None or last is None:
            self.note(name, f"expected two days, found {_shown(value)}", remedy)
            return UNREADABLE_DAYS
        if first > last:
            self.note(name, f"{first} is after {last}", "Put the earlier day first.")
            return UNREADABLE_DAYS
        return DayRange(first, last)

    def entry(self, name: str) -> "Entry":
        """A mapping below this entry."""
        value = self._value(name)
        if value is _ABSENT:
            self._note_absent(name, f"Add `{name}:` with its keys.")
            return _Nowhere(self.file, self.at(name))
        return Entry(value, self.file, self.at(name), self.problems)

    def entries(self, name: str) -> Iterator["Entry"]:
        """The mappings of a list; the list must be there, be it empty."""
        value = self._value(name)
        if value is _ABSENT:
            self._note_absent(name, f"Add `{name}:` with a list, `[]` for none.")
            return
        if not isinstance(value, list):
            self.note(name, f"expected a list, found {_shown(value)}", "Begin each line with `- `.")
            return
        for position, each in enumerate(value):
            yield Entry(each, self.file, f"{self.at(name)}[{position}]", self.problems)

    def optional_entries(self, name: str) -> Iterator["Entry"]:
        """The mappings of a list that may be absent."""
        if self._value(name) is not _ABSENT:
            yield from self.entries(name)

    def optional_texts(self, name: str) -> tuple[str, ...]:
        """A list of different texts; empty where the key is absent."""
        value = self._value(name)
        if value is _ABSENT:
            return ()
        good = isinstance(value, list) and all(isinstance(e, str) and e.strip() for e in value)
        if not isinstance(value, list) or not good:
            self.note(name, f"expected a list of texts, found {_shown(value)}", 'Write ["…", "…"].')
            return ()
        texts = tuple(each.strip() for each in value)
        for twice in sorted({each for each in texts if texts.count(each) > 1}):
            self.note(name, f'"{twice}" stands there twice', "Remove one of them.")
        return texts

    def optional_localized(self, name: str) -> LocalizedText:
        """A text in German and English; empty where the key is absent."""
        if self._value(name) in (_ABSENT, None, ""):
            return LocalizedText(de="", en="")
        return self.localized(name)

    def names(self, name: str) -> tuple[LocalizedText, ...]:
        """A list of different names in both languages: `{de: …, en: …}`, or one text for both."""
        value = self._value(name)
        if value is _ABSENT:
            return ()
        if not isinstance(value, list):
            self.note(name, f"expected a list, found {_shown(value)}", "Begin each line with `- `.")
            return ()
        found = []
        for position, each in enumerate(value):
            if isinstance(each, str) and each.strip():
                found.append(LocalizedText(de=each.strip(), en=each.strip()))
                continue
            below = Entry(each, self.file, f"{self.at(name)}[{position}]", self.problems)
            if below.is_mapping:
                found.append(LocalizedText(de=below.text("de"), en=below.text("en")))
                below.refuse_unknown_keys()
        german = [each.de for each in found]
        for twice in sorted({each for each in german if each and german.count(each) > 1}):
            self.note(name, f'"{twice}" stands there twice', "Remove one of them.")
        return tuple(found)

    def refuse_unknown_keys(self) -> None:
        """Notes every key that was not asked for; to be called after the last question."""
        for name in sorted(set(self._values) - self._asked):
            near = difflib.get_close_matches(name, sorted(self._asked), n=1)
            remedy = f"Write `{near[0]}`, or remove it." if near else "Remove it."
            self.note(name, "this key is not known here", remedy)

    def _value(self, name: str) -> object:
        self._asked.add(name)
        return self._values.get(name, _ABSENT)

    def _note_absent(self, name: str, remedy: str) -> None:
        self.note(name, "is missing", remedy)


class _Nowhere(Entry):
    """Below a key that is missing: that one problem was noted, its keys need no further ones."""

    def __init__(self, file: str, key: str) -> None:
        super().__init__({}, file, key, ProblemList())


def code_of(entry: Entry, name: str = "code") -> str:
    """A code: letters without marks, digits, hyphens, dots and underscores."""
    code = entry.text(name)
    if len(code) > _LONGEST_CODE or not re.fullmatch(r"[A-Za-z0-9_.-]*", code):
        remedy = f"Use at most {_LONGEST_CODE} letters A–Z, digits, hyphens, dots and underscores."
        entry.note(name, f'"{code}" cannot be a code', remedy)
    return code


def refuse_repeated(entry: Entry, name: str, codes: Sequence[str], known_as: str) -> None:
    """Notes every code that stands in a list of the entry more than once."""
    for code in sorted({code for code in codes if code and codes.count(code) > 1}):
        entry.note(name, f'{known_as} "{code}" stands there twice', "Give each a code of its own.")


def _day(value: object) -> date | None:
    """YAML gives 2026-10-12 as a day and "2026-10-12" as a text; both are meant alike."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = str(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else text[:59] + "…"
