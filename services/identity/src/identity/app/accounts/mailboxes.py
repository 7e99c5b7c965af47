"""Whose a mailbox is: no two accounts share one, and students' own are kept for them."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.refusals import mailbox_for_students, mailbox_taken
from identity.domain.accounts import is_student_user_name, mailbox_of
from identity.domain.mailboxes import MailboxDomains
from identity.store.accounts import owner_of_mailbox


def require_free_mailbox(tx: Transaction, mailbox: str, person_id: UUID | None = None) -> None:
    """Raises MAILBOX_TAKEN where the mailbox is that of another account than the person's.

    Two who want one mailbox at once: the second waits here for the first.
    """
    tx.hold([f"mailbox {mailbox}"])
    if owner_of_mailbox(tx, mailbox) not in (None, person_id):
        raise mailbox_taken(mailbox)


def require_mailbox_for(user_name: str, mailbox: str, domains: MailboxDomains) -> None:
    """Raises MAILBOX_FOR_STUDENTS; students who work here keep the one of their own user name."""
    if is_student_user_name(user_name) and mailbox == mailbox_of(user_name, domains.students):
        return
    if domains.kept_for_students(mailbox):
        raise mailbox_for_students(domains.students)
