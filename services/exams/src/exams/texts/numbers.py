"""Grades, weights and credits as sentences write them: with a comma in German."""

from fractions import Fraction

from chassis.values import LocalizedText

from exams.domain.averages import grade_in_full, in_full
from exams.texts.explanation import credits_text


def with_comma(text: str) -> LocalizedText:
    """A number in digits: "1,9", "1.9"."""
    return LocalizedText(de=text.replace(".", ","), en=text)


def exactly(value: Fraction) -> LocalizedText:
    """A number in full: "18,25", "18.25"; "11/6" where its decimals never end."""
    return with_comma(in_full(value))


def grade(value: Fraction) -> LocalizedText:
    """A grade: "1,85", "1.85"."""
    return with_comma(grade_in_full(value))


def credit_points(tenths: int) -> LocalizedText:
    """Credits with their unit: "7,5 CP", "7.5 CP"."""
    number = credits_text(tenths)
    return LocalizedText(de=f"{number.de} CP", en=f"{number.en} CP")
