"""The chain of audit entries: whoever changes something in the database is found out."""

import asyncio
from pathlib import Path

import pytest
from audit_chains import SERVICE, Chain, enter, rewrite
from chassis.audit.chain import chain_waiting
from chassis.audit.findings import FindingKind, Report
from chassis.database import Database
from chassis.testing import DrivenClock
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

PLANT = (
    "INSERT INTO audit_entries SELECT 900, entry_time, method, caller, actor, session_id,"
    " 'planted', outcome FROM audit_entries WHERE position = 3"
)


@pytest.fixture
def chain(database: Database, clock: DrivenClock, tmp_path: Path) -> Chain:
    """Ten entries with two signed heads, and two more entries since."""
    one = Chain(database, clock, tmp_path / "audit-heads.jsonl")
    one.grow(6)
    one.grow(4)
    database.write_now(enter, 2)
    one.chain()
    return one


def kinds(report: Report) -> set[FindingKind]:
    return {finding.kind for finding in report.findings}


async def test_an_honest_chain_is_whole(chain: Chain) -> None:
    report = await chain.report()
    assert report.lines() == [
        "12 entries in the chain, 0 not yet in it, 0 pruned",
        f"2 signed statements, the newest of {report.last_head}",
        "exams: the audit chain is whole",
    ]


async def test_entries_that_wait_for_their_place_are_no_finding(chain: Chain) -> None:
    await chain.database.write(enter, 3)
    report = await chain.report()
    assert (report.is_honest, report.places, report.waiting) == (True, 12, 3)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET subject = 'nobody' WHERE position = 4",
        "UPDATE audit_entries SET outcome = 'REFUSED' WHERE position = 4",
        "UPDATE audit_entries SET entry_time = '2026-01-01 00:00:00.000000' WHERE position = 4",
        "UPDATE audit_entries SET caller = 'somebody-else' WHERE position = 4",
    ],
)
async def test_an_edited_entry_is_found(chain: Chain, change: str) -> None:
    await chain.attack(change)
    report = await chain.report()
    (finding,) = report.findings
    assert finding.kind is FindingKind.EDITED
    assert "entry 4 at place 4" in finding.sentence
    assert "NOT" in report.lines()[-1]


async def test_a_removed_entry_is_found(chain: Chain) -> None:
    await chain.attack("DELETE FROM audit_entries WHERE position = 5")
    report = await chain.report()
    assert [one.sentence for one in report.findings] == ["entry 5 at place 5 is gone"]


async def test_an_entry_removed_with_its_place_is_found(chain: Chain) -> None:
    await chain.attack(
        "DELETE FROM audit_entries WHERE position IN (5, 6)",
        "DELETE FROM audit_chain WHERE number IN (5, 6)",
    )
    report = await chain.report()
    assert report.lines()[0] == "REMOVED: places 5 to 6 are missing from the chain"


async def test_an_entry_that_is_removed_before_it_has_a_place_is_found(chain: Chain) -> None:
    await chain.database.write(enter, 1)
    await chain.attack("DELETE FROM audit_entries WHERE position = 13")
    assert kinds(await chain.report()) == {FindingKind.REMOVED}


async def test_an_entry_put_in_past_the_chain_is_found(chain: Chain) -> None:
    await chain.attack(PLANT, "DELETE FROM audit_waiting")
    report = await chain.report()
    assert [one.sentence for one in report.findings] == ["entry 900 was put in past the chain"]


async def test_an_entry_with_an_invented_place_is_found(chain: Chain) -> None:
    await chain.attack(
        PLANT,
        "INSERT INTO audit_chain SELECT 13, 900, entry_hash, hash FROM audit_chain"
        " WHERE number = 12",
    )
    assert {FindingKind.EDITED, FindingKind.REORDERED} <= kinds(await chain.report())


async def test_entries_that_were_exchanged_are_found(chain: Chain) -> None:
    await chain.attack(
        "UPDATE audit_entries SET position = 1000 WHERE position = 3",
        "UPDATE audit_entries SET position = 3 WHERE position = 8",
        "UPDATE audit_entries SET position = 8 WHERE position = 1000",
    )
    report = await chain.report()
    assert kinds(report) == {FindingKind.REORDERED}
    assert "holds what entry 8 was" in report.findings[0].sentence


