"""Checking the barcode of a paper: signature, number, and what became of the certificate."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from certificates.app.data_seals import CheckedDataSeal, check_data_seal
from certificates.app.standing import change_standing
from certificates.app.superseding import supersede
from certificates.domain.certificate import (
    Certificate,
    CertificateState,
    CertificateType,
    LookupRule,
    Standing,
)
from certificates.domain.data_seal import data_seal_of
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.guessing import GuessingRules
from certificates.keys.signing_keys import DataSealKeyPair, FileKey
from certificates.store.retention import remove_certificates
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from matrikel_verify.data_seal import MOST_BYTES, DataSealFacts, decode, encode
from matrikel_verify.number import VerificationNumber
from matrikel_verify.trust import DataSealKey
from matrikel_verify.verdict import Outcome

from . import message_facts as samples
from .lifecycle_factories import HERE, ISSUE_TIME, RULES, UNKNOWN, issued

_PRIVATE_KEY = ec.generate_private_key(ec.SECP256R1())
KEY = DataSealKeyPair("2026A", FileKey(_PRIVATE_KEY))
KEYS = (
    DataSealKey(
        KEY.reference,
        _PRIVATE_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    ),
)
TRANSCRIPT = samples.document(
    CertificateType.TRANSCRIPT, DocumentLanguage.DE, samples.facts(CertificateType.TRANSCRIPT)
)


def facts_of(certificate: Certificate) -> DataSealFacts:
    return replace(
        data_seal_of(TRANSCRIPT, certificate.type),
        number=certificate.number,
        issue_date=local_date(certificate.issue_time),
        valid_until=certificate.valid_until,
    )


def checked(
    database: Database, facts: DataSealFacts, printed_number: str = "", rules: GuessingRules = RULES
) -> CheckedDataSeal:
    seal = decode(encode(facts, KEY))
    return within(database, check_data_seal, seal, KEYS, printed_number, HERE, rules)


def outcome(result: CheckedDataSeal, code: str) -> Outcome:
    check = result.verdict.check(code)
    assert check is not None
    return check.outcome


def reason(result: CheckedDataSeal) -> str:
    assert not result.verdict.is_authentic
    assert result.verdict.reason is not None
    return result.verdict.reason.code


@pytest.mark.parametrize("kind", [one for one in CertificateType if one.value.startswith("t")])
def test_a_seal_says_what_the_document_says(kind: CertificateType) -> None:
    facts = data_seal_of(TRANSCRIPT, kind)
    key_facts = TRANSCRIPT.content.key_facts
    assert facts.type == kind.value
    assert facts.issuer == "Leuphana Universität Lüneburg"
    assert (facts.family_name, facts.given_names) == (key_facts.family_name, key_facts.given_names)
    assert facts.summary == key_facts.summary != ""
    assert facts.issue_date == date(2026, 11, 21)
    assert len(encode(facts, KEY)) <= MOST_BYTES


def test_a_genuine_seal_shows_its_fields_and_how_the_certificate_stands(
    database: Database, clock: DrivenClock
) -> None:
    certificate = issued(database)
    result = checked(database, facts_of(certificate), certificate.number.printed)
    assert result.verdict.is_authentic
    assert outcome(result, "CERTIFICATE_KNOWN") is Outcome.PASSED
    assert outcome(result, "NOT_WITHDRAWN") is Outcome.PASSED
    assert result.certificate == certificate
    assert result.certificate.state(clock.now()) is CertificateState.VALID
    assert "Öztürk-Şahin" in [one.value for one in result.fields]


@pytest.mark.parametrize(
    "rule", [LookupRule(switched_off=True), LookupRule(birth_date_required=True)]
)
def test_whoever_has_the_seal_has_the_paper_so_that_rules_of_look_up_do_not_hide_it(
    database: Database, rule: LookupRule
) -> None:
    certificate = issued(database, rule=rule)
    result = checked(database, facts_of(certificate))
    assert result.verdict.is_authentic
    assert result.certificate is not None
    assert result.fields


def test_the_barcode_of_another_document_is_rejected_with_that_reason(database: Database) -> None:
    certificate, other = issued(database), issued(database)
    result = checked(database, facts_of(certificate), other.number.printed)
    assert reason(result) == "DATA_SEAL_NUMBER_AGREES"
    assert result.certificate is None


def test_a_forged_seal_shows_nothing_and_looks_nothing_up(database: Database) -> None:
    certificate = issued(database)
    content = bytearray(encode(facts_of(certificate), KEY))
    content[-1] ^= 1
    seal = decode(bytes(content))
    result = within(database, check_data_seal, seal, KEYS, "", HERE, RULES)
    assert reason(result) == "DATA_SEAL_SIGNATURE"
    assert result.fields == ()
    assert result.certificate is None


def test_a_withdrawn_certificate_is_rejected_with_its_state(
    database: Database, clock: DrivenClock
) -> None:
    certificate = issued(database)
    database.write_now(
        lambda tx: change_standing(tx, certificate.certificate_id, Standing.WITHDRAWN)
    )
    result = checked(database, facts_of(certificate))
    assert reason(result) == "NOT_WITHDRAWN"
    assert result.certificate is not None
    assert result.certificate.state(clock.now()) is CertificateState.WITHDRAWN


def test_a_superseded_certificate_stays_authentic_and_says_so(database: Database) -> None:
    certificate, successor = issued(database), issued(database)
    within(database, supersede, certificate.certificate_id, successor, names_successor=False)
    result = checked(database, facts_of(certificate))
    assert result.verdict.is_authentic
    stands = result.verdict.check("NOT_WITHDRAWN")
    assert stands is not None
    assert "neuere" in stands.de
    assert "newer" in stands.en


def test_a_seal_whose_certificate_was_never_issued_is_rejected_and_counted(
    database: Database,
) -> None:
    facts = replace(facts_of(issued(database)), number=UNKNOWN)
    strict = GuessingRules(misses_per_address=2)
    for _ in range(2):
        assert reason(checked(database, facts, rules=strict)) == "CERTIFICATE_KNOWN"
    with pytest.raises(Failure) as refused:
        checked(database, facts, rules=strict)
    assert refused.value.reason == "TOO_MANY_UNKNOWN_NUMBERS"


def test_a_seal_of_another_type_or_day_than_the_certificate_is_rejected(
    database: Database,
) -> None:
    facts = facts_of(issued(database))
    for changed in (
        replace(facts, type="enrolment"),
        replace(facts, issue_date=facts.issue_date + timedelta(days=1)),
        replace(facts, valid_until=date(2030, 1, 1)),
    ):
        result = checked(database, changed)
        assert reason(result) == "CERTIFICATE_KNOWN"


def test_long_after_its_data_was_deleted_a_seal_is_still_genuine(
    database: Database, clock: DrivenClock
) -> None:
    certificate = issued(database)
    within(database, remove_certificates, (certificate.certificate_id,))
    clock.advance(timedelta(days=1000))
    result = checked(database, facts_of(certificate), rules=GuessingRules(misses_per_address=1))
    assert result.verdict.is_authentic
    assert outcome(result, "CERTIFICATE_KNOWN") is Outcome.NOT_DONE
    assert result.verdict.check("NOT_WITHDRAWN") is None
    assert result.certificate is None
    assert result.fields


def test_a_type_that_was_never_issued_is_not_taken_for_a_deleted_one(
    database: Database, clock: DrivenClock
) -> None:
    clock.advance(timedelta(days=1000))
    facts = DataSealFacts(
        number=VerificationNumber.of_draw(5),
        type="diploma",
        issuer="Leuphana",
        family_name="",
        given_names="",
        birth_date=date(2000, 1, 1),
        birth_place="",
        matriculation_number="",
        issue_date=local_date(ISSUE_TIME),
    )
    assert reason(checked(database, facts)) == "CERTIFICATE_KNOWN"
