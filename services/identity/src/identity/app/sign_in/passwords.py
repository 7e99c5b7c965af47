"""Changes passwords, and opens them again where too many failures had switched them off."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.paging import encode_token, moment_in, page_size, read_position

from identity.app.oidc.endings import end_what_goes_on_without_sessions
from identity.app.refusals import account_unknown
from identity.app.second_factors.factors import factors_of
from identity.app.sign_in.attempts import attempt_failed, attempt_succeeded, attempt_went_on
from identity.app.sign_in.password_rules import require_good_password
from identity.app.sign_in.proving_again import ProofOfSession
from identity.app.sign_in.refusals import proof_refused
from identity.app.sign_in.sessions import end_sessions_of
from identity.domain.accounts import Account
from identity.domain.passwords import SHORTEST
from identity.domain.throttling import name_key
from identity.mail.sign_in import mail_password_changed, mail_password_on
from identity.store import accounts as store
from identity.store.devices import drop_other_devices
from identity.store.failure_streaks import (
    PasswordBlock,
    forget_in_a_row,
    is_password_off,
    password_blocks,
)
from identity.store.recovery import end_resets_of


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password that somebody chose, and its hash once it is made."""

    secret: str = field(repr=False)
    encoded: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BlocksPage:
    """Accounts whose password is off, and where the next page begins."""

    blocks: tuple[PasswordBlock, ...]
    next_page_token: str


def refuse_current_password(tx: Transaction, proof: ProofOfSession) -> int:
    """Counts the failure and raises PROOF_REFUSED."""
    attempt_failed(tx, proof.attempt)
    raise proof_refused("current_password")


def accept_current_password(tx: Transaction, proof: ProofOfSession) -> bool:
    """Settles the attempt with the right password; returns whether there is a second factor."""
    has_second_factor = factors_of(tx, proof.account.person_id).any
    if has_second_factor:
        attempt_went_on(tx, proof.attempt)
    else:
        attempt_succeeded(tx, proof.attempt)
    return has_second_factor


def change_password(
    tx: Transaction, proof: ProofOfSession, new: NewPassword, *, end_others: bool
) -> int:
    """Sets the new password and tells the person; returns how many other sessions were ended.

    Raises PROOF_REFUSED where somebody else changed it meanwhile: of two at once one comes through.
    PASSWORD_TOO_WEAK where the second factor that a short one needs was removed meanwhile.
    """
    person_id = proof.account.person_id
    known = store.find_account_for_change(tx, person_id)
    if known is None or known.password_hash != proof.password_hash:
        raise proof_refused("current_password")
    too_short_alone = len(new.secret) < SHORTEST
    if too_short_alone and not factors_of(tx, person_id).any:
        require_good_password(new.secret, known.account, False, (), "new_password")
    store.set_password_hash(tx, person_id, new.encoded, needs_second_factor=too_short_alone)
    # Whoever has got a code out of the mailbox is not to choose the next one.
    end_resets_of(tx, person_id)
    mail_password_changed(tx, known.account)
    if not end_others:
        return 0
    end_what_goes_on_without_sessions(tx, person_id)
    drop_other_devices(tx, person_id, proof.session.device_id)
    return end_sessions_of(tx, person_id, except_session=proof.session.session_id)


def whom_a_password_is_for(tx: Transaction, person_id: UUID) -> tuple[Account, bool]:
    """The account, and whether it has a second factor. Raises ACCOUNT_UNKNOWN."""
    known = store.find_account(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known.account, factors_of(tx, person_id).any


def list_password_blocks(tx: Transaction, size: int, token: str) -> BlocksPage:
    """The accounts whose password is off for unknown devices, the latest first."""
    limit = page_size(size)
    before = read_position(token, 2, _position)
    found = password_blocks(tx, before, limit + 1)
    page = found[:limit]
    more = len(found) > limit
    last = [page[-1].since.isoformat(), str(page[-1].person_id)] if more else []
    return BlocksPage(tuple(page), encode_token(last) if more else "")


def lift_password_block(tx: Transaction, person_id: UUID) -> None:
    """Lets the password be used on unknown devices again; nothing happens where it can be.

    Raises ACCOUNT_UNKNOWN.
    """
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    key = name_key(known.account.user_name)
    if is_password_off(tx, key):
        forget_in_a_row(tx, key)
        mail_password_on(tx, known.account)


def _position(moment: str, person_id: str) -> tuple[datetime, UUID]:
    return moment_in(moment), UUID(person_id)
