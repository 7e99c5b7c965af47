"""Keeps what records and identity tell, so that exams answers while they are down."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import mailbox_became_known
from chassis.values import Semester

from exams.app.completion import note_completion
from exams.store import lotteries, students
from exams.store.progress import version_studied_under
from exams.store.students import EnrolmentCopy, PersonCopy


def keep_person(tx: Transaction, person: PersonCopy) -> None:
    """Keeps a person's newest facts.

    Mail may have begun to wait while the account was being kept for a person nobody could hold
    yet. records tells every person again once the mailbox is there, so that such mail is found.
    """
    students.keep_person(tx, person)
    if mailbox := students.mailbox_of(tx, person.person_id):
        mailbox_became_known(tx, person.person_id, mailbox)


def keep_enrolment(tx: Transaction, person: PersonCopy, enrolment: EnrolmentCopy) -> None:
    """Keeps an enrolment and the person whose it is.

    Holds the student, so that no registration is decided on half of the change. Under another
    version of the regulations the same results may be all that is asked for, or no longer be.
    """
    students.keep_person(tx, person)
    students.lock_student(tx, enrolment.person_id)
    version_before = version_studied_under(tx, enrolment.enrolment_id)
    students.keep_enrolment(tx, enrolment)
    if version_before not in (None, enrolment.regulations_version_code):
        note_completion(tx, [enrolment.enrolment_id])


def keep_semester(tx: Transaction, semester: Semester, lectures: tuple[date, date]) -> None:
    """Keeps the first and last day of a semester's lectures."""
    students.keep_semester(tx, semester, lectures)


def keep_preselection_right(
    tx: Transaction,
    *,
    right_id: UUID,
    person_id: UUID,
    semester: Semester,
    ground: str,
    holds: bool,
) -> None:
    """Keeps a right of pre-selection; a lottery that is closed already does not change by it."""
    if holds:
        lotteries.keep_preselection_right(tx, right_id, person_id, semester, ground)
    else:
        lotteries.forget_preselection_right(tx, right_id)


def keep_account(
    tx: Transaction, *, person_id: UUID, user_name: str, mailbox: str, display_name: str
) -> None:
    """Keeps an account and sends the mails that waited for its mailbox.

    Holds the student: a registration that is being written either sees the mailbox or has its
    waiting mail found here.
    """
    students.lock_student(tx, person_id)
    students.keep_account(tx, person_id, user_name, mailbox, display_name)
    mailbox_became_known(tx, person_id, mailbox)
