"""Documents that were uploaded or issued, at most 10 MiB each."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, select

from chassis.database.tables import documents
from chassis.database.transaction import Transaction

MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document."""

    content: bytes
    content_type: str
    file_name: str


def store_document(tx: Transaction, content: bytes, content_type: str, file_name: str) -> UUID:
    """Stores a document and returns its id. Raises ValueError above 10 MiB."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"a document of {len(content)} bytes is over {MAX_BYTES}")
    document_id = tx.new_id()
    tx.execute(
        insert(documents).values(
            document_id=document_id,
            content=content,
            content_type=content_type,
            file_name=file_name,
            create_time=tx.now,
        )
    )
    return document_id


def load_document(tx: Transaction, document_id: UUID) -> Document:
    """The document of that id. Raises LookupError where there is none."""
    row = tx.execute(select(documents).where(documents.c.document_id == document_id)).first()
    if row is None:
        raise LookupError(f"no document {document_id}")
    return Document(row.content, row.content_type, row.file_name)


def remove_document(tx: Transaction, document_id: UUID) -> None:
    """Deletes a document that nobody needs any more; one that is not there changes nothing."""
    tx.execute(delete(documents).where(documents.c.document_id == document_id))
