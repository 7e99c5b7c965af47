"""The processes that draw: same bytes, restart, refusal, no process left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import pytest
from certificates.documents.worker import LENGTH_BYTES, DrawingOrder, packed
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.flows.drawing import (
    WAITING_PER_WORKER,
    Drawing,
    DrawingFailedError,
    keep_drawing,
)
from chassis.errors import Code, Failure

from .paper_samples import ATTACHMENTS, BRANDING, DATA_SEAL, drawn, long_transcript, paper


@asynccontextmanager
async def running(workers: int = 1) -> AsyncIterator[Drawing]:
    drawing = Drawing(workers)
    task = asyncio.create_task(keep_drawing(drawing))
    try:
        yield drawing
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def workers_of(parent: int) -> list[int]:
    """Its children that draw; tests of databases have others."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [
        int(one)
        for one in children.split()
        if b"certificates.documents.worker" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]


def environment_of(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


async def test_a_worker_draws_the_same_bytes_as_the_renderer() -> None:
    async with running() as drawing:
        for document in (paper(), paper(language=DocumentLanguage.BOTH)):
            file = await drawing.draw(
                document, BRANDING, attachments=ATTACHMENTS, data_seal=DATA_SEAL, seal_field=True
            )
            assert file == drawn(document)


async def test_a_worker_that_was_killed_is_replaced_and_the_order_is_drawn() -> None:
    async with running() as drawing:
        expected = await drawing.draw(paper(), BRANDING)
        [worker] = workers_of(os.getpid())
        order = asyncio.create_task(drawing.draw(paper(), BRANDING))
        await asyncio.sleep(0)
        os.kill(worker, signal.SIGKILL)
        assert await order == expected
        assert workers_of(os.getpid()) != [worker]


async def test_what_cannot_be_drawn_is_an_error_without_names_and_the_worker_stays() -> None:
    async with running() as drawing:
        with pytest.raises(DrawingFailedError) as failed:
            await drawing.draw(cast(Document, "Ayşe Öztürk"), BRANDING)
        assert "AttributeError" in str(failed.value)
        assert "Öztürk" not in str(failed.value)
        assert (await drawing.draw(paper(), BRANDING)).startswith(b"%PDF-1.7")


async def test_more_orders_than_can_wait_are_refused_and_the_others_are_drawn() -> None:
    async with running() as drawing:
        orders = (drawing.draw(paper(), BRANDING) for _ in range(WAITING_PER_WORKER + 4))
        outcomes = await asyncio.gather(*orders, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, Failure)]
    assert len(refused) == 4
    assert {(one.code, one.reason) for one in refused} == {(Code.RESOURCE_EXHAUSTED, "TOO_BUSY")}
    assert sum(isinstance(one, bytes) for one in outcomes) == WAITING_PER_WORKER


async def test_a_place_is_kept_before_a_document_is_put_together_and_free_afterwards() -> None:
    drawing = Drawing(workers=1)
    with ExitStack() as kept:
        for _ in range(WAITING_PER_WORKER):
            kept.enter_context(drawing.place())
        with pytest.raises(Failure) as refused, drawing.place():
            pass
        assert refused.value.reason == "TOO_BUSY"
    with pytest.raises(ValueError, match="no such student"), drawing.place():
        raise ValueError("no such student")
    with ExitStack() as kept:
        for _ in range(WAITING_PER_WORKER):
            kept.enter_context(drawing.place())


async def test_who_hangs_up_leaves_no_answer_for_the_next_one() -> None:
    async with running() as drawing:
        given_up = asyncio.create_task(drawing.draw(long_transcript(30), BRANDING))
        await asyncio.sleep(0.01)
        given_up.cancel()
        with suppress(asyncio.CancelledError):
            await given_up
        assert await drawing.draw(paper(), BRANDING) == drawn(
            paper(), attachments=(), data_seal=b"", seal_field=False
        )


async def test_stopping_lets_a_drawing_end_and_leaves_no_process() -> None:
    async with running() as drawing:
        order = asyncio.create_task(drawing.draw(long_transcript(30), BRANDING))
        await asyncio.sleep(0.01)
        workers = workers_of(os.getpid())
        assert workers
    assert (await order).startswith(b"%PDF-1.7")
    assert not any(is_running(one) for one in workers)
    with pytest.raises(DrawingFailedError):
        await drawing.draw(paper(), BRANDING)


_PARENT = """
import asyncio
from certificates.flows.drawing import Drawing, keep_drawing

async def main():
    await keep_drawing(Drawing(2))

asyncio.run(main())
"""


def test_workers_do_not_outlive_a_service_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT])
    wait_until(lambda: len(workers_of(parent.pid)) == 2)
    workers = workers_of(parent.pid)
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(is_running(one) for one in workers))


def test_a_worker_draws_on_when_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "certificates.documents.worker"]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert worker.stdin is not None
    assert worker.stdout is not None
    order = packed(DrawingOrder(paper(), BRANDING))
    for _ in range(2):
        worker.stdin.write(order)
        worker.stdin.flush()
        length = int.from_bytes(worker.stdout.read(LENGTH_BYTES), "big")
        assert worker.stdout.read(length)[1:].startswith(b"%PDF-1.7")
        worker.send_signal(signal.SIGINT)
    worker.stdin.close()
    assert worker.wait(20) == 0
    worker.stdout.close()


async def test_a_worker_is_given_none_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKEL_CERTIFICATES_PKCS11_PIN_FILE", "/run/secrets/pin")
    async with running() as drawing:
        await drawing.draw(paper(), BRANDING)
        [worker] = workers_of(os.getpid())
        environment = environment_of(worker)
    assert b"PATH=" in environment
    assert b"MATRIKEL_" not in environment


def test_the_renderer_is_loaded_without_the_service() -> None:
    command = (
        "import sys, certificates.documents.worker\n"
        "print(*sorted({one.split('.')[0] for one in sys.modules}"
        " & {'grpc', 'sqlalchemy', 'google', 'pydantic', 'pyhanko', 'typer'}))"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True)
    assert done.stdout.strip() == b""
