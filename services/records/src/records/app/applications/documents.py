"""Adding documents to applications, and taking them off again."""

from uuid import UUID

from chassis.database import Transaction
from chassis.values.uploads import read_upload

from records.app.applications.handlers import HANDLERS
from records.app.applications.holding import hold_application, require_acting_for, store_change
from records.domain.applications import workflow
from records.domain.applications.files import (
    MOST_DOCUMENTS,
    MOST_UPLOADS,
    AttachedDocument,
    Caller,
    removable_since,
)
from records.domain.applications.kinds import OTHER_PROOF
from records.domain.applications.workflow import Application, EventKind
from records.store import application_documents, applications
from records.texts import applications as texts


def add_document(
    tx: Transaction,
    caller: Caller,
    application_id: UUID,
    *,
    proof: str,
    file_name: str,
    content: bytes,
) -> AttachedDocument:
    """Adds a document: to a draft, and while a question is open.

    Raises APPLICATION_OF_THE_STUDENT, APPLICATION_CLOSED_FOR_DOCUMENTS, DOCUMENT_TYPE_UNKNOWN
    (PDF, PNG and JPEG by their content, at most 10 MiB), PROOF_UNKNOWN and TOO_MANY_DOCUMENTS.
    """
    application = _held_open(tx, caller, application_id)
    known = [each.proof for each in HANDLERS[application.kind].proofs(tx, application.content)]
    if proof not in (*known, OTHER_PROOF):
        raise texts.proof_unknown(", ".join((*known, OTHER_PROOF)))
    upload = read_upload(content, file_name)
    if upload is None:
        raise texts.document_type_unknown()
    attached = application_documents.documents_of(tx, application_id)
    uploads = application_documents.count_uploads(tx, application_id)
    if len(attached) >= MOST_DOCUMENTS or uploads >= MOST_UPLOADS:
        raise texts.too_many_documents(MOST_DOCUMENTS)
    added = application_documents.attach(tx, application_id, proof, upload, caller.user_name)
    _note(tx, caller, application, EventKind.DOCUMENT_ADDED, added.file_name)
    return added


def remove_document(
    tx: Transaction, caller: Caller, application_id: UUID, document_id: UUID
) -> None:
    """Takes a document off that was added to the draft, or since the open question.

    Raises APPLICATION_OF_THE_STUDENT, APPLICATION_CLOSED_FOR_DOCUMENTS, DOCUMENT_UNKNOWN and
    DOCUMENT_WAS_SUBMITTED.
    """
    application = _held_open(tx, caller, application_id)
    attached = {
        each.document_id: each for each in application_documents.documents_of(tx, application_id)
    }
    chosen = attached.get(document_id)
    if chosen is None:
        raise texts.document_unknown()
    since = removable_since(application, applications.events_of(tx, application_id))
    if since is None or chosen.add_time < since:
        raise texts.document_was_submitted()
    application_documents.take_off(tx, document_id)
    _note(tx, caller, application, EventKind.DOCUMENT_REMOVED, chosen.file_name)


def _held_open(tx: Transaction, caller: Caller, application_id: UUID) -> Application:
    application = hold_application(tx, application_id)
    require_acting_for(caller, application)
    if fault := workflow.fault_of_documents(application):
        raise texts.fault(fault)
    return application


def _note(
    tx: Transaction, caller: Caller, application: Application, kind: EventKind, name: str
) -> None:
    store_change(tx, workflow.noted(application, kind, tx.now, caller.user_name, name))
