"""Signing and keeping receipts of what happens to registrations."""

from collections import Counter
from collections.abc import Sequence

from chassis.database import Transaction
from chassis.signing import Signer, key_id_of, opened

from exams.domain.examinations import Registration
from exams.domain.receipts import RECEIPT_TYPE, Receipt, ReceiptAction, payload_of, receipt_of
from exams.store import receipt_book
from exams.store.receipt_book import SignedReceipt


def sign_receipt(signer: Signer, receipt: Receipt) -> str:
    """The receipt as a compact JWS (RFC 7515)."""
    return signer.sign(payload_of(receipt))


def keep_receipts(
    tx: Transaction, signer: Signer, happened: Sequence[tuple[Registration, ReceiptAction]]
) -> list[str]:
    """Numbers, signs and stores a receipt of each thing that happened, in the order given.

    Takes the next numbers of the sittings under their locks. Returns the signed receipts.
    """
    counts = Counter(registration.sitting.sitting_id for registration, _ in happened)
    next_number = receipt_book.take_numbers(tx, counts)
    numbers = receipt_book.matriculation_numbers(tx, [one.person_id for one, _ in happened])
    kept: list[SignedReceipt] = []
    for registration, action in happened:
        sitting = registration.sitting
        receipt = Receipt(
            action=action,
            registration_id=registration.registration_id,
            sitting_id=sitting.sitting_id,
            seq=next_number[sitting.sitting_id],
            receipt_time=tx.now,
            matriculation_number=numbers[registration.person_id],
            exam_number=sitting.exam_number,
            exam_name=sitting.exam_name,
        )
        next_number[sitting.sitting_id] += 1
        kept.append(SignedReceipt(receipt, registration.person_id, sign_receipt(signer, receipt)))
    receipt_book.add_receipts(tx, kept)
    return [one.signed for one in kept]


def keep_receipt_key(tx: Transaction, signer: Signer) -> None:
    """Publishes the key that this process signs with, so that its receipts can be checked."""
    receipt_book.keep_key(tx, signer.key_id, signer.jwk)


def read_receipt(tx: Transaction, signed: str) -> Receipt:
    """What a signed receipt says. Raises ValueError unless this service signed it."""
    key = receipt_book.find_key(tx, key_id_of(signed))
    if key is None:
        raise ValueError("signed with a key of somebody else")
    return receipt_of(opened(signed, key, RECEIPT_TYPE))
