"""What all certificates have in common, of every type and in every language."""

from dataclasses import replace

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.claims import document_lines
from certificates.domain.contents import TITLES, content_of
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import Facts
from certificates.domain.types import TYPES
from chassis.values import LocalizedText

from .content_reading import lines
from .sample_exams import many_results
from .samples import DOCTORAL, ISSUE_TIME, document_of, facts_of, records_facts

EVERY_TYPE = pytest.mark.parametrize("kind", list(CertificateType))
LONGEST_VALUE = 400


@EVERY_TYPE
@pytest.mark.parametrize("language", list(DocumentLanguage))
def test_it_names_student_university_and_day_of_issue(
    kind: CertificateType, language: DocumentLanguage
) -> None:
    document = document_of(kind, language)
    told = " ".join(document_lines(document))
    assert "Öztürk" in told
    assert "Ayşe" in told
    assert "3041234" in told
    assert "Leuphana" in told
    assert ("21.11.2026" in told) == (language is not DocumentLanguage.EN)
    assert ("21 November 2026" in told) == (language is not DocumentLanguage.DE)
    assert document.file_stem.isascii()


@EVERY_TYPE
def test_both_languages_say_everything(kind: CertificateType) -> None:
    """No line is empty in one language and filled in the other."""
    document = document_of(kind, DocumentLanguage.BOTH)
    german, english = document_of(kind), document_of(kind, DocumentLanguage.EN)
    assert len(german.printed_fields) == len(english.printed_fields)
    assert len(document.printed_fields) == len(german.printed_fields)
    for one in (*german.printed_fields, *english.printed_fields):
        assert one.label.de
        assert one.label.en
        assert one.value.strip()
    for text in (document.content.title, document.content.statement):
        assert text.de != text.en
        assert "{" not in text.de + text.en


@EVERY_TYPE
def test_values_in_both_languages_stay_readable(kind: CertificateType) -> None:
    document = document_of(kind, DocumentLanguage.BOTH)
    assert max(len(one.value) for one in document.printed_fields) < LONGEST_VALUE


@EVERY_TYPE
def test_each_type_is_offered_with_a_name_and_what_it_is_for(kind: CertificateType) -> None:
    facts = TYPES[kind]
    assert facts.name.de
    assert facts.description.de.endswith(".")
    assert facts.description.en.endswith(".")
    assert content_of(kind, facts_of(kind), ISSUE_TIME).title == TITLES[kind]


@pytest.mark.parametrize(
    "kind", [one for one in CertificateType if one is not CertificateType.BAFOEG]
)
def test_doctoral_students_get_every_certificate_but_the_one_for_support(
    kind: CertificateType,
) -> None:
    facts = facts_of(kind, records_facts(enrolment=DOCTORAL))
    assert content_of(kind, facts, ISSUE_TIME).statement.de


@pytest.mark.parametrize("kind", [one for one in CertificateType if TYPES[one].for_jobs])
def test_jobs_issue_what_is_about_one_enrolment(kind: CertificateType) -> None:
    assert TYPES[kind].needs_enrolment


def test_figures_stand_once_where_both_languages_are_printed() -> None:
    say, both = DocumentLanguage.BOTH.say, LocalizedText(de="1,3", en="1.3")
    assert say(both) == "1,3"
    assert say(LocalizedText(de="318,15 €", en="€318.15")) == "318,15 €"
    assert say(LocalizedText(de="01.02.2003", en="1 February 2003")) == (
        "01.02.2003 / 1 February 2003"
    )
    assert DocumentLanguage.EN.say(both) == "1.3"


def test_a_transcript_of_somebody_near_the_end_keeps_every_result() -> None:
    facts = replace(facts_of(CertificateType.TRANSCRIPT), exams=many_results(60))
    document = document_of(CertificateType.TRANSCRIPT, facts=facts)
    printed = {one.value.split(" · ")[0] for one in document.printed_fields}
    assert {f"{1010100 + number}" for number in range(1, 61)} <= printed


@pytest.mark.parametrize(
    "kind",
    [
        CertificateType.ENROLMENT,
        CertificateType.BAFOEG,
        CertificateType.REGISTERED_EXAMS,
        CertificateType.TRANSCRIPT,
        CertificateType.STUDY_HISTORY,
        CertificateType.FEE_RECEIPT,
        CertificateType.MASTER_DATA,
    ],
)
def test_nothing_is_certified_from_facts_that_were_not_gathered(kind: CertificateType) -> None:
    with pytest.raises(ValueError, match="without"):
        content_of(kind, Facts(records_facts()), ISSUE_TIME)


def test_a_university_without_a_code_or_a_contact_prints_neither() -> None:
    records = records_facts()
    nameless = replace(records.university, destatis_code="", contact=None)
    facts = facts_of(CertificateType.MASTER_DATA, replace(records, university=nameless))
    assert content_of(CertificateType.MASTER_DATA, facts, ISSUE_TIME).notes == ()
    facts = facts_of(CertificateType.ENROLMENT, replace(records, university=nameless))
    assert "DESTATIS-Code" not in lines(content_of(CertificateType.ENROLMENT, facts, ISSUE_TIME))
