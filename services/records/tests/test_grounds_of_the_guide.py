"""Grounds in semesters: what has to be proven, and every reason against them."""

from datetime import date

import pytest
from records.domain.credit_explained import FeeState, SemesterFee
from records.domain.credit_facts import CreditFacts, Ground
from records.domain.grounds import (
    PROOFS,
    GroundAsked,
    GroundProof,
    age_on,
    child_obstacles,
    obstacles_to_ground,
    waived,
)
from records.domain.study_credit import decide_fee

from .credit_factories import RULES, S, facts, ground, grounds, prior, studies

TODAY = date(2026, 11, 2)
# Twelve semesters: the credit is used up with 2026S.
USED_UP = studies("2020W", 12)


def reasons(asked: GroundAsked, known: CreditFacts | None = None) -> list[str]:
    found = obstacles_to_ground(
        asked, known or facts(USED_UP), RULES, child_under_years=14, today=TODAY
    )
    for each in found:
        assert each.explanation.de != each.explanation.en
        assert each.remedy.de != each.remedy.en
    return [each.reason for each in found]


def fee(known: CreditFacts, code: str) -> SemesterFee:
    found = decide_fee(known, RULES, S(code))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "kind",
    [
        Ground.CHILD_CARE,
        Ground.RELATIVE_CARE,
        Ground.PRESCRIBED_ABROAD,
        Ground.PRESCRIBED_PRACTICAL,
    ],
)
def test_the_fee_is_not_charged_with_a_ground_of_section_13(kind: Ground) -> None:
    """002_4a6954b3acd4b47b.txt, "2. Tuition fees for long-term students (section 13 NHG)": "not
    charged for a semester in which the student … is actually taking care of a child …, cares for a
    close relative …, completes a period of study abroad provided for …, completes a practical
    semester of study provided for"."""
    known = facts(USED_UP, proven=grounds("2026W", 1, kind))
    assert fee(known, "2026W").state is FeeState.EXEMPT
    assert fee(known, "2027S").state is FeeState.DUE


def test_the_fee_is_not_charged_on_leave() -> None:
    """002_4a6954b3acd4b47b.txt, "2. Tuition fees for long-term students (section 13 NHG)": "is on
    leave of absence"."""
    known = facts(studies("2020W", 13, leave=["2026W"]))
    assert fee(known, "2026W").state is FeeState.EXEMPT


@pytest.mark.parametrize("kind", [Ground.REPRESENTATIVE, Ground.EQUAL_OPPORTUNITY_OFFICER])
def test_an_office_saves_credit_but_no_fee(kind: Ground) -> None:
    """002_4a6954b3acd4b47b.txt, "2. Tuition fees for long-term students (section 13 NHG)": offices
    are not among the exceptions of this section."""
    known = facts(USED_UP, proven=grounds("2026W", 1, kind))
    assert fee(known, "2026W").state is FeeState.DUE


def test_child_care_is_proven_by_birth_and_registration_certificates() -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "birth certificate and current registration certificate serve as proof"."""
    assert PROOFS[Ground.CHILD_CARE] == (
        GroundProof.BIRTH_CERTIFICATE,
        GroundProof.REGISTRATION_CERTIFICATE,
    )


def test_illness_is_proven_by_the_local_health_authority() -> None:
    """002_4a6954b3acd4b47b.txt, "3. Due dates and equity (section 14 NHG)": "must be proven by
    means of an official certificate of the local health authority!"."""
    assert PROOFS[Ground.HARDSHIP_HEALTH] == (GroundProof.HEALTH_AUTHORITY_CERTIFICATE,)


def test_every_ground_has_a_proof() -> None:
    assert set(PROOFS) == set(Ground)
    assert all(PROOFS.values())


@pytest.mark.parametrize(
    ("born", "semester", "reason"),
    [
        # Fourteen on the day before, on the day, and on the day after the semester begins.
        (date(2012, 9, 30), "2026W", ["CHILD_TOO_OLD"]),
        (date(2012, 10, 1), "2026W", ["CHILD_TOO_OLD"]),
        (date(2012, 10, 2), "2026W", []),
        (date(2012, 10, 2), "2027S", ["CHILD_TOO_OLD"]),
        # Born in the course of the semester, and not yet.
        (date(2026, 11, 1), "2026W", []),
        (date(2026, 11, 3), "2026W", ["CHILD_NOT_BORN_YET"]),
        (date(2026, 10, 1), "2026S", ["CHILD_NOT_BORN_YET"]),
        (None, "2026W", ["CHILD_BIRTH_DATE_MISSING"]),
    ],
)
def test_a_child_counts_while_it_is_under_14_when_the_semester_begins(
    born: date | None, semester: str, reason: list[str]
) -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "who is under the age of 14 at the beginning of the semester in question"."""
    found = child_obstacles(born, S(semester), 14, today=TODAY)
    assert [each.reason for each in found] == reason


def test_somebody_born_on_29_february_turns_a_year_older_in_march() -> None:
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Ground.REPRESENTATIVE, "REPRESENTATIVE_LIMIT_REACHED"),
        (Ground.EQUAL_OPPORTUNITY_OFFICER, "EQUAL_OPPORTUNITY_OFFICER_LIMIT_REACHED"),
    ],
)
def test_a_third_semester_of_an_office_is_refused(kind: Ground, reason: str) -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "(maximum of two semesters recognised)"."""
    known = facts(studies("2025W", 3), proven=grounds("2025W", 2, kind))
    assert reasons(GroundAsked(S("2026W"), kind), known) == [reason]


