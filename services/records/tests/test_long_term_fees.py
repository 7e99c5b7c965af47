"""Charging the long-term fee (NHG §§ 13 and 14), on both databases."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.testing import within
from chassis.values import Semester
from records.app.enrolling import PersonEnrolled
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import account_of
from records.domain.credit_facts import Ground, SemesterGround
from records.domain.semester_plan import DecisionKind, SemesterDecision
from records.domain.settlement import SettledCharge
from records.store import ledger, prior_studies, semester_grounds, semester_plan

from .credit_factories import ENTERED, S, ground_of, prior_of

Enrol = Callable[..., PersonEnrolled]

# The semester that the students are called to re-register for.
NEXT = S("2027S")


def has_no_credit_left(database: Database, person_id: UUID, elsewhere: int = 11) -> None:
    """With eleven semesters elsewhere the current one is the last of twelve."""
    study = prior_of(person_id, elsewhere)
    within(database, prior_studies.insert_prior_studies, [study])


def prove(database: Database, person_id: UUID, kind: Ground, waived_cents: int = 0) -> None:
    ground = ground_of(person_id, NEXT, kind, waived_cents)
    within(database, semester_grounds.insert_ground, ground)


def charge(database: Database, *person_ids: UUID, semester: Semester = NEXT) -> frozenset[UUID]:
    return within(database, charge_long_term_fees, semester, person_ids)


def fees(database: Database, person_id: UUID) -> tuple[SettledCharge, ...]:
    return within(database, account_of, person_id).charges_of("long-term", NEXT)


def test_the_fee_is_charged_once_the_credit_is_used_up(loaded: Database, enrol: Enrol) -> None:
    """002_4a6954b3acd4b47b.txt, "2. Tuition fees for long-term students (section 13 NHG)": "If the
    study credit is used up, a contribution … in the amount of € 500.00 is to be paid for each
    semester"; "3. Due dates and equity (section 14 NHG)": due "within the re-registration
    period"."""
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id)
    assert charge(loaded, person_id) == {person_id}
    (fee,) = fees(loaded, person_id)
    assert (fee.amount, fee.due, fee.charge.due_date) == (50_000, 50_000, date(2027, 2, 15))


def test_the_charge_says_why(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id)
    charge(loaded, person_id)
    (line,) = within(loaded, ledger.load_receivables, [person_id])[person_id]
    assert line.text.de == (
        "Langzeitstudiengebühr, Sommersemester 2027: Ihr Studienguthaben von 12 Semestern ist"
        " aufgebraucht, 12 Semester zählen dagegen (NHG § 13)"
    )
    assert "section 13" in line.text.en


def test_as_long_as_there_is_credit_nothing_is_charged(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id, elsewhere=10)
    assert charge(loaded, person_id) == frozenset()
    assert fees(loaded, person_id) == ()


def test_charging_again_changes_nothing(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id)
    prove(loaded, person_id, Ground.HARDSHIP_HEALTH, 20_000)
    charge(loaded, person_id)
    before = fees(loaded, person_id)
    assert charge(loaded, person_id) == frozenset()
    assert fees(loaded, person_id) == before


def test_many_are_charged_with_as_many_queries_as_few(loaded: Database, enrol: Enrol) -> None:
    def queries(person_ids: Iterable[UUID]) -> int:
        counted = 0

        def counting(tx: Transaction) -> frozenset[UUID]:
            nonlocal counted
            execute = tx.execute

            def count(*args: object, **named: object) -> object:
                nonlocal counted
                counted += 1
                return execute(*args, **named)  # type: ignore[arg-type]

            tx.execute = count  # type: ignore[method-assign,assignment]
            return charge_long_term_fees(tx, NEXT, [*person_ids])

        assert within(loaded, counting)
        return counted

    people = [enrol().person.person_id for _ in range(16)]
    for each in people:
        has_no_credit_left(loaded, each)
    # Rows are inserted by another way from four on, so that both groups have as many.
    assert queries(people[:5]) == queries(people[5:])


