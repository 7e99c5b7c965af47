"""Signs in, and proves again, with a passkey."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.second_factors.passkeys import ProvenPasskey, use_passkey
from identity.app.second_factors.refusals import passkey_sign_in_refused
from identity.app.sign_in.proving_again import renew_proof
from identity.app.sign_in.refusals import proof_refused
from identity.app.sign_in.session_starting import Origin, SignedIn, start_session
from identity.app.sign_in.sessions import session_of_id
from identity.app.sign_in.steps import complete_challenge, find_challenge
from identity.domain.passkeys import Purpose
from identity.domain.proofs import PASSKEY, USER_VERIFIED, Proof
from identity.domain.sessions import SessionRules

# The device, and what unlocks it.
_BOTH = (PASSKEY, USER_VERIFIED)


def sign_in_with_passkey(
    tx: Transaction,
    proven: ProvenPasskey | None,
    service: str,
    origin: Origin,
    rules: SessionRules,
) -> SignedIn:
    """Starts a session with a passkey alone. Raises PASSKEY_SIGN_IN_REFUSED.

    Nothing is counted: there is nothing to guess, so that a passkey goes on while the password of
    the account waits or is off.
    """
    account = use_passkey(tx, proven, Purpose.SIGN_IN) if proven else None
    if account is None:
        raise passkey_sign_in_refused()
    return start_session(tx, account, rules, service=service, proof=Proof(_BOTH), origin=origin)


def complete_sign_in_with_passkey(
    tx: Transaction,
    proven: ProvenPasskey | None,
    second_factor_challenge: str,
    service: str,
    origin: Origin,
    rules: SessionRules,
) -> SignedIn:
    """Completes a sign-in whose password was right.

    Raises PASSKEY_SIGN_IN_REFUSED, after which the sign-in goes on waiting, and SIGN_IN_EXPIRED.
    """
    waiting, account, digest = find_challenge(tx, second_factor_challenge, service)
    owner = use_passkey(tx, proven, Purpose.SIGN_IN) if proven else None
    if owner is None or owner.person_id != account.person_id:
        raise passkey_sign_in_refused()
    return complete_challenge(tx, digest, waiting, account, PASSKEY, origin, rules)


def prove_with_passkey(
    tx: Transaction,
    person_id: UUID,
    session_id: UUID,
    proven: ProvenPasskey | None,
    rules: SessionRules,
) -> datetime:
    """Renews the proof of the caller's session. Raises PROOF_REFUSED and SESSION_ENDED."""
    session = session_of_id(tx, session_id, rules).session
    owner = use_passkey(tx, proven, Purpose.PROOF) if proven else None
    if owner is None or owner.person_id != person_id:
        raise proof_refused("credential_json")
    return renew_proof(tx, session, _BOTH)


def prove_by_set_up(
    tx: Transaction, session_id: UUID, methods: tuple[str, ...], rules: SessionRules
) -> None:
    """Lets the session count the factor that its person has just shown while setting it up."""
    renew_proof(tx, session_of_id(tx, session_id, rules).session, methods)
