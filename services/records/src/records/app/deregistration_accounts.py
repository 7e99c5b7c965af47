"""The account that an application for de-registration names for what comes back."""

from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText

from records.app.public_facts import own_iban
from records.app.refunds import set_account
from records.banking.iban import IbanFault, read_iban
from records.domain.applications.contents import Deregistration
from records.domain.applications.deregistration import SOURCE
from records.domain.applications.kinds import ApplicationKind
from records.domain.obstacles import Obstacle
from records.domain.refunds import RefundAccount, RefundReason, RefundState
from records.store.applications import last_approved_of
from records.store.refunds import load_refunds_of
from records.texts import refunds as texts


def account_faults(tx: Transaction, content: Deregistration) -> tuple[Obstacle, ...]:
    """What is wrong with the account that is named; nothing where none is."""
    if not content.iban.strip():
        return ()
    faults = []
    iban = read_iban(content.iban)
    if isinstance(iban, IbanFault):
        wrong = texts.iban_wrong() if iban is IbanFault.WRONG else texts.iban_outside_sepa()
        faults.append(Obstacle(iban.value, wrong.message, _LATER, SOURCE, "iban"))
    elif iban == own_iban(tx):
        own = texts.own_account()
        faults.append(Obstacle(own.reason, own.message, _LATER, SOURCE, "iban"))
    if not any(letter.isalpha() for letter in content.account_holder):
        holder = texts.account_holder_wrong()
        faults.append(Obstacle(holder.reason, holder.message, _LATER, SOURCE, "account_holder"))
    return tuple(faults)


def name_account_from_application(
    tx: Transaction, person_id: UUID, content: Deregistration | None = None
) -> None:
    """Lets contributions that come back go to the account of the application.

    `content` is what the application asks for, else that of the last one that was approved. Where
    none is named, or it can no longer be used, the student names one later.
    """
    if content is None:
        approved = last_approved_of(tx, person_id, ApplicationKind.DEREGISTRATION)
        content = approved.asking(Deregistration) if approved else None
    if content is None or not content.iban.strip() or account_faults(tx, content):
        return
    iban = read_iban(content.iban)
    if isinstance(iban, IbanFault):
        return
    account = RefundAccount(content.account_holder.strip(), iban)
    for refund in load_refunds_of(tx, person_id):
        waits = refund.state is RefundState.WAITS_FOR_ACCOUNT
        if waits and refund.reason is RefundReason.DEREGISTRATION:
            set_account(tx, refund.refund_id, account)


_LATER = LocalizedText(
    de="Sie können die Felder auch leer lassen und das Konto später angeben.",
    en="You can also leave the fields empty and name the account later.",
)
