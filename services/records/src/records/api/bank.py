"""BankService: importing the bank's files, and the clearing list."""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.paging import page_size
from chassis.rpc import Work, current_call
from grpc.aio import ServicerContext
from matrikel.records.v1 import bank_pb2 as messages
from matrikel.records.v1.bank_pb2_grpc import BankServiceServicer

from records.api.bank_packing import (
    REASON_VALUES,
    STATE_VALUES,
    pack_entry,
    pack_item,
    pack_known_payer,
    pack_report,
    pack_statement,
)
from records.api.page_tokens import id_in, position_in, token_of
from records.app import bank_reading, clearing, clearing_desk
from records.app.bank_import import FileSent, import_statements
from records.app.clearing_reopening import reopen
from records.app.staff import user_name_of
from records.banking.bank_file import read_or_refuse

# The page size that the contract names for the search.
_PAYERS = 25


class BankApi(BankServiceServicer):
    """Answers matrikel.records.v1.BankService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ImportBankStatements(
        self, request: messages.ImportBankStatementsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ImportBankStatementsResponse:
        """Imports a file, or says what it would do."""
        caller = _caller()
        sent = FileSent(request.file_name, hashlib.sha256(request.content).hexdigest())

        # Before the transaction: on SQLite everybody else would wait for it.
        file = await asyncio.to_thread(read_or_refuse, request.content)

        def answer(tx: Transaction) -> messages.ImportBankStatementsResponse:
            by = user_name_of(tx, caller)
            book_it = not request.validate_only
            return pack_report(import_statements(tx, file, sent, by=by, book_it=book_it))

        return await self._work.write(answer)

    async def ListBankStatements(
        self, request: messages.ListBankStatementsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListBankStatementsResponse:
        """Statements, the newest import first."""

        def answer(tx: Transaction) -> messages.ListBankStatementsResponse:
            before, size = id_in(request.page_token), page_size(request.page_size)
            found, more = bank_reading.statements_page(tx, before, size)
            return messages.ListBankStatementsResponse(
                statements=[pack_statement(each) for each in found],
                next_page_token=token_of(str(found[-1].bank_statement_id) if more else ""),
            )

        return await self._work.read(answer)

    async def GetBankStatement(
        self, request: messages.GetBankStatementRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetBankStatementResponse:
        """One statement with a page of its payments."""
        states = {value: state for state, value in STATE_VALUES.items()}

        def answer(tx: Transaction) -> messages.GetBankStatementResponse:
            statement_id = UUID(request.bank_statement_id)
            statement = bank_reading.statement_with_id(tx, statement_id)
            entries, more = bank_reading.entries_of_statement(
                tx,
                statement_id,
                states.get(request.state),
                _place_in(request.page_token),
                page_size(request.page_size),
            )
            return messages.GetBankStatementResponse(
                statement=pack_statement(statement),
                entries=[pack_entry(each) for each in entries],
                next_page_token=_place_token(entries[-1]) if more else "",
            )

        return await self._work.read(answer)

    async def ListClearingItems(
        self, request: messages.ListClearingItemsRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListClearingItemsResponse:
        """Items, the oldest first."""
        reasons = {value: reason for reason, value in REASON_VALUES.items()}

        def answer(tx: Transaction) -> messages.ListClearingItemsResponse:
            found, more = bank_reading.items_page(
                tx,
                reasons.get(request.reason),
                id_in(request.page_token),
                page_size(request.page_size),
                settled=request.settled,
            )
            last = str(found[-1].at_stake.item.clearing_item_id) if more else ""
            return messages.ListClearingItemsResponse(
                clearing_items=[pack_item(each) for each in found],
                next_page_token=token_of(last),
                open_counts=[
                    messages.ClearingCount(reason=REASON_VALUES[reason], count=count)
                    for reason, count in bank_reading.open_counts(tx).items()
                ],
            )

        return await self._work.read(answer)

    async def GetClearingItem(
        self, request: messages.GetClearingItemRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetClearingItemResponse:
        """One item."""

        def answer(tx: Transaction) -> messages.GetClearingItemResponse:
            read = bank_reading.read_item(tx, UUID(request.clearing_item_id))
            return messages.GetClearingItemResponse(clearing_item=pack_item(read))

        return await self._work.read(answer)

    async def SearchPayers(
        self, request: messages.SearchPayersRequest, context: ServicerContext[Any, Any]
    ) -> messages.SearchPayersResponse:
        """Whom money can be assigned to."""

        def answer(tx: Transaction) -> messages.SearchPayersResponse:
            size = page_size(request.page_size, default=_PAYERS)
            found, more = bank_reading.search_payers(tx, request.query, size)
            return messages.SearchPayersResponse(
                payers=[pack_known_payer(each) for each in found], more=more
            )

        return await self._work.read(answer)

    async def SettleClearingItem(
        self, request: messages.SettleClearingItemRequest, context: ServicerContext[Any, Any]
    ) -> messages.SettleClearingItemResponse:
        """Settles an item."""
        caller = _caller()

        def answer(tx: Transaction) -> messages.SettleClearingItemResponse:
            settle = _settlement(request)
            settle(tx, user_name_of(tx, caller))
            read = bank_reading.read_item(tx, UUID(request.clearing_item_id))
            return messages.SettleClearingItemResponse(clearing_item=pack_item(read))

        return await self._work.write(answer)

    async def ReopenClearingItem(
        self, request: messages.ReopenClearingItemRequest, context: ServicerContext[Any, Any]
    ) -> messages.ReopenClearingItemResponse:
        """Takes a settlement back."""
        caller = _caller()

        def answer(tx: Transaction) -> messages.ReopenClearingItemResponse:
            item_id = UUID(request.clearing_item_id)
            by = user_name_of(tx, caller)
            reopen(tx, item_id, request.remark.strip(), by=by)
            read = bank_reading.read_item(tx, item_id)
            return messages.ReopenClearingItemResponse(clearing_item=pack_item(read))

        return await self._work.write(answer)


def _settlement(
    request: messages.SettleClearingItemRequest,
) -> Callable[[Transaction, str], object]:
    item_id, remark = UUID(request.clearing_item_id), request.remark.strip()
    chosen = request.WhichOneof("settlement")
    if chosen == "assign":
        payer = _whose(request.assign.payer, "assign.payer")
        return lambda tx, by: clearing_desk.assign(tx, item_id, payer, remark, by=by)
    if chosen == "split":
        shares = [
            (_whose(each.payer, f"split.shares[{place}].payer"), each.amount_cents)
            for place, each in enumerate(request.split.shares)
        ]
        return lambda tx, by: clearing_desk.split(tx, item_id, shares, remark, by=by)
    if chosen == "return_to_sender":
        back = request.return_to_sender
        return lambda tx, by: clearing_desk.return_to_sender(
            tx, item_id, back.iban, back.account_holder, remark, by=by
        )
    if chosen == "keep":
        return lambda tx, by: clearing.keep(tx, item_id, remark, by=by)
    return lambda tx, by: clearing.dismiss(tx, item_id, remark, by=by)


def _whose(payer: messages.SettleClearingItemRequest.Whose, path: str) -> clearing_desk.NamedPayer:
    if payer.WhichOneof("payer") == "person_id":
        return clearing_desk.NamedPayer(f"{path}.person_id", person_id=UUID(payer.person_id))
    return clearing_desk.NamedPayer(f"{path}.number", number=payer.number)


def _caller() -> UUID:
    caller = current_call().caller
    if caller is None:
        raise AssertionError("the contract lets only signed-in persons in")
    return caller.person_id


def _place_in(token: str) -> tuple[int, int] | None:
    return position_in(token, 2, lambda entry, detail: (int(entry), int(detail)))


def _place_token(last: bank_reading.ReadEntry) -> str:
    return token_of(str(last.entry.entry), str(last.entry.detail))
