"""Calling students to re-register, reminding them, and letting it be where it is not needed.

Source: guide 002, "Re-registration" and "De-registration".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.values import Semester, local_date

from records.app.charging import FeeToCharge, cancel_charge, charge_fees
from records.app.contribution_refunds import take_refunds_back
from records.app.contributions import bring_contributions_up_to_date
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import accounts_of
from records.app.published_semesters import dates_of
from records.app.refunds import propose_refund
from records.app.reregistering import settle_rows, settled, take_back_records
from records.app.transfers import Transfers
from records.domain.enrolment import Enrolment
from records.domain.ledger import CONTRIBUTION
from records.domain.refunds import RefundReason
from records.domain.reregistration import (
    WAITING,
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
    reason_against,
)
from records.domain.rules import RecordsRules
from records.domain.settlement import PersonAccount
from records.mail.reregistration import call_mail, reminder_mail
from records.store import enrolments, ledger, persons
from records.store import reregistrations as store
from records.store.rules import load_rules
from records.texts import reregistration as texts

# The reminder of a semester is charged once.
REMINDER = "reminder"


def call(
    tx: Transaction, person_ids: Collection[UUID], semester: Semester, *, link: str = ""
) -> frozenset[UUID]:
    """Charges the contribution and calls persons to re-register; `link` is the portal's page.

    Who has paid already, or owes nothing, is re-registered at once and not called: those are
    returned. Who was exempt, or closed, gets a new deadline where the old one is near. The persons
    have to be locked.
    """
    ids = sorted(set(person_ids))
    rules = load_rules(tx)
    bring_contributions_up_to_date(tx, semester, ids)
    charge_long_term_fees(tx, semester, ids)
    before = store.load_reregistrations(tx, semester, ids)
    deadline = _deadline(tx, semester, rules)
    called = [_called(tx, each, semester, before.get(each), deadline) for each in ids]
    store.insert_reregistrations(tx, [each for each in called if each.person_id not in before])
    store.update_reregistrations(tx, [each for each in called if each.person_id in before])
    done = settle_rows(tx, called)
    _mail_call(tx, [each for each in called if each.person_id not in done], rules, link)
    return done


def remind(tx: Transaction, rows: Sequence[Reregistration], *, link: str = "") -> None:
    """Charges the reminder, sets the new deadline and mails it. The persons have to be locked."""
    rules = load_rules(tx)
    fee = rules.reregistration.reminder_fee
    deadline = local_date(tx.now) + timedelta(days=rules.reregistration.reminder_days)
    charge_fees(
        tx,
        [
            FeeToCharge(
                person_id=each.person_id,
                fee_code=fee,
                occasion=REMINDER,
                semester=each.semester,
                due_date=deadline,
                text=texts.REMINDER_CHARGE.format(semester=each.semester.name),
            )
            for each in rows
        ],
    )
    reminded = [
        replace(
            each,
            state=ReregistrationState.REMINDED,
            remind_time=tx.now,
            deadline_date=deadline,
        )
        for each in rows
    ]
    store.update_reregistrations(tx, reminded)
    ids = [each.person_id for each in reminded]
    people, accounts = persons.load_persons(tx, ids), accounts_of(tx, ids)
    transfers = Transfers.of(tx)
    mails = []
    for each in reminded:
        account, person = accounts[each.person_id], people[each.person_id]
        open_cents = settled(each, account, rules).open_cents
        fee_cents = sum(one.due for one in account.charges_of(fee, each.semester))
        payment = transfers.of_student(person, open_cents, deadline)
        mails.append(reminder_mail(person, each, payment, fee_cents, link))
    send_mails(tx, mails)


def exempt(tx: Transaction, rows: Iterable[tuple[Reregistration, ReregistrationReason]]) -> None:
    """Lets re-registrations be: what is unpaid of the semester is taken back, the reminder too.

    What was paid for it in part goes back. A contribution that was paid in full stays until it is
    given back (see `contribution_refunds`). The persons have to be locked.
    """
    exempted = [
        replace(each, state=ReregistrationState.EXEMPT, reason=reason) for each, reason in rows
    ]
    if not exempted:
        return
    take_back_records(tx, exempted)
    store.update_reregistrations(tx, exempted)
    ids = sorted({each.person_id for each in exempted})
    before = accounts_of(tx, ids)
    take_back_charges(tx, exempted, load_rules(tx), and_reminders=True)
    for person_id, account in accounts_of(tx, ids).items():
        freed = account.credit - before[person_id].credit
        if freed > 0:
            propose_refund(tx, person_id, freed, RefundReason.DEREGISTRATION)


def take_back_charges(
    tx: Transaction,
    rows: Sequence[Reregistration],
    rules: RecordsRules,
    *,
    and_reminders: bool,
) -> None:
    """Takes back what the rows' semesters cost, but for a contribution that is paid.

    What another programme asks for stays, such as a Master's programme that somebody is accepted
    for who completes the Bachelor's.
    """
    accounts = accounts_of(tx, {each.person_id for each in rows})
    for semester in sorted({each.semester for each in rows}):
        ids = [each.person_id for each in rows if each.semester == semester]
        unpaid = [
            person_id
            for person_id in ids
            if any(each.open for each in accounts[person_id].charges_of(CONTRIBUTION, semester))
        ]
        bring_contributions_up_to_date(tx, semester, unpaid)
        charge_long_term_fees(tx, semester, ids)
        if and_reminders:
            _take_back_reminders(tx, semester, [accounts[each] for each in ids], rules)


def _take_back_reminders(
    tx: Transaction, semester: Semester, accounts: Iterable[PersonAccount], rules: RecordsRules
) -> None:
    for account in accounts:
        for charge in account.charges_of(rules.reregistration.reminder_fee, semester):
            if charge.due:
                cancel_charge(tx, charge.charge.charge_id, texts.NOT_DUE)


def resume(tx: Transaction, person_ids: Collection[UUID]) -> None:
    """Calls those again who were exempt or closed and whose enrolment goes on after all.

    Such as after a de-registration was taken back, or an application for it was rejected.
    """
    ids = sorted(set(person_ids))
    ledger.lock_accounts(tx, ids)
    today = local_date(tx.now)
    owned = enrolments.load_enrolments_of_persons(tx, ids)
    leaving = store.applied_to_leave(tx, ids)
    again: dict[Semester, list[UUID]] = {}
    for row in store.load_reregistrations_of(tx, ids):
        let_be = row.state in (ReregistrationState.EXEMPT, ReregistrationState.CLOSED)
        own = owned.get(row.person_id, ())
        if let_be and row.semester.last_date >= today:
            against = reason_against(own, row.semester, leaving_enrolments(own, leaving))
            if against is ReregistrationReason.NONE:
                again.setdefault(row.semester, []).append(row.person_id)
    for person_id in sorted({each for several in again.values() for each in several}):
        take_refunds_back(tx, person_id)
    for semester in sorted(again):
        call(tx, again[semester], semester)


def exempt_who_leave(tx: Transaction, person_ids: Collection[UUID]) -> None:
    """Exempts those whose enrolments end before a semester that they were called for.

    Also where they re-registered for it, and it has begun, as with a last examination whose result
    comes late. The persons have to be locked.
    """
    today = local_date(tx.now)
    owned = enrolments.load_enrolments_of_persons(tx, person_ids)
    leaving = []
    for row in store.load_reregistrations_of(tx, person_ids):
        waits = row.state in WAITING and row.semester.last_date >= today
        done = row.state is ReregistrationState.DONE
        pending = row.reason is ReregistrationReason.PENDING and row.semester.last_date >= today
        if waits or done or pending:
            against = reason_against(owned.get(row.person_id, ()), row.semester, ())
            if against is not ReregistrationReason.NONE:
                leaving.append((row, against))
    exempt(tx, leaving)


def leaving_enrolments(
    own: Iterable[Enrolment], leaving: Mapping[UUID, frozenset[UUID | None]]
) -> frozenset[UUID]:
    """A person's enrolments that undecided applications for de-registration are about."""
    return frozenset(
        each.enrolment_id
        for each in own
        if leaving.get(each.person_id, frozenset()) & {each.enrolment_id, None}
    )


