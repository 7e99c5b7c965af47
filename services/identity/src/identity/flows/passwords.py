"""Proves again who is signed in, and changes passwords: hashing between transactions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Failure
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.sign_in.attempts import attempt_went_on
from identity.app.sign_in.password_hashing import Checked
from identity.app.sign_in.password_rules import objections_to, personal_words, require_good_password
from identity.app.sign_in.password_strength import Strength, strength_of
from identity.app.sign_in.passwords import (
    NewPassword,
    accept_current_password,
    change_password,
    refuse_current_password,
    whom_a_password_is_for,
)
from identity.app.sign_in.proving_again import ProofOfSession, begin_proof, prove_with_password
from identity.domain.accounts import Account
from identity.domain.passwords import Objection, normalised
from identity.domain.sessions import SessionRules
from identity.domain.throttling import Secret
from identity.flows.proving import Proving

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Prover:
    """Who is signed in and proves something: the session and the address it comes from."""

    session_id: UUID
    client_address: str


async def prove_by_password(
    proving: Proving,
    work: Work,
    rules: SessionRules,
    prover: Prover,
    password: str,
    answer: Callable[[datetime], M],
) -> M:
    """Renews the proof of the session. Raises TOO_BUSY, TOO_MANY_ATTEMPTS and PROOF_REFUSED."""
    with proving.door.attempt(prover.client_address, trusted=True):
        proof, checked = await _checked(proving, rules, prover, normalised(password))
        return await work.write(lambda tx: answer(prove_with_password(tx, proof, checked)))


async def change_own_password(
    proving: Proving,
    work: Work,
    rules: SessionRules,
    prover: Prover,
    *,
    current_password: str,
    new_password: str,
    end_others: bool,
    answer: Callable[[int], M],
) -> M:
    """Sets a new password for whoever knows the current one (OWASP ASVS 5.0, 6.2.3).

    Raises TOO_BUSY, TOO_MANY_ATTEMPTS, PROOF_REFUSED and PASSWORD_TOO_WEAK.
    """
    secret = normalised(new_password)
    with proving.door.attempt(prover.client_address, trusted=True):
        proof, checked = await _checked(proving, rules, prover, normalised(current_password))
        if not checked.matches:
            return await work.write(lambda tx: answer(refuse_current_password(tx, proof)))
        has_second_factor = await proving.database.write(accept_current_password, proof)
        require_good_password(
            secret, proof.account, has_second_factor, proving.university_words, "new_password"
        )
        encoded = await proving.hash(proof.attempt.trust, secret)
        new = NewPassword(secret, encoded)
        return await work.write(
            lambda tx: answer(change_password(tx, proof, new, end_others=end_others))
        )


async def judge_password(
    proving: Proving,
    work: Work,
    person_id: UUID,
    password: str,
) -> tuple[Strength, tuple[Objection, ...], bool]:
    """How strong a password looks, what speaks against it, and whether there is a second factor."""
    secret = normalised(password)
    account, has_second_factor = await work.read(lambda tx: whom_a_password_is_for(tx, person_id))
    strength, found = await proving.compute(
        _judged, secret, account, has_second_factor, proving.university_words
    )
    return strength, found, has_second_factor


def _judged(
    secret: str, account: Account, has_second_factor: bool, university_words: tuple[str, ...]
) -> tuple[Strength, tuple[Objection, ...]]:
    found = objections_to(secret, account, has_second_factor, university_words)
    return strength_of(secret, personal_words(account)), found


async def _checked(
    proving: Proving, rules: SessionRules, prover: Prover, secret: str
) -> tuple[ProofOfSession, Checked]:
    """The attempt, counted, and whether the password was right."""

    def begin(tx: Transaction) -> ProofOfSession:
        return begin_proof(tx, rules, prover.session_id, prover.client_address, Secret.PASSWORD)

    proof = await proving.database.write(begin)
    try:
        return proof, await proving.check(proof.attempt, proof.password_hash, secret)
    except Failure:
        await proving.database.write(attempt_went_on, proof.attempt)
        raise
