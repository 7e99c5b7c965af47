"""The files: archivable, accessible, with attachments and a place for the seal."""

import hashlib
import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import page
import pikepdf
import pytest
from certificates.documents.compression import compress_streams
from certificates.documents.seal_field import BYTE_RANGE, CONTENTS
from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.paper import document_lines

from .paper_samples import (
    ATTACHMENTS,
    RECIPIENT,
    drawn,
    elements,
    every_paper,
    long_transcript,
    paper,
    poppler_text_of,
    text_of,
    with_name,
    with_registrations,
    without_blanks,
)

DE, EN, BOTH = DocumentLanguage


def problems_of(document: Document, folder: Path) -> list[str]:
    """What any program that reads, checks or speaks PDF has against the file."""
    content = drawn(document)
    file = folder / "certificate.pdf"
    file.write_bytes(content)
    problems = [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in ("3a", "ua1")
        for failure in page.validate_pdf(str(file), profile=profile).failures
    ]
    problems += [
        f"outloud: {finding.rule} {finding.message}"
        for finding in outloud.check(str(file)).findings
        # It wants a link wherever an address is printed; a student's own addresses are data.
        if not (finding.rule == "LNK-010" and "@" in finding.evidence)
        # It takes rows that differ in figures only for heads of pages, where several pages end
        # with one at the same height.
        and finding.rule != "PAG-001"
    ]
    for command in (["qpdf", "--check"], ["mutool", "info"], ["pdfinfo", "-struct-text"]):
        done = subprocess.run([*command, str(file)], capture_output=True, check=False)
        if done.returncode or _complaint(done.stderr):
            problems.append(f"{command[0]}: {done.stderr.decode()[:200]}")
    for read in (text_of(content), poppler_text_of(content)):
        plain = without_blanks(read)
        problems += [
            f"not read: {line}"
            for line in document_lines(document)
            if without_blanks(line) not in plain
        ]
    return problems


def _complaint(said: bytes) -> bool:
    """The seal is not there yet, which poppler says of every reserved place."""
    lines = [line for line in said.decode().splitlines() if line.strip()]
    return any("CMS signature" not in line and "ByteRange" not in line for line in lines)


@pytest.fixture
def programs() -> None:
    """Debian: qpdf, mupdf-tools, poppler-utils."""
    missing = [one for one in ("qpdf", "mutool", "pdfinfo") if shutil.which(one) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)}: not installed on this machine")


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize(
    "document",
    [
        paper(),
        paper(CertificateType.BAFOEG, EN, recipient=RECIPIENT),
        paper(CertificateType.MASTER_DATA, BOTH),
        paper(CertificateType.FEE_RECEIPT, DE),
        with_registrations(0),
        with_registrations(40, EN),
        long_transcript(30, BOTH),
        with_name("J̌ana Ji̇̀mas", "C̨̆ura", BOTH),
    ],
    ids=[
        "enrolment_de",
        "bafoeg_en_letter",
        "master_data_both",
        "fee_receipt_de",
        "no_exams_de",
        "many_exams_en",
        "long_transcript_both",
        "composed_letters_both",
    ],
)
def test_no_program_has_anything_against_the_file(document: Document, tmp_path: Path) -> None:
    assert problems_of(document, tmp_path) == []


