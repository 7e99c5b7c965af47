"""What a verifier compares between message and paper holds for every genuine certificate."""

from dataclasses import replace

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.claims import claims_of
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import Facts, ModuleState
from certificates.xhochschule import message_of
from chassis.values import PersonName
from matrikel_verify.xhochschule import agrees

from . import message_facts, samples

TYPES = tuple(
    one
    for one in CertificateType
    if message_of(one, samples.facts_of(one), samples.document_of(one)) is not None
)


def _agrees(kind: CertificateType, facts: Facts, document: Document) -> bool:
    content = message_of(kind, facts, document)
    assert content is not None
    return agrees(content, claims_of(document, kind, 7))


@pytest.mark.parametrize("language", DocumentLanguage)
@pytest.mark.parametrize("kind", TYPES)
def test_message_and_paper_agree_in_every_language(
    kind: CertificateType, language: DocumentLanguage
) -> None:
    facts = samples.facts_of(kind)
    assert _agrees(kind, facts, samples.document_of(kind, language, facts))
    more = message_facts.facts(kind)
    assert _agrees(kind, more, message_facts.document(kind, language, more))


@pytest.mark.parametrize(
    "name", [PersonName("", "Sukarno"), PersonName("Ánh", "Čapek", title="Dr.")]
)
@pytest.mark.parametrize("kind", TYPES)
def test_message_and_paper_agree_about_every_name(kind: CertificateType, name: PersonName) -> None:
    person = replace(samples.PERSON, name=name)
    facts = samples.facts_of(kind)
    facts = replace(facts, records=replace(facts.records, person=person))
    document = samples.document_of(kind, DocumentLanguage.DE, facts)
    assert _agrees(kind, facts, document)


def test_message_and_paper_agree_about_the_first_semester_of_somebody() -> None:
    kind = CertificateType.STUDY_HISTORY
    facts = message_facts.facts(kind)
    history = message_facts.HISTORY
    period = replace(
        history.periods[0], leave_semesters=0, individual_standard_duration_semesters=6
    )
    first = replace(history, lines=history.lines[:1], periods=(period,), prior_studies=())
    facts = replace(facts, history=first)
    assert _agrees(kind, facts, message_facts.document(kind, DocumentLanguage.DE, facts))


def test_message_and_paper_agree_where_nothing_was_earned_yet() -> None:
    kind = CertificateType.TRANSCRIPT
    facts = message_facts.facts(kind)
    assert facts.exams is not None
    progress = message_facts.PROGRESS
    modules = tuple(
        replace(one, earned_tenths=0, grade="", state=ModuleState.STARTED)
        for one in progress.areas[0].modules
    )
    average = replace(progress.average, grade="", exact="", lines=())
    nothing = replace(
        progress,
        earned_tenths=0,
        average=average,
        areas=(replace(progress.areas[0], earned_tenths=0, modules=modules),),
    )
    failed = replace(facts.exams, progress=nothing, results=facts.exams.results[1:2])
    facts = replace(facts, exams=failed)
    assert _agrees(kind, facts, message_facts.document(kind, DocumentLanguage.EN, facts))


@pytest.mark.parametrize("kind", TYPES)
def test_a_message_about_somebody_else_does_not_agree(kind: CertificateType) -> None:
    facts = samples.facts_of(kind)
    other = replace(samples.PERSON, name=PersonName("Berta", "Beispiel"))
    theirs = replace(facts, records=replace(facts.records, person=other))
    document = samples.document_of(kind, DocumentLanguage.DE, facts)
    assert not _agrees(kind, theirs, document)
