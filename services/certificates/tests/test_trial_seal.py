"""Papers that are sealed with a test seal say so in words, as paper shows no certificate."""

from dataclasses import replace

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.trial_seal import marked_as_test

from .paper_samples import drawn, paper, text_of


@pytest.mark.parametrize(
    ("language", "warnings"),
    [
        (DocumentLanguage.DE, ["TESTSIEGEL – NICHT GÜLTIG"]),
        (DocumentLanguage.EN, ["TEST SEAL – NOT VALID"]),
        (DocumentLanguage.BOTH, ["TESTSIEGEL – NICHT GÜLTIG", "TEST SEAL – NOT VALID"]),
    ],
)
def test_the_paper_warns_before_it_certifies_and_once_more_below(
    language: DocumentLanguage, warnings: list[str]
) -> None:
    document = paper(language=language)
    text = text_of(drawn(replace(document, content=marked_as_test(document.content))))
    for warning in warnings:
        assert text.count(warning) == 2


@pytest.mark.parametrize("kind", CertificateType)
def test_nothing_that_a_certificate_says_is_lost(kind: CertificateType) -> None:
    content = paper(kind).content
    marked = marked_as_test(content)
    assert marked.statement.de.endswith(content.statement.de)
    assert marked.notes[1:] == content.notes
    assert replace(marked, statement=content.statement, notes=content.notes) == content
