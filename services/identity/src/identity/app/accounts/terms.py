"""The terms of use: loaded from the profile, read, and accepted once per version."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.refusals import terms_outdated, terms_unknown
from identity.domain.terms import Acceptance, TermsOfUse
from identity.store import terms as store


class TermsChangedError(Exception):
    """The file changes the text of a version that people have accepted, or goes back to one."""


def get_terms(tx: Transaction) -> TermsOfUse:
    """The terms that hold. Raises TERMS_UNKNOWN."""
    terms = store.current_terms(tx)
    if terms is None:
        raise terms_unknown()
    return terms


def accept_terms(tx: Transaction, person_id: UUID, version: int) -> Acceptance:
    """Notes that a person accepts the version that holds; doing it again changes nothing.

    Raises TERMS_UNKNOWN and TERMS_OUTDATED.
    """
    if get_terms(tx).version != version:
        raise terms_outdated()
    store.keep_acceptance(tx, person_id, version)
    return store.acceptances_of(tx, person_id)[0]


def accept_terms_that_hold(tx: Transaction, person_id: UUID) -> None:
    """Notes that a person accepts whatever version holds, if any; for demonstrations."""
    if version := store.current_terms_version(tx):
        store.keep_acceptance(tx, person_id, version)


def terms_wait_for(tx: Transaction, person_id: UUID) -> bool:
    """Whether the version that holds was not accepted by the person."""
    newest = store.current_terms_version(tx)
    return all(each.version < newest for each in store.acceptances_of(tx, person_id)) and newest > 0


def load_terms(tx: Transaction, terms: TermsOfUse) -> bool:
    """Makes the terms what the file says; False where they are so already.

    What was accepted must stay readable as it was: another text needs a higher version. Raises
    TermsChangedError.
    """
    known = store.current_terms(tx)
    if known == terms:
        return False
    if known and terms.version < known.version:
        raise TermsChangedError(
            f"terms_of_use.yaml: version {known.version} holds already, {terms.version} is older"
        )
    if known and terms.version == known.version and store.was_accepted(tx, terms.version):
        raise TermsChangedError(
            f"terms_of_use.yaml: version {terms.version} was accepted with another text; give the"
            " new text a higher version"
        )
    store.store_terms(tx, terms)
    return True
