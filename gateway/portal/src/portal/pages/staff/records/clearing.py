"""The clearing list: money that nobody could tell without looking, and how a clerk settles it."""

from collections.abc import Sequence

from grpc.aio import AioRpcError
from matrikel.records.v1.bank_pb2 import (
    ClearingItem,
    ClearingReason,
    ClearingSettlement,
    GetClearingItemRequest,
    ListClearingItemsRequest,
    Payer,
    ReopenClearingItemRequest,
    SearchPayersRequest,
    SettleClearingItemRequest,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.contract_names import value_name, value_names, value_of
from portal.faults import Kind, fault_of
from portal.forms import Problems, cents_of, id_of, text_of
from portal.pages.staff.answers import notice
from portal.pages.staff.records.bank import reason_name
from portal.pages.staff.records.changes import id_in
from portal.visit import Visit

# Rows for shares in the form of a split; who needs more splits in two steps.
SHARES = 6
_MOST_FIELDS = 30
_SETTLEMENTS = ("assigned", "split", "returned", "kept", "dismissed")
_FIELDS = ("settlement", "payer", "number", "iban", "account_holder", "remark")


async def show(visit: Visit) -> Response:
    """Open items, the oldest first, or settled ones; by reason."""
    settled = visit.asked("show") == "settled"
    reason = visit.asked("reason")
    answer = await visit.services.bank.ListClearingItems(
        ListClearingItemsRequest(
            settled=settled,
            reason=value_of(ClearingReason, reason) or 0,  # type: ignore[arg-type]  # 0 for all
            page_token=visit.asked("page"),
        )
    )
    return visit.render(
        "staff/records/clearing.html",
        items=answer.clearing_items,
        next_page=answer.next_page_token,
        counts=answer.open_counts,
        settled=settled,
        reason=reason if reason in value_names(ClearingReason) else "",
        reason_name=reason_name,
        settlement_name=settlement_name,
        done=notice(visit, "clearing"),
    )


async def one(visit: Visit) -> Response:
    """One item with its candidates and every settlement that is possible."""
    return await _page(visit, Problems(), 200, None)


async def settle(visit: Visit) -> Response:
    """Settles the item as the form says."""
    form = await visit.form(most_fields=_MOST_FIELDS)
    if text_of(form, "search"):
        return await _page(visit, Problems(), 200, form)
    problems = _problems(visit, form)
    if problems:
        return await _page(visit, problems, 422, form)
    try:
        await visit.services.bank.SettleClearingItem(_request(visit, form))
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        return await _page(visit, visit.problems(fault, "remark"), fault.kind.value, form)
    return visit.go("bank/clearing", done=text_of(form, "settlement"))


async def reopen(visit: Visit) -> Response:
    """Takes a settlement back."""
    form = await visit.form()
    request = ReopenClearingItemRequest(
        clearing_item_id=id_in(visit, "clearing_item_id"),
        remark=text_of(form, "remark"),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.bank.ReopenClearingItem(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        return await _page(visit, visit.problems(fault, "remark"), fault.kind.value, form)
    return visit.go(f"bank/clearing/{request.clearing_item_id}", done="reopened")


def settlement_name(settlement: "ClearingSettlement.ValueType") -> str:
    """The settlement's name in the texts: "assigned"."""
    return value_name(ClearingSettlement, settlement)


def _problems(visit: Visit, form: FormData) -> Problems:
    """What the form lacks before anybody can be asked."""
    fields: dict[str, tuple[str, ...]] = {}
    settlement = text_of(form, "settlement")
    if settlement not in _SETTLEMENTS:
        fields["settlement"] = (visit.t("clearing.settlement_missing"),)
    if settlement == "assigned" and not text_of(form, "payer") and not text_of(form, "number"):
        fields["number"] = (visit.t("clearing.payer_missing"),)
    if settlement == "split":
        for row in range(SHARES):
            if text_of(form, f"share-{row}") and cents_of(form, f"amount-{row}") is None:
                said = visit.t("field.money_wrong", label=visit.t("clearing.share_amount"))
                fields[f"amount-{row}"] = (said,)
    return Problems(fields=fields)


def _request(visit: Visit, form: FormData) -> SettleClearingItemRequest:
    request = SettleClearingItemRequest(
        clearing_item_id=id_in(visit, "clearing_item_id"),
        remark=text_of(form, "remark"),
        request_id=id_of(form, "request_id"),
    )
    match text_of(form, "settlement"):
        case "assigned":
            if number := text_of(form, "number"):
                request.assign.payer.number = number
            else:
                request.assign.payer.person_id = id_of(form, "payer")
        case "split":
            request.split.SetInParent()
            for row in range(SHARES):
                if number := text_of(form, f"share-{row}"):
                    share = request.split.shares.add(amount_cents=cents_of(form, f"amount-{row}"))
                    share.payer.number = number
        case "returned":
            request.return_to_sender.iban = text_of(form, "iban")
            request.return_to_sender.account_holder = text_of(form, "account_holder")
            request.return_to_sender.SetInParent()
        case "kept":
            request.keep.SetInParent()
        case _:
            request.dismiss.SetInParent()
    return request


async def _page(visit: Visit, problems: Problems, status: int, form: FormData | None) -> Response:
    answer = await visit.services.bank.GetClearingItem(
        GetClearingItemRequest(clearing_item_id=id_in(visit, "clearing_item_id"))
    )
    item = answer.clearing_item
    names = (
        *_FIELDS,
        "query",
        *(f"{part}-{row}" for part in ("share", "amount") for row in range(SHARES)),
    )
    typed = {name: text_of(form, name) if form is not None else "" for name in names}
    found, more = await _found(visit, typed["query"])
    return visit.render(
        "staff/records/clearing_item.html",
        status=status,
        problems=problems,
        item=item,
        payers=_offered(item, found),
        searched=bool(typed["query"]),
        more=more,
        possible=[settlement_name(one) for one in item.possible_settlements],
        shares=range(SHARES),
        typed=typed,
        reason_name=reason_name,
        settlement_name=settlement_name,
        done=notice(visit, "clearing"),
    )


async def _found(visit: Visit, query: str) -> tuple[Sequence[Payer], bool]:
    if not query:
        return (), False
    answer = await visit.services.bank.SearchPayers(SearchPayersRequest(query=query))
    return answer.payers, answer.more


def _offered(item: ClearingItem, found: Sequence[Payer]) -> list[Payer]:
    """The candidates first, then who was searched for; nobody twice."""
    offered = list(item.candidates)
    known = {one.person_id for one in offered}
    return offered + [one for one in found if one.person_id not in known]
