"""The lines of a mail that say what to transfer, and how."""

from chassis.mail.letters import Fact, same
from chassis.values import day_in_words, euros_in_words

from records.domain.payment_to_make import PaymentToMake, iban_in_groups
from records.texts import payment_to_make as texts


def payment_facts(payment: PaymentToMake) -> tuple[Fact, ...]:
    """Amount, account, reference and deadline."""
    account = payment.account
    return (
        (texts.AMOUNT, euros_in_words(payment.cents)),
        (texts.RECIPIENT, same(account.recipient)),
        (texts.IBAN, same(iban_in_groups(account.iban))),
        (texts.BIC, same(account.bic)),
        (texts.BANK, same(account.bank_name)),
        (texts.REFERENCE, same(payment.reference)),
        (texts.DEADLINE, day_in_words(payment.deadline_date)),
    )