@pytest.mark.prove
@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize(("name", "document"), list(every_paper()))
def test_no_program_has_anything_against_any_file(
    name: str, document: Document, tmp_path: Path
) -> None:
    assert problems_of(document, tmp_path) == [], name


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def test_the_file_has_title_language_and_embedded_typeface() -> None:
    with opened(drawn(paper(language=EN))) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo.Title) == "Certificate of Enrolment · Winter semester 2026/27"
        assert str(file.docinfo.Author) == "Leuphana University Lüneburg"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        fonts = [font for one in file.pages for font in one.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_a_bilingual_file_names_both_languages_and_marks_every_english_text() -> None:
    with opened(drawn(paper(language=BOTH))) as file:
        assert str(file.Root.Lang) == "de-DE"
        assert b"<rdf:li>de-DE</rdf:li><rdf:li>en-GB</rdf:li>" in file.Root.Metadata.read_bytes()
        spans = elements(file, "Span")
        assert len(spans) % 2 == 0
        assert all("/Lang" not in one for one in spans[::2])
        assert {str(one.Lang) for one in spans[1::2]} == {"en-GB"}
        english = [one for one in elements(file, "P") if "/Lang" in one]
        # The statement and the three sentences of the panel.
        assert len(english) == 4


def test_a_screen_reader_finds_headings_labels_codes_and_links() -> None:
    with opened(drawn(paper())) as file:
        assert len(elements(file, "H1")) == 1
        assert len(elements(file, "H2")) == 4
        assert {str(one.A.Scope) for one in elements(file, "TH")} == {"/Row"}
        qr_code, data_seal = elements(file, "Figure")
        assert "4711 0815 1234 5671" in str(qr_code.Alt)
        assert "Datensiegel" in str(data_seal.Alt)
        assert len(qr_code.A.BBox) == len(data_seal.A.BBox) == 4
        links = [one for one in file.pages[0].Annots if one.Subtype == "/Link"]
        assert [str(one.A.URI) for one in links] == [
            "https://www.leuphana.de",
            "mailto:infoportal@leuphana.example",
            "https://matrikel.leuphana.example/verify#4711081512345671",
        ]
        assert all(str(one.Contents) for one in links)


def test_the_data_seal_is_large_enough_for_a_scan_and_the_link_code_for_a_phone() -> None:
    with opened(drawn(paper())) as file:
        qr_code, data_seal = (
            float(one.A.BBox[2]) - float(one.A.BBox[0]) for one in elements(file, "Figure")
        )
    assert 19 < qr_code / 72 * 25.4 < 26
    assert 35 < data_seal / 72 * 25.4 < 40


def test_repeated_heads_of_tables_are_heard_once() -> None:
    with opened(drawn(with_registrations(60))) as file:
        columns = [one for one in elements(file, "TH") if str(one.A.Scope) == "/Column"]
        assert len(columns) == 5
        assert all(len(one.K) == 1 for one in columns)


def test_attachments_say_what_they_are_and_count_as_changed_when_issued() -> None:
    with opened(drawn(paper(language=BOTH))) as file:
        found: dict[str, Any] = {str(one.UF): one for one in file.Root.AF}
        assert set(found) == {one.name for one in ATTACHMENTS}
        for attachment in ATTACHMENTS:
            specification = found[attachment.name]
            stored = specification.EF.F
            assert stored.read_bytes() == attachment.content
            assert str(specification.AFRelationship) == f"/{attachment.relationship}"
            assert str(stored.Subtype) == f"/{attachment.media_type}"
            assert str(stored.Params.ModDate) == "D:20261121130500Z"
            md5 = hashlib.md5(attachment.content, usedforsecurity=False).digest()
            assert bytes(stored.Params.CheckSum) == md5
        assert str(found["evidence.json"].Desc) == "Nachweis / Evidence"
        names = [str(one) for one in list(file.Root.Names.EmbeddedFiles.Names)[::2]]
        assert names == sorted(names)


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"Type": pikepdf.Name.EmbeddedFile},
        {"Length1": 1},
    ],
    ids=["page", "attachment", "font"],
)
def test_no_stream_ends_with_half_an_end_of_line(entries: dict[str, Any]) -> None:
    # Its checksum makes the compressed form end with a carriage return.
    content = next(
        one
        for one in (b"<a>" + b"x" * count + b"</a>" for count in range(1000))
        if zlib.compress(one).endswith(b"\r")
    )
    with pikepdf.new() as file:
        stream = file.make_stream(content, **entries)
        file.Root.Held = stream
        compress_streams(file)
        assert not stream.read_raw_bytes().endswith(b"\r")
        assert stream.read_bytes().startswith(content)
        if "Type" in entries:
            assert stream.read_bytes() == content
        if "Length1" in entries:
            assert stream.Length1 == len(stream.read_bytes())


def test_a_stream_of_metadata_is_not_compressed() -> None:
    with opened(drawn(paper())) as file:
        assert b"<pdfaid:part>3</pdfaid:part>" in file.Root.Metadata.read_raw_bytes()


def test_the_place_of_the_seal_forbids_changes_and_has_a_name_for_screen_readers() -> None:
    content = drawn(paper())
    assert content.count(b"<" + CONTENTS + b">") == 1
    assert content.count(BYTE_RANGE) == 1
    assert content.count(b"startxref") == 1
    with opened(content) as file:
        [field] = file.Root.AcroForm.Fields
        assert str(field.TU) == "Elektronisches Siegel der Hochschule"
        assert [float(one) for one in field.Rect] == [0, 0, 0, 0]
        assert field.F == 132
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        assert str(field.V.M) == "D:20261121130500Z"
        [reference] = field.V.Reference
        assert str(reference.TransformMethod) == "/DocMDP"
        assert reference.TransformParams.P == 1
        assert file.Root.Perms.DocMDP == field.V
        [element] = elements(file, "Form")
        assert element.K.Obj == field


def test_without_a_seal_field_the_file_has_no_form() -> None:
    with opened(drawn(paper(), seal_field=False)) as file:
        assert "/AcroForm" not in file.Root
        assert elements(file, "Form") == []
