"""The mails about recognised results; they never name the grade, nor a reason that might."""

from chassis.database import Transaction
from chassis.mail.letters import same, send_letter
from chassis.values import LocalizedText

from exams.domain.addressee import Addressee
from exams.domain.recognition import Recognition
from exams.texts import mails, numbers
from exams.texts import recognitions as texts


def mail_recognised(tx: Transaction, recognition: Recognition, to: Addressee) -> None:
    """Tells the student of a recognition."""
    _send(
        tx,
        recognition,
        to,
        kind="recognised",
        subject=texts.RECOGNISED_SUBJECT,
        opening=texts.RECOGNISED_OPENING,
    )


def mail_recognition_revoked(tx: Transaction, recognition: Recognition, to: Addressee) -> None:
    """Tells the student that a recognition was taken back."""
    _send(
        tx,
        recognition,
        to,
        kind="recognition_revoked",
        subject=texts.REVOKED_SUBJECT,
        opening=texts.REVOKED_OPENING,
    )


def _send(
    tx: Transaction,
    recognition: Recognition,
    to: Addressee,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
) -> None:
    name = recognition.exam_name if recognition.exam_number else recognition.module_name
    send_letter(
        tx,
        recognition.person_id,
        to.mailbox,
        kind=kind,
        subject=subject.format(name=name),
        opening=opening,
        facts=(
            (mails.STUDENT, same(f"{to.name.full} ({to.matriculation_number})")),
            (mails.MODULE, recognition.module_name),
            (mails.EXAM, recognition.exam_name),
            (mails.EXAM_NUMBER, same(recognition.exam_number)),
            (texts.ORIGINAL, same(recognition.original_title)),
            (texts.INSTITUTION, same(recognition.institution)),
            (texts.CREDITS, numbers.credit_points(recognition.credits_tenths)),
        ),
        advice=texts.LOOK_IT_UP,
    )
