"""Deciding how semesters are to be spent, and everything that follows from it.

A decision is stored whether its semester is recorded yet or not. Recorded semesters are changed and
told, so that exams lets nobody on leave register; those to come are recorded by re-registration as
they were decided. Contribution, long-term fee and pre-selection right follow.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester

from records.app.contribution_refunds import take_refunds_back
from records.app.contributions import bring_contributions_up_to_date
from records.app.credit_changes import follow_credit
from records.app.enrolment_changes import record_semesters
from records.app.enrolments import enrolment_with_id
from records.app.person_accounts import account_of
from records.app.preselection import set_preselection_right
from records.app.refunds import propose_refund
from records.app.reregistering import note_account_changed
from records.domain.enrolment import (
    Enrolment,
    RecordedSemester,
    SemesterStatus,
)
from records.domain.ledger import CONTRIBUTION
from records.domain.preselection import PreselectionGround
from records.domain.refunds import RefundReason
from records.domain.semester_plan import (
    TIME_MODELS,
    ContributionAfter,
    DecisionKind,
    SemesterDecision,
    TimeModel,
    decided,
    reach_of,
    recorded_anew,
    time_model_in,
    undecided,
)
from records.store import catalogue, enrolments, persons, reregistrations, semester_plan
from records.store.rules import load_rules
from records.texts import semester_states as texts


def decisions_of(tx: Transaction, enrolment_id: UUID) -> tuple[SemesterDecision, ...]:
    """What was decided about the semesters of an enrolment, in order of semester."""
    return semester_plan.load_decisions_of(tx, [enrolment_id]).get(enrolment_id, ())


def decide_semester(
    tx: Transaction,
    enrolment_id: UUID,
    semester: Semester,
    kind: DecisionKind,
    ground: str = "",
    application_id: UUID | None = None,
    *,
    contribution_stays: bool = False,
) -> ContributionAfter:
    """Decides what a semester is to be; part-time and full-time study hold from it on.

    Deciding the same again changes and tells nothing more. `contribution_stays` leaves the
    contribution as it was charged (late leave). Money that was paid beyond what is due now is
    proposed for a refund. Raises ENROLMENT_UNKNOWN, SEMESTER_UNKNOWN, and
    SEMESTER_DECIDED_OTHERWISE where leave meets a semester abroad.
    """
    enrolment = locked_enrolment(tx, enrolment_id)
    if semester not in {each.semester for each in catalogue.load_semesters(tx)}:
        raise texts.semester_unknown(semester)
    before = decisions_of(tx, enrolment_id)
    decision = SemesterDecision(
        enrolment_id, semester, kind, ground, application_id, tx.now, contribution_stays
    )
    contrary = _stays_otherwise(enrolment, before, decision)
    if contrary is not None:
        raise texts.decided_otherwise(semester, contrary)
    after = decided(before, decision)
    for each in before:
        if each not in after:
            semester_plan.remove_decision(tx, enrolment_id, each.semester, each.kind)
    semester_plan.store_decision(tx, decision)
    return _follow(tx, enrolment, after, decision)


def withdraw_decision(
    tx: Transaction, enrolment_id: UUID, semester: Semester, kind: DecisionKind
) -> ContributionAfter:
    """Takes a decision back: leave that is given up, a semester abroad that does not take place.

    The semester is spent as if it had never been decided. Raises ENROLMENT_UNKNOWN.
    """
    enrolment = locked_enrolment(tx, enrolment_id)
    before = decisions_of(tx, enrolment_id)
    semester_plan.remove_decision(tx, enrolment_id, semester, kind)
    taken_back = SemesterDecision(enrolment_id, semester, kind, "", None, tx.now)
    return _follow(tx, enrolment, undecided(before, semester, kind), taken_back)


def let_contribution_follow(
    tx: Transaction, decision: SemesterDecision, person_id: UUID
) -> ContributionAfter:
    """Late leave for which everything has arrived after all: the contribution follows it."""
    semester_plan.store_decision(tx, replace(decision, contribution_stays=False))
    return adjust_contribution(tx, person_id, decision.semester, decision.application_id)


def locked_enrolment(tx: Transaction, enrolment_id: UUID) -> Enrolment:
    """The enrolment, its person locked. Raises ENROLMENT_UNKNOWN."""
    persons.lock_person(tx, enrolment_with_id(tx, enrolment_id).person_id)
    return enrolment_with_id(tx, enrolment_id)


def _stays_otherwise(
    enrolment: Enrolment, decisions: Iterable[SemesterDecision], decision: SemesterDecision
) -> DecisionKind | None:
    """The contrary stay that stands already, by decision or as recorded."""
    contrary = {
        DecisionKind.LEAVE: (DecisionKind.ABROAD, SemesterStatus.ABROAD),
        DecisionKind.ABROAD: (DecisionKind.LEAVE, SemesterStatus.ON_LEAVE),
    }.get(decision.kind)
    if contrary is None:
        return None
    kind, status = contrary
    recorded = enrolment.recorded_in(decision.semester)
    by_decision = any(
        each.kind is kind and each.semester == decision.semester for each in decisions
    )
    return kind if by_decision or (recorded and recorded.status is status) else None


def _follow(
    tx: Transaction,
    enrolment: Enrolment,
    decisions: Collection[SemesterDecision],
    decision: SemesterDecision,
) -> ContributionAfter:
    _record_anew(tx, enrolment, decisions, decision)
    follow_credit(tx, enrolment.person_id, application_id=decision.application_id)
    if decision.kind in TIME_MODELS:
        _give_preselection(tx, enrolment, decisions, decision)
        return ContributionAfter()
    after = adjust_contribution(tx, enrolment.person_id, decision.semester, decision.application_id)
    return replace(after, stays=decision.contribution_stays)


def _record_anew(
    tx: Transaction,
    enrolment: Enrolment,
    decisions: Collection[SemesterDecision],
    decision: SemesterDecision,
) -> None:
    abroad_counts = load_rules(tx).semester_abroad.counts_until_known
    first = Semester.of(enrolment.first_enrolment_date)
    changed: list[RecordedSemester] = []
    for recorded in _reached(enrolment, decisions, decision):
        anew = recorded_anew(
            recorded,
            decisions,
            decision.kind,
            is_first=recorded.semester == first,
            abroad_counts=abroad_counts,
        )
        if anew != recorded:
            changed.append(anew)
    if changed:
        record_semesters(tx, {enrolment.enrolment_id: changed})


def _reached(
    enrolment: Enrolment,
    decisions: Collection[SemesterDecision],
    decision: SemesterDecision,
) -> list[RecordedSemester]:
    """The recorded semesters that a decision holds for."""
    until = reach_of(decisions, decision)
    recorded = [each.recorded for each in enrolment.semesters]
    return [
        each
        for each in recorded
        if each.semester >= decision.semester and (until is None or each.semester <= until)
    ]


def _give_preselection(
    tx: Transaction,
    enrolment: Enrolment,
    decisions: Collection[SemesterDecision],
    decision: SemesterDecision,
) -> None:
    """Part-time students are drawn first (guide 002, "Right of pre-selection").

    The right is the person's: it stays while another programme is studied part-time.
    """
    others = [
        each
        for each in enrolments.load_enrolments_of(tx, enrolment.person_id)
        if each.enrolment_id != enrolment.enrolment_id
    ]
    plans = semester_plan.load_decisions_of(tx, [each.enrolment_id for each in others])
    recorded = {each.semester for each in _reached(enrolment, decisions, decision)}
    for semester in sorted(recorded | {decision.semester}):
        elsewhere = any(
            time_model_in(plans.get(each.enrolment_id, ()), semester) is TimeModel.PART_TIME
            and (each.end_date is None or each.end_date >= semester.first_date)
            for each in others
        )
        here = time_model_in(decisions, semester) is TimeModel.PART_TIME
        set_preselection_right(
            tx,
            enrolment.person_id,
            semester,
            PreselectionGround.PART_TIME,
            holds=here or elsewhere,
        )


def adjust_contribution(
    tx: Transaction, person_id: UUID, semester: Semester, application_id: UUID | None
) -> ContributionAfter:
    """Makes the contribution what is due now, and gives back what was paid beyond it.

    A semester whose re-registration was not opened yet is charged when it is opened. Money that
    was to go back and has not pays what is due again. The person has to be locked.
    """
    account = account_of(tx, person_id)
    charged = bool(account.charges_of(CONTRIBUTION, semester))
    called = bool(reregistrations.load_reregistrations(tx, semester, [person_id]))
    if not (charged or called):
        return ContributionAfter()
    changed = bring_contributions_up_to_date(tx, semester, [person_id])
    # Where more is due now, a re-registration for a semester to come has to be paid for again.
    raised = any(each.after > each.before for each in changed)
    if raised:
        take_refunds_back(tx, person_id, RefundReason.CONTRIBUTION_REDUCED)
    note_account_changed(tx, [person_id], money_went_back=raised)
    after = account_of(tx, person_id)
    freed = max(0, after.credit - account.credit)
    if freed:
        propose_refund(
            tx, person_id, freed, RefundReason.CONTRIBUTION_REDUCED, application_id=application_id
        )
    charges = after.charges_of(CONTRIBUTION, semester)
    return ContributionAfter(
        due=sum(each.due for each in charges),
        open=sum(each.open for each in charges),
        refunded=freed,
    )
