"""The bank's files: looked at first, imported afterwards, and what became of their payments.

The page with the check carries the file in a hidden field, as with tables: nothing is kept
anywhere before somebody decides, and the service reads it once more when it is imported.
"""

import base64
import binascii
from collections import Counter
from dataclasses import dataclass
from uuid import uuid4

from grpc.aio import AioRpcError
from matrikel.records.v1.bank_pb2 import (
    BankEntryOutcome,
    BankEntryState,
    ClearingReason,
    GetBankStatementRequest,
    ImportBankStatementsRequest,
    ImportBankStatementsResponse,
    ListBankStatementsRequest,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.contract_names import value_name, value_names, value_of
from portal.faults import Kind, fault_of
from portal.forms import (
    DOCUMENT_FIELD,
    LARGEST_DOCUMENT_BYTES,
    Problems,
    at_document,
    document_of,
    id_of,
    text_of,
)
from portal.pages.staff.answers import notice
from portal.pages.staff.records.changes import id_in
from portal.visit import Visit

# The largest file in base64, with room for the field's name.
_LARGEST_FIELD_BYTES = LARGEST_DOCUMENT_BYTES * 4 // 3 + 1024
OUTCOMES = ("booked", "to_clear", "taken_back", "refund_paid", "known")
OUTCOME_BADGES = {"booked": "success", "to_clear": "warning", "taken_back": "warning"}
STATE_BADGES = {"booked": "success", "clearing": "warning", "settled": "success"}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of the bank; `is_checked` where its check was seen."""

    name: str
    content: bytes
    is_checked: bool
    problem: str = ""

    @property
    def carried(self) -> str:
        """The content as a hidden field carries it."""
        return base64.b64encode(self.content).decode("ascii")


async def show(visit: Visit) -> Response:
    """The statements that were imported, the newest first."""
    answer = await visit.services.bank.ListBankStatements(
        ListBankStatementsRequest(page_token=visit.asked("page"))
    )
    return visit.render(
        "staff/records/bank.html",
        statements=answer.statements,
        next_page=answer.next_page_token,
        done=notice(visit, "bank"),
    )


async def ask(visit: Visit) -> Response:
    """The form for a file."""
    return visit.render("staff/records/bank_upload.html")


async def upload(visit: Visit) -> Response:
    """Checks a file, and imports it once its check was seen."""
    form = await visit.request.form(max_files=1, max_fields=20, max_part_size=_LARGEST_FIELD_BYTES)
    sent = await _file_of(form)
    if sent.problem:
        return _refused(visit, Problems(fields={DOCUMENT_FIELD: (visit.t(sent.problem),)}))
    request = ImportBankStatementsRequest(
        file_name=sent.name,
        content=sent.content,
        validate_only=not sent.is_checked,
        request_id=id_of(form, "request_id") if sent.is_checked else str(uuid4()),
    )
    try:
        answer = await visit.services.bank.ImportBankStatements(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(at_document(fault), DOCUMENT_FIELD, home=DOCUMENT_FIELD)
        return _refused(visit, problems, fault.kind.value)
    if not sent.is_checked:
        return _checked(visit, sent, answer)
    if len(answer.statements) == 1 and answer.statements[0].bank_statement_id:
        path = f"bank/statements/{answer.statements[0].bank_statement_id}"
        return visit.go(path, done="imported")
    return visit.go("bank", done="imported")


def _refused(visit: Visit, problems: Problems, status: int = 422) -> Response:
    return visit.render("staff/records/bank_upload.html", status=status, problems=problems)


def _checked(visit: Visit, sent: SentFile, answer: ImportBankStatementsResponse) -> Response:
    counts = Counter(outcome_name(one.outcome) for one in answer.effects)
    return visit.render(
        "staff/records/bank_check.html",
        file=sent,
        answer=answer,
        counts=[(name, counts[name]) for name in OUTCOMES if counts[name]],
        broken=sum(one.broken_count for one in answer.statements),
        pending=sum(one.pending_count for one in answer.statements),
        problems_found=[(one, each) for one in answer.statements for each in one.problems],
        has_news=any(
            one.booked_count + one.to_clear_count + one.broken_count for one in answer.statements
        )
        or any(outcome_name(one.outcome) != "known" for one in answer.effects),
        outcome_name=outcome_name,
        reason_name=reason_name,
        badges=OUTCOME_BADGES,
    )


async def statement(visit: Visit) -> Response:
    """One statement: its problems, and its payments with what became of each."""
    state = visit.asked("state")
    answer = await visit.services.bank.GetBankStatement(
        GetBankStatementRequest(
            bank_statement_id=id_in(visit, "bank_statement_id"),
            state=value_of(BankEntryState, state) or 0,  # type: ignore[arg-type]  # 0 for all
            page_token=visit.asked("page"),
        )
    )
    return visit.render(
        "staff/records/bank_statement.html",
        statement=answer.statement,
        entries=answer.entries,
        next_page=answer.next_page_token,
        states=value_names(BankEntryState),
        chosen=state if state in value_names(BankEntryState) else "",
        state_name=lambda value: value_name(BankEntryState, value),
        badges=STATE_BADGES,
        done=notice(visit, "bank"),
    )


def outcome_name(outcome: "BankEntryOutcome.ValueType") -> str:
    """The outcome's name in the texts: "booked", "to_clear"."""
    return value_name(BankEntryOutcome, outcome)


def reason_name(reason: "ClearingReason.ValueType") -> str:
    """The reason's name in the texts: "no_number"."""
    return value_name(ClearingReason, reason)


async def _file_of(form: FormData) -> SentFile:
    if carried := text_of(form, "carried"):
        try:
            content = base64.b64decode(carried, validate=True)
        except binascii.Error:
            return SentFile("", b"", is_checked=False, problem="table_file.again")
        return SentFile(text_of(form, "file_name")[-200:], content, is_checked=True)
    document = await document_of(form)
    return SentFile(document.file_name, document.content, False, document.problem)
