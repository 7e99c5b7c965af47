"""Results from a file: what it would do, and booking all of it or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, folded, local_date

from exams.app.results import begun_sitting, book
from exams.domain.examinations import Sitting
from exams.domain.result_files import (
    CellProblem,
    FilePlan,
    LineChange,
    ResultFileFacts,
    columns_of,
    numbers_in,
    plan_file,
)
from exams.domain.results import Change, Effect
from exams.domain.statuses import Status
from exams.domain.tables import Effect as RowEffectKind
from exams.domain.tables import RowEffect, RowProblem, Table
from exams.store import results as stored
from exams.store import status_codes
from exams.store.examinees import examinees_of, known_numbers
from exams.texts import results as texts

# So often a long upload says how far it is.
ROWS_BETWEEN_REPORTS = 100

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class UploadedFile:
    """A file of results as it was sent in."""

    table: Table
    name: str
    # SHA-256 of its content, in hexadecimal digits.
    digest: str


@dataclass(frozen=True)
class ImportReport:
    """What a file would do, or did."""

    row_count: int
    entered_count: int
    changed_count: int
    unchanged_count: int
    missing_count: int
    effects: tuple[RowEffect, ...]
    problems: tuple[RowProblem, ...]
    booked: bool


def import_results(
    tx: Transaction,
    sitting_id: UUID,
    file: UploadedFile,
    by: UUID,
    *,
    book_it: bool,
    on_progress: OnProgress = lambda _done, _total: None,
) -> ImportReport:
    """Says row by row what the file does, and books all rows where none has a problem.

    Reads the file once and the database in a fixed number of queries, however long the file is.
    `on_progress` hears how many rows of how many are checked. Raises SITTING_NOT_OVER.
    """
    # A dry run holds nothing.
    sitting = begun_sitting(tx, sitting_id, hold=book_it)
    columns = columns_of(file.table)
    if isinstance(columns, tuple):
        return _refused(file.table, columns)
    codes = status_codes.list_codes(tx)
    examinees = {one.matriculation_number: one for one in examinees_of(tx, sitting)}
    total = len(file.table.rows)

    def on_row(done: int) -> None:
        if done % ROWS_BETWEEN_REPORTS == 0 or done == total:
            on_progress(done, total)

    plan = plan_file(
        file.table,
        columns,
        ResultFileFacts(
            sitting=sitting,
            today=local_date(tx.now),
            examinees=examinees,
            known_numbers=known_numbers(
                tx, (one for one in numbers_in(file.table, columns) if one not in examinees)
            ),
            statuses={folded(one.code): one.status for one in codes}
            | {folded(name): one.status for one in codes for name in (one.name.de, one.name.en)},
        ),
        on_row,
    )
    booked = book_it and not plan.problems
    if booked:
        _book(tx, sitting, file, plan, by)
    return _report(file.table, plan, {one.status: one.name for one in codes}, booked=booked)


def unreadable(problems: Sequence[RowProblem]) -> ImportReport:
    """The report of a file that is no table."""
    return ImportReport(0, 0, 0, 0, 0, (), tuple(problems), booked=False)


def _book(tx: Transaction, sitting: Sitting, file: UploadedFile, plan: FilePlan, by: UUID) -> None:
    book(tx, sitting, (line.change for line in plan.changes), by)
    stored.keep_import(
        tx,
        sitting_id=sitting.sitting_id,
        file_name=file.name,
        file_digest=file.digest,
        imported_by=by,
        rows=len(file.table.rows),
        entered=plan.count(Effect.CREATED),
        changed=plan.count(Effect.CHANGED),
    )


def _report(
    table: Table, plan: FilePlan, names: dict[Status, LocalizedText], *, booked: bool
) -> ImportReport:
    return ImportReport(
        row_count=len(table.rows),
        entered_count=plan.count(Effect.CREATED),
        changed_count=plan.count(Effect.CHANGED),
        unchanged_count=plan.count(Effect.UNCHANGED),
        missing_count=plan.missing_count,
        effects=tuple(_effect(line, names) for line in plan.changes),
        problems=tuple(_problem(one) for one in plan.problems),
        booked=booked,
    )


def _refused(table: Table, problems: Sequence[CellProblem]) -> ImportReport:
    told = tuple(_problem(one) for one in problems)
    return ImportReport(len(table.rows), 0, 0, 0, 0, (), told, booked=False)


def _effect(line: LineChange, names: dict[Status, LocalizedText]) -> RowEffect:
    change, examinee = line.change, line.change.examinee
    subject = f"{examinee.matriculation_number}, {examinee.name.listed}"
    return RowEffect(
        line=line.line,
        subject=LocalizedText(de=subject, en=subject),
        effect=RowEffectKind(change.effect.value),
        change=None
        if change.effect is Effect.UNCHANGED
        else texts.FROM_TO.format(before=_before(change, names), after=_after(change, names)),
    )


def _before(change: Change, names: dict[Status, LocalizedText]) -> LocalizedText:
    result = change.examinee.result
    if result is None:
        return texts.NO_RESULT
    return texts.entry_in_words(
        result.outcome,
        names.get(result.outcome.status),
        result.exam_date if result.exam_date != change.exam_date else None,
        result.remark if result.remark != change.remark else "",
    )


def _after(change: Change, names: dict[Status, LocalizedText]) -> LocalizedText:
    result = change.examinee.result
    if change.outcome is None:
        return texts.NO_RESULT
    return texts.entry_in_words(
        change.outcome,
        names.get(change.outcome.status),
        change.exam_date if result is None or result.exam_date != change.exam_date else None,
        change.remark if result is None or result.remark != change.remark else "",
    )


def _problem(one: CellProblem) -> RowProblem:
    return RowProblem(
        one.line, one.column, one.problem.reason.value, texts.sentence_of(one.problem)
    )
