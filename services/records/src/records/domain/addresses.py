"""Postal addresses and the days on which they hold.

An address is never changed: another one holds from its day on. So it stays known where a letter of
any day went.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from chassis.values import local_date

from records.domain.names import LetterRule, TextFault, text_problem, tidied
from records.domain.person import AddressKind

# Beyond this, a mistyped year is far more likely than a move; both ways.
FARTHEST = timedelta(days=366)

_DIGITS = {
    4: ("AT", "AU", "BE", "BG", "CH", "CY", "DK", "HU", "LI", "LU", "NO", "NZ", "SI", "ZA"),
    5: ("EE", "ES", "FI", "FR", "HR", "IT", "MX", "TH", "TR", "UA"),
    6: ("CN", "IN", "RO", "RU", "SG"),
}
_POSTAL_CODES = {
    country: re.compile(f"[0-9]{{{length}}}")
    for length, countries in _DIGITS.items()
    for country in countries
} | {
    # 01067 is the lowest, 99998 the highest one.
    "DE": re.compile(r"(0[1-9]|[1-9][0-9])[0-9]{3}"),
    "BR": re.compile(r"[0-9]{5}-?[0-9]{3}"),
    "CA": re.compile(r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"),
    "CZ": re.compile(r"[0-9]{3} ?[0-9]{2}"),
    "GB": re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"),
    "GR": re.compile(r"[0-9]{3} ?[0-9]{2}"),
    "JP": re.compile(r"[0-9]{3}-?[0-9]{4}"),
    "NL": re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}"),
    "PL": re.compile(r"[0-9]{2}-[0-9]{3}"),
    "PT": re.compile(r"[0-9]{4}-[0-9]{3}"),
    "SE": re.compile(r"[0-9]{3} ?[0-9]{2}"),
    "SK": re.compile(r"[0-9]{3} ?[0-9]{2}"),
    "US": re.compile(r"[0-9]{5}(-[0-9]{4})?"),
}
# Of other countries it is only known that some have none.
_ANY_POSTAL_CODE = re.compile(r"([A-Z0-9]([A-Z0-9 -]{0,14}[A-Z0-9])?)?")


@dataclass(frozen=True, slots=True)
class MailingAddress:
    """An address to which letters go."""

    # Empty where the person's own name is at the door.
    care_of: str
    # Street and number.
    street_address: str
    postal_code: str
    city: str
    # Two capital letters (ISO 3166-1).
    country: str


@dataclass(frozen=True, slots=True)
class DatedAddress:
    """An address, or that there is none any more, from a day on."""

    address_id: UUID
    kind: AddressKind
    # None where a semester address was given up.
    address: MailingAddress | None
    valid_from: date
    enter_time: datetime
    # A user name or "system".
    entered_by: str


@dataclass(frozen=True, slots=True)
class AddressPeriod:
    """An address with its last day, None while no later one is known."""

    entered: DatedAddress
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CorrespondenceChoice:
    """Which address somebody wanted letters to go to from a moment on."""

    choice_id: UUID
    kind: AddressKind
    choose_time: datetime
    chosen_by: str


class AddressFault(Enum):
    """Why an address cannot be taken as it is."""

    WITHOUT_LETTER = "ADDRESS_WITHOUT_LETTER"
    LETTER_NOT_ALLOWED = "ADDRESS_LETTER_NOT_ALLOWED"
    MARK_WITHOUT_LETTER = "MARK_WITHOUT_LETTER"
    TOO_MANY_MARKS = "TOO_MANY_MARKS"
    COUNTRY_UNKNOWN = "COUNTRY_UNKNOWN"
    POSTAL_CODE_OF_GERMANY = "POSTAL_CODE_OF_GERMANY"
    POSTAL_CODE_WRONG = "POSTAL_CODE_WRONG"
    DAY_IMPLAUSIBLE = "VALID_FROM_IMPLAUSIBLE"
    DAY_BEFORE_CURRENT = "VALID_FROM_BEFORE_CURRENT"


@dataclass(frozen=True, slots=True)
class AddressProblem:
    """A fault in one field: "street_address", "valid_from_date"."""

    field: str
    fault: AddressFault
    # The character that shows it, the country, or the day that stands against it.
    fact: str | date = ""


_TEXT_FAULTS = {
    TextFault.NO_LETTER: AddressFault.WITHOUT_LETTER,
    TextFault.LETTER_NOT_ALLOWED: AddressFault.LETTER_NOT_ALLOWED,
    TextFault.MARK_WITHOUT_LETTER: AddressFault.MARK_WITHOUT_LETTER,
    TextFault.TOO_MANY_MARKS: AddressFault.TOO_MANY_MARKS,
}


def tidied_address(address: MailingAddress) -> MailingAddress:
    """The address in composed letters and without stray blanks, as it is stored."""
    return MailingAddress(
        care_of=tidied(address.care_of),
        street_address=tidied(address.street_address),
        postal_code=tidied(address.postal_code).upper(),
        city=tidied(address.city),
        country=address.country,
    )


def address_problems(
    address: MailingAddress, countries: frozenset[str]
) -> tuple[AddressProblem, ...]:
    """Everything that stands against a tidied address; `countries` are those of ISO 3166-1."""
    problems = []
    asked = [("street_address", address.street_address), ("city", address.city)]
    if address.care_of:
        asked.insert(0, ("care_of", address.care_of))
    for field, text in asked:
        if problem := text_problem(text, LetterRule.PLACE):
            fault = _TEXT_FAULTS[problem.fault]
            problems.append(AddressProblem(field, fault, problem.character_named))
    if address.country not in countries:
        problems.append(AddressProblem("country", AddressFault.COUNTRY_UNKNOWN, address.country))
    elif not _POSTAL_CODES.get(address.country, _ANY_POSTAL_CODE).fullmatch(address.postal_code):
        german = address.country == "DE"
        fault = AddressFault.POSTAL_CODE_OF_GERMANY if german else AddressFault.POSTAL_CODE_WRONG
        problems.append(AddressProblem("postal_code", fault, address.country))
    return tuple(problems)


def day_problems(
    field: str, valid_from: date, current: DatedAddress | None, today: date
) -> tuple[AddressProblem, ...]:
    """What stands against a first day; `current` is the address of the kind that holds today.

    One that began before the current one would never be the current one.
    """
    if abs(valid_from - today) > FARTHEST:
        return (AddressProblem(field, AddressFault.DAY_IMPLAUSIBLE),)
    if current is not None and valid_from < current.valid_from:
        return (AddressProblem(field, AddressFault.DAY_BEFORE_CURRENT, current.valid_from),)
    return ()


def address_of(
    entered: Iterable[DatedAddress], kind: AddressKind, day: date
) -> DatedAddress | None:
    """The row that holds on the day: the latest first day, and of these the one entered last.

    It may say that there is no address any more.
    """
    holding = [each for each in entered if each.kind is kind and each.valid_from <= day]
    return max(holding, key=_order, default=None)


def periods(entered: Sequence[DatedAddress]) -> tuple[AddressPeriod, ...]:
    """What was entered with the last day on which it holds, in order of kind and time.

    One that another with the same first day replaced ends before it begins.
    """
    found = []
    for kind in AddressKind:
        of_kind = sorted((each for each in entered if each.kind is kind), key=_order)
        for place, each in enumerate(of_kind):
            following = of_kind[place + 1] if place + 1 < len(of_kind) else None
            until = following.valid_from - timedelta(days=1) if following else None
            found.append(AddressPeriod(each, until))
    return tuple(found)


def later_ones(entered: Sequence[DatedAddress], today: date) -> tuple[AddressPeriod, ...]:
    """The addresses that will hold from a later day on, in order of time."""
    later = [
        each
        for each in periods(entered)
        if each.entered.valid_from > today
        and each.entered.address is not None
        and (each.valid_until is None or each.valid_until >= each.entered.valid_from)
    ]
    return tuple(sorted(later, key=lambda each: each.entered.valid_from))


def letter_address_on(
    entered: Sequence[DatedAddress], choices: Iterable[CorrespondenceChoice], day: date
) -> DatedAddress | None:
    """Where a letter of the day goes: what was chosen by then, else the home address.

    None where neither is known. A choice made in the course of the day counts for that day.
    """
    made = [each for each in choices if local_date(each.choose_time) <= day]
    chosen = max(made, key=lambda each: (each.choose_time, each.choice_id), default=None)
    kinds = [AddressKind.HOME]
    if chosen is not None and chosen.kind is AddressKind.SEMESTER:
        kinds.insert(0, AddressKind.SEMESTER)
    for kind in kinds:
        found = address_of(entered, kind, day)
        if found is not None and found.address is not None:
            return found
    return None


def envelope(name: str, address: MailingAddress, country_name: str) -> tuple[str, ...]:
    """The lines of an envelope; `country_name` is empty for letters inside the country."""
    place = f"{address.postal_code} {address.city}".strip()
    lines = (name, address.care_of, address.street_address, place, country_name.upper())
    return tuple(line for line in lines if line)


def _order(each: DatedAddress) -> tuple[date, datetime, UUID]:
    return (each.valid_from, each.enter_time, each.address_id)
