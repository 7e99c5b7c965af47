"""002, "Part-time studies", paragraph by paragraph."""

from dataclasses import replace
from datetime import date

import pytest
from chassis.values import Semester
from records.domain.applications.contents import PartTime
from records.domain.applications.part_time import (
    ApplicantFacts,
    PartTimeFacts,
    hint_of_return,
    notices_of_part_time,
    obstacles_for_applicant,
    obstacles_to_part_time,
)
from records.domain.catalogue import EnrolmentKind
from records.domain.rules import DayOfYear, PartTimeReason
from records.domain.semester_plan import DecisionKind, TimeModel, time_model_in

from services.records.tests.study_factories import (
    PART_TIME_RULES,
    decision,
    enrolment,
    part_time_facts,
    programme,
    reasons,
    semester,
)

TO_PART_TIME = PartTime(
    to_part_time=True,
    from_semester=semester("2027W"),
    reason=PartTimeReason.JOB,
    consultation_confirmed_by="Prof. Dr. Berg",
    bafoeg_loss_acknowledged=True,
)
BACK = PartTime(to_part_time=False, from_semester=semester("2027W"), reason=None)
SINCE_2026 = (decision("2026W", DecisionKind.PART_TIME, "job"),)


def against(content: PartTime, facts: PartTimeFacts | None = None) -> list[str]:
    found = obstacles_to_part_time(content, facts or part_time_facts(), PART_TIME_RULES)
    return reasons(found)


def test_students_of_college_and_graduate_school_may_study_part_time() -> None:
    """002, "Who may study part-time?": "All students enrolled at the College and Graduate School
    can apply to study part-time"."""
    assert against(TO_PART_TIME) == []
    elsewhere = enrolment(of=programme(part_time_possible=False))
    assert against(TO_PART_TIME, part_time_facts(elsewhere)) == ["PART_TIME_NOT_OFFERED"]


def test_doctoral_students_may_not() -> None:
    """002, "Who may study part-time?": "All students enrolled at the College and Graduate
    School"."""
    doctoral = enrolment(of=programme(kind=EnrolmentKind.DOCTORAL))
    assert against(TO_PART_TIME, part_time_facts(doctoral)) == ["PART_TIME_NOT_OFFERED"]


@pytest.mark.parametrize(
    ("reason", "proof"),
    [
        (PartTimeReason.JOB, "employment_confirmation"),
        (PartTimeReason.FAMILY, "family_proof"),
        (PartTimeReason.SOCIAL_COMMITMENT, "commitment_confirmation"),
        (PartTimeReason.COMMITTEE_WORK, "committee_confirmation"),
        (PartTimeReason.ILLNESS_OR_DISABILITY, "medical_certificate"),
        (PartTimeReason.ILLNESS_OR_DISABILITY, "disability_proof"),
        (PartTimeReason.OTHER, "ground_proof"),
    ],
)
def test_an_important_reason_is_indicated_and_proven(reason: PartTimeReason, proof: str) -> None:
    """002, "Who may study part-time?": "you must indicate and prove that you have important
    reasons for wanting to study part time"."""
    content = replace(TO_PART_TIME, reason=reason, explanation="As described.")
    with_proof = part_time_facts(proofs=[proof, "consultation_confirmation"])
    assert against(content, with_proof) == []
    without = part_time_facts(proofs=["consultation_confirmation"])
    assert against(content, without) == ["PART_TIME_REASON_NOT_PROVEN"]


def test_no_reason_and_an_unexplained_other_reason_are_obstacles() -> None:
    """002, "Who may study part-time?": "other reasons"."""
    assert against(replace(TO_PART_TIME, reason=None)) == ["PART_TIME_REASON_MISSING"]
    other = replace(TO_PART_TIME, reason=PartTimeReason.OTHER)
    facts = part_time_facts(proofs=["ground_proof", "consultation_confirmation"])
    assert against(other, facts) == ["PART_TIME_REASON_NOT_EXPLAINED"]


