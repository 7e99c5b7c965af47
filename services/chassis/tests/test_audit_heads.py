"""Signed heads outside the database: none can be changed, taken out or passed off unseen."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from audit_chains import KEYS, SERVICE, SIGNER, Chain, enter
from chassis.audit.findings import FindingKind, Report
from chassis.audit.heads import STATEMENT_TYPE, HeadsFile, Kind
from chassis.database import Database
from chassis.signing import Signer
from chassis.testing import DrivenClock
from joserfc import jws
from joserfc.jwk import ECKey


@pytest.fixture
def chain(sqlite: Database, clock: DrivenClock, tmp_path: Path) -> Chain:
    """Nine entries with three signed heads."""
    one = Chain(sqlite, clock, tmp_path / "var" / "audit-heads.jsonl")
    for _ in range(3):
        one.grow(3)
    return one


def damages(report: Report) -> list[str]:
    assert {one.kind for one in report.findings} <= {FindingKind.HEADS_DAMAGED}
    return [one.sentence for one in report.findings]


def change_lines(chain: Chain, change: Callable[[list[bytes]], list[bytes]]) -> None:
    lines = chain.path.read_bytes().splitlines(keepends=True)
    chain.path.write_bytes(b"".join(change(lines)))


async def test_the_newest_statement_is_known_again(chain: Chain) -> None:
    last = chain.heads.last()
    assert last is not None
    assert (last.kind, last.number, last.service) == (Kind.HEAD, 9, SERVICE)
    assert last.time == chain.clock.now().isoformat()


async def test_a_changed_line_is_found(chain: Chain) -> None:
    def change(lines: list[bytes]) -> list[bytes]:
        head, payload, signature = lines[1].split(b".")
        swapped = b"A" if signature[:1] != b"A" else b"B"
        return [lines[0], b".".join((head, payload, swapped + signature[1:])), lines[2]]

    change_lines(chain, change)
    assert damages(await chain.report()) == [
        "audit-heads.jsonl, line 2: its signature does not fit",
        "audit-heads.jsonl, line 3: the line before it is not the one that was there",
    ]


async def test_a_line_that_was_taken_out_is_found(chain: Chain) -> None:
    change_lines(chain, lambda lines: [lines[0], lines[2]])
    assert damages(await chain.report()) == [
        "audit-heads.jsonl, line 2: the line before it is not the one that was there"
    ]


async def test_the_beginning_cannot_be_left_out(chain: Chain) -> None:
    change_lines(chain, lambda lines: lines[1:])
    assert len(damages(await chain.report())) == 1


async def test_lines_that_are_no_statements_are_found(chain: Chain) -> None:
    change_lines(chain, lambda lines: [*lines, b"nothing of the kind\n"])
    assert damages(await chain.report()) == ["audit-heads.jsonl, line 4: it is no signed statement"]


async def test_what_an_interrupted_writer_left_is_no_finding(chain: Chain) -> None:
    with chain.path.open("ab") as file:
        file.write(b"eyJhbGciOiJFUzI1Ni")
    assert (await chain.report()).is_honest
    await asyncio.to_thread(chain.grow, 1)
    report = await chain.report()
    assert (report.is_honest, report.heads) == (True, 4)


async def test_a_head_signed_with_another_key_is_found(chain: Chain) -> None:
    stranger = Signer.from_file(None, STATEMENT_TYPE)
    (place,) = (await chain.places())[-1:]
    HeadsFile(chain.path, SERVICE, stranger).append(
        Kind.HEAD, place.number, place.hash, chain.clock.now()
    )
    assert damages(await chain.report()) == [
        "audit-heads.jsonl, line 4: it is signed with a key that is not known here"
    ]


async def test_heads_of_another_service_are_found(chain: Chain) -> None:
    (place,) = (await chain.places())[-1:]
    HeadsFile(chain.path, "records", SIGNER).append(
        Kind.HEAD, place.number, place.hash, chain.clock.now()
    )
    assert damages(await chain.report()) == [
        "audit-heads.jsonl, line 4: it is about the service records"
    ]


async def test_heads_do_not_go_back(chain: Chain) -> None:
    first = (await chain.places())[0]
    chain.heads.append(Kind.HEAD, first.number, first.hash, chain.clock.now())
    assert damages(await chain.report()) == [
        "audit-heads.jsonl, line 4: it goes back behind the one before it"
    ]


async def test_a_missing_file_is_a_finding_once_there_are_entries(
    chain: Chain, tmp_path: Path
) -> None:
    chain.path.unlink()
    report = await chain.report()
    assert [one.kind for one in report.findings] == [FindingKind.HEADS_MISSING]
    assert "no signed heads" in report.lines()


async def test_a_service_without_entries_needs_no_file(
    sqlite: Database, clock: DrivenClock, tmp_path: Path
) -> None:
    assert (await Chain(sqlite, clock, tmp_path / "absent").report()).is_honest


async def test_several_files_are_looked_at_together(chain: Chain, tmp_path: Path) -> None:
    """Such as of two replicas, each with a disk of its own."""
    other = tmp_path / "other.jsonl"
    await chain.database.write(enter, 2)
    await asyncio.to_thread(chain.chain)
    last = (await chain.places())[-1]
    HeadsFile(other, SERVICE, SIGNER).append(Kind.HEAD, last.number, last.hash, chain.clock.now())
    report = await chain.report([chain.path, other])
    assert (report.is_honest, report.heads) == (True, 4)
    await chain.attack(
        "DELETE FROM audit_chain WHERE number = 11", "DELETE FROM audit_entries WHERE position = 11"
    )
    report = await chain.report([chain.path, other])
    assert [one.kind for one in report.findings] == [FindingKind.TAIL_CUT]


async def test_statements_are_plain_jws_that_any_library_reads(chain: Chain) -> None:
    (key,) = KEYS.values()
    line = chain.path.read_text(encoding="ascii").splitlines()[0]
    read = jws.deserialize_compact(line, ECKey.import_key(dict(key)), algorithms=["ES256"])
    assert b'"number": 3' in read.payload
