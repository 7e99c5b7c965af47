"""Lets an attempt to prove a secret pass, or tells it to wait.

One counter for every secret of an account, kept in the database: several processes count together
and a restart forgets nothing.
"""

from dataclasses import dataclass, field
from uuid import UUID

from chassis.database import Transaction
from chassis.values import client_network

from identity.app.refusals import too_many_attempts
from identity.app.sign_in.refusals import password_switched_off
from identity.domain.accounts import Account, known_form
from identity.domain.devices import coarse_network
from identity.domain.random_secrets import secret_digest
from identity.domain.sessions import Session
from identity.domain.throttling import (
    FAILURES_IN_A_ROW,
    AccountFailures,
    AddressFailures,
    Secret,
    Trust,
    attempt_key,
    device_key,
    name_key,
    network_of,
)
from identity.mail.sign_in import mail_password_off
from identity.store import failure_streaks as streaks
from identity.store import failures
from identity.store.accounts import find_account
from identity.store.devices import Place, drop_device, find_device, find_place


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was let through: the counters it belongs to, and how they stood before."""

    user_name: str = field(repr=False)
    # None where no account has the name.
    person_id: UUID | None
    secret: Secret
    account_key: str
    name_key: str
    address: str
    before: AccountFailures
    # The device that the account knows, None for any other.
    device_id: UUID | None
    trust: Trust


def begin_attempt(
    tx: Transaction,
    user_name: str,
    client_address: str,
    device_token: str = "",
    *,
    secret: Secret = Secret.PASSWORD,
) -> Attempt:
    """Counts the attempt as failed in advance; raises TOO_MANY_ATTEMPTS when it has to wait.

    Counting in advance keeps a burst of parallel guesses from passing together before the first
    one has failed. The counter of the address counts only when an attempt has failed: behind the
    campus network's one address many people sign in rightly at the same moment.

    After a hundred failures raises PASSWORD_SWITCHED_OFF for a password, or the code that follows
    one, from an unknown device.
    """
    known_name = known_form(user_name)
    digest = secret_digest(device_token) if device_token else ""
    place = find_place(tx, known_name, digest, coarse_network(client_address))
    return _begin(tx, known_name, place, client_address, secret)


def begin_attempt_in_session(
    tx: Transaction, account: Account, session: Session, client_address: str, secret: Secret
) -> Attempt:
    """The same for somebody who is signed in, on the device of the session."""
    device = find_device(tx, session.device_id) if session.device_id else None
    known = device.device_id if device else None
    place = Place(account.person_id, known, known_network=True)
    return _begin(tx, account.user_name, place, client_address, secret)


def _begin(
    tx: Transaction, user_name: str, place: Place, client_address: str, secret: Secret
) -> Attempt:
    device_id = place.device_id
    address = client_network(client_address)
    of_address = failures.find_address_failures(tx, address)
    # What others do in the same network does not keep a known device out.
    if device_id is None and of_address and (wait := of_address.wait(tx.now)):
        raise too_many_attempts(wait, address)
    key = device_key(user_name, device_id) if device_id else attempt_key(user_name, client_address)
    of_account = failures.lock_account_failures(tx, key)
    if wait := of_account.wait(tx.now):
        raise too_many_attempts(wait, key)
    in_a_row = name_key(user_name)
    streak = streaks.count_in_a_row(tx, in_a_row, place.person_id)
    if secret.goes_off and device_id is None and streak.lets_no_password_pass:
        # Attempts whose end nobody saw count, too: the owner and the desk are to know.
        if streaks.switch_password_off(tx, in_a_row):
            _tell_owner(tx, place.person_id)
        raise password_switched_off()
    failures.store_account_failures(
        tx, key, network_of(client_address), of_account.one_more(tx.now)
    )
    return Attempt(
        user_name,
        place.person_id,
        secret,
        key,
        in_a_row,
        address,
        of_account,
        device_id,
        _trust(tx, place, of_address),
    )


def attempt_succeeded(tx: Transaction, attempt: Attempt) -> None:
    """Forgets the failures of this account from this network, and those in a row.

    The secret of one service forgets only the former: it does not prove the person.
    """
    failures.forget_account_failures(tx, attempt.account_key)
    if attempt.secret.proves_the_person:
        streaks.forget_in_a_row(tx, attempt.name_key)
    else:
        streaks.take_back_in_a_row(tx, attempt.name_key)


def attempt_went_on(tx: Transaction, attempt: Attempt) -> None:
    """Takes back the count of an attempt that was no failure and proved nothing yet.

    That is a right password that a second factor has to follow, or one that nobody had time to
    check. The failures before stay: whoever knows the password would otherwise guess codes without
    end.
    """
    failures.take_back_account_failure(tx, attempt.account_key, attempt.before)
    streaks.take_back_in_a_row(tx, attempt.name_key)


def attempt_asked(tx: Transaction, attempt: Attempt) -> None:
    """Counts somebody who had a code sent, who proved nothing and guessed nothing.

    It counts for the address, or one could have mails sent to everybody whose user name can be
    counted up; not in a row, or asking for codes would switch somebody's password off.
    """
    _count_for_address(tx, attempt)
    streaks.take_back_in_a_row(tx, attempt.name_key)


def attempt_failed(tx: Transaction, attempt: Attempt) -> None:
    """Counts the failure for the address, too; after a hundred in a row the password is off."""
    _count_for_address(tx, attempt)
    if attempt.device_id and attempt.before.failures + 1 >= FAILURES_IN_A_ROW:
        # Whoever guesses on a known device is no longer on one.
        drop_device(tx, attempt.device_id)
    if streaks.switch_password_off(tx, attempt.name_key):
        _tell_owner(tx, attempt.person_id)


def _count_for_address(tx: Transaction, attempt: Attempt) -> None:
    of_address = failures.lock_address_failures(tx, attempt.address)
    failures.store_address_failures(tx, attempt.address, of_address.one_more(tx.now))


def _tell_owner(tx: Transaction, person_id: UUID | None) -> None:
    known = find_account(tx, person_id) if person_id else None
    if known:
        mail_password_off(tx, known.account)


def _trust(tx: Transaction, place: Place, of_address: AddressFailures | None) -> Trust:
    if place.device_id:
        return Trust.KNOWN_DEVICE
    if of_address and of_address.is_suspect(tx.now):
        return Trust.FAILING_ADDRESS
    return Trust.KNOWN_NETWORK if place.known_network else Trust.QUIET_ADDRESS
