"""How somebody stands to an application: whose it is, and who may look at it."""

from enum import Enum
from uuid import UUID

from chassis.database import Transaction

from records.app.staff import user_name_of
from records.domain.applications.files import Caller
from records.domain.applications.kinds import ApplicationKind, Office
from records.domain.applications.workflow import Application, Decider
from records.store import applications
from records.store.programme_contacts import programmes_advised_by


class Standing(Enum):
    """Own, assigned, or there but neither."""

    OWN = "own"
    ASSIGNED = "assigned"
    NEITHER = "neither"


def standing_to_application(
    tx: Transaction, person_id: UUID, application_id: UUID
) -> Standing | None:
    """How a person stands to the application, whatever the roles; None where there is none.

    It is assigned to the advisers of the programmes whose steps it has come to: to those who
    decided, and to the one who decides now.
    """
    application = applications.load_application(tx, application_id)
    if application is None:
        return None
    if application.person_id == person_id:
        return Standing.OWN
    user_name = user_name_of(tx, person_id)
    advising = Decider(user_name, frozenset(), programmes_advised_by(tx, user_name))
    return Standing.ASSIGNED if _has_come_to(application, advising) else Standing.NEITHER


def is_seen(tx: Transaction, caller: Caller, application_id: UUID) -> bool:
    """Whether the application is any of the caller's business.

    A draft is the student's alone, unless an office filed it. The International Center sees
    semesters abroad, an adviser what has come to a step of the own programmes.
    """
    application = applications.load_application(tx, application_id)
    if application is None:
        return False
    if application.person_id == caller.person_id:
        return True
    if application.submit_time is None and not application.filed_by:
        return False
    offices = caller.decider.offices
    if Office.STUDENT_SERVICES in offices:
        return True
    if Office.INTERNATIONAL_CENTER in offices and (
        application.kind is ApplicationKind.SEMESTER_ABROAD
    ):
        return True
    return _has_come_to(application, caller.decider)


def _has_come_to(application: Application, decider: Decider) -> bool:
    reached = application.steps[: application.current_step]
    return any(decider.decides(each.step) for each in reached)
