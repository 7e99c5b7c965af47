"""Notices: a mail for every change that the person behind an account should know of."""

from collections.abc import Sequence

from chassis.database import Transaction
from chassis.mail.letters import Fact, letter
from chassis.mail.queue import send_mails
from chassis.values import LocalizedText

from identity.domain.accounts import Account


def notify(
    tx: Transaction,
    account: Account,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Sequence[Fact] = (),
    advice: LocalizedText,
    also_to: Sequence[str] = (),
) -> None:
    """Queues the notice to the account's mailbox, and to a confirmed recovery address.

    Whoever took over the mailbox cannot hide from the person what happens to the account
    (NIST SP 800-63B-4, section 4.6). `kind` names the reason for metrics: "password_changed".
    `also_to` are further addresses, such as a former mailbox.
    """
    known = (account.mailbox, account.recovery_address, *also_to)
    addresses = dict.fromkeys(address for address in known if address)
    send_mails(
        tx,
        [
            letter(
                account.person_id,
                address,
                kind=kind,
                subject=subject,
                opening=opening,
                facts=facts,
                advice=advice,
            )
            for address in addresses
        ],
    )
