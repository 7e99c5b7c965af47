"""The two transactions of an issue, and listing what was issued."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from certificates.app.issued import certificates_of_person, document_of_certificate
from certificates.app.issuing import SealedCertificate, enter_claims, issue_certificate
from certificates.domain.certificate import Certificate, CertificateState, CertificateType
from certificates.main import service
from certificates.settings import CertificatesSettings
from certificates.store.certificates import find_by_file, load_certificate, record_of
from certificates.store.log import load_entries
from chassis.database import Database, Transaction
from chassis.database.tables import outbox
from chassis.testing import within
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel.certificates.v1 import events_pb2
from matrikel_verify.checkpoint import LogSigner, LogVerifier
from matrikel_verify.claims import Claims, claims_entry, file_entry
from matrikel_verify.merkle import ProofError, leaf_hash, verify_inclusion
from matrikel_verify.number import VerificationNumber
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .samples import ISSUE_TIME, PERSON_ID, document_of, facts_of, order_of

KIND = CertificateType.ENROLMENT
LOG = LogSigner("leuphana.example/log", Ed25519PrivateKey.generate())
SALT = b"s" * 16


def sealed(
    database: Database, draw: int = 1, issue_time: datetime = ISSUE_TIME
) -> SealedCertificate:
    """A certificate whose claims are in the log; its file is no PDF, as nobody looks into it."""
    document = replace(
        document_of(KIND, issue_time=issue_time), number=VerificationNumber.of_draw(draw)
    )
    entered = within(database, enter_claims, LOG, document, KIND, SALT)
    file = f"file {draw}".encode()
    return SealedCertificate(order_of(KIND), facts_of(KIND), document, entered, file)


def issued(database: Database, draw: int = 1, issue_time: datetime = ISSUE_TIME) -> Certificate:
    return within(database, issue_certificate, LOG, sealed(database, draw, issue_time))


def entries(database: Database) -> list[bytes]:
    return [entry for _, entry in within(database, load_entries, 0, 100)]


def test_the_claims_stand_in_the_log_before_the_file_is_made(database: Database) -> None:
    evidence = sealed(database).entered.evidence
    assert entries(database) == [claims_entry(SALT, evidence.claims)]
    checkpoint = LogVerifier.parse(LOG.vkey).open(evidence.checkpoint)
    leaf, other = leaf_hash(claims_entry(SALT, evidence.claims)), leaf_hash(b"of somebody else")
    place = (evidence.leaf_index, checkpoint.size)
    # Raises where the proof does not show it.
    verify_inclusion(*place, leaf, evidence.inclusion_proof, checkpoint.root)
    with pytest.raises(ProofError):
        verify_inclusion(*place, other, evidence.inclusion_proof, checkpoint.root)


def test_an_issue_that_stops_in_between_leaves_a_leaf_and_no_certificate(
    database: Database,
) -> None:
    prepared = sealed(database)
    page = within(database, certificates_of_person, PERSON_ID, None, 10)
    assert page.certificates == ()
    assert len(entries(database)) == 1
    # The next one goes on behind it.
    assert issued(database, draw=2).number != prepared.document.number
    assert len(entries(database)) == 3


def test_the_file_is_kept_as_it_was_sealed_and_its_digest_stands_in_the_log(
    database: Database,
) -> None:
    certificate = issued(database)
    document = within(database, document_of_certificate, certificate.certificate_id)
    assert document.content == b"file 1"
    assert document.content_type == "application/pdf"
    assert document.file_name == "immatrikulationsbescheinigung-2026W.pdf"
    digest = hashlib.sha256(b"file 1").digest()
    assert entries(database)[1] == file_entry(digest)
    found = within(database, find_by_file, digest)
    assert found is not None
    assert found.certificate_id == certificate.certificate_id


def test_what_is_kept_says_what_the_document_says(database: Database) -> None:
    certificate = issued(database)
    record = within(database, record_of, certificate.certificate_id)
    assert record is not None
    claims = Claims.parse(record.claims)
    assert claims.number == certificate.number.digits
    assert [one.value for one in claims.fields] == [one.value for one in certificate.fields]
    assert claims.valid_until == "2027-03-31"
    assert claims.status_index == record.status_index


def test_issuing_tells_of_the_certificate_in_the_same_transaction(database: Database) -> None:
    certificate = issued(database)

    def told(tx: Transaction) -> list[tuple[str, bytes]]:
        return [(row.subject, row.body) for row in tx.execute(select(outbox))]

    ((subject, body),) = within(database, told)
    assert subject == (
        f"matrikel.certificates.v1.certificate.{certificate.certificate_id}.certificate_issued"
    )
    event = events_pb2.CertificateIssued.FromString(body)
    assert event.certificate.verification_number == certificate.number.digits


def test_what_is_replaced_is_superseded_in_the_same_transaction(database: Database) -> None:
    former = issued(database, draw=1)
    newer = sealed(database, draw=2)
    order = replace(newer.order, replaces=former.certificate_id)
    successor = within(database, issue_certificate, LOG, replace(newer, order=order))
    replaced = within(database, load_certificate, former.certificate_id)
    assert replaced is not None
    assert replaced.state(ISSUE_TIME) is CertificateState.SUPERSEDED
    assert replaced.successor_id == successor.certificate_id


def test_no_two_certificates_carry_one_number(database: Database) -> None:
    issued(database, draw=1)
    with pytest.raises(IntegrityError):
        issued(database, draw=1)


def test_certificates_are_listed_page_by_page_the_newest_first(database: Database) -> None:
    # Two of them are of the same moment.
    moments = [ISSUE_TIME + timedelta(hours=hour) for hour in (0, 1, 1, 2, 3)]
    for draw, moment in enumerate(moments):
        issued(database, draw, moment)
    seen: list[Certificate] = []
    before = None
    while True:
        page = within(database, certificates_of_person, PERSON_ID, before, 2)
        seen += page.certificates
        if not page.has_next:
            break
        before = (seen[-1].issue_time, seen[-1].certificate_id)
    assert [one.issue_time for one in seen] == sorted(moments, reverse=True)
    assert len({one.certificate_id for one in seen}) == 5


def test_the_migrations_make_the_tables_of_the_code_and_can_be_undone(database: Database) -> None:
    history = service.history(CertificatesSettings(database_url=database.url))
    assert history.missing() == []
    assert history.differences() == []
    history.downgrade("certificates@base")
    assert history.missing() == ["certificates_0001"]
    history.upgrade()
    assert history.differences() == []
