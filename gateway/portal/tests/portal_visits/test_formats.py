"""Dates, limits and numbers in both languages, on the university's clocks."""

import pytest
from chassis.values import Language
from portal.formats import Formats
from portal.texts import load_texts

from . import portal_world as w

GERMAN, ENGLISH = Formats(load_texts(Language.DE)), Formats(load_texts(Language.EN))


def test_moments_are_shown_on_the_universitys_clocks() -> None:
    moment = w.moment("2026-07-01T08:00:00+00:00")

    assert GERMAN.moment(moment) == "1. Juli 2026, 10:00\u00a0Uhr"
    assert ENGLISH.moment(moment) == "1 July 2026, 10:00"


def test_a_limit_at_midnight_is_written_as_the_end_of_the_day_before() -> None:
    limit = w.moment("2026-11-16T00:00:00+01:00")

    assert GERMAN.until(limit) == "15. November 2026, 24:00\u00a0Uhr"
    assert ENGLISH.until(limit) == "end of 15 November 2026"


def test_a_limit_within_a_day_is_written_with_its_time() -> None:
    limit = w.moment("2026-11-16T12:00:00+01:00")
    assert GERMAN.until(limit) == "16. November 2026, 12:00\u00a0Uhr"


@pytest.mark.parametrize(
    ("tenths", "german", "english"), [(50, "5", "5"), (75, "7,5", "7.5"), (300, "30", "30")]
)
def test_credits_come_in_halves(tenths: int, german: str, english: str) -> None:
    assert GERMAN.credits(tenths) == german
    assert ENGLISH.credits(tenths) == english


def test_semesters_are_written_in_words() -> None:
    assert GERMAN.semester("2026W") == "Wintersemester 2026/27"
    assert ENGLISH.semester("2027S") == "Summer semester 2027"
