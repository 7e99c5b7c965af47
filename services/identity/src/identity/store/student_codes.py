"""Reads and writes the random codes of European Student Identifiers."""

from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import select

from identity.store.tables import european_student_codes


def find_student_code(tx: Transaction, person_id: UUID) -> str:
    """The person's code; empty for none."""
    found = tx.execute(
        select(european_student_codes.c.code).where(european_student_codes.c.person_id == person_id)
    ).scalar_one_or_none()
    return found or ""


def keep_student_code(tx: Transaction, person_id: UUID, code: str) -> None:
    """Keeps a code for a person who has none; the one that is kept stays for ever."""
    insert_or_ignore(tx, european_student_codes, [{"person_id": person_id, "code": code}])
