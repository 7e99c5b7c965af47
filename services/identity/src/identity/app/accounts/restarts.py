"""Lets a person who lost password and second factors begin anew."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.initial_codes import IssuedCode, new_code, require_may_hand_out
from identity.app.accounts.refusals import account_disabled, account_not_activated_yet
from identity.app.accounts.states import settle
from identity.app.refusals import account_unknown
from identity.app.second_factors.factors import remove_all_factors
from identity.app.sign_in.sessions import end_sessions_of
from identity.domain.accounts import AccountState
from identity.domain.restarts import IdentityDocument, Restart
from identity.mail.account_states import mail_restarted
from identity.store import accounts as store
from identity.store.devices import drop_other_devices
from identity.store.recovery import end_resets_of, remove_address
from identity.store.restarts import keep_restart
from identity.store.service_passwords import drop_service_passwords


def require_can_restart(tx: Transaction, person_id: UUID) -> store.StoredAccount:
    """The account, locked. Raises what `restart_account` raises."""
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    if known.account.state is AccountState.ASSIGNED:
        raise account_not_activated_yet(str(person_id))
    if known.account.state is AccountState.DISABLED:
        raise account_disabled(str(person_id))
    require_may_hand_out(tx, known.account, by_administrator=True)
    return known


def restart_account(
    tx: Transaction, person_id: UUID, document: IdentityDocument, administrator: UUID
) -> IssuedCode:
    """Takes away every secret and session of the account and makes a new initial code.

    The person showed an identity document: whatever else was known of them may be in other hands,
    the recovery address included. Raises ACCOUNT_UNKNOWN, ACCOUNT_NOT_ACTIVATED_YET,
    ACCOUNT_DISABLED and ACCOUNT_HOLDS_PRIVILEGED_ROLES.
    """
    known = require_can_restart(tx, person_id)
    end_sessions_of(tx, person_id)
    remove_all_factors(tx, person_id)
    drop_service_passwords(tx, person_id)
    drop_other_devices(tx, person_id, None)
    end_resets_of(tx, person_id)
    # Told before the address goes: it is told, too.
    mail_restarted(tx, known.account)
    remove_address(tx, person_id)
    emptied = replace(known.account, recovery_address="")
    keep_restart(tx, person_id, Restart(document, str(administrator), tx.now))
    waiting = replace(emptied, state=AccountState.ASSIGNED)
    account = settle(tx, replace(known, account=emptied, password_hash=""), waiting)
    store.set_password_hash(tx, person_id, "", needs_second_factor=False)
    return new_code(tx, account)
