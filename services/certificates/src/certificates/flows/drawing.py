"""Draws documents in processes of their own, so that drawing never holds up the event loop.

A thread is not enough: drawing is Python code, which holds the interpreter while it computes. The
processes load the renderer alone (`documents.worker`), not the service and none of its settings.
"""

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import structlog

from certificates.documents import Attachment
from certificates.documents.worker import DRAWN, LENGTH_BYTES, DrawingOrder, packed
from certificates.domain.branding import Branding
from certificates.domain.document import Document
from certificates.texts import refusals

log = structlog.get_logger()

# Documents that wait or are being drawn, for each process; further ones are refused.
WAITING_PER_WORKER = 32


class DrawingFailedError(RuntimeError):
    """A document could not be drawn, or the worker ended twice while it drew."""


class Drawing:
    """A room with some workers, each a process; they start with the first order or `warm_up`."""

    def __init__(self, workers: int) -> None:
        self._workers = [_Worker() for _ in range(workers)]
        # The one that drew last is the warmest.
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for worker in self._workers:
            self._free.put_nowait(worker)
        self._limit = workers * WAITING_PER_WORKER
        self._drawings: set[asyncio.Task[bytes]] = set()
        self._kept = 0
        self._closed = False

    @contextmanager
    def place(self) -> Iterator[None]:
        """Keeps a place for a document that is yet to be put together. Raises Failure TOO_BUSY.

        What was done for one that finds no place in the end would be in vain.
        """
        if self._kept >= self._limit:
            raise refusals.too_busy()
        self._kept += 1
        try:
            yield
        finally:
            self._kept -= 1

    async def draw(
        self,
        document: Document,
        branding: Branding,
        *,
        attachments: Sequence[Attachment] = (),
        data_seal: bytes = b"",
        seal_field: bool = False,
    ) -> bytes:
        """The drawn file, as `documents.render` makes it.

        Raises Failure TOO_BUSY, and DrawingFailedError.
        """
        if len(self._drawings) >= self._limit:
            raise refusals.too_busy()
        order = DrawingOrder(document, branding, tuple(attachments), data_seal, seal_field)
        drawing = asyncio.create_task(self._draw(order))
        self._drawings.add(drawing)
        drawing.add_done_callback(self._forget)
        # Whoever hangs up leaves a worker with an answer to give: it is drawn to its end.
        return await asyncio.shield(drawing)

    async def warm_up(self) -> None:
        """Starts the workers ahead of the first document, which would wait for them."""
        await asyncio.gather(*(worker.start() for worker in self._workers))

    async def close(self) -> None:
        """Lets end what has been begun, and the workers with it."""
        self._closed = True
        await asyncio.gather(*self._drawings, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def _draw(self, order: DrawingOrder) -> bytes:
        content = packed(order)
        worker = await self._free.get()
        try:
            if self._closed:
                raise DrawingFailedError("the service is stopping")
            return await worker.draw(content)
        except _WorkerEndedError:
            # Killed, as by a kernel short of memory. The document is drawn once more, as drawing
            # leaves no trace; if it is the cause itself, it will end the second worker as well.
            log.error("drawing_worker_lost")
            with suppress(_WorkerEndedError):
                return await worker.draw(content)
            raise DrawingFailedError("the worker ended while it drew") from None
        finally:
            self._free.put_nowait(worker)

    def _forget(self, drawing: "asyncio.Task[bytes]") -> None:
        self._drawings.discard(drawing)
        if not drawing.cancelled():
            # Nobody may be left to look at it.
            drawing.exception()


async def keep_drawing(drawing: Drawing) -> None:
    """Keeps the workers ready from the start of the service to its end, and ends them then."""
    try:
        await drawing.warm_up()
        await asyncio.Event().wait()
    finally:
        # A service that stops cancels its jobs again and again until they have ended; the workers
        # are waited for all the same.
        closing = asyncio.create_task(drawing.close())
        while not closing.done():
            with suppress(asyncio.CancelledError):
                await asyncio.shield(closing)


class _WorkerEndedError(Exception):
    """A worker ended before it answered."""


class _Worker:
    """One process; it is started anew when it has ended."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()

    async def start(self) -> asyncio.subprocess.Process:
        """The running process."""
        async with self._starting:
            if self._process is None:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    "certificates.documents.worker",
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    env=_without_settings(),
                    # A group of its own: an interrupt in the terminal is the service's business.
                    start_new_session=True,
                )
            return self._process

    async def draw(self, order: bytes) -> bytes:
        """The file of a packed order. Raises _WorkerEndedError and DrawingFailedError."""
        process = await self.start()
        if process.stdin is None or process.stdout is None:
            raise DrawingFailedError("the worker has no pipes")
        try:
            process.stdin.write(order)
            await process.stdin.drain()
            length = await process.stdout.readexactly(LENGTH_BYTES)
            answer = await process.stdout.readexactly(int.from_bytes(length, "big"))
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            await self.stop()
            raise _WorkerEndedError from error
        if answer[:1] != DRAWN:
            raise DrawingFailedError(answer[1:].decode())
        return answer[1:]

    async def stop(self) -> None:
        """Ends the process by ending its input."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


def _without_settings() -> dict[str, str]:
    """The environment without the service's settings, some of which are secret."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MATRIKEL_")}
