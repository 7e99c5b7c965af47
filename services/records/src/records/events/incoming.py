"""What records hears."""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from chassis.packing import unpack_date
from matrikel.exams.v1.events_pb2 import EnrolmentCompleted
from matrikel.identity.v1.events_pb2 import AccountCreated

from records.app.completions import note_completion
from records.app.persons import remember_mailbox


def on_account_created(tx: Transaction, event: AccountCreated) -> None:
    """The mailbox of a new account becomes the person's."""
    remember_mailbox(tx, UUID(event.account.person_id), event.account.mailbox)


def on_enrolment_completed(tx: Transaction, event: EnrolmentCompleted) -> None:
    """The studies are complete, or, after a correction, no longer are."""
    last_exam_date = unpack_date(event.last_exam_date) if event.complete else None
    note_completion(tx, UUID(event.enrolment_id), last_exam_date)


HEARD = (
    Hearing(AccountCreated, on_account_created),
    Hearing(EnrolmentCompleted, on_enrolment_completed),
)