def test_a_change_from_full_time_needs_a_personal_consultation() -> None:
    """002, "Further requirements": "you are obligated to hold a personal consultation with the
    major advisor or the director of studies"."""
    content = replace(TO_PART_TIME, consultation_confirmed_by=" ")
    assert against(content) == ["CONSULTATION_MISSING"]


def test_the_consultation_is_confirmed_by_a_document_or_by_an_adviser() -> None:
    """002, "Application and deadlines": "you should enclose with your application form
    confirmation that you have consulted the tutor responsible for your major subject or your
    director of studies"."""
    without = part_time_facts(proofs=["employment_confirmation"])
    assert against(TO_PART_TIME, without) == ["CONSULTATION_NOT_CONFIRMED"]
    assert against(TO_PART_TIME, replace(without, adviser_can_confirm=True)) == []


def test_who_wants_to_start_part_time_applies_before_enrolling() -> None:
    """002, "Application and deadlines": "Students who wish to start studying part-time in their
    first semester must submit their application before enrolling for the respective winter
    semester"."""
    beginner = part_time_facts(enrolment("2027W", "2027W"))
    assert against(TO_PART_TIME, beginner) == ["PART_TIME_FROM_START_AFTER_ENROLMENT"]


def test_before_enrolling_neither_consultation_nor_15_july_matters() -> None:
    """002, "Further requirements": "If you would like to start your part-time studies at the
    beginning of the degree in the first semester, you should acquire information from the student
    advisory service"."""
    facts = ApplicantFacts(
        programme(),
        semester("2027W"),
        waits_for_enrolment=True,
        proofs=frozenset({"employment_confirmation"}),
    )
    content = replace(TO_PART_TIME, consultation_confirmed_by="")
    assert obstacles_for_applicant(content, facts, PART_TIME_RULES) == ()
    enrolled = replace(facts, waits_for_enrolment=False, proofs=frozenset())
    found = obstacles_for_applicant(
        replace(content, from_semester=semester("2028W")), enrolled, PART_TIME_RULES
    )
    assert reasons(found) == [
        "APPLICANT_NOT_WAITING",
        "PART_TIME_NOT_FROM_FIRST_SEMESTER",
        "PART_TIME_REASON_NOT_PROVEN",
    ]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 7, 16), []),
        (date(2027, 7, 15), []),
        (date(2027, 7, 16), ["CHANGE_DEADLINE_PASSED"]),
        (date(2026, 7, 15), ["CHANGE_TOO_EARLY"]),
    ],
)
@pytest.mark.parametrize("to_part_time", [True, False])
def test_a_change_is_applied_for_by_15_july_for_the_following_winter_semester(
    received: date, expected: list[str], *, to_part_time: bool
) -> None:
    """002, "Change from full-time to part-time": "A change can always be applied for up to 15
    July of a year for the upcoming winter semester"."""
    content = TO_PART_TIME if to_part_time else BACK
    decisions = () if to_part_time else (decision("2025W", DecisionKind.PART_TIME),)
    assert against(content, part_time_facts(received=received, decisions=decisions)) == expected


def test_no_change_begins_with_a_summer_semester() -> None:
    """002, "Change from full-time to part-time": "for the upcoming winter semester"."""
    summer = semester("2027S")
    early = part_time_facts(received=date(2026, 11, 2))
    assert against(replace(TO_PART_TIME, from_semester=summer), early) == ["CHANGE_NOT_IN_SUMMER"]


def test_a_university_may_let_students_return_with_summer_semesters() -> None:
    """002, "Change from full-time to part-time": "please take note of the regulations in the
    relevant Bachelor regulations on part-time studies"."""
    rules = replace(PART_TIME_RULES, return_in_summer_deadline=DayOfYear(1, 15))
    back = replace(BACK, from_semester=semester("2028S"))
    decisions = (decision("2026W", DecisionKind.PART_TIME),)
    for received, expected in (
        (date(2028, 1, 15), []),
        (date(2028, 1, 16), ["CHANGE_DEADLINE_PASSED"]),
    ):
        facts = part_time_facts(received=received, decisions=decisions)
        assert reasons(obstacles_to_part_time(back, facts, rules)) == expected


