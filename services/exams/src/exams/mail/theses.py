"""The mails about a thesis, to the student and to the examiners."""

from enum import Enum
from uuid import UUID

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText, day_in_words

from exams.domain.theses import Thesis
from exams.texts import mails, times
from exams.texts import thesis_mails as texts


class ThesisMail(Enum):
    """What a mail tells of: its kind, opening and advice."""

    APPLIED = ("thesis_applied", texts.APPLIED, texts.APPLIED_ADVICE)
    ADMITTED = ("thesis_admitted", texts.ADMITTED, texts.ADMITTED_ADVICE)
    REFUSED = ("thesis_refused", texts.REFUSED, texts.REFUSED_ADVICE)
    EXTENDED = ("thesis_extended", texts.EXTENDED, texts.ADMITTED_ADVICE)
    HANDED_IN = ("thesis_handed_in", texts.HANDED_IN, texts.HANDED_IN_ADVICE)
    OVERDUE = ("thesis_overdue", texts.OVERDUE, texts.OVERDUE_ADVICE)
    # To the examiners.
    APPOINTED = ("thesis_appointed", texts.APPOINTED, texts.APPOINTED_ADVICE)
    TO_EXAMINE = ("thesis_to_examine", texts.TO_EXAMINE, texts.TO_EXAMINE_ADVICE)

    @property
    def kind(self) -> str:
        """As metrics and the queue name it."""
        return self.value[0]

    @property
    def opening(self) -> LocalizedText:
        """What happened."""
        return self.value[1]

    @property
    def advice(self) -> LocalizedText:
        """What to do next."""
        return self.value[2]


def mail_thesis(
    tx: Transaction, told: ThesisMail, thesis: Thesis, person_id: UUID, mailbox: str
) -> None:
    """Tells a person of what happened to a thesis; waits while there is no mailbox."""
    send_letter(
        tx,
        person_id,
        mailbox,
        kind=told.kind,
        subject=texts.SUBJECT.format(exam=thesis.exam_name),
        opening=told.opening,
        facts=_facts(thesis),
        advice=told.advice,
    )


def _facts(thesis: Thesis) -> tuple[Fact, ...]:
    nothing = same("")
    return (
        (mails.STUDENT, same(f"{thesis.name.full} ({thesis.matriculation_number})")),
        (mails.EXAM, thesis.exam_name),
        (mails.EXAM_NUMBER, same(thesis.exam_number)),
        (texts.TITLE, same(thesis.title)),
        (texts.FIRST_EXAMINER, same(thesis.first_examiner_name)),
        (texts.SECOND_EXAMINER, same(thesis.second_examiner_name)),
        (texts.START, day_in_words(thesis.start_date) if thesis.start_date else nothing),
        (texts.DUE, day_in_words(thesis.due_date) if thesis.due_date else nothing),
        (
            texts.HAND_IN_TIME,
            times.moment(thesis.hand_in_time) if thesis.hand_in_time else nothing,
        ),
        (mails.REMARK, same(thesis.decision_reason or thesis.extension_reason)),
    )
