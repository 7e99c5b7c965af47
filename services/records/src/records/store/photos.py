"""Deleting photos, which nobody has to keep."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.tables import documents
from sqlalchemy import delete


def delete_photo(tx: Transaction, document_id: UUID) -> None:
    """Deletes the document of a photo that no person has any more."""
    tx.execute(delete(documents).where(documents.c.document_id == document_id))
