"""Hostile files to records: what looks like a document, and what looks like the bank's file."""

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.contracts import services_of
from chassis.database import Transaction
from chassis.database.tables import documents
from chassis.testing import within
from matrikel.access.v1 import access_pb2
from matrikel.records.v1 import application_pb2, bank_pb2, person_pb2
from records.store import tables
from sqlalchemy import func, select

from tests.requests import SMALL_PDF
from tests.requests.records_persons import SMALL_PNG
from tests.security.asking import answer
from tests.security.running_services import RunningServices, running_services

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("uploads")]

METHODS = {method.name: method for one in services_of("records") for method in one.methods}
STUDENT, STUDENT_SERVICES = access_pb2.ROLE_STUDENT, access_pb2.ROLE_STUDENT_SERVICES
MIB = 1024 * 1024
MOST = 10 * MIB
# What the largest file that is taken may need while it is read.
MOST_MEMORY_MIB = 400
MOST_SECONDS = 60

HEAD = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
    b"<Id>1</Id><Acct><Id><IBAN>DE26250500000199916917</IBAN></Id></Acct>"
)
ENTRY = (
    b'<Ntry><Amt Ccy="EUR">%b</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt>'
    b"<Dt>%b</Dt></BookgDt><ValDt><Dt>%b</Dt></ValDt><NtryDtls>"
)
TAIL = b"</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
DAY = b"2026-11-02"
PLAIN = HEAD + ENTRY % (b"1.00", DAY, DAY)
ENTITIES = b"".join(b'<!ENTITY b%d "%b">' % (n, b"&b%d;" % (n - 1) * 10) for n in range(1, 12))


def filled(before: bytes, filling: bytes, after: bytes) -> bytes:
    """As much of the filling as a request takes."""
    return before + filling * ((MOST - len(before) - len(after)) // len(filling)) + after


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("files")) as all_four:
        yield all_four


async def attached(services: RunningServices, content: bytes, name: str) -> str:
    """What a student is answered who attaches a file."""
    request = application_pb2.AddDocumentRequest(
        application_id=services.named.application_id,
        proof="other",
        content=content,
        file_name=name,
        request_id=str(uuid4()),
    )
    method = METHODS["AddDocument"]
    return await answer(services, method, services.people.owner, STUDENT, request)


async def imported(services: RunningServices, content: bytes) -> str:
    """What a clerk is answered who imports a file."""
    request = bank_pb2.ImportBankStatementsRequest(
        content=content, file_name="umsatz.xml", request_id=str(uuid4())
    )
    method = METHODS["ImportBankStatements"]
    return await answer(services, method, uuid4(), STUDENT_SERVICES, request)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>%PDF-1.7\n%%EOF",
        b"PK\x03\x04" + SMALL_PDF,
        b"GIF89a" + SMALL_PNG,
        b"#!/bin/sh\n" + SMALL_PDF,
        SMALL_PDF.replace(b"%%EOF", b""),
        b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>",
        b"\xff\xd8\xff<script>",
        b"\0" * 100,
    ],
)
async def test_what_only_looks_like_a_document_is_refused(
    services: RunningServices, content: bytes
) -> None:
    before = within(services.databases["records"], _kept)
    assert await attached(services, content, "a.pdf") == "INVALID_ARGUMENT DOCUMENT_TYPE_UNKNOWN"
    photo = person_pb2.UploadPhotoRequest(
        person_id=services.named.person_id,
        content=content,
        file_name="ich.png",
        request_id=str(uuid4()),
    )
    found = await answer(services, METHODS["UploadPhoto"], services.people.owner, STUDENT, photo)
    assert found == "INVALID_ARGUMENT PHOTO_TYPE_UNKNOWN"
    assert within(services.databases["records"], _kept) == before


