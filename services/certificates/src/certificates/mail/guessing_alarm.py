"""The mail about an unusual number of look-ups that miss."""

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.mail.letters import letter, same
from chassis.values import LocalizedText, day_in_words, local_date, local_datetime

from certificates.texts import lifecycle_mails as texts


def mail_alarm(tx: Transaction, address: str, misses: int, refused: int) -> None:
    """Tells the computing centre. No address of anybody who asked stands in it."""
    day, time = day_in_words(local_date(tx.now)), f"{local_datetime(tx.now):%H:%M}"
    mail = letter(
        None,
        address,
        kind="verification_alarm",
        subject=texts.ALARM_SUBJECT,
        opening=texts.ALARM,
        facts=(
            (texts.WHEN, LocalizedText(de=f"{day.de}, {time} Uhr", en=f"{day.en}, {time}")),
            (texts.MISSES, same(str(misses))),
            (texts.REFUSED, same(str(refused))),
        ),
        advice=texts.ALARM_ADVICE,
    )
    send_mails(tx, [mail])
