"""The archive of a job: sealed files as they were issued, and a list of everybody."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from chassis.values import local_datetime

from certificates.domain.jobs import JobEntry, JobOutcome
from certificates.texts import job_list as texts

LIST_NAME = "list.csv"
# What makes a spreadsheet take a cell for a formula; some read the full-width signs as the others.
_FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


class ArchiveWriter:
    """Writes a ZIP file piece by piece; what was taken is kept no longer."""

    def __init__(self) -> None:
        self._sink = _Sink()
        # Deflated, though files of this kind hardly get smaller: some programs cannot read stored
        # files in an archive that was written as a stream.
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def add(self, name: str, content: bytes, time: datetime) -> bytes:
        """Adds a file; returns the bytes that the archive grew by."""
        info = zipfile.ZipInfo(name, local_datetime(time).timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, content)
        return self._sink.taken()

    def close(self) -> bytes:
        """Ends the archive; returns its last bytes."""
        self._zip.close()
        return self._sink.taken()


class _Sink:
    """A file that can only be written on; zipfile asks for nothing else."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """What was written is taken by the caller."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> bytes:
        joined = b"".join(self._pieces)
        self._pieces.clear()
        return joined


def list_rows(entries: Iterable[tuple[JobEntry, str, str]], *, headings: bool) -> bytes:
    """Rows of the list: each entry with the number of its certificate and its file's name.

    German Excel opens it with a double click: UTF-8 with a byte order mark, semicolons. A cell
    that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    if headings:
        writer.writerow(texts.HEADINGS)
    for entry, number, file_name in entries:
        student = entry.student
        cells = (
            str(entry.position),
            student.matriculation_number,
            student.name.family_name,
            student.name.given_names,
            texts.OUTCOMES[entry.outcome],
            number,
            file_name if entry.outcome is JobOutcome.ISSUED else "",
            entry.refusal_reason,
            entry.refusal_message.de if entry.refusal_message else "",
        )
        writer.writerow([_no_formula(one) for one in cells])
    return (codecs.BOM_UTF8 if headings else b"") + stream.getvalue().encode()


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
