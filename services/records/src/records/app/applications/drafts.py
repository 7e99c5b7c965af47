"""Beginning applications and changing them while they are drafts."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.applications.holding import (
    hold_application,
    require_acting_for,
    store_change,
    unless_fault,
)
from records.domain.applications import workflow
from records.domain.applications.contents import Content
from records.domain.applications.files import MOST_DRAFTS, Caller, fault_of_receive_date
from records.domain.applications.kinds import ABOUT_AN_ENROLMENT, FOR_APPLICANTS
from records.domain.applications.workflow import Application, ApplicationState, Event, EventKind
from records.store import applicants, applications, enrolments, persons
from records.texts import applications as texts
from records.texts import refusals


def create_application(
    tx: Transaction, caller: Caller, enrolment_id: UUID | None, content: Content
) -> Application:
    """Begins the caller's own application.

    Raises ENROLMENT_UNKNOWN, ENROLMENT_MISSING and TOO_MANY_DRAFTS.
    """
    if enrolment_id is None and content.kind in ABOUT_AN_ENROLMENT:
        raise texts.enrolment_missing()
    return _begin(tx, caller.person_id, enrolment_id, content, caller.user_name)


def file_application(
    tx: Transaction,
    caller: Caller,
    person_id: UUID,
    enrolment_id: UUID | None,
    content: Content,
    received_on: date,
) -> Application:
    """Begins an application in the name of a student or applicant, as it came on paper.

    The day of receipt counts for every deadline. Raises OWN_APPLICATION, KIND_OF_ANOTHER_OFFICE,
    PERSON_UNKNOWN, ENROLMENT_UNKNOWN, ENROLMENT_MISSING, RECEIVE_DATE_WRONG and TOO_MANY_DRAFTS.
    """
    if person_id == caller.person_id:
        raise texts.own_application()
    if not caller.files(content.kind):
        raise texts.kind_of_another_office()
    if fault_of_receive_date(received_on, local_date(tx.now)):
        raise texts.receive_date_wrong()
    if persons.load_person(tx, person_id) is None:
        is_applicant = applicants.load_applicant(tx, person_id) is not None
        if not is_applicant or content.kind not in FOR_APPLICANTS:
            raise refusals.person_id_unknown(str(person_id))
    elif enrolment_id is None and content.kind in ABOUT_AN_ENROLMENT:
        raise texts.enrolment_missing()
    return _begin(
        tx,
        person_id,
        enrolment_id,
        content,
        caller.user_name,
        filed_by=caller.user_name,
        received_on=received_on,
    )


def update_application(
    tx: Transaction, caller: Caller, application_id: UUID, content: Content, etag: str
) -> Application:
    """Changes what a draft asks for.

    Raises APPLICATION_OF_THE_STUDENT, APPLICATION_NOT_A_DRAFT, APPLICATION_DECIDED, KIND_CHANGED
    and APPLICATION_CHANGED.
    """
    application = hold_application(tx, application_id, etag)
    require_acting_for(caller, application)
    outcome = workflow.changed(application, content, tx.now, caller.user_name)
    if unless_fault(outcome).application.kind is not application.kind:
        raise texts.kind_changed()
    return store_change(tx, outcome)


def _begin(
    tx: Transaction,
    person_id: UUID,
    enrolment_id: UUID | None,
    content: Content,
    by: str,
    *,
    filed_by: str = "",
    received_on: date | None = None,
) -> Application:
    # Counting drafts and adding one is one step for a person.
    persons.lock_person(tx, person_id)
    if enrolment_id is not None and enrolments.owner_of(tx, enrolment_id) != person_id:
        raise refusals.enrolment_unknown(str(enrolment_id))
    if applications.count_drafts(tx, person_id) >= MOST_DRAFTS:
        raise texts.too_many_drafts(MOST_DRAFTS)
    application = Application(
        application_id=tx.new_id(),
        person_id=person_id,
        enrolment_id=enrolment_id,
        content=content,
        state=ApplicationState.DRAFT,
        create_time=tx.now,
        version=1,
        receive_date=received_on,
        filed_by=filed_by,
    )
    applications.insert_application(tx, application)
    applications.add_events(tx, application.application_id, [Event(EventKind.CREATED, tx.now, by)])
    return application
