"""Payments to make as messages of the contract."""

from chassis.packing import pack_date
from matrikel.records.v1 import payment_to_make_pb2, university_pb2

from records.domain.payment_to_make import PaymentToMake


def pack_payment(payment: PaymentToMake) -> payment_to_make_pb2.PaymentToMake:
    """A transfer that somebody has to make."""
    account = payment.account
    return payment_to_make_pb2.PaymentToMake(
        amount_cents=payment.cents,
        account=university_pb2.BankAccount(
            recipient=account.recipient,
            iban=account.iban,
            bank_name=account.bank_name,
            bic=account.bic,
        ),
        reference=payment.reference,
        deadline_date=pack_date(payment.deadline_date),
    )
