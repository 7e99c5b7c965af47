"""Planning sittings by a file: all of it or nothing, row by row, with a dry run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Failure, FieldProblem
from chassis.signing import Signer
from chassis.values import LocalizedText

from exams.app.sitting_files import SentSittings
from exams.app.sittings import (
    FIXED_FIELDS,
    change_sitting,
    field_problems,
    hold_registered,
    holidays_of,
    lottery_problems,
    refuse_impossible,
)
from exams.domain.examinations import ExamForm, Seating, Sitting
from exams.domain.profile import sitting_id_of
from exams.domain.sitting_plans import (
    ExaminationPeriod,
    SittingDates,
    SittingDraft,
    changed_fields,
    dates_of,
    draft_of,
)
from exams.domain.sitting_rows import COLUMN_OF, SittingRow
from exams.domain.tables import Effect, RowEffect, RowProblem
from exams.store import periods, sitting_plans
from exams.texts import sitting_files as texts
from exams.texts import sittings as sitting_texts
from exams.texts import times

# Told after so many rows were booked: how many are done.
Progress = Callable[[int], None]


@dataclass(frozen=True)
class SittingImport:
    """What a file does, or why nothing was done."""

    effects: tuple[RowEffect, ...]
    problems: tuple[RowProblem, ...]
    booked: bool


@dataclass(frozen=True)
class _Known:
    """What the rows are checked against, loaded once."""

    forms: Mapping[str, ExamForm]
    user_names: frozenset[str]
    periods: Mapping[tuple[str, int], ExaminationPeriod]
    sittings: Mapping[UUID, Sitting]

    def period_of(self, row: SittingRow) -> ExaminationPeriod:
        """The period of a row that has no problem."""
        return self.periods[row.draft.semester.code, row.draft.period]


def import_sittings(
    tx: Transaction,
    signer: Signer,
    sent: SentSittings,
    *,
    changed_by: UUID | None,
    dry_run: bool,
    progress: Progress = lambda _: None,
) -> SittingImport:
    """Creates and changes the sittings that a file plans.

    A row is about the sitting that it names, or else about the one of its exam, semester, period
    and group: the same file twice changes nothing. Nothing is booked where a row has a problem.
    Whoever is registered is told as when the office changes a sitting by hand.
    """
    if sent.problems:
        return SittingImport((), sent.problems, booked=False)
    ids = {row.line: _id_of(row) for row in sent.rows}
    known = _load(tx, sent.rows, ids)
    problems: list[RowProblem] = []
    lines: dict[UUID, int] = {}
    for row in sent.rows:
        sitting_id = ids[row.line]
        if sitting_id in lines:
            message = texts.SITTING_TWICE.format(line=lines[sitting_id])
            problems.append(RowProblem(row.line, "", "SITTING_TWICE", message))
        lines.setdefault(sitting_id, row.line)
        problems += _problems(tx, row, sitting_id, known)
    if problems:
        return SittingImport((), tuple(problems), booked=False)
    effects = tuple(_effect(row, ids[row.line], known) for row in sent.rows)
    if not dry_run:
        _book(tx, signer, sent.rows, ids, known, changed_by, progress)
    return SittingImport(effects, (), booked=not dry_run)


def _id_of(row: SittingRow) -> UUID:
    draft = row.draft
    if row.sitting_id is not None:
        return row.sitting_id
    return sitting_id_of(draft.exam_number, draft.semester, draft.period, row.group)


def _load(tx: Transaction, rows: tuple[SittingRow, ...], ids: Mapping[int, UUID]) -> _Known:
    return _Known(
        forms=sitting_plans.forms_of_exams(tx, [row.draft.exam_number for row in rows]),
        user_names=sitting_plans.known_user_names(
            tx, [row.draft.examiner_user_name for row in rows]
        ),
        periods=periods.all_periods(tx),
        sittings=sitting_plans.hold_sittings(tx, ids.values()),
    )


def _problems(
    tx: Transaction, row: SittingRow, sitting_id: UUID, known: _Known
) -> list[RowProblem]:
    draft, before = row.draft, known.sittings.get(sitting_id)
    problems: list[RowProblem] = []

    def found(column: str, reason: str, message: LocalizedText) -> None:
        problems.append(RowProblem(row.line, column, reason, message))

    if draft.exam_number not in known.forms:
        message = sitting_texts.EXAM_UNKNOWN.format(number=draft.exam_number)
        found("exam", "EXAM_UNKNOWN", message)
    period = known.periods.get((draft.semester.code, draft.period))
    if period is None:
        message = sitting_texts.PERIOD_UNKNOWN.format(
            period=draft.period, semester=draft.semester.name
        )
        found("period", "PERIOD_UNKNOWN", message)
    moved = before is None or before.examiner_user_name != draft.examiner_user_name
    if moved and draft.examiner_user_name not in known.user_names:
        message = sitting_texts.EXAMINER_UNKNOWN.format(user_name=draft.examiner_user_name)
        found("examiner", "EXAMINER_UNKNOWN", message)
    if row.sitting_id is not None and (before is None or not _is_about(draft, before)):
        found("sitting", "OTHER_SITTING", texts.OTHER_SITTING)
    if problems or period is None:
        return problems
    if before is None:
        return [*problems, *_of_fields(row, field_problems(draft, period))]
    old, now = _both(row, before, period)
    if not changed_fields(old, now):
        return []
    had_lottery = before.seating is Seating.LOTTERY
    wrong = field_problems(now, period, had_lottery=had_lottery)
    if not wrong:
        dates = dates_of(now, period, before.form, holidays_of(period))
        wrong = lottery_problems(tx, before, now, dates)
    problems += _of_fields(row, wrong)
    try:
        refuse_impossible(tx, before, now)
    except Failure as failure:
        found("", failure.reason, failure.message)
    return problems


def _of_fields(row: SittingRow, problems: list[FieldProblem]) -> list[RowProblem]:
    return [
        RowProblem(
            row.line, COLUMN_OF.get(one.path.removeprefix("sitting."), ""), one.reason, one.message
        )
        for one in problems
    ]


def _is_about(draft: SittingDraft, sitting: Sitting) -> bool:
    return (draft.exam_number, draft.semester, draft.period) == (
        sitting.exam_number,
        sitting.semester,
        sitting.period,
    )


def _effect(row: SittingRow, sitting_id: UUID, known: _Known) -> RowEffect:
    draft, before = row.draft, known.sittings.get(sitting_id)
    subject = texts.SUBJECT.format(
        number=draft.exam_number, semester=draft.semester.name, period=draft.period
    )
    if before is None:
        return RowEffect(row.line, subject, Effect.CREATED)
    old, now = _both(row, before, known.period_of(row))
    differences = [
        texts.DIFFERENCE.format(
            field=texts.FIELDS[field],
            before=_shown(getattr(old, field)),
            after=_shown(getattr(now, field)),
        )
        for field in changed_fields(old, now)
        if field not in FIXED_FIELDS
    ]
    if not differences:
        return RowEffect(row.line, subject, Effect.UNCHANGED)
    together = LocalizedText(
        de="; ".join(one.de for one in differences), en="; ".join(one.en for one in differences)
    )
    return RowEffect(row.line, subject, Effect.CHANGED, together)


def _book(
    tx: Transaction,
    signer: Signer,
    rows: tuple[SittingRow, ...],
    ids: Mapping[int, UUID],
    known: _Known,
    changed_by: UUID | None,
    progress: Progress,
) -> None:
    """Books every row; none has a problem."""
    new: list[tuple[UUID, SittingDraft, SittingDates]] = []
    changed: list[tuple[Sitting, ExaminationPeriod, SittingDraft]] = []
    for row in rows:
        sitting_id, draft = ids[row.line], row.draft
        period = known.period_of(row)
        before = known.sittings.get(sitting_id)
        if before is None:
            form = known.forms[draft.exam_number]
            new.append((sitting_id, draft, dates_of(draft, period, form, holidays_of(period))))
        else:
            old, now = _both(row, before, period)
            if changed_fields(old, now):
                changed.append((before, period, now))
    hold_registered(tx, [before.sitting_id for before, _, _ in changed])
    sitting_plans.add_sittings(tx, new)
    sitting_plans.note_created(tx, [sitting_id for sitting_id, _, _ in new], changed_by)
    progress(len(rows) - len(changed))
    for done, (before, period, now) in enumerate(changed, start=1):
        change_sitting(tx, signer, before, period, now, reason="", changed_by=changed_by)
        progress(len(rows) - len(changed) + done)


def _both(
    row: SittingRow, before: Sitting, period: ExaminationPeriod
) -> tuple[SittingDraft, SittingDraft]:
    """What was decided of an existing sitting, and what the row decides."""
    old = draft_of(before, period, holidays_of(period))
    return old, row.changed(old)


def _shown(value: object) -> LocalizedText:
    if value is None or value == "":
        return texts.NOTHING
    if isinstance(value, bool):
        return texts.YES if value else texts.NO
    if isinstance(value, datetime):
        return times.deadline(value)
    return LocalizedText(de=str(value), en=str(value))
