"""What identity tells the other services. No code and no secret is in any event."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.events import tell
from chassis.packing import pack_moment
from matrikel.identity.v1 import events_pb2

from identity.domain.account_view import AccountView
from identity.domain.accounts import Account
from identity.domain.it_services import Activation
from identity.events.packing import pack_view


def tell_account_created(tx: Transaction, view: AccountView) -> None:
    """An account was made for a person."""
    tell(tx, events_pb2.AccountCreated(account=pack_view(view)))


def tell_account_activated(tx: Transaction, view: AccountView) -> None:
    """An account was activated by its person."""
    tell(tx, events_pb2.AccountActivated(account=pack_view(view)))


def tell_account_changed(tx: Transaction, view: AccountView) -> None:
    """A fact about an account changed: name, mailbox, roles, affiliations or state."""
    tell(tx, events_pb2.AccountChanged(account=pack_view(view)))


def tell_session_revoked(
    tx: Transaction, session_id: UUID, person_id: UUID, tokens_expire_at: datetime
) -> None:
    """A session ended before its time; its tokens are to be refused."""
    tell(
        tx,
        events_pb2.SessionRevoked(
            session_id=str(session_id),
            person_id=str(person_id),
            tokens_expire_time=pack_moment(tokens_expire_at),
        ),
    )


def tell_it_service_activated(tx: Transaction, account: Account, activation: Activation) -> None:
    """Somebody activated an IT service."""
    tell(
        tx,
        events_pb2.ItServiceActivated(
            activation_id=str(activation.activation_id),
            person_id=str(activation.person_id),
            it_service_code=activation.it_service_code,
            user_name=account.user_name,
            mailbox=account.mailbox,
            version=activation.version,
        ),
    )


def tell_it_service_deactivated(tx: Transaction, account: Account, activation: Activation) -> None:
    """An IT service was deactivated; `activation` is as it was before."""
    tell(
        tx,
        events_pb2.ItServiceDeactivated(
            activation_id=str(activation.activation_id),
            person_id=str(activation.person_id),
            it_service_code=activation.it_service_code,
            user_name=account.user_name,
            mailbox=account.mailbox,
            version=activation.version + 1,
        ),
    )


def tell_library_card_issued(tx: Transaction, card_number: str, person_id: UUID) -> None:
    """A library card was handed out: its deposit is due."""
    tell(tx, events_pb2.LibraryCardIssued(card_number=card_number, person_id=str(person_id)))


def tell_library_card_returned(
    tx: Transaction, card_number: str, deposit_card_number: str, person_id: UUID
) -> None:
    """A library card was handed in for good: the deposit of the first card goes back."""
    tell(
        tx,
        events_pb2.LibraryCardReturned(
            card_number=card_number,
            person_id=str(person_id),
            deposit_card_number=deposit_card_number,
        ),
    )
