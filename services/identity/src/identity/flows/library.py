"""Sets and checks the secrets of library accounts, with the slow hash between transactions."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from chassis.database import Transaction
from chassis.errors import Failure
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.library.card_secrets import (
    SecretCandidate,
    complete_check,
    confirm_secret,
    find_by_secret,
    find_by_start_code,
    refuse_proof,
    require_good_secret,
    set_by_secret,
    set_by_start_code,
)
from identity.app.library.cards import CardOnRecord
from identity.app.sign_in.attempts import attempt_went_on
from identity.app.sign_in.password_hashing import Checked
from identity.domain.passwords import normalised
from identity.flows.proving import Proving

M = TypeVar("M", bound=Message)


async def set_secret_by_code(
    proving: Proving,
    work: Work,
    *,
    card_number: str,
    start_code: str,
    secret: str,
    client_address: str,
    university_words: Sequence[str],
    answer: Callable[[], M],
) -> M:
    """Sets the secret with a start code, which is used up with it.

    Raises TOO_BUSY, TOO_MANY_ATTEMPTS, LIBRARY_PROOF_REFUSED and LIBRARY_SECRET_TOO_WEAK.
    """
    chosen = normalised(secret)

    def find(tx: Transaction) -> SecretCandidate:
        return find_by_start_code(tx, card_number, start_code, client_address)

    with proving.door.attempt(client_address, card_number):
        candidate = await proving.database.write(find)
        if candidate.person_id is None:
            return await work.write(lambda tx: _refused(tx, candidate, answer))
        await proving.database.read(
            lambda tx: require_good_secret(tx, candidate, chosen, university_words)
        )
        secret_hash = await proving.hash(candidate.attempt.trust, chosen)

        def complete(tx: Transaction) -> M:
            set_by_start_code(tx, candidate, secret_hash)
            return answer()

        return await work.write(complete)


async def change_secret(
    proving: Proving,
    work: Work,
    *,
    card_number: str,
    current_secret: str,
    secret: str,
    client_address: str,
    university_words: Sequence[str],
    answer: Callable[[], M],
) -> M:
    """Replaces the secret by another one.

    Raises TOO_BUSY, TOO_MANY_ATTEMPTS, LIBRARY_PROOF_REFUSED and LIBRARY_SECRET_TOO_WEAK.
    """
    chosen = normalised(secret)
    with proving.door.attempt(client_address, card_number):
        candidate, checked = await _checked(proving, card_number, current_secret, client_address)
        if not checked.matches:
            return await work.write(lambda tx: _refused(tx, candidate, answer))
        await proving.database.write(lambda tx: confirm_secret(tx, candidate, checked))
        await proving.database.read(
            lambda tx: require_good_secret(tx, candidate, chosen, university_words)
        )
        secret_hash = await proving.hash(candidate.attempt.trust, chosen)

        def complete(tx: Transaction) -> M:
            set_by_secret(tx, candidate, secret_hash)
            return answer()

        return await work.write(complete)


async def check_card(
    proving: Proving,
    work: Work,
    *,
    card_number: str,
    secret: str,
    client_address: str,
    answer: Callable[[CardOnRecord], M],
) -> M:
    """Checks number and secret for another system.

    Raises TOO_BUSY, TOO_MANY_ATTEMPTS, LIBRARY_CHECK_REFUSED, LIBRARY_CARD_BLOCKED and
    LIBRARY_CARD_RETURNED.
    """
    with proving.door.attempt(client_address, card_number):
        candidate, checked = await _checked(proving, card_number, secret, client_address)
        return await work.write(lambda tx: answer(complete_check(tx, candidate, checked)))


async def _checked(
    proving: Proving, card_number: str, secret: str, client_address: str
) -> tuple[SecretCandidate, Checked]:
    """Counts the attempt and checks it; every one that is let through costs one check."""

    def find(tx: Transaction) -> SecretCandidate:
        return find_by_secret(tx, card_number, client_address)

    candidate = await proving.database.write(find)
    typed = normalised(secret)
    try:
        checked = await proving.check(candidate.attempt, candidate.secret_hash, typed)
    except Failure:
        # Nobody checked, so that nothing failed.
        await proving.database.write(lambda tx: attempt_went_on(tx, candidate.attempt))
        raise
    return candidate, checked


def _refused(tx: Transaction, candidate: SecretCandidate, answer: Callable[[], M]) -> M:
    refuse_proof(tx, candidate)
    return answer()
