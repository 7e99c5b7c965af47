"""Grounds in semesters: proven, entered, taken back, with what follows for the long-term fee."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.credit_changes import follow_credit
from records.app.persons import person_with_id
from records.app.study_credit import credit_facts_of, credit_rules_of
from records.domain import obstacles_to_grounds as obstacle
from records.domain.credit_facts import HARDSHIPS, SemesterGround
from records.domain.grounds import GroundAsked, obstacles_to_ground, waived
from records.domain.obstacles import Obstacle
from records.store import catalogue, ledger
from records.store import semester_grounds as store
from records.store.rules import load_rules
from records.texts import study_credit as texts


def grounds_of(tx: Transaction, person_id: UUID) -> tuple[SemesterGround, ...]:
    """Every ground of a person, those taken back included. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    return store.load_grounds_of(tx, person_id)


def what_stands_against(
    tx: Transaction, person_id: UUID, asked: GroundAsked, *, today: date
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a ground, the proofs aside."""
    if asked.semester not in {each.semester for each in catalogue.load_semesters(tx)}:
        return (obstacle.not_published(asked.semester),)
    rules = load_rules(tx)
    return obstacles_to_ground(
        asked,
        credit_facts_of(tx, [person_id])[person_id],
        credit_rules_of(tx, rules),
        child_under_years=rules.study_credit.child_under_years,
        today=today,
    )


def enter_ground(
    tx: Transaction,
    person_id: UUID,
    asked: GroundAsked,
    *,
    reason: str,
    by: str,
    application_id: UUID | None = None,
) -> SemesterGround | tuple[Obstacle, ...]:
    """Enters a proven ground, or says what stands in the way.

    Fees that are due no longer are cancelled, those of a hardship waived. Raises PERSON_UNKNOWN.
    """
    ledger.lock_accounts(tx, [person_id])
    person_with_id(tx, person_id)
    against = what_stands_against(tx, person_id, asked, today=local_date(tx.now))
    if against:
        return against
    fee_cents = credit_rules_of(tx, load_rules(tx)).fee_cents
    ground = SemesterGround(
        semester_ground_id=tx.new_id(),
        person_id=person_id,
        semester=asked.semester,
        ground=asked.ground,
        waived_cents=waived(asked, fee_cents),
        child_birth_date=asked.child_birth_date,
        application_id=application_id,
        reason=reason,
        enter_time=tx.now,
        entered_by=by,
    )
    store.insert_ground(tx, ground)
    follow_credit(tx, person_id, application_id=application_id, by=by)
    return ground


def take_back_ground(
    tx: Transaction, person_id: UUID, semester_ground_id: UUID, *, reason: str, by: str
) -> SemesterGround:
    """Takes a ground back; a fee that is due again is charged.

    Raises GROUND_UNKNOWN and GROUND_TAKEN_BACK.
    """
    ledger.lock_accounts(tx, [person_id])
    known = {each.semester_ground_id: each for each in store.load_grounds_of(tx, person_id)}
    ground = known.get(semester_ground_id)
    if ground is None:
        raise texts.ground_unknown()
    if ground.end_time is not None:
        raise texts.ground_taken_back(ground.ended_by)
    ended = replace(ground, end_time=tx.now, ended_by=by, end_reason=reason)
    store.update_ground(tx, ended)
    follow_credit(tx, person_id, renew=ground.ground in HARDSHIPS, by=by)
    return ended
