"""The semester contribution: what is due, by how the semester is spent, and keeping it so."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from chassis.database import Database, Transaction
from chassis.testing import within
from chassis.values import Cents, LocalizedText, Semester
from records.app.charging import cancel_charge, waive_charge
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import PersonEnrolled
from records.domain.catalogue import EnrolmentKind
from records.domain.contribution import (
    PlannedEnrolment,
    Stays,
    cents_by_part,
    parts_as_shown,
    parts_due,
)
from records.domain.enrolment import SemesterStatus
from records.domain.ledger import CONTRIBUTION
from records.domain.profile import Profile
from records.domain.semester_plan import DecisionKind, SemesterDecision
from records.domain.university import Contribution, contribution_of
from records.profile.files import read_profile
from records.store.semester_plan import remove_decision, store_decision

from services.records.tests.ledger_factories import account_in, contribution_of_2027, paid

Enrol = Callable[..., PersonEnrolled]
S = Semester.parse
SUMMER = S("2027S")
STUDENT, DOCTORAL = EnrolmentKind.STUDENT, EnrolmentKind.DOCTORAL
ENROLLED, ON_LEAVE, ABROAD = (
    SemesterStatus.REREGISTERED,
    SemesterStatus.ON_LEAVE,
    SemesterStatus.ABROAD,
)
FULL = 11200 + 11325 + 1790


@pytest.fixture(scope="module")
def leuphana() -> Profile:
    """The profile that ships."""
    root = Path(__file__).parents[3]
    read = read_profile(root / "deploy" / "profiles" / "leuphana" / "records")
    assert isinstance(read, Profile)
    return read


def due(profile: Profile, *planned: PlannedEnrolment) -> dict[str, int] | Stays:
    contribution = profile.university.contribution_of(SUMMER)
    return parts_due(contribution, SUMMER, planned, profile.rules)


def total(due_parts: dict[str, int] | Stays) -> int:
    assert isinstance(due_parts, dict)
    return sum(due_parts.values())


def test_the_contribution_has_the_printed_parts_and_total(leuphana: Profile) -> None:
    """002, "Semester contributions": Studentenwerk 112.00, student contribution 131.15 (semester
    ticket 113.25 and student organisations 17.90), administrative charge 75.00, total 318.15."""
    contribution = leuphana.university.contribution_of(SUMMER)
    shown = parts_as_shown(contribution, cents_by_part(contribution))
    assert [(each.part.code, each.cents) for each in shown] == [
        ("studentenwerk", 11200),
        ("student-contribution", 13115),
        ("administrative-charge", 7500),
    ]
    assert [(each.part.code, each.cents) for each in shown[1].parts] == [
        ("semester-ticket", 11325),
        ("student-organisations", 1790),
    ]
    assert total(due(leuphana, PlannedEnrolment(STUDENT, ENROLLED))) == 31815


def test_on_leave_only_the_studentenwerk_contribution_is_due(leuphana: Profile) -> None:
    """002, "Fees during leave of absence": Leuphana charges only the Studentenwerk contribution."""
    assert due(leuphana, PlannedEnrolment(STUDENT, ON_LEAVE)) == {"studentenwerk": 11200}


def test_a_semester_abroad_is_exempt_from_the_whole_contribution(leuphana: Profile) -> None:
    """002, "Semester abroad": students in their semester abroad are completely exempt from the
    semester contributions."""
    assert due(leuphana, PlannedEnrolment(STUDENT, ABROAD)) == {}


def test_part_time_study_leaves_the_contribution_as_it_is(leuphana: Profile) -> None:
    """002, "Semester contribution and fees": the contributions collected upon enrolment or
    re-registration remain unaffected. How much is studied is no part of what decides it."""
    assert "part_time" not in PlannedEnrolment.__dataclass_fields__
    assert total(due(leuphana, PlannedEnrolment(STUDENT, SemesterStatus.ENROLLED))) == 31815


@pytest.mark.parametrize(
    ("planned", "cents"),
    [
        ([(STUDENT, ON_LEAVE), (STUDENT, ON_LEAVE)], 11200),
        ([(STUDENT, ON_LEAVE), (STUDENT, ENROLLED)], 31815),
        ([(STUDENT, ABROAD), (STUDENT, ON_LEAVE)], 0),
        ([(STUDENT, ABROAD), (STUDENT, ENROLLED)], 31815),
        ([(DOCTORAL, ENROLLED), (STUDENT, ON_LEAVE)], 31815),
        ([], 0),
    ],
)
def test_two_programmes_owe_one_contribution_for_the_fullest_use_of_the_semester(
    leuphana: Profile, planned: Iterable[tuple[EnrolmentKind, SemesterStatus]], cents: int
) -> None:
    assert total(due(leuphana, *(PlannedEnrolment(*each) for each in planned))) == cents


def test_doctoral_students_owe_their_own_parts(profile: Profile) -> None:
    assert due(profile, PlannedEnrolment(DOCTORAL, ENROLLED)) == {"studentenwerk": 11200}
    both = (PlannedEnrolment(DOCTORAL, ENROLLED), PlannedEnrolment(STUDENT, ENROLLED))
    assert total(due(profile, *both)) == FULL


def test_leave_that_came_too_late_leaves_the_contribution_as_charged(profile: Profile) -> None:
    """002, "Fees during leave of absence": in the case of applications submitted later, what was
    paid is reimbursed only if everything is received within the period."""
    late = PlannedEnrolment(STUDENT, ON_LEAVE, contribution_stays=True)
    assert total(due(profile, late)) == FULL


@pytest.mark.parametrize(
    ("end_date", "expected"),
    [
        (date(2027, 3, 31), {}),
        (date(2027, 6, 30), Stays.AS_CHARGED),
        (date(2027, 9, 30), {"studentenwerk": 11200, "ticket": 11325, "asta": 1790}),
    ],
)
def test_who_leaves_before_the_semester_owes_nothing_and_within_it_nothing_changes(
    profile: Profile, end_date: date, expected: object
) -> None:
    assert due(profile, PlannedEnrolment(STUDENT, ENROLLED, end_date)) == expected


def decide(tx: Transaction, enrolled: PersonEnrolled, kind: DecisionKind) -> None:
    decision = SemesterDecision(
        enrolled.enrolment.enrolment_id, SUMMER, kind, "", None, datetime(2026, 11, 2, tzinfo=UTC)
    )
    store_decision(tx, decision)


def test_the_contribution_is_charged_once_by_parts_until_the_end_of_the_window(
    loaded: Database, enrol: Enrol
) -> None:
    people = [enrol(given_names=name).person.person_id for name in ("Ayşe", "Berta")]
    changes = within(loaded, bring_contributions_up_to_date, SUMMER, people)
    assert [(each.before, each.after) for each in changes] == [(0, FULL), (0, FULL)]
    assert {each.person_id for each in changes} == set(people)
    assert within(loaded, bring_contributions_up_to_date, SUMMER, people) == ()
    [charge] = account_in(loaded, people[0]).charges
    assert (charge.charge.fee_code, charge.charge.semester) == (CONTRIBUTION, SUMMER)
    assert charge.charge.due_date == date(2027, 2, 15)
    assert charge.open == FULL


def test_a_decision_reduces_the_charge_and_its_withdrawal_restores_it(
    loaded: Database, enrol: Enrol
) -> None:
    enrolled = enrol()
    person_id = enrolled.person.person_id
    [charge_id] = contribution_of_2027(loaded, [person_id])
    paid(loaded, person_id, FULL, date(2027, 1, 20))

    def leave(tx: Transaction) -> None:
        decide(tx, enrolled, DecisionKind.LEAVE)
        [change] = bring_contributions_up_to_date(tx, SUMMER, [person_id])
        assert (change.before, change.after) == (FULL, 11200)

    within(loaded, leave)
    account = account_in(loaded, person_id)
    assert (account.credit, account.charges[0].settled_on) == (FULL - 11200, date(2027, 1, 20))

    def back(tx: Transaction) -> None:
        remove_decision(tx, enrolled.enrolment.enrolment_id, SUMMER, DecisionKind.LEAVE)
        [change] = bring_contributions_up_to_date(tx, SUMMER, [person_id])
        assert (change.before, change.after) == (11200, FULL)

    within(loaded, back)
    account = account_in(loaded, person_id)
    charge = account.charge(charge_id)
    assert charge is not None
    assert (charge.amount, charge.reduced, charge.open, account.credit) == (FULL, 0, 0, 0)


def test_a_semester_abroad_gives_everything_back_and_no_more_is_waived_than_is_due(
    loaded: Database, enrol: Enrol
) -> None:
    enrolled = enrol()
    person_id = enrolled.person.person_id
    [charge_id] = contribution_of_2027(loaded, [person_id])
    reason = LocalizedText(de="Härte", en="Hardship")
    within(loaded, waive_charge, charge_id, 5000, reason)

    def go_abroad(tx: Transaction) -> None:
        decide(tx, enrolled, DecisionKind.ABROAD)
        bring_contributions_up_to_date(tx, SUMMER, [person_id])

    within(loaded, go_abroad)
    [charge] = account_in(loaded, person_id).charges
    assert (charge.due, charge.waived, charge.open) == (0, 0, 0)
    assert account_in(loaded, person_id).balance == 0


def test_a_contribution_that_was_taken_back_can_be_charged_and_taken_back_again(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    [charge_id] = contribution_of_2027(loaded, [person_id])
    reason = LocalizedText(de="Exmatrikuliert", en="De-registered")
    for _ in range(2):
        assert within(loaded, cancel_charge, charge_id, reason)
        [charge] = account_in(loaded, person_id).charges
        assert (charge.is_cancelled, charge.cancelled, charge.open) == (True, FULL, 0)
        assert not within(loaded, cancel_charge, charge_id, reason)
        assert contribution_of_2027(loaded, [person_id]) == [charge_id]
        [charge] = account_in(loaded, person_id).charges
        assert (charge.is_cancelled, charge.amount, charge.open) == (False, FULL, FULL)


def test_the_amounts_are_those_of_the_semester(profile: Profile) -> None:
    first = profile.university.contribution_of(SUMMER)
    dearer = Contribution(SUMMER.next(), first.parts[:1])
    assert contribution_of([first, dearer], SUMMER).total == first.total
    assert contribution_of([first, dearer], SUMMER.next()).total == Cents(11200)
