"""Requests to records: accounts, fees, cash and refunds."""

from matrikel.records.v1 import ledger_pb2, refund_pb2
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("records.v1.LedgerService", "GetAccountStatement")
def get_account_statement(named: Named) -> ledger_pb2.GetAccountStatementRequest:
    """What the person owes and why."""
    return ledger_pb2.GetAccountStatementRequest(person_id=named.person_id)


@of("records.v1.LedgerService", "GetPaymentInstructions")
def get_payment_instructions(named: Named) -> ledger_pb2.GetPaymentInstructionsRequest:
    """How to transfer everything that is open."""
    return ledger_pb2.GetPaymentInstructionsRequest(person_id=named.person_id)


@of("records.v1.LedgerService", "ListCashReceipts")
def list_cash_receipts(named: Named) -> ledger_pb2.ListCashReceiptsRequest:
    """The person's receipts for cash."""
    return ledger_pb2.ListCashReceiptsRequest(person_id=named.person_id, page_size=5)


@of("records.v1.LedgerService", "GetFeeReceipt")
def get_fee_receipt(named: Named) -> ledger_pb2.GetFeeReceiptRequest:
    """What the person was charged for the semester."""
    return ledger_pb2.GetFeeReceiptRequest(
        person_id=named.person_id, semester=Semester(code=named.semester)
    )


@of("records.v1.LedgerService", "ListAccountsOwing")
def list_accounts_owing(_named: Named) -> ledger_pb2.ListAccountsOwingRequest:
    """Who has something overdue."""
    return ledger_pb2.ListAccountsOwingRequest(overdue_only=True, page_size=5)


@of("records.v1.LedgerService", "ListAccountsInCredit")
def list_accounts_in_credit(_named: Named) -> ledger_pb2.ListAccountsInCreditRequest:
    """Whose credit nothing will use."""
    return ledger_pb2.ListAccountsInCreditRequest(gone_only=True, page_size=5)


@of("records.v1.LedgerService", "ChargeFee")
def charge_fee(named: Named) -> ledger_pb2.ChargeFeeRequest:
    """A fee for the person, for a new occasion."""
    return ledger_pb2.ChargeFeeRequest(
        person_id=named.person_id,
        fee_code=named.fee_code,
        occasion=new_id(),
        request_id=new_id(),
    )


@of("records.v1.LedgerService", "CancelCharge")
def cancel_charge(named: Named) -> ledger_pb2.CancelChargeRequest:
    """The mistaken charge is taken back."""
    return ledger_pb2.CancelChargeRequest(
        person_id=named.person_id,
        charge_id=named.mistaken_charge_id,
        reason="Doppelt erhoben.",
        request_id=new_id(),
    )


@of("records.v1.LedgerService", "WaiveCharge")
def waive_charge(named: Named) -> ledger_pb2.WaiveChargeRequest:
    """One euro of the charge is waived."""
    return ledger_pb2.WaiveChargeRequest(
        person_id=named.person_id,
        charge_id=named.charge_id,
        amount_cents=100,
        reason="Kulanz.",
        request_id=new_id(),
    )


@of("records.v1.LedgerService", "ReverseBooking")
def reverse_booking(named: Named) -> ledger_pb2.ReverseBookingRequest:
    """The booking is taken back."""
    return ledger_pb2.ReverseBookingRequest(
        person_id=named.person_id,
        booking_id=named.booking_id,
        reason="Der falschen Person zugeordnet.",
        request_id=new_id(),
    )


@of("records.v1.LedgerService", "BookCashPayment")
def book_cash_payment(named: Named) -> ledger_pb2.BookCashPaymentRequest:
    """One euro in cash for whatever is open."""
    return ledger_pb2.BookCashPaymentRequest(
        person_id=named.person_id, amount_cents=100, request_id=new_id()
    )


@of("records.v1.LedgerService", "GetLedgerBalance")
def get_ledger_balance(_named: Named) -> ledger_pb2.GetLedgerBalanceRequest:
    """The trial balance of all bookings."""
    return ledger_pb2.GetLedgerBalanceRequest()


@of("records.v1.LedgerService", "ListOccasionalFees")
def list_occasional_fees(_named: Named) -> ledger_pb2.ListOccasionalFeesRequest:
    """The fees that can be charged."""
    return ledger_pb2.ListOccasionalFeesRequest()


@of("records.v1.RefundService", "ListRefunds")
def list_refunds(named: Named) -> refund_pb2.ListRefundsRequest:
    """The person's refunds."""
    return refund_pb2.ListRefundsRequest(person_id=named.person_id)


@of("records.v1.RefundService", "ListAllRefunds")
def list_all_refunds(_named: Named) -> refund_pb2.ListAllRefundsRequest:
    """The refunds that can be ordered."""
    return refund_pb2.ListAllRefundsRequest(state=refund_pb2.REFUND_STATE_READY, page_size=5)


@of("records.v1.RefundService", "SetRefundAccount")
def set_refund_account(named: Named) -> refund_pb2.SetRefundAccountRequest:
    """An account for the refund."""
    return refund_pb2.SetRefundAccountRequest(
        refund_id=named.refund_id,
        iban="DE89 3704 0044 0532 0130 00",
        account_holder="Ayşe Öztürk",
        request_id=new_id(),
    )


@of("records.v1.RefundService", "CreateRefund")
def create_refund(named: Named) -> refund_pb2.CreateRefundRequest:
    """All of the person's credit goes back."""
    return refund_pb2.CreateRefundRequest(person_id=named.person_id, request_id=new_id())


@of("records.v1.RefundService", "CancelRefund")
def cancel_refund(named: Named) -> refund_pb2.CancelRefundRequest:
    """The refund is taken back."""
    return refund_pb2.CancelRefundRequest(
        refund_id=named.refund_id, reason="Wird verrechnet.", request_id=new_id()
    )


@of("records.v1.RefundService", "OrderRefunds")
def order_refunds(_named: Named) -> refund_pb2.OrderRefundsRequest:
    """All refunds that are ready."""
    return refund_pb2.OrderRefundsRequest(request_id=new_id())


@of("records.v1.RefundService", "ListPaymentOrders")
def list_payment_orders(_named: Named) -> refund_pb2.ListPaymentOrdersRequest:
    """The newest payment orders."""
    return refund_pb2.ListPaymentOrdersRequest(page_size=5)


@of("records.v1.RefundService", "DownloadPaymentOrder")
def download_payment_order(named: Named) -> refund_pb2.DownloadPaymentOrderRequest:
    """The file of the payment order."""
    return refund_pb2.DownloadPaymentOrderRequest(payment_order_number=named.payment_order_number)
