"""Tagged PDF: what can be read back, structure, pages, bytes."""

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest
from chassis.pdf import (
    Face,
    RuledTable,
    Run,
    Runs,
    Structure,
    Target,
    Text,
    TextStyle,
    area_on_page,
    artifact,
    describe,
    draw_line,
    draw_pages,
    page_index,
    tag,
    unprintable,
    width_of,
)
from chassis.values import Language
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, PageTemplate

STYLE = TextStyle(10, 14)
WIDTH = 400.0


def number_page(canvas: Canvas, pages: int) -> None:
    with artifact(canvas, "Footer"):
        draw_line(canvas, f"{canvas.getPageNumber()} of {pages}", STYLE, 50, 20)


def finished(structure: Structure, *story: Flowable, language: Language = Language.DE) -> bytes:
    """The tagged file, on pages that hold ten lines."""
    frame = Frame(50, 50, WIDTH, 150, 0, 0, 0, 0)
    drawn = draw_pages(story, [PageTemplate("all", [frame])], number_page)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        tag(pdf, structure, language)
        describe(pdf, {"/Title": "Ünïcode"})
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def with_text(text: str) -> bytes:
    structure = Structure()
    return finished(structure, Text(text, STYLE, structure, structure.root.add("P")))


def with_table(rows: int) -> bytes:
    structure = Structure()
    table = structure.root.add("Table")
    head = table.add("TR").add("TH", scope="Column")
    cells = [[Text("Name", STYLE, structure, head, repeats=True)]]
    cells += [
        [Text(f"row {row}", STYLE, structure, table.add("TR").add("TD"))] for row in range(rows)
    ]
    # reportlab would set its own default, which is not embedded.
    style = [
        ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, STYLE.color),
    ]
    return finished(structure, RuledTable(cells, colWidths=[WIDTH], repeatRows=1, style=style))


def pages_of(file: bytes) -> list[str]:
    texts = [one.extract_text() for one in pypdf.PdfReader(BytesIO(file)).pages]
    return [re.sub(r"\s+", " ", text) for text in texts]


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


@pytest.mark.parametrize(
    "name",
    [
        "İpek Çağla Yıldırım-Şahin",
        "Thị Hồng Ngọc Nguyễn",
        "Đức Ưng Đặng",
        "Łukasz Zdzisław Źródło-Żółć",
        "Ελένη Παπαδοπούλου",
        "Ярослава Щёголева-Ґалаґан",
        "Øyvind Ægir Þórðarson",
        "Sofía Ibáñez i Núñez-Müßig",
        # Letters that ligatures would eat.
        "Steffi Pfiffner-Affleck",
        # Latin letters typed as base and mark.
        unicodedata.normalize("NFD", "Ngọc Şebnem Žižka"),
    ],
)
def test_names_of_many_scripts_can_be_read_back(name: str) -> None:
    assert unprintable(name) == ""
    assert f"before {unicodedata.normalize('NFC', name)} after" in "".join(
        pages_of(with_text(f"before {name} after"))
    )


@pytest.mark.parametrize(
    "name",
    [
        # Letters of DIN 91379 that Unicode has no single character for.
        "J̌ana M̂arta C̨̆ura-R̥̄ai",
        # Drawn as ı with a dot, because the dot stays under a further mark (Lithuanian).
        "Ji̇̀mas Ri̇́mkus",
    ],
)
def test_letters_with_moved_marks_are_given_as_text_beside_what_is_drawn(name: str) -> None:
    assert unprintable(name) == ""
    with pikepdf.open(BytesIO(with_text(name))) as file:
        drawn = file.pages[0].Contents.read_bytes().decode("latin-1")
    expected = unicodedata.normalize("NFC", name).encode("utf-16-be").hex().upper()
    assert f"/ActualText <FEFF{expected}>" in drawn


def test_letters_that_the_typeface_lacks_are_named() -> None:
    assert unprintable("王小明 Wang") == "王小明"
    assert unprintable("Wang\u0007") == "\u0007"
    assert unprintable("Ağrı – „Straße“ · C̨̆") == ""


def test_a_word_wider_than_its_line_is_broken_not_cut() -> None:
    word = "Wolfeschlegelsteinhausenbergerdorff" * 4
    assert width_of(word, STYLE) > WIDTH
    assert word in pages_of(with_text(word))[0].replace(" ", "")


def test_every_page_tells_how_many_there_are() -> None:
    pages = pages_of(with_table(60))
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"{number} of {len(pages)}" in text


def test_the_head_of_a_table_is_on_each_page_and_heard_once() -> None:
    file = with_table(60)
    assert all("Name" in text for text in pages_of(file))
    with pikepdf.open(BytesIO(file)) as tagged:
        (head,) = elements(tagged, "TH")
        assert str(head.A.Scope) == "/Column"
        assert len(head.K) == 1
        assert len(elements(tagged, "TD")) == 60


def test_everything_drawn_is_either_structure_or_decoration() -> None:
    with pikepdf.open(BytesIO(with_table(3))) as file:
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(file.pages[0])]
    depth = 0
    for operator in operators:
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
        if operator in {"Tj", "TJ", "S", "s", "f", "re"}:
            assert depth == 1
    assert depth == 0
    assert {"Tj", "S"} <= set(operators)


