"""The mails about applications: at each step, to the student or the applicant.

What offices and advisers write travels in no mail where it may speak of grades or of health: the
portal shows it.
"""

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText
from chassis.values.dates_in_words import day_in_words

from records.domain.applications.contents import semester_of
from records.domain.applications.files import ListedApplication
from records.domain.applications.kinds import ApplicationKind
from records.texts import application_mails as texts
from records.texts.application_kinds import KIND_NAMES

# Answers to reports and advisers' reasons speak of grades; grounds of leave and hardship of health.
_NOT_QUOTED = frozenset(
    {
        ApplicationKind.ERROR_REPORT,
        ApplicationKind.SECOND_DEGREE,
        ApplicationKind.LEAVE_OF_ABSENCE,
        ApplicationKind.FEE_EXEMPTION,
    }
)


def mail_received(tx: Transaction, listed: ListedApplication, office: LocalizedText) -> None:
    """Confirms that the application arrived, and says who decides."""
    facts = [(texts.NEXT_OFFICE, office)]
    if listed.application.filed_by:
        facts.insert(0, (texts.FILED, texts.FILED_ON_PAPER))
    _send(tx, listed, "received", texts.RECEIVED, facts, texts.RECEIVED_ADVICE)


def mail_question(tx: Transaction, listed: ListedApplication, question: str) -> None:
    """Passes the question of an office on."""
    facts = [(texts.QUESTION, _quoted(listed, question))]
    _send(tx, listed, "asked", texts.ASKED, facts, texts.ASKED_ADVICE)


def mail_answered(tx: Transaction, listed: ListedApplication, office: LocalizedText) -> None:
    """Confirms that the answer arrived."""
    facts = [(texts.NEXT_OFFICE, office)]
    _send(tx, listed, "answered", texts.ANSWERED, facts, texts.GOES_ON_ADVICE)


def mail_step_approved(
    tx: Transaction, listed: ListedApplication, reason: str, office: LocalizedText
) -> None:
    """Tells that a step is approved, and who decides next."""
    facts = [(texts.REASON, _quoted(listed, reason)), (texts.NEXT_OFFICE, office)]
    _send(tx, listed, "step_approved", texts.STEP_APPROVED, facts, texts.GOES_ON_ADVICE)


def mail_approved(tx: Transaction, listed: ListedApplication, *, answer: bool) -> None:
    """Tells the approval, or the answer to a report."""
    reason = _quoted(listed, listed.application.decision_reason)
    if answer:
        facts = [(texts.ANSWER, reason)]
        opening, advice = texts.REPORT_ANSWERED, texts.REPORT_ANSWERED_ADVICE
    else:
        facts = [(texts.REASON, reason)]
        opening, advice = texts.APPROVED, texts.APPROVED_ADVICE
    _send(tx, listed, "approved", opening, facts, advice)


def mail_rejected(tx: Transaction, listed: ListedApplication) -> None:
    """Tells the rejection with its reason."""
    facts = [(texts.REASON, _quoted(listed, listed.application.decision_reason))]
    _send(tx, listed, "rejected", texts.REJECTED, facts, texts.REJECTED_ADVICE)


def mail_withdrawn(tx: Transaction, listed: ListedApplication) -> None:
    """Confirms that the application is withdrawn."""
    _send(tx, listed, "withdrawn", texts.WITHDRAWN, [], texts.WITHDRAWN_ADVICE)


def _quoted(listed: ListedApplication, words: str) -> LocalizedText:
    if words and listed.application.kind in _NOT_QUOTED:
        return texts.IN_THE_PORTAL
    return same(words)


def _send(
    tx: Transaction,
    listed: ListedApplication,
    what: str,
    opening: LocalizedText,
    facts: list[Fact],
    advice: LocalizedText,
) -> None:
    application, subject = listed.application, listed.subject
    number = f" ({subject.matriculation_number})" if subject.matriculation_number else ""
    about: list[Fact] = [(texts.APPLICANT, same(f"{subject.name.full}{number}"))]
    if subject.programme_name is not None:
        about.append((texts.PROGRAMME, subject.programme_name))
    if semester := semester_of(application.content):
        about.append((texts.SEMESTER, semester.name))
    if application.receive_date is not None:
        about.append((texts.RECEIVE_DATE, day_in_words(application.receive_date)))
    about.append((texts.NUMBER, same(str(application.application_id))))
    send_letter(
        tx,
        application.person_id,
        subject.mailbox,
        kind=f"application_{what}",
        subject=texts.SUBJECT.format(kind=KIND_NAMES[application.kind]),
        opening=opening,
        facts=(*about, *facts),
        advice=advice,
    )
