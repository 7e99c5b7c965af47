"""The mails about the recovery address and a forgotten password."""

from datetime import datetime

from chassis.database import Transaction
from chassis.mail.letters import same, send_letter
from chassis.values import LocalizedText, local_datetime

from identity.domain.accounts import Account
from identity.mail.notices import notify
from identity.texts import recovery_mails as texts


def mail_address_code(
    tx: Transaction, account: Account, address: str, code: str, expires_at: datetime
) -> None:
    """Mails a code to the address that is to be confirmed, and to no other."""
    send_letter(
        tx,
        account.person_id,
        address,
        kind="recovery_address_code",
        subject=texts.CONFIRM_SUBJECT,
        opening=texts.CONFIRM,
        facts=((texts.CODE, same(code)), (texts.VALID_UNTIL, _clock(expires_at))),
        advice=texts.CONFIRM_ADVICE,
    )


def mail_reset_code(tx: Transaction, account: Account, code: str, expires_at: datetime) -> None:
    """Mails a code for a new password to the confirmed address, and to no other."""
    send_letter(
        tx,
        account.person_id,
        account.recovery_address,
        kind="password_reset_code",
        subject=texts.RESET_SUBJECT,
        opening=texts.RESET,
        facts=(
            (texts.USER_NAME, same(account.user_name)),
            (texts.CODE, same(code)),
            (texts.VALID_UNTIL, _clock(expires_at)),
        ),
        advice=texts.RESET_ADVICE,
    )


def mail_password_reset(tx: Transaction, account: Account) -> None:
    """Tells that a forgotten password was replaced."""
    notify(
        tx,
        account,
        kind="password_reset",
        subject=texts.DONE_SUBJECT,
        opening=texts.DONE,
        facts=((texts.USER_NAME, same(account.user_name)),),
        advice=texts.DONE_ADVICE,
    )


def mail_address_confirmed(tx: Transaction, account: Account, address: str) -> None:
    """Tells the new address, at the mailbox, the former address and the new one."""
    notify(
        tx,
        account,
        kind="recovery_address_changed",
        subject=texts.ADDRESS_SUBJECT,
        opening=texts.ADDRESS_CONFIRMED,
        facts=((texts.ADDRESS, same(address)),),
        advice=texts.DONE_ADVICE,
        also_to=(address,),
    )


def mail_address_removed(tx: Transaction, account: Account) -> None:
    """Tells that the address is gone, at the mailbox and once more there."""
    notify(
        tx,
        account,
        kind="recovery_address_changed",
        subject=texts.ADDRESS_SUBJECT,
        opening=texts.ADDRESS_REMOVED,
        facts=((texts.ADDRESS, same(account.recovery_address)),),
        advice=texts.DONE_ADVICE,
    )


def _clock(moment: datetime) -> LocalizedText:
    return same(f"{local_datetime(moment):%H:%M}")
