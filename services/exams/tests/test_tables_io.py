"""Tables that come in are untrusted; tables that go out start no formula."""

import io
import random
import tracemalloc
import zipfile
from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal

import openpyxl
import pytest
from exams.domain.tables import Table, TableFormat
from exams.tables_io import (
    Sheet,
    UnreadableFileError,
    read_sheets,
    read_table,
    read_yaml,
    unknown_headings,
    write_csv,
    write_xlsx,
)
from hypothesis import given
from hypothesis import strategies as st

# A spreadsheet's cells know no zone.
FIRST = datetime(2027, 2, 1)  # noqa: DTZ001
HEADINGS = ("Matrikelnummer", "Note")


def csv(content: bytes) -> Table:
    return read_table(content, TableFormat.CSV)


def cells(table: Table) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, dict(row.cells)) for row in table.rows]


def problems_of(
    content: bytes, table_format: TableFormat = TableFormat.CSV
) -> list[tuple[int, str, str]]:
    with pytest.raises(UnreadableFileError) as error:
        read_table(content, table_format)
    assert all(one.message.de and one.message.en for one in error.value.problems)
    return [(one.line, one.column, one.reason) for one in error.value.problems]


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, change: bytes, old: bytes = b"") -> bytes:
    """The archive with one part replaced, or `old` replaced in it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            data = source.read(part)
            if part == name:
                assert old in data
                data = data.replace(old, change, 1) if old else change
            target.writestr(part, data)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_csv_is_read_in_every_usual_spelling(separator: str, encoding: str) -> None:
    text = f'Name{separator}Note\r\n"Müller{separator} ß"{separator}1,3\r\n'.replace("1,3", '"1,3"')
    assert cells(csv(text.encode(encoding))) == [
        (2, {"Name": f"Müller{separator} ß", "Note": "1,3"})
    ]


def test_lines_are_those_of_a_spreadsheet() -> None:
    """A cell with a line break is one row; empty rows count, the line "sep=;" does not."""
    table = csv(b'sep=;\r\nName;Note\r\n"Two\r\nlines";1.0\r\n;\r\n\r\nLast;2.0\r\n')
    assert [(row.line, row["Name"]) for row in table.rows] == [(2, "Two\r\nlines"), (5, "Last")]


def test_every_problem_of_the_cells_is_named_at_once() -> None:
    content = f"A;B\n1;2;3\n{'x' * 40_000};\x01\n".encode()
    assert problems_of(content) == [
        (2, "", "CELL_WITHOUT_HEADING"),
        (3, "A", "CELL_TOO_LONG"),
        (3, "B", "CELL_NOT_TEXT"),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", (0, "", "FILE_EMPTY")),
        (b"\r\n;;\r\n", (0, "", "FILE_EMPTY")),
        (b"A;B;A\n1;2;3", (1, "A", "HEADING_TWICE")),
        (";".join(f"C{n}" for n in range(51)).encode(), (1, "", "TOO_MANY_COLUMNS")),
        (b"A\n" + b"1\n" * 20_001, (20_002, "", "TOO_MANY_ROWS")),
        (b'A;B\n"open', (0, "", "NOT_CSV")),
        (b"\xff\xfe\x00", (0, "", "NOT_CSV")),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, problem: tuple[int, str, str]) -> None:
    assert problems_of(content) == [problem]


def test_twenty_thousand_rows_are_read() -> None:
    assert len(csv(b"A\n" + b"1\n" * 20_000).rows) == 20_000


def test_cells_of_a_workbook_come_as_people_mean_them() -> None:
    content = workbook(
        [
            [],
            ["Number", "Day", "At", "Time", "Yes", "Grade", "Text"],
            [3012345, FIRST, FIRST.replace(hour=9, minute=30), time(10), True, 1.3, " a "],
            [3.0, None, None, None, False, 1e-7, "=x"[1:]],
        ]
    )
    assert cells(read_table(content, TableFormat.XLSX)) == [
        (
            3,
            {
                "Number": "3012345",
                "Day": "2027-02-01",
                "At": "2027-02-01 09:30",
                "Time": "10:00",
                "Yes": "true",
                "Grade": "1.3",
                "Text": "a",
            },
        ),
        (
            4,
            {
                "Number": "3",
                "Day": "",
                "At": "",
                "Time": "",
                "Yes": "false",
                "Grade": "0.0000001",
                "Text": "x",
            },
        ),
    ]


def test_a_formula_counts_with_its_stored_result_and_is_never_computed() -> None:
    formula = workbook([["Note"], ["=1+1"]])
    assert problems_of(formula, TableFormat.XLSX) == [(2, "Note", "FORMULA_WITHOUT_VALUE")]
    stored = with_part(
        formula, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v>1.7</v>", b"<f>1+1</f><v></v>"
    )
    assert cells(read_table(stored, TableFormat.XLSX)) == [(2, {"Note": "1.7"})]


def test_an_error_in_a_cell_is_named() -> None:
    assert problems_of(workbook([["Note"], ["#N/A"]]), TableFormat.XLSX) == [
        (2, "Note", "CELL_ERROR")
    ]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(workbook([["A"]]), "docProps/app.xml", b" " * 40_000_000)
    assert len(bomb) < 100_000
    assert problems_of(bomb, TableFormat.XLSX) == [(0, "", "FILE_TOO_LARGE")]


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<?xml version="1.0" encoding="utf-7"?><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
    ],
)
def test_xml_that_declares_entities_is_refused(declaration: bytes) -> None:
    content = with_part(workbook([["A"]]), "xl/workbook.xml", declaration)
    assert problems_of(content, TableFormat.XLSX) == [(0, "", "XML_DECLARATIONS")]


@pytest.mark.parametrize("content", [b"A;B\n1;2", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert problems_of(content, TableFormat.XLSX) == [(0, "", "NOT_XLSX")]


def test_a_workbook_that_lies_about_its_size_is_read_as_it_is() -> None:
    content = with_part(
        workbook([["A"], ["1"]]), "xl/worksheets/sheet1.xml", b'ref="A1:XFD1048576"', b'ref="A1:A2"'
    )
    assert cells(read_table(content, TableFormat.XLSX)) == [(2, {"A": "1"})]


def test_only_tables_are_read_as_tables() -> None:
    assert problems_of(b"%PDF-1.7", TableFormat.PDF) == [(0, "", "FORMAT_NOT_READ")]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-5", "@SUM(A1)", "'=1", "''=x", "\tx"])
def test_what_goes_out_starts_no_formula_and_comes_back_as_it_was(text: str) -> None:
    written = write_csv(HEADINGS, [(text, "1,0")])
    [row] = csv(written).rows
    assert (row["Matrikelnummer"], row["Note"]) == (text.strip(), "1,0")
    assert b"\r\n'" in written
    sheet = io.BytesIO(write_xlsx([Sheet("Noten", HEADINGS, [(text, Decimal("1.3"))])]))
    cell = openpyxl.load_workbook(sheet)["Noten"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@given(
    st.lists(
        st.tuples(
            # What nobody sees is no text: controls and format characters.
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"])).map(str.strip),
            st.text("abc;,\"' =+\n", min_size=1).map(str.strip),
        ).filter(all),
        max_size=8,
    )
)
def test_csv_comes_back_as_it_went_out(rows: list[tuple[str, str]]) -> None:
    read = csv(write_csv(HEADINGS, rows))
    assert [(row["Matrikelnummer"], row["Note"]) for row in read.rows] == rows


def test_a_workbook_has_its_sheets_by_title() -> None:
    content = write_xlsx([Sheet("a", ["x"], [["1"]]), Sheet("b", ["y"], []), Sheet("c", [], [])])
    sheets = read_sheets(content)
    assert {title: table.headings for title, table in sheets.items()} == {"a": ("x",), "b": ("y",)}


def test_missing_and_unknown_headings_are_named() -> None:
    found = unknown_headings(csv(b"a;z\n"), expected=("a", "b"), required=("a", "b"))
    assert [(one.column, one.reason) for one in found] == [
        ("b", "HEADING_MISSING"),
        ("z", "HEADING_UNKNOWN"),
    ]


@pytest.mark.parametrize("line", [25_001, 1_048_576, 100_000_000])
def test_a_row_far_below_the_table_is_refused_without_the_rows_above_it(line: int) -> None:
    """openpyxl hands out every row between; a hundred million of them took all memory."""
    rows = f'<row r="{line}"><c r="A{line}"><v>1</v></c></row></sheetData>'.encode()
    content = with_part(workbook([["A"], [1]]), "xl/worksheets/sheet1.xml", rows, b"</sheetData>")
    tracemalloc.start()
    try:
        found = problems_of(content, TableFormat.XLSX)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [(25_001, "", "TOO_MANY_ROWS")]
    assert peak < 8 * 1024 * 1024


def test_lines_stay_those_of_the_spreadsheet_below_empty_rows() -> None:
    content = workbook([["A", "B"], [], [], [1, 2]])
    [row] = read_table(content, TableFormat.XLSX).rows
    assert (row.line, row["B"]) == (4, "2")


def test_a_value_far_right_is_refused_and_an_empty_cell_is_not() -> None:
    for cell, refused in ((b'<c r="XFD3"><v>1</v></c>', True), (b'<c r="XFD3"/>', False)):
        row = b'<row r="3">' + cell + b"</row></sheetData>"
        content = with_part(
            workbook([["A"], [1]]), "xl/worksheets/sheet1.xml", row, b"</sheetData>"
        )
        if refused:
            assert problems_of(content, TableFormat.XLSX) == [(3, "", "TOO_MANY_COLUMNS")]
        else:
            assert cells(read_table(content, TableFormat.XLSX)) == [(2, {"A": "1"})]


def test_a_long_text_that_every_cell_shows_is_refused_before_it_grows() -> None:
    content = workbook([["A", "B"], *([["x" * 30_000] * 2] * 600)])
    with pytest.raises(UnreadableFileError) as error:
        read_table(content, TableFormat.XLSX)
    assert error.value.problems[0].reason == "FILE_TOO_LARGE"


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_is_no_workbook(seed: int) -> None:
    """Flipped bytes fail in zlib, in zipfile, in the XML or in openpyxl; each is told alike."""
    content = bytearray(workbook([["Matrikelnummer", "Note"], [3000001, 1.3]]))
    start = content.find(b"xl/worksheets/sheet1.xml") if seed < 30 else 0
    chance = random.Random(seed)
    for _ in range(12):
        place = start + 24 + chance.randrange(200 if seed < 30 else len(content) - 24)
        content[place] ^= chance.randrange(1, 256)
    [(line, column, reason)] = problems_of(bytes(content), TableFormat.XLSX)
    assert (line, column) == (0, "")
    assert reason in {"NOT_XLSX", "FILE_TOO_LARGE", "XML_DECLARATIONS"}


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_method_that_excel_never_packs_with_is_refused(method: int) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["A"], [1]]))) as source,
        zipfile.ZipFile(stream, "w", method) as target,
    ):
        for part in source.namelist():
            target.writestr(part, source.read(part))
    assert problems_of(stream.getvalue(), TableFormat.XLSX) == [(0, "", "NOT_XLSX")]


def test_a_workbook_sent_as_csv_is_told_to_be_one() -> None:
    for content in (workbook([["A"], [1]]), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)):
        with pytest.raises(UnreadableFileError) as error:
            csv(content)
        [problem] = error.value.problems
        assert problem.reason == "NOT_CSV"
        assert "XLSX" in problem.message.de
        assert "XLSX" in problem.message.en


def test_a_title_above_the_headings_is_one_problem_that_names_it() -> None:
    rows: list[list[object]] = [["Klausur Statistik"], [], ["Matrikelnummer", "Note"], [1, 1.3]]
    expected = [(1, "", "TITLE_ABOVE_HEADINGS")]
    assert problems_of(workbook(rows), TableFormat.XLSX) == expected
    for separator in ";,\t":
        lines = ["Klausur Statistik", "", f"Matrikelnummer{separator}Note", f"1{separator}2"]
        with pytest.raises(UnreadableFileError) as error:
            csv("\n".join(lines).encode())
        [problem] = error.value.problems
        assert (problem.line, problem.reason) == (1, "TITLE_ABOVE_HEADINGS")
        assert "„Klausur Statistik“" in problem.message.de
        assert "line 3" in problem.message.en


@pytest.mark.parametrize("text", ["\u200b", "\u200b\u202e", "\u2066\u00ad"])
def test_a_cell_that_nobody_can_see_is_refused(text: str) -> None:
    assert problems_of(f"A;B\nx;{text}\n".encode()) == [(2, "B", "CELL_NOT_TEXT")]


def test_yaml_tells_the_lines_of_its_keys() -> None:
    file = read_yaml(b"code: X\nmodules:\n- name: a\n- name: b\n  exams: []\n")
    assert file.value == {"code": "X", "modules": [{"name": "a"}, {"name": "b", "exams": []}]}
    assert file.line_of(("modules", 1, "exams")) == 5
    assert file.line_of(("modules", 1, "missing")) == 4
    assert file.line_of(("nothing",)) == 1


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"a: [", "NOT_YAML", 1),
        (b"a: 1\na: 2", "NOT_YAML", 2),
        (b"a: &x 1\nb: *x", "YAML_ALIAS", 2),
        (b"\xff\xfe", "NOT_YAML", 0),
        (b"[" * 20_000, "YAML_TOO_DEEP", 1),
        (b"- " * 20_000, "YAML_TOO_DEEP", 1),
        (b"a: " + b"[" * 60 + b"]" * 60, "YAML_TOO_DEEP", 1),
        (b"a: 1\nb: 1" + b":1" * 400_000, "NOT_YAML", 2),
        (b"a: 0x" + b"f" * 9_000, "NOT_YAML", 1),
        (b"a: 2027-02-30", "NOT_YAML", 0),
        (b"a: 1\nb: x\x00", "CELL_NOT_TEXT", 2),
        (b'"\\ud800": 1', "NOT_YAML", 1),
        (b"[a]: 1", "NOT_YAML", 1),
        (b"[" + b"a," * 150_000 + b"]", "FILE_TOO_LARGE", 1),
        (b"#" * 1_100_000, "FILE_TOO_LARGE", 0),
        (b"!!python/object/apply:os.system ['true']", "NOT_YAML", 1),
    ],
    ids=[
        "open",
        "twice",
        "alias",
        "binary",
        "deep",
        "sequences",
        "closed",
        "sexagesimal",
        "hexadecimal",
        "day",
        "control",
        "surrogate",
        "list",
        "values",
        "large",
        "object",
    ],
)
def test_yaml_is_strict_and_small(content: bytes, reason: str, line: int) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read_yaml(content)
    [problem] = error.value.problems
    assert (problem.reason, problem.line) == (reason, line)
