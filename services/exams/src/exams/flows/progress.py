"""Long work that says how far it is while it runs on another thread."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """So many rows of so many are done."""

    done: int
    total: int


@dataclass(frozen=True)
class Finished(Generic[T]):
    """The result; nothing comes after it."""

    result: T


async def with_progress(
    work: Callable[[Callable[[int, int], None]], Awaitable[T]],
) -> AsyncGenerator[Progress | Finished[T]]:
    """Runs work that calls what it is given, from any thread, with rows done and rows in all.

    A transaction that is tried again begins anew; progress never goes back. Work that nobody waits
    for any more runs to its end, as its transaction cannot be left half-way.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[Progress | None] = asyncio.Queue()

    def tell(done: int, total: int) -> None:
        loop.call_soon_threadsafe(told.put_nowait, Progress(done, total))

    async def run() -> T:
        try:
            return await work(tell)
        finally:
            told.put_nowait(None)

    running = asyncio.ensure_future(run())
    furthest = 0
    while (progress := await told.get()) is not None:
        if progress.done > furthest:
            furthest = progress.done
            yield progress
    yield Finished(await running)
