"""Checking a data seal: its signature, the paper it stands on, what became of the certificate."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.database import Transaction
from chassis.errors import Code
from chassis.values import local_date
from matrikel_verify.data_seal import DataSeal, DataSealFacts
from matrikel_verify.data_seal_checks import SealedField, check, fields_of
from matrikel_verify.trust import DataSealKey
from matrikel_verify.verdict import Check, Outcome, Verdict

from certificates.app.rules import load_rules
from certificates.app.verifying import miss, refuse_guessers
from certificates.domain.certificate import Certificate, CertificateState, CertificateType
from certificates.domain.data_seal import belongs_to
from certificates.domain.guessing import GuessingRules, Place
from certificates.domain.retention import delete_date
from certificates.store.certificates import find_by_number
from certificates.texts import data_seal_checks as sentences


@dataclass(frozen=True, slots=True)
class CheckedDataSeal:
    """What came out, and how the certificate stands; None where it was not looked up or found."""

    verdict: Verdict
    certificate: Certificate | None
    # What the seal says; empty where its signature is not the university's.
    fields: tuple[SealedField, ...]


def check_data_seal(
    tx: Transaction,
    seal: DataSeal,
    keys: Sequence[DataSealKey],
    printed_number: str,
    client_address: str,
    rules: GuessingRules,
) -> CheckedDataSeal:
    """Checks a seal that could be read; `printed_number` is empty where it is not known.

    A genuine seal shows its own fields and the state, even where the look-up by number is
    restricted: whoever has the seal has the paper. Nothing is looked up for one that is not
    genuine. Raises TOO_MANY_UNKNOWN_NUMBERS for a network that missed too often; a seal whose
    number no certificate has counts as a miss.
    """
    place = Place.of(client_address)
    refuse_guessers(tx, place, rules)
    checks = check(seal, keys, printed_number)
    if not Verdict.of(checks).is_authentic:
        is_ours = any(
            one.code == "DATA_SEAL_SIGNATURE" and one.outcome is Outcome.PASSED for one in checks
        )
        return CheckedDataSeal(Verdict.of(checks), None, fields_of(seal) if is_ours else ())
    certificate = find_by_number(tx, seal.facts.number)
    known = (
        (_unknown(tx, seal.facts, place, rules),)
        if certificate is None
        else _known(tx, seal.facts, certificate)
    )
    return CheckedDataSeal(Verdict.of((*checks, *known)), certificate, fields_of(seal))


def _unknown(tx: Transaction, facts: DataSealFacts, place: Place, rules: GuessingRules) -> Check:
    """No certificate has the number: its data was deleted in due time, or it never was issued."""
    if _may_be_deleted(tx, facts):
        return sentences.deleted()
    refusal = miss(tx, place, facts.number, rules)
    if refusal.code is Code.RESOURCE_EXHAUSTED:
        raise refusal
    return sentences.unknown()


def _may_be_deleted(tx: Transaction, facts: DataSealFacts) -> bool:
    if facts.type not in set(CertificateType):
        return False
    last_day = delete_date(
        CertificateType(facts.type), facts.valid_until, facts.issue_date, load_rules(tx)
    )
    return last_day < local_date(tx.now)


def _known(tx: Transaction, facts: DataSealFacts, certificate: Certificate) -> tuple[Check, ...]:
    if not belongs_to(facts, certificate):
        return (sentences.of_another(),)
    state = certificate.state(tx.now)
    if state is CertificateState.WITHDRAWN:
        return sentences.known(), sentences.withdrawn()
    return sentences.known(), sentences.stands(state)
