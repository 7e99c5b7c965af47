"""Adding receipts: the numbers of a sitting's receipts, the receipts, and the keys they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction, insert_many, insert_or_ignore, is_one_of
from sqlalchemy import select, update

from exams.domain.receipts import Receipt
from exams.store.tables import persons, receipt_keys, receipts, sittings


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt with its signature, a compact JWS."""

    receipt: Receipt
    person_id: UUID
    signed: str


def take_numbers(tx: Transaction, counts: Mapping[UUID, int]) -> dict[UUID, int]:
    """Takes so many receipt numbers of each sitting; returns the first of each.

    Locks the sittings, in sorted order.
    """
    first: dict[UUID, int] = {}
    for sitting_id in sorted(counts):
        last = tx.execute(
            update(sittings)
            .where(sittings.c.sitting_id == sitting_id)
            .values(last_seq=sittings.c.last_seq + counts[sitting_id])
            .returning(sittings.c.last_seq)
        ).scalar_one()
        first[sitting_id] = last - counts[sitting_id] + 1
    return first


def add_receipts(tx: Transaction, added: Sequence[SignedReceipt]) -> None:
    """Stores receipts whose numbers were taken."""
    insert_many(
        tx,
        receipts,
        [
            {
                "sitting_id": one.receipt.sitting_id,
                "seq": one.receipt.seq,
                "registration_id": one.receipt.registration_id,
                "person_id": one.person_id,
                "action": one.receipt.action.value,
                "receipt_time": one.receipt.receipt_time,
                "signed": one.signed,
            }
            for one in added
        ],
    )


def matriculation_numbers(tx: Transaction, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The matriculation numbers of persons who are known."""
    return {
        row.person_id: row.matriculation_number
        for row in tx.execute(
            select(persons.c.person_id, persons.c.matriculation_number).where(
                is_one_of(tx, persons.c.person_id, person_ids)
            )
        )
    }


def keep_key(tx: Transaction, key_id: str, jwk: Mapping[str, str]) -> None:
    """Notes a public key that receipts are signed with from now on."""
    insert_or_ignore(tx, receipt_keys, [{"key_id": key_id, "jwk": dict(jwk), "first_time": tx.now}])


def list_keys(tx: Transaction) -> list[tuple[datetime, Mapping[str, str]]]:
    """The public keys of all receipts so far with the time of their first use, oldest first."""
    rows = tx.execute(
        select(receipt_keys).order_by(receipt_keys.c.first_time, receipt_keys.c.key_id)
    )
    return [(row.first_time, {**row.jwk, "kid": row.key_id}) for row in rows]


def find_key(tx: Transaction, key_id: str) -> Mapping[str, str] | None:
    """The public key of that id; None where no receipt was signed with it."""
    found: Mapping[str, str] | None = tx.execute(
        select(receipt_keys.c.jwk).where(receipt_keys.c.key_id == key_id)
    ).scalar()
    return found
