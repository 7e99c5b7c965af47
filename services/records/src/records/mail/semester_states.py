"""The mails about how semesters are to be spent."""

from datetime import date

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText, Semester, day_in_words, euros_in_words

from records.domain.person import Person
from records.domain.semester_plan import ContributionAfter
from records.texts import abroad_notification as abroad_texts
from records.texts import semester_mails as texts


def mail_leave_registered(
    tx: Transaction,
    person: Person,
    programme_name: LocalizedText,
    semester: Semester,
    after: ContributionAfter,
    *,
    card_until: date | None = None,
) -> None:
    """Tells that a semester is one of leave, and what becomes of the contribution.

    `card_until`: handing the student card in until then still brings a refund.
    """
    advice = texts.LEAVE_ADVICE
    if after.stays:
        advice = texts.LEAVE_STAYS if card_until is None else texts.LEAVE_STAYS_UNTIL_CARD
        advice = advice.format(day=day_in_words(card_until) if card_until else same(""))
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind="leave_registered",
        subject=texts.LEAVE_SUBJECT.format(semester=semester.name),
        opening=texts.LEAVE.format(semester=semester.name),
        facts=_facts(person, programme_name, semester, after),
        advice=advice,
    )


def mail_leave_withdrawn(
    tx: Transaction,
    person: Person,
    programme_name: LocalizedText,
    semester: Semester,
    after: ContributionAfter,
) -> None:
    """Tells that the leave is given up, and what is due at once."""
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind="leave_withdrawn",
        subject=texts.WITHDRAWN_SUBJECT.format(semester=semester.name),
        opening=texts.WITHDRAWN.format(semester=semester.name),
        facts=_facts(person, programme_name, semester, after),
        advice=texts.WITHDRAWN_ADVICE if after.open else texts.WITHDRAWN_NOTHING_OPEN,
    )


def mail_time_model(
    tx: Transaction,
    person: Person,
    programme_name: LocalizedText,
    from_semester: Semester,
    *,
    part_time: bool,
) -> None:
    """Tells since when somebody studies part-time, or full-time again."""
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind="part_time_begins" if part_time else "part_time_ends",
        subject=texts.PART_TIME_SUBJECT if part_time else texts.FULL_TIME_SUBJECT,
        opening=texts.PART_TIME if part_time else texts.FULL_TIME,
        facts=(*_student(person, programme_name), (texts.FROM_SEMESTER, from_semester.name)),
        advice=texts.PART_TIME_ADVICE if part_time else texts.FULL_TIME_ADVICE,
    )


def mail_abroad_registered(
    tx: Transaction,
    person: Person,
    programme_name: LocalizedText,
    semester: Semester,
    after: ContributionAfter,
) -> None:
    """Tells that the notification is there; it travels in no mail."""
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind="semester_abroad_registered",
        subject=abroad_texts.MAIL_SUBJECT.format(semester=semester.name),
        opening=abroad_texts.REGISTERED.format(semester=semester.name),
        facts=_facts(person, programme_name, semester, after),
        advice=abroad_texts.MAIL_ADVICE,
    )


def mail_abroad_cancelled(
    tx: Transaction,
    person: Person,
    programme_name: LocalizedText,
    semester: Semester,
    after: ContributionAfter,
    reason: str,
) -> None:
    """Tells that a semester abroad is cancelled, why, and what is due."""
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind="semester_abroad_cancelled",
        subject=texts.ABROAD_CANCELLED_SUBJECT.format(semester=semester.name),
        opening=texts.ABROAD_CANCELLED.format(semester=semester.name),
        facts=(*_facts(person, programme_name, semester, after), (texts.REASON, same(reason))),
        advice=texts.WITHDRAWN_ADVICE if after.open else texts.WITHDRAWN_NOTHING_OPEN,
    )


def _facts(
    person: Person, programme_name: LocalizedText, semester: Semester, after: ContributionAfter
) -> tuple[Fact, ...]:
    due = same("") if after.due is None else euros_in_words(after.due)
    return (
        *_student(person, programme_name),
        (texts.SEMESTER, semester.name),
        (texts.DUE, due),
        (texts.OPEN, euros_in_words(after.open) if after.open else same("")),
        (texts.REFUND, euros_in_words(after.refunded) if after.refunded else same("")),
    )


def _student(person: Person, programme_name: LocalizedText) -> tuple[Fact, ...]:
    return (
        (texts.STUDENT, same(f"{person.name.full} ({person.matriculation_number})")),
        (texts.PROGRAMME, programme_name),
    )
