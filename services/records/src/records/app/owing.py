"""Who owes money, whose money lies unused, and whether the ledger adds up."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from records.app.person_accounts import accounts_of
from records.domain.account_holder import AccountHolder
from records.domain.ledger import code_of_income
from records.domain.settlement import PersonAccount, in_credit_since
from records.domain.university import ContributionPart
from records.store import account_holders, ledger
from records.store.fees import load_fees
from records.store.university import load_contributions
from records.texts import ledger as texts

# So many are looked at in one go where only those with something overdue are wanted.
_GO = 500


@dataclass(frozen=True, slots=True)
class OwingAccount:
    """Who owes how much."""

    holder: AccountHolder
    account: PersonAccount
    today: date

    @property
    def oldest_due_date(self) -> date | None:
        """The due date of the oldest open charge."""
        return min(
            (each.charge.due_date for each in self.account.charges if each.open), default=None
        )


@dataclass(frozen=True, slots=True)
class OwingPage:
    """A page by name; `has_next` tells whether more follow the last one."""

    accounts: tuple[OwingAccount, ...]
    has_next: bool


def accounts_owing(
    tx: Transaction, after: UUID | None, size: int, *, overdue_only: bool
) -> OwingPage:
    """Students and applicants who owe something, by name, those behind the one given."""
    today = local_date(tx.now)
    found: list[OwingAccount] = []
    last, more = after, True
    while more and len(found) <= size:
        wanted = _GO if overdue_only else size + 1
        ids = ledger.find_owing(tx, last, wanted, today if overdue_only else None)
        accounts = accounts_of(tx, ids)
        holders = account_holders.load_holders(tx, ids)
        for each in ids:
            if not overdue_only or accounts[each].overdue(today):
                found.append(OwingAccount(holders[each], accounts[each], today))
        more = len(ids) == wanted
        last = ids[-1] if ids else last
    return OwingPage(tuple(found[:size]), has_next=len(found) > size)


@dataclass(frozen=True, slots=True)
class AccountInCredit:
    """Whose money lies unused, in cents, and the value date with which it began to."""

    holder: AccountHolder
    credit: int
    since: date


@dataclass(frozen=True, slots=True)
class CreditPage:
    """A page by name; `has_next` tells whether more follow the last one."""

    accounts: tuple[AccountInCredit, ...]
    has_next: bool


def accounts_in_credit(
    tx: Transaction, after: UUID | None, size: int, *, gone_only: bool
) -> CreditPage:
    """Students and applicants with credit, by name, those behind the one given.

    What is proposed for a refund has left the credit. With `gone_only` only those whom nothing
    more is charged: their credit waits for somebody to give it back.
    """
    ids = ledger.find_in_credit(tx, after, size + 1, gone_only=gone_only)
    shown = ids[:size]
    holders = account_holders.load_holders(tx, shown)
    accounts, lines = accounts_of(tx, shown), ledger.load_receivables(tx, shown)
    found = []
    for each in shown:
        since = in_credit_since(lines[each])
        assert since is not None, "an account in credit came into credit some day"
        found.append(AccountInCredit(holders[each], accounts[each].credit, since))
    return CreditPage(tuple(found), has_next=len(ids) > size)


@dataclass(frozen=True, slots=True)
class AccountSum:
    """The sum of one account of the ledger, in cents: debits are positive."""

    account: str
    name: LocalizedText
    cents: int


@dataclass(frozen=True, slots=True)
class LedgerBalance:
    """The trial balance."""

    accounts: tuple[AccountSum, ...]
    bookings: int

    @property
    def total(self) -> int:
        """Nothing, always."""
        return sum(each.cents for each in self.accounts)


def ledger_balance(tx: Transaction, until: date | None) -> LedgerBalance:
    """The sum of each account, of bookings with a value date up to the day."""
    names = {each.code: each.name for each in load_fees(tx)}
    for contribution in load_contributions(tx):
        names |= _part_names(contribution.parts)
    return LedgerBalance(
        tuple(
            AccountSum(account, _account_name(account, names), cents)
            for account, cents in ledger.sums_by_account(tx, until)
        ),
        ledger.count_bookings(tx, until),
    )


def _part_names(parts: tuple[ContributionPart, ...]) -> dict[str, LocalizedText]:
    names: dict[str, LocalizedText] = {}
    for part in parts:
        names |= {part.code: part.name} | _part_names(part.parts)
    return names


def _account_name(account: str, names: dict[str, LocalizedText]) -> LocalizedText:
    code = code_of_income(account)
    if code is None:
        return texts.ACCOUNTS[account]
    return texts.INCOME.format(name=texts.fee_name(code, names))
