"""Sets up an authenticator app, renames and removes it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.second_factors.factors import TOTP_SEED
from identity.app.second_factors.refusals import totp_code_wrong, totp_not_started, totp_unknown
from identity.app.second_factors.removal import (
    clean_up_after_removal,
    locked_account,
    require_removable,
)
from identity.app.tokens.data_key import DataKey
from identity.domain.sessions import SecondFactorPolicy
from identity.domain.totp import SET_UP_WITHIN, matching_step
from identity.mail.second_factors import mail_totp_added, mail_totp_removed
from identity.store import second_factors as store
from identity.store.recovery import end_resets_of
from identity.store.second_factors import TotpApp, TotpSetUp
from identity.texts.second_factors import TOTP_NAME


@dataclass(frozen=True, slots=True)
class NewSeed:
    """A seed in clear, as the person sees it once."""

    written: str = field(repr=False)
    uri: str = field(repr=False)
    qr_svg: str = field(repr=False)
    seed: bytes = field(repr=False)


def start_totp(
    tx: Transaction, person_id: UUID, name: str, seed: NewSeed, data_key: DataKey
) -> datetime:
    """Keeps a seed until the app shows a right code; returns until when it waits."""
    locked_account(tx, person_id)
    expires_at = tx.now + SET_UP_WITHIN
    sealed = data_key.seal(seed.seed, TOTP_SEED, person_id.bytes)
    named = name.strip() or TOTP_NAME.de
    store.keep_totp_set_up(tx, person_id, TotpSetUp(named, expires_at, sealed))
    return expires_at


def confirm_totp(tx: Transaction, person_id: UUID, code: str, data_key: DataKey) -> TotpApp:
    """Sets up the app that waits, in place of a former one. The code counts as used.

    Wrong codes are not counted: whoever may ask has just been shown the seed.

    Raises TOTP_NOT_STARTED and TOTP_CODE_WRONG.
    """
    known = locked_account(tx, person_id)
    waiting = store.find_totp_set_up(tx, person_id)
    if waiting is None or waiting.expires_at <= tx.now:
        raise totp_not_started()
    seed = data_key.open(waiting.sealed_seed, TOTP_SEED, person_id.bytes)
    step = matching_step(seed, code, tx.now)
    if step is None:
        raise totp_code_wrong()
    if not store.take_totp_set_up(tx, person_id):
        raise totp_not_started()
    app = TotpApp(waiting.name, tx.now, None, step, waiting.sealed_seed)
    store.store_totp(tx, person_id, app)
    # A right to choose a new password that was got without a second factor.
    end_resets_of(tx, person_id)
    mail_totp_added(tx, known.account, app.name)
    return app


def rename_totp(tx: Transaction, person_id: UUID, name: str) -> TotpApp:
    """Gives the app another name. Raises TOTP_UNKNOWN."""
    locked_account(tx, person_id)
    store.rename_totp(tx, person_id, name.strip() or TOTP_NAME.de)
    app = store.find_totp(tx, person_id)
    if app is None:
        raise totp_unknown()
    return app


def remove_totp(
    tx: Transaction, person_id: UUID, policy: SecondFactorPolicy, *, validate_only: bool
) -> None:
    """Removes the app, and with the last factor the recovery codes.

    Raises TOTP_UNKNOWN, SECOND_FACTOR_REQUIRED and PASSWORD_TOO_SHORT_ALONE.
    """
    known = locked_account(tx, person_id)
    app = store.find_totp(tx, person_id)
    if app is None:
        raise totp_unknown()
    require_removable(tx, known, policy)
    if validate_only:
        return
    store.remove_totp(tx, person_id)
    clean_up_after_removal(tx, person_id)
    mail_totp_removed(tx, known.account, app.name)
