"""What is wrong in a profile's files, for the person who mends them."""

from dataclasses import dataclass

from chassis.values import LocalizedText
from pydantic_core import ErrorDetails


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and how to mend it."""

    file: str
    # "offers[3].exam"; empty for the file as a whole.
    key: str
    reason: str
    message: LocalizedText

    @property
    def path(self) -> str:
        """File and key as people read them: "offers.yaml: offers[3].exam"."""
        return f"{self.file}: {self.key}" if self.key else self.file


_REMEDIES = {
    "missing": LocalizedText(
        de="Der Schlüssel fehlt; ergänzen Sie ihn.", en="The key is missing; add it."
    ),
    "extra_forbidden": LocalizedText(
        de="Diesen Schlüssel gibt es nicht; prüfen Sie die Schreibweise oder entfernen Sie ihn.",
        en="There is no such key; check its spelling or remove it.",
    ),
    "string_type": LocalizedText(
        de="Hier muss ein Text stehen; setzen Sie den Wert in Anführungszeichen.",
        en="A text is needed here; put the value in quotes.",
    ),
    "too_long": LocalizedText(
        de="Hier stehen zu viele Werte; erwartet werden der erste und der letzte Tag.",
        en="There are too many values; the first and the last day are expected.",
    ),
    "too_short": LocalizedText(
        de="Hier stehen zu wenige Werte; ergänzen Sie sie.",
        en="There are too few values; add them.",
    ),
    "string_pattern_mismatch": LocalizedText(
        de="Der Wert {value} ist nicht so geschrieben, wie er sein muss ({expected}).",
        en="The value {value} is not written as it has to be ({expected}).",
    ),
    "thesis_counts_twice": LocalizedText(
        de="Eine Abschlussarbeit zählt mit einem Gewicht oder mit einem Anteil; entfernen Sie "
        "thesis_weight oder thesis_share.",
        en="A thesis counts by a weight or by a share; remove thesis_weight or thesis_share.",
    ),
    "int_type": LocalizedText(
        de="Hier muss eine ganze Zahl stehen, ohne Anführungszeichen.",
        en="A whole number is needed here, without quotes.",
    ),
    "bool_type": LocalizedText(
        de="Hier muss true oder false stehen.",
        en="true or false is needed here.",
    ),
    "enum": LocalizedText(
        de="Der Wert {value} ist keiner der erlaubten; schreiben Sie {expected}.",
        en="The value {value} is none of those allowed; write {expected}.",
    ),
}
_OTHER = LocalizedText(
    de="Der Wert {value} passt hier nicht ({expected}); berichtigen Sie ihn.",
    en="The value {value} does not fit here ({expected}); correct it.",
)


def problem_of(file: str, error: ErrorDetails) -> Problem:
    """The problem that a failed validation tells of."""
    return Problem(file, key_of(error["loc"]), error["type"].upper(), remedy_of(error))


def key_of(path: tuple[str | int, ...]) -> str:
    """A path as people read it: "offers[3].exam"."""
    key = ""
    for part in path:
        key += f"[{part}]" if isinstance(part, int) else f"{'.' if key else ''}{part}"
    return key


def remedy_of(error: ErrorDetails) -> LocalizedText:
    """What is wrong with a value and how to mend it."""
    context = error.get("ctx", {})
    expected = context.get("expected") or context.get("pattern") or error["msg"]
    value = error["input"] if isinstance(error["input"], str | int | float) else "…"
    return _REMEDIES.get(error["type"], _OTHER).format(value=repr(value), expected=expected)