def test_a_ground_proven_afterwards_cancels_the_charge(loaded: Database, enrol: Enrol) -> None:
    """002_4a6954b3acd4b47b.txt, "2. Tuition fees for long-term students (section 13 NHG)": not
    charged for a semester in which the student "is actually taking care of a child"."""
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id)
    charge(loaded, person_id)
    prove(loaded, person_id, Ground.CHILD_CARE)
    assert charge(loaded, person_id) == {person_id}
    (fee,) = fees(loaded, person_id)
    assert (fee.is_cancelled, fee.due) == (True, 0)
    lines = within(loaded, ledger.load_receivables, [person_id])[person_id]
    assert any(
        "Betreuung eines Kindes unter 14 Jahren (NHG § 13)" in each.text.de for each in lines
    )


def test_a_fee_that_is_due_again_is_charged_beside_the_cancelled_one(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id)
    charge(loaded, person_id)
    ground = ground_of(person_id, NEXT, Ground.RELATIVE_CARE)
    within(loaded, semester_grounds.insert_ground, ground)
    charge(loaded, person_id)
    within(loaded, semester_grounds.update_ground, taken_back(ground))
    assert charge(loaded, person_id) == {person_id}
    assert [each.due for each in fees(loaded, person_id)] == [0, 50_000]


def taken_back(ground: SemesterGround) -> SemesterGround:
    return replace(ground, end_time=ENTERED, ended_by="clerk", end_reason="a mistake")


def test_a_leave_approved_afterwards_cancels_the_charge(loaded: Database, enrol: Enrol) -> None:
    """002_4a6954b3acd4b47b.txt, "2. Tuition fees for long-term students (section 13 NHG)": not
    charged for a semester in which the student "is on leave of absence"."""
    done = enrol()
    has_no_credit_left(loaded, done.person.person_id)
    charge(loaded, done.person.person_id)
    decision = SemesterDecision(
        done.enrolment.enrolment_id, NEXT, DecisionKind.LEAVE, "family", None, ENTERED
    )
    within(loaded, semester_plan.store_decision, decision)
    charge(loaded, done.person.person_id)
    (fee,) = fees(loaded, done.person.person_id)
    assert fee.is_cancelled


def test_hardship_waives_a_part_or_the_whole_fee(loaded: Database, enrol: Enrol) -> None:
    """002_4a6954b3acd4b47b.txt, "3. Due dates and equity (section 14 NHG)": "the tuition fees for
    long-term students … can be waived completely or partially"."""
    part, whole = enrol().person.person_id, enrol("Mai", "Trần").person.person_id
    for each, waived in ((part, 20_000), (whole, 50_000)):
        has_no_credit_left(loaded, each)
        prove(loaded, each, Ground.HARDSHIP_CRIME, waived)
    charge(loaded, part, whole)
    assert [(each.amount, each.due) for each in fees(loaded, part)] == [(50_000, 30_000)]
    assert [(each.amount, each.due) for each in fees(loaded, whole)] == [(50_000, 0)]


def test_a_hardship_proven_afterwards_waives_the_charge_that_stands(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    has_no_credit_left(loaded, person_id)
    charge(loaded, person_id)
    prove(loaded, person_id, Ground.HARDSHIP_HEALTH, 50_000)
    assert charge(loaded, person_id) == {person_id}
    (fee,) = fees(loaded, person_id)
    assert (fee.waived, fee.due, fee.is_cancelled) == (50_000, 0, False)


def test_somebody_unknown_owes_no_fee(loaded: Database) -> None:
    assert charge(loaded, uuid4()) == frozenset()


def test_a_doctoral_student_owes_no_fee(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol(programme_code="PROM").person.person_id
    has_no_credit_left(loaded, person_id, elsewhere=40)
    assert charge(loaded, person_id) == frozenset()
