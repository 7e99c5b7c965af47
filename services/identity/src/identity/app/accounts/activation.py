"""Activates an account with its initial code, in two steps around the hashing of the password."""

from dataclasses import dataclass, field, replace

from chassis.database import Transaction

from identity.app.accounts.states import settle
from identity.app.accounts.views import view_of
from identity.app.refusals import initial_code_refused
from identity.app.sign_in.attempts import Attempt, attempt_failed, attempt_succeeded
from identity.domain.account_view import AccountView
from identity.domain.accounts import Account, AccountState
from identity.domain.initial_codes import opens
from identity.domain.written_codes import code_digest
from identity.events.outgoing import tell_account_activated
from identity.store import accounts as store


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation whose code is right; the new password is not hashed yet."""

    account: Account
    code_digest: str = field(repr=False)


def find_activation(tx: Transaction, attempt: Attempt, code: str) -> Activation | None:
    """The account that the code opens; None when it opens none.

    A right code clears the counter of failures, but is not used up: the password may be weak.
    """
    known = store.find_account_by_user_name(tx, attempt.user_name)
    issued = store.find_initial_code(tx, attempt.user_name)
    right = opens(issued, code, tx.now)
    if known is None or known.account.state is not AccountState.ASSIGNED or not right:
        return None
    attempt_succeeded(tx, attempt)
    return Activation(known.account, code_digest(code))


def refuse_activation(tx: Transaction, attempt: Attempt) -> AccountView:
    """Counts the failure and raises INITIAL_CODE_REFUSED."""
    attempt_failed(tx, attempt)
    raise initial_code_refused()


def complete_activation(tx: Transaction, activation: Activation, password_hash: str) -> AccountView:
    """Uses up the code and sets the password; of parallel activations one comes through.

    Raises INITIAL_CODE_REFUSED for the others.
    """
    person_id = activation.account.person_id
    known = store.find_account_for_change(tx, person_id)
    # The account may have been disabled while the password was hashed.
    if known is None or known.account.state is not AccountState.ASSIGNED:
        raise initial_code_refused()
    if not store.claim_initial_code(tx, person_id, activation.code_digest, tx.now):
        raise initial_code_refused()
    store.set_password_hash(tx, person_id, password_hash)
    with_password = replace(known, password_hash=password_hash)
    active = replace(known.account, state=AccountState.ACTIVE)
    view = view_of(tx, settle(tx, with_password, active))
    tell_account_activated(tx, view)
    return view
