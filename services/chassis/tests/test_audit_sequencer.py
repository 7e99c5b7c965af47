"""The sequencer beside a running service, and the commands that look after its work."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import audit_chains
import pytest
from audit_chains import SERVICE, Chain, enter
from calls import creation, stub
from chassis.audit.heads import STATEMENT_TYPE, HeadsFile
from chassis.audit.sequencer import Pace, Sequencer
from chassis.command import service_command
from chassis.database import Database
from chassis.signing import Signer
from chassis.testing import DrivenClock, running, until
from chassis.testing.databases import fresh_database
from joserfc.jwk import ECKey
from seat_service import definition, open_sitting
from typer.testing import CliRunner

PACE = Pace(entries=5, time=timedelta(seconds=15))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.audit.sequencer.POLL_SECONDS", 0.02)
    monkeypatch.setattr("chassis.audit.sequencer.RETRY_SECONDS", 0.02)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "exams.pem"
    file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    return file


@pytest.fixture
def chain(database: Database, clock: DrivenClock, tmp_path: Path) -> Chain:
    return Chain(database, clock, tmp_path / "audit-heads.jsonl")


class Running:
    """A sequencer at work; several can be for one database."""

    def __init__(self, chain: Chain) -> None:
        self._sequencer = Sequencer(SERVICE, chain.database, chain.heads, PACE)

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._sequencer.run())

    async def __aexit__(self, *exception: Any) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def signed(chain: Chain) -> int:
    last = chain.heads.last()
    return last.number if last else 0


async def test_entries_are_chained_soon_and_heads_are_signed_at_their_pace(chain: Chain) -> None:
    async with Running(chain):
        await chain.database.write(enter, 1)
        await until(lambda: signed(chain) == 1)
        await chain.database.write(enter, 3)
        await until(lambda: chain_length(chain, 4))
        assert signed(chain) == 1
        await chain.database.write(enter, 2)
        await until(lambda: signed(chain) == 6)
        await chain.database.write(enter, 1)
        await until(lambda: chain_length(chain, 7))
        chain.clock.advance(timedelta(seconds=15))
        await until(lambda: signed(chain) == 7)
    assert (await chain.report()).is_honest


async def test_a_sequencer_goes_on_where_another_stopped(chain: Chain) -> None:
    async with Running(chain):
        await chain.database.write(enter, 4)
        await until(lambda: chain_length(chain, 4))
    await chain.database.write(enter, 4)
    async with Running(chain), Running(chain):
        await until(lambda: chain_length(chain, 8))
        chain.clock.advance(timedelta(seconds=15))
        await until(lambda: signed(chain) == 8)
    assert (await chain.report()).is_honest


async def test_nothing_is_signed_over_a_chain_that_lost_what_was_signed(chain: Chain) -> None:
    await asyncio.to_thread(chain.grow, 8)
    await chain.attack(
        "DELETE FROM audit_entries WHERE position > 5", "DELETE FROM audit_chain WHERE number > 5"
    )
    async with Running(chain):
        await chain.database.write(enter, 1)
        await until(lambda: chain_length(chain, 6))
        chain.clock.advance(timedelta(minutes=5))
        await asyncio.sleep(0.1)
    assert len(chain.path.read_text().splitlines()) == 1
    assert not (await chain.report()).is_honest


async def test_a_sequencer_that_cannot_write_its_file_tries_again(
    chain: Chain, tmp_path: Path
) -> None:
    obstacle = chain.path
    obstacle.mkdir()
    async with Running(chain):
        await chain.database.write(enter, 1)
        await until(lambda: chain_length(chain, 1))
        obstacle.rmdir()
        await until(lambda: signed(chain) == 1)


async def test_the_calls_of_a_running_service_are_chained_and_signed(
    database: Database, key_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "heads" / "audit.jsonl"
    settings = {"service_key_file": key_file, "audit_heads_file": path}
    async with running(definition, database, **settings) as service:
        person = uuid4()
        sitting_id = await database.write(open_sitting)
        await stub(service).CreateRegistration(
            creation(person, sitting_id), metadata=service.signed_in(person)
        )
        await until(path.exists)
    signer = Signer.from_file(key_file, STATEMENT_TYPE)
    last = HeadsFile(path, SERVICE, signer).last()
    assert last is not None
    assert last.number == 1


async def chain_length(chain: Chain, length: int) -> bool:
    return len(await chain.places()) == length


class Commands:
    """The command line of a service whose database is a file."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    def run(self, *arguments: str) -> Any:
        return CliRunner().invoke(service_command(definition), ["audit", *arguments])


