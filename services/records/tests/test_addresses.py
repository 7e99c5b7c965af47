"""Addresses: what can be entered, which one holds on a day, and where letters go."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from chassis.values import local_date
from hypothesis import given
from hypothesis import strategies as st
from records.app.contact_reading import countries, country_name
from records.domain.addresses import (
    AddressFault,
    DatedAddress,
    MailingAddress,
    address_of,
    address_problems,
    day_problems,
    envelope,
    later_ones,
    letter_address_on,
    periods,
    tidied_address,
)
from records.domain.person import AddressKind
from records.texts.contact import ADDRESS_TEXTS

from services.records.tests.persons_factories import ABROAD, HOME, ROOM, chosen, dated

TODAY = date(2026, 11, 2)


def faults(**fields: str) -> dict[str, AddressFault]:
    address = MailingAddress("", "Am Sande 1", "21335", "Lüneburg", "DE")
    changed = {name: fields.get(name, getattr(address, name)) for name in address.__slots__}
    tidy = tidied_address(MailingAddress(**changed))
    return {each.field: each.fault for each in address_problems(tidy, countries())}


@pytest.mark.parametrize(
    ("country", "postal_code"),
    [
        ("DE", "01067"),
        ("DE", "21335"),
        ("AT", "1010"),
        ("GB", "sw1a 1aa"),
        ("NL", "1012 AB"),
        ("PL", "00-001"),
        ("US", "10001-1234"),
        ("IE", "D02 AF30"),
        ("HK", ""),
        ("XK", "10000"),
    ],
)
def test_postal_codes_are_those_of_their_country(country: str, postal_code: str) -> None:
    assert faults(country=country, postal_code=postal_code) == {}


@pytest.mark.parametrize(
    ("country", "postal_code", "fault"),
    [
        ("DE", "2133", AddressFault.POSTAL_CODE_OF_GERMANY),
        ("DE", "00999", AddressFault.POSTAL_CODE_OF_GERMANY),
        ("DE", "D-21335", AddressFault.POSTAL_CODE_OF_GERMANY),
        ("DE", "２１３３５", AddressFault.POSTAL_CODE_OF_GERMANY),
        ("DE", "", AddressFault.POSTAL_CODE_OF_GERMANY),
        ("AT", "21335", AddressFault.POSTAL_CODE_WRONG),
        ("HK", "12/34", AddressFault.POSTAL_CODE_WRONG),
    ],
)
def test_other_postal_codes_are_refused(
    country: str, postal_code: str, fault: AddressFault
) -> None:
    assert faults(country=country, postal_code=postal_code) == {"postal_code": fault}


def test_every_fault_of_an_address_is_named_at_once() -> None:
    assert faults(care_of="Дом 5", street_address="12", city="\u0308", country="ZZ") == {
        "care_of": AddressFault.LETTER_NOT_ALLOWED,
        "street_address": AddressFault.WITHOUT_LETTER,
        "city": AddressFault.MARK_WITHOUT_LETTER,
        "country": AddressFault.COUNTRY_UNKNOWN,
    }


def test_each_fault_has_a_sentence_in_both_languages() -> None:
    assert set(ADDRESS_TEXTS) == set(AddressFault)
    assert all(text.de != text.en for text in ADDRESS_TEXTS.values())


def test_an_address_is_stored_composed_and_tidy() -> None:
    entered = MailingAddress(" ", " Lu\u0308ner  Weg 3", " 21335 ", "Lu\u0308neburg", "DE")
    assert tidied_address(entered) == MailingAddress("", "Lüner Weg 3", "21335", "Lüneburg", "DE")


@pytest.mark.parametrize(
    ("valid_from", "fault"),
    [
        (date(2025, 10, 31), AddressFault.DAY_IMPLAUSIBLE),
        (date(2026, 4, 1), None),
        (date(2027, 11, 3), None),
        (date(2027, 11, 4), AddressFault.DAY_IMPLAUSIBLE),
    ],
)
def test_an_address_holds_from_a_plausible_day_on(
    valid_from: date, fault: AddressFault | None
) -> None:
    problems = day_problems("valid_from_date", valid_from, None, TODAY)
    assert [each.fault for each in problems] == ([] if fault is None else [fault])


def test_an_address_cannot_begin_before_the_present_one() -> None:
    current = dated(HOME, date(2026, 10, 1))
    (problem,) = day_problems("valid_from_date", date(2026, 9, 30), current, TODAY)
    assert problem.fault is AddressFault.DAY_BEFORE_CURRENT
    assert problem.fact == date(2026, 10, 1)
    assert day_problems("valid_from_date", date(2026, 10, 1), current, TODAY) == ()


def test_of_two_addresses_from_the_same_day_on_the_one_entered_last_holds() -> None:
    first = dated(HOME, date(2026, 10, 1), entered=datetime(2026, 9, 1, tzinfo=UTC))
    second = dated(ABROAD, date(2026, 10, 1), entered=datetime(2026, 9, 2, tzinfo=UTC))
    assert address_of([second, first], AddressKind.HOME, date(2026, 10, 1)) == second
    assert later_ones([first, second], date(2026, 9, 3)) == (periods([first, second])[1],)


def test_an_address_to_come_holds_from_its_day_on() -> None:
    now, later = dated(HOME, date(2026, 10, 1)), dated(ABROAD, date(2026, 12, 1))
    entered = [later, now]
    assert address_of(entered, AddressKind.HOME, date(2026, 9, 30)) is None
    assert address_of(entered, AddressKind.HOME, date(2026, 11, 30)) == now
    assert address_of(entered, AddressKind.HOME, date(2026, 12, 1)) == later
    assert [each.entered for each in later_ones(entered, TODAY)] == [later]
    assert [each.valid_until for each in periods(entered)] == [date(2026, 11, 30), None]


def test_letters_go_where_it_was_chosen_by_the_day_of_the_letter() -> None:
    home = dated(HOME, date(2026, 4, 1))
    room = dated(ROOM, date(2026, 10, 1), AddressKind.SEMESTER)
    choices = [
        chosen(AddressKind.SEMESTER, datetime(2026, 10, 10, 8, tzinfo=UTC)),
        chosen(AddressKind.HOME, datetime(2026, 10, 20, 8, tzinfo=UTC)),
    ]

    def goes_to(day: date) -> DatedAddress | None:
        return letter_address_on([home, room], choices, day)

    assert goes_to(date(2026, 10, 9)) == home
    assert goes_to(date(2026, 10, 10)) == room
    assert goes_to(date(2026, 10, 19)) == room
    assert goes_to(date(2026, 10, 20)) == home
    assert goes_to(date(2026, 3, 31)) is None


def test_without_a_semester_address_letters_go_home_whatever_was_chosen() -> None:
    home = dated(HOME, date(2026, 4, 1))
    room = dated(ROOM, date(2026, 10, 1), AddressKind.SEMESTER)
    given_up = dated(None, date(2026, 11, 1), AddressKind.SEMESTER)
    choices = [chosen(AddressKind.SEMESTER, datetime(2026, 4, 1, tzinfo=UTC))]
    entered = [home, room, given_up]
    assert letter_address_on(entered, choices, date(2026, 9, 30)) == home
    assert letter_address_on(entered, choices, date(2026, 10, 31)) == room
    assert letter_address_on(entered, choices, date(2026, 11, 1)) == home


def test_an_envelope_names_the_country_of_other_countries_in_capitals() -> None:
    assert envelope("Ayşe Öztürk", ROOM, "") == (
        "Ayşe Öztürk",
        "bei Müller",
        "Uelzener Straße 12 a",
        "21335 Lüneburg",
    )
    assert envelope("Ayşe Öztürk", ABROAD, country_name("FR"))[-2:] == ("75007 Paris", "FRANCE")


@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.datetimes(timezones=st.just(UTC))
        ),
        max_size=8,
    ),
    st.dates(date(2026, 1, 1), date(2026, 3, 1)),
)
def test_on_each_day_at_most_one_period_holds_and_it_is_the_address_of_the_day(
    made: list[tuple[date, datetime]], day: date
) -> None:
    entered = [dated(HOME, first, entered=when) for first, when in made]
    holding = [
        each
        for each in periods(entered)
        if each.entered.valid_from <= day and (each.valid_until is None or day <= each.valid_until)
    ]
    current = address_of(entered, AddressKind.HOME, day)
    assert [each.entered for each in holding] == ([] if current is None else [current])
    ordered = periods(entered)
    assert all(one.entered.valid_from <= two.entered.valid_from for one, two in pairwise(ordered))


def test_a_choice_late_in_the_evening_belongs_to_its_day_at_the_university() -> None:
    late = datetime(2026, 10, 9, 22, 30, tzinfo=UTC)
    assert local_date(late) == date(2026, 10, 10)
    home = dated(HOME, date(2026, 4, 1))
    room = dated(ROOM, date(2026, 10, 1), AddressKind.SEMESTER)
    choices = [chosen(AddressKind.SEMESTER, late)]
    assert letter_address_on([home, room], choices, date(2026, 10, 9)) == home
    assert letter_address_on([home, room], choices, date(2026, 10, 10)) == room
