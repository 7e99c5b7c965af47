"""The clearing list: settling what nobody could tell, and taking it back."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import within
from records.app import clearing, clearing_desk
from records.app.account_desk import reverse_at_desk
from records.app.bank_reading import search_payers
from records.app.clearing_desk import NamedPayer
from records.app.clearing_reopening import reopen
from records.app.enrolling import PersonEnrolled
from records.app.owing import ledger_balance
from records.app.payment_orders import order_refunds
from records.domain.bank_imports import ClearingItem, Settlement
from records.domain.matching import ClearingReason
from records.domain.refunds import RefundState
from records.store.accounts import store_account
from records.store.bank import load_entries, payments_of_entries
from records.store.clearing import find_items, load_item
from records.store.refunds import load_refund

from services.records.tests.bank_factories import (
    CONTRIBUTION_CENTS,
    PAYER_IBAN,
    Entry,
    file_of,
    imported,
    one,
)
from services.records.tests.ledger_factories import account_in, contribution_of_2027

Enrol = Callable[..., PersonEnrolled]
BOTH = "486.30"


@pytest.fixture
def students(loaded: Database, enrol: Enrol) -> list[UUID]:
    """Ayşe Öztürk, 3100001, and John Smith, 3100002; both owe the contribution of 2027."""
    ids = [enrol("Ayşe", "Öztürk").person.person_id, enrol("John", "Smith").person.person_id]
    contribution_of_2027(loaded, ids)
    return ids


def arrived(database: Database, entry: Entry) -> ClearingItem:
    """The one item that waits once an entry is imported."""
    imported(database, file_of(entry))
    [item] = within(database, find_items, None, None, 9, settled=False)
    return item


def sums(database: Database) -> dict[str, int]:
    found = {each.account: each.cents for each in within(database, ledger_balance, None).accounts}
    assert sum(found.values()) == 0
    return {account: cents for account, cents in found.items() if cents}


def opens(database: Database, people: list[UUID]) -> list[int]:
    return [account_in(database, each).open for each in people]


def by_number(number: str) -> NamedPayer:
    return NamedPayer("payer", number=number)


def item_of(database: Database, item: ClearingItem) -> ClearingItem:
    found = within(database, load_item, item.clearing_item_id)
    assert found is not None
    return found


def test_money_is_assigned_with_the_day_it_arrived_and_by_whom(
    loaded: Database, students: list[UUID]
) -> None:
    item = arrived(loaded, one("Smith", value="2026-11-03"))
    item_id = item.clearing_item_id
    within(loaded, clearing_desk.assign, item_id, by_number("3100002"), "asked", by="clerk")
    account = account_in(loaded, students[1])
    assert [str(each.settled_on) for each in account.charges] == ["2026-11-03"]
    settled = item_of(loaded, item)
    assert (settled.settlement, settled.settled_by, settled.remark) == (
        Settlement.ASSIGNED,
        "clerk",
        "asked",
    )
    assert sums(loaded).get("clearing", 0) == 0
    with pytest.raises(Failure) as refused:
        within(loaded, clearing.dismiss, item_id, "no", by="clerk")
    assert refused.value.reason == "CLEARING_ITEM_SETTLED"


def test_a_collective_transfer_is_split_over_many(loaded: Database, students: list[UUID]) -> None:
    item_id = arrived(loaded, one("Stipendien", BOTH, name="Rotary Club")).clearing_item_id
    shares = [
        (by_number("3100001"), CONTRIBUTION_CENTS),
        (NamedPayer("x", person_id=students[1]), CONTRIBUTION_CENTS),
    ]
    within(loaded, clearing_desk.split, item_id, shares, "", by="clerk")
    assert opens(loaded, students) == [0, 0]


def test_shares_have_to_add_up_and_every_wrong_one_is_named(
    loaded: Database, students: list[UUID]
) -> None:
    item_id = arrived(loaded, one("Stipendien", BOTH)).clearing_item_id
    twice = [(by_number("3100001"), 100), (by_number("3100001"), 200)]
    with pytest.raises(Failure) as refused:
        within(loaded, clearing_desk.split, item_id, twice, "", by="clerk")
    assert [(each.path, each.reason) for each in refused.value.fields] == [
        ("split.shares[1].payer", "PAYER_TWICE"),
        ("split.shares", "SHARES_DO_NOT_ADD_UP"),
    ]
    unknown = [(NamedPayer("a", number="9999999"), 1), (NamedPayer("b", person_id=uuid4()), 2)]
    with pytest.raises(Failure) as refused:
        within(loaded, clearing_desk.split, item_id, unknown, "", by="clerk")
    assert [each.path for each in refused.value.fields] == ["a", "b"]
    assert opens(loaded, students) == [CONTRIBUTION_CENTS] * 2


def test_a_strangers_money_goes_back_to_the_account_it_came_from(
    loaded: Database, students: list[UUID]
) -> None:
    item = arrived(loaded, one("Miete", name="Erna Irrtum"))
    item_id = item.clearing_item_id
    within(loaded, clearing_desk.return_to_sender, item_id, "", "", "", by="clerk")
    refund_id = item_of(loaded, item).refund_id
    assert refund_id is not None
    refund = within(loaded, load_refund, refund_id)
    assert refund is not None
    assert refund.account is not None
    assert (refund.account.holder, refund.account.iban) == ("Erna Irrtum", PAYER_IBAN)
    assert (refund.state, refund.cents) == (RefundState.READY, CONTRIBUTION_CENTS)
    assert sums(loaded)["refunds"] == -CONTRIBUTION_CENTS


def test_without_an_account_of_the_sender_one_has_to_be_named(
    loaded: Database, students: list[UUID]
) -> None:
    item_id = arrived(loaded, one("Miete", name="", iban="")).clearing_item_id
    with pytest.raises(Failure) as refused:
        within(loaded, clearing_desk.return_to_sender, item_id, "DE00", "", "", by="clerk")
    assert [each.reason for each in refused.value.fields] == ["IBAN_WRONG", "ACCOUNT_HOLDER_WRONG"]


def test_a_surplus_stays_as_credit_or_goes_back(loaded: Database, students: list[UUID]) -> None:
    item = arrived(loaded, one("3100001", "300.00"))
    assert item.reason is ClearingReason.SURPLUS
    within(loaded, clearing.keep, item.clearing_item_id, "", by="clerk")
    surplus = 30000 - CONTRIBUTION_CENTS
    assert account_in(loaded, students[0]).credit == surplus
    within(loaded, reopen, item.clearing_item_id, "back after all", by="clerk")
    within(loaded, clearing_desk.return_to_sender, item.clearing_item_id, "", "", "", by="clerk")
    refund_id = item_of(loaded, item).refund_id
    assert refund_id is not None
    refund = within(loaded, load_refund, refund_id)
    assert refund is not None
    assert (refund.cents, refund.person_id) == (surplus, students[0])
    assert account_in(loaded, students[0]).credit == 0
    assert account_in(loaded, students[0]).open == 0


def test_what_was_booked_for_the_wrong_person_is_assigned_anew(
    loaded: Database, students: list[UUID]
) -> None:
    item_id = arrived(loaded, one("3100001", "100.00")).clearing_item_id
    within(loaded, clearing_desk.assign, item_id, by_number("3100002"), "", by="clerk")
    assert opens(loaded, students) == [CONTRIBUTION_CENTS, CONTRIBUTION_CENTS - 10000]
    assert sums(loaded).get("clearing", 0) == 0


def test_a_dismissal_takes_money_out_of_the_ledger_and_says_why(
    loaded: Database, students: list[UUID]
) -> None:
    item_id = arrived(loaded, one("Spende", "10.00")).clearing_item_id
    with pytest.raises(Failure) as refused:
        within(loaded, clearing.dismiss, item_id, "", by="clerk")
    assert refused.value.reason == "REMARK_MISSING"
    within(loaded, clearing.dismiss, item_id, "a donation", by="clerk")
    assert sums(loaded).get("bank", 0) == 0


@pytest.mark.parametrize("settlement", ["assign", "split", "return", "dismiss"])
def test_every_settlement_is_taken_back_by_a_booking_and_can_be_made_anew(
    loaded: Database, students: list[UUID], settlement: str
) -> None:
    item = arrived(loaded, one("?", BOTH))
    item_id = item.clearing_item_id
    before = sums(loaded)

    def settle() -> None:
        if settlement == "assign":
            within(loaded, clearing_desk.assign, item_id, by_number("3100001"), "a", by="clerk")
        elif settlement == "split":
            shares = [(by_number("3100001"), 1), (by_number("3100002"), 48629)]
            within(loaded, clearing_desk.split, item_id, shares, "a", by="clerk")
        elif settlement == "return":
            within(loaded, clearing_desk.return_to_sender, item_id, "", "", "a", by="clerk")
        else:
            within(loaded, clearing.dismiss, item_id, "a", by="clerk")

    for _ in range(2):
        settle()
        settled = sums(loaded)
        assert settled != before
        opened = within(loaded, reopen, item_id, "wrong", by="clerk")
        assert opened.is_open
        assert sums(loaded) == before
        assert opens(loaded, students) == [CONTRIBUTION_CENTS] * 2
    settle()
    assert sums(loaded) == settled
    assert item_of(loaded, item).remark == "a\nwrong\na\nwrong\na"


def test_what_is_ordered_at_the_bank_is_not_taken_back(
    loaded: Database, students: list[UUID]
) -> None:
    item_id = arrived(loaded, one("Miete")).clearing_item_id
    with pytest.raises(Failure) as refused:
        within(loaded, reopen, item_id, "why", by="clerk")
    assert refused.value.reason == "CLEARING_ITEM_OPEN"
    within(loaded, clearing_desk.return_to_sender, item_id, "", "", "", by="clerk")
    within(loaded, order_refunds, by="clerk")
    with pytest.raises(Failure) as refused:
        within(loaded, reopen, item_id, "why", by="clerk")
    assert refused.value.reason == "SETTLEMENT_NOT_REVERSIBLE"


def test_what_is_not_possible_names_what_is(loaded: Database, students: list[UUID]) -> None:
    item_id = arrived(loaded, one("Miete")).clearing_item_id
    with pytest.raises(Failure) as refused:
        within(loaded, clearing.keep, item_id, "", by="clerk")
    assert refused.value.reason == "SETTLEMENT_NOT_POSSIBLE"
    assert "assign, split, return to the sender, dismiss" in refused.value.message.en


def test_a_payment_taken_off_an_account_is_cleared_anew(
    loaded: Database, students: list[UUID]
) -> None:
    item = arrived(loaded, one("3100001", "100.00"))
    entry_id = item.bank_entry_id
    [(booking_id, _, _)] = within(loaded, payments_of_entries, [entry_id])[entry_id]
    within(
        loaded, reverse_at_desk, students[0], booking_id, "of her sister",
        validate_only=False, by="clerk",
    )  # fmt: skip
    [anew] = within(loaded, find_items, None, None, 9, settled=False)
    assert (anew.reason, anew.candidates) == (ClearingReason.TAKEN_OFF, (students[0],))
    item_id = anew.clearing_item_id
    within(loaded, clearing_desk.assign, item_id, by_number("3100002"), "", by="clerk")
    assert opens(loaded, students) == [CONTRIBUTION_CENTS, CONTRIBUTION_CENTS - 10000]
    assert within(loaded, load_entries, [entry_id])[entry_id].state.value == "settled"


def test_an_unknown_debit_is_taken_from_whom_it_went_to(
    loaded: Database, students: list[UUID]
) -> None:
    imported(loaded, file_of(one("3100001", "300.00")))
    item = within(loaded, find_items, None, None, 9, settled=False)[0]
    within(loaded, clearing.keep, item.clearing_item_id, "", by="clerk")
    debit = arrived(loaded, Entry((), "56.85", direction="DBIT"))
    assert debit.reason is ClearingReason.UNKNOWN_DEBIT
    item_id = debit.clearing_item_id
    within(loaded, clearing_desk.assign, item_id, by_number("3100001"), "", by="clerk")
    assert account_in(loaded, students[0]).balance == 0
    assert sums(loaded).get("clearing", 0) == 0


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("3100002", ["3100002"]),
        ("lg100007", ["3100002"]),
        ("ozt", ["3100001"]),
        ("Smith, J", ["3100002"]),
        ("nobody", []),
    ],
)
def test_payers_are_found_by_number_user_name_and_name(
    loaded: Database, students: list[UUID], query: str, numbers: list[str]
) -> None:
    within(loaded, store_account, students[1], "lg100007", "lg100007@example.org")
    found, more = within(loaded, search_payers, query, 10)
    assert [each.payer.matriculation_number for each in found] == numbers
    assert not more
    assert {each.open_cents for each in found} <= {CONTRIBUTION_CENTS}
