"""The mails that a result is there or was corrected; the result itself stays in the portal."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import Mail, send_mails
from chassis.mail.letters import letter, same
from chassis.values import LocalizedText

from exams.domain.addressee import Addressee
from exams.domain.examinations import Sitting
from exams.texts import mails, times
from exams.texts import results as texts


def mail_results_released(
    tx: Transaction, sitting: Sitting, to: Mapping[UUID, Addressee], person_ids: Iterable[UUID]
) -> None:
    """Tells students that a result of the sitting is there, never which."""
    send_mails(
        tx,
        [
            _mail(
                sitting,
                person_id,
                to[person_id],
                kind="result_released",
                subject=texts.RELEASED_SUBJECT,
                opening=texts.RELEASED_OPENING,
            )
            for person_id in person_ids
        ],
    )


def mail_result_corrected(
    tx: Transaction, sitting: Sitting, person_id: UUID, to: Addressee
) -> None:
    """Tells a student that the result was corrected, never into which."""
    send_mails(
        tx,
        [
            _mail(
                sitting,
                person_id,
                to,
                kind="result_corrected",
                subject=texts.CORRECTED_SUBJECT,
                opening=texts.CORRECTED_OPENING,
            )
        ],
    )


def _mail(
    sitting: Sitting,
    person_id: UUID,
    to: Addressee,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
) -> Mail:
    return letter(
        person_id,
        to.mailbox,
        kind=kind,
        subject=subject.format(exam=sitting.exam_name),
        opening=opening,
        facts=(
            (mails.STUDENT, same(f"{to.name.full} ({to.matriculation_number})")),
            (mails.EXAM, sitting.exam_name),
            (mails.EXAM_NUMBER, same(sitting.exam_number)),
            (
                mails.SEMESTER,
                mails.SEMESTER_AND_PERIOD.format(
                    semester=sitting.semester.name, period=sitting.period
                ),
            ),
            (mails.DATE, times.moment(sitting.start_time) if sitting.start_time else mails.UNDATED),
        ),
        advice=texts.LOOK_IT_UP,
    )
