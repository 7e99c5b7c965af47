"""The mails about signing in and passwords."""

from datetime import datetime

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.mail.letters import letter, same
from chassis.values import LocalizedText, local_datetime

from identity.domain.accounts import Account
from identity.domain.failure_alarm import FailureRate
from identity.mail.notices import notify
from identity.texts import sign_in_mails as texts


def mail_new_device(
    tx: Transaction, account: Account, browser: str, operating_system: str, network: str
) -> None:
    """Tells of a sign-in on a device that the account did not know."""
    device = ", ".join(part for part in (browser, operating_system) if part)
    notify(
        tx,
        account,
        kind="new_device",
        subject=texts.NEW_DEVICE_SUBJECT,
        opening=texts.NEW_DEVICE,
        facts=(
            (texts.WHEN, _moment(tx.now)),
            (texts.DEVICE, same(device) if device else texts.UNKNOWN_DEVICE),
            (texts.NETWORK, same(network)),
        ),
        advice=texts.NEW_DEVICE_ADVICE,
    )


def mail_password_off(tx: Transaction, account: Account) -> None:
    """Tells that the password is off for unknown devices."""
    notify(
        tx,
        account,
        kind="password_switched_off",
        subject=texts.PASSWORD_OFF_SUBJECT,
        opening=texts.PASSWORD_OFF,
        facts=((texts.WHEN, _moment(tx.now)),),
        advice=texts.PASSWORD_OFF_ADVICE,
    )


def mail_password_on(tx: Transaction, account: Account) -> None:
    """Tells that an administrator has opened it again."""
    notify(
        tx,
        account,
        kind="password_block_lifted",
        subject=texts.PASSWORD_ON_SUBJECT,
        opening=texts.PASSWORD_ON,
        facts=((texts.WHEN, _moment(tx.now)),),
        advice=texts.PASSWORD_ON_ADVICE,
    )


def mail_password_changed(tx: Transaction, account: Account) -> None:
    """Tells that the password was changed."""
    notify(
        tx,
        account,
        kind="password_changed",
        subject=texts.PASSWORD_CHANGED_SUBJECT,
        opening=texts.PASSWORD_CHANGED,
        facts=((texts.WHEN, _moment(tx.now)),),
        advice=texts.PASSWORD_CHANGED_ADVICE,
    )


def mail_alarm(tx: Transaction, address: str, rate: FailureRate) -> None:
    """Tells the computing centre that unusually many sign-ins fail."""
    mail = letter(
        None,
        address,
        kind="sign_in_alarm",
        subject=texts.ALARM_SUBJECT,
        opening=texts.ALARM,
        facts=(
            (texts.WHEN, _moment(tx.now)),
            (texts.FAILURES, same(str(rate.failures))),
            (texts.NAMES, same(str(rate.names))),
            (texts.BUSIEST_NETWORK, same(f"{rate.busiest_network} ({rate.names_of_network})")),
        ),
        advice=texts.ALARM_ADVICE,
    )
    send_mails(tx, [mail])


def _moment(moment: datetime) -> LocalizedText:
    local = local_datetime(moment)
    return LocalizedText(de=f"{local:%d.%m.%Y, %H:%M} Uhr", en=f"{local:%d.%m.%Y, %H:%M}")