def _deadline(tx: Transaction, semester: Semester, rules: RecordsRules) -> date:
    """The end of the window; who is called after it has as long as after a reminder."""
    today = local_date(tx.now)
    window = dates_of(tx, semester).reregistration
    if today <= window.last:
        return window.last
    return today + timedelta(days=rules.reregistration.reminder_days)


def _called(
    tx: Transaction,
    person_id: UUID,
    semester: Semester,
    before: Reregistration | None,
    deadline: date,
) -> Reregistration:
    if before is None:
        return Reregistration(person_id, semester, ReregistrationState.CALLED, deadline, tx.now)
    # The reminder of one that was closed still stands; that of an exempt one was taken back.
    reminded = before.state is ReregistrationState.CLOSED and before.remind_time is not None
    return replace(
        before,
        state=ReregistrationState.REMINDED if reminded else ReregistrationState.CALLED,
        deadline_date=max(deadline, before.deadline_date),
        remind_time=before.remind_time if reminded else None,
        done_time=None,
        value_date=None,
        close_time=None,
        reason=ReregistrationReason.NONE,
    )


def _mail_call(
    tx: Transaction, called: Sequence[Reregistration], rules: RecordsRules, link: str
) -> None:
    ids = [each.person_id for each in called]
    people, accounts = persons.load_persons(tx, ids), accounts_of(tx, ids)
    transfers = Transfers.of(tx)
    mails = []
    for each in called:
        person = people[each.person_id]
        open_cents = settled(each, accounts[each.person_id], rules).open_cents
        payment = transfers.of_student(person, open_cents, each.deadline_date)
        mails.append(call_mail(person, each, payment, link))
    send_mails(tx, mails)
