"""Taking back a de-registration whose money was there before re-registration was closed.

The value date counts (guide 002, "Transferring the semester contributions"): a bank's file that was
imported late must not cost anybody the enrolment.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.values import Semester, local_date

from records.app.charging import cancel_charge
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolment_changes import change_enrolments
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import accounts_of
from records.domain.enrolment import EndReason, Enrolment
from records.domain.reregistration import (
    LateMoney,
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
    late_money_suffices,
)
from records.mail.reregistration import reopened_mail
from records.store import enrolments, persons, reregistrations
from records.store.rules import load_rules
from records.texts import reregistration as texts


def take_back_closings(
    tx: Transaction, rows: Iterable[Reregistration]
) -> dict[tuple[UUID, Semester], Reregistration]:
    """Reopens those that were closed as not paid though they were; by person and semester.

    The enrolments go on and the charges stand again, so that settling re-registers them. The
    persons have to be locked.
    """
    closed = [each for each in rows if each.state is ReregistrationState.CLOSED]
    if not closed:
        return {}
    rules = load_rules(tx).reregistration
    accounts = accounts_of(tx, {each.person_id for each in closed})
    reopened: dict[tuple[UUID, Semester], Reregistration] = {}
    for row in closed:
        assert row.close_time is not None, "a closed re-registration has its time"
        account = accounts[row.person_id]
        enough = late_money_suffices(account, row, rules, local_date(row.close_time))
        if enough is LateMoney.NOT_ENOUGH or not _reopen_enrolments(tx, row):
            continue
        if enough is LateMoney.BEFORE_REMINDER:
            for charge in account.charges_of(rules.reminder_fee, row.semester):
                if charge.due:
                    cancel_charge(tx, charge.charge.charge_id, texts.PAID_BEFORE_REMINDER)
        bring_contributions_up_to_date(tx, row.semester, [row.person_id])
        charge_long_term_fees(tx, row.semester, [row.person_id])
        reminded = row.remind_time is not None
        reopened[row.person_id, row.semester] = replace(
            row,
            state=ReregistrationState.REMINDED if reminded else ReregistrationState.CALLED,
            close_time=None,
            reason=ReregistrationReason.NONE,
        )
    reregistrations.update_reregistrations(tx, list(reopened.values()))
    people = persons.load_persons(tx, [person_id for person_id, _ in reopened])
    send_mails(tx, [reopened_mail(people[each.person_id], each) for each in reopened.values()])
    return reopened


def _reopen_enrolments(tx: Transaction, row: Reregistration) -> bool:
    """Takes the ends of closing back; not where the person has begun a programme anew."""
    own = enrolments.load_enrolments_of(tx, row.person_id)
    ended = [each for each in own if _was_closed(each, row.semester)]
    without_end = {each.programme.code for each in own if each.end_date is None}
    back = [each for each in ended if each.programme.code not in without_end]
    change_enrolments(tx, [replace(each, end_date=None, end_reason=None) for each in back])
    return bool(back)


def _was_closed(enrolment: Enrolment, semester: Semester) -> bool:
    return (
        enrolment.end_reason is EndReason.NOT_REREGISTERED
        and enrolment.end_date == semester.previous().last_date
    )
