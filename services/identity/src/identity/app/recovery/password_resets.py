"""A forgotten password: a code to the recovery address, a second factor, a new password.

Asking takes the same steps for everybody; the code is looked up and mailed afterwards, by
`send_waiting_codes`, so that the time of the answer tells nothing about who has an account.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.oidc.endings import end_what_goes_on_without_sessions
from identity.app.recovery.addresses import mailed_code_digest
from identity.app.recovery.refusals import reset_ended, reset_refused, second_factor_needed
from identity.app.second_factors.factors import factors_of, use_code
from identity.app.second_factors.passkeys import ProvenPasskey, use_passkey
from identity.app.sign_in.attempts import (
    Attempt,
    attempt_asked,
    attempt_failed,
    attempt_succeeded,
    attempt_went_on,
    begin_attempt,
)
from identity.app.sign_in.refusals import second_factor_refused
from identity.app.sign_in.sessions import end_sessions_of
from identity.app.tokens.data_key import DataKey
from identity.domain.accounts import Account, AccountState
from identity.domain.mailed_codes import (
    CODE_BYTES,
    CODE_VALIDITY,
    RESET_TOKEN_BYTES,
    RESET_VALIDITY,
    CodePurpose,
    next_code,
    wait_before_next,
)
from identity.domain.passkeys import Purpose
from identity.domain.passwords import SHORTEST
from identity.domain.random_secrets import secret_digest
from identity.domain.throttling import Secret
from identity.domain.written_codes import written_code
from identity.mail.recovery import mail_password_reset, mail_reset_code
from identity.store import accounts, recovery
from identity.store.devices import drop_other_devices
from identity.store.failure_streaks import is_password_off

# Woken after each commit that stored a request.
REQUESTED = "password_reset_requested"

_NOBODY = UUID(int=0)
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """What somebody shows besides the mailed code; both empty where it is left out."""

    code: str = field(default="", repr=False)
    passkey: ProvenPasskey | None = None

    @property
    def given(self) -> bool:
        """Whether anything is shown."""
        return bool(self.code) or self.passkey is not None


@dataclass(frozen=True, slots=True)
class ResetGranted:
    """The right to choose a new password; its token is in clear here and nowhere else."""

    reset_token: str = field(repr=False)
    expires_at: datetime


def start_password_reset(tx: Transaction, user_name: str, client_address: str) -> datetime:
    """Notes that somebody asked; returns until when a code is good that is mailed now.

    Counts for the account and the address: nobody may ask without end, nor for everybody.

    Raises TOO_MANY_ATTEMPTS.
    """
    attempt = begin_attempt(tx, user_name, client_address, secret=Secret.EMAIL_CODE)
    known = accounts.find_account_by_user_name(tx, attempt.user_name)
    attempt_asked(tx, attempt)
    recovery.add_reset_request(tx, known.account.person_id if known else None)
    tx.touch(REQUESTED)
    return tx.now + CODE_VALIDITY


def send_waiting_codes(tx: Transaction, data_key: DataKey) -> int:
    """Mails codes to those who asked and have a confirmed address; returns how many.

    Whoever asks again within a minute, or a sixth time within an hour, gets no further mail.
    """
    return sum(_send_code(tx, each, data_key) for each in recovery.take_reset_requests(tx))


def prove_password_reset(
    tx: Transaction,
    user_name: str,
    mailed_code: str,
    factor: SecondFactor,
    client_address: str,
    data_key: DataKey,
) -> ResetGranted:
    """Exchanges the mailed code, and a second factor where there is one, for a reset token.

    Raises RESET_REFUSED, SECOND_FACTOR_NEEDED, SECOND_FACTOR_REFUSED and TOO_MANY_ATTEMPTS.
    """
    attempt = begin_attempt(tx, user_name, client_address, secret=Secret.EMAIL_CODE)
    account, digest = _account_of_code(tx, attempt, mailed_code, data_key)
    _require_second_factor(tx, attempt, account, factor, digest, data_key)
    if not recovery.claim_code(tx, account.person_id, CodePurpose.RESET, digest):
        attempt_failed(tx, attempt)
        raise reset_refused()
    attempt_succeeded(tx, attempt)
    token = secrets.token_urlsafe(RESET_TOKEN_BYTES)
    expires_at = tx.now + RESET_VALIDITY
    recovery.add_reset(tx, secret_digest(token), account.person_id, expires_at)
    return ResetGranted(token, expires_at)


def account_of_reset(tx: Transaction, reset_token: str) -> Account:
    """Whose new password it is. Raises RESET_ENDED."""
    person_id = recovery.person_of_reset(tx, secret_digest(reset_token))
    known = accounts.find_account(tx, person_id) if person_id else None
    if known is None or known.account.state is not AccountState.ACTIVE:
        raise reset_ended()
    return known.account


def finish_password_reset(
    tx: Transaction, reset_token: str, password_hash: str, password_length: int
) -> Account:
    """Sets the new password; every session ends and every device is forgotten.

    Raises RESET_ENDED.
    """
    person_id = account_of_reset(tx, reset_token).person_id
    known = accounts.find_account_for_change(tx, person_id)
    if known is None or not recovery.claim_reset(tx, secret_digest(reset_token)):
        raise reset_ended()
    accounts.set_password_hash(
        tx, person_id, password_hash, needs_second_factor=password_length < SHORTEST
    )
    recovery.end_resets_of(tx, person_id)
    end_sessions_of(tx, person_id)
    end_what_goes_on_without_sessions(tx, person_id)
    drop_other_devices(tx, person_id, kept=None)
    mail_password_reset(tx, known.account)
    return known.account


def _send_code(tx: Transaction, person_id: UUID, data_key: DataKey) -> bool:
    known = accounts.find_account_for_change(tx, person_id)
    if known is None or known.account.state is not AccountState.ACTIVE:
        return False
    former = recovery.find_code(tx, person_id, CodePurpose.RESET)
    if not known.account.recovery_address or wait_before_next(former, tx.now):
        return False
    code = written_code(secrets.token_bytes(CODE_BYTES))
    digest = mailed_code_digest(data_key, code, CodePurpose.RESET, person_id)
    mailed = next_code(former, digest, known.account.recovery_address, tx.now)
    recovery.store_code(tx, person_id, CodePurpose.RESET, mailed)
    mail_reset_code(tx, known.account, code, mailed.expires_at)
    return True


def _account_of_code(
    tx: Transaction, attempt: Attempt, typed: str, data_key: DataKey
) -> tuple[Account, str]:
    """Whose code it is, and its digest; the same steps for unknown user names.

    Raises RESET_REFUSED after counting the failure. The code is not used up.
    """
    known = accounts.find_account_by_user_name(tx, attempt.user_name)
    person_id = known.account.person_id if known else _NOBODY
    mailed = recovery.find_code(tx, person_id, CodePurpose.RESET)
    digest = mailed_code_digest(data_key, typed, CodePurpose.RESET, person_id)
    right = hmac.compare_digest(mailed.digest if mailed else _NO_DIGEST, digest)
    usable = known is not None and known.account.state is AccountState.ACTIVE
    if known is None or mailed is None or not (right and usable and mailed.holds(tx.now)):
        attempt_failed(tx, attempt)
        raise reset_refused()
    return known.account, digest


def _require_second_factor(
    tx: Transaction,
    attempt: Attempt,
    account: Account,
    factor: SecondFactor,
    code_digest: str,
    data_key: DataKey,
) -> None:
    if not factors_of(tx, account.person_id).any:
        return
    if not factor.given:
        attempt_went_on(tx, attempt)
        raise second_factor_needed()
    if factor.passkey is not None:
        owner = use_passkey(tx, factor.passkey, Purpose.SIGN_IN)
        shown = owner is not None and owner.person_id == account.person_id
    else:
        shown = use_code(tx, account.person_id, factor.code, data_key) is not None
    if not shown:
        attempt_failed(tx, attempt)
        if is_password_off(tx, attempt.name_key):
            # After a hundred failures each mailed code gives one guess, and there are five an hour.
            recovery.claim_code(tx, account.person_id, CodePurpose.RESET, code_digest)
        raise second_factor_refused()
