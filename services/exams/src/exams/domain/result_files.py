"""Files of results: their columns, and what each row would change."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from chassis.values import Language, LocalizedText, folded

from exams.domain.entering import decide_entry, invalid_grade
from exams.domain.examinations import ExamForm, Sitting
from exams.domain.grades import GradeInvalidError, read_grade
from exams.domain.plain_texts import without_blanks
from exams.domain.results import (
    Change,
    Effect,
    Entry,
    Examinee,
    Part,
    ProblemReason,
    ResultProblem,
)
from exams.domain.statuses import Status
from exams.domain.tables import Row, Table

LONGEST_REMARK = 500
# The headings as files are given out: German, English.
HEADINGS: Mapping[Part, tuple[str, str]] = {
    Part.NUMBER: ("Matrikelnummer", "Matriculation number"),
    Part.NAME: ("Name", "Name"),
    Part.GRADE: ("Note", "Grade"),
    Part.STATUS: ("Status", "Status"),
    Part.EXAM_DATE: ("Prüfungsdatum", "Exam date"),
    Part.REMARK: ("Bemerkung", "Remark"),
}
_ALSO_KNOWN_AS = {
    "matrikelnr": Part.NUMBER,
    "matrikel-nr": Part.NUMBER,
    "mtknr": Part.NUMBER,
    "matriculation no": Part.NUMBER,
    "student number": Part.NUMBER,
    "datum": Part.EXAM_DATE,
    "date": Part.EXAM_DATE,
    "exam_date": Part.EXAM_DATE,
    "remarks": Part.REMARK,
    "bemerkungen": Part.REMARK,
}
_PARTS = _ALSO_KNOWN_AS | {
    folded(heading): part for part, headings in HEADINGS.items() for heading in headings
}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# How Excel shows a day in a file that it saved as CSV: "01. Mrz", "1-Mar", "Mrz 26", "3/1/2026".
_EXCEL_DAY = re.compile(
    r"(\d{1,2}[.\s/-]{1,2})?(jan|feb|mrz|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)"
    r"[a-zä]{0,7}\.?([\s/-]?\d{2,4})?|\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)
# Of every matriculation number.
NUMBER_DIGITS = 7
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")

Columns: TypeAlias = Mapping[Part, str]


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in a line, under which heading; line 0 is the file as a whole."""

    line: int
    column: str
    problem: ResultProblem


@dataclass(frozen=True)
class LineChange:
    """What a line does."""

    line: int
    change: Change


@dataclass(frozen=True)
class FilePlan:
    """What a file would do: nothing where it has problems, otherwise all of it."""

    changes: tuple[LineChange, ...]
    problems: tuple[CellProblem, ...]
    # Participants whom the file does not mention.
    missing_count: int

    def count(self, effect: Effect) -> int:
        """How many lines have the effect."""
        return sum(line.change.effect is effect for line in self.changes)


@dataclass(frozen=True)
class ResultFileFacts:
    """What a file of results is checked against."""

    sitting: Sitting
    today: date
    # By matriculation number.
    examinees: Mapping[str, Examinee]
    # Numbers of students who are not among them.
    known_numbers: Collection[str]
    # By folded code or name, as documents print them.
    statuses: Mapping[str, Status]


def columns_of(table: Table) -> Columns | tuple[CellProblem, ...]:
    """Which heading holds what, in German or English; other columns are left alone."""
    found: dict[Part, str] = {}
    problems: list[CellProblem] = []
    for heading in table.headings:
        part = _PARTS.get(folded(heading).rstrip(".:"))
        if part is None:
            continue
        if part in found:
            facts: dict[str, object] = {"first": found[part], "second": heading}
            problems.append(_at(table.heading_line, heading, ProblemReason.COLUMN_TWICE, facts))
        found.setdefault(part, heading)
    if Part.NUMBER not in found:
        problems.append(_missing(table, Part.NUMBER))
    if Part.GRADE not in found and Part.STATUS not in found:
        problems.append(_missing(table, Part.GRADE))
    return tuple(problems) or found


def plan_file(
    table: Table,
    columns: Columns,
    facts: ResultFileFacts,
    on_row: Callable[[int], None] = lambda _rows_done: None,
) -> FilePlan:
    """What each row would change, or what stands against it. Reads every row once."""
    changes: list[LineChange] = []
    problems: list[CellProblem] = []
    first_lines: dict[UUID, int] = {}
    for done, row in enumerate(table.rows, start=1):
        outcome = _decide_row(row, columns, facts)
        if isinstance(outcome, Change):
            registration_id = outcome.examinee.registration_id
            first = first_lines.setdefault(registration_id, row.line)
            if first != row.line:
                outcome = ResultProblem(ProblemReason.TWICE, Part.NUMBER, {"line": first})
        if isinstance(outcome, Change):
            changes.append(LineChange(row.line, outcome))
        else:
            if examinee := facts.examinees.get(_number_in(row, columns)):
                first_lines.setdefault(examinee.registration_id, row.line)
            problems.append(CellProblem(row.line, columns.get(outcome.part, ""), outcome))
        on_row(done)
    return FilePlan(tuple(changes), tuple(problems), len(facts.examinees) - len(first_lines))


