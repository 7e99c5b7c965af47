"""Signs somebody in: the password around its check, then the second factor where there is one."""

import secrets
from dataclasses import dataclass, field

from chassis.database import Transaction

from identity.app.refusals import account_not_activated, sign_in_refused
from identity.app.second_factors.factors import factors_of, use_code
from identity.app.sign_in.attempts import (
    Attempt,
    attempt_failed,
    attempt_succeeded,
    attempt_went_on,
    begin_attempt,
)
from identity.app.sign_in.password_hashing import Checked
from identity.app.sign_in.refusals import second_factor_refused, sign_in_expired
from identity.app.sign_in.session_starting import Origin, SignedIn, start_session
from identity.app.tokens.data_key import DataKey
from identity.domain.accounts import Account, AccountState
from identity.domain.challenges import (
    CHALLENGE_BYTES,
    CHALLENGE_LIFETIME,
    Challenge,
)
from identity.domain.initial_codes import opens
from identity.domain.proofs import PASSWORD, Proof
from identity.domain.random_secrets import secret_digest
from identity.domain.second_factors import Factors
from identity.domain.sessions import SessionRules
from identity.domain.throttling import Secret
from identity.store import accounts as store
from identity.store import sign_in_challenges as challenges


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who wants to sign in. `password_hash` is empty where no password can be right."""

    attempt: Attempt
    password_hash: str = field(repr=False)
    typed_initial_code: bool


@dataclass(frozen=True, slots=True)
class SecondFactorAsked:
    """The password was right; the sign-in waits for one of these factors."""

    challenge: str = field(repr=False)
    factors: Factors


@dataclass(frozen=True, slots=True)
class SecondStep:
    """A sign-in whose second factor is being checked."""

    attempt: Attempt
    account: Account
    challenge: Challenge
    digest: str = field(repr=False)


def find_candidate(tx: Transaction, attempt: Attempt, password: str) -> Candidate:
    """What the attempt has to be checked against; the same steps for unknown user names."""
    known = store.find_account_by_user_name(tx, attempt.user_name)
    issued = store.find_initial_code(tx, attempt.user_name)
    waits_for_code = known is not None and known.account.state is AccountState.ASSIGNED
    usable = known is not None and known.account.state is AccountState.ACTIVE
    return Candidate(
        attempt,
        known.password_hash if known and usable else "",
        opens(issued, password, tx.now) and waits_for_code,
    )


def complete_password(
    tx: Transaction,
    candidate: Candidate,
    checked: Checked,
    service: str,
    origin: Origin,
    rules: SessionRules,
) -> SignedIn | SecondFactorAsked:
    """Starts the session, bound to the calling service (empty for none), or asks for more.

    Raises SIGN_IN_REFUSED, and ACCOUNT_NOT_ACTIVATED to whoever typed the right initial code.
    """
    attempt = candidate.attempt
    if candidate.typed_initial_code:
        attempt_succeeded(tx, attempt)
        raise account_not_activated()
    known = store.find_account_by_user_name(tx, attempt.user_name)
    # The account may have changed while the password was checked.
    unchanged = (
        known is not None
        and known.account.state is AccountState.ACTIVE
        and known.password_hash == candidate.password_hash
    )
    if known is None or not unchanged or not checked.matches:
        attempt_failed(tx, attempt)
        raise sign_in_refused()
    account = known.account
    if checked.renewed_hash:
        store.set_password_hash(tx, account.person_id, checked.renewed_hash)
    factors = factors_of(tx, account.person_id)
    if factors.any:
        attempt_went_on(tx, attempt)
        return _ask_for_second_factor(tx, account, service, factors)
    attempt_succeeded(tx, attempt)
    return start_session(
        tx, account, rules, service=service, proof=Proof((PASSWORD,)), origin=origin
    )


def find_challenge(tx: Transaction, challenge: str, service: str) -> tuple[Challenge, Account, str]:
    """The sign-in that waits behind a challenge, whose it is, and the challenge's digest.

    Raises SIGN_IN_EXPIRED where it is unknown, used, too old, or not this service's.
    """
    digest = secret_digest(challenge)
    found = challenges.find_open_challenge(tx, digest)
    known = store.find_account(tx, found.person_id) if found else None
    if found is None or known is None or found.service != service:
        raise sign_in_expired()
    if known.account.state is not AccountState.ACTIVE:
        raise sign_in_expired()
    return found, known.account, digest


def begin_second_step(tx: Transaction, challenge: str, service: str, origin: Origin) -> SecondStep:
    """Counts the attempt. Raises SIGN_IN_EXPIRED and TOO_MANY_ATTEMPTS."""
    found, account, digest = find_challenge(tx, challenge, service)
    attempt = begin_attempt(
        tx,
        account.user_name,
        origin.client_address,
        origin.device_token,
        secret=Secret.SECOND_FACTOR,
    )
    return SecondStep(attempt, account, found, digest)


def complete_second_step(
    tx: Transaction,
    step: SecondStep,
    code: str,
    data_key: DataKey,
    origin: Origin,
    rules: SessionRules,
) -> SignedIn:
    """Starts the session once the code was right. Raises SECOND_FACTOR_REFUSED, SIGN_IN_EXPIRED."""
    method = use_code(tx, step.account.person_id, code, data_key)
    if method is None:
        attempt_failed(tx, step.attempt)
        raise second_factor_refused()
    attempt_succeeded(tx, step.attempt)
    return complete_challenge(tx, step.digest, step.challenge, step.account, method, origin, rules)


def complete_challenge(
    tx: Transaction,
    digest: str,
    challenge: Challenge,
    account: Account,
    method: str,
    origin: Origin,
    rules: SessionRules,
) -> SignedIn:
    """Uses the challenge up and starts its session. Raises SIGN_IN_EXPIRED for all but one."""
    if not challenges.claim_challenge(tx, digest):
        raise sign_in_expired()
    return start_session(
        tx,
        account,
        rules,
        service=challenge.service,
        proof=Proof(challenge.amr).with_more((method,)),
        origin=origin,
    )


def _ask_for_second_factor(
    tx: Transaction, account: Account, service: str, factors: Factors
) -> SecondFactorAsked:
    challenge = secrets.token_urlsafe(CHALLENGE_BYTES)
    waiting = Challenge(account.person_id, service, (PASSWORD,), tx.now + CHALLENGE_LIFETIME)
    challenges.add_challenge(tx, waiting, secret_digest(challenge))
    return SecondFactorAsked(challenge, factors)
