"""Requests to records: the bank's files and the clearing list."""

from matrikel.records.v1 import bank_pb2 as messages

from tests.requests.named import Named, new_id, of

# A statement of the demonstration's account without any entry.
EMPTY_STATEMENT = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
    b"<Stmt><Id>1</Id><Acct><Id><IBAN>DE26250500000199916917</IBAN></Id></Acct></Stmt>"
    b"</BkToCstmrStmt></Document>"
)


@of("records.v1.BankService", "ImportBankStatements")
def import_bank_statements(_named: Named) -> messages.ImportBankStatementsRequest:
    """A dry run of an empty statement."""
    return messages.ImportBankStatementsRequest(
        file_name="empty.xml", content=EMPTY_STATEMENT, validate_only=True, request_id=new_id()
    )


@of("records.v1.BankService", "ListBankStatements")
def list_bank_statements(_named: Named) -> messages.ListBankStatementsRequest:
    """The statements imported last."""
    return messages.ListBankStatementsRequest(page_size=5)


@of("records.v1.BankService", "GetBankStatement")
def get_bank_statement(named: Named) -> messages.GetBankStatementRequest:
    """The statement."""
    return messages.GetBankStatementRequest(bank_statement_id=named.bank_statement_id)


@of("records.v1.BankService", "ListClearingItems")
def list_clearing_items(_named: Named) -> messages.ListClearingItemsRequest:
    """What waits, the oldest first."""
    return messages.ListClearingItemsRequest(page_size=5)


@of("records.v1.BankService", "GetClearingItem")
def get_clearing_item(named: Named) -> messages.GetClearingItemRequest:
    """The item."""
    return messages.GetClearingItemRequest(clearing_item_id=named.clearing_item_id)


@of("records.v1.BankService", "SearchPayers")
def search_payers(_named: Named) -> messages.SearchPayersRequest:
    """Whoever has a name with S."""
    return messages.SearchPayersRequest(query="s", page_size=5)


@of("records.v1.BankService", "SettleClearingItem")
def settle_clearing_item(named: Named) -> messages.SettleClearingItemRequest:
    """The money of the item is the person's."""
    return messages.SettleClearingItemRequest(
        clearing_item_id=named.clearing_item_id,
        assign=messages.SettleClearingItemRequest.Assignment(
            payer=messages.SettleClearingItemRequest.Whose(person_id=named.person_id)
        ),
        request_id=new_id(),
    )


@of("records.v1.BankService", "ReopenClearingItem")
def reopen_clearing_item(named: Named) -> messages.ReopenClearingItemRequest:
    """The settlement of the item is taken back."""
    return messages.ReopenClearingItemRequest(
        clearing_item_id=named.clearing_item_id, remark="by mistake", request_id=new_id()
    )
