"""A regulations version that somebody sends in: read, checked, every problem with its line."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from exams.domain.regulation_checks import Path, problems_of_content
from exams.domain.regulations import RegulationsContent
from exams.domain.tables import RowProblem, TableFormat
from exams.profile.problems import key_of, remedy_of
from exams.profile.regulations_file import RegulationsFile
from exams.profile.workbook import read_workbook
from exams.tables_io import UnreadableFileError, read_yaml
from exams.texts import tables as texts
from exams.texts.regulations import FAULTS


@dataclass(frozen=True)
class SentRegulations:
    """What a file says, and where it says so."""

    version: RegulationsContent
    # Line and column of a value, by its path in the file.
    place_of: Callable[[Path], tuple[int, str]]


def read_regulations(content: bytes, table_format: TableFormat) -> SentRegulations:
    """The version in a YAML or XLSX file. Raises UnreadableFileError with every problem."""
    value: object
    if table_format is TableFormat.YAML:
        file = read_yaml(content)
        value = file.value

        def place_of(path: Path) -> tuple[int, str]:
            return file.line_of(path), key_of(path)

    elif table_format is TableFormat.XLSX:
        book = read_workbook(content)
        value, place_of = book.value, book.place_of
    else:
        message = texts.FORMAT_NOT_READ.format(expected="YAML, XLSX")
        raise UnreadableFileError([RowProblem(0, "", "FORMAT_NOT_READ", message)])
    try:
        version = RegulationsFile.model_validate(value).value()
    except ValidationError as error:
        raise UnreadableFileError(
            [
                RowProblem(*place_of(detail["loc"]), detail["type"].upper(), remedy_of(detail))
                for detail in error.errors()
            ]
        ) from None
    problems = [
        RowProblem(*place_of(one.path), one.fault.value, FAULTS[one.fault].format(**one.facts))
        for one in problems_of_content(version)
    ]
    if problems:
        raise UnreadableFileError(problems)
    return SentRegulations(version, place_of)