def file_headings(language: Language) -> tuple[str, ...]:
    """The headings of a file that is given out."""
    return tuple(pair[0 if language is Language.DE else 1] for pair in HEADINGS.values())


def parse_day(text: str) -> date:
    """Reads "15.02.2027" and "2027-02-15". Raises ValueError for anything else."""
    if found := _DAY.fullmatch(text.partition(" ")[0]):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _GERMAN_DAY.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(f"no day: {text!r}")


def _decide_row(row: Row, columns: Columns, facts: ResultFileFacts) -> Change | ResultProblem:
    number = _number_in(row, columns)
    if not number:
        return ResultProblem(ProblemReason.NUMBER_MISSING, Part.NUMBER)
    examinee = facts.examinees.get(number)
    if examinee is None:
        return _stranger(number, known=number in facts.known_numbers)
    entry = _entry(row, columns, facts)
    if isinstance(entry, ResultProblem):
        return entry
    if problem := _problem_of_name(_cell(row, columns, Part.NAME), examinee):
        return problem
    return decide_entry(entry, examinee, facts.sitting, facts.today)


def _stranger(number: str, *, known: bool) -> ResultProblem:
    """What is said of a number that no participant has."""
    told: dict[str, object] = {"number": number[:40]}
    if known:
        return ResultProblem(ProblemReason.NOT_REGISTERED, Part.NUMBER, told)
    if number.isdecimal() and len(number) < NUMBER_DIGITS:
        told |= {"digits": NUMBER_DIGITS, "padded": number.zfill(NUMBER_DIGITS)}
        return ResultProblem(ProblemReason.NUMBER_TOO_SHORT, Part.NUMBER, told)
    return ResultProblem(ProblemReason.NUMBER_UNKNOWN, Part.NUMBER, told)


def _entry(row: Row, columns: Columns, facts: ResultFileFacts) -> Entry | ResultProblem:
    grade = _read_grade(_cell(row, columns, Part.GRADE), facts.sitting.form)
    if isinstance(grade, ResultProblem):
        return grade
    status_text = _cell(row, columns, Part.STATUS)
    status = facts.statuses.get(folded(status_text)) if status_text else None
    if status_text and status is None:
        return ResultProblem(ProblemReason.STATUS_UNKNOWN, Part.STATUS, {"text": status_text})
    day_text = _cell(row, columns, Part.EXAM_DATE)
    try:
        exam_date = parse_day(day_text) if day_text else None
    except ValueError:
        return ResultProblem(ProblemReason.EXAM_DATE_INVALID, Part.EXAM_DATE)
    remark = _cell(row, columns, Part.REMARK) if Part.REMARK in columns else None
    if remark is not None and len(remark) > LONGEST_REMARK:
        limit: dict[str, object] = {"limit": LONGEST_REMARK}
        return ResultProblem(ProblemReason.REMARK_TOO_LONG, Part.REMARK, limit)
    if status is Status.FINALLY_FAILED:
        # A file that was given out says so; what is entered is that the attempt failed.
        status = Status.FAILED
    if status is Status.REGISTERED and grade is None:
        status = None
    return Entry(status, grade, exam_date, remark, version=None)


def _read_grade(text: str, form: ExamForm) -> Decimal | ResultProblem | None:
    if not text:
        return None
    try:
        return read_grade(text)
    except GradeInvalidError:
        if _is_day(text):
            return ResultProblem(ProblemReason.GRADE_IS_DATE, Part.GRADE, {"text": text[:40]})
        return invalid_grade(form, text[:40])


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except ValueError:
        return _EXCEL_DAY.fullmatch(text) is not None
    return True


def _problem_of_name(text: str, examinee: Examinee) -> ResultProblem | None:
    """A name that is not the student's: rows have slipped against each other."""
    if not text or folded(examinee.name.family_name) in folded(text):
        return None
    return ResultProblem(
        ProblemReason.NAME_DIFFERS, Part.NAME, {"found": text[:80], "name": examinee.name.listed}
    )


def _number_in(row: Row, columns: Columns) -> str:
    """The number without the blanks that people and programs group its digits by."""
    return without_blanks(_cell(row, columns, Part.NUMBER))


def _cell(row: Row, columns: Columns, part: Part) -> str:
    return row[columns[part]].strip() if part in columns else ""


def _missing(table: Table, part: Part) -> CellProblem:
    facts: dict[str, object] = {"column": LocalizedText(*HEADINGS[part])}
    return _at(table.heading_line, "", ProblemReason.COLUMN_MISSING, facts)


def _at(line: int, column: str, reason: ProblemReason, facts: dict[str, object]) -> CellProblem:
    return CellProblem(line, column, ResultProblem(reason, Part.WHOLE, facts))


def numbers_in(table: Table, columns: Columns) -> Sequence[str]:
    """The matriculation numbers that a file names."""
    return [_number_in(row, columns) for row in table.rows]
