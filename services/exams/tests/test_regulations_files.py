"""What the office reads of a regulations file that is wrong: sentences, in both languages."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chassis.values import LocalizedText
from exams.domain.tables import RowProblem, TableFormat
from exams.profile.files import OffersFile, PeriodsFile, StatusesFile, TermsFile
from exams.profile.regulations_file import RegulationsFile
from exams.profile.spellings import SPELLINGS
from exams.profile.uploads import read_regulations
from exams.profile.workbook import regulations_xlsx
from exams.tables_io import UnreadableFileError
from pydantic import BaseModel

RIGHT = (Path(__file__).parent / "profile/regulations/BWL-BSC-2023.yaml").read_text("utf-8")
# What only programmers read: names of classes and types, patterns, and pydantic's own sentences.
INTERNALS = re.compile(
    r"Error|RegulationsFile|Entry\b|Input should|unable to parse|pydantic|instance of|dictionary"
    r"|\^|\[0-9|\\|tag:yaml|None"
)


def problems_of(content: bytes, fmt: TableFormat = TableFormat.YAML) -> tuple[RowProblem, ...]:
    with pytest.raises(UnreadableFileError) as error:
        read_regulations(content, fmt)
    return error.value.problems


def changed(old: str, new: str) -> bytes:
    assert old in RIGHT
    return RIGHT.replace(old, new, 1).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" ", "MODEL_TYPE"),
        (b"- a", "MODEL_TYPE"),
        (b"\xff\xfe\x00", "NOT_YAML"),
        (b"a: [", "NOT_YAML"),
        (b"\tcode: x", "NOT_YAML"),
        (b"1: x", "INVALID_KEY"),
        (changed("Grundlagen", "!!python/object/apply:os.system ['id']"), "NOT_YAML"),
        (changed("Grundlagen", "!foo bar"), "NOT_YAML"),
        (changed('"5"', "9" * 5000), "NOT_YAML"),
        (changed('"5"', "2027-02-30"), "NOT_YAML"),
        (changed('"5"', '"-5"'), "STRING_PATTERN_MISMATCH"),
        (changed('"5"', "5.25"), "STRING_TYPE"),
        (changed('"5"', "[5]"), "STRING_TYPE"),
        (changed("duration_minutes: 90", f"duration_minutes: {'9' * 20}"), "LESS_THAN_EQUAL"),
        (changed("duration_minutes: 90", "duration_minutes: -1"), "GREATER_THAN_EQUAL"),
        (changed("duration_minutes: 90", "duration_minutes: 1.5"), "INT_TYPE"),
        (changed("form: written", "form: sung"), "ENUM"),
        (changed("area: MAJOR", "area: major"), "STRING_PATTERN_MISMATCH"),
        (changed("Grundlagen", f'"{"x" * 2001}"'), "STRING_TOO_LONG"),
        (changed("Grundlagen", '""'), "STRING_TOO_SHORT"),
        (changed("Grundlagen", '" "'), "STRING_PATTERN_MISMATCH"),
        (RIGHT.partition("modules:")[0].encode() + b"modules: {}\n", "LIST_TYPE"),
        (RIGHT.partition("modules:")[0].encode() + b"modules: []\n", "TOO_SHORT"),
    ],
)
def test_no_sentence_shows_what_only_programmers_read(content: bytes, reason: str) -> None:
    problems = problems_of(content)
    assert reason in {one.reason for one in problems}
    for problem in problems:
        message = problem.message
        assert message.de != message.en
        for sentence in (message.de, message.en):
            assert not INTERNALS.search(sentence), sentence
            assert "{" not in sentence
            assert sentence.endswith(".")


def test_the_allowed_values_and_the_spelling_are_told_in_words() -> None:
    [form] = problems_of(changed("form: written", "form: sung"))
    assert form.message.de.startswith("Der Wert „sung“ ist keiner der erlaubten; möglich sind: ")
    assert " or " not in form.message.de
    assert "written, " in form.message.de
    [credit] = problems_of(changed('"5"', '"-5"'))[:1]
    assert credit.message == LocalizedText(
        de="Der Wert „-5“ ist nicht so geschrieben, wie er sein muss; erwartet: Leistungspunkte "
        "von 0 bis 999 in Halben, mit Punkt, etwa 5 oder 7.5.",
        en='The value "-5" is not written as it has to be; expected: credits from 0 to 999 in '
        "halves, such as 5 or 7.5.",
    )


@pytest.mark.parametrize(
    "shape", [RegulationsFile, OffersFile, PeriodsFile, StatusesFile, TermsFile]
)
def test_every_spelling_is_told_in_words(shape: type[BaseModel]) -> None:
    def patterns(schema: Any) -> set[str]:
        if isinstance(schema, dict):
            here = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
            return here.union(*map(patterns, schema.values()))
        return set().union(*map(patterns, schema)) if isinstance(schema, list) else set()

    found = patterns(shape.model_json_schema())
    assert found
    assert found <= set(SPELLINGS)


@pytest.mark.parametrize(
    "text",
    ["Gr\\0und", "Gr\\x01und", "Gr\\ud800und", "\\u200b\\u202e", "\\u200b", "Gr\\u202eund"],
    ids=["zero", "control", "surrogate", "invisible", "zero width", "turned"],
)
def test_a_text_that_no_database_keeps_or_nobody_sees_is_refused_by_its_field(text: str) -> None:
    """A zero is stored by SQLite and refused by PostgreSQL; here it is refused for both."""
    [problem] = problems_of(changed("Grundlagen", f'"{text}"'))
    assert problem.reason in {"CELL_NOT_TEXT", "STRING_UNICODE"}
    assert problem.column.startswith("modules[0].name.")
    assert problem.line > 1


def test_sections_and_addresses_are_texts_too() -> None:
    section = changed("registration: RPO § 8", r'registration: "a\0b"')
    assert [(one.column, one.reason) for one in problems_of(section)] == [
        ("sections.registration", "CELL_NOT_TEXT")
    ]
    address = RIGHT + r'document_url: "https://leuphana.example/\0"'
    assert [(one.column, one.reason) for one in problems_of(address.encode())] == [
        ("document_url", "CELL_NOT_TEXT")
    ]


@pytest.mark.parametrize("name", ["\u200b\u202e", "Gr\u202eund"])
def test_a_text_in_a_workbook_that_nobody_sees_is_refused_by_its_column(name: str) -> None:
    version = read_regulations(RIGHT.encode(), TableFormat.YAML).version
    module = replace(version.modules[0], name=LocalizedText(de=name, en="Basics"))
    content = regulations_xlsx(replace(version, modules=(module, *version.modules[1:])))
    [problem] = problems_of(content, TableFormat.XLSX)
    assert (problem.line, problem.reason) == (2, "CELL_NOT_TEXT")
    assert problem.column.endswith("name.de")