def test_each_mark_leads_back_to_its_element() -> None:
    with pikepdf.open(BytesIO(with_table(60))) as file:
        in_order = file.Root.StructTreeRoot.ParentTree.Nums
        of_page = dict(zip(list(in_order)[::2], list(in_order)[1::2], strict=True))
        for number, one in enumerate(file.pages):
            assert one.obj.StructParents == number
        cells = elements(file, "TH") + elements(file, "TD")
        for cell in cells:
            (mark,) = cell.K
            number = next(n for n, one in enumerate(file.pages) if one.obj == mark.Pg)
            assert of_page[number][int(mark.MCID)] == cell


def test_a_link_says_where_it_leads() -> None:
    structure = Structure()
    link = structure.root.add("Link")

    class Leading(Text):
        def draw(self) -> None:
            super().draw()
            area = area_on_page(self.canv, self.text_width, self.height)
            link.children.append(
                Target(page_index(self.canv), area, "https://a.example/", "A page")
            )

    file = finished(structure, Leading("a.example", STYLE, structure, link))
    with pikepdf.open(BytesIO(file)) as tagged:
        (annotation,) = tagged.pages[0].Annots
        assert str(annotation.A.URI) == "https://a.example/"
        assert str(annotation.Contents) == "A page"
        assert float(annotation.Rect[0]) == 50
        (element,) = elements(tagged, "Link")
        assert element.K[-1].Obj == annotation


@pytest.mark.parametrize(("language", "expected"), [(Language.DE, "de-DE"), (Language.EN, "en-GB")])
def test_the_file_has_title_language_and_embedded_typeface(
    language: Language, expected: str
) -> None:
    structure = Structure()
    text = Text("Text", STYLE, structure, structure.root.add("P"))
    with pikepdf.open(BytesIO(finished(structure, text, language=language))) as file:
        assert str(file.Root.Lang) == expected
        assert {key: str(value) for key, value in file.docinfo.items()} == {"/Title": "Ünïcode"}
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        fonts = list(file.pages[0].Resources.Font.values())
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_same_text_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    first = with_text("Ağrı")
    with_text("J̌ana M̂arta Ji̇̀mas C̨̆ura")
    assert with_text("Ağrı") == first


def test_files_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    drawings = [partial(with_text, "J̌ana Đặng"), partial(with_table, 40), partial(with_text, "ß")]
    alone = [draw() for draw in drawings]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda draw: draw(), drawings * 4))
    assert together == alone * 4


def test_letters_that_lose_their_dot_to_a_mark_are_read_as_they_are_written() -> None:
    read = pypdf.PdfReader(BytesIO(with_text("Ji̇̀mas J̌ana"))).pages[0].extract_text()
    plain = re.sub(r"\s", "", unicodedata.normalize("NFC", read))
    assert plain.startswith(unicodedata.normalize("NFC", "Ji̇̀masJ̌ana"))


def with_two_languages(german: str, english: str) -> bytes:
    structure = Structure()
    paragraph = structure.root.add("P")
    soft = TextStyle(10, 14, color=HexColor("#555555"))
    runs = (
        Run(f"{german} /", STYLE, paragraph.add("Span")),
        Run(english, soft, paragraph.add("Span", language=Language.EN)),
    )
    return finished(structure, Runs(runs, structure))


def test_two_languages_share_a_line_and_are_two_elements() -> None:
    file = with_two_languages("Geburtsdatum", "Date of birth")
    assert "Geburtsdatum / Date of birth" in pypdf.PdfReader(BytesIO(file)).pages[0].extract_text()
    with pikepdf.open(BytesIO(file)) as pdf:
        german, english = pdf.Root.StructTreeRoot.K.K[0].K
        assert "/Lang" not in german
        assert str(english.Lang) == "en-GB"


def test_a_language_that_does_not_fit_into_the_line_begins_a_new_one() -> None:
    words = "Regelstudienzeit des Studiengangs an dieser Hochschule"
    file = with_two_languages(words, "Standard period of study of the programme")
    lines = pypdf.PdfReader(BytesIO(file)).pages[0].extract_text().splitlines()
    assert [line.strip() for line in lines[:2]] == [
        f"{words} /",
        "Standard period of study of the programme",
    ]


def test_a_run_without_an_element_is_decoration() -> None:
    structure = Structure()
    element = structure.root.add("P")
    runs = (Run("drawn", STYLE, element), Run("|", STYLE, None), Run("more", STYLE, element))
    with pikepdf.open(BytesIO(finished(structure, Runs(runs, structure)))) as pdf:
        assert b"/Artifact BMC" in pdf.pages[0].Contents.read_bytes()
        assert len(pdf.Root.StructTreeRoot.K.K[0].K) == 2


def test_a_run_of_many_words_is_broken_and_read_in_full() -> None:
    words = " ".join(f"Wort{number}" for number in range(25))
    read = pypdf.PdfReader(BytesIO(with_two_languages(words, words))).pages[0].extract_text()
    assert " ".join(read.split()).startswith(f"{words} / {words}")
