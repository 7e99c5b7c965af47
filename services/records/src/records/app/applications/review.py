"""An application on its way: submitted, asked about, answered, decided or withdrawn."""

from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText

from records.app.applications.checks import Refused, as_received, obstacles_to
from records.app.applications.handlers import HANDLERS
from records.app.applications.holding import (
    hold_application,
    require_acting_for,
    store_change,
    unless_fault,
)
from records.app.applications.reading import listed_application
from records.domain.applications import workflow
from records.domain.applications.files import Caller
from records.domain.applications.workflow import Application, ApplicationState, WorkflowFault
from records.mail import applications as mails
from records.store import application_documents, catalogue
from records.texts import applications as texts
from records.texts.application_kinds import OFFICE_NAMES


def submit_application(
    tx: Transaction,
    caller: Caller,
    application_id: UUID,
    *,
    etag: str = "",
    validate_only: bool = False,
) -> Application | Refused:
    """Submits a draft, or names every obstacle and changes nothing.

    Raises APPLICATION_OF_THE_STUDENT, APPLICATION_NOT_A_DRAFT, APPLICATION_DECIDED and
    APPLICATION_CHANGED.
    """
    application = hold_application(tx, application_id, etag)
    require_acting_for(caller, application)
    if application.state is not ApplicationState.DRAFT:
        ended = application.state in workflow.ENDED
        raise texts.fault(WorkflowFault.DECIDED if ended else WorkflowFault.NOT_A_DRAFT)
    received = as_received(tx, application)
    if obstacles := obstacles_to(tx, received):
        return Refused(application, obstacles)
    handler = HANDLERS[application.kind]
    outcome = workflow.submitted(
        application,
        handler.steps(tx, received),
        received.received_on,
        tx.now,
        caller.user_name,
    )
    if validate_only:
        return unless_fault(outcome).application
    submitted = store_change(tx, outcome)
    handler.on_submission(tx, submitted)
    mails.mail_received(tx, listed_application(tx, application_id), _next_office(tx, submitted))
    return submitted


def withdraw_application(
    tx: Transaction,
    caller: Caller,
    application_id: UUID,
    *,
    etag: str = "",
    validate_only: bool = False,
) -> Application:
    """Gives up a draft, or an application that is not decided yet.

    Of a draft nothing but the note stays: its documents are deleted. Raises
    APPLICATION_OF_THE_STUDENT, APPLICATION_DECIDED and APPLICATION_CHANGED.
    """
    application = hold_application(tx, application_id, etag)
    require_acting_for(caller, application)
    outcome = workflow.withdrawn(application, tx.now, caller.user_name)
    if validate_only:
        return unless_fault(outcome).application
    withdrawn = store_change(tx, outcome)
    if application.state is ApplicationState.DRAFT:
        for each in application_documents.documents_of(tx, application_id):
            application_documents.take_off(tx, each.document_id)
    else:
        HANDLERS[withdrawn.kind].on_letting_go(tx, withdrawn)
        mails.mail_withdrawn(tx, listed_application(tx, application_id))
    return withdrawn


def ask_question(
    tx: Transaction, caller: Caller, application_id: UUID, question: str, etag: str = ""
) -> Application:
    """Asks the student something; the application waits for the answer.

    Raises APPLICATION_NOT_IN_REVIEW, APPLICATION_DECIDED, QUESTION_OPEN_ALREADY,
    STEP_OF_ANOTHER_OFFICE, TEXT_MISSING and APPLICATION_CHANGED.
    """
    application = _held_by_decider(tx, caller, application_id, etag)
    if not question:
        raise texts.text_missing("question")
    outcome = workflow.asked(application, caller.decider, question, tx.now)
    waiting = store_change(tx, outcome)
    mails.mail_question(tx, listed_application(tx, application_id), question)
    return waiting


def answer_question(
    tx: Transaction, caller: Caller, application_id: UUID, answer: str, etag: str = ""
) -> Application:
    """Answers the open question; the application goes back to whoever decides.

    Raises APPLICATION_OF_THE_STUDENT, NO_QUESTION_OPEN, TEXT_MISSING and APPLICATION_CHANGED.
    """
    application = hold_application(tx, application_id, etag)
    require_acting_for(caller, application)
    if not answer:
        raise texts.text_missing("answer")
    outcome = workflow.answered(application, answer, tx.now, caller.user_name)
    in_review = store_change(tx, outcome)
    mails.mail_answered(tx, listed_application(tx, application_id), _next_office(tx, in_review))
    return in_review


def decide_application(
    tx: Transaction,
    caller: Caller,
    application_id: UUID,
    *,
    step: int,
    approve: bool,
    reason: str,
    etag: str = "",
    validate_only: bool = False,
) -> Application | Refused:
    """Decides the waiting step; the last approval applies the effects in the same transaction.

    Before the last approval everything is checked once more: whatever stands against it by now is
    named, and nothing changes. Raises APPLICATION_DECIDED, APPLICATION_NOT_IN_REVIEW,
    STEP_OF_ANOTHER_OFFICE, REASON_MISSING, APPLICATION_CHANGED, and what an effect raises.
    """
    application = _held_by_decider(tx, caller, application_id, etag)
    handler = HANDLERS[application.kind]
    outcome = workflow.decided(
        application,
        caller.decider,
        step=step,
        approve=approve,
        reason=reason,
        now=tx.now,
        reason_needed=handler.answers,
    )
    decided = unless_fault(outcome).application
    approved = decided.state is ApplicationState.APPROVED
    if approved and (obstacles := obstacles_to(tx, application)):
        return Refused(application, obstacles)
    if validate_only:
        return decided
    decided = store_change(tx, outcome)
    if approved and handler.has_effect:
        handler.apply(tx, decided)
        decided = store_change(tx, workflow.with_effect(decided, tx.now, caller.user_name))
    listed = listed_application(tx, application_id)
    if decided.is_open:
        mails.mail_step_approved(tx, listed, reason, _next_office(tx, decided))
    elif approved:
        mails.mail_approved(tx, listed, answer=handler.answers)
    else:
        handler.on_letting_go(tx, decided)
        mails.mail_rejected(tx, listed)
    return decided


def _held_by_decider(
    tx: Transaction, caller: Caller, application_id: UUID, etag: str
) -> Application:
    application = hold_application(tx, application_id, etag)
    if application.person_id == caller.person_id:
        raise texts.own_application()
    return application


def _next_office(tx: Transaction, application: Application) -> LocalizedText:
    """Who decides the step that waits."""
    waiting = application.waiting_step
    if waiting is None:
        raise ValueError(f"application {application.application_id} waits for nobody")
    name = OFFICE_NAMES[waiting.step.office]
    code = waiting.step.programme_code
    programme = catalogue.load_programmes(tx, [code]).get(code) if code else None
    if programme is None:
        return name
    return LocalizedText(de="{office}, {programme}", en="{office}, {programme}").format(
        office=name, programme=programme.name
    )
