"""What a job hands out: the archive, the list, the files for the printer."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from certificates.app.job_files import issued_files
from certificates.app.jobs import part_to_print, require_issued
from certificates.documents.job_archive import ArchiveWriter, list_rows
from certificates.documents.print_file import Sheet, merge
from certificates.domain.jobs import (
    JobEntry,
    JobOutcome,
    file_name_in_archive,
    positions_of_part,
)
from certificates.flows import job_files
from certificates.flows.job_files import JobFiles
from certificates.store.tables import certificates
from certificates.texts.refusals import not_printable
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from .job_scene import Desk, JobScene, Roll, small_pdf, student
from .seal_factories import compute, keyring

STUDENTS = [student(number) for number in range(1, 7)]
REFUSED = STUDENTS[2]


@pytest.fixture
def scene(database: Database, clock: DrivenClock, tmp_path: Path) -> JobScene:
    keys = keyring(tmp_path / "keys", clock=clock)
    return JobScene(database, Roll(STUDENTS), Desk(database), keys)


async def finished(scene: JobScene) -> UUID:
    """A job in which the third student was refused."""
    job_id = scene.start()
    scene.desk.before = lambda order: (
        not_printable("漢") if order.person_id == REFUSED.person_id else None
    )
    await scene.runner().run_ordered()
    return job_id


def files_of(scene: JobScene) -> JobFiles:
    return JobFiles(scene.database, compute, scene.database.clock)


async def whole(pieces: AsyncIterator[bytes]) -> bytes:
    content = [piece async for piece in pieces]
    assert all(0 < len(piece) <= 64 * 1024 for piece in content)
    return b"".join(content)


async def test_the_archive_holds_the_sealed_files_and_a_list_of_everybody(scene: JobScene) -> None:
    job_id = await finished(scene)
    content = await whole(files_of(scene).archive(job_id))
    _, files = within(scene.database, issued_files, job_id, 0, 10)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == [
            "00001-3000001-Oeztuerk1.pdf",
            "00002-3000002-Oeztuerk2.pdf",
            "00004-3000004-Oeztuerk4.pdf",
            "00005-3000005-Oeztuerk5.pdf",
            "00006-3000006-Oeztuerk6.pdf",
            "list.csv",
        ]
        # Byte for byte what was sealed: a verifier accepts it.
        assert [archive.read(name) for name in names[:-1]] == [one.content for one in files]
        listed = archive.read("list.csv")
    rows = list(csv.reader(io.StringIO(listed.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][1] == "Matrikelnummer / Matriculation number"
    assert len(rows) == 7
    assert rows[1][2:5] == ["Öztürk1", "Ayşe", "ausgestellt / issued"]
    assert rows[1][5] == files[0].certificate.number.printed
    assert rows[1][6] == names[0]
    assert rows[3][4:8] == ["abgelehnt / refused", "", "", "CERTIFICATE_NOT_PRINTABLE"]


async def test_a_certificate_whose_data_was_deleted_is_left_out(scene: JobScene) -> None:
    job_id = await finished(scene)
    gone = delete(certificates).where(certificates.c.person_id == STUDENTS[0].person_id)
    within(scene.database, lambda tx: tx.execute(gone).rowcount)
    content = await whole(files_of(scene).archive(job_id))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "00002-3000002-Oeztuerk2.pdf"
        rows = archive.read("list.csv").decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[4:7] == ["ausgestellt / issued", "", ""]


async def test_the_printer_gets_the_pages_without_what_only_files_need(scene: JobScene) -> None:
    job_id = await finished(scene)
    positions = within(scene.database, part_to_print, job_id, 1)
    withdrawn = (
        update(certificates)
        .where(certificates.c.person_id == STUDENTS[5].person_id)
        .values(standing="withdrawn")
    )
    within(scene.database, lambda tx: tx.execute(withdrawn).rowcount)
    content = await whole(files_of(scene).print_file(job_id, 1, positions))
    with pikepdf.open(io.BytesIO(content)) as printed:
        assert len(printed.pages) == 4
        assert (
            str(printed.docinfo["/Title"]) == "Bescheinigungen Wintersemester 2026/27, Druckdatei 1"
        )
        assert "/AcroForm" not in printed.Root
        assert not printed.attachments
        for page in printed.pages:
            assert "/Annots" not in page.obj
            assert "/StructParents" not in page.obj
        with printed.open_outline() as outline:
            titles = [one.title for one in outline.root]
    assert titles[0] == "3000001 Öztürk1, Ayşe"
    assert len(titles) == 4


async def test_there_is_nothing_to_hand_out_before_something_was_issued(scene: JobScene) -> None:
    scene.desk.before = lambda _: not_printable("漢")
    job_id = scene.start()
    await scene.runner().run_ordered()
    for ask in (
        lambda: within(scene.database, require_issued, job_id),
        lambda: within(scene.database, part_to_print, job_id, 1),
    ):
        with pytest.raises(Failure) as nothing:
            ask()
        assert nothing.value.reason == "NOTHING_ISSUED"


async def test_a_part_that_does_not_exist_is_refused(scene: JobScene) -> None:
    job_id = await finished(scene)
    assert within(scene.database, part_to_print, job_id, 1) == range(1, 501)
    with pytest.raises(Failure) as unknown:
        within(scene.database, part_to_print, job_id, 2)
    assert unknown.value.reason == "PART_UNKNOWN"
    assert "1" in unknown.value.message.de


async def test_a_part_of_which_nothing_holds_any_more_is_not_printed(scene: JobScene) -> None:
    job_id = await finished(scene)
    within(
        scene.database,
        lambda tx: tx.execute(update(certificates).values(standing="withdrawn")).rowcount,
    )
    with pytest.raises(Failure) as nothing:
        await whole(files_of(scene).print_file(job_id, 1, range(1, 501)))
    assert nothing.value.reason == "NOTHING_ISSUED"


async def test_a_file_that_is_none_is_said_to_be_the_fault(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no file")
    with pytest.raises(RuntimeError, match="were not merged"):
        await job_files.merge_apart([(str(broken), "one")], tmp_path / "print.pdf", "title")


def test_merging_keeps_the_order_of_sheets(tmp_path: Path) -> None:
    sheets = []
    for number in range(3):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(small_pdf(str(number)))
        sheets.append(Sheet(file, f"sheet {number}"))
    assert merge(sheets, tmp_path / "out.pdf", "all") == 3


def test_places_belong_to_their_part_for_ever() -> None:
    assert positions_of_part(1) == range(1, 501)
    assert positions_of_part(3) == range(1001, 1501)


def entry(family_name: str, number: str = "3000001") -> JobEntry:
    one = student(1, family_name)
    return JobEntry(1, replace(one, matriculation_number=number), JobOutcome.WAITING)


@pytest.mark.parametrize(
    ("family_name", "name"),
    [
        ("Öztürk", "00001-3000001-Oeztuerk.pdf"),
        ("Nguyễn Thị", "00001-3000001-NguyenThi.pdf"),
        ("Łukasiewicz-Groß", "00001-3000001-LukasiewiczGross.pdf"),
        ("../../etc/passwd", "00001-3000001-etcpasswd.pdf"),
        ("Παπαδόπουλος", "00001-3000001.pdf"),
        ("A" * 300, f"00001-3000001-{'A' * 40}.pdf"),
    ],
)
def test_file_names_are_names_on_every_system(family_name: str, name: str) -> None:
    assert file_name_in_archive(entry(family_name)) == name


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_name_leaves_the_archive(family_name: str, number: str) -> None:
    name = file_name_in_archive(entry(family_name, number))
    assert name.isascii()
    assert name.startswith("00001")
    assert set(name) <= set("-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert name.count(".") == 1


@given(st.sampled_from("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"), st.text(max_size=20))
def test_no_cell_of_the_list_is_a_formula(start: str, rest: str) -> None:
    rows = list_rows([(entry(start + rest), "", "")], headings=False).decode()
    [row] = csv.reader(io.StringIO(rows, newline=""), delimiter=";")
    assert row[2].startswith("'" + start)


def test_the_archive_is_written_without_keeping_it() -> None:
    writer = ArchiveWriter()
    time = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    first = writer.add("one.pdf", bytes(100_000), time)
    second = writer.add("two.pdf", b"2", time)
    content = first + second + writer.close()
    assert first.startswith(b"PK")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("one.pdf") == bytes(100_000)
        # On the clocks of the university.
        assert archive.infolist()[0].date_time == (2026, 11, 22, 13, 0, 0)