async def test_places_that_were_exchanged_are_found(chain: Chain) -> None:
    await chain.attack(
        "UPDATE audit_chain SET number = 1000 WHERE number = 3",
        "UPDATE audit_chain SET number = 3 WHERE number = 8",
        "UPDATE audit_chain SET number = 8 WHERE number = 1000",
    )
    assert kinds(await chain.report()) >= {FindingKind.REORDERED}


async def test_a_cut_tail_is_found_by_the_signed_heads(chain: Chain) -> None:
    await chain.attack(
        "DELETE FROM audit_entries WHERE position > 8", "DELETE FROM audit_chain WHERE number > 8"
    )
    report = await chain.report()
    (finding,) = report.findings
    assert finding.kind is FindingKind.TAIL_CUT
    assert "knows 10 places, the chain ends at 8" in finding.sentence


async def test_an_emptied_database_is_a_cut_tail(chain: Chain) -> None:
    await chain.attack("DELETE FROM audit_entries", "DELETE FROM audit_chain")
    assert kinds(await chain.report()) == {FindingKind.TAIL_CUT}


async def test_a_chain_made_anew_over_edited_entries_is_found_by_the_signed_heads(
    chain: Chain,
) -> None:
    await chain.attack("UPDATE audit_entries SET subject = 'nobody' WHERE position = 8")
    await chain.database.write(rewrite)
    report = await chain.report()
    (finding,) = report.findings
    assert finding.kind is FindingKind.REWRITTEN
    assert "between places 6 and 10" in finding.sentence


async def test_the_database_refuses_to_change_entries_and_places(chain: Chain) -> None:
    for statement in (
        "UPDATE audit_entries SET subject = 'nobody'",
        "DELETE FROM audit_entries WHERE position = 1",
        "UPDATE audit_chain SET position = 1000 WHERE number = 3",
        "DELETE FROM audit_chain",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            await chain.database.write(lambda tx, sql: tx.execute(text(sql)), statement)
    assert (await chain.report()).is_honest


async def test_entries_that_come_together_get_one_place_each_whoever_chains(
    chain: Chain,
) -> None:
    other = Database(chain.database.url, chain.clock)
    try:
        for _ in range(4):
            await chain.database.write(enter, 40)
            both = [one.write(chain_waiting, SERVICE, 30) for one in (chain.database, other) * 2]
            await asyncio.gather(*both)
    finally:
        other.close()
    while await chain.database.write(chain_waiting, SERVICE, 100):
        pass
    assert [one.number for one in await chain.places()] == list(range(1, 173))
    report = await chain.report()
    assert (report.is_honest, report.waiting) == (True, 0)


async def test_an_entry_that_is_committed_late_gets_its_place_all_the_same(
    chain: Chain,
) -> None:
    if chain.database.dialect == "sqlite":
        pytest.skip("SQLite has one writer: nothing is committed late")
    other = Database(chain.database.url, chain.clock)
    entered, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def late(tx: object) -> None:
        enter(tx, 1, "late")  # type: ignore[arg-type]
        loop.call_soon_threadsafe(entered.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()

    try:
        task = asyncio.create_task(other.write(late))
        await entered.wait()
        await chain.database.write(enter, 1)
        assert await chain.database.write(chain_waiting, SERVICE, 100) == 1
        go_on.set()
        await task
        assert await chain.database.write(chain_waiting, SERVICE, 100) == 1
    finally:
        other.close()
    positions = [one.position for one in await chain.places()]
    assert positions[-2:] == [14, 13]
    assert (await chain.report()).is_honest


async def test_a_long_chain_is_read_in_pages(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.audit.verification.PAGE", 5)
    await chain.attack("UPDATE audit_entries SET subject = 'nobody' WHERE position = 11")
    report = await chain.report()
    assert (report.places, report.found) == (12, 1)


async def test_of_very_many_findings_a_hundred_are_told(chain: Chain) -> None:
    await asyncio.to_thread(chain.grow, 130)
    await chain.attack("UPDATE audit_entries SET outcome = 'NO'")
    report = await chain.report()
    assert (report.found, len(report.findings)) == (142, 100)
    assert "… and 42 more findings" in report.lines()
