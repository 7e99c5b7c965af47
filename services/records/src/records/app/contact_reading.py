"""Reading numbers and e-mail addresses as people write them, and the countries of the world."""

from functools import lru_cache
from typing import Any

import phonenumbers
import pycountry
from email_validator import EmailNotValidError, validate_email

from records.domain.contact import EntryKind

# Where a number or a letter belongs that names no country.
HOME_COUNTRY = "DE"
_WITHOUT_ISO_CODE = {"XK": "Kosovo"}
# Without types of its own.
_pycountry: Any = pycountry


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The two letters of every country (ISO 3166-1), and those that the EU gives to Kosovo."""
    return frozenset({each.alpha_2 for each in _pycountry.countries} | set(_WITHOUT_ISO_CODE))


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """The English name, as it stands on international letters; the code for an unknown one."""
    found = _pycountry.countries.get(alpha_2=code)
    if found is None:
        return _WITHOUT_ISO_CODE.get(code, code)
    return str(getattr(found, "common_name", found.name))


def read_value(kind: EntryKind, text: str) -> str | None:
    """The value as it is stored: E.164 for numbers; None where it is none.

    Blanks, brackets, hyphens and the "(0)" behind a country's number are understood.
    """
    if kind is EntryKind.PRIVATE_EMAIL:
        try:
            return validate_email(text.strip(), check_deliverability=False).normalized
        except EmailNotValidError:
            return None
    try:
        number = phonenumbers.parse(text, HOME_COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    # An extension has no place in E.164 and would be lost without a word.
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_value(kind: EntryKind, value: str) -> str:
    """A stored value as people read it: "+49 4131 677000"."""
    if kind is EntryKind.PRIVATE_EMAIL:
        return value
    number = phonenumbers.parse(value, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
