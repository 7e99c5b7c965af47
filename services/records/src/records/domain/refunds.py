"""Refunds: money that goes back, from the moment it is owed until the bank has transferred it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class RefundState(StrEnum):
    """How far a refund is."""

    # The person has to name an account.
    WAITS_FOR_ACCOUNT = "waits_for_account"
    READY = "ready"
    # In a file for the bank.
    ORDERED = "ordered"
    PAID = "paid"
    CANCELLED = "cancelled"


class RefundReason(StrEnum):
    """Why money goes back."""

    # Paid more than was due.
    CREDIT = "credit"
    DEREGISTRATION = "deregistration"
    # Less of the contribution is due than was paid: leave, a semester abroad.
    CONTRIBUTION_REDUCED = "contribution_reduced"
    FEE_WAIVED = "fee_waived"
    # The applicant was not enrolled.
    NOT_ENROLLED = "not_enrolled"
    # To a stranger.
    PAID_BY_MISTAKE = "paid_by_mistake"


# States in which the account can still be named and the refund cancelled.
OPEN_STATES = frozenset({RefundState.WAITS_FOR_ACCOUNT, RefundState.READY})


@dataclass(frozen=True, slots=True)
class RefundAccount:
    """Where a refund goes to; the IBAN without blanks."""

    holder: str
    iban: str


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that goes back, in cents."""

    refund_id: UUID
    # None where it goes back to a stranger who paid by mistake.
    person_id: UUID | None
    cents: int
    reason: RefundReason
    # None until it is named.
    account: RefundAccount | None
    state: RefundState
    # The booking that took the money out of the credit, or out of clearing.
    booking_id: UUID
    # None before it is ordered.
    payment_order_number: str | None
    application_id: UUID | None
    # The payment that a stranger made by mistake.
    bank_entry_id: UUID | None
    # The bank's value date; None before it is paid.
    pay_date: date | None
    create_time: datetime
    created_by: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed and cancelled."""
        return self.state in OPEN_STATES

    @property
    def end_to_end_id(self) -> str:
        """How the bank's entries name it: 32 letters and digits."""
        return self.refund_id.hex

    def with_account(self, account: RefundAccount) -> "Refund":
        """Ready to be ordered."""
        return replace(self, account=account, state=RefundState.READY, version=self.version + 1)

    def ordered(self, payment_order_number: str) -> "Refund":
        """In a file for the bank."""
        return replace(
            self,
            state=RefundState.ORDERED,
            payment_order_number=payment_order_number,
            version=self.version + 1,
        )

    def paid(self, pay_date: date) -> "Refund":
        """The bank has transferred it."""
        return replace(self, state=RefundState.PAID, pay_date=pay_date, version=self.version + 1)

    def cancelled(self) -> "Refund":
        """Taken back before it was ordered."""
        return replace(self, state=RefundState.CANCELLED, version=self.version + 1)

    def bounced(self) -> "Refund":
        """The bank could not transfer it: another account has to be named."""
        return replace(
            self,
            account=None,
            state=RefundState.WAITS_FOR_ACCOUNT,
            payment_order_number=None,
            pay_date=None,
            version=self.version + 1,
        )


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A file with credit transfers that the bank is given; in cents."""

    payment_order_number: str
    order_time: datetime
    ordered_by: str
    refunds: int
    total: int
    document_id: UUID


_MESSAGE_ID = "ERSTATTUNG-"


def message_id_of(payment_order_number: str) -> str:
    """How the file names itself and its payment information, at most 35 letters."""
    return _MESSAGE_ID + payment_order_number


def payment_order_in(message_id: str) -> str | None:
    """The number of the payment order that a bank's entry names; None where it is none of ours."""
    if not message_id.startswith(_MESSAGE_ID):
        return None
    return message_id.removeprefix(_MESSAGE_ID)
