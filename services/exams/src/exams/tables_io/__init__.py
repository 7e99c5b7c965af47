"""Reading and writing tables that people exchange: CSV, XLSX and YAML, safely.

What comes in is untrusted: sizes are limited, formulas are never evaluated, nothing outside of the
file is looked at, and every problem names its line and column. What goes out starts no formula.
"""

from exams.domain.tables import Row, RowProblem, Table, TableFormat
from exams.tables_io.csv_files import write_csv
from exams.tables_io.problems import UnreadableFileError, unknown_headings
from exams.tables_io.reading import read_table
from exams.tables_io.xlsx_files import Cell, Sheet, read_sheets, write_xlsx
from exams.tables_io.yaml_files import YamlFile, read_yaml

__all__ = [
    "Cell",
    "Row",
    "RowProblem",
    "Sheet",
    "Table",
    "TableFormat",
    "UnreadableFileError",
    "YamlFile",
    "read_sheets",
    "read_table",
    "read_yaml",
    "unknown_headings",
    "write_csv",
    "write_xlsx",
]
