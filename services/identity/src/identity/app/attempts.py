"""Lets an attempt to prove a secret pass, or tells it to wait.

One counter for sign-in and activation, kept in the database: several processes count together and
a restart forgets nothing.
"""

from dataclasses import dataclass

from chassis.database import Transaction
from chassis.values import client_network

from identity.app.refusals import too_many_attempts
from identity.domain.accounts import known_form
from identity.domain.throttling import attempt_key
from identity.store import failures


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was let through: the counters it belongs to."""

    user_name: str
    account_key: str
    address: str


def begin_attempt(tx: Transaction, user_name: str, client_address: str) -> Attempt:
    """Counts the attempt as failed in advance; raises TOO_MANY_ATTEMPTS when it has to wait.

    Counting in advance keeps a burst of parallel guesses from passing together before the first
    one has failed. The counter of the address counts only when an attempt has failed: behind the
    campus network's one address many people sign in rightly at the same moment.
    """
    known_name = known_form(user_name)
    attempt = Attempt(
        known_name, attempt_key(known_name, client_address), client_network(client_address)
    )
    of_address = failures.find_address_failures(tx, attempt.address)
    if of_address and (wait := of_address.wait(tx.now)):
        raise too_many_attempts(wait)
    of_account = failures.lock_account_failures(tx, attempt.account_key)
    if wait := of_account.wait(tx.now):
        raise too_many_attempts(wait)
    failures.store_account_failures(tx, attempt.account_key, of_account.one_more(tx.now))
    return attempt


def attempt_succeeded(tx: Transaction, attempt: Attempt) -> None:
    """Forgets the failures of this account from this network."""
    failures.forget_account_failures(tx, attempt.account_key)


def attempt_failed(tx: Transaction, attempt: Attempt) -> None:
    """Counts the failure for the address, too."""
    of_address = failures.lock_address_failures(tx, attempt.address)
    failures.store_address_failures(tx, attempt.address, of_address.one_more(tx.now))
