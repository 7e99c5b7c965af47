"""Hostile files: every method that takes a file refuses them cleanly and stores nothing."""

import io
import zipfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from chassis.contracts import services_of
from chassis.database import Transaction
from chassis.database.tables import documents
from chassis.testing import within
from exams.store import tables
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from matrikel.access.v1.access_pb2 import ROLE_STUDENT_SERVICES as STUDENT_SERVICES
from matrikel.exams.v1 import (
    regulations_pb2,
    result_pb2,
    sick_note_pb2,
    sitting_pb2,
    thesis_pb2,
)
from matrikel.records.v1 import application_pb2, bank_pb2, person_pb2
from openpyxl import Workbook
from records.store import tables as records_tables
from sqlalchemy import func, select

from tests.requests import Named
from tests.security.asking import EXAMINER, METHODS, OFFICE, STUDENT, answer
from tests.security.exam_cases import ATTENDED
from tests.security.running_services import RunningServices, running_services

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("uploads")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("uploads")) as all_four:
        yield all_four


@dataclass(frozen=True)
class Hostile:
    """A file that must be refused."""

    content: bytes
    name: str
    format: "sitting_pb2.TableFormat.ValueType"


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Matrikelnummer", "Note"])
    sheet.append(["3000001", "1,3"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(part: str, content: bytes) -> bytes:
    """The workbook with another content of a part."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
XLSX = sitting_pb2.TABLE_FORMAT_XLSX
HOSTILE = {
    "a zip bomb": Hostile(with_part("docProps/app.xml", b" " * 200_000_000), "a.xlsx", XLSX),
    "an external entity": Hostile(with_part(SHEET, XXE), "a.xlsx", XLSX),
    "a billion laughs": Hostile(with_part(SHEET, LAUGHS), "a.xlsx", XLSX),
    "a program": Hostile(b"MZ" + bytes(2_000), "a.xlsx", XLSX),
    "a path out of the archive": Hostile(
        with_part("docProps/app.xml", b"x").replace(b"docProps/app.xml", b"../../../etc/a.x"),
        "../../etc/passwd",
        XLSX,
    ),
    "a picture": Hostile(b"\x89PNG\r\n\x1a\n" + bytes(200), "a.csv", sitting_pb2.TABLE_FORMAT_CSV),
    "a YAML bomb": Hostile(
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "a.yaml", sitting_pb2.TABLE_FORMAT_YAML
    ),
    "a YAML object": Hostile(
        b"!!python/object/apply:os.system ['true']\n", "a.yaml", sitting_pb2.TABLE_FORMAT_YAML
    ),
    "too much": Hostile(b"a;b\n" * 2_700_000, "a.csv", sitting_pb2.TABLE_FORMAT_CSV),
}
OF_RECORDS = [method for one in services_of("records") for method in one.methods]
CLEAN = ("INVALID_ARGUMENT ", "FAILED_PRECONDITION ", "RESOURCE_EXHAUSTED ")


def uploads(named: Named, hostile: Hostile) -> Iterator[tuple[str, int, Message]]:
    """Every method that takes a file, with who may call it."""
    request_id = str(uuid4())
    yield (
        "ImportResults",
        EXAMINER,
        result_pb2.ImportResultsRequest(
            sitting_id=str(ATTENDED),
            content=hostile.content,
            format=hostile.format,
            file_name=hostile.name,
            request_id=request_id,
        ),
    )
    yield (
        "ImportSittings",
        OFFICE,
        sitting_pb2.ImportSittingsRequest(
            content=hostile.content, format=hostile.format, request_id=request_id
        ),
    )
    yield (
        "ImportRegulations",
        OFFICE,
        regulations_pb2.ImportRegulationsRequest(
            content=hostile.content, format=hostile.format, request_id=request_id
        ),
    )
    yield (
        "FileSickNote",
        STUDENT,
        sick_note_pb2.FileSickNoteRequest(
            registration_id=named.registration_id,
            content=hostile.content,
            file_name=hostile.name,
            ill_from_date={"year": 2026, "month": 11, "day": 2},
            ill_until_date={"year": 2026, "month": 11, "day": 2},
            request_id=request_id,
        ),
    )
    yield (
        "HandInThesis",
        STUDENT,
        thesis_pb2.HandInThesisRequest(
            thesis_id=named.thesis_id,
            content=hostile.content,
            file_name=hostile.name,
            request_id=request_id,
        ),
    )
    yield (
        "AddDocument",
        STUDENT,
        application_pb2.AddDocumentRequest(
            application_id=named.application_id,
            proof="other",
            content=hostile.content,
            file_name=hostile.name,
            request_id=request_id,
        ),
    )
    yield (
        "UploadPhoto",
        STUDENT,
        person_pb2.UploadPhotoRequest(
            person_id=named.person_id,
            content=hostile.content,
            file_name=hostile.name,
            request_id=request_id,
        ),
    )
    yield (
        "ImportBankStatements",
        STUDENT_SERVICES,
        bank_pb2.ImportBankStatementsRequest(
            content=hostile.content, file_name=hostile.name, request_id=request_id
        ),
    )


async def test_every_method_that_takes_a_file_is_asked(services: RunningServices) -> None:
    taking = {
        method.name
        for method in (*OF_RECORDS, *METHODS)
        if any(each.type == FieldDescriptor.TYPE_BYTES for each in method.input_type.fields)
    }
    assert {name for name, _, _ in uploads(services.named, HOSTILE["a program"])} == taking


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_hostile_file_is_refused_and_nothing_is_stored(
    services: RunningServices, kind: str
) -> None:
    people: dict[int, UUID] = {
        STUDENT: services.people.owner,
        EXAMINER: services.people.examiner,
        OFFICE: uuid4(),
        STUDENT_SERVICES: uuid4(),
    }
    methods = {method.name: method for method in (*OF_RECORDS, *METHODS)}
    stored = within(services.databases["exams"], _stored)
    attached = within(services.databases["records"], _kept_by_records)
    for name, role, request in uploads(services.named, HOSTILE[kind]):
        found = await answer(services, methods[name], people[role], role, request)
        if name == "ImportResults" and found.startswith("["):
            # The answer to a dry run or a booking names what is wrong, and says that nothing is
            # stored.
            assert "problems" in found, found
            continue
        assert found.startswith(CLEAN) or "problems" in found, f"{name}: {found[:300]}"
    assert within(services.databases["exams"], _stored) == stored
    assert within(services.databases["records"], _kept_by_records) == attached


def _kept_by_records(tx: Transaction) -> dict[str, int]:
    """How many rows records has of what a file could have added."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (documents, records_tables.bank_statements, records_tables.bank_entries)
    }


def _stored(tx: Transaction) -> dict[str, int]:
    """How many rows everything has that a file could have changed."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (
            documents,
            tables.results,
            tables.sittings,
            tables.regulations_versions,
            tables.sick_notes,
        )
    }
