"""The mails about second factors: one for every change that opens or closes a way in."""

from chassis.database import Transaction
from chassis.mail.letters import same
from chassis.values import LocalizedText

from identity.domain.accounts import Account
from identity.mail.notices import notify
from identity.texts import second_factor_mails as texts


def mail_totp_added(tx: Transaction, account: Account, name: str) -> None:
    """Tells that an authenticator app was set up."""
    _named(tx, account, "totp_added", texts.TOTP_ADDED_SUBJECT, texts.TOTP_ADDED, name)


def mail_totp_removed(tx: Transaction, account: Account, name: str) -> None:
    """Tells that the authenticator app was removed."""
    _named(tx, account, "totp_removed", texts.TOTP_REMOVED_SUBJECT, texts.TOTP_REMOVED, name)


def mail_passkey_added(tx: Transaction, account: Account, name: str) -> None:
    """Tells that a passkey was added."""
    _named(tx, account, "passkey_added", texts.PASSKEY_ADDED_SUBJECT, texts.PASSKEY_ADDED, name)


def mail_passkey_removed(tx: Transaction, account: Account, name: str) -> None:
    """Tells that a passkey was removed."""
    _named(
        tx, account, "passkey_removed", texts.PASSKEY_REMOVED_SUBJECT, texts.PASSKEY_REMOVED, name
    )


def mail_counter_fell(tx: Transaction, account: Account, name: str) -> None:
    """Tells that a passkey may have been copied."""
    notify(
        tx,
        account,
        kind="passkey_counter_fell",
        subject=texts.COUNTER_FELL_SUBJECT,
        opening=texts.COUNTER_FELL,
        facts=((texts.NAME, same(name)),),
        advice=texts.COUNTER_FELL_ADVICE,
    )


def mail_recovery_codes_made(tx: Transaction, account: Account) -> None:
    """Tells that there is a new set of recovery codes."""
    notify(
        tx,
        account,
        kind="recovery_codes_made",
        subject=texts.CODES_MADE_SUBJECT,
        opening=texts.CODES_MADE,
        advice=texts.NOT_YOU,
    )


def mail_recovery_code_used(tx: Transaction, account: Account, left: int, *, few: bool) -> None:
    """Tells that a recovery code was used, and how many are left."""
    notify(
        tx,
        account,
        kind="recovery_code_used",
        subject=texts.CODE_USED_SUBJECT,
        opening=texts.CODE_USED,
        facts=((texts.CODES_LEFT, same(str(left))),),
        advice=texts.FEW_CODES_ADVICE if few else texts.NOT_YOU,
    )


def _named(
    tx: Transaction,
    account: Account,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    name: str,
) -> None:
    notify(
        tx,
        account,
        kind=kind,
        subject=subject,
        opening=opening,
        facts=((texts.NAME, same(name)),),
        advice=texts.NOT_YOU,
    )
