"""Study credit (NHG § 12), as the university's guide tells it."""

import pytest
from chassis.values import Semester
from records.domain.credit_explained import GrantReason, StudyCredit, UseReason
from records.domain.credit_facts import CreditFacts, Ground
from records.domain.semester_plan import DecisionKind
from records.domain.study_credit import decide_credit

from .credit_factories import RULES, S, facts, ground, grounds, prior, semesters, studies


def credit(known: CreditFacts, current: str) -> StudyCredit:
    return decide_credit(known, RULES, S(current))


def reasons(explained: StudyCredit) -> list[UseReason]:
    return [line.reason for line in explained.lines]


# Before the first semester has begun nothing is used yet.
BEFORE = "2014S"


def test_credit_is_the_standard_duration_and_six_semesters() -> None:
    """002_4a6954b3acd4b47b.txt, "1. Study credit (Section 12 NHG)", "Example 1": standard duration
    6 semesters, increased by a further 6: "Thus the study credit amounts to 12 semesters"."""
    start = credit(facts(studies("2014W", 1)), BEFORE)
    assert (start.granted, start.left) == (12, 12)
    assert [(grant.semesters, grant.reason) for grant in start.grants] == [
        (6, GrantReason.UNDERGRADUATE),
        (6, GrantReason.ADDITIONAL),
    ]


def test_two_semesters_at_another_german_university_leave_ten() -> None:
    """002_4a6954b3acd4b47b.txt, "1. Study credit (Section 12 NHG)", "Example 2": "The study credit
    of 12 semesters … decreases by the two semesters for which the student has studied, leaving
    study credit of 10 semesters"."""
    start = credit(facts(studies("2014W", 1), prior=[prior(2)]), BEFORE)
    assert (start.granted, start.consumed, start.left) == (12, 2, 10)
    assert [line.credit_left for line in start.lines[:2]] == [11, 10]


def test_a_consecutive_masters_programme_adds_its_standard_duration() -> None:
    """002_4a6954b3acd4b47b.txt, "1. Study credit (Section 12 NHG)", "Example 3": 12 increased by 4:
    "the new study credit amounts to 16 semesters"; with 2 semesters before and "7 from the
    just-completed Bachelor's degree", "afterwards there are a further 7 semesters available"."""
    known = facts(
        studies("2014W", 7, until="2017W"),
        studies("2018S", 1, name="Master", duration=4, consecutive=True),
        prior=[prior(2)],
    )
    start = credit(known, "2017W")
    assert (start.granted, start.consumed, start.left) == (16, 9, 7)
    # The seven are used from the first semester of the Master's programme on.
    assert credit(known, "2018S").left == 6
    assert start.fee_from == S("2021W")
    assert len(semesters("2018S", 8)) == 8
    assert semesters("2018S", 8)[-1] == S("2021W")


def test_as_long_as_there_is_credit_no_fee_is_due() -> None:
    """002_4a6954b3acd4b47b.txt, "1. Study credit (Section 12 NHG)": "As long as personal study
    credit exists, no contributions for long term students are charged!"."""
    explained = credit(facts(studies("2014W", 14)), "2021S")
    assert [line.fee.cents for line in explained.lines] == [0] * 12 + [50_000] * 2
    assert [line.credit_left for line in explained.lines] == [*range(11, -1, -1), 0, 0]
    assert explained.fee_from == S("2021S")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Ground.CHILD_CARE, UseReason.CHILD_CARE),
        (Ground.RELATIVE_CARE, UseReason.RELATIVE_CARE),
    ],
)
def test_a_semester_of_care_uses_no_credit(kind: Ground, reason: UseReason) -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "is actually taking care of a child … under the age of 14", "cares for a close relative in need
    of care"."""
    explained = credit(facts(studies("2014W", 6), proven=grounds("2015S", 4, kind)), "2017S")
    assert reasons(explained) == [UseReason.STUDIED, *[reason] * 4, UseReason.STUDIED]
    assert (explained.consumed, explained.not_consumed, explained.left) == (2, 4, 10)


