"""ReceiptService: reading and checking receipts."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, pack_text
from chassis.rpc import Work
from grpc.aio import ServicerContext
from matrikel.exams.v1 import receipt_pb2 as messages
from matrikel.exams.v1 import receipt_pb2_grpc

from exams.app.registration_evidence import list_receipts, receipt_keys, verify_receipt
from exams.domain.receipts import Receipt, ReceiptAction

_ACTIONS = {
    ReceiptAction.REGISTERED: messages.RECEIPT_ACTION_REGISTERED,
    ReceiptAction.WAITING: messages.RECEIPT_ACTION_WAITING,
    ReceiptAction.LOTTERY_REQUESTED: messages.RECEIPT_ACTION_LOTTERY_REQUESTED,
    ReceiptAction.WITHDRAWN: messages.RECEIPT_ACTION_WITHDRAWN,
    ReceiptAction.PROMOTED: messages.RECEIPT_ACTION_PROMOTED,
    ReceiptAction.DEREGISTERED: messages.RECEIPT_ACTION_DEREGISTERED,
    ReceiptAction.DRAWN: messages.RECEIPT_ACTION_DRAWN,
    ReceiptAction.NOT_DRAWN: messages.RECEIPT_ACTION_NOT_DRAWN,
    ReceiptAction.REFUSED: messages.RECEIPT_ACTION_REFUSED,
}


class ReceiptApi(receipt_pb2_grpc.ReceiptServiceServicer):
    """Answers matrikel.exams.v1.ReceiptService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListReceipts(
        self, request: messages.ListReceiptsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListReceiptsResponse:
        """Lists the receipts of a registration, in order."""

        def answer(tx: Transaction) -> messages.ListReceiptsResponse:
            found = list_receipts(tx, UUID(request.registration_id))
            return messages.ListReceiptsResponse(
                receipts=[_pack(one.receipt, one.signed) for one in found]
            )

        return await self._work.read(answer)

    async def VerifyReceipt(
        self, request: messages.VerifyReceiptRequest, context: ServicerContext[Any, Any]
    ) -> messages.VerifyReceiptResponse:
        """Checks a receipt and reads it."""
        receipt = await self._work.read(lambda tx: verify_receipt(tx, request.signed))
        return messages.VerifyReceiptResponse(receipt=_pack(receipt, request.signed.strip()))

    async def ListReceiptKeys(
        self, request: messages.ListReceiptKeysRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListReceiptKeysResponse:
        """Lists the public keys that receipts verify with."""
        return messages.ListReceiptKeysResponse(keys=await self._work.read(receipt_keys))


def _pack(receipt: Receipt, signed: str) -> messages.Receipt:
    registration_id = receipt.registration_id
    return messages.Receipt(
        registration_id=str(registration_id) if registration_id is not None else "",
        sitting_id=str(receipt.sitting_id),
        seq=receipt.seq,
        action=_ACTIONS[receipt.action],
        receipt_time=pack_moment(receipt.receipt_time),
        matriculation_number=receipt.matriculation_number,
        exam_number=receipt.exam_number,
        exam_name=pack_text(receipt.exam_name),
        signed=signed,
    )
