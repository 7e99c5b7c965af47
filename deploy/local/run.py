"""Runs the whole suite on this machine, on embedded defaults, with demo data, until Ctrl-C.

Usage: python deploy/local/run.py [--var DIR] [--free-ports]

The order matters: NATS; databases with profile, staff and the registration windows moved to today;
streams; services; students, who are there once everything told about them was heard. A second run
goes on with the same data and prepares only what changed.
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import FrameType

import grpc
from chassis.contracts import SERVICES
from demo import Login, fill, register_clients
from demo_clients import DemoClient
from grpc_health.v1 import health_pb2, health_pb2_grpc
from installation import ROOT, Installation, Ports
from leftovers import end_leftovers, find_leftovers
from message_bus import apply_topology
from preparation import note_prepared, services_to_prepare
from processes import LOCAL, Processes
from rich.console import Console

console = Console(highlight=False)
PORT_PATIENCE_SECONDS = 10.0


def main() -> int:
    """Runs the suite; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where data is kept")
    parser.add_argument("--free-ports", action="store_true", help="take any free ports")
    arguments = parser.parse_args()
    free = arguments.free_ports or bool(os.environ.get("MATRIKEL_FREE_PORTS"))
    installation = Installation(arguments.var.resolve(), Ports.free() if free else Ports.usual())
    if problem := _obstacle(installation):
        console.print(f"[red]{problem}[/]")
        return 1
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    processes = Processes(installation)
    try:
        bring_up(installation, processes)
        processes.wait()
        console.print(f"[red]supervisord ended by itself; see {installation.logs}[/]")
        return 1
    except KeyboardInterrupt:
        console.print("\nStopping …")
        return 0
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        console.print(f"[red]{error}[/]")
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        processes.close()
        end_leftovers(installation.var)
        installation.facts.unlink(missing_ok=True)


def _obstacle(installation: Installation) -> str:
    """What stands in the way of a start, with the remedy; empty where nothing does."""
    if leftovers := find_leftovers(installation.var):
        return (
            f"An earlier run in {installation.var} is still alive (process {leftovers[0].pid})."
            " Stop it with: make stop"
        )
    if taken := _ports_still_taken(installation.ports):
        named = ", ".join(f"{port} ({name})" for name, port in taken.items())
        return (
            f"In use by something else: port {named}. Stop what listens there, set"
            " MATRIKEL_HTTP_PORT for the pages, or take any free ports with MATRIKEL_FREE_PORTS=1"
        )
    return ""


def _ports_still_taken(ports: Ports) -> dict[str, int]:
    """The ports that stay in use: an outgoing connection may hold one of ours for a moment."""
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while (taken := ports.taken()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return taken


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def bring_up(installation: Installation, processes: Processes) -> None:
    """Starts everything in order and says where it is."""
    began = time.monotonic()
    installation.prepare()
    facts = installation.facts
    facts.unlink(missing_ok=True)
    processes.open()
    if due := services_to_prepare(installation):
        console.print("Preparing databases and profile …")
        _prepare(installation, due)
    asyncio.run(apply_topology(installation))
    console.print("Starting services …")
    processes.start_services()
    asyncio.run(_wait_until_ready(installation))
    console.print("Filling in demo data …")
    logins = asyncio.run(fill(installation))
    clients = asyncio.run(register_clients(installation, logins))
    unfinished = facts.with_suffix(".part")
    unfinished.write_text(
        json.dumps(_facts(installation, logins, clients), indent=2), encoding="utf-8"
    )
    unfinished.rename(facts)
    _announce(installation, logins, time.monotonic() - began)


def _prepare(installation: Installation, services: list[str]) -> None:
    """Prepares the services' databases; the output goes to the log, an error ends the start."""
    done = subprocess.run(
        [sys.executable, LOCAL / "preparation.py", installation.secrets, *services],
        env=installation.environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    with (installation.logs / "prepare.log").open("ab") as log:
        log.write(done.stdout)
    if done.returncode:
        raise RuntimeError(f"the preparation failed:\n{done.stdout.decode(errors='replace')}")
    for service in services:
        note_prepared(installation, service)


async def _wait_until_ready(installation: Installation, seconds: float = 180) -> None:
    """Waits until every service says that it serves, and the gateway answers."""
    deadline = time.monotonic() + seconds
    for service in SERVICES:
        target = f"127.0.0.1:{getattr(installation.ports, service)}"
        async with grpc.aio.insecure_channel(target) as channel:
            await _until(deadline, partial(_serves, health_pb2_grpc.HealthStub(channel)))
    await _until(deadline, partial(asyncio.to_thread, _answers, f"{installation.base_url}/readyz"))


async def _until(deadline: float, holds: Callable[[], Awaitable[bool]]) -> None:
    while not await holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the services did not become ready; see the logs")
        await asyncio.sleep(0.1)


async def _serves(health: health_pb2_grpc.HealthStub) -> bool:
    try:
        answer = await health.Check(health_pb2.HealthCheckRequest(), timeout=2)
    except grpc.aio.AioRpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def _facts(
    installation: Installation, logins: list[Login], clients: list[DemoClient]
) -> dict[str, object]:
    return {
        "base_url": installation.base_url,
        "grpc": {name: f"127.0.0.1:{getattr(installation.ports, name)}" for name in SERVICES},
        "nats": f"nats://127.0.0.1:{installation.ports.nats}",
        "mail_dir": str(installation.mail),
        "logs_dir": str(installation.logs),
        "supervisor": str(installation.run / "supervisord.conf"),
        "logins": [asdict(login) for login in logins],
        "clients": [asdict(client) for client in clients],
    }


def _announce(installation: Installation, logins: list[Login], seconds: float) -> None:
    console.print(f"\n[bold green]Matrikel is ready[/] after {seconds:.0f} s.\n")
    console.print(f"  Portal         [bold]{installation.base_url}[/]")
    console.print(
        f"  REST           {installation.base_url}/v1/…, described at {installation.base_url}/api"
    )
    console.print(f"  OpenID         {installation.base_url}/.well-known/openid-configuration")
    for service in SERVICES:
        console.print(
            f"  gRPC           127.0.0.1:{getattr(installation.ports, service)} {service}"
        )
    shown = Path(os.path.relpath(installation.var))
    console.print(f"  Mail           {shown}/mail (a maildir)")
    console.print(f"  Logs           {shown}/log")
    console.print(f"  Demo facts     {shown}/run/demo.json\n")
    console.print(f"  All demo logins have the password [bold]{logins[0].password}[/]")
    by_role: dict[str, list[str]] = {}
    for login in logins:
        by_role.setdefault(login.role, []).append(login.username)
    for role, names in by_role.items():
        console.print(f"    {role.replace('_', ' '):22} {', '.join(names)}")
    console.print(f"\n  Passkeys are bound to a name: open {installation.localhost_url} for them.")
    match by_role.get("system_administrator"):
        # The data of a former version may have one alone.
        case [asked, second, *_]:
            console.print(
                f"  A role waits for a second administrator: {asked} asked, {second} decides."
            )
    console.print("\n  Ctrl-C stops everything; the data stays.")


if __name__ == "__main__":
    sys.exit(main())
