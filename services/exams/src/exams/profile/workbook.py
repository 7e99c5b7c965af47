"""A regulations version as a workbook: sheets version, areas, modules, exams and courses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.domain.regulations import RegulationsContent
from exams.domain.tables import Row, RowProblem, Table
from exams.profile.writing import plain_regulations
from exams.tables_io import Sheet, UnreadableFileError, read_sheets, unknown_headings, write_xlsx
from exams.texts import tables as texts

Path = tuple[str | int, ...]

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "version": ("field", "value"),
    "areas": ("code", "name.de", "name.en", "required_credits"),
    "modules": (
        "code", "name.de", "name.en", "area", "credits", "recommended_semester", "compulsory",
        "weight",
    ),
    "exams": (
        "module", "number", "name.de", "name.en", "form", "duration_minutes", "credits",
        "attempts", "minimum_credits", "prerequisites", "graded", "weight", "repeatable",
    ),
    "courses": ("module", "number", "name.de", "name.en", "type.de", "type.en", "exams"),
}  # fmt: skip
_OPTIONAL_SHEETS = {"courses"}
_NUMBERS = {
    "recommended_semester", "duration_minutes", "attempts", "times", "days", "decimals",
    "module_decimals", "working_weeks", "extension_weeks", "until_programme_semester",
}  # fmt: skip
_TRUTHS = {
    "compulsory", "graded", "repeatable", "working_days", "free_attempts_only",
    "after_withdrawal", "after_excused_absence", "both_must_pass",
}  # fmt: skip
_LISTS = {"exams", "excluded_areas"}
_YES = {"true", "yes", "ja", "wahr", "x"}
_NO = {"false", "no", "nein", "falsch"}
# How a rule is written that the version does not know.
NO_RULE = "null"


@dataclass
class Workbook:
    """The plain values of a workbook, in the shape of the YAML file, and where they stand."""

    value: dict[str, Any] = field(default_factory=dict)
    # Line and column ("exams: credits") of a value.
    places: dict[Path, tuple[int, str]] = field(default_factory=dict)

    def place_of(self, path: Path) -> tuple[int, str]:
        """Where a value stands, or the nearest one around it where it is missing."""
        missing = path[-1] if path and isinstance(path[-1], str) else ""
        place = path
        while place and place not in self.places:
            place = place[:-1]
        line, column = self.places.get(place, (0, ""))
        if place != path and missing and column and not column.endswith(f" {missing}"):
            column = f"{column.partition(':')[0]}: {missing}"
        return line, column


def regulations_xlsx(version: RegulationsContent) -> bytes:
    """The version as a workbook that it can be read from again."""
    plain: Any = plain_regulations(version)
    fields = [
        [name, _cell(value)]
        for name, value in _flat({k: v for k, v in plain.items() if k not in ("areas", "modules")})
    ]
    modules = plain["modules"]
    rows: dict[str, list[list[str | int]]] = {
        "version": fields,
        "areas": [_row("areas", area) for area in plain["areas"]],
        "modules": [_row("modules", module) for module in modules],
        "exams": [
            _row("exams", {**exam, "module": module["code"]})
            for module in modules
            for exam in module["exams"]
        ],
        "courses": [
            _row("courses", {**course, "module": module["code"]})
            for module in modules
            for course in module["courses"]
        ],
    }
    return write_xlsx([Sheet(title, HEADINGS[title], rows[title]) for title in HEADINGS])


def read_workbook(content: bytes) -> Workbook:
    """The plain values of a workbook. Raises UnreadableFileError."""
    sheets = read_sheets(content)
    _check_sheets(sheets)
    book = Workbook()
    for row in sheets["version"].rows:
        path: Path = tuple(row["field"].split("."))
        _put(book, path, _value(path, row["value"]), row.line, "version")
    modules: dict[str, int] = {}
    for title in ("areas", "modules"):
        for index, row in enumerate(sheets[title].rows):
            _put_row(book, (title, index), title, row)
            if title == "modules":
                modules.setdefault(row["code"], index)
                for inner in ("exams", "courses"):
                    _put(book, (title, index, inner), [], row.line, title)
    for title in ("exams", "courses"):
        for row in sheets[title].rows if title in sheets else ():
            position = modules.get(row["module"])
            if position is None:
                message = texts.MODULE_NOT_LISTED.format(code=row["module"])
                raise UnreadableFileError(
                    [RowProblem(row.line, f"{title}: module", "MODULE_UNKNOWN", message)]
                )
            index = len(book.value["modules"][position][title])
            _put_row(book, ("modules", position, title, index), title, row)
    return book


def _check_sheets(sheets: Mapping[str, Table]) -> None:
    problems = [
        RowProblem(0, title, "SHEET_MISSING", texts.SHEET_MISSING.format(sheet=title))
        for title in HEADINGS
        if title not in sheets and title not in _OPTIONAL_SHEETS
    ]
    for title, table in sheets.items():
        if title not in HEADINGS:
            message = texts.SHEET_UNKNOWN.format(sheet=title)
            problems.append(RowProblem(0, title, "SHEET_UNKNOWN", message))
            continue
        required = [heading for heading in HEADINGS[title] if heading in _REQUIRED]
        problems += [
            RowProblem(one.line, f"{title}: {one.column}", one.reason, one.message)
            for one in unknown_headings(table, HEADINGS[title], required)
        ]
    if problems:
        raise UnreadableFileError(problems)


_REQUIRED = {"field", "value", "code", "number", "module", "name.de", "name.en"}


def _put_row(book: Workbook, path: Path, title: str, row: Row) -> None:
    _put(book, path, {}, row.line, title)
    for heading in HEADINGS[title]:
        cell = row[heading]
        if cell and not (heading == "module" and title != "modules"):
            place = (*path, *heading.split("."))
            value = _plain(heading, cell)
            _put(book, place, value, row.line, f"{title}: {heading}")


def _put(book: Workbook, path: Path, value: Any, line: int, column: str) -> None:
    """Puts a value in its place in the nested values, and notes where it stands."""
    target: Any = book.value
    for depth, part in enumerate(path[:-1]):
        if isinstance(part, int):
            target = target[part]
        else:
            following = path[depth + 1]
            inner = target.setdefault(part, [] if isinstance(following, int) else {})
            if not isinstance(inner, dict | list):
                # Both "rules.thesis" and "rules.thesis.attempts" are given.
                inner = target[part] = {}
            target = inner
    last = path[-1]
    if isinstance(last, int):
        assert last == len(target)
        target.append(value)
    else:
        target[last] = value
    label = f"{column}: {'.'.join(map(str, path))}" if column == "version" else column
    book.places[path] = (line, label)


def _value(path: Path, cell: str) -> Any:
    """A value of the sheet version as YAML would have it."""
    if path[0] == "sections":
        return cell
    return None if cell == NO_RULE else _plain(str(path[-1]), cell)


def _plain(heading: str, cell: str) -> Any:
    """A cell as YAML would have it; what does not fit stays as it is and is found later."""
    name = heading.rpartition(".")[2]
    if name in _NUMBERS and re.fullmatch(r"[0-9]{1,6}", cell):
        return int(cell)
    if name in _TRUTHS and cell.lower() in _YES | _NO:
        return cell.lower() in _YES
    if name == "prerequisites":
        return [[code.strip() for code in group.split("|")] for group in cell.split(";")]
    if name in _LISTS:
        return [part.strip() for part in cell.split(",") if part.strip()]
    return cell


def _flat(plain: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in plain.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{key}.")
        else:
            found.append((f"{before}{key}", value))
    return found


def _row(title: str, plain: Mapping[str, Any]) -> list[str | int]:
    cells: list[str | int] = []
    for heading in HEADINGS[title]:
        value: Any = plain
        for part in heading.split("."):
            value = value[part]
        if heading == "prerequisites":
            cells.append("; ".join(" | ".join(group) for group in value))
        else:
            cells.append("" if value is None else _cell(value))
    return cells


def _cell(value: Any) -> str | int:
    if value is None:
        return NO_RULE
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(value)
    return int(value) if isinstance(value, int) else str(value)
