"""Runs the whole suite on this machine, on embedded defaults, with demo data, until Ctrl-C.

Usage: python deploy/local/run.py [--var DIR] [--free-ports]

The order matters: NATS with its streams, migrations, profile, services, staff, students; then
everything told has to be heard before the registration windows are moved to today. A second run
goes on with the same data.
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
from demo import Demo, Login, fill
from grpc_health.v1 import health_pb2, health_pb2_grpc
from installation import PROFILE, ROOT, Installation, Ports
from processes import Processes
from rich.console import Console

console = Console(highlight=False)
STAFF = PROFILE / "identity" / "demo_staff.yaml"
# What each service needs before it serves, one after the other.
PREPARATIONS = {
    "identity": (
        ("migrate",),
        ("profile", "load", str(PROFILE / "identity")),
        (
            "demo-staff",
            str(PROFILE / "identity" / "demo_staff.yaml"),
            "--password-file",
            "{password}",
        ),
    ),
    "records": (("migrate",), ("profile", "load", str(PROFILE / "records"))),
    "exams": (("migrate",), ("profile", "load", str(PROFILE / "exams"))),
    "certificates": (("migrate",),),
}


def main() -> int:
    """Runs the suite; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where data is kept")
    parser.add_argument("--free-ports", action="store_true", help="take any free ports")
    arguments = parser.parse_args()
    ports = Ports.free() if arguments.free_ports else Ports.usual()
    if taken := ports.taken():
        for name, port in taken.items():
            remedy = ", or set MATRIKEL_HTTP_PORT" if name == "http" else ""
            console.print(
                f"[red]Port {port} ({name}) is in use.[/] Stop what listens there{remedy}."
            )
        return 1
    installation = Installation(arguments.var.resolve(), ports)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    processes = Processes(installation)
    try:
        bring_up(installation, processes)
        processes.wait()
        console.print(f"[red]The processes ended by themselves; see {installation.logs}[/]")
        return 1
    except KeyboardInterrupt:
        console.print("\nStopping …")
        return 0
    except (RuntimeError, subprocess.CalledProcessError, TimeoutError) as error:
        console.print(f"[red]{error}[/]")
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        processes.close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def bring_up(installation: Installation, processes: Processes) -> None:
    """Starts everything in order and says where it is."""
    began = time.monotonic()
    installation.prepare()
    facts = installation.run / "demo.json"
    facts.unlink(missing_ok=True)
    processes.open()
    processes.start("nats", "mail")
    console.print("Preparing databases and profile …")
    asyncio.run(_prepare(installation))
    console.print("Starting services …")
    processes.start(*SERVICES, "gateway")
    asyncio.run(_wait_until_ready(installation))
    logins = asyncio.run(_fill(installation))
    unfinished = facts.with_suffix(".part")
    unfinished.write_text(json.dumps(_facts(installation, logins), indent=2), encoding="utf-8")
    unfinished.rename(facts)
    _announce(installation, logins, time.monotonic() - began)


async def _prepare(installation: Installation) -> None:
    """Applies the bus topology and prepares the services' databases, side by side."""
    apply = (
        ROOT / "deploy" / "nats" / "apply.py", "--url", f"nats://127.0.0.1:{installation.ports.nats}",
        "--password-file", installation.secrets / "deploy.nats",
    )  # fmt: skip
    work = [_run(installation, "nats", *apply)]
    work += [_prepare_service(installation, service) for service in SERVICES]
    await asyncio.gather(*work)


async def _prepare_service(installation: Installation, service: str) -> None:
    for words in PREPARATIONS[service]:
        filled = [word.format(password=installation.secrets / "demo-password") for word in words]
        await _run(installation, service, "-m", service, *filled)


async def _run(installation: Installation, name: str, *command: object) -> None:
    """Runs a Python command; its output goes to the log, an error ends the start."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *map(str, command),
        env=installation.environment(),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    with (installation.logs / "prepare.log").open("ab") as log:
        log.write(output)
    if process.returncode:
        shown = " ".join(map(str, command))
        raise RuntimeError(f"{name}: {shown} failed:\n{output.decode(errors='replace')}")


async def _wait_until_ready(installation: Installation, seconds: float = 60) -> None:
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


async def _fill(installation: Installation) -> list[Login]:
    console.print("Filling in demo data …")
    logins = await fill(installation)
    await _run(installation, "exams", "-m", "exams", "demo-windows")
    demo = Demo(installation)
    try:
        await demo.wait_until_heard()
    finally:
        await demo.close()
    return logins


def _facts(installation: Installation, logins: list[Login]) -> dict[str, object]:
    return {
        "base_url": installation.base_url,
        "grpc": {name: f"127.0.0.1:{getattr(installation.ports, name)}" for name in SERVICES},
        "mail_dir": str(installation.mail),
        "logs_dir": str(installation.logs),
        "supervisor": str(installation.run / "supervisord.conf"),
        "logins": [asdict(login) for login in logins],
    }


def _announce(installation: Installation, logins: list[Login], seconds: float) -> None:
    console.print(f"\n[bold green]Matrikel is ready[/] after {seconds:.0f} s.\n")
    console.print(f"  Portal         [bold]{installation.base_url}[/]")
    console.print(f"  REST           {installation.base_url}/v1, described at /api")
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
    console.print("\n  Ctrl-C stops everything; the data stays.")


if __name__ == "__main__":
    sys.exit(main())