def test_the_commitment_is_for_two_semesters() -> None:
    """002, "Change from full-time to part-time": "you must commit yourself only for at least 2
    semesters (1 year of study)"."""
    rules = replace(PART_TIME_RULES, return_in_summer_deadline=DayOfYear(1, 15))
    facts = part_time_facts(received=date(2026, 12, 1), decisions=SINCE_2026)
    early = replace(BACK, from_semester=semester("2027S"))
    assert reasons(obstacles_to_part_time(early, facts, rules)) == ["PART_TIME_COMMITMENT"]
    assert against(BACK, part_time_facts(decisions=SINCE_2026)) == []


def test_what_has_not_begun_yet_can_be_given_up() -> None:
    """002, "Change from full-time to part-time": the commitment begins with part-time study."""
    to_come = (decision("2027W", DecisionKind.PART_TIME),)
    assert against(BACK, part_time_facts(decisions=to_come)) == []


def test_four_semesters_are_recommended_and_no_obstacle() -> None:
    """002, "Change from full-time to part-time": "part-time study should be chosen for a period
    of at least four semesters"."""
    hint = hint_of_return(semester("2027W"), SINCE_2026, PART_TIME_RULES)
    assert hint is not None
    assert "4 semesters" in hint.en
    assert hint_of_return(semester("2028W"), SINCE_2026, PART_TIME_RULES) is None


def test_students_change_back_and_forth_several_times() -> None:
    """002, "Change from full-time to part-time": "you can even change back and forth several
    times"."""
    decided = (
        decision("2024W", DecisionKind.PART_TIME),
        decision("2025W", DecisionKind.FULL_TIME),
        decision("2026W", DecisionKind.PART_TIME),
    )
    assert against(BACK, part_time_facts(decisions=decided)) == []
    models = [
        time_model_in(decided, semester(code)) for code in ("2024S", "2025S", "2026S", "2029W")
    ]
    assert models == [
        TimeModel.FULL_TIME,
        TimeModel.PART_TIME,
        TimeModel.FULL_TIME,
        TimeModel.PART_TIME,
    ]


def test_what_is_so_already_needs_no_application() -> None:
    """002, "Change from full-time to part-time"."""
    assert against(TO_PART_TIME, part_time_facts(decisions=SINCE_2026)) == ["PART_TIME_ALREADY"]
    assert against(BACK) == ["FULL_TIME_ALREADY"]


def test_the_loss_of_bafoeg_is_acknowledged_before_it_is_sent() -> None:
    """002, "BaföG during part-time study": "Part-time students do not have the right to receive
    BAföG"."""
    content = replace(TO_PART_TIME, bafoeg_loss_acknowledged=False)
    assert against(content) == ["BAFOEG_LOSS_NOT_ACKNOWLEDGED"]
    told = " ".join(each.en for each in notices_of_part_time(content, PART_TIME_RULES))
    assert "no right to BAföG" in told
    assert "does not extend the total duration of support" in told


def test_the_contributions_remain_unaffected_and_this_is_said() -> None:
    """002, "Semester contribution and fees": "The contributions collected upon enrolment or
    re-registration […] remain unaffected"."""
    told = " ".join(each.en for each in notices_of_part_time(TO_PART_TIME, PART_TIME_RULES))
    assert "contribution remains unaffected" in told


def test_an_enrolment_that_ends_before_and_an_unknown_semester_are_named() -> None:
    ending = enrolment(end_date=date(2027, 3, 31))
    assert against(TO_PART_TIME, part_time_facts(ending)) == ["CHANGE_AFTER_END"]
    unknown = replace(TO_PART_TIME, from_semester=Semester.parse("2040W"))
    assert against(unknown) == ["SEMESTER_NOT_PUBLISHED", "CHANGE_TOO_EARLY"]
