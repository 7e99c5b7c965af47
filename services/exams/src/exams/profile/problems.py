"""What is wrong in a profile's files, for the person who mends them."""

import re
from dataclasses import dataclass

from chassis.values import LocalizedText
from pydantic_core import ErrorDetails

from exams.profile.spellings import SPELLINGS
from exams.texts.tables import CELL_NOT_TEXT


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


_TOO_HIGH = LocalizedText(
    de="Der Wert {value} ist zu groß; schreiben Sie höchstens {limit}.",
    en="The value {value} is too high; write {limit} at most.",
)
_TOO_LOW = LocalizedText(
    de="Der Wert {value} ist zu klein; schreiben Sie mindestens {limit}.",
    en="The value {value} is too low; write {limit} at least.",
)
_NOT_A_MAPPING = LocalizedText(
    de="Hier müssen Schlüssel mit ihren Werten stehen, wie „code: …“.",
    en='Keys with their values are needed here, such as "code: …".',
)
_NOT_A_DAY = LocalizedText(
    de="Hier muss ein Tag stehen, den es gibt, wie 2027-02-01.",
    en="A day that exists is needed here, such as 2027-02-01.",
)
_NONE_OF_THOSE = LocalizedText(
    de="Der Wert {value} ist keiner der erlaubten; möglich sind: {allowed}.",
    en="The value {value} is none of those allowed; possible are: {allowed}.",
)
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
    "string_too_long": LocalizedText(
        de="Der Text ist länger als {limit} Zeichen; kürzen Sie ihn.",
        en="The text is longer than {limit} characters; shorten it.",
    ),
    "string_too_short": LocalizedText(
        de="Der Text ist leer; ergänzen Sie ihn.", en="The text is empty; add it."
    ),
    "cell_not_text": CELL_NOT_TEXT,
    "string_unicode": CELL_NOT_TEXT,
    "too_long": LocalizedText(
        de="Hier stehen zu viele Werte; erwartet werden der erste und der letzte Tag.",
        en="There are too many values; the first and the last day are expected.",
    ),
    "too_short": LocalizedText(
        de="Hier stehen zu wenige Werte; ergänzen Sie sie.",
        en="There are too few values; add them.",
    ),
    "string_pattern_mismatch": LocalizedText(
        de="Der Wert {value} ist nicht so geschrieben, wie er sein muss; erwartet: {expected}.",
        en="The value {value} is not written as it has to be; expected: {expected}.",
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
    "list_type": LocalizedText(
        de="Hier muss eine Liste stehen; schreiben Sie jeden Eintrag mit „- “ in seine Zeile.",
        en='A list is needed here; write each entry with "- " in its line.',
    ),
    "model_type": _NOT_A_MAPPING,
    "dict_type": _NOT_A_MAPPING,
    "enum": _NONE_OF_THOSE,
    "literal_error": _NONE_OF_THOSE,
    "date_type": _NOT_A_DAY,
    "value_error": _NOT_A_DAY,
    "greater_than_equal": _TOO_LOW,
    "less_than_equal": _TOO_HIGH,
}
_OTHER = LocalizedText(
    de="Der Wert {value} passt hier nicht; berichtigen Sie ihn.",
    en="The value {value} does not fit here; correct it.",
)
_OTHER_SPELLING = LocalizedText(
    de="die Schreibweise der übrigen Einträge", en="the spelling of the other entries"
)
_LONGEST_VALUE = 60


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
    limits = (context.get(name) for name in ("ge", "le", "max_length", "min_length"))
    return _REMEDIES.get(error["type"], _OTHER).format(
        value=_shown(error["input"]),
        expected=SPELLINGS.get(str(context.get("pattern")), _OTHER_SPELLING),
        # pydantic lists them as an English sentence: 'written', 'oral' or 'paper'.
        allowed=", ".join(re.findall("'([^']*)'", str(context.get("expected", "")))),
        limit=next((limit for limit in limits if limit is not None), ""),
    )


def _shown(value: object) -> LocalizedText:
    """A value in quotes as it stands in the file, shortened, without what cannot be seen."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str | int | float):
        text = "".join(sign if sign.isprintable() else "�" for sign in str(value)[:_LONGEST_VALUE])
    else:
        text = "…"
    return LocalizedText(de=f"„{text}“", en=f'"{text}"')
