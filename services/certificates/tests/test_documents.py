"""The papers: what stands on them, where it breaks, and that the same facts give the same bytes."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from certificates.documents import render
from certificates.domain.branding import Branding, Colour
from certificates.domain.certificate import CertificateType
from certificates.domain.claims import claims_of
from certificates.domain.document import Column, Document, Entry, Legend, Row, Table
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.paper import document_lines, head_title, page_furniture
from certificates.domain.printing import same
from chassis.values import LocalizedText
from matrikel_verify.pdf.content import texts_of_page
from matrikel_verify.pdf.document import attachments_of, refuse_active_content
from matrikel_verify.pdf.document import pages_of as sealed_pages_of
from matrikel_verify.pdf.file import read_file
from matrikel_verify.pdf.text import first_difference

from .paper_samples import (
    ATTACHMENTS,
    BRANDING,
    RECIPIENT,
    drawn,
    long_transcript,
    pages_of,
    paper,
    poppler_text_of,
    text_of,
    with_name,
    with_registrations,
    without_blanks,
)

DE, EN, BOTH = DocumentLanguage


@pytest.mark.parametrize("language", DocumentLanguage)
@pytest.mark.parametrize("kind", CertificateType)
def test_every_line_of_the_document_is_read_back_by_two_programs(
    kind: CertificateType, language: DocumentLanguage
) -> None:
    document = paper(kind, language, recipient=RECIPIENT)
    file = drawn(document)
    for read in (without_blanks(text_of(file)), without_blanks(poppler_text_of(file))):
        for line in (*document_lines(document), *_furniture(document)):
            assert without_blanks(line) in read, line


@pytest.mark.parametrize("language", DocumentLanguage)
def test_names_in_composed_letters_are_read_back_as_they_are_written(
    language: DocumentLanguage,
) -> None:
    file = drawn(with_name("Nguyễn İpek", "Łukasz-Őrsi", language))
    for read in (text_of(file), poppler_text_of(file)):
        assert "Nguyễn İpek Łukasz-Őrsi" in read


@pytest.mark.parametrize("kind", CertificateType)
def test_nothing_stands_on_the_pages_but_lines_and_furniture(kind: CertificateType) -> None:
    for language in DocumentLanguage:
        document = paper(kind, language, recipient=RECIPIENT)
        claims = claims_of(document, kind, 1, page_furniture(document, BRANDING))
        file = drawn(document)
        assert first_difference([[text] for text in pages_of(file)], claims) is None
        # The reader of sealed files, which takes nothing that certificates do not draw.
        strictly = read_file(file)
        refuse_active_content(strictly)
        pages = [texts_of_page(strictly, one) for one in sealed_pages_of(strictly)]
        assert first_difference(pages, claims) is None
        assert attachments_of(strictly) == {one.name: one.content for one in ATTACHMENTS}


def _furniture(document: Document) -> list[str]:
    """Without what stands on further pages only, and without the numbers of pages."""
    return [
        line
        for line in page_furniture(document, BRANDING)
        if "{page}" not in line and line != head_title(document)
    ]


def test_the_same_document_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    papers = [(kind, language) for kind in CertificateType for language in DocumentLanguage]
    first = [drawn(paper(*one)) for one in papers]
    drawn(with_name("J̌ana M̂arta Ji̇̀mas", "C̨̆ura"))
    assert [drawn(paper(*one)) for one in reversed(papers)] == first[::-1]


def test_documents_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    documents = [paper(), with_registrations(9, BOTH), with_name("J̌ana", "Đặng")]
    alone = [drawn(one) for one in documents]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(drawn, documents * 3))
    assert together == alone * 3


def test_number_sentence_address_office_and_day_are_on_every_paper() -> None:
    read = text_of(drawn(paper(language=BOTH)))
    assert "4711 0815 1234 5671" in read
    assert "ohne Unterschrift gültig" in read
    assert "valid without a signature" in read
    assert "matrikel.leuphana.example/verify" in read
    assert "Studierendenservice Student Services" in read
    assert "Lüneburg, 21.11.2026 / 21 November 2026" in read
    assert "Stiftung öffentlichen Rechts Foundation under public law" in read


def test_english_papers_hold_no_german_but_names() -> None:
    read = text_of(drawn(paper(language=EN)))
    for german in ("Immatrikulation", "Studiengang", "Gültig", "Seite", "Ohne Netz"):
        assert german not in read


@pytest.mark.parametrize("kind", [CertificateType.ENROLMENT, CertificateType.BAFOEG])
@pytest.mark.parametrize("language", DocumentLanguage)
def test_what_is_handed_in_most_often_is_one_page(
    kind: CertificateType, language: DocumentLanguage
) -> None:
    assert len(pages_of(drawn(paper(kind, language)))) == 1


@pytest.mark.parametrize("language", [DE, EN])
def test_an_enrolment_certificate_in_an_envelope_is_one_page(language: DocumentLanguage) -> None:
    read = pages_of(drawn(paper(language=language, recipient=RECIPIENT)))
    assert len(read) == 1
    assert "Universitätsallee 1 · 21335 Lüneburg Ayşe Öztürk c/o Müller" in read[0]


def test_a_long_table_goes_on_with_its_head_on_the_next_page() -> None:
    pages = pages_of(drawn(with_registrations(79)))
    assert len(pages) >= 3
    with_rows = [text for text in pages if "Klausur Statistik" in text]
    assert len(with_rows) >= 2
    assert all("Termin und Raum" in text for text in with_rows)
    for number, text in enumerate(pages, start=1):
        assert f"Seite {number} von {len(pages)}" in text
        assert "Verifikationsnummer 4711 0815 1234 5671 · ausgestellt am 21.11.2026" in text


def test_the_panel_stands_whole_on_the_last_page() -> None:
    for count in range(0, 40, 5):
        last = pages_of(drawn(with_registrations(count)))[-1]
        assert "ohne Unterschrift" in last
        assert "example/verify" in last
        assert "Datensiegel" in last


def test_no_heading_of_rows_stands_without_its_row_at_the_end_of_a_page() -> None:
    rows: list[Row] = []
    for module in range(60):
        rows.append(Row((same(f"Modul {module}."),), is_heading=True))
        rows += [Row((same(f"Prüfung {module}.{n}."), same("1,7"))) for n in range(1 + module % 3)]
    broken = 0
    for above in range(0, 60, 12):
        pages = pages_of(drawn(_with_table(tuple(rows[2 * (above % 3) :]))))
        for text in pages[:-1]:
            last = re.findall(r"(Modul|Prüfung) \d+\.", text)[-1]
            assert last == "Prüfung"
            broken += 1
    assert broken >= 5


def test_no_row_stands_alone_on_the_last_page_of_its_table() -> None:
    for count in range(20, 50, 3):
        rows = tuple(Row((same(f"Zeile {number}."), same("1,7"))) for number in range(count))
        for text in pages_of(drawn(_with_table(rows))):
            assert text.count("Zeile ") != 1


def _with_table(rows: tuple[Row, ...]) -> Document:
    columns = (
        Column(LocalizedText("Prüfung und Modul", "Examination and module"), 5),
        Column(LocalizedText("Note", "Grade"), 1, is_number=True),
    )
    table = Table(
        LocalizedText("Leistungen", "Results"), same("Zeile"), columns, rows, same("nichts")
    )
    document = paper()
    blocks = (*document.content.blocks[:1], table, *document.content.blocks[-1:])
    return replace(document, content=replace(document.content, blocks=blocks))


def test_a_legend_may_end_a_document_that_has_no_notes() -> None:
    code, meaning = same("BE"), LocalizedText("bestanden", "passed")
    legend = Legend(same("Status"), (Entry(code, meaning), Entry(same("NB"), meaning)))
    content = replace(paper().content, notes=())
    document = replace(paper(), content=replace(content, blocks=(*content.blocks, legend)))
    assert "Status BE bestanden NB bestanden Verifikationsnummer" in text_of(drawn(document))


def test_names_as_long_as_the_contract_allows_are_broken_not_cut() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 4
    for language in DocumentLanguage:
        read = text_of(drawn(with_name(long[:120], "Ng" * 60, language))).replace(" ", "")
        assert long[:120] + "Ng" * 60 in read


def test_a_transcript_of_many_results_breaks_over_pages_in_every_language() -> None:
    for language in DocumentLanguage:
        assert len(pages_of(drawn(long_transcript(64, language)))) >= 3


def test_the_branding_changes_the_colour_of_the_paper() -> None:
    red = render(paper(), replace(BRANDING, accent=Colour("#8B1A1A")))
    assert red != render(paper(), BRANDING)
    assert text_of(red) == text_of(render(paper(), BRANDING))


def test_without_a_profile_the_paper_is_drawn_neutrally() -> None:
    assert "21.11.2026" in text_of(render(paper(), Branding()))
