"""The bank's files and the clearing list as callers meet them: over gRPC, with roles."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running
from matrikel.access.v1.access_pb2 import ROLE_EXAMINATIONS_OFFICE, ROLE_STUDENT
from matrikel.access.v1.access_pb2 import ROLE_STUDENT_SERVICES as DESK
from matrikel.records.v1 import bank_pb2 as messages
from matrikel.records.v1.bank_pb2_grpc import BankServiceStub
from records.app.enrolling import PersonEnrolled
from records.main import service

from services.records.tests.bank_factories import CONTRIBUTION_CENTS, Camt, file_of, one
from services.records.tests.ledger_factories import account_in, contribution_of_2027
from services.records.tests.test_records_over_grpc import reason

Enrol = Callable[..., PersonEnrolled]
Settle = messages.SettleClearingItemRequest


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one_service:
        yield one_service


@pytest.fixture
def students(loaded: Database, enrol: Enrol) -> list[UUID]:
    """Ayşe Öztürk, 3100001, and John Smith, 3100002; both owe the contribution of 2027."""
    ids = [enrol("Ayşe", "Öztürk").person.person_id, enrol("John", "Smith").person.person_id]
    contribution_of_2027(loaded, ids)
    return ids


def sent(content: bytes, *, validate_only: bool = False) -> messages.ImportBankStatementsRequest:
    return messages.ImportBankStatementsRequest(
        file_name="bank.xml",
        content=content,
        validate_only=validate_only,
        request_id=str(uuid4()),
    )


async def test_a_clerk_imports_looks_settles_and_reopens(
    records: ServiceUnderTest, loaded: Database, students: list[UUID]
) -> None:
    bank, desk = BankServiceStub(records.channel), records.signed_in(roles=[DESK])
    content = file_of(
        one("3100001, Öztürk, Ayşe"), one("Smith, John"), one("x", "1.001", reference="B-3")
    )
    dry = await bank.ImportBankStatements(sent(content, validate_only=True), metadata=desk)
    assert [each.outcome for each in dry.effects] == [
        messages.BANK_ENTRY_OUTCOME_BOOKED,
        messages.BANK_ENTRY_OUTCOME_TO_CLEAR,
    ]
    assert dry.effects[1].clearing_reason == messages.CLEARING_REASON_NO_NUMBER
    assert dry.effects[1].payers[0].matriculation_number == "3100002"
    assert dry.statements[0].bank_statement_id == ""
    assert dry.message_kind == "camt.053.001.08"

    request = sent(content)
    done = await bank.ImportBankStatements(request, metadata=desk)
    assert await bank.ImportBankStatements(request, metadata=desk) == done
    [statement] = done.statements
    assert (statement.booked_count, statement.to_clear_count, statement.broken_count) == (1, 1, 1)
    assert statement.problems[0].bank_reference == "B-3"
    listed = await bank.ListBankStatements(messages.ListBankStatementsRequest(), metadata=desk)
    assert [each.bank_statement_id for each in listed.statements] == [statement.bank_statement_id]
    page = messages.GetBankStatementRequest(
        bank_statement_id=statement.bank_statement_id, page_size=1
    )
    first = await bank.GetBankStatement(page, metadata=desk)
    assert first.entries[0].shares[0].payer.person_id == str(students[0])
    page.page_token = first.next_page_token
    second = await bank.GetBankStatement(page, metadata=desk)
    assert second.entries[0].state == messages.BANK_ENTRY_STATE_CLEARING
    assert second.next_page_token == ""

    items = await bank.ListClearingItems(messages.ListClearingItemsRequest(), metadata=desk)
    [item] = items.clearing_items
    assert [(each.reason, each.count) for each in items.open_counts] == [
        (messages.CLEARING_REASON_NO_NUMBER, 1)
    ]
    assert item.candidates[0].programme_names[0].en
    assert (item.candidates[0].open_cents, item.amount_cents) == (CONTRIBUTION_CENTS,) * 2
    found = await bank.SearchPayers(messages.SearchPayersRequest(query="smi"), metadata=desk)
    settled = await bank.SettleClearingItem(
        Settle(
            clearing_item_id=item.clearing_item_id,
            assign=Settle.Assignment(payer=Settle.Whose(person_id=found.payers[0].person_id)),
            request_id=str(uuid4()),
        ),
        metadata=desk,
    )
    assert settled.clearing_item.settlement == messages.CLEARING_SETTLEMENT_ASSIGNED
    assert not settled.clearing_item.open
    assert account_in(loaded, students[1]).open == 0
    opened = await bank.ReopenClearingItem(
        messages.ReopenClearingItemRequest(
            clearing_item_id=item.clearing_item_id, remark="her sister", request_id=str(uuid4())
        ),
        metadata=desk,
    )
    assert opened.clearing_item.open
    assert account_in(loaded, students[1]).open == CONTRIBUTION_CENTS
    got = await bank.GetClearingItem(
        messages.GetClearingItemRequest(clearing_item_id=item.clearing_item_id), metadata=desk
    )
    assert got.clearing_item == opened.clearing_item


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b", "BANK_FILE_NOT_XML"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "BANK_FILE_UNSAFE"),
        (Camt((), version="001.11").xml(), "BANK_FILE_KIND_UNKNOWN"),
        (Camt(()).xml(), "BANK_FILE_EMPTY"),
    ],
)
async def test_other_files_are_refused_in_words(
    records: ServiceUnderTest, content: bytes, code: str
) -> None:
    bank, desk = BankServiceStub(records.channel), records.signed_in(roles=[DESK])
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await bank.ImportBankStatements(sent(content), metadata=desk)
    assert reason(refused) == (grpc.StatusCode.INVALID_ARGUMENT, code)
    if code == "BANK_FILE_KIND_UNKNOWN":
        details = refused.value.details() or ""
        assert "camt.053.001.11" in details
        assert "camt.053.001.02, camt.053.001.04, camt.053.001.08, camt.054.001.02" in details


@pytest.mark.parametrize("role", [ROLE_STUDENT, ROLE_EXAMINATIONS_OFFICE])
async def test_only_student_services_see_the_bank(records: ServiceUnderTest, role: int) -> None:
    bank, caller = BankServiceStub(records.channel), records.signed_in(roles=[role])
    for call in (
        bank.ImportBankStatements(sent(file_of(one("1"))), metadata=caller),
        bank.ListClearingItems(messages.ListClearingItemsRequest(), metadata=caller),
        bank.SearchPayers(messages.SearchPayersRequest(query="a"), metadata=caller),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_what_does_not_exist_is_not_found(records: ServiceUnderTest) -> None:
    bank, desk = BankServiceStub(records.channel), records.signed_in(roles=[DESK])
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await bank.GetClearingItem(
            messages.GetClearingItemRequest(clearing_item_id=str(uuid4())), metadata=desk
        )
    assert reason(refused) == (grpc.StatusCode.NOT_FOUND, "CLEARING_ITEM_UNKNOWN")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await bank.GetBankStatement(
            messages.GetBankStatementRequest(bank_statement_id=str(uuid4())), metadata=desk
        )
    assert reason(refused) == (grpc.StatusCode.NOT_FOUND, "BANK_STATEMENT_UNKNOWN")
