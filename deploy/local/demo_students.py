"""Makes up students for demonstrations: the same ones again for the same seed, count and day.

Pure: the names (demo_names.yaml) and the programmes (a profile's records/programmes.yaml) come in
as values; demo_people reads them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from chassis.values import Semester, Term
from demo_people import DemoPeople, DemoProgramme, Gender, Habit, Origin

Shared = TypeVar("Shared", Habit, Origin)

_SECOND_GIVEN_NAME_PER_CENT = 15
_BIRTH_NAME_PER_CENT = 3
_SECOND_PROGRAMME_PER_CENT = 4
# How many names are drawn for one student before the lists count as used up.
_MOST_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class DemoEnrolment:
    """A programme that a demo student is enrolled in. Semesters are codes: "2025W"."""

    programme_code: str
    regulations_version_code: str
    first_semester: str
    major: str = ""
    minor: str = ""


@dataclass(frozen=True, slots=True)
class DemoStudent:
    """An invented student with the first enrolment and, for a few, further ones."""

    given_names: str
    family_name: str
    birth_name: str
    title: str
    birth_date: date
    birth_place: str
    citizenship: str
    programme_code: str
    regulations_version_code: str
    first_semester: str
    major: str
    minor: str
    further_enrolments: tuple[DemoEnrolment, ...] = ()


def students(
    seed: int, count: int, people: DemoPeople, programmes: Sequence[DemoProgramme], today: date
) -> list[DemoStudent]:
    """The students, no two of the same name. The first two are always the same persons:
    Anna Schmidt (Culture, Arts and Media) and Zeynep Çelik (doctoral student).

    Raises ValueError when the names do not suffice for the count, and KeyError when a programme
    of the names file is not among the programmes.
    """
    known = {programme.code: programme for programme in programmes}
    made = list(_well_known(known, Semester.of(today)))[:count]
    draw = _Draw(Random(seed), people, known, Semester.of(today))
    names = {(student.given_names, student.family_name) for student in made}
    while len(made) < count:
        student = draw.student(names)
        names.add((student.given_names, student.family_name))
        made.append(student)
    return made


def _well_known(
    programmes: Mapping[str, DemoProgramme], current: Semester
) -> Iterator[DemoStudent]:
    """Persons that guides, screenshots and tests speak of."""
    anna = _enrolment(programmes["KUWI-BA"], _starts((Term.WINTER,), current, 3)[-1])
    yield _student(
        _Person("Anna", "Schmidt", "", date(2004, 5, 17), "Lüneburg", "DE"),
        replace(anna, major="Kultur und digitale Medien", minor="Philosophie"),
    )
    zeynep = _enrolment(programmes["PROM-NWI"], _starts((Term.SUMMER, Term.WINTER), current, 3)[-1])
    yield _student(_Person("Zeynep", "Çelik", "", date(1996, 11, 2), "Hamburg", "DE"), zeynep)


@dataclass(frozen=True, slots=True)
class _Person:
    given_names: str
    family_name: str
    birth_name: str
    birth_date: date
    birth_place: str
    citizenship: str


def _student(
    person: _Person, first: DemoEnrolment, further: tuple[DemoEnrolment, ...] = ()
) -> DemoStudent:
    return DemoStudent(
        given_names=person.given_names,
        family_name=person.family_name,
        birth_name=person.birth_name,
        title="",
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        programme_code=first.programme_code,
        regulations_version_code=first.regulations_version_code,
        first_semester=first.first_semester,
        major=first.major,
        minor=first.minor,
        further_enrolments=further,
    )


def _enrolment(programme: DemoProgramme, first_semester: Semester) -> DemoEnrolment:
    version = programme.version_for(first_semester)
    return DemoEnrolment(programme.code, version, first_semester.code)


def _starts(terms: Sequence[Term], current: Semester, most_semesters: int) -> list[Semester]:
    """The semesters that begin in the terms, the current one first, so many semesters back."""
    semesters, semester = [], current
    for _ in range(most_semesters):
        if semester.term in terms:
            semesters.append(semester)
        semester = semester.previous()
    return semesters


class _Draw:
    """Draws persons and their studies from the lists."""

    def __init__(
        self,
        random: Random,
        people: DemoPeople,
        programmes: Mapping[str, DemoProgramme],
        current: Semester,
    ) -> None:
        self._random = random
        self._people = people
        self._programmes = programmes
        self._current = current

    def student(self, used: set[tuple[str, str]]) -> DemoStudent:
        """A student whose name is not among the used ones."""
        habit = self._weighted(self._people.habits)
        programme = self._programmes[habit.programme_code]
        most = programme.standard_duration_semesters + 1
        first_semester = self._random.choice(_starts(habit.starts_in, self._current, most))
        first = self._with_focus(programme, _enrolment(programme, first_semester))
        person = self._person(used, habit, first_semester)
        return _student(person, first, self._second_programme(programme, habit, first_semester))

    def _person(
        self, used: set[tuple[str, str]], habit: Habit, first_semester: Semester
    ) -> _Person:
        for _ in range(_MOST_DRAWS):
            origin = self._weighted(self._people.origins)
            gender = self._random.choice(list(Gender))
            given = self._given_names(origin, gender)
            family = self._family_name(origin, gender)
            if (given, family) in used:
                continue
            married = self._one_of_hundred(_BIRTH_NAME_PER_CENT)
            birth_name = self._family_name(origin, gender) if married else ""
            place, citizenship = self._birth_place(origin)
            return _Person(
                given_names=given,
                family_name=family,
                birth_name="" if birth_name == family else birth_name,
                birth_date=self._birth_date(habit, first_semester),
                birth_place=place,
                citizenship=citizenship,
            )
        raise ValueError(f"the names do not suffice for more than {len(used)} students")

    def _given_names(self, origin: Origin, gender: Gender) -> str:
        first = self._random.choice(origin.given_names[gender])
        second = self._random.choice(origin.given_names[gender])
        simple = " " not in first + second and first != second
        doubled = self._one_of_hundred(_SECOND_GIVEN_NAME_PER_CENT)
        return f"{first} {second}" if simple and doubled else first

    def _family_name(self, origin: Origin, gender: Gender) -> str:
        names = self._random.sample(origin.family_names[gender], origin.family_names_each)
        return " ".join(names)

    def _birth_place(self, origin: Origin) -> tuple[str, str]:
        country, place = self._random.choice(origin.birth_places)
        if not self._one_of_hundred(origin.born_in_germany_per_cent):
            return place, country
        german = self._one_of_hundred(origin.german_citizens_per_cent)
        place = self._random.choice(self._people.german_birth_places)
        return place, "DE" if german else country

    def _birth_date(self, habit: Habit, first_semester: Semester) -> date:
        age = self._random.randint(habit.youngest, habit.oldest)
        start = first_semester.first_date
        birthday = date(start.year - age, start.month, start.day)
        return birthday - timedelta(days=self._random.randrange(365))

    def _with_focus(self, programme: DemoProgramme, enrolment: DemoEnrolment) -> DemoEnrolment:
        major = self._random.choice(programme.majors) if programme.majors else ""
        minor = self._random.choice(programme.minors) if programme.minors else ""
        return replace(enrolment, major=major, minor=minor)

    def _second_programme(
        self, programme: DemoProgramme, habit: Habit, first_semester: Semester
    ) -> tuple[DemoEnrolment, ...]:
        """A later programme of the same school, for a few."""
        later = [
            semester
            for semester in _starts(habit.starts_in, self._current, 12)
            if semester > first_semester
        ]
        others = [
            other
            for each in self._people.habits
            if (other := self._programmes[each.programme_code]) != programme
            and other.school_code == programme.school_code
            and each.starts_in == habit.starts_in
        ]
        if not later or not others or not self._one_of_hundred(_SECOND_PROGRAMME_PER_CENT):
            return ()
        other = self._random.choice(others)
        return (self._with_focus(other, _enrolment(other, self._random.choice(later))),)

    def _one_of_hundred(self, per_cent: int) -> bool:
        return self._random.randrange(100) < per_cent

    def _weighted(self, each: Sequence[Shared]) -> Shared:
        return self._random.choices(each, weights=[one.share for one in each])[0]
