"""The command line that every service has, and a whole process from start to SIGTERM."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
import pytest
from chassis.command import run_once, service_command
from chassis.rpc.keys import trust_keys
from chassis.testing import until
from chassis.testing.ports import free_port
from grpc_health.v1 import health_pb2, health_pb2_grpc
from joserfc.jwk import ECKey
from seat_service import definition, open_sitting, seats
from sqlalchemy import select
from typer.testing import CliRunner

TESTS = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", f"sqlite:///{tmp_path / 'exams.db'}")
    monkeypatch.setenv("MATRIKEL_EXAMS_MAIL_TARGET", f"maildir:{tmp_path / 'mail'}")
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(service_command(definition), list(arguments))


def test_a_database_is_checked_migrated_and_checked_again(folder: Path) -> None:
    before = run("check")
    assert before.exit_code == 1
    assert "migrations are missing: chassis_0001, seats_0001; run migrate" in before.output
    refused = run("serve")
    assert refused.exit_code == 1
    assert "run migrate" in refused.output
    assert run("migrate").output == "exams: applied chassis_0001, seats_0001\n"
    assert run("migrate").output == "exams: applied nothing, it is current\n"
    after = run("check")
    assert (after.exit_code, after.output) == (0, "exams: settings and database are in order\n")


def test_a_check_names_everything_that_is_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("migrate")
    monkeypatch.setenv("MATRIKEL_EXAMS_CALLERS_FILE", str(folder / "absent.json"))
    monkeypatch.setenv("MATRIKEL_EXAMS_HOST", "0.0.0.0")
    result = run("check")
    assert result.exit_code == 1
    assert "callers_file: there is no file" in result.output
    assert "0.0.0.0 is reachable from outside" in result.output
    monkeypatch.setenv("MATRIKEL_EXAMS_HOST", "127.0.0.1")
    monkeypatch.setenv("MATRIKEL_EXAMS_MAIL_TARGET", "pigeon:post")
    assert "mail goes to smtp" in run("check").output


def test_a_check_says_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", "postgresql://u@127.0.0.1:1/d")
    result = run("check")
    assert result.exit_code == 1
    assert "the database does not answer" in result.output


def test_dead_letters_are_listed_where_there_are_none(folder: Path) -> None:
    run("migrate")
    assert run("dead-letters", "list").exit_code == 0


def test_a_use_case_runs_once_from_the_command_line(folder: Path) -> None:
    run("migrate")
    sitting_id = run_once(definition, open_sitting, capacity=3)
    found = run_once(definition, lambda tx: tx.execute(select(seats)).one())
    assert (found.sitting_id, found.capacity) == (sitting_id, 3)


async def test_a_process_serves_and_ends_in_order_when_told_to(folder: Path) -> None:
    await asyncio.to_thread(run, "migrate")
    key = json.dumps(ECKey.generate_key("P-256").as_dict(private=False))
    await asyncio.to_thread(run_once, definition, trust_keys, {"key of identity": key})
    port, metrics = free_port(), free_port()
    environment = os.environ | {
        "PYTHONPATH": str(TESTS),
        "MATRIKEL_EXAMS_PORT": str(port),
        "MATRIKEL_EXAMS_METRICS_PORT": str(metrics),
        "MATRIKEL_EXAMS_IDENTITY_TARGET": "127.0.0.1:1",
    }
    program = (
        "from chassis.command import service_command; import seat_service;"
        "service_command(seat_service.definition)(['serve'])"
    )
    process = subprocess.Popen(  # noqa: ASYNC220  # starting takes no time
        [sys.executable, "-c", program], env=environment, stderr=subprocess.PIPE
    )
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:

            async def is_ready() -> bool:
                try:
                    answer = await health_pb2_grpc.HealthStub(channel).Check(
                        health_pb2.HealthCheckRequest(), wait_for_ready=True, timeout=5
                    )
                except grpc.aio.AioRpcError:
                    return False
                return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

            await until(is_ready, 20)
        scraped = await _scrape(metrics)
        assert b"matrikel_rpc_server_seconds" in scraped
        assert b"matrikel_resident_bytes" in scraped
        process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.to_thread(process.communicate, None, 15)
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()
    assert process.returncode == 0
    lines = errors.decode().splitlines()
    assert [line for line in lines if '"event": "stopping"' in line]
    assert all('"service": "exams"' in line for line in lines if line.startswith("{"))
    assert "Traceback" not in errors.decode()


async def _scrape(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /metrics HTTP/1.0\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer
