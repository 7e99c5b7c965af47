"""What proves what happened to a student's registrations: receipts and refused attempts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem

from exams.app.lists import ListPage
from exams.app.receipts import read_receipt
from exams.app.told_obstacles import ToldObstacle
from exams.domain.examinations import Sitting
from exams.domain.positions import AttemptPosition
from exams.domain.receipts import Receipt
from exams.store import receipt_book, sittings
from exams.store import receipts as stored
from exams.texts import receipts as texts

REGISTER = "register"


@dataclass(frozen=True)
class SignedReceipt:
    """A receipt and the text that was signed."""

    receipt: Receipt
    # A compact JWS.
    signed: str


@dataclass(frozen=True)
class RefusedAttempt:
    """A refused attempt, with what the student was told then."""

    attempt_id: UUID
    attempt_time: datetime
    is_withdrawal: bool
    sitting: Sitting
    obstacles: tuple[ToldObstacle, ...]
    # A compact JWS.
    receipt: str


def list_receipts(tx: Transaction, registration_id: UUID) -> tuple[SignedReceipt, ...]:
    """The receipts of a registration, in order."""
    return tuple(
        SignedReceipt(read_receipt(tx, signed), signed)
        for signed in stored.signed_receipts_of(tx, registration_id)
    )


def verify_receipt(tx: Transaction, signed: str) -> Receipt:
    """What a receipt says that somebody presents. Raises RECEIPT_INVALID unless we signed it."""
    try:
        return read_receipt(tx, signed.strip())
    except ValueError as error:
        raise Failure(
            Code.INVALID_ARGUMENT,
            "RECEIPT_INVALID",
            texts.RECEIPT_INVALID,
            fields=(FieldProblem("signed", "RECEIPT_INVALID", texts.RECEIPT_INVALID),),
        ) from error


def receipt_keys(tx: Transaction) -> Sequence[str]:
    """The public keys of all receipts so far, each a JSON Web Key as JSON text."""
    return [
        json.dumps({**key, "use": "sig", "alg": "ES256"}, sort_keys=True)
        for _, key in receipt_book.list_keys(tx)
    ]


def list_attempts(
    tx: Transaction, person_id: UUID, after: AttemptPosition | None, size: int
) -> ListPage[RefusedAttempt, AttemptPosition]:
    """A student's refused attempts, the newest first."""
    found = stored.list_attempts(tx, person_id, after, size + 1)
    page = found[:size]
    known = sittings.sittings_by_id(tx, {one.sitting_id for one in page})
    attempts = tuple(
        RefusedAttempt(
            attempt_id=one.attempt_id,
            attempt_time=one.attempt_time,
            is_withdrawal=one.action != REGISTER,
            sitting=known[one.sitting_id],
            obstacles=tuple(ToldObstacle.of_kept(kept) for kept in one.obstacles),
            receipt=one.signed,
        )
        for one in page
    )
    if len(found) <= size:
        return ListPage(attempts, None)
    return ListPage(attempts, AttemptPosition(page[-1].attempt_time, page[-1].attempt_id))
