"""What records hears."""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from chassis.packing import unpack_date
from matrikel.exams.v1.events_pb2 import EnrolmentCompleted
from matrikel.identity.v1.events_pb2 import (
    AccountChanged,
    AccountCreated,
    LibraryCardIssued,
    LibraryCardReturned,
)

from records.app.completions import note_completion
from records.app.library_cards import (
    charge_library_card_deposit,
    credit_library_card_deposit,
)
from records.app.persons import remember_account


def on_account_created(tx: Transaction, event: AccountCreated) -> None:
    """An account was made; its mailbox becomes the person's."""
    account = event.account
    remember_account(tx, UUID(account.person_id), account.user_name, account.mailbox)


def on_account_changed(tx: Transaction, event: AccountChanged) -> None:
    """An account changed; its mailbox may be another one."""
    account = event.account
    remember_account(tx, UUID(account.person_id), account.user_name, account.mailbox)


def on_library_card_issued(tx: Transaction, event: LibraryCardIssued) -> None:
    """A library card was handed out: its deposit is due."""
    charge_library_card_deposit(tx, UUID(event.person_id), event.card_number)


def on_library_card_returned(tx: Transaction, event: LibraryCardReturned) -> None:
    """A library card was handed in for good: its deposit goes back."""
    credit_library_card_deposit(tx, UUID(event.person_id), event.deposit_card_number)


def on_enrolment_completed(tx: Transaction, event: EnrolmentCompleted) -> None:
    """The studies are complete, or, after a correction, no longer are."""
    last_exam_date = unpack_date(event.last_exam_date) if event.complete else None
    note_completion(tx, UUID(event.enrolment_id), last_exam_date)


HEARD = (
    Hearing(AccountCreated, on_account_created),
    Hearing(AccountChanged, on_account_changed),
    Hearing(LibraryCardIssued, on_library_card_issued),
    Hearing(LibraryCardReturned, on_library_card_returned),
    Hearing(EnrolmentCompleted, on_enrolment_completed),
)
