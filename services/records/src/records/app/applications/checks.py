"""Everything that stands against an application: what all kinds share, and what each one adds."""

from dataclasses import dataclass, replace

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date
from chassis.values.dates_in_words import day_in_words

from records.app.applications.handlers import HANDLERS
from records.domain.applicants import ApplicantState
from records.domain.applications.contents import semester_of
from records.domain.applications.kinds import ABOUT_AN_ENROLMENT, SEVERAL_AT_ONCE
from records.domain.applications.workflow import Application
from records.domain.obstacles import Obstacle
from records.store import applicants, application_documents, applications, enrolments
from records.texts import application_obstacles as texts


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about an application."""

    obstacles: tuple[Obstacle, ...]
    # What the student should know before sending it.
    notices: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for stays undone; every obstacle is named."""

    application: Application
    obstacles: tuple[Obstacle, ...]


def as_received(tx: Transaction, application: Application) -> Application:
    """The application with the day that counts: today for a draft of the student."""
    if application.receive_date is not None:
        return application
    return replace(application, receive_date=local_date(tx.now))


def check(tx: Transaction, application: Application) -> Checked:
    """Everything that stands against the application now, and what to know about it."""
    received = as_received(tx, application)
    return Checked(obstacles_to(tx, received), HANDLERS[application.kind].notices(tx, received))


def obstacles_to(tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
    """Everything that stands against the application, whether a draft or under review."""
    received = as_received(tx, application)
    return (
        *_missing_proofs(tx, received),
        *_open_already(tx, received),
        *_without_enrolment(tx, received),
        *HANDLERS[application.kind].obstacles(tx, received),
    )


def _missing_proofs(tx: Transaction, application: Application) -> list[Obstacle]:
    documents = application_documents.documents_of(tx, application.application_id)
    attached = {each.proof for each in documents}
    needed = HANDLERS[application.kind].proofs(tx, application.content)
    return [
        texts.proof_missing(each.name)
        for each in needed
        if each.required and each.proof not in attached
    ]


def _open_already(tx: Transaction, application: Application) -> list[Obstacle]:
    if application.kind in SEVERAL_AT_ONCE:
        return []
    others = applications.open_applications_of(tx, application.person_id, application.kind)
    semester = semester_of(application.content)
    same = [
        each
        for each in others
        if each.application_id != application.application_id
        and each.enrolment_id == application.enrolment_id
        and semester_of(each.content) == semester
    ]
    return [texts.open_already(application.kind)] if same else []


def _without_enrolment(tx: Transaction, application: Application) -> list[Obstacle]:
    if application.kind not in ABOUT_AN_ENROLMENT:
        return []
    if application.enrolment_id is None:
        applicant = applicants.load_applicant(tx, application.person_id)
        # Filed before the enrolment, it can be decided on after.
        fitting = {ApplicantState.ACCEPTED}
        if application.is_open:
            fitting.add(ApplicantState.ENROLLED)
        fits = applicant is not None and applicant.state in fitting
        return [] if fits else [texts.not_an_applicant()]
    today = local_date(tx.now)
    return [
        texts.enrolment_ended(each.programme.name, day_in_words(each.end_date))
        for each in enrolments.load_enrolments_of(tx, application.person_id)
        if each.enrolment_id == application.enrolment_id
        and each.end_date is not None
        and not each.is_current(today)
    ]
