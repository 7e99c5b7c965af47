"""Hands out what a job has issued: as an archive, or as files for the printer."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

from chassis.clock import Clock
from chassis.computing import Compute
from chassis.database import Database

from certificates.app.job_files import ListedEntry, issued_files, listed_entries
from certificates.app.jobs import job_with_id
from certificates.documents.job_archive import LIST_NAME, ArchiveWriter, list_rows
from certificates.domain.certificate import Standing
from certificates.domain.jobs import JobEntry, file_name_in_archive
from certificates.texts.job_list import PRINT_TITLE
from certificates.texts.job_refusals import nothing_issued

# Sealed files that are in memory at once, and rows of the list.
FILES_AT_ONCE = 8
ROWS_AT_ONCE = 200
PIECE_BYTES = 64 * 1024


class JobFiles:
    """The files of jobs."""

    def __init__(self, database: Database, compute: Compute, clock: Clock) -> None:
        self._database = database
        self._compute = compute
        self._clock = clock

    async def archive(self, job_id: UUID) -> AsyncIterator[bytes]:
        """A ZIP file with the sealed files and the list of everybody, piece by piece."""
        writer = ArchiveWriter()
        behind: int | None = 0
        while behind is not None:
            behind, files = await self._database.read(issued_files, job_id, behind, FILES_AT_ONCE)
            for one in files:
                name, time = file_name_in_archive(one.entry), one.certificate.issue_time
                for piece in _cut(await self._compute(writer.add, name, one.content, time)):
                    yield piece
        rows = await self._list(job_id)
        end = await self._compute(writer.add, LIST_NAME, rows, self._clock.now())
        for piece in _cut(end + writer.close()):
            yield piece

    async def print_file(self, job_id: UUID, part: int, positions: range) -> AsyncIterator[bytes]:
        """A PDF file with the pages of all certificates of these places, piece by piece.

        Raises NOTHING_ISSUED before the first piece where none of them holds any more.
        """
        job = await self._database.read(job_with_id, job_id)
        title = PRINT_TITLE.format(semester=job.order.semester.name.de, part=part)
        with tempfile.TemporaryDirectory(prefix="matrikel-print-") as folder:
            target = Path(folder) / "print.pdf"
            sheets = await self._write_sheets(job_id, positions, Path(folder))
            if not sheets:
                raise nothing_issued()
            await merge_apart(sheets, target, title)
            with target.open("rb") as merged:
                while piece := await asyncio.to_thread(merged.read, PIECE_BYTES):
                    yield piece

    async def _write_sheets(
        self, job_id: UUID, positions: range, folder: Path
    ) -> list[tuple[str, str]]:
        sheets = []
        behind: int | None = positions.start - 1
        while behind is not None:
            behind, files = await self._database.read(
                issued_files, job_id, behind, FILES_AT_ONCE, positions.stop - 1
            )
            for one in files:
                # A paper that would be told to be withdrawn is not printed any more.
                if one.certificate.standing is Standing.WITHDRAWN:
                    continue
                file = folder / f"{one.entry.position}.pdf"
                await asyncio.to_thread(file.write_bytes, one.content)
                sheets.append((str(file), _label(one.entry)))
        return sheets

    async def _list(self, job_id: UUID) -> bytes:
        rows, behind = [list_rows((), headings=True)], 0
        while entries := await self._database.read(listed_entries, job_id, behind, ROWS_AT_ONCE):
            rows.append(list_rows((_row(one) for one in entries), headings=False))
            behind = entries[-1].entry.position
        return b"".join(rows)


def _cut(content: bytes) -> Iterator[bytes]:
    """Pieces that a message carries."""
    for start in range(0, len(content), PIECE_BYTES):
        yield content[start : start + PIECE_BYTES]


def _label(entry: JobEntry) -> str:
    return f"{entry.student.matriculation_number} {entry.student.name.listed}"


def _row(listed: ListedEntry) -> tuple[JobEntry, str, str]:
    number = listed.certificate.number.printed if listed.certificate else ""
    file_name = file_name_in_archive(listed.entry) if listed.certificate else ""
    return listed.entry, number, file_name


async def merge_apart(sheets: list[tuple[str, str]], target: Path, title: str) -> None:
    """Merges in a process of its own. Raises RuntimeError where that fails."""
    order = json.dumps({"target": str(target), "title": title, "sheets": sheets})
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "certificates.documents.print_file",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # Without the service's settings, some of which name secrets.
        env={name: one for name, one in os.environ.items() if not name.startswith("MATRIKEL_")},
    )
    try:
        _, errors = await process.communicate(order.encode())
    finally:
        # Whoever asked may have gone meanwhile.
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(f"the files were not merged: {errors.decode(errors='replace')[-500:]}")
