"""Receipts: what happened to a registration, who, what and when, as the service signs it.

Each sitting numbers its receipts without a gap, in the order in which things happened; the text
that is signed is JSON, so that anybody can read it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText

# What the header of a signed receipt says that it is (`typ`, RFC 7515 section 4.1.9).
RECEIPT_TYPE = "matrikel-exam-receipt+jws"
ISSUER = "matrikel.exams"


class ReceiptAction(StrEnum):
    """What a receipt confirms."""

    REGISTERED = "registered"
    WAITING = "waiting"
    LOTTERY_REQUESTED = "lottery_requested"
    WITHDRAWN = "withdrawn"
    # Moved up from the waiting list.
    PROMOTED = "promoted"
    DEREGISTERED = "deregistered"
    DRAWN = "drawn"
    NOT_DRAWN = "not_drawn"
    # A refused attempt to register or to withdraw.
    REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """What a receipt says."""

    action: ReceiptAction
    # None for a refused attempt to register.
    registration_id: UUID | None
    sitting_id: UUID
    # The number in the sitting's order; 0 for a refused attempt.
    seq: int
    receipt_time: datetime
    matriculation_number: str
    exam_number: str
    exam_name: LocalizedText
    # The codes of what stood in the way of a refused attempt.
    reasons: tuple[str, ...] = ()


def payload_of(receipt: Receipt) -> bytes:
    """The text that is signed."""
    told: dict[str, object] = {
        "iss": ISSUER,
        "action": receipt.action.value,
        "time": receipt.receipt_time.astimezone(UTC).isoformat(timespec="microseconds"),
        "student": receipt.matriculation_number,
        "sitting": str(receipt.sitting_id),
        "seq": receipt.seq,
        "exam": {
            "number": receipt.exam_number,
            "name": {"de": receipt.exam_name.de, "en": receipt.exam_name.en},
        },
    }
    if receipt.registration_id is not None:
        told["registration"] = str(receipt.registration_id)
    if receipt.reasons:
        told["reasons"] = list(receipt.reasons)
    return _encode(told).encode()


def receipt_of(payload: bytes) -> Receipt:
    """What a signed text says. Raises ValueError where it is none of `payload_of`."""
    try:
        told = json.loads(payload)
        if told["iss"] != ISSUER:
            raise ValueError("issued by somebody else")
        registration = told.get("registration")
        return Receipt(
            action=ReceiptAction(told["action"]),
            registration_id=None if registration is None else UUID(registration),
            sitting_id=UUID(told["sitting"]),
            seq=int(told["seq"]),
            receipt_time=datetime.fromisoformat(told["time"]),
            matriculation_number=str(told["student"]),
            exam_number=str(told["exam"]["number"]),
            exam_name=LocalizedText(
                de=str(told["exam"]["name"]["de"]), en=str(told["exam"]["name"]["en"])
            ),
            reasons=tuple(map(str, told.get("reasons", ()))),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no receipt") from error


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
