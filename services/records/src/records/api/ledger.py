"""LedgerService, for everybody who reads an account: statement, payment, receipts, lists."""

from typing import Any
from uuid import UUID

from chassis.computing import Compute
from chassis.database import Transaction
from chassis.packing import pack_text, unpack_semester
from chassis.paging import page_size
from chassis.rpc import Work
from grpc.aio import ServicerContext
from matrikel.access.v1.access_pb2 import ROLE_STUDENT_SERVICES
from matrikel.records.v1 import ledger_pb2 as messages

from records.api import ledger_packing as packing
from records.api.callers import calls_with_role
from records.api.days import day_in
from records.api.ledger_desk import LedgerDeskApi
from records.api.page_tokens import id_in, key_in, token_of
from records.app.cash import receipts_of_person
from records.app.charging import occasional_fees
from records.app.owing import accounts_in_credit, accounts_owing, ledger_balance
from records.app.payment_instructions import payment_instructions
from records.app.statements import fee_receipt, statement_of
from records.documents.payment_code import draw_payment_code


class LedgerApi(LedgerDeskApi):
    """Answers matrikel.records.v1.LedgerService."""

    def __init__(self, work: Work, compute: Compute) -> None:
        super().__init__(work)
        self._work = work
        self._compute = compute

    async def GetAccountStatement(
        self, request: messages.GetAccountStatementRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetAccountStatementResponse:
        """What a person owes and why."""
        for_office = calls_with_role(ROLE_STUDENT_SERVICES)

        def answer(tx: Transaction) -> messages.GetAccountStatementResponse:
            statement = statement_of(tx, UUID(request.person_id))
            return messages.GetAccountStatementResponse(
                statement=packing.pack_statement(statement, for_office=for_office)
            )

        return await self._work.read(answer)

    async def GetPaymentInstructions(
        self, request: messages.GetPaymentInstructionsRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetPaymentInstructionsResponse:
        """How to transfer what is open."""
        instructions = await self._work.read(
            lambda tx: payment_instructions(
                tx, UUID(request.person_id), [UUID(each) for each in request.charge_ids]
            )
        )
        code = None
        if instructions.epc_payload:
            # Drawing takes some 20 ms: other calls are answered meanwhile.
            code = await self._compute(draw_payment_code, instructions.epc_payload)
        return messages.GetPaymentInstructionsResponse(
            instructions=packing.pack_instructions(instructions, code)
        )

    async def ListCashReceipts(
        self, request: messages.ListCashReceiptsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListCashReceiptsResponse:
        """Receipts for cash, the newest first."""

        def answer(tx: Transaction) -> messages.ListCashReceiptsResponse:
            page = receipts_of_person(
                tx,
                UUID(request.person_id),
                key_in(request.page_token),
                page_size(request.page_size),
            )
            end = page.receipts[-1].receipt_number if page.has_next else ""
            return messages.ListCashReceiptsResponse(
                receipts=[packing.pack_receipt(each, page.statement) for each in page.receipts],
                next_page_token=token_of(end),
            )

        return await self._work.read(answer)

    async def GetFeeReceipt(
        self, request: messages.GetFeeReceiptRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetFeeReceiptResponse:
        """What was charged and paid for a semester."""

        def answer(tx: Transaction) -> messages.GetFeeReceiptResponse:
            receipt = fee_receipt(tx, UUID(request.person_id), unpack_semester(request.semester))
            return messages.GetFeeReceiptResponse(receipt=packing.pack_fee_receipt(receipt))

        return await self._work.read(answer)

    async def ListAccountsOwing(
        self, request: messages.ListAccountsOwingRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListAccountsOwingResponse:
        """Who owes money, by name."""

        def answer(tx: Transaction) -> messages.ListAccountsOwingResponse:
            page = accounts_owing(
                tx,
                id_in(request.page_token),
                page_size(request.page_size),
                overdue_only=request.overdue_only,
            )
            end = str(page.accounts[-1].holder.person_id) if page.has_next else ""
            return messages.ListAccountsOwingResponse(
                accounts=[packing.pack_owing(each) for each in page.accounts],
                next_page_token=token_of(end),
            )

        return await self._work.read(answer)

    async def ListAccountsInCredit(
        self, request: messages.ListAccountsInCreditRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListAccountsInCreditResponse:
        """Whose money lies unused, by name."""

        def answer(tx: Transaction) -> messages.ListAccountsInCreditResponse:
            page = accounts_in_credit(
                tx,
                id_in(request.page_token),
                page_size(request.page_size),
                gone_only=request.gone_only,
            )
            end = str(page.accounts[-1].holder.person_id) if page.has_next else ""
            return messages.ListAccountsInCreditResponse(
                accounts=[packing.pack_in_credit(each) for each in page.accounts],
                next_page_token=token_of(end),
            )

        return await self._work.read(answer)

    async def GetLedgerBalance(
        self, request: messages.GetLedgerBalanceRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetLedgerBalanceResponse:
        """The trial balance."""
        until = None
        if request.HasField("until_date"):
            until = day_in(request.until_date, "until_date")

        def answer(tx: Transaction) -> messages.GetLedgerBalanceResponse:
            return messages.GetLedgerBalanceResponse(
                balance=packing.pack_balance(ledger_balance(tx, until))
            )

        return await self._work.read(answer)

    async def ListOccasionalFees(
        self, request: messages.ListOccasionalFeesRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListOccasionalFeesResponse:
        """The fees that can be charged."""

        def answer(tx: Transaction) -> messages.ListOccasionalFeesResponse:
            return messages.ListOccasionalFeesResponse(
                fees=[
                    messages.ChargeableFee(
                        fee_code=each.code,
                        name=pack_text(each.name),
                        amount_cents=each.amount.amount,
                    )
                    for each in occasional_fees(tx)
                ]
            )

        return await self._work.read(answer)
