"""Names as lists sort them and searches find them."""

import unicodedata

import pytest
from chassis.values import PersonName, folded, search_key
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("written", "found_as"),
    [
        ("Öztürk", "ozturk"),
        ("ĐẶNG", "dang"),
        ("Weiß", "weiss"),
        ("Łukasiewicz", "lukasiewicz"),
        ("Sørensen", "sorensen"),
        ("D’Angelo", "d'angelo"),
        ("İnönü", "inonu"),
        ("Yıldız", "yildiz"),
        ("  van   der Berg ", "van der berg"),
    ],
)
def test_search_ignores_case_and_marks(written: str, found_as: str) -> None:
    assert folded(written) == found_as
    assert search_key(PersonName("Ayşe", written)) == f"{found_as}, ayse"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x41, max_codepoint=0x24F)))
def test_case_never_matters_for_latin_letters(text: str) -> None:
    assert folded(text.upper()) == folded(text.upper().lower())


letters = st.characters(min_codepoint=0x41, max_codepoint=0x1EFF, categories=["L"])


@given(st.text(letters.filter(lambda one: unicodedata.name(one, "").startswith("LATIN "))))
def test_a_folded_name_is_at_most_twice_as_long_so_that_columns_hold_it(text: str) -> None:
    assert len(folded(text)) <= 2 * len(text)


def test_letters_that_unicode_does_not_split_sort_with_their_basic_letter() -> None:
    names = [PersonName("Ayşe", family) for family in ("Zander", "Łukasik", "Maier", "Ørsted")]
    listed = [name.family_name for name in sorted(names, key=search_key)]
    assert listed == ["Łukasik", "Maier", "Ørsted", "Zander"]
