"""The mails about changed and cancelled sittings."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.mail.letters import Fact, letter, same
from chassis.values import LocalizedText

from exams.domain.addressee import Addressee
from exams.domain.examinations import Registration, Sitting
from exams.texts import mails, times
from exams.texts import sitting_mails as texts


def mail_changed_sitting(
    tx: Transaction,
    before: Sitting,
    registrations: Sequence[Registration],
    to: Mapping[UUID, Addressee],
    reason: str,
) -> None:
    """Tells everybody of another time or room; the registrations carry the sitting as it is now.

    A mail waits while there is no mailbox.
    """
    send_mails(
        tx,
        [
            letter(
                one.person_id,
                to[one.person_id].mailbox,
                kind="sitting_changed",
                subject=texts.CHANGED_SUBJECT.format(exam=one.sitting.exam_name),
                opening=texts.CHANGED_OPENING,
                facts=_facts(before, one, to[one.person_id], reason),
                advice=texts.CHANGED_ADVICE,
            )
            for one in registrations
        ],
    )


def _facts(
    before: Sitting, registration: Registration, to: Addressee, reason: str
) -> tuple[Fact, ...]:
    now = registration.sitting
    return (
        (mails.STUDENT, same(f"{to.name.full} ({to.matriculation_number})")),
        (mails.EXAM, now.exam_name),
        (mails.EXAM_NUMBER, same(now.exam_number)),
        (mails.MODULE, registration.module_name),
        (
            mails.SEMESTER,
            mails.SEMESTER_AND_PERIOD.format(semester=now.semester.name, period=now.period),
        ),
        *_both(mails.DATE, texts.DATE_BEFORE, _date(before), _date(now)),
        *_both(mails.ROOM, texts.ROOM_BEFORE, same(before.room), same(now.room)),
        (texts.REASON, same(" ".join(reason.split()))),
    )


def _both(
    label: LocalizedText, label_before: LocalizedText, before: LocalizedText, now: LocalizedText
) -> tuple[Fact, ...]:
    """The fact as it is, and as it was where it changed."""
    if before == now:
        return ((label, now),)
    return ((label, now if now.de else texts.NO_LONGER_KNOWN), (label_before, before))


def _date(sitting: Sitting) -> LocalizedText:
    return times.moment(sitting.start_time) if sitting.start_time else mails.UNDATED
