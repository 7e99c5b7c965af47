"""Storing what was drawn, and listing it."""

from datetime import timedelta

import pytest
from certificates.app.issued import certificates_of_person, document_of_certificate
from certificates.app.issuing import issue_certificate
from certificates.domain.certificate import Certificate
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.database import Database, Transaction
from chassis.database.tables import outbox
from chassis.testing import within
from matrikel.certificates.v1 import events_pb2
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .samples import ISSUE_TIME, PERSON_ID, drawn_certificate


def test_the_document_is_kept_as_it_was_drawn(database: Database) -> None:
    issued = within(database, issue_certificate, drawn_certificate())
    document = within(database, document_of_certificate, issued.certificate_id)
    assert document.content == b"the file"
    assert document.content_type == "application/pdf"
    assert document.file_name == "immatrikulationsbescheinigung-2026W.pdf"


def test_issuing_tells_of_the_certificate_in_the_same_transaction(database: Database) -> None:
    issued = within(database, issue_certificate, drawn_certificate())

    def told(tx: Transaction) -> list[tuple[str, bytes]]:
        return [(row.subject, row.body) for row in tx.execute(select(outbox))]

    ((subject, body),) = within(database, told)
    assert subject == (
        f"matrikel.certificates.v1.certificate.{issued.certificate_id}.certificate_issued"
    )
    event = events_pb2.CertificateIssued.FromString(body)
    assert event.certificate.verification_number == issued.number.digits


def test_no_two_certificates_carry_one_number(database: Database) -> None:
    within(database, issue_certificate, drawn_certificate(draw=1))
    with pytest.raises(IntegrityError):
        within(database, issue_certificate, drawn_certificate(draw=1))


def test_certificates_are_listed_page_by_page_the_newest_first(database: Database) -> None:
    # Two of them are of the same moment.
    moments = [ISSUE_TIME + timedelta(hours=hour) for hour in (0, 1, 1, 2, 3)]
    for draw, moment in enumerate(moments):
        within(database, issue_certificate, drawn_certificate(draw, moment))
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
