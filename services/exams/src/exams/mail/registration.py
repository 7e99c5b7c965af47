"""The mails that follow a registration and a withdrawal, with all details."""

from chassis.database import Transaction
from chassis.mail import Mail, send_mail
from chassis.values import Language, LocalizedText

from exams.domain.addressee import Addressee
from exams.domain.examinations import Registration
from exams.domain.withdrawing import withdrawal_limit
from exams.texts import mails, times


def mail_registered(tx: Transaction, registration: Registration, to: Addressee) -> None:
    """Tells the student of a registration; waits while there is no mailbox."""
    _send(
        tx,
        registration,
        to,
        kind="registered",
        subject=mails.REGISTERED_SUBJECT,
        opening=mails.REGISTERED_OPENING,
    )


def mail_withdrawn(tx: Transaction, registration: Registration, to: Addressee) -> None:
    """Tells the student of a withdrawal; waits while there is no mailbox."""
    _send(
        tx,
        registration,
        to,
        kind="withdrawn",
        subject=mails.WITHDRAWN_SUBJECT,
        opening=mails.WITHDRAWN_OPENING,
    )


def _send(
    tx: Transaction,
    registration: Registration,
    to: Addressee,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
) -> None:
    both = subject.format(exam=registration.sitting.exam_name)
    german, english = (
        "\n".join(
            (
                opening.in_language(language),
                "",
                *_details(registration, to, language),
                "",
                mails.CHECK.in_language(language),
                "",
                mails.CLOSING.in_language(language),
            )
        )
        for language in (Language.DE, Language.EN)
    )
    send_mail(
        tx,
        Mail(
            person_id=registration.person_id,
            address=to.mailbox,
            kind=kind,
            subject=f"{both.de} / {both.en}",
            text=f"(English version below)\n\n{german}\n\n{'-' * 72}\n\n{english}\n",
        ),
    )


def _details(registration: Registration, to: Addressee, language: Language) -> tuple[str, ...]:
    rows = _rows(registration, to)
    width = max(len(label.in_language(language)) for label, _ in rows)
    return tuple(
        f"{label.in_language(language) + ':':<{width + 1}} {value.in_language(language)}"
        for label, value in rows
    )


def _rows(
    registration: Registration, to: Addressee
) -> tuple[tuple[LocalizedText, LocalizedText], ...]:
    sitting = registration.sitting
    rows = [
        (mails.STUDENT, _same(f"{to.name.full} ({to.matriculation_number})")),
        (mails.STATUS, _same("OK")),
        (mails.EXAM, sitting.exam_name),
        (mails.EXAM_NUMBER, _same(sitting.exam_number)),
        (mails.MODULE, registration.module_name),
        (
            mails.SEMESTER,
            mails.SEMESTER_AND_PERIOD.format(semester=sitting.semester.name, period=sitting.period),
        ),
        (mails.DATE, times.moment(sitting.start_time) if sitting.start_time else mails.UNDATED),
    ]
    if sitting.room:
        rows.append((mails.ROOM, _same(sitting.room)))
    if sitting.examiner_name:
        rows.append((mails.EXAMINER, _same(sitting.examiner_name)))
    rows.append(
        (
            mails.WINDOW,
            mails.FROM_UNTIL.format(
                first=times.moment(sitting.registration.open_time),
                last=times.deadline(sitting.registration.close_time),
            ),
        )
    )
    if registration.withdraw_time is None:
        rows.append((mails.WITHDRAWAL, times.deadline(withdrawal_limit(sitting))))
    rows.append((mails.REGISTER_TIME, times.moment(registration.register_time)))
    if registration.withdraw_time is not None:
        rows.append((mails.WITHDRAW_TIME, times.moment(registration.withdraw_time)))
    rows.append((mails.REGISTRATION_NUMBER, _same(str(registration.registration_id))))
    return tuple(rows)


def _same(text: str) -> LocalizedText:
    return LocalizedText(de=text, en=text)
