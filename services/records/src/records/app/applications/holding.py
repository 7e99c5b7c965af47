"""Getting hold of an application to change it, and storing what became of it."""

from uuid import UUID

from chassis.database import Transaction

from records.domain.applications.files import Caller
from records.domain.applications.workflow import Application, Change, WorkflowFault
from records.store import applications, ledger
from records.texts import applications as texts


def application_with_id(tx: Transaction, application_id: UUID) -> Application:
    """The application with the id. Raises APPLICATION_UNKNOWN."""
    application = applications.load_application(tx, application_id)
    if application is None:
        raise texts.application_unknown()
    return application


def hold_application(tx: Transaction, application_id: UUID, etag: str = "") -> Application:
    """The application, locked together with its person: nobody else changes either.

    Raises APPLICATION_UNKNOWN, and APPLICATION_CHANGED where the caller saw an older version; an
    empty `etag` takes whichever there is.
    """
    person_id = application_with_id(tx, application_id).person_id
    ledger.lock_accounts(tx, [person_id])
    applications.lock_application(tx, application_id)
    application = application_with_id(tx, application_id)
    if etag and etag != str(application.version):
        raise texts.fault(WorkflowFault.CHANGED)
    return application


def require_acting_for(caller: Caller, application: Application) -> None:
    """Raises APPLICATION_OF_THE_STUDENT where the caller does not act for the applicant."""
    if not caller.acts_for(application):
        raise texts.not_acting_for_the_applicant()


def store_change(tx: Transaction, outcome: Change | WorkflowFault) -> Application:
    """Stores what became of a held application, with its events. Raises the fault's Failure."""
    change = unless_fault(outcome)
    applications.update_application(tx, change.application)
    applications.add_events(tx, change.application.application_id, change.events)
    return change.application


def unless_fault(outcome: Change | WorkflowFault) -> Change:
    """The change. Raises the fault's Failure."""
    if isinstance(outcome, WorkflowFault):
        raise texts.fault(outcome)
    return outcome
