"""The private address that a code goes to when the password is forgotten."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.recovery.refusals import (
    recovery_address_undeliverable,
    recovery_address_unknown,
    recovery_address_unsuitable,
    recovery_code_wrong,
    too_many_codes,
)
from identity.app.second_factors.removal import locked_account
from identity.app.sign_in.attempts import attempt_failed, attempt_succeeded, begin_attempt
from identity.app.tokens.data_key import DataKey
from identity.domain.mailed_codes import (
    CODE_BYTES,
    CodePurpose,
    is_private_address,
    needs_smtputf8,
    next_code,
    wait_before_next,
)
from identity.domain.throttling import Secret
from identity.domain.written_codes import plain_code, written_code
from identity.mail.recovery import (
    mail_address_code,
    mail_address_confirmed,
    mail_address_removed,
)
from identity.store import recovery as store


def set_recovery_address(
    tx: Transaction,
    person_id: UUID,
    address: str,
    university_domains: Collection[str],
    data_key: DataKey,
) -> datetime:
    """Mails a code to the address; returns until when it is good.

    Raises RECOVERY_ADDRESS_UNDELIVERABLE, RECOVERY_ADDRESS_UNSUITABLE and TOO_MANY_CODES.
    """
    known = locked_account(tx, person_id)
    private = address.strip()
    if needs_smtputf8(private):
        raise recovery_address_undeliverable()
    if not is_private_address(private, university_domains):
        raise recovery_address_unsuitable()
    former = store.find_code(tx, person_id, CodePurpose.ADDRESS)
    if wait := wait_before_next(former, tx.now):
        raise too_many_codes(wait)
    code = written_code(secrets.token_bytes(CODE_BYTES))
    digest = mailed_code_digest(data_key, code, CodePurpose.ADDRESS, person_id)
    mailed = next_code(former, digest, private, tx.now)
    store.store_code(tx, person_id, CodePurpose.ADDRESS, mailed)
    mail_address_code(tx, known.account, private, code, mailed.expires_at)
    return mailed.expires_at


def confirm_recovery_address(
    tx: Transaction, person_id: UUID, code: str, client_address: str, data_key: DataKey
) -> str:
    """Keeps the address that the code was mailed to; returns it. Counts the attempt.

    Raises RECOVERY_CODE_WRONG and TOO_MANY_ATTEMPTS.
    """
    known = locked_account(tx, person_id)
    attempt = begin_attempt(tx, known.account.user_name, client_address, secret=Secret.EMAIL_CODE)
    mailed = store.find_code(tx, person_id, CodePurpose.ADDRESS)
    digest = mailed_code_digest(data_key, code, CodePurpose.ADDRESS, person_id)
    if mailed is None or not store.claim_code(tx, person_id, CodePurpose.ADDRESS, digest):
        attempt_failed(tx, attempt)
        raise recovery_code_wrong()
    attempt_succeeded(tx, attempt)
    store.store_address(tx, person_id, mailed.address)
    # Whoever still reads the former mailbox has no say any more.
    store.end_resets_of(tx, person_id)
    mail_address_confirmed(tx, known.account, mailed.address)
    return mailed.address


def remove_recovery_address(tx: Transaction, person_id: UUID, *, validate_only: bool) -> None:
    """Removes the address, and one that waits. Raises RECOVERY_ADDRESS_UNKNOWN."""
    known = locked_account(tx, person_id)
    if not known.account.recovery_address and not store.unconfirmed_address(tx, person_id):
        raise recovery_address_unknown()
    if validate_only:
        return
    store.remove_address(tx, person_id)
    store.end_resets_of(tx, person_id)
    if known.account.recovery_address:
        mail_address_removed(tx, known.account)


def mailed_code_digest(data_key: DataKey, typed: str, purpose: CodePurpose, person_id: UUID) -> str:
    """What is kept of a mailed code: case, blanks, hyphens and look-alikes do not matter."""
    return data_key.digest(plain_code(typed), f"mailed code {purpose.value}", person_id.bytes)
