"""Staff accounts in the hands of system administrators."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName, local_date

from identity.app.accounts.mailboxes import require_free_mailbox, require_mailbox_for
from identity.app.accounts.making import NewStaff, create_staff_account
from identity.app.accounts.refusals import (
    account_changed_meanwhile,
    mailbox_unsuitable,
    name_comes_from_records,
)
from identity.app.accounts.states import settle
from identity.app.refusals import account_unknown
from identity.domain.accounts import Account, Employment
from identity.domain.mailboxes import MailboxDomains
from identity.mail.account_states import mail_new_mailbox
from identity.store import accounts as store
from identity.store.enrolments import enrolments_of

_MAILBOX = re.compile(r"[^@\s<>\",;:()\[\]\\]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class StaffChange:
    """What an account shall be. `name` is None and `mailbox` empty where they stay."""

    person_id: UUID
    version: int
    name: PersonName | None
    mailbox: str
    employed: bool
    employed_until: date | None


def create_by_administrator(tx: Transaction, staff: NewStaff, domains: MailboxDomains) -> Account:
    """Makes a staff account without any role of staff: those are asked for and agreed to.

    Raises MAILBOX_UNSUITABLE, MAILBOX_FOR_STUDENTS, MAILBOX_TAKEN, USER_NAME_UNSUITABLE and
    USER_NAME_TAKEN.
    """
    if staff.mailbox:
        _require_mailbox(staff.mailbox)
        require_mailbox_for(staff.user_name, staff.mailbox.lower(), domains)
    return create_staff_account(tx, replace(staff, roles=frozenset()), domains.staff)


def update_staff_account(tx: Transaction, change: StaffChange, domains: MailboxDomains) -> Account:
    """Changes name, mailbox and employment.

    An employment that is taken away ended yesterday, so that its roles end at once. Raises
    ACCOUNT_UNKNOWN, ACCOUNT_CHANGED_MEANWHILE, NAME_COMES_FROM_RECORDS, MAILBOX_UNSUITABLE,
    MAILBOX_FOR_STUDENTS and MAILBOX_TAKEN.
    """
    known = store.find_account_for_change(tx, change.person_id)
    if known is None:
        raise account_unknown(str(change.person_id))
    before = known.account
    if before.version != change.version:
        raise account_changed_meanwhile(str(change.person_id))
    name = change.name or before.name
    if name != before.name and enrolments_of(tx, [change.person_id]):
        raise name_comes_from_records(str(change.person_id))
    mailbox = change.mailbox.strip().lower() or before.mailbox
    if mailbox != before.mailbox:
        _require_mailbox(mailbox)
        require_mailbox_for(before.user_name, mailbox, domains)
        require_free_mailbox(tx, mailbox, before.person_id)
    account = settle(
        tx,
        known,
        replace(
            before,
            name=name,
            mailbox=mailbox,
            employment=_employment(before, change, local_date(tx.now)),
        ),
    )
    if mailbox != before.mailbox:
        mail_new_mailbox(tx, account, before.mailbox)
    return account


def _employment(before: Account, change: StaffChange, today: date) -> Employment | None:
    if change.employed:
        return Employment(change.employed_until)
    if before.employment is None or not before.employment.holds_on(today):
        return before.employment
    return Employment(today - timedelta(days=1))


def _require_mailbox(mailbox: str) -> None:
    if not _MAILBOX.fullmatch(mailbox.lower()):
        raise mailbox_unsuitable()
