"""Which money pays for which charge: single cases, and what holds after any sequence."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from records.domain.ledger import BookedLine, BookingKind
from records.domain.settlement import SettledCharge

from services.records.tests.ledger_factories import Account


def of(account: Account, charge_id: UUID) -> SettledCharge:
    found = account.settled().charge(charge_id)
    assert found is not None
    return found


def test_a_contribution_paid_in_full_is_settled_on_the_value_date() -> None:
    account = Account()
    contribution = account.charge(31815)
    account.pay(31815, value_date=date(2026, 7, 3))
    assert of(account, contribution).settled_on == date(2026, 7, 3)
    assert account.settled().balance == 0


def test_a_contribution_paid_in_two_parts_is_settled_on_the_value_date_of_the_last_cent() -> None:
    account = Account()
    contribution = account.charge(31815)
    account.pay(30000, value_date=date(2026, 7, 3))
    assert of(account, contribution).open == 1815
    assert of(account, contribution).settled_on is None
    account.pay(1815, value_date=date(2026, 7, 20))
    assert of(account, contribution).settled_on == date(2026, 7, 20)


def test_money_booked_late_counts_on_its_value_date() -> None:
    account = Account()
    contribution = account.charge(31815)
    account.pay(15, value_date=date(2026, 7, 20))
    account.pay(31815, value_date=date(2026, 7, 3))
    assert of(account, contribution).settled_on == date(2026, 7, 20)
    assert account.settled().credit == 15


def test_what_reregistration_waits_for_is_settled_before_other_fees() -> None:
    account = Account()
    card = account.charge(500, "card", None, due_date=date(2026, 1, 1))
    later = account.charge(31815, semester="2027S")
    reminder = account.charge(1500, "reminder", "2026W")
    contribution = account.charge(31815, semester="2026W")
    account.pay(31815 + 1000)
    assert of(account, contribution).is_settled
    assert of(account, reminder).paid == 1000
    assert of(account, later).paid == 0
    assert of(account, card).paid == 0


def test_other_fees_are_settled_by_due_date() -> None:
    account = Account()
    later = account.charge(500, "card", None, due_date=date(2026, 3, 1))
    earlier = account.charge(1000, "deposit", None, due_date=date(2026, 2, 1))
    account.pay(1000)
    assert of(account, earlier).is_settled
    assert of(account, later).open == 500


def test_a_fee_that_was_paid_stays_paid_when_something_more_urgent_is_charged() -> None:
    account = Account()
    card = account.charge(500, "card", None)
    account.pay(500)
    contribution = account.charge(31815)
    assert of(account, card).is_settled
    assert of(account, contribution).open == 31815


def test_cash_for_a_card_pays_for_the_card_though_the_contribution_is_open() -> None:
    account = Account()
    contribution = account.charge(31815)
    card = account.charge(500, "card", None)
    account.add(BookingKind.CASH, -500, charge_id=card)
    assert of(account, card).is_settled
    assert of(account, contribution).open == 31815


def test_money_beyond_a_reduction_is_credit_and_the_rest_was_paid_in_time() -> None:
    account = Account()
    contribution = account.charge(31815)
    account.pay(31815, value_date=date(2026, 7, 3))
    account.add(
        BookingKind.REDUCTION, -20615, charge_id=contribution, value_date=date(2026, 10, 20)
    )
    settled = of(account, contribution)
    assert (settled.due, settled.paid, settled.settled_on) == (11200, 11200, date(2026, 7, 3))
    assert account.settled().credit == 20615


def test_what_needs_no_money_is_settled_on_the_day_of_the_waiver() -> None:
    account = Account()
    fee = account.charge(50000, "long-term", "2026W")
    account.add(BookingKind.WAIVER, -50000, charge_id=fee, value_date=date(2026, 8, 2))
    assert of(account, fee).settled_on == date(2026, 8, 2)
    assert of(account, fee).uses == ()


def test_a_payment_that_the_bank_returns_leaves_the_contribution_open() -> None:
    account = Account()
    contribution = account.charge(31815)
    payment = account.pay(31815)
    account.add(BookingKind.RETURN, 31815, reverses=payment)
    assert of(account, contribution).open == 31815
    assert account.settled().money[0].taken_back


def test_money_that_was_refunded_and_then_returned_by_the_bank_is_owed() -> None:
    account = Account()
    payment = account.pay(5000)
    account.add(BookingKind.REFUND, 5000)
    account.add(BookingKind.RETURN, 5000, reverses=payment)
    settled = account.settled()
    assert (settled.balance, settled.to_return, settled.credit) == (5000, 5000, 0)
    account.pay(7000)
    assert (account.settled().to_return, account.settled().credit) == (0, 2000)


def test_a_refund_that_is_cancelled_is_credit_again() -> None:
    account = Account()
    account.pay(5000)
    refund = account.add(BookingKind.REFUND, 3000)
    assert account.settled().credit == 2000
    account.add(BookingKind.REVERSAL, -3000, reverses=refund)
    assert account.settled().credit == 5000
    assert account.settled().money[0].refunded == 0


def test_a_cancelled_charge_shows_what_it_was_and_is_not_open() -> None:
    account = Account()
    card = account.charge(500, "card", None)
    account.pay(500)
    account.add(BookingKind.REVERSAL, -500, charge_id=card, reverses=account.lines[0])
    settled = of(account, card)
    assert (settled.amount, settled.cancelled, settled.open) == (500, 500, 0)
    assert settled.is_cancelled
    assert account.settled().credit == 500


Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("charge", "fee", "pay", "cash", "reduce", "raise", "waive", "unwaive", "cancel",
             "return", "reverse", "refund", "unrefund")
        ),
        st.integers(0, 7),
        st.integers(1, 40000),
    ),
    max_size=30,
)  # fmt: skip


class Sequence(Account):
    """Books whatever a step asks for, as far as the use cases would allow it."""

    def take(self, step: Step) -> None:
        what, which, cents = step
        getattr(self, f"_{what}")(which, cents)

    def _day(self, which: int) -> date:
        return date(2026, 1, 1) + timedelta(days=which)

    def _charge(self, which: int, cents: int) -> None:
        self.charge(cents, semester=("2026S", "2026W", "2027S")[which % 3])

    def _fee(self, which: int, cents: int) -> None:
        self.charge(cents, "card", None, due_date=self._day(which))

    def _pay(self, which: int, cents: int) -> None:
        self.pay(cents, value_date=self._day(which))

    def _cash(self, which: int, cents: int) -> None:
        meant_for = self.charges[which % len(self.charges)].charge_id if self.charges else None
        self.add(BookingKind.CASH, -cents, charge_id=meant_for, value_date=self._day(which))

    def _chosen(self, which: int) -> SettledCharge | None:
        charges = self.settled().charges
        return charges[which % len(charges)] if charges else None

    def _off(self, kind: BookingKind, which: int, most: int, cents: int) -> None:
        one = self._chosen(which)
        if one is not None and min(cents, most) > 0:
            taken = -min(cents, most)
            self.add(kind, taken, charge_id=one.charge.charge_id, value_date=self._day(which))

    def _reduce(self, which: int, cents: int) -> None:
        one = self._chosen(which)
        self._off(BookingKind.REDUCTION, which, one.due if one else 0, cents)

    def _waive(self, which: int, cents: int) -> None:
        one = self._chosen(which)
        self._off(BookingKind.WAIVER, which, one.due if one else 0, cents)

    def _raise(self, which: int, cents: int) -> None:
        if one := self._chosen(which):
            self.add(BookingKind.CHARGE, cents, charge_id=one.charge.charge_id)

    def _unwaive(self, which: int, cents: int) -> None:
        one = self._chosen(which)
        if one is not None and one.waived:
            self.add(BookingKind.WAIVER, min(cents, one.waived), charge_id=one.charge.charge_id)

    def _cancel(self, which: int, _cents: int) -> None:
        one = self._chosen(which)
        first = next(
            (each for each in self.lines if one and each.booking_id == one.charge.booking_id), None
        )
        if one is not None and first is not None and one.due and not self._taken_back(first):
            self.add(BookingKind.REVERSAL, -one.due, charge_id=one.charge.charge_id, reverses=first)

    def _taken_back(self, line: BookedLine) -> bool:
        return any(each.reverses_booking_id == line.booking_id for each in self.lines)

    def _take_back(self, kinds: set[BookingKind], by: BookingKind, which: int) -> None:
        found = [each for each in self.lines if each.kind in kinds and not self._taken_back(each)]
        if found:
            one = found[which % len(found)]
            self.add(by, -one.cents, charge_id=one.charge_id, reverses=one)

    def _return(self, which: int, _cents: int) -> None:
        self._take_back({BookingKind.PAYMENT}, BookingKind.RETURN, which)

    def _reverse(self, which: int, _cents: int) -> None:
        self._take_back({BookingKind.PAYMENT, BookingKind.CASH}, BookingKind.REVERSAL, which)

    def _refund(self, _which: int, cents: int) -> None:
        if most := self.settled().credit:
            self.add(BookingKind.REFUND, min(cents, most))

    def _unrefund(self, which: int, _cents: int) -> None:
        self._take_back({BookingKind.REFUND}, BookingKind.REVERSAL, which)


@settings(max_examples=250, deadline=None)
@given(STEPS)
def test_after_any_sequence_every_cent_is_accounted_for(steps: list[Step]) -> None:
    account = Sequence()
    for step in steps:
        account.take(step)
    settled = account.settled()
    assert settled.balance == sum(each.cents for each in account.lines)
    assert settled.balance == settled.open - settled.credit + settled.to_return
    for each in settled.charges:
        assert each.due >= 0
        assert 0 <= each.paid <= each.due
        assert each.open == each.due - each.paid
        assert each.paid == sum(use.cents for use in each.uses)
        assert (each.settled_on is not None) == each.is_settled
        if each.uses and each.is_settled:
            assert each.settled_on == max(use.value_date for use in each.uses)
    for money in settled.money:
        used = sum(use.cents for use in money.uses)
        kept = 0 if money.taken_back else money.cents
        assert used + money.refunded + money.left == kept
        assert min(money.left, money.refunded, used) >= 0
    assert settled.credit == sum(each.left for each in settled.money)
    # No money lies idle while something is open.
    assert settled.credit == 0 or settled.open == 0
    uses = sorted(
        (use.booking_id, use.charge_id, use.cents) for each in settled.money for use in each.uses
    )
    assert uses == sorted(
        (use.booking_id, use.charge_id, use.cents) for each in settled.charges for use in each.uses
    )


@settings(max_examples=100, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_in_which_lines_are_read_does_not_matter(
    steps: list[Step], random: object
) -> None:
    account = Sequence()
    for step in steps:
        account.take(step)
    before = account.settled()
    random.shuffle(account.lines)  # type: ignore[attr-defined]
    random.shuffle(account.charges)  # type: ignore[attr-defined]
    assert account.settled() == before
