"""RefundService: money that goes back."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_date, pack_moment, pack_text
from chassis.paging import page_size
from chassis.rpc import Work
from grpc.aio import ServicerContext
from matrikel.records.v1 import refund_pb2 as messages
from matrikel.records.v1.refund_pb2_grpc import RefundServiceServicer

from records.api.callers import calling_user
from records.api.files import pieces_of
from records.api.ledger_packing import pack_holder
from records.api.page_tokens import id_in, key_in, token_of
from records.app.payment_orders import (
    file_of_order,
    order_refunds,
    payment_orders,
    ready_to_order,
)
from records.app.refund_desk import (
    StatedRefund,
    all_refunds,
    cancel_at_desk,
    create_at_desk,
    name_account,
    refunds_of_person,
)
from records.domain.refunds import PaymentOrder, RefundState
from records.texts.refunds import REASONS

_STATES = {
    RefundState.WAITS_FOR_ACCOUNT: messages.REFUND_STATE_WAITS_FOR_ACCOUNT,
    RefundState.READY: messages.REFUND_STATE_READY,
    RefundState.ORDERED: messages.REFUND_STATE_ORDERED,
    RefundState.PAID: messages.REFUND_STATE_PAID,
    RefundState.CANCELLED: messages.REFUND_STATE_CANCELLED,
}
_STATES_ASKED = {packed: state for state, packed in _STATES.items()}


class RefundApi(RefundServiceServicer):
    """Answers matrikel.records.v1.RefundService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListRefunds(
        self, request: messages.ListRefundsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListRefundsResponse:
        """A person's refunds, the newest first."""

        def answer(tx: Transaction) -> messages.ListRefundsResponse:
            found = refunds_of_person(tx, UUID(request.person_id))
            return messages.ListRefundsResponse(refunds=[_pack(each) for each in found])

        return await self._work.read(answer)

    async def ListAllRefunds(
        self, request: messages.ListAllRefundsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListAllRefundsResponse:
        """All refunds in a state, the oldest first."""

        def answer(tx: Transaction) -> messages.ListAllRefundsResponse:
            found, has_next = all_refunds(
                tx,
                _STATES_ASKED.get(request.state),
                id_in(request.page_token),
                page_size(request.page_size),
            )
            end = str(found[-1].refund.refund_id) if has_next else ""
            return messages.ListAllRefundsResponse(
                refunds=[_pack(each) for each in found], next_page_token=token_of(end)
            )

        return await self._work.read(answer)

    async def SetRefundAccount(
        self, request: messages.SetRefundAccountRequest, context: ServicerContext[Any, Any]
    ) -> messages.SetRefundAccountResponse:
        """Names the account that a refund goes to."""

        def answer(tx: Transaction) -> messages.SetRefundAccountResponse:
            named = name_account(tx, UUID(request.refund_id), request.iban, request.account_holder)
            return messages.SetRefundAccountResponse(refund=_pack(named))

        return await self._work.write(answer)

    async def CreateRefund(
        self, request: messages.CreateRefundRequest, context: ServicerContext[Any, Any]
    ) -> messages.CreateRefundResponse:
        """Gives credit back."""

        def answer(tx: Transaction) -> messages.CreateRefundResponse:
            created = create_at_desk(
                tx,
                UUID(request.person_id),
                request.amount_cents,
                validate_only=request.validate_only,
                by=calling_user(tx),
            )
            packed = _pack(created)
            if request.validate_only:
                packed.refund_id = ""
            return messages.CreateRefundResponse(refund=packed)

        return await self._work.write(answer)

    async def CancelRefund(
        self, request: messages.CancelRefundRequest, context: ServicerContext[Any, Any]
    ) -> messages.CancelRefundResponse:
        """Takes a refund back before it is ordered."""

        def answer(tx: Transaction) -> messages.CancelRefundResponse:
            cancelled = cancel_at_desk(
                tx, UUID(request.refund_id), request.reason.strip(), by=calling_user(tx)
            )
            return messages.CancelRefundResponse(refund=_pack(cancelled))

        return await self._work.write(answer)

    async def OrderRefunds(
        self, request: messages.OrderRefundsRequest, context: ServicerContext[Any, Any]
    ) -> messages.OrderRefundsResponse:
        """Puts all refunds that are ready into one file."""

        def answer(tx: Transaction) -> messages.OrderRefundsResponse:
            if request.validate_only:
                ready = ready_to_order(tx)
                order = messages.PaymentOrder(refunds=ready.refunds, total_cents=ready.total)
            else:
                order = _pack_order(order_refunds(tx, by=calling_user(tx)))
            return messages.OrderRefundsResponse(payment_order=order)

        return await self._work.write(answer)

    async def ListPaymentOrders(
        self, request: messages.ListPaymentOrdersRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListPaymentOrdersResponse:
        """The payment orders, the newest first."""

        def answer(tx: Transaction) -> messages.ListPaymentOrdersResponse:
            found, has_next = payment_orders(
                tx, key_in(request.page_token), page_size(request.page_size)
            )
            end = found[-1].payment_order_number if has_next else ""
            return messages.ListPaymentOrdersResponse(
                payment_orders=[_pack_order(each) for each in found],
                next_page_token=token_of(end),
            )

        return await self._work.read(answer)

    async def DownloadPaymentOrder(
        self, request: messages.DownloadPaymentOrderRequest, context: ServicerContext[Any, Any]
    ) -> AsyncIterator[messages.DownloadPaymentOrderResponse]:
        """Streams the file of a payment order."""
        document = await self._work.read(lambda tx: file_of_order(tx, request.payment_order_number))
        for piece in pieces_of(document):
            yield messages.DownloadPaymentOrderResponse(body=piece.body, file_name=piece.file_name)


def _pack(stated: StatedRefund) -> messages.Refund:
    refund = stated.refund
    return messages.Refund(
        refund_id=str(refund.refund_id),
        holder=pack_holder(stated.holder) if stated.holder else None,
        amount_cents=refund.cents,
        reason_code=refund.reason.value,
        reason=pack_text(REASONS[refund.reason]),
        account_holder=refund.account.holder if refund.account else "",
        iban=refund.account.iban if refund.account else "",
        state=_STATES[refund.state],
        create_time=pack_moment(refund.create_time),
        payment_order_number=refund.payment_order_number or "",
        pay_date=pack_date(refund.pay_date),
        version=refund.version,
    )


def _pack_order(order: PaymentOrder) -> messages.PaymentOrder:
    return messages.PaymentOrder(
        payment_order_number=order.payment_order_number,
        order_time=pack_moment(order.order_time),
        ordered_by=order.ordered_by,
        refunds=order.refunds,
        total_cents=order.total,
    )
