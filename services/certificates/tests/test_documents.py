"""The file: text, structure, bytes."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdf
import pytest
from certificates.documents import render
from certificates.domain.document import Document
from chassis.values import Language, PersonName

from .samples import (
    PERSON,
    enrolment_document,
    exams_document,
    records_facts,
    registration,
)

MANY_EXAMS = tuple(registration(number) for number in range(1, 80))


def with_name(given: str, family: str) -> Document:
    person = replace(PERSON, name=PersonName(given, family))
    return enrolment_document(facts=records_facts(person=person))


def text_of(file: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(file)).pages
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in pages))


def elements(file: pikepdf.Pdf, role: str) -> list[Any]:
    """All structure elements of a role, in reading order."""
    found = []

    def walk(node: Any) -> None:
        if node.get("/S") == f"/{role}":
            found.append(node)
        for child in node.get("/K", []):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                walk(child)

    walk(file.Root.StructTreeRoot.K)
    return found


def test_every_printed_field_is_in_the_file() -> None:
    for language in Language:
        for document in (enrolment_document(language), exams_document(MANY_EXAMS[:5], language)):
            text = text_of(render(document))
            for field in document.content.printed_fields:
                for cell in field.value.removeprefix("–").split(" · "):
                    assert cell in text, field


def test_number_sentence_and_address_are_on_the_document() -> None:
    german = text_of(render(enrolment_document()))
    assert "4711 0815 1234 5671" in german
    assert "ohne Unterschrift gültig" in german
    assert "matrikel.leuphana.example/verify" in german
    assert "valid without a signature" in text_of(render(enrolment_document(Language.EN)))


def test_the_same_document_gives_the_same_bytes() -> None:
    first = render(enrolment_document())
    render(with_name("J̌ana M̂arta Ji̇̀mas", "C̨̆ura"))
    assert render(enrolment_document()) == first


def test_documents_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    documents = [enrolment_document(), exams_document(MANY_EXAMS[:9]), with_name("J̌ana", "Đặng")]
    alone = [render(one) for one in documents]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(render, documents * 4))
    assert together == alone * 4


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize(
    "document",
    [
        enrolment_document(),
        enrolment_document(Language.EN),
        exams_document(()),
        exams_document(MANY_EXAMS, Language.EN),
        with_name("J̌ana Ji̇̀mas", "C̨̆ura"),
    ],
    ids=["enrolment", "enrolment_en", "no_exams", "many_exams_en", "composed_letters"],
)
def test_the_file_is_archivable_and_accessible(
    document: Document, profile: str, tmp_path: Path
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render(document))
    report = page.validate_pdf(str(file), profile=profile)
    assert [(one.rule_id, one.message) for one in report.failures] == []
    assert report.is_compliant


def test_the_file_has_title_language_and_embedded_typeface() -> None:
    with pikepdf.open(BytesIO(render(enrolment_document(Language.EN)))) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo.Title) == "Certificate of Enrolment · Winter semester 2026/27"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        fonts = [font for one in file.pages for font in one.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_a_screen_reader_finds_heading_labels_code_and_link() -> None:
    with pikepdf.open(BytesIO(render(enrolment_document()))) as file:
        assert len(elements(file, "H1")) == 1
        assert len(elements(file, "H2")) == 4
        assert {str(one.A.Scope) for one in elements(file, "TH")} == {"/Row"}
        (code,) = elements(file, "Figure")
        assert "4711 0815 1234 5671" in str(code.Alt)
        assert len(code.A.BBox) == 4
        (link,) = file.pages[0].Annots
        assert str(link.A.URI) == "https://matrikel.leuphana.example/verify#4711081512345671"
        assert str(link.Contents)


def test_a_long_table_goes_on_with_its_head_on_the_next_page() -> None:
    file = render(exams_document(MANY_EXAMS))
    pages = pypdf.PdfReader(BytesIO(file)).pages
    assert len(pages) >= 3
    with_rows = [one.extract_text() for one in pages if "Klausur Statistik" in one.extract_text()]
    assert len(with_rows) >= 2
    assert all("Termin und Raum" in text for text in with_rows)
    for number, one in enumerate(pages, start=1):
        assert f"Seite {number} von {len(pages)}" in one.extract_text()
    with pikepdf.open(BytesIO(file)) as tagged:
        columns = [one for one in elements(tagged, "TH") if str(one.A.Scope) == "/Column"]
        # The repeated head is decoration: a screen reader hears it once.
        assert len(columns) == 5
        assert all(len(one.K) == 1 for one in columns)


def test_the_panel_stands_whole_on_the_last_page() -> None:
    for count in range(0, 40, 3):
        pages = pypdf.PdfReader(BytesIO(render(exams_document(MANY_EXAMS[:count])))).pages
        last = pages[-1].extract_text()
        assert "ohne Unterschrift" in last
        assert "example/verify" in last


def test_names_as_long_as_the_contract_allows_are_broken_not_cut() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 4
    text = text_of(render(with_name(long[:120], "Ng" * 60))).replace(" ", "")
    assert long[:120] + "Ng" * 60 in text