def test_a_semester_on_leave_uses_no_credit() -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "is on leave of absence"."""
    explained = credit(facts(studies("2014W", 3, leave=["2015S"])), "2015W")
    assert reasons(explained) == [UseReason.STUDIED, UseReason.ON_LEAVE, UseReason.STUDIED]
    assert explained.left == 10


@pytest.mark.parametrize(
    ("kind", "reason", "limit"),
    [
        (Ground.REPRESENTATIVE, UseReason.REPRESENTATIVE, UseReason.REPRESENTATIVE_LIMIT),
        (
            Ground.EQUAL_OPPORTUNITY_OFFICER,
            UseReason.EQUAL_OPPORTUNITY_OFFICER,
            UseReason.OFFICER_LIMIT,
        ),
    ],
)
def test_an_office_is_recognised_for_two_semesters_at_most(
    kind: Ground, reason: UseReason, limit: UseReason
) -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "elected representative … (maximum of two semesters recognised)", "equal opportunities officer
    … (maximum two semesters recognised)"."""
    explained = credit(facts(studies("2014W", 3), proven=grounds("2014W", 3, kind)), "2015W")
    assert reasons(explained) == [reason, reason, limit]
    assert (explained.consumed, explained.left) == (1, 11)


def test_leave_for_the_office_is_not_taken_from_its_two_semesters() -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    the office counts "without being on leave of absence for this"."""
    officer = grounds("2014W", 3, Ground.EQUAL_OPPORTUNITY_OFFICER)
    explained = credit(facts(studies("2014W", 3, leave=["2014W"]), proven=officer), "2015W")
    assert reasons(explained) == [
        UseReason.ON_LEAVE,
        UseReason.EQUAL_OPPORTUNITY_OFFICER,
        UseReason.EQUAL_OPPORTUNITY_OFFICER,
    ]


def test_two_offices_each_have_their_semesters() -> None:
    proven = [
        *grounds("2014W", 5, Ground.REPRESENTATIVE),
        *grounds("2014W", 5, Ground.EQUAL_OPPORTUNITY_OFFICER),
    ]
    explained = credit(facts(studies("2014W", 5), proven=proven), "2016W")
    assert (explained.not_consumed, explained.consumed) == (4, 1)


def test_two_semesters_of_part_time_study_extend_the_credit_by_one() -> None:
    """002_4a6954b3acd4b47b.txt, "Semester contribution and fees": "The individual standard
    programme duration extends by one semester for each two semester of a part-time degree
    programme. Tuition fees for long-term students would be collected later"."""
    full_time = credit(facts(studies("2014W", 5)), "2016W")
    part_time = ["2014W", "2015S", "2015W", "2016S", "2016W"]
    explained = credit(facts(studies("2014W", 5, part_time=part_time)), "2016W")
    assert (full_time.left, explained.left) == (7, 9)
    assert [grant.from_semester for grant in explained.grants[2:]] == [S("2015S"), S("2016S")]
    assert full_time.fee_from is not None
    assert explained.fee_from is not None
    assert explained.fee_from > full_time.fee_from


def test_part_time_semesters_on_leave_extend_nothing() -> None:
    part_time = ["2014W", "2015S", "2015W"]
    explained = credit(facts(studies("2014W", 3, part_time=part_time, leave=["2015S"])), "2015W")
    assert [grant.from_semester for grant in explained.grants[2:]] == [S("2015W")]


def test_two_enrolments_in_one_semester_count_once() -> None:
    both = facts(studies("2014W", 4), studies("2015S", 3, name="Umwelt"))
    assert credit(both, "2016S").consumed == 4


def test_leave_in_one_of_two_programmes_uses_credit_all_the_same() -> None:
    both = facts(studies("2014W", 2, leave=["2015S"]), studies("2014W", 2, name="Umwelt"))
    assert reasons(credit(both, "2015S")) == [UseReason.STUDIED, UseReason.STUDIED]


def test_semesters_elsewhere_that_are_known_count_once() -> None:
    known = facts(
        studies("2014W", 2),
        prior=[
            prior(known=semesters("2013W", 3)),
            prior(known=semesters("2014S", 1), university="Hochschule Nebenan"),
        ],
    )
    explained = credit(known, "2015S")
    assert [line.semester.code for line in explained.lines if line.semester] == [
        "2013W",
        "2014S",
        "2014W",
        "2015S",
    ]
    assert explained.consumed == 4


