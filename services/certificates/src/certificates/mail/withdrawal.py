"""The mail that tells a student of a withdrawn certificate, without the reason."""

from chassis.database import Transaction
from chassis.mail.letters import same, send_letter
from chassis.values import LocalizedText, day_in_words, local_date

from certificates.domain.certificate import Certificate
from certificates.domain.types import TYPES
from certificates.texts import lifecycle_mails as texts


def mail_withdrawn(tx: Transaction, certificate: Certificate, mailbox: str) -> None:
    """Tells the student; without a mailbox the mail waits until one is known."""
    name = TYPES[certificate.type].name
    semester = certificate.semester
    send_letter(
        tx,
        certificate.person_id,
        mailbox,
        kind="certificate_withdrawn",
        subject=texts.WITHDRAWN_SUBJECT.format(name=name),
        opening=texts.WITHDRAWN,
        facts=(
            (texts.CERTIFICATE, name),
            (texts.SEMESTER, semester.name if semester else LocalizedText("", "")),
            (texts.NUMBER, same(certificate.number.printed)),
            (texts.ISSUED, day_in_words(local_date(certificate.issue_time))),
        ),
        advice=texts.WITHDRAWN_ADVICE,
    )
