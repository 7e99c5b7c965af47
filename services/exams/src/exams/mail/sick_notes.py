"""The mails about a sick note. They never say what the illness is or when it was."""

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText

from exams.domain.addressee import Addressee
from exams.domain.examinations import Registration
from exams.texts import mails, times
from exams.texts import sick_note_mails as texts


def mail_sick_note_filed(tx: Transaction, registration: Registration, to: Addressee) -> None:
    """Confirms that the sick note arrived."""
    send_letter(
        tx,
        registration.person_id,
        to.mailbox,
        kind="sick_note_filed",
        subject=texts.SUBJECT.format(exam=registration.sitting.exam_name),
        opening=texts.FILED,
        facts=(*_facts(registration, to), (texts.FILE_TIME, times.moment(tx.now))),
        advice=texts.FILED_ADVICE,
    )


def mail_sick_note_approved(
    tx: Transaction, registration: Registration, to: Addressee, reason: str
) -> None:
    """Tells that the withdrawal is approved and counts as no attempt."""
    _send_decision(
        tx, registration, to, "sick_note_approved", texts.APPROVED, reason, texts.APPROVED_ADVICE
    )


def mail_sick_note_refused(
    tx: Transaction, registration: Registration, to: Addressee, reason: str, *, still_to_come: bool
) -> None:
    """Tells that the withdrawal is refused, and what that means."""
    opening = texts.REFUSED_BEFORE if still_to_come else texts.REFUSED
    advice = texts.REFUSED_BEFORE_ADVICE if still_to_come else texts.REFUSED_ADVICE
    _send_decision(tx, registration, to, "sick_note_refused", opening, reason, advice)


def _send_decision(
    tx: Transaction,
    registration: Registration,
    to: Addressee,
    kind: str,
    opening: LocalizedText,
    reason: str,
    advice: LocalizedText,
) -> None:
    send_letter(
        tx,
        registration.person_id,
        to.mailbox,
        kind=kind,
        subject=texts.SUBJECT.format(exam=registration.sitting.exam_name),
        opening=opening,
        facts=(
            *_facts(registration, to),
            (mails.REMARK, same(reason)),
            (texts.DECIDE_TIME, times.moment(tx.now)),
        ),
        advice=advice,
    )


def _facts(registration: Registration, to: Addressee) -> tuple[Fact, ...]:
    sitting = registration.sitting
    return (
        (mails.STUDENT, same(f"{to.name.full} ({to.matriculation_number})")),
        (mails.EXAM, sitting.exam_name),
        (mails.EXAM_NUMBER, same(sitting.exam_number)),
        (mails.MODULE, registration.module_name),
        (
            mails.SEMESTER,
            mails.SEMESTER_AND_PERIOD.format(semester=sitting.semester.name, period=sitting.period),
        ),
        (mails.DATE, times.moment(sitting.start_time) if sitting.start_time else mails.UNDATED),
        (mails.REGISTRATION_NUMBER, same(str(registration.registration_id))),
    )
