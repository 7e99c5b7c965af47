"""Reading applications: one with everything that belongs to it, and lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document, load_document
from chassis.values import LocalizedText

from records.app.applications.handlers import HANDLERS
from records.domain.applications.files import (
    ApplicationFile,
    Caller,
    InboxFilter,
    ListedApplication,
    WaitingCount,
    actions_of,
)
from records.domain.applications.workflow import Application
from records.store import application_documents, application_lists, applications, catalogue
from records.texts import applications as texts


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A page of applications; `has_next` tells whether more follow the last one."""

    applications: tuple[ListedApplication, ...]
    has_next: bool
    # The names of the programmes whose advisers decide, by code.
    programme_names: dict[str, LocalizedText]


def listed_application(tx: Transaction, application_id: UUID) -> ListedApplication:
    """The application with whose it is. Raises APPLICATION_UNKNOWN."""
    listed = application_lists.load_listed(tx, application_id)
    if listed is None:
        raise texts.application_unknown()
    return listed


def file_of(tx: Transaction, application_id: UUID, caller: Caller) -> ApplicationFile:
    """The application with everything that belongs to it. Raises APPLICATION_UNKNOWN."""
    listed = listed_application(tx, application_id)
    application = listed.application
    return ApplicationFile(
        application=application,
        subject=listed.subject,
        documents=application_documents.documents_of(tx, application_id),
        events=applications.events_of(tx, application_id),
        proofs=HANDLERS[application.kind].proofs(tx, application.content),
        programme_names=_programme_names(tx, [application]),
        actions=actions_of(application, caller),
    )


def applications_of_person(
    tx: Transaction, person_id: UUID, caller: Caller, *, after: UUID | None, page_size: int
) -> ApplicationPage:
    """A person's applications, the newest first, those behind the application `after`."""
    found = application_lists.applications_of_person(
        tx,
        person_id,
        after=after,
        # One more than asked for shows whether another page follows.
        limit=page_size + 1,
        seen_by_office=caller.person_id != person_id,
    )
    return _page(tx, found, page_size)


def inbox(
    tx: Transaction,
    caller: Caller,
    narrowed: InboxFilter,
    *,
    after: tuple[datetime, UUID] | None,
    page_size: int,
) -> ApplicationPage:
    """What waits for the caller, or was decided where the filter asks for it."""
    found = application_lists.inbox(
        tx, caller.decider, caller.person_id, narrowed, after=after, limit=page_size + 1
    )
    return _page(tx, found, page_size)


def waiting_counts(tx: Transaction, caller: Caller) -> list[WaitingCount]:
    """How many applications of each kind wait for the caller; kinds without any are left out."""
    return application_lists.waiting_counts(tx, caller.decider, caller.person_id)


def document_of(tx: Transaction, application_id: UUID, document_id: UUID) -> Document:
    """A document that is attached. Raises DOCUMENT_UNKNOWN, also for that of another one."""
    attached = application_documents.documents_of(tx, application_id)
    if document_id not in {each.document_id for each in attached}:
        raise texts.document_unknown()
    return load_document(tx, document_id)


def _page(tx: Transaction, found: list[ListedApplication], size: int) -> ApplicationPage:
    page = tuple(found[:size])
    names = _programme_names(tx, [each.application for each in page])
    return ApplicationPage(page, len(found) > size, names)


def _programme_names(tx: Transaction, several: Iterable[Application]) -> dict[str, LocalizedText]:
    codes = {
        each.step.programme_code
        for one in several
        for each in one.steps
        if each.step.programme_code
    }
    if not codes:
        return {}
    return {code: one.name for code, one in catalogue.load_programmes(tx, codes).items()}
