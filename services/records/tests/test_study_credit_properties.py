"""What holds for every course of studies, however it was entered."""

from dataclasses import replace
from random import Random
from typing import TypeVar

from chassis.values import Semester
from hypothesis import given, settings
from hypothesis import strategies as st
from records.domain.credit_explained import GrantReason, StudyCredit
from records.domain.credit_facts import CreditFacts, Ground, PriorStudy, SemesterGround, StudiesHere
from records.domain.study_credit import decide_credit

from .credit_factories import RULES, S, facts, ground, prior, semesters, studies

T = TypeVar("T")
CALENDAR = semesters("2012S", 40)
LAST = CALENDAR[-1]


@st.composite
def programmes(draw: st.DrawFn) -> StudiesHere:
    first = draw(st.sampled_from(CALENDAR[:25]))
    number = draw(st.integers(1, 15))
    codes = [each.code for each in semesters(first.code, number)]
    return studies(
        first.code,
        number,
        name=draw(st.sampled_from("ABCDE")),
        duration=draw(st.integers(2, 9)),
        consecutive=draw(st.booleans()),
        doctoral=draw(st.sampled_from([False, False, False, True])),
        leave=draw(st.sets(st.sampled_from(codes))),
        part_time=draw(st.sets(st.sampled_from(codes))),
    )


@st.composite
def studies_elsewhere(draw: st.DrawFn) -> PriorStudy:
    known = draw(st.sets(st.sampled_from(CALENDAR[:20]), max_size=6))
    more = draw(st.integers(0 if known else 1, 5))
    return prior(len(known) + more, known=known, degree_of=draw(st.sampled_from([0, 0, 6, 7])))


@st.composite
def proven(draw: st.DrawFn) -> SemesterGround:
    return ground(draw(st.sampled_from(CALENDAR)).code, draw(st.sampled_from(Ground)))


@st.composite
def courses(draw: st.DrawFn) -> CreditFacts:
    """Whatever somebody may have studied; a ground holds once in a semester."""
    grounds = draw(
        st.lists(proven(), max_size=12, unique_by=lambda each: (each.semester, each.ground))
    )
    return facts(
        *draw(
            st.lists(
                programmes(), min_size=1, max_size=3, unique_by=lambda each: each.programme_code
            )
        ),
        prior=draw(st.lists(studies_elsewhere(), max_size=2)),
        proven=grounds,
    )


def credit(course: CreditFacts, current: Semester) -> StudyCredit:
    return decide_credit(course, RULES, current)


def extensions_until(explained: StudyCredit, current: Semester) -> int:
    return sum(
        1
        for each in explained.grants
        if each.reason is GrantReason.PART_TIME
        and each.from_semester is not None
        and each.from_semester <= current
    )


@settings(max_examples=60, deadline=None)
@given(courses(), st.sampled_from(CALENDAR[:-1]))
def test_credit_never_grows_by_time_passing(course: CreditFacts, now: Semester) -> None:
    """What part-time study extends aside: that is earned, not waited for."""
    before, after = credit(course, now), credit(course, now.next())
    extended = extensions_until(after, now.next()) - extensions_until(after, now)
    assert after.left <= before.left + extended


@settings(max_examples=60, deadline=None)
@given(courses())
def test_consumed_and_not_consumed_are_all_semesters(course: CreditFacts) -> None:
    explained = credit(course, LAST)
    # Open studies go on until today, if nothing else is known.
    here = {each.semester for one in course.continued_until(LAST).studies for each in one.semesters}
    elsewhere = {each for one in course.prior_studies for each in one.known_semesters}
    undated = sum(one.undated_semesters for one in course.prior_studies)
    assert explained.consumed + explained.not_consumed == len(here | elsewhere) + undated
    assert len(explained.lines) == len(here | elsewhere) + undated


@settings(max_examples=60, deadline=None)
@given(courses(), st.randoms(use_true_random=False))
def test_the_order_of_entering_makes_no_difference(course: CreditFacts, random: Random) -> None:
    def mixed(several: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(several, len(several)))

    shuffled = replace(
        course,
        studies=mixed(course.studies),
        prior_studies=mixed(course.prior_studies),
        grounds=mixed(course.grounds),
    )
    assert credit(shuffled, LAST) == credit(course, LAST)


@settings(max_examples=60, deadline=None)
@given(courses(), st.sampled_from(CALENDAR))
def test_no_semester_with_credit_costs_a_fee(course: CreditFacts, now: Semester) -> None:
    for line in credit(course, now).lines:
        if line.fee.cents:
            assert line.fee.used >= line.fee.granted
            assert line.semester is not None
            assert line.semester >= S("2014W")
        assert line.credit_left >= 0