async def test_a_document_beyond_ten_mebibytes_is_refused(services: RunningServices) -> None:
    before = within(services.databases["records"], _kept)
    for size in (MOST + 1, MOST + MIB):
        found = await attached(services, SMALL_PDF + b"\n" * size + b"%%EOF\n", "a.pdf")
        assert found.startswith(("INVALID_ARGUMENT ", "RESOURCE_EXHAUSTED "))
    assert within(services.databases["records"], _kept) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\system32\\calc.exe", "calc.exe.pdf"),
        ("Urkunde\u202efdp.exe", "Urkundefdp.exe.pdf"),
        ('a\r\nSet-Cookie: x="1".pdf', "aSet-Cookie_ x=_1_.pdf"),
        ("CON.pdf", "document.pdf"),
    ],
)
async def test_names_are_kept_without_path_and_control_characters(
    services: RunningServices, name: str, kept: str
) -> None:
    found = await attached(services, SMALL_PDF, name)
    assert f'file_name: "{kept}"' in found, found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE D [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + PLAIN + TAIL, "UNSAFE"),
        (b'<!DOCTYPE D [<!ENTITY b0 "ha">%b]>' % ENTITIES + PLAIN + TAIL, "UNSAFE"),
        (b'<!DOCTYPE D SYSTEM "http://127.0.0.1:1/x.dtd">' + PLAIN + TAIL, "UNSAFE"),
        (filled(PLAIN, b"<a>", TAIL), "NOT_XML"),
        (filled(HEAD + b"<AddtlStmtInf>", b"x", b"</AddtlStmtInf></Stmt>"), "NOT_XML"),
        (HEAD + b"<Ntry/>" * 100_001 + b"</Stmt></BkToCstmrStmt></Document>", "TOO_LARGE"),
        (PLAIN + b"<TxDtls/>" * 100_001 + TAIL, "TOO_LARGE"),
        (filled(HEAD + b"</Stmt>", b"<Stmt/>", b"</BkToCstmrStmt></Document>"), "TOO_LARGE"),
    ],
    ids=["entity", "bomb", "dtd", "deep", "long", "entries", "payments", "statements"],
)
async def test_a_hostile_file_in_the_banks_name_is_refused_in_bounded_time_and_memory(
    services: RunningServices, content: bytes, reason: str
) -> None:
    before, memory = within(services.databases["records"], _kept), _most_memory_mib()
    began = time.monotonic()
    assert await imported(services, content) == f"INVALID_ARGUMENT BANK_FILE_{reason}"
    assert time.monotonic() - began < MOST_SECONDS
    assert _most_memory_mib() - memory < MOST_MEMORY_MIB
    assert within(services.databases["records"], _kept) == before


async def test_an_entry_full_of_what_no_bank_sends_costs_no_more_than_its_size(
    services: RunningServices,
) -> None:
    """The payment in it is readable, so it is booked; the rest is left alone."""
    began, memory = time.monotonic(), _most_memory_mib()
    found = await imported(services, PLAIN + b"<a/>" * 300_000 + TAIL)
    assert "statements" in found
    assert time.monotonic() - began < MOST_SECONDS
    assert _most_memory_mib() - memory < MOST_MEMORY_MIB


@pytest.mark.parametrize(
    ("amount", "day"),
    [
        (b"9" * 40, DAY),
        (b"1e308", DAY),
        (b"-1.00", DAY),
        (b"NaN", DAY),
        (b"9" * 13, DAY),
        (b"1.00", b"9999-12-31"),
        (b"1.00", b"0001-01-01"),
        (b"1.00", b"2026-02-30"),
    ],
)
async def test_impossible_numbers_and_days_are_named_or_wait_to_be_cleared(
    services: RunningServices, amount: bytes, day: bytes
) -> None:
    """None of them is a fault of the program, and none is booked for anybody."""
    found = await imported(services, HEAD + ENTRY % (amount, DAY, day) + TAIL)
    assert not found.startswith(("INTERNAL", "UNKNOWN")), found
    assert re.search("problems|to_clear_count: 1|INVALID_ARGUMENT", found), found


def _kept(tx: Transaction) -> dict[str, int]:
    """How many rows there are of what a file could have added."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (
            documents,
            tables.application_documents,
            tables.bank_statements,
            tables.bank_entries,
            tables.clearing_items,
            tables.bookings,
        )
    }


def _most_memory_mib() -> int:
    """The most memory that this process has held so far."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) // 1024
