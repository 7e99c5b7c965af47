"""002, "Leave of absence", paragraph by paragraph."""

from collections.abc import Iterable
from datetime import date

import pytest
from records.domain.applications.leave import (
    HandedIn,
    LeaveFacts,
    contribution_stays,
    obstacles_to_leave,
    obstacles_to_withdrawal,
)
from records.domain.rules import LeaveGround
from records.domain.semester_plan import DecisionKind

from services.records.tests.study_factories import (
    LEAVE_RULES,
    dates_of,
    decision,
    enrolment,
    leave_facts,
    reasons,
    semester,
    semesters,
)


def against(
    *codes: str,
    facts: LeaveFacts,
    ground: LeaveGround = LeaveGround.HEALTH,
    explanation: str = "",
) -> list[str]:
    return reasons(obstacles_to_leave(semesters(*codes), ground, explanation, facts, LEAVE_RULES))


@pytest.mark.parametrize("received", [date(2026, 11, 2), date(2027, 2, 15)])
def test_leave_is_obtained_up_to_the_end_of_the_re_registration_period(received: date) -> None:
    """002, "Leave of absence": "You can obtain leave of absence up to the end of the
    re-registration period"."""
    assert against("2027S", facts=leave_facts(received=received)) == []


def test_after_it_an_exceptional_case_has_to_be_explained_and_proven() -> None:
    """002, "Leave of absence": "within one month after the start of lectures in exceptional
    cases"."""
    for received in (date(2027, 2, 16), date(2027, 5, 12)):
        assert against("2027S", facts=leave_facts(received=received)) == [
            "LEAVE_EXCEPTION_NOT_EXPLAINED",
            "LEAVE_EXCEPTION_NOT_PROVEN",
        ]
        proven = leave_facts(received=received, proofs=["exception_proof"])
        assert against("2027S", facts=proven, explanation="Taken ill in March.") == []


def test_a_month_after_the_start_of_lectures_no_exception_helps() -> None:
    """002, "Leave of absence": "within one month after the start of lectures"."""
    late = leave_facts(received=date(2027, 5, 13), proofs=["exception_proof"])
    assert against("2027S", facts=late, explanation="Ill.") == ["LEAVE_DEADLINE_PASSED"]


def test_several_semesters_are_asked_for_at_once_and_each_has_its_own_deadline() -> None:
    """002, "Leave of absence": "leave of absence is permitted for full semesters only"."""
    facts = leave_facts(received=date(2027, 3, 1))
    assert against("2027S", "2027W", facts=facts) == [
        "LEAVE_EXCEPTION_NOT_EXPLAINED",
        "LEAVE_EXCEPTION_NOT_PROVEN",
    ]
    assert against("2027W", "2028S", facts=facts) == []


def test_semesters_that_are_over_are_not_permitted() -> None:
    """002, "Leave of absence": "Leave of absence for the first semester of the programme and
    preceding semesters are NOT permitted!"."""
    assert against("2026S", facts=leave_facts()) == ["LEAVE_SEMESTER_PAST"]


def test_neither_the_first_semester_nor_one_before_it_is_permitted() -> None:
    """002, "Leave of absence": "Leave of absence for the first semester of the programme and
    preceding semesters are NOT permitted!"."""
    beginner = enrolment("2027S", "2027S")
    assert against("2027S", facts=leave_facts(beginner)) == ["LEAVE_FIRST_SEMESTER"]
    later = enrolment("2027W", "2027W")
    assert against("2027S", facts=leave_facts(later)) == ["LEAVE_FIRST_SEMESTER"]


@pytest.mark.parametrize("ground", [LeaveGround.HEALTH, LeaveGround.OTHER])
def test_generally_two_semesters_in_a_row_are_the_most(ground: LeaveGround) -> None:
    """002, "Leave of absence": "generally for a maximum of two consecutive semesters only"."""
    asked = ("2027S", "2027W", "2028S")
    found = against(*asked, facts=leave_facts(), ground=ground, explanation="A reason.")
    assert found == ["LEAVE_TOO_MANY_IN_A_ROW"]


def test_semesters_that_were_granted_before_count_into_the_row() -> None:
    """002, "Leave of absence": "a maximum of two consecutive semesters"."""
    facts = leave_facts(
        enrolment(on_leave=["2026W"]), decisions=[decision("2027S", DecisionKind.LEAVE)]
    )
    assert against("2027W", facts=facts) == ["LEAVE_TOO_MANY_IN_A_ROW"]
    assert against("2028S", facts=facts) == []


@pytest.mark.parametrize(
    ("ground", "proof"),
    [
        (LeaveGround.HEALTH, "medical_certificate"),
        (LeaveGround.ABROAD, "study_abroad_confirmation"),
        (LeaveGround.INTERNSHIP, "internship_contract"),
        (LeaveGround.COMMITTEE_WORK, "committee_confirmation"),
        (LeaveGround.FAMILY, "family_proof"),
    ],
)
def test_an_important_reason_that_is_proven_permits_more(ground: LeaveGround, proof: str) -> None:
    """002, "Exception: leave of absence for 4 semesters": "you must provide proof of an important
    reason. Important reasons are in particular: health reasons, period of study spent abroad,
    completion of an internship […], activity in academic or student organisations, family
    reasons"."""
    asked = ("2027S", "2027W", "2028S", "2028W", "2029S")
    assert set(against(*asked, facts=leave_facts(), ground=ground)) == {
        "LEAVE_TOO_MANY_IN_A_ROW",
        "LEAVE_TOO_MANY",
    }
    assert against(*asked, facts=leave_facts(proofs=[proof]), ground=ground) == []


