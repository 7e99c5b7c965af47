"""Second factors as the other use cases see them: which there are, and whether a code is right."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.tokens.data_key import DataKey
from identity.domain.proofs import ONE_TIME_CODE, RECOVERY_CODE
from identity.domain.second_factors import FEW_RECOVERY_CODES, Factors
from identity.domain.totp import is_totp_code, matching_step
from identity.domain.written_codes import code_digest
from identity.mail.second_factors import mail_recovery_code_used
from identity.store import second_factors as store
from identity.store.accounts import find_account
from identity.store.passkeys import remove_passkeys_of

# What a seed is sealed for.
TOTP_SEED = "totp seed"


def factors_of(tx: Transaction, person_id: UUID) -> Factors:
    """The second factors of a person; none for somebody without an account."""
    return Factors(
        totp=store.has_totp(tx, person_id),
        passkeys=store.count_passkeys(tx, person_id),
        recovery_codes_left=store.recovery_codes_left(tx, person_id).left,
    )


def use_code(tx: Transaction, person_id: UUID, code: str, data_key: DataKey) -> str | None:
    """Uses a code of the authenticator app, or a recovery code, up; None when it is not right.

    Returns the value of `amr` that it stands for: "otp" or "recovery". Of many who show the same
    code at once, one comes through. The caller has counted the attempt. The person is told by
    mail when a recovery code was used.
    """
    if is_totp_code(code):
        return ONE_TIME_CODE if _use_totp(tx, person_id, code, data_key) else None
    if not store.claim_recovery_code(tx, person_id, code_digest(code)):
        return None
    _tell_recovery_code_used(tx, person_id)
    return RECOVERY_CODE


def remove_all_factors(tx: Transaction, person_id: UUID) -> None:
    """Removes the app, all passkeys and recovery codes: the account starts again."""
    store.remove_totp(tx, person_id)
    store.remove_recovery_codes(tx, person_id)
    remove_passkeys_of(tx, person_id)


def _use_totp(tx: Transaction, person_id: UUID, code: str, data_key: DataKey) -> bool:
    app = store.find_totp(tx, person_id)
    if app is None:
        return False
    seed = data_key.open(app.sealed_seed, TOTP_SEED, person_id.bytes)
    step = matching_step(seed, code, tx.now)
    return step is not None and store.claim_totp_step(tx, person_id, app.sealed_seed, step)


def _tell_recovery_code_used(tx: Transaction, person_id: UUID) -> None:
    known = find_account(tx, person_id)
    if known is None:
        return
    left = store.recovery_codes_left(tx, person_id).left
    mail_recovery_code_used(tx, known.account, left, few=left <= FEW_RECOVERY_CODES)
