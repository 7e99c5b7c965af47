"""Values: semesters, money, languages, names, days at the university, ids, pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from chassis import ids
from chassis.errors import Failure
from chassis.paging import decode_token, encode_token, page_size
from chassis.values import (
    Cents,
    Language,
    LocalizedText,
    PersonName,
    Semester,
    end_of_day,
    euros_in_words,
    local_date,
    local_datetime,
    start_of_day,
)
from hypothesis import example, given
from hypothesis import strategies as st

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))


@given(days)
def test_every_day_belongs_to_the_semester_that_spans_it(day: date) -> None:
    semester = Semester.of(day)
    assert semester.first_date <= day <= semester.last_date


@given(days)
def test_semesters_follow_each_other_without_a_gap(day: date) -> None:
    semester = Semester.of(day)
    assert semester.next().previous() == semester == semester.previous().next()
    assert semester.last_date + timedelta(days=1) == semester.next().first_date
    assert semester.previous() < semester < semester.next()


@given(days)
def test_a_semester_is_read_from_the_code_that_it_writes(day: date) -> None:
    assert Semester.parse(Semester.of(day).code) == Semester.of(day)


@given(days, days)
def test_semesters_sort_like_their_first_days(one: date, other: date) -> None:
    first, second = Semester.of(one), Semester.of(other)
    assert (first < second) == (first.first_date < second.first_date)


@pytest.mark.parametrize(
    "code", ["", "2026", "2026w", "26W", "2026WS", "0026W", "٢٠٢٦W", "2026W\n"]
)
def test_anything_but_a_year_and_a_term_is_no_semester(code: str) -> None:
    with pytest.raises(ValueError, match="not a semester"):
        Semester.parse(code)


def test_a_winter_semester_is_named_after_both_its_years() -> None:
    winter, summer = Semester.parse("2099W"), Semester.parse("2027S")
    assert winter.name_in(Language.DE) == "Wintersemester 2099/00"
    assert winter.name_in(Language.EN) == "winter semester 2099/00"
    assert summer.name_in(Language.DE) == "Sommersemester 2027"
    assert winter.last_date == date(2100, 3, 31)


def test_money_is_written_as_the_language_writes_it() -> None:
    space = "\N{NO-BREAK SPACE}"
    assert Cents(31815).in_euros(Language.DE) == f"318,15{space}€"
    assert Cents(131815).in_euros(Language.EN) == "€1,318.15"
    assert Cents(-5).in_euros(Language.DE) == f"-0,05{space}€"
    assert Cents(-5).in_euros(Language.EN) == "-€0.05"
    in_words = euros_in_words(31815)
    assert (in_words.de, in_words.en) == (f"318,15{space}€", "€318.15")


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_money_is_read_as_it_was_written(amount: int) -> None:
    english = Cents(amount).in_euros(Language.EN).replace("€", "").replace(",", "")
    assert Cents.of_euros(english) == Cents(amount)
    german = Cents(amount).in_euros(Language.DE)
    assert (
        german.translate(str.maketrans(",.", ".,", "\N{NO-BREAK SPACE}€")).replace(",", "")
        == english
    )


@given(st.integers(), st.integers())
def test_money_adds_up(one: int, other: int) -> None:
    assert Cents(one) + Cents(other) - Cents(other) == Cents(one)


@pytest.mark.parametrize(
    "text", ["", "1,50", "1.505", "1e3", "NaN", "1e999999", "1_000", "٣", ".5"]
)
def test_money_is_digits_with_at_most_two_after_a_point(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Cents.of_euros(text)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", Language.DE),
        ("en", Language.EN),
        ("en-GB,en;q=0.9,de;q=0.5", Language.EN),
        ("fr, en;q=0.3, de;q=0.2", Language.EN),
        ("fr, *;q=0.5", Language.DE),
        ("en;q=0, de;q=0.1", Language.DE),
        ("en;Q=0.2, de;q=0.1", Language.EN),
        ("en;q=nonsense", Language.DE),
        (";;;,,q=,en;q=", Language.DE),
    ],
)
def test_the_best_language_that_the_suite_speaks_is_chosen(header: str, language: Language) -> None:
    assert Language.preferred(header) is language


@given(st.text(max_size=200))
def test_no_accept_language_header_is_too_strange(header: str) -> None:
    assert Language.preferred(header) in Language


def test_facts_are_filled_into_both_languages() -> None:
    text = LocalizedText(de="Bitte {what} bis {day}.", en="Please {what} by {day}.")
    what = LocalizedText(de="zahlen Sie", en="pay")
    assert text.format(what=what, day="{3}") == LocalizedText(
        de="Bitte zahlen Sie bis {3}.", en="Please pay by {3}."
    )


def test_a_name_is_written_in_full_and_listed_by_family_name() -> None:
    name = PersonName("Ayşe", "Öztürk", title="Dr.")
    assert (name.full, name.listed) == ("Dr. Ayşe Öztürk", "Öztürk, Ayşe")


def test_the_days_on_which_the_clocks_change_have_23_and_25_hours() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert end_of_day(spring) - start_of_day(spring) == timedelta(hours=23)
    assert end_of_day(autumn) - start_of_day(autumn) == timedelta(hours=25)
    assert start_of_day(spring) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of_day(spring) == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_the_hour_that_comes_twice_belongs_to_one_day() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert local_datetime(first).strftime("%H:%M") == "02:30"
    assert local_datetime(second).strftime("%H:%M") == "02:30"
    assert local_date(first) == local_date(second) == date(2026, 10, 25)


@given(st.integers(min_value=0, max_value=4 * 10**9).map(lambda n: datetime.fromtimestamp(n, UTC)))
def test_every_moment_lies_in_the_day_at_the_university_that_it_falls_in(moment: datetime) -> None:
    day = local_date(moment)
    assert start_of_day(day) <= moment < end_of_day(day)


def test_ids_sort_by_the_time_they_were_made_at_and_do_not_repeat() -> None:
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    made = [ids.new_id(now + timedelta(milliseconds=step)) for step in range(100)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert made[0].int >> 80 == int(now.timestamp() * 1000)
    assert len({ids.new_id(now) for _ in range(1000)}) == 1000


@given(st.lists(st.text(max_size=20), max_size=5))
def test_a_page_token_says_where_the_next_page_starts(position: list[str]) -> None:
    assert decode_token(encode_token(position)) == position


@given(st.text(max_size=100).filter(lambda text: not text.startswith(("W", "w"))))
@example("[" * 400)
@example("W1s")
def test_a_made_up_page_token_is_refused_with_the_field(token: str) -> None:
    with pytest.raises(Failure, match="PAGE_TOKEN_INVALID") as refused:
        decode_token(token)
    assert refused.value.fields[0].path == "page_token"


def test_a_page_has_the_asked_size_within_the_limit() -> None:
    assert [page_size(asked) for asked in (0, 7, 100, 101, -3)] == [50, 7, 100, 100, 50]
    assert page_size(0, default=25) == 25
