"""What can be chosen in forms of applications: semesters, programmes, majors and minors."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from babel import Locale
from google.type.date_pb2 import Date
from matrikel.records.v1.calendar_pb2 import ListSemestersRequest, SemesterDates
from matrikel.records.v1.catalogue_pb2 import (
    GetProgrammeRequest,
    ListProgrammesRequest,
    Programme,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment
from matrikel.type.v1.localized_text_pb2 import LocalizedText

from portal.formats import Formats
from portal.visit import Visit

_PAGE_SIZE = 100
# Territories of the CLDR that are no countries: 001 is the world, EU and UN are unions, and so on.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading; the heading is empty where there is but one group."""

    heading: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a page offers: semesters by code, countries by code, the rest by the field's path."""

    semesters: Sequence[SemesterDates] = ()
    countries: Sequence[tuple[str, str]] = ()
    offered: dict[str, Sequence[Group]] = field(default_factory=dict)


async def choices_for(visit: Visit, kind: str, enrolment: Enrolment | None) -> Choices:
    """What the form of a kind needs."""
    calendar = await visit.services.calendar.ListSemesters(ListSemestersRequest())
    return Choices(
        semesters=[one for one in calendar.semesters if not is_over(visit.portal.today(), one)],
        countries=countries(visit),
        offered=await _offered(visit, kind, enrolment),
    )


def countries(visit: Visit) -> list[tuple[str, str]]:
    """Every country by its name in the page's language."""
    named = Locale.parse(Formats(visit.t).locale).territories
    found = [
        (code, name)
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    ]
    return sorted(found, key=lambda one: _in_alphabet(one[1]))


def _in_alphabet(name: str) -> str:
    """Without marks, so that "Ägypten" comes before "Albanien"."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


async def _offered(
    visit: Visit, kind: str, enrolment: Enrolment | None
) -> dict[str, Sequence[Group]]:
    if kind == "focus_change" and enrolment is not None:
        answer = await visit.services.catalogue.GetProgramme(
            GetProgrammeRequest(programme_code=enrolment.programme.programme_code)
        )
        programme = answer.programme
        return {
            "new_major": [Group("", _named(visit, programme.majors))],
            "new_minor": [Group("", _named(visit, programme.minors))],
        }
    if kind == "second_degree":
        programmes = await _programmes(visit)
        return {
            "programme_code": [
                Group("", tuple((one.programme_code, _title(visit, one)) for one in programmes))
            ],
            "major": _by_programme(visit, [(one, one.majors) for one in programmes]),
            "minor": _by_programme(visit, [(one, one.minors) for one in programmes]),
        }
    return {}


def _by_programme(
    visit: Visit, programmes: Iterable[tuple[Programme, Sequence[LocalizedText]]]
) -> list[Group]:
    return [
        Group(_title(visit, programme), _named(visit, names))
        for programme, names in programmes
        if names
    ]


def _named(visit: Visit, names: Iterable[LocalizedText]) -> tuple[tuple[str, str], ...]:
    """Majors and minors go by their German name, as the catalogue has it."""
    formats = Formats(visit.t)
    return tuple((name.de, formats.text(name)) for name in names)


def _title(visit: Visit, programme: Programme) -> str:
    return f"{programme.degree.short_name} {Formats(visit.t).text(programme.name)}"


async def _programmes(visit: Visit) -> list[Programme]:
    programmes: list[Programme] = []
    token = ""
    while True:
        answer = await visit.services.catalogue.ListProgrammes(
            ListProgrammesRequest(page_size=_PAGE_SIZE, page_token=token)
        )
        programmes.extend(answer.programmes)
        token = answer.next_page_token
        if not token:
            return programmes


def is_over(today: date, semester: SemesterDates) -> bool:
    """Whether the semester's last day has passed."""
    return _day(semester.last_date) < today


def _day(day: Date) -> date:
    return date(day.year, day.month, day.day) if day.year else date.max
