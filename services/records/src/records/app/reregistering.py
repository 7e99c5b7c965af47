"""Re-registering: what follows once a student's account has changed.

Source: guide 002, "Re-registration" and "Transferring the semester contributions".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.values import Semester, local_date

from records.app import student_cards
from records.app.applicant_enrolment import enrol_paid_applicants
from records.app.charging import cancel_charge
from records.app.enrolment_changes import record_semesters, unrecord_semesters
from records.app.late_money import take_back_closings
from records.app.person_accounts import accounts_of
from records.app.preselection import set_preselection_rights
from records.app.transfers import Transfers
from records.domain.enrolment import Enrolment
from records.domain.preselection import PreselectionGround
from records.domain.reregistration import (
    WAITING,
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
    Settling,
    dues_of,
    going_on,
    settle_reregistration,
)
from records.domain.rules import RecordsRules
from records.domain.semester_plan import to_record
from records.domain.settlement import PersonAccount
from records.mail.reregistration import done_mail, undone_mail
from records.store import enrolments, ledger, persons, semester_plan
from records.store import reregistrations as store
from records.store.rules import load_rules
from records.texts import reregistration as texts

_NOBODY: Mapping[UUID, date | None] = MappingProxyType({})


def note_account_changed(
    tx: Transaction, person_ids: Collection[UUID], *, money_went_back: bool = False
) -> None:
    """Enrols applicants and re-registers students whose contribution is complete by now.

    To be called after each change of somebody's ledger, in the same transaction.
    `money_went_back`: the bank returned a payment, or it was booked to the wrong person; a
    re-registration that stood on it is taken back while its semester has not begun.
    """
    ids = sorted(set(person_ids))
    ledger.lock_accounts(tx, ids)
    enrol_paid_applicants(tx, ids)
    today = local_date(tx.now)
    rows = [
        each
        for each in store.load_reregistrations_of(tx, ids)
        if each.semester.last_date >= today and _may_move(each)
    ]
    if not rows:
        return
    reopened = take_back_closings(tx, rows)
    rows = [reopened.get((each.person_id, each.semester), each) for each in rows]
    if money_went_back:
        rows = _undo(tx, rows)
    settle_rows(tx, rows)


def settle_rows(tx: Transaction, rows: Iterable[Reregistration]) -> frozenset[UUID]:
    """Re-registers those of them whose contribution is complete; returns who they are.

    A reminder's charge falls away where the money was there before it. The persons have to be
    locked.
    """
    asked = [
        each for each in rows if each.state in WAITING or each.state is ReregistrationState.DONE
    ]
    if not asked:
        return frozenset()
    rules = load_rules(tx)
    accounts = accounts_of(tx, {each.person_id for each in asked})
    done: dict[Semester, dict[UUID, date | None]] = {}
    for row in asked:
        account = accounts[row.person_id]
        settling = settled(row, account, rules)
        if settling.cancels_reminder:
            _cancel_reminder(tx, row, account, rules)
        if settling.done and row.state in WAITING:
            done.setdefault(row.semester, {})[row.person_id] = settling.value_date
    for semester, value_dates in done.items():
        reregister(tx, value_dates, semester, value_dates)
    return frozenset(person_id for each in done.values() for person_id in each)


def settled(row: Reregistration, account: PersonAccount, rules: RecordsRules) -> Settling:
    """What follows for one re-registration from the account."""
    return settle_reregistration(
        dues_of(account, row.semester), rules.reregistration, row.remind_date
    )


def reregister(
    tx: Transaction,
    person_ids: Collection[UUID],
    semester: Semester,
    value_dates: Mapping[UUID, date | None] = _NOBODY,
) -> None:
    """Re-registers persons who were called, for everything that they are enrolled in.

    Each semester is recorded as it was decided: on leave, abroad, part-time. Card and mail follow.
    `value_dates` are those with which the contributions were complete. Who is re-registered
    already stays as they are. The persons have to be locked.
    """
    rows = store.load_reregistrations(tx, semester, person_ids)
    done = [
        replace(
            each,
            state=ReregistrationState.DONE,
            done_time=tx.now,
            value_date=value_dates.get(each.person_id),
            close_time=None,
            reason=ReregistrationReason.NONE,
        )
        for each in rows.values()
        if each.state is not ReregistrationState.DONE
    ]
    if not done:
        return
    ids = [each.person_id for each in done]
    recorded = record_staying(tx, ids, semester)
    store.update_reregistrations(tx, done)
    student_cards.extend_cards(tx, ids, semester)
    _give_preselection(tx, recorded, semester)
    people = persons.load_persons(tx, ids)
    send_mails(tx, [done_mail(people[each.person_id], each) for each in done])


def record_staying(
    tx: Transaction, person_ids: Collection[UUID], semester: Semester
) -> Mapping[UUID, Sequence[Enrolment]]:
    """Records the semester, as it was decided, for everything that goes on into it.

    Returns all enrolments of the persons, by person. The persons have to be locked.
    """
    before = enrolments.load_enrolments_of_persons(tx, person_ids)
    staying = [
        each.enrolment_id
        for several in before.values()
        for each in going_on(several, semester)
        if each.recorded_in(semester) is None
    ]
    if not staying:
        return before
    decisions = semester_plan.load_decisions_of(tx, staying)
    abroad_counts = load_rules(tx).semester_abroad.counts_until_known
    return record_semesters(
        tx,
        {
            each: [to_record(decisions.get(each, ()), semester, abroad_counts=abroad_counts)]
            for each in staying
        },
    )


def _give_preselection(
    tx: Transaction, recorded: Mapping[UUID, Sequence[Enrolment]], semester: Semester
) -> None:
    """Part-time students are drawn first in lotteries (guide 002, "Right of pre-selection")."""
    part_time = {
        person_id: True
        for person_id, several in sorted(recorded.items())
        if any(_is_part_time(each, semester) for each in several)
    }
    if part_time:
        set_preselection_rights(tx, semester, PreselectionGround.PART_TIME, part_time)


def _is_part_time(enrolment: Enrolment, semester: Semester) -> bool:
    recorded = enrolment.recorded_in(semester)
    return recorded is not None and recorded.part_time


def _may_move(row: Reregistration) -> bool:
    if row.state is ReregistrationState.CLOSED:
        return row.reason is ReregistrationReason.NOT_PAID
    return row.state in WAITING or row.state is ReregistrationState.DONE


def _cancel_reminder(
    tx: Transaction, row: Reregistration, account: PersonAccount, rules: RecordsRules
) -> None:
    for charge in account.charges_of(rules.reregistration.reminder_fee, row.semester):
        if charge.due:
            cancel_charge(tx, charge.charge.charge_id, texts.PAID_BEFORE_REMINDER)


def _undo(tx: Transaction, rows: Sequence[Reregistration]) -> list[Reregistration]:
    """Takes re-registrations back whose money went back; a semester that has begun stays."""
    today = local_date(tx.now)
    done = [
        each
        for each in rows
        if each.state is ReregistrationState.DONE and each.semester.first_date > today
    ]
    if not done:
        return list(rows)
    rules = load_rules(tx)
    accounts = accounts_of(tx, {each.person_id for each in done})
    undone: dict[tuple[UUID, Semester], Reregistration] = {}
    for row in done:
        if not settled(row, accounts[row.person_id], rules).done:
            reminded = row.remind_time is not None
            undone[row.person_id, row.semester] = replace(
                row,
                state=ReregistrationState.REMINDED if reminded else ReregistrationState.CALLED,
                done_time=None,
                value_date=None,
            )
    take_back_records(tx, undone.values())
    for semester in sorted({semester for _, semester in undone}):
        ids = [person_id for person_id, one in undone if one == semester]
        student_cards.shorten_cards(tx, ids, semester)
    store.update_reregistrations(tx, list(undone.values()))
    people = persons.load_persons(tx, [person_id for person_id, _ in undone])
    transfers = Transfers.of(tx)
    send_mails(
        tx,
        [
            undone_mail(
                people[each.person_id],
                each,
                transfers.of_student(
                    people[each.person_id],
                    settled(each, accounts[each.person_id], rules).open_cents,
                    each.deadline_date,
                ),
            )
            for each in undone.values()
        ],
    )
    return [undone.get((each.person_id, each.semester), each) for each in rows]


def take_back_records(tx: Transaction, rows: Iterable[Reregistration]) -> None:
    """Takes the recorded semesters of re-registrations back, those of the first semester stay."""
    wanted = {(each.person_id, each.semester) for each in rows}
    before = enrolments.load_enrolments_of_persons(tx, {person_id for person_id, _ in wanted})
    taken_back = {
        each.enrolment_id: [semester]
        for person_id, semester in wanted
        for each in before.get(person_id, ())
        if each.first_enrolment_date < semester.first_date
        and each.recorded_in(semester) is not None
    }
    if taken_back:
        unrecord_semesters(tx, taken_back)
