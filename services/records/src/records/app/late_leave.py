"""What leave that was applied for late does to the contribution.

Guide 002, "Fees during leave of absence": what was paid comes back only where the application, the
student card, if one was issued, and all confirmation documents arrived in time. The card may come
back after the decision.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app import semester_states
from records.app.persons import person_with_id
from records.domain.applications import leave
from records.domain.applications.leave import HandedIn, refund_deadline
from records.domain.applications.workflow import Application
from records.domain.calendar import SemesterDates
from records.domain.rules import LeaveRules
from records.domain.semester_plan import SemesterDecision
from records.domain.student_cards import all_handed_in
from records.mail.semester_states import mail_leave_registered
from records.store import (
    application_documents,
    applications,
    catalogue,
    enrolments,
    persons,
    semester_plan,
)
from records.store.rules import load_rules
from records.store.student_cards import cards_of


def contribution_stays(
    tx: Transaction, application: Application, dates: SemesterDates, rules: LeaveRules
) -> bool:
    """Whether the contribution stays as it was charged, as things stand now."""
    handed_in = HandedIn(
        documents=_documents_arrived(tx, application),
        card_is_back=_card_is_back(tx, application.person_id, dates, rules),
    )
    return leave.contribution_stays(dates, application.received_on, handed_in, rules)


def card_until(
    tx: Transaction, application: Application, dates: SemesterDates, rules: LeaveRules
) -> date | None:
    """Until when handing the card in still brings the refund; None where it does not any more."""
    limit = refund_deadline(dates, rules)
    with_card = HandedIn(_documents_arrived(tx, application), card_is_back=True)
    if leave.contribution_stays(dates, application.received_on, with_card, rules):
        return None
    return limit if local_date(tx.now) <= limit else None


def note_card_returned(tx: Transaction, person_id: UUID) -> int:
    """Lets contributions follow late leave for which the card has come back in time.

    To be called when a student card is returned. Returns what is given back, in cents.
    """
    persons.lock_person(tx, person_id)
    rules = load_rules(tx).leave_of_absence
    published = {each.semester: each for each in catalogue.load_semesters(tx)}
    own = {each.enrolment_id: each for each in enrolments.load_enrolments_of(tx, person_id)}
    refunded = 0
    for decision in _waiting(tx, own):
        application = _application_of(tx, decision)
        dates = published[decision.semester]
        if application is None or contribution_stays(tx, application, dates, rules):
            continue
        after = semester_states.let_contribution_follow(tx, decision, person_id)
        mail_leave_registered(
            tx,
            person_with_id(tx, person_id),
            own[decision.enrolment_id].programme.name,
            decision.semester,
            after,
        )
        refunded += after.refunded
    return refunded


def _waiting(tx: Transaction, enrolment_ids: Collection[UUID]) -> list[SemesterDecision]:
    plans = semester_plan.load_decisions_of(tx, enrolment_ids)
    return [each for several in plans.values() for each in several if each.contribution_stays]


def _application_of(tx: Transaction, decision: SemesterDecision) -> Application | None:
    if decision.application_id is None:
        return None
    return applications.load_application(tx, decision.application_id)


def _documents_arrived(tx: Transaction, application: Application) -> date:
    """With the paper, where an office filed it; else when the last one was attached."""
    if application.filed_by:
        return application.received_on
    documents = application_documents.documents_of(tx, application.application_id)
    return max([application.received_on, *(local_date(each.add_time) for each in documents)])


def _card_is_back(
    tx: Transaction, person_id: UUID, dates: SemesterDates, rules: LeaveRules
) -> bool:
    """Whether no card that is valid in the semester is out; one for earlier semesters may be."""
    issued = [
        each for each in cards_of(tx, person_id) if each.valid_until_semester >= dates.semester
    ]
    return all_handed_in(issued, min(local_date(tx.now), refund_deadline(dates, rules)))