@pytest.fixture
def commands(
    clock: DrivenClock, tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Commands]:
    """Ten entries of 2 November 2026 with a head signed with the service's own key."""
    database = fresh_database(definition, tmp_path, clock, None)
    path = tmp_path / "audit-heads.jsonl"
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", database.url)
    monkeypatch.setenv("MATRIKEL_EXAMS_SERVICE_KEY_FILE", str(key_file))
    monkeypatch.setenv("MATRIKEL_EXAMS_AUDIT_HEADS_FILE", str(path))
    monkeypatch.setattr("audit_chains.SIGNER", Signer.from_file(key_file, STATEMENT_TYPE))
    chain = Chain(database, clock, path)
    chain.grow(10)
    yield Commands(chain)
    database.close()


def test_verify_says_that_a_chain_is_whole(commands: Commands) -> None:
    result = commands.run("verify")
    assert result.exit_code == 0
    assert "10 entries in the chain" in result.output
    assert "exams: the audit chain is whole" in result.output


def test_verify_ends_with_1_and_says_what_was_changed(commands: Commands) -> None:
    asyncio.run(
        commands.chain.attack("UPDATE audit_entries SET subject = 'nobody' WHERE position = 4")
    )
    result = commands.run("verify")
    assert result.exit_code == 1
    assert "EDITED: entry 4 at place 4" in result.output
    assert "NOT what it was" in result.output


def test_verify_takes_a_copy_of_the_heads_and_former_keys(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(commands.chain.path.read_bytes())
    new_key = ECKey.generate_key("P-256")
    key_file = tmp_path / "new.pem"
    key_file.write_bytes(new_key.as_pem(private=True))
    keys = tmp_path / "former.json"
    keys.write_text(json.dumps({"keys": [dict(audit_chains.SIGNER.jwk)]}))
    monkeypatch.setenv("MATRIKEL_EXAMS_SERVICE_KEY_FILE", str(key_file))
    unknown = commands.run("verify", "--heads", str(copy))
    assert unknown.exit_code == 1
    assert "a key that is not known here" in unknown.output
    known = commands.run("verify", "--heads", str(copy), "--keys", str(keys))
    assert known.exit_code == 0


def test_old_entries_are_pruned_and_the_chain_stays_whole(commands: Commands) -> None:
    commands.chain.clock.advance(timedelta(days=400))
    commands.chain.grow(5)
    result = commands.run("prune", "--before", "2027-10-01", "--reason", "kept for a year")
    assert result.exit_code == 0
    assert "10 entries from before 2027-10-01 were pruned" in result.output
    assert asyncio.run(commands.chain.count()) == 6
    verified = commands.run("verify")
    assert verified.exit_code == 0
    assert "10 pruned" in verified.output
    again = commands.run("prune", "--before", "2027-10-01", "--reason", "kept for a year")
    assert "there is nothing from before 2027-10-01" in again.output


def test_more_removed_than_was_pruned_is_found(commands: Commands) -> None:
    commands.chain.clock.advance(timedelta(days=400))
    commands.chain.grow(5)
    commands.run("prune", "--before", "2027-10-01", "--reason", "kept for a year")
    asyncio.run(commands.chain.attack("DELETE FROM audit_entries WHERE position = 11"))
    result = commands.run("verify")
    assert result.exit_code == 1
    assert "REMOVED: entry 11 at place 11 is gone" in result.output


def test_a_changed_chain_is_not_pruned(commands: Commands) -> None:
    asyncio.run(
        commands.chain.attack("UPDATE audit_entries SET subject = 'nobody' WHERE position = 4")
    )
    result = commands.run("prune", "--before", "2027-10-01", "--reason", "kept for a year")
    assert result.exit_code == 1
    assert "nothing was pruned" in result.output
    assert asyncio.run(commands.chain.count()) == 10


def test_a_prune_has_to_be_signed(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MATRIKEL_EXAMS_SERVICE_KEY_FILE")
    result = commands.run("prune", "--before", "2027-10-01", "--reason", "kept for a year")
    assert result.exit_code == 1
    assert "has to be signed" in result.output