def test_more_semesters_elsewhere_than_are_known_count_too() -> None:
    known = facts(studies("2014W", 1), prior=[prior(5, known=semesters("2013W", 2))])
    explained = credit(known, "2014W")
    assert [line.semester for line in explained.lines[:3]] == [None, None, None]
    assert (explained.consumed, explained.left) == (6, 6)


def test_semesters_before_the_rules_began_count_but_cost_nothing() -> None:
    """002_4a6954b3acd4b47b.txt, "Long-term students": the changes "enter into force with effect
    from the 2014/2015 winter semester"; the credit decreases by semesters studied before."""
    explained = credit(facts(studies("2007W", 15)), "2014W")
    by_semester = {line.semester: line for line in explained.lines}
    assert explained.consumed == 15
    assert by_semester[S("2014S")].fee.cents == 0
    assert by_semester[S("2014S")].fee.before_begin
    assert by_semester[S("2014W")].fee.cents == 50_000


def test_a_degree_elsewhere_is_what_a_masters_programme_follows_on_from() -> None:
    master = studies("2026W", 1, name="Master", duration=4, consecutive=True)
    start = credit(facts(master, prior=[prior(7, degree_of=6)]), "2026S")
    assert (start.granted, start.left) == (16, 9)
    assert start.grants[0].reason is GrantReason.DEGREE_ELSEWHERE
    assert not start.first_degree_unknown


def test_a_masters_programme_without_the_degree_before_it_says_so() -> None:
    master = studies("2026W", 1, name="Master", duration=4, consecutive=True)
    start = credit(facts(master), "2026S")
    assert start.first_degree_unknown
    assert start.granted == 10


def test_a_second_masters_programme_adds_nothing() -> None:
    known = facts(
        studies("2014W", 6),
        studies("2017W", 4, name="Master", duration=4, consecutive=True),
        studies("2019W", 1, name="Zweiter Master", duration=4, consecutive=True),
    )
    assert credit(known, "2019W").granted == 16


def test_the_first_undergraduate_programme_sets_the_credit() -> None:
    known = facts(studies("2014W", 2), studies("2015W", 2, name="Lehramt", duration=8))
    assert credit(known, "2016S").granted == 12


def test_overdrawn_semesters_count_once_a_masters_programme_adds_credit() -> None:
    known = facts(
        studies("2014W", 14, until="2021S"),
        studies("2021W", 1, name="Master", duration=4, consecutive=True),
    )
    assert credit(known, "2021S").left == 2


def test_doctoral_studies_have_no_credit_and_no_fee() -> None:
    explained = credit(facts(studies("2014W", 20, doctoral=True)), "2024S")
    assert not explained.applies
    assert set(reasons(explained)) == {UseReason.DOCTORAL}
    assert (explained.consumed, explained.fee_from) == (0, None)


def test_who_leaves_before_the_credit_is_used_up_never_pays() -> None:
    assert credit(facts(studies("2014W", 6, until="2017S")), "2017S").fee_from is None


def test_approved_semesters_to_come_are_shown_as_planned_and_not_counted() -> None:
    known = facts(studies("2014W", 2, decided=[("2016S", DecisionKind.LEAVE)]))
    explained = credit(known, "2015S")
    assert [(line.planned, line.reason) for line in explained.lines] == [
        (False, UseReason.STUDIED),
        (False, UseReason.STUDIED),
        (True, UseReason.STUDIED),
        (True, UseReason.ON_LEAVE),
    ]
    assert (explained.left, explained.lines[-1].credit_left) == (10, 9)


def test_a_fee_that_leave_postpones_is_due_in_the_semester_after() -> None:
    known = facts(studies("2014W", 12, decided=[("2020W", DecisionKind.LEAVE)]))
    assert credit(known, "2020S").fee_from == S("2021S")


def test_a_ground_in_a_semester_elsewhere_holds_there_too() -> None:
    known = facts(
        studies("2014W", 1),
        prior=[prior(known=[Semester.parse("2014S")])],
        proven=[ground("2014S", Ground.CHILD_CARE)],
    )
    assert credit(known, "2014W").consumed == 1
