"""A regulations version as the file that it can be imported from."""

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem

from exams.app.regulations import content_for_download
from exams.domain.tables import TableFormat
from exams.profile.workbook import regulations_xlsx
from exams.profile.writing import regulations_yaml
from exams.texts import tables as texts


def download_regulations(tx: Transaction, code: str, table_format: TableFormat) -> bytes:
    """The version as YAML or XLSX. Raises REGULATIONS_UNKNOWN and FORMAT_NOT_WRITTEN."""
    version = content_for_download(tx, code)
    if table_format is TableFormat.YAML:
        return regulations_yaml(version)
    if table_format is TableFormat.XLSX:
        return regulations_xlsx(version)
    message = texts.FORMAT_NOT_WRITTEN.format(expected="YAML, XLSX")
    raise Failure(
        Code.INVALID_ARGUMENT,
        "FORMAT_NOT_WRITTEN",
        message,
        fields=(FieldProblem("format", "FORMAT_NOT_WRITTEN", message),),
    )
