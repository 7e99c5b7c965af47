"""What somebody is to the university, in its own words and in those of other systems.

The values for other systems are those of the eduPerson object class (202208), section 2.2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from identity.domain.account_rules import AffiliationRules
from identity.domain.accounts import Employment
from identity.domain.affiliation_names import Affiliation
from identity.domain.enrolments import EnrolmentKind, HeardEnrolment, holding_on

__all__ = ["Affiliation", "Affiliations", "affiliations_on", "eduperson"]

_OF_KIND = {
    EnrolmentKind.STUDENT: Affiliation.STUDENT,
    EnrolmentKind.DOCTORAL: Affiliation.DOCTORAL_STUDENT,
}


@dataclass(frozen=True, slots=True)
class Affiliations:
    """The affiliations of one person on a day, those in their time of grace included.

    `ends` names the last day of each that has one, grace included; `ended` the last day without
    grace of each that has ended already. `schools` and `programmes` are the codes of the enrolments
    behind STUDENT and DOCTORAL_STUDENT.
    """

    held: frozenset[Affiliation] = frozenset()
    schools: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    ends: Mapping[Affiliation, date] = field(default_factory=dict)
    ended: Mapping[Affiliation, date] = field(default_factory=dict)


def affiliations_on(
    day: date,
    enrolments: Iterable[HeardEnrolment],
    employment: Employment | None,
    uses_library: bool,
    rules: AffiliationRules,
) -> Affiliations:
    """What somebody is on that day.

    LIBRARY_USER is who has a library card and belongs to the university in no other way.
    """
    known = tuple(enrolments)
    held: set[Affiliation] = set()
    ends: dict[Affiliation, date] = {}
    ended: dict[Affiliation, date] = {}

    def note(affiliation: Affiliation, last_days: list[date | None]) -> None:
        """Notes the affiliation where any of the last days, or its grace, is not over."""
        if not last_days:
            return
        if None in last_days:
            held.add(affiliation)
            return
        last = max(each for each in last_days if each)
        with_grace = last + timedelta(days=rules.grace_days[affiliation])
        if last < day:
            ended[affiliation] = last
        if day <= with_grace:
            held.add(affiliation)
            ends[affiliation] = with_grace

    for kind, affiliation in _OF_KIND.items():
        note(affiliation, [each.end_date for each in known if each.kind is kind])
    if employment:
        note(Affiliation.EMPLOYEE, [employment.until])
    if uses_library and not held:
        held.add(Affiliation.LIBRARY_USER)
    if not holding_on(known, day) and any(
        each.end_reason in rules.alum_end_reasons for each in known
    ):
        held.add(Affiliation.ALUM)
    counted = [each for each in known if _counts(each, day, rules)]
    return Affiliations(
        frozenset(held),
        frozenset(each.school_code for each in counted if each.school_code),
        frozenset(each.programme_code for each in counted),
        ends,
        ended,
    )


def next_change(
    day: date,
    enrolments: Iterable[HeardEnrolment],
    employment: Employment | None,
    rules: AffiliationRules,
) -> date | None:
    """The next day on which an affiliation changes by time alone; None where none will."""
    last_days = [(_OF_KIND[each.kind], each.end_date) for each in enrolments]
    if employment:
        last_days.append((Affiliation.EMPLOYEE, employment.until))
    changes = [
        last + timedelta(days=days + 1)
        for affiliation, last in last_days
        if last
        for days in (0, rules.grace_days[affiliation])
    ]
    return min((each for each in changes if each > day), default=None)


def eduperson(affiliations: Affiliations, rules: AffiliationRules) -> tuple[str, ...]:
    """The values of eduPersonAffiliation, in the order of the alphabet.

    Who holds none of the affiliations is an "affiliate": somebody with an account.
    """
    values = {value for each in affiliations.held for value in rules.eduperson[each]}
    return tuple(sorted(values or {"affiliate"}))


def scoped(values: Iterable[str], scope: str) -> tuple[str, ...]:
    """The values of eduPersonScopedAffiliation; none where the university has no scope."""
    return tuple(f"{value}@{scope}" for value in values) if scope else ()


def assurance(affiliations: Affiliations, rules: AffiliationRules) -> tuple[str, ...]:
    """The values of eduPersonAssurance (REFEDS Assurance Framework 2.0)."""
    further = (value for each in affiliations.held for value in rules.assurance.get(each, ()))
    return tuple(dict.fromkeys((*rules.assurance_of_all, *sorted(further))))


def _counts(enrolment: HeardEnrolment, day: date, rules: AffiliationRules) -> bool:
    grace = timedelta(days=rules.grace_days[_OF_KIND[enrolment.kind]])
    return enrolment.end_date is None or day <= enrolment.end_date + grace