def test_a_proof_of_another_ground_does_not_help() -> None:
    """002, "Exception: leave of absence for 4 semesters": "proof of an important reason"."""
    facts = leave_facts(proofs=["ground_proof", "family_proof"])
    asked = ("2027S", "2027W", "2028S")
    for ground in (LeaveGround.HEALTH, LeaveGround.OTHER):
        found = against(*asked, facts=facts, ground=ground, explanation="Because.")
        assert found == ["LEAVE_TOO_MANY_IN_A_ROW"]


def test_four_semesters_are_the_most_without_an_important_reason() -> None:
    """002, "Exception: leave of absence for 4 semesters": "If you wish to be on leave of absence
    for more than four semesters during the duration of study of a degree programme"."""
    four = enrolment("2022W", "2026W", on_leave=["2023S", "2023W", "2024W", "2025S"])
    assert against("2027S", facts=leave_facts(four)) == ["LEAVE_TOO_MANY"]
    three = enrolment("2022W", "2026W", on_leave=["2023S", "2023W", "2025S"])
    assert against("2027S", facts=leave_facts(three)) == []


def test_leave_of_an_earlier_enrolment_in_the_same_programme_counts() -> None:
    """002, "Leave of absence": "In each degree programme"."""
    facts = leave_facts(taken_earlier=["2020S", "2020W", "2021W", "2022S"])
    assert against("2027S", facts=facts) == ["LEAVE_TOO_MANY"]


def test_what_is_on_leave_or_abroad_already_cannot_be_granted() -> None:
    """002, "Leave of absence": "leave of absence is permitted for full semesters only"."""
    decided = [
        decision("2027S", DecisionKind.LEAVE),
        decision("2027W", DecisionKind.ABROAD),
    ]
    found = against("2027S", "2027W", facts=leave_facts(decisions=decided))
    assert found == ["LEAVE_GRANTED_ALREADY", "LEAVE_WHILE_ABROAD"]


def test_an_enrolment_that_ends_before_has_no_leave() -> None:
    """002, "Leave of absence": "you remain a member of Leuphana University"."""
    ending = enrolment(end_date=date(2027, 3, 31))
    assert against("2027S", facts=leave_facts(ending)) == ["LEAVE_AFTER_END"]


def test_every_reason_is_named_at_once() -> None:
    ending = enrolment("2026W", "2026W", end_date=date(2027, 3, 31))
    facts = leave_facts(ending, received=date(2026, 11, 13))
    found = against("2026W", "2027S", "2040S", facts=facts, ground=LeaveGround.OTHER)
    assert found == [
        "LEAVE_GROUND_NOT_EXPLAINED",
        "LEAVE_FIRST_SEMESTER",
        "LEAVE_DEADLINE_PASSED",
        "LEAVE_AFTER_END",
        "LEAVE_AFTER_END",
        "SEMESTER_NOT_PUBLISHED",
    ]


WITH_ALL = HandedIn(documents=date(2026, 11, 12), card_is_back=True)


@pytest.mark.parametrize(
    ("received", "handed_in", "stays"),
    [
        # In time: reduced whatever was handed in.
        (date(2026, 7, 15), HandedIn(date(2026, 12, 1), card_is_back=False), False),
        (date(2026, 11, 12), WITH_ALL, False),
        (date(2026, 11, 12), HandedIn(date(2026, 11, 12), card_is_back=False), True),
        (date(2026, 11, 12), HandedIn(date(2026, 11, 13), card_is_back=True), True),
        (date(2026, 11, 13), WITH_ALL, True),
    ],
)
def test_what_was_paid_comes_back_after_a_late_application_only_with_card_and_documents(
    received: date, handed_in: HandedIn, stays: bool
) -> None:
    """002, "Fees during leave of absence": "In the case of applications submitted later, the
    semester contribution that has already been paid is reimbursed only if the application is
    received by Student Services before or within one month after the start of lectures. In
    addition to the application, the student card, if already issued, including the semester ticket
    and all confirmation documents must have been received within the period"."""
    winter = dates_of(semester("2026W"))
    assert contribution_stays(winter, received, handed_in, LEAVE_RULES) is stays


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 8, 1), []),
        (date(2026, 11, 12), []),
        (date(2026, 11, 13), ["LEAVE_WITHDRAWAL_DEADLINE_PASSED"]),
    ],
)
def test_leave_is_withdrawn_up_to_one_month_after_the_start_of_lectures(
    received: date, expected: Iterable[str]
) -> None:
    """002, "Withdrawal of leave of absence": "Leave of absence can be withdrawn up to one month
    after the start of lectures"."""
    on_leave = leave_facts(enrolment(on_leave=["2026W"]), received=received)
    found = obstacles_to_withdrawal(semester("2026W"), on_leave, LEAVE_RULES)
    assert reasons(found) == expected


def test_only_leave_that_was_granted_is_withdrawn() -> None:
    """002, "Withdrawal of leave of absence"."""
    decided = leave_facts(decisions=[decision("2027S", DecisionKind.LEAVE)])
    assert obstacles_to_withdrawal(semester("2027S"), decided, LEAVE_RULES) == ()
    found = obstacles_to_withdrawal(semester("2027W"), decided, LEAVE_RULES)
    assert reasons(found) == ["NOT_ON_LEAVE"]
