"""De-registering those who have not re-registered after the reminder either.

Source: guide 002, "Re-registration".
"""

from collections.abc import Sequence
from dataclasses import replace

from chassis.database import Transaction
from chassis.mail import send_mails

from records.app.calling import take_back_charges
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolment_changes import change_enrolments
from records.app.person_accounts import accounts_of
from records.domain.enrolment import EndReason
from records.domain.reregistration import (
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
    going_on,
)
from records.mail.deregistration import deregistered_mail
from records.store import enrolments, persons, reregistrations
from records.store.rules import load_rules


def close(tx: Transaction, rows: Sequence[Reregistration]) -> None:
    """Lets everything that the persons are enrolled in end with the semester before; tells them.

    The contribution of the semester is not due any more, the reminder's charge stays. What was
    paid of it in part is credit, which the mail names. Ends that lie before the semester stay as
    they are. The persons have to be locked and were reminded.
    """
    ids = [each.person_id for each in rows]
    owned = enrolments.load_enrolments_of_persons(tx, ids)
    changed = change_enrolments(
        tx,
        [
            replace(
                each,
                end_date=row.semester.previous().last_date,
                end_reason=EndReason.NOT_REREGISTERED,
            )
            for row in rows
            for each in going_on(owned[row.person_id], row.semester)
        ],
    )
    closed = [
        replace(
            each,
            state=ReregistrationState.CLOSED,
            close_time=tx.now,
            reason=ReregistrationReason.NOT_PAID,
        )
        for each in rows
    ]
    reregistrations.update_reregistrations(tx, closed)
    for semester in sorted({each.semester for each in rows}):
        of_it = [each.person_id for each in rows if each.semester == semester]
        bring_contributions_up_to_date(tx, semester, of_it)
    take_back_charges(tx, closed, load_rules(tx), and_reminders=False)
    people, accounts = persons.load_persons(tx, ids), accounts_of(tx, ids)
    send_mails(
        tx,
        [
            deregistered_mail(
                people[each.person_id], each, credit_cents=accounts[each.person_id].credit
            )
            for each in changed.values()
        ],
    )
