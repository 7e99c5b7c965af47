"""The rules of guide 000 on checking a certificate, "Studienbescheinigungen"."""

from datetime import date
from io import BytesIO

import pytest
from certificates.app.ordering import check_order
from certificates.app.verifying import verify_certificate
from certificates.documents import render
from certificates.domain.branding import Branding
from certificates.domain.certificate import CertificateState, CertificateType, LookupRule
from certificates.domain.lookup import is_restrictable
from chassis.database import Database
from chassis.testing import DrivenClock, within
from pypdf import PdfReader

from .lifecycle_factories import RULES, issued, named, order, refusal
from .samples import document_of

STUDY_AND_BAFOEG = (CertificateType.ENROLMENT, CertificateType.BAFOEG)


@pytest.mark.parametrize("kind", STUDY_AND_BAFOEG)
def test_everybody_who_is_given_the_certificate_can_check_it_with_the_number_alone(
    database: Database, kind: CertificateType
) -> None:
    """Source: guide 000, "Studienbescheinigungen": "Sie oder jede Behörde bzw. jedes Unternehmen,
    das diese Bescheinigung von Ihnen erhält, kann die Echtheit der Bescheinigung anhand der
    „VerifikationsNr“ überprüfen"."""
    certificate = issued(database, kind=kind)
    given = named(certificate.number)
    for address in ("192.0.2.1", "2001:db8::1", ""):
        found = within(database, verify_certificate, certificate.number, given, address, RULES)
        assert found.certificate == certificate


@pytest.mark.parametrize("kind", STUDY_AND_BAFOEG)
@pytest.mark.parametrize(
    "rule",
    [
        LookupRule(birth_date_required=True),
        LookupRule(pin_required=True),
        LookupRule(last_date=date(2099, 1, 1)),
        LookupRule(switched_off=True),
    ],
)
def test_nobody_can_take_that_back(
    database: Database, kind: CertificateType, rule: LookupRule
) -> None:
    """Source: guide 000, "Studienbescheinigungen": "kann die Echtheit der Bescheinigung anhand der
    „VerifikationsNr“ überprüfen"."""
    assert not is_restrictable(kind)
    pin = "471108" if rule.pin_required else ""
    reason = refusal(lambda: within(database, check_order, order(kind, rule, pin), None))
    assert reason == "LOOKUP_NOT_RESTRICTABLE"


def test_the_answer_confirms_the_document_and_shows_its_data_for_comparison(
    database: Database, clock: DrivenClock
) -> None:
    """Source: guide 000, "Studienbescheinigungen": "Nach Eingabe der „VerifikationsNr“ wird die
    Echtheit des Dokuments bestätigt und es werden die Daten der Bescheinigung zu Kontrollzwecken
    dargestellt"."""
    certificate = issued(database, kind=CertificateType.ENROLMENT)
    given = named(certificate.number)
    found = within(database, verify_certificate, certificate.number, given, "", RULES).certificate
    assert found.state(clock.now()) is CertificateState.VALID
    assert found.fields == certificate.fields
    assert found.fields


@pytest.mark.parametrize("kind", STUDY_AND_BAFOEG)
def test_the_paper_carries_sixteen_digits_and_says_that_it_needs_no_signature(
    kind: CertificateType,
) -> None:
    """Source: guide 000, "Studienbescheinigungen": "enthalten eine 16stellige sog.
    „VerifikationsNr“" and "der Überprüfung der Studienbescheinigung, die ohne Unterschrift gültig
    ist"."""
    document = document_of(kind)
    reader = PdfReader(BytesIO(render(document, Branding())))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "ohne Unterschrift gültig" in text
    assert document.number.printed in text
    assert len(document.number.digits) == 16
