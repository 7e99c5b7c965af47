"""One door for tables in CSV and XLSX, and how raw rows become a table."""

from exams.domain.tables import Table, TableFormat
from exams.tables_io.csv_files import read_csv
from exams.tables_io.problems import unreadable
from exams.tables_io.xlsx_files import read_sheets
from exams.texts import tables as texts


def read_table(content: bytes, table_format: TableFormat) -> Table:
    """The table in a CSV file, or in the first sheet of an XLSX file.

    At most 20,000 rows and 50 columns. Cells come as trimmed text, the way a spreadsheet's user
    means them: numbers without needless zeros, days as 2027-02-01, times as 10:00, both as
    2027-02-01 10:00, truth values as true and false.

    Raises UnreadableFileError, which names every problem with line and column.
    """
    if table_format is TableFormat.CSV:
        return read_csv(content)
    if table_format is TableFormat.XLSX:
        return next(iter(read_sheets(content).values()))
    raise unreadable("FORMAT_NOT_READ", texts.FORMAT_NOT_READ.format(expected="CSV, XLSX"))
