"""The transcript as a message: every printed result with its values, in its place."""

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document, Table
from certificates.domain.document_language import DocumentLanguage
from certificates.xhochschule import message_of
from certificates.xhochschule.elements import Element
from chassis.values import Language
from lxml import etree

from . import message_facts as samples

_NAMES = {"h": "http://xhochschule.de/def/xhochschule/1.2/xsd"}
_NAMES |= {"b": "http://xbildung.de/def/xbildung/1.2/xsd"}
_FIRST_COLUMN = "Nr."
_PROGRAMME = "h:leistung"

both_types = pytest.mark.parametrize(
    "kind", [CertificateType.TRANSCRIPT, CertificateType.TRANSCRIPT_PASSED]
)


def _message(
    kind: CertificateType, language: DocumentLanguage = DocumentLanguage.DE
) -> tuple[Element, Document]:
    facts = samples.facts(kind)
    document = samples.document(kind, language, facts)
    content = message_of(kind, facts, document)
    assert content is not None
    return etree.fromstring(content), document


def _one(root: Element, path: str) -> str:
    found = root.xpath(path, namespaces=_NAMES)
    return str(found[0].text) if found else ""


def _result_tables(document: Document) -> list[Table]:
    return [
        one
        for one in document.content.blocks
        if isinstance(one, Table) and one.columns[0].label.de == _FIRST_COLUMN
    ]


def _printed_results(document: Document, language: Language) -> list[tuple[str, ...]]:
    rows = [row for table in _result_tables(document) for row in table.rows if not row.is_heading]
    return [tuple(cell.in_language(language) for cell in row.cells) for row in rows]


def _results(message: Element) -> list[Element]:
    """The innermost achievements that have an examination number."""
    found = message.xpath("//h:leistung[h:id/h:beschreibung='Prüfungsnummer']", namespaces=_NAMES)
    return list(found) or list(
        message.xpath("//h:leistung[h:id/h:beschreibung='examination number']", namespaces=_NAMES)
    )


@both_types
def test_every_printed_result_stands_in_the_message_with_its_values(kind: CertificateType) -> None:
    message, document = _message(kind)
    printed = {(row[0], row[4]): row for row in _printed_results(document, Language.DE)}
    said = _results(message)
    assert len(said) == len(printed) > 0
    for one in said:
        number, attempt = _one(one, "h:id/h:id"), _one(one, "h:absolvierteVersuche")
        _, exam, semester, day, _, status, grade, credit_points = printed[number, attempt]
        assert exam.startswith(_one(one, "h:bezeichnung"))
        assert _one(one, "h:lehrendeOderPruefende") in exam
        begin = _one(one, "h:semesterDerLeistungserbringung/h:zeitraum/h:beginn")
        assert begin[:4] in semester
        assert bool(begin) == bool(semester)
        iso = _one(one, "h:datumDerLeistungserbringung")
        assert ".".join(reversed(iso.split("-"))) == day
        assert _one(one, "h:benotung/b:note") == grade
        assert _one(one, "h:benotet") == ("true" if grade else "false")
        assert _one(one, "h:erbrachteLeistungspunkteECTS").replace(".", ",") == credit_points
        term = _one(one, "h:leistungsstatus/h:code/code").rsplit("/", 1)[-1]
        assert {"BE": "bestanden", "NB": "nicht_bestanden", "GR": "~wert_nicht_in_liste"}[
            status
        ] == term


def test_a_recognised_result_names_where_it_comes_from() -> None:
    message, _ = _message(CertificateType.TRANSCRIPT)
    path = "//h:leistung[h:id/h:id='3030303']/h:externErbrachteLeistung"
    assert _one(message, f"{path}/h:anerkanntOderAngerechnet/code").endswith("/anerkannt")
    assert _one(message, f"{path}/h:einrichtungDerLeistungserbringung") == "Université de Rennes"


def test_what_the_lists_do_not_know_is_told_in_words() -> None:
    message, _ = _message(CertificateType.TRANSCRIPT)
    withdrawn = "//h:leistung[h:id/h:id='1010102']"
    status = f"{withdrawn}/h:leistungsstatus/h:nichtGelisteterWert"
    assert _one(message, status) == "genehmigter Rücktritt"
    assert _one(message, f"{withdrawn}/h:beschreibung/h:beschreibung") == "zählt nicht als Versuch"
    presentation = "//h:leistung[h:id/h:id='2020202']/h:leistungsart/h:nichtGelisteterWert"
    assert _one(message, presentation) == "Referat"


@both_types
def test_programme_areas_and_modules_hold_their_results_as_printed(kind: CertificateType) -> None:
    message, document = _message(kind)
    printed = {one.label.de: one.value for one in document.printed_fields}
    assert _one(message, f"{_PROGRAMME}/h:bezeichnung") == printed["Studiengang"]
    assert _one(message, f"{_PROGRAMME}/h:benotung/b:note") == printed["Durchschnittsnote"]
    assert _one(message, f"{_PROGRAMME}/h:benotung/b:beschreibung") in printed["Berechnung"]
    earned, required = (
        _one(message, f"{_PROGRAMME}/h:{name}LeistungspunkteECTS").replace(".", ",")
        for name in ("erbrachte", "erforderliche")
    )
    assert f"{earned} von {required} CP" == printed["Erworbene Credit Points"]
    area = f"{_PROGRAMME}/h:leistung[h:bezeichnung='Major']"
    assert _result_tables(document)[0].heading.de == "Major: 12,5 von 90 CP"
    assert _one(message, f"{area}/h:erbrachteLeistungspunkteECTS") == "12.5"
    assert _one(message, f"{area}/h:erforderlicheLeistungspunkteECTS") == "90"
    module = f"{area}/h:leistung[h:id/h:id='M1']"
    assert _one(message, f"{module}/h:bezeichnung") == "Methoden"
    assert _one(message, f"{module}/h:benotung/b:note") == "1,3"
    assert _one(message, f"{module}/h:leistung/h:id/h:id") == "1010101"
    assert _one(message, "//h:leistung[h:bezeichnung='Leer']/h:bezeichnung") == ""


def test_the_transcript_of_what_was_passed_tells_nothing_else() -> None:
    message, _ = _message(CertificateType.TRANSCRIPT_PASSED)
    text = etree.tostring(message, encoding="unicode")
    assert "nicht_bestanden" not in text
    assert "1010102" not in text
    assert "5,0" in _one(message, f"{_PROGRAMME}/h:benotung//b:schlechtesteBewertung")
    assert all(_one(one, "h:benotung/b:note") != "5,0" for one in _results(message))


def test_grades_are_written_as_the_paper_writes_them() -> None:
    message, document = _message(CertificateType.TRANSCRIPT, DocumentLanguage.EN)
    printed = [row[6] for row in _printed_results(document, Language.EN)]
    assert [_one(one, "h:benotung/b:note") for one in _results(message)] == printed
    assert "1.3" in printed


def test_a_transcript_prints_no_first_enrolment_and_its_message_tells_none() -> None:
    message, _ = _message(CertificateType.TRANSCRIPT)
    assert message.xpath("//h:ersteinschreibung", namespaces=_NAMES) == []
