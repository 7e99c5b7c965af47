"""Finds accounts for offices and administrators."""

from dataclasses import dataclass

from chassis.database import Transaction
from chassis.paging import encode_token, page_size, read_position

from identity.app.accounts.views import views_of
from identity.domain.account_view import AccountView
from identity.domain.accounts import Account
from identity.store import account_search as store
from identity.store.account_search import AccountFilter, AccountPosition


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Some accounts, and where the next page starts; empty on the last one."""

    accounts: list[AccountView]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Accounts without a usable code, and how many there are on all pages."""

    accounts: list[Account]
    next_page_token: str
    total: int


def list_accounts(
    tx: Transaction, wanted: AccountFilter, requested_size: int, page_token: str
) -> AccountPage:
    """A page of the accounts that fit, by name. Raises PAGE_TOKEN_INVALID."""
    size = page_size(requested_size)
    after = read_position(page_token, 2, AccountPosition)
    found = store.search_accounts(tx, wanted, after, size + 1)
    views = views_of(tx, [account for account, _ in found[:size]])
    if len(found) <= size:
        return AccountPage(views, "")
    last = found[size - 1][1]
    return AccountPage(views, encode_token([last.search_key, last.user_name]))


def list_without_code(tx: Transaction, requested_size: int, page_token: str) -> WaitingPage:
    """A page of the accounts that wait for a letter, by user name. Raises PAGE_TOKEN_INVALID."""
    size = page_size(requested_size)
    after = read_position(page_token, 1, str) or ""
    found = store.accounts_without_code(tx, after, size + 1)
    token = encode_token([found[size - 1].user_name]) if len(found) > size else ""
    return WaitingPage(found[:size], token, store.count_accounts_without_code(tx))
