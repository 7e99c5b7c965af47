"""What demo students are made of, read from plain file contents.

`read_people` reads demo_names.yaml, `read_programmes` the records/programmes.yaml of a profile,
both as a YAML reader gives them. A file of the wrong shape raises KeyError or TypeError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chassis.values import Semester, Term


class Gender(StrEnum):
    """Which of the name lists are drawn from."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Origin:
    """The names of one language and where people with them are born."""

    code: str
    share: int
    born_in_germany_per_cent: int
    # Of those born in Germany.
    german_citizens_per_cent: int
    family_names_each: int
    # Pairs of citizenship (ISO 3166-1) and birth place.
    birth_places: tuple[tuple[str, str], ...]
    given_names: Mapping[Gender, tuple[str, ...]]
    family_names: Mapping[Gender, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Habit:
    """Who studies a programme: how many, how old at the start, in which terms they start."""

    programme_code: str
    share: int
    youngest: int
    oldest: int
    starts_in: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """The contents of demo_names.yaml."""

    german_birth_places: tuple[str, ...]
    origins: tuple[Origin, ...]
    habits: tuple[Habit, ...]


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    """What the generator needs to know of a degree programme."""

    code: str
    school_code: str
    standard_duration_semesters: int
    majors: tuple[str, ...]
    minors: tuple[str, ...]
    # The newest first; each ends with the year from whose winter semester on it holds.
    regulations_version_codes: tuple[str, ...]

    def version_for(self, first_semester: Semester) -> str:
        """The newest version in force for those who start in the semester, else the oldest."""
        for code in self.regulations_version_codes:
            if Semester(int(code[-4:]), Term.WINTER) <= first_semester:
                return code
        return self.regulations_version_codes[-1]


def read_people(content: object) -> DemoPeople:
    """The people of demo_names.yaml."""
    root = _mapping(content)
    return DemoPeople(
        german_birth_places=_texts(root["german_birth_places"]),
        origins=tuple(_origin(_mapping(each)) for each in _list(root["origins"])),
        habits=tuple(_habit(_mapping(each)) for each in _list(root["programmes"])),
    )


def read_programmes(content: object) -> tuple[DemoProgramme, ...]:
    """The programmes of a profile's records/programmes.yaml."""
    return tuple(_programme(_mapping(each)) for each in _list(_mapping(content)["programmes"]))


def _origin(entry: Mapping[str, object]) -> Origin:
    places = _mapping(entry["birth_places"])
    return Origin(
        code=_text(entry["code"]),
        share=_number(entry["share"]),
        born_in_germany_per_cent=_number(entry["born_in_germany"]),
        german_citizens_per_cent=_number(entry["german_citizens"]),
        family_names_each=_number(entry["family_names_each"]),
        birth_places=tuple((land, place) for land in places for place in _texts(places[land])),
        given_names=_by_gender(_mapping(entry["given_names"])),
        family_names=_by_gender(_mapping(entry["family_names"])),
    )


def _by_gender(entry: Mapping[str, object]) -> dict[Gender, tuple[str, ...]]:
    common = _texts(entry.get("any", []))
    return {gender: common + _texts(entry.get(gender, [])) for gender in Gender}


def _habit(entry: Mapping[str, object]) -> Habit:
    youngest, oldest = _list(entry["ages"])
    return Habit(
        programme_code=_text(entry["code"]),
        share=_number(entry["share"]),
        youngest=_number(youngest),
        oldest=_number(oldest),
        starts_in=tuple(Term(term) for term in _texts(entry["starts_in"])),
    )


def _programme(entry: Mapping[str, object]) -> DemoProgramme:
    versions = [_mapping(each) for each in _list(entry["regulations_versions"])]
    return DemoProgramme(
        code=_text(entry["code"]),
        school_code=_text(entry["school"]),
        standard_duration_semesters=_number(entry["standard_duration_semesters"]),
        majors=_german_names(entry["majors"]),
        minors=_german_names(entry["minors"]),
        regulations_version_codes=tuple(_text(version["code"]) for version in versions),
    )


def _german_names(value: object) -> tuple[str, ...]:
    """Majors and minors go by their German name."""
    return tuple(_text(_mapping(each)["de"]) for each in _list(value))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"expected keys with values, found {value!r}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {value!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, found {value!r}: put it in quotes")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected a whole number, found {value!r}")
    return value
