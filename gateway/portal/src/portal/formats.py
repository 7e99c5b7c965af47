"""Dates, numbers, names and codes as people of one language read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from chassis.values import UNIVERSITY_ZONE, Language, PersonName, Semester
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from matrikel.type.v1.person_name_pb2 import PersonName as PersonNameMessage

from portal.texts import Texts

# British English: day before month and 24 hours, as the university writes English.
_LOCALES = {Language.DE: "de_DE", Language.EN: "en_GB"}


@dataclass(frozen=True, slots=True)
class Formats:
    """Writes values for one language; moments are shown on the university's clocks."""

    texts: Texts

    @property
    def locale(self) -> str:
        """The Babel locale."""
        return _LOCALES[self.texts.language]

    def text(self, localized: LocalizedText) -> str:
        """The text in the page's language."""
        return localized.de if self.texts.language is Language.DE else localized.en

    def date(self, day: Date | date) -> str:
        """ "3. Februar 2027", "3 February 2027"."""
        value = day if isinstance(day, date) else date(day.year, day.month, day.day)
        return str(format_date(value, "long", locale=self.locale))

    def capital(self, localized: LocalizedText) -> str:
        """The text where it begins a line: with a capital letter."""
        said = self.text(localized)
        return said[:1].upper() + said[1:]

    def iso_date(self, text: str) -> str:
        """A day as date fields have it: "2027-02-03"; what is no day stays as it is."""
        try:
            return self.date(date.fromisoformat(text))
        except ValueError:
            return text

    def weekday_date(self, moment: Timestamp) -> str:
        """ "Mittwoch, 3. Februar 2027", "Wednesday 3 February 2027"."""
        return str(format_date(local(moment).date(), "full", locale=self.locale))

    def date_of(self, moment: Timestamp) -> str:
        """The day of a moment: "3. Februar 2027"."""
        return self.date(local(moment).date())

    def clock(self, moment: Timestamp) -> str:
        """ "10:00" in both languages."""
        return str(format_time(local(moment).timetz(), "HH:mm", locale=self.locale))

    def time(self, moment: Timestamp) -> str:
        """ "10:00 Uhr", "10:00"."""
        return self.texts("format.time", time=self.clock(moment))

    def moment(self, moment: Timestamp) -> str:
        """Day and time: "3. Februar 2027, 10:00 Uhr"."""
        return f"{self.date(local(moment).date())}, {self.time(moment)}"

    def sitting_time(self, moment: Timestamp) -> str:
        """Weekday, day and time of an exam."""
        return f"{self.weekday_date(moment)}, {self.time(moment)}"

    def until(self, end: Timestamp) -> str:
        """A limit that is not included itself: midnight is written as the end of the day before."""
        limit = local(end)
        if limit.time() == time.min:
            last_day = limit.date() - timedelta(days=1)
            return self.texts("format.end_of_day", date=self.date(last_day))
        return self.moment(end)

    def semester(self, code: str) -> str:
        """ "2026W" in words, with a capital letter."""
        name = Semester.parse(code).name_in(self.texts.language)
        return name[0].upper() + name[1:]

    def number(self, value: int) -> str:
        """A whole number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def money(self, cents: int, currency: str = "EUR") -> str:
        """An amount from hundredths: 31815 is "318,15 €" or "€318.15"."""
        return str(format_currency(Decimal(cents) / 100, currency, locale=self.locale))

    def file_size(self, count: int) -> str:
        """A number of bytes, rounded up to kilobytes: "24 KB"."""
        return f"{self.number(-(-count // 1024))}\u00a0KB"

    def credits(self, tenths: int) -> str:
        """Credit points from tenths: 75 is "7,5" or "7.5"."""
        return str(format_decimal(tenths / 10, format="0.#", locale=self.locale))

    def decimal(self, text: str) -> str:
        """A decimal of a contract as people write it: "1.3" is "1,3" or "1.3"."""
        return text.replace(".", ",") if self.texts.language is Language.DE else text

    def name(self, name: PersonNameMessage) -> str:
        """Title, given names and family name."""
        return PersonName(name.given_names, name.family_name, name.birth_name, name.title).full

    def listed_name(self, name: PersonNameMessage) -> str:
        """Family name first, as lists print it."""
        return PersonName(name.given_names, name.family_name).listed

    def country(self, code: str) -> str:
        """ "TR" in words: "Türkei", "Türkiye"; a code that is not known stays as it is."""
        return str(Locale.parse(self.locale).territories.get(code, code))

    def grouped(self, digits: str) -> str:
        """Digits in groups of four: "1234 5678 9012 3456"."""
        return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))

    def listing(self, items: Iterable[str]) -> str:
        """Items in one line, parted by commas; empty ones are left out."""
        return ", ".join(item for item in items if item)


def local(moment: Timestamp) -> datetime:
    """The moment on the university's clocks."""
    return moment.ToDatetime(tzinfo=UTC).astimezone(UNIVERSITY_ZONE)
