"""The secrets of library accounts: chosen, changed, checked; each in steps around the slow hash."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.database import Transaction

from identity.app.library import refusals
from identity.app.library.cards import CardOnRecord, on_record
from identity.app.library.people import library_people
from identity.app.sign_in.attempts import Attempt, attempt_failed, attempt_succeeded, begin_attempt
from identity.app.sign_in.password_hashing import Checked
from identity.app.sign_in.password_rules import common_passwords
from identity.domain.library import CardState, LibraryCard
from identity.domain.passwords import PersonalWords, objections
from identity.domain.throttling import Secret
from identity.domain.written_codes import code_digest
from identity.mail.library import mail_secret_set
from identity.store import library_accounts as store
from identity.store.library_cards import find_card
from identity.store.library_rules import load_library_rules


@dataclass(frozen=True, slots=True)
class SecretCandidate:
    """Who wants to prove or choose a secret. `secret_hash` is empty where none can be right."""

    attempt: Attempt
    card_number: str
    person_id: UUID | None
    secret_hash: str = field(repr=False)
    # The digest of the start code that was typed rightly; empty for any other.
    code_digest: str = field(default="", repr=False)


def find_by_secret(tx: Transaction, card_number: str, client_address: str) -> SecretCandidate:
    """Counts an attempt with a secret; the same steps for unknown numbers.

    Raises TOO_MANY_ATTEMPTS.
    """
    attempt = begin_attempt(tx, card_number, client_address, secret=Secret.LIBRARY_SECRET)
    account = store.find_library_account_of_card(tx, card_number)
    return SecretCandidate(
        attempt,
        card_number,
        account.person_id if account else None,
        account.secret_hash if account else "",
    )


def find_by_start_code(
    tx: Transaction, card_number: str, typed: str, client_address: str
) -> SecretCandidate:
    """Counts an attempt with a start code. Raises TOO_MANY_ATTEMPTS.

    A right code is not used up yet: the secret may be weak.
    """
    attempt = begin_attempt(tx, card_number, client_address, secret=Secret.LIBRARY_SECRET)
    account = store.find_library_account_of_card(tx, card_number)
    card = find_card(tx, card_number)
    right = account is not None and account.start_code_opens(typed, tx.now)
    if account is None or not right or not _is_active(card):
        return SecretCandidate(attempt, card_number, None, "")
    attempt_succeeded(tx, attempt)
    return SecretCandidate(
        attempt, card_number, account.person_id, account.secret_hash, code_digest(typed)
    )


def refuse_proof(tx: Transaction, candidate: SecretCandidate) -> None:
    """Counts the failure and raises LIBRARY_PROOF_REFUSED."""
    attempt_failed(tx, candidate.attempt)
    raise refusals.proof_refused()


def require_good_secret(
    tx: Transaction, candidate: SecretCandidate, secret: str, university_words: Sequence[str]
) -> None:
    """Raises LIBRARY_SECRET_TOO_WEAK with every objection to a normalised secret."""
    if candidate.person_id is None:
        raise refusals.proof_refused()
    person = library_people(tx, [candidate.person_id])[candidate.person_id]
    shortest = load_library_rules(tx).shortest_secret
    names = (person.name.given_names, person.name.family_name, person.name.birth_name)
    found = objections(
        secret,
        common_passwords(),
        PersonalWords(candidate.card_number, names),
        university_words,
        shortest=shortest,
    )
    if found:
        raise refusals.secret_too_weak(found, shortest)


def set_by_start_code(tx: Transaction, candidate: SecretCandidate, secret_hash: str) -> None:
    """Uses the start code up and sets the secret; of parallel uses one comes through.

    Raises LIBRARY_PROOF_REFUSED for the others.
    """
    person_id = candidate.person_id
    if person_id is None or not store.use_start_code(
        tx, person_id, candidate.code_digest, secret_hash, tx.now
    ):
        raise refusals.proof_refused()
    _tell(tx, person_id)


def confirm_secret(tx: Transaction, candidate: SecretCandidate, checked: Checked) -> None:
    """Notes how the check of the secret so far came out. Raises LIBRARY_PROOF_REFUSED."""
    if not checked.matches or not _is_active(find_card(tx, candidate.card_number)):
        refuse_proof(tx, candidate)
    attempt_succeeded(tx, candidate.attempt)


def set_by_secret(tx: Transaction, candidate: SecretCandidate, secret_hash: str) -> None:
    """Replaces the secret that was proven. Raises LIBRARY_PROOF_REFUSED where it has changed."""
    person_id = candidate.person_id
    if person_id is None or not store.change_secret(
        tx, person_id, candidate.secret_hash, secret_hash
    ):
        raise refusals.proof_refused()
    _tell(tx, person_id)


def complete_check(tx: Transaction, candidate: SecretCandidate, checked: Checked) -> CardOnRecord:
    """The card behind a right secret.

    Raises LIBRARY_CHECK_REFUSED; and to whoever knows the secret LIBRARY_CARD_BLOCKED and
    LIBRARY_CARD_RETURNED.
    """
    card = find_card(tx, candidate.card_number)
    if card is None or candidate.person_id is None or not checked.matches:
        attempt_failed(tx, candidate.attempt)
        raise refusals.check_refused()
    attempt_succeeded(tx, candidate.attempt)
    if checked.renewed_hash:
        store.renew_hash(tx, candidate.person_id, candidate.secret_hash, checked.renewed_hash)
    if card.state is CardState.BLOCKED:
        raise refusals.card_is_blocked()
    if card.state is not CardState.ACTIVE:
        raise refusals.card_is_returned()
    return on_record(tx, card)


def _is_active(card: LibraryCard | None) -> bool:
    return card is not None and card.state is CardState.ACTIVE


def _tell(tx: Transaction, person_id: UUID) -> None:
    mail_secret_set(tx, library_people(tx, [person_id])[person_id])
