"""The university's own domains, and which of their mailboxes are for whom."""

from dataclasses import dataclass

from identity.domain.accounts import is_student_user_name


@dataclass(frozen=True, slots=True)
class MailboxDomains:
    """The domains of the mailboxes that the university runs itself, in small letters."""

    students: str
    staff: str

    def run_here(self, mailbox: str) -> bool:
        """Whether the university runs the mailbox, so that it knows whose it is."""
        return mailbox.rpartition("@")[2].lower() in (self.students, self.staff)

    def kept_for_students(self, mailbox: str) -> bool:
        """Whether somebody who enrols may be given it: `lg…` and the students' domain.

        Where students have a domain of their own, that is all of it.
        """
        local, _, domain = mailbox.lower().rpartition("@")
        if domain != self.students:
            return False
        return domain != self.staff or is_student_user_name(local)