def test_the_officers_leave_for_the_office_is_no_ground() -> None:
    """002_4a6954b3acd4b47b.txt, "Exceptions from the use of study credit (section 12 par. 3 NHG)":
    "without being on leave of absence for this"."""
    known = facts(studies("2025W", 3, leave=["2026W"]))
    asked = GroundAsked(S("2026W"), Ground.EQUAL_OPPORTUNITY_OFFICER)
    assert reasons(asked, known) == ["OFFICER_ON_LEAVE"]


@pytest.mark.parametrize("kind", [Ground.HARDSHIP_HEALTH, Ground.HARDSHIP_CRIME])
def test_hardship_can_be_claimed_only_once_the_standard_duration_has_ended(kind: Ground) -> None:
    """002_4a6954b3acd4b47b.txt, "3. Due dates and equity (section 14 NHG)": "can be claimed and
    applied for only once the standard programme duration of the degree programme in question has
    ended!"."""
    # Semesters elsewhere used the credit up, long before the standard duration has ended here.
    early = facts(studies("2024W", 5), prior=[prior(12)])
    asked = GroundAsked(S("2026W"), kind)
    assert reasons(asked, early) == ["STANDARD_DURATION_NOT_ENDED"]
    late = facts(studies("2023W", 7), prior=[prior(12)])
    assert reasons(asked, late) == []


def test_part_time_study_moves_the_end_of_the_standard_duration() -> None:
    """002_4a6954b3acd4b47b.txt, "Semester contribution and fees": "The individual standard
    programme duration extends by one semester for each two semester of a part-time degree
    programme"."""
    part_time = ["2023W", "2024S"]
    known = facts(studies("2023W", 7, part_time=part_time), prior=[prior(14)])
    asked = GroundAsked(S("2026W"), Ground.HARDSHIP_HEALTH)
    assert reasons(asked, known) == ["STANDARD_DURATION_NOT_ENDED"]


@pytest.mark.parametrize(("wanted", "cents", "left"), [(0, 50_000, 0), (20_000, 20_000, 30_000)])
def test_hardship_waives_the_fee_wholly_or_partly(wanted: int, cents: int, left: int) -> None:
    """002_4a6954b3acd4b47b.txt, "3. Due dates and equity (section 14 NHG)": "can be waived
    completely or partially"."""
    asked = GroundAsked(S("2026W"), Ground.HARDSHIP_HEALTH, waived_cents=wanted)
    assert waived(asked, RULES.fee_cents) == cents
    known = facts(USED_UP, proven=[ground("2026W", Ground.HARDSHIP_HEALTH, cents)])
    found = fee(known, "2026W")
    assert (found.state, found.waived_cents, found.cents) == (FeeState.WAIVED, cents, left)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    asked = GroundAsked(S("2031S"), Ground.HARDSHIP_CRIME, waived_cents=60_000)
    known = facts(studies("2026S", 2, until="2026W"))
    assert reasons(asked, known) == [
        "GROUND_SEMESTER_NOT_STUDIED",
        "WAIVED_BEYOND_FEE",
        "NO_FEE_TO_WAIVE",
    ]


def test_no_fee_is_waived_while_there_is_credit() -> None:
    known = facts(studies("2023W", 7))
    asked = GroundAsked(S("2026W"), Ground.HARDSHIP_HEALTH)
    assert reasons(asked, known) == ["NO_FEE_TO_WAIVE"]


def test_an_amount_is_named_with_hardship_only() -> None:
    asked = GroundAsked(S("2026W"), Ground.RELATIVE_CARE, waived_cents=100)
    assert reasons(asked) == ["WAIVER_WITHOUT_HARDSHIP"]


def test_a_ground_holds_once() -> None:
    known = facts(USED_UP, proven=grounds("2026W", 1, Ground.RELATIVE_CARE))
    asked = GroundAsked(S("2026W"), Ground.RELATIVE_CARE)
    assert reasons(asked, known) == ["GROUND_PROVEN_ALREADY"]
