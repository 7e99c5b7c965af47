"""Which passwords are refused, and why."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.app.sign_in.password_rules import common_passwords
from identity.app.sign_in.password_strength import Strength, strength_of
from identity.domain.passwords import (
    CommonPasswords,
    Objection,
    PersonalWords,
    normalised,
    objections,
    shortest_allowed,
)
from identity.settings import IdentitySettings

AYSE = PersonalWords("lg100001", ("Ayşe Nur", "Öztürk", ""))


UNIVERSITY = IdentitySettings().password_context_words


def objections_to(password: str, *, has_second_factor: bool = False) -> tuple[Objection, ...]:
    shortest = shortest_allowed(has_second_factor=has_second_factor)
    common = common_passwords()
    return objections(normalised(password), common, AYSE, UNIVERSITY, shortest=shortest)


@pytest.mark.parametrize(
    "password",
    [
        "correct staple horse battery",
        "Vier Laternen am Deich im Nebel",
        "kq7-Rmw2-xTv9-Lb4z",
        "ночью все кошки серы",
        "🦔🌲🚲🎻🧭🪁🫖🧦🪐🦉🍋🧊🎲🪴🧵",
    ],
)
def test_a_long_password_of_unrelated_words_or_characters_is_good(password: str) -> None:
    assert objections_to(password) == ()


def test_fourteen_characters_are_too_short_and_fifteen_are_not() -> None:
    assert objections_to("kq7-Rmw2-xTv9-") == (Objection.TOO_SHORT,)
    assert objections_to("kq7-Rmw2-xTv9-L") == ()


def test_128_characters_are_allowed_and_129_are_too_long() -> None:
    long = "".join(f"{n}kw{n * 7}z" for n in range(60))
    assert objections_to(long[:128]) == ()
    assert objections_to(long[:129]) == (Objection.TOO_LONG,)


def test_characters_are_counted_after_normalisation() -> None:
    # One ligature sign stands for three letters.
    assert len(normalised("ﬃ")) == 3
    decomposed = unicodedata.normalize("NFD", "Grüße kämmen Möwen")
    assert normalised(decomposed) == normalised("Grüße kämmen Möwen")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "CorrectHorseBatteryStaple",
        "password12345678",
        "P@ssw0rdP@ssw0rd",
        "Sommer-2026-Sommer-2026",
        "iloveyouiloveyou!!",
        "hallohallohallo",
        "ichliebedich2026",
    ],
)
def test_common_passwords_strung_together_are_refused(password: str) -> None:
    assert Objection.COMMON in objections_to(password)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "xk9xk9xk9xk9xk9xk9",
        "1234567890123456",
        "abcdefghijklmnop",
        "qwertzuiopasdfghjkl",
        "asdfghjkl1234567",
        "zyxwvutsrqponmlk",
        "1qaz2wsx3edc4rfv",
    ],
)
def test_repetitions_and_runs_on_the_keyboard_are_refused(password: str) -> None:
    assert Objection.PATTERN in objections_to(password)


@pytest.mark.parametrize(
    "password",
    [
        "leuphana-kiosk-regen",
        "in Lüneburg regnet es oft",
        "in lueneburg regnet es oft",
        "my matrikel number is long",
        "LG100001 kiosk regen tee",
        "kiosk regen öztürk tee",
        "kiosk regen oeztuerk tee",
        "kiosk regen ozturk tee",
        "kiosk ayse regen tee wal",
        "kiosk nur regen tee wal",
    ],
)
def test_university_system_user_name_and_own_names_are_refused_in_every_spelling(
    password: str,
) -> None:
    assert objections_to(password) == (Objection.CONTEXT_WORD,)


def test_a_short_name_inside_another_word_is_no_objection() -> None:
    assert objections_to("kiosk natur regen tee wal") == ()
    nobody = PersonalWords("lg100002", ("An", "Le", ""))
    none = CommonPasswords(frozenset(), frozenset())
    assert objections("an le kiosk regen tee wal", none, nobody) == ()


def test_every_objection_is_raised_at_once() -> None:
    assert set(objections_to("aaaa")) == {Objection.TOO_SHORT, Objection.PATTERN}
    assert set(objections_to("leuphana")) == {Objection.TOO_SHORT, Objection.CONTEXT_WORD}
    assert set(objections_to("passwort")) == {Objection.TOO_SHORT, Objection.COMMON}


def test_the_shipped_list_holds_a_few_hundred_entries_without_its_comments() -> None:
    words, whole = common_passwords().words, common_passwords().whole
    assert 300 < len(words) < 1000
    assert not any(entry.startswith("#") or entry != entry.lower() for entry in words)
    # OWASP ASVS 5.0, 6.2.4: at least the 3,000 most common ones.
    assert len(whole) >= 3_000
    assert not any(entry != entry.lower() for entry in whole)


@given(st.text(max_size=200))
def test_any_text_at_all_gets_an_answer(password: str) -> None:
    answer = objections_to(password)
    assert len(set(answer)) == len(answer)
    if len(normalised(password)) < 15:
        assert Objection.TOO_SHORT in answer


def test_eight_characters_are_enough_with_a_second_factor_and_seven_are_not() -> None:
    assert objections_to("kq7-Rmw", has_second_factor=True) == (Objection.TOO_SHORT,)
    assert objections_to("kq7-Rmw2", has_second_factor=True) == ()


@pytest.mark.parametrize("password", ["sunshine", "Sunshine1!", "trustno1", "hallo123", "P@ssw0rd"])
def test_a_common_password_is_refused_with_a_second_factor_too(password: str) -> None:
    found = objections_to(password, has_second_factor=True)
    assert Objection.COMMON in found


def test_the_strength_is_a_hint_that_grows_with_what_a_guesser_has_to_try() -> None:
    hints = [
        strength_of(each, AYSE)
        for each in ("lg100001", "Deich2026", "kq7-Rmw2-xT", "Vier Laternen am Deich im Nebel")
    ]
    assert hints == sorted(hints)
    assert (hints[0], hints[-1]) == (Strength.WEAK, Strength.STRONG)
