"""Storing the documents of applications; their contents are with the chassis."""

from uuid import UUID

from chassis.database import Transaction
from chassis.documents import remove_document, store_document
from chassis.values.uploads import Upload
from sqlalchemy import func, insert, select, update

from records.domain.applications.files import AttachedDocument
from records.store import tables

_documents = tables.application_documents


def attach(
    tx: Transaction, application_id: UUID, proof: str, upload: Upload, added_by: str
) -> AttachedDocument:
    """Stores an upload with the application."""
    kind = upload.type.content_type
    attached = AttachedDocument(
        document_id=store_document(tx, upload.content, kind, upload.file_name),
        proof=proof,
        file_name=upload.file_name,
        content_type=kind,
        size_bytes=len(upload.content),
        add_time=tx.now,
    )
    tx.execute(
        insert(_documents).values(
            document_id=attached.document_id,
            application_id=application_id,
            proof=proof,
            file_name=attached.file_name,
            content_type=kind,
            size_bytes=attached.size_bytes,
            add_time=tx.now,
            added_by=added_by,
            removed=False,
        )
    )
    return attached


def documents_of(tx: Transaction, application_id: UUID) -> tuple[AttachedDocument, ...]:
    """The documents that are attached, in the order in which they were added."""
    rows = tx.execute(
        select(_documents)
        .where(_documents.c.application_id == application_id, _documents.c.removed.is_(False))
        .order_by(_documents.c.add_time, _documents.c.document_id)
    )
    return tuple(
        AttachedDocument(
            document_id=row.document_id,
            proof=row.proof,
            file_name=row.file_name,
            content_type=row.content_type,
            size_bytes=row.size_bytes,
            add_time=row.add_time,
        )
        for row in rows
    )


def count_uploads(tx: Transaction, application_id: UUID) -> int:
    """How many documents were ever added, those taken off again included."""
    statement = (
        select(func.count())
        .select_from(_documents)
        .where(_documents.c.application_id == application_id)
    )
    return int(tx.execute(statement).scalar_one())


def take_off(tx: Transaction, document_id: UUID) -> None:
    """Notes that a document was taken off and deletes its content, which nobody needs any more."""
    tx.execute(
        update(_documents).where(_documents.c.document_id == document_id).values(removed=True)
    )
    remove_document(tx, document_id)
