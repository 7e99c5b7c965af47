"""Files that are sent in: their format, and the problems and effects of their rows."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.packing import pack_text
from chassis.rpc import current_call
from matrikel.exams.v1 import sitting_pb2

from exams.domain.tables import RowEffect, RowProblem, TableFormat
from exams.texts.results import FORMAT_NOT_OFFERED

_FORMATS = {
    sitting_pb2.TABLE_FORMAT_CSV: TableFormat.CSV,
    sitting_pb2.TABLE_FORMAT_XLSX: TableFormat.XLSX,
    sitting_pb2.TABLE_FORMAT_YAML: TableFormat.YAML,
    sitting_pb2.TABLE_FORMAT_PDF: TableFormat.PDF,
}


def unpack_format(number: sitting_pb2.TableFormat.ValueType, *offered: TableFormat) -> TableFormat:
    """What a file is; the contract refuses unspecified ones.

    Raises FORMAT_NOT_OFFERED for one that is not among those offered, where any are named.
    """
    chosen = _FORMATS[number]
    if offered and chosen not in offered:
        formats = ", ".join(one.name for one in offered)
        message = FORMAT_NOT_OFFERED.format(formats=formats)
        problem = FieldProblem("format", "FORMAT_NOT_OFFERED", message)
        raise Failure(Code.INVALID_ARGUMENT, "FORMAT_NOT_OFFERED", message, fields=(problem,))
    return chosen


def pack_problem(problem: RowProblem) -> sitting_pb2.RowProblem:
    """Something that is wrong with one cell."""
    return sitting_pb2.RowProblem(
        line=problem.line,
        column=problem.column,
        reason=problem.reason,
        message=pack_text(problem.message),
    )


def pack_effect(effect: RowEffect) -> sitting_pb2.RowEffect:
    """What one row does; the subject in the caller's language."""
    return sitting_pb2.RowEffect(
        line=effect.line,
        subject=effect.subject.in_language(current_call().language),
        effect=effect.effect.value,
        change=pack_text(effect.change) if effect.change is not None else None,
    )
