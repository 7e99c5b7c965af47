"""The legends of a transcript: what grades and codes mean."""

from collections.abc import Iterable

from chassis.values import LocalizedText

from certificates.domain.document import Entry, Legend
from certificates.domain.facts import ResultFacts, StatusFacts
from certificates.domain.printing import same

# The German scale, in the bands that examination regulations name.
_GRADES = (
    (("1,0; 1,3", "1.0; 1.3"), ("sehr gut", "very good")),
    (("1,7; 2,0; 2,3", "1.7; 2.0; 2.3"), ("gut", "good")),
    (("2,7; 3,0; 3,3", "2.7; 3.0; 3.3"), ("befriedigend", "satisfactory")),
    (("3,7; 4,0", "3.7; 4.0"), ("ausreichend", "sufficient")),
    (("5,0", "5.0"), ("nicht bestanden", "failed")),
)


def legends(results: Iterable[ResultFacts], statuses: Iterable[StatusFacts]) -> tuple[Legend, ...]:
    """The scale, where a grade is printed, and the codes of statuses that are printed."""
    results = tuple(results)
    grades = (_grade_legend(),) if any(one.grade for one in results) else ()
    codes = {one.status_code for one in results}
    printed = tuple(
        Entry(same(one.code), one.name)
        for one in sorted(statuses, key=lambda one: one.code)
        if one.code in codes
    )
    heading = LocalizedText(de="Status", en="Status")
    return (*grades, *((Legend(heading, printed),) if printed else ()))


def _grade_legend() -> Legend:
    return Legend(
        heading=LocalizedText(de="Noten", en="Grades"),
        entries=tuple(
            Entry(LocalizedText(*band), LocalizedText(*meaning)) for band, meaning in _GRADES
        ),
    )
