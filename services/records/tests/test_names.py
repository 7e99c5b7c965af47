"""Names in the letters of DIN 91379."""

import unicodedata

import pytest
from records.domain.names import (
    LetterRule,
    TextFault,
    text_problem,
    tidied,
)

NAMES = [
    "Ayşe",
    "Nguyễn Thị Hồng",
    "Łukasz",
    "O'Connor",
    "D’Angelo",
    "Müller-Lüdenscheidt",
    "von und zu Guttenberg",
    "Straße",
    "Ðorđević",
    "Jr.",
    "M̂",
    "Ərdoğan",
    "Þórsdóttir",
    "Dr.-Ing.",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_from_many_languages_are_accepted(name: str) -> None:
    assert text_problem(tidied(name), LetterRule.NAME) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_split_letters_is_the_same_name(name: str) -> None:
    split = unicodedata.normalize("NFD", name)
    assert tidied(split) == tidied(name)
    assert text_problem(tidied(split), LetterRule.NAME) is None


@pytest.mark.parametrize(
    ("name", "fault", "character"),
    [
        ("Дмитрий", TextFault.LETTER_NOT_ALLOWED, "Д (U+0414)"),
        ("李", TextFault.LETTER_NOT_ALLOWED, "李 (U+674E)"),
        ("R2", TextFault.LETTER_NOT_ALLOWED, "2 (U+0032)"),
        ("Anna😀", TextFault.LETTER_NOT_ALLOWED, "😀 (U+1F600)"),
        ("A\u200bnna", TextFault.LETTER_NOT_ALLOWED, "\u200b (U+200B)"),
        ("<b>", TextFault.LETTER_NOT_ALLOWED, "< (U+003C)"),
        ("\u0302M", TextFault.MARK_WITHOUT_LETTER, "\u0302 (U+0302)"),
        ("- .", TextFault.NO_LETTER, ""),
        ("", TextFault.NO_LETTER, ""),
    ],
)
def test_other_characters_are_refused_and_named(
    name: str, fault: TextFault, character: str
) -> None:
    problem = text_problem(name, LetterRule.NAME)
    assert problem is not None
    assert (problem.fault, problem.character_named) == (fault, character)


@pytest.mark.parametrize("place", ["Halle/Saale", "Frankfurt (Oder)", "Paris 14", "Đà Nẵng"])
def test_places_take_digits_and_brackets(place: str) -> None:
    assert text_problem(place, LetterRule.PLACE) is None


def test_stray_blanks_are_tidied() -> None:
    assert tidied("  Anna\u00a0 \tMaria ") == "Anna Maria"
