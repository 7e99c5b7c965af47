"""Waiting for what happens in the background, with an end to patience."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")

PAUSE_SECONDS = 0.02


@overload
async def until(condition: Callable[[], Awaitable[T]], seconds: float = ...) -> T: ...
@overload
async def until(condition: Callable[[], T], seconds: float = ...) -> T: ...
async def until(condition: Callable[[], Any], seconds: float = 15.0) -> Any:
    """Asks until the answer is true and returns it. Raises TimeoutError after `seconds`."""
    patient_until = time.monotonic() + seconds
    while True:
        answer = condition()
        value = await answer if inspect.isawaitable(answer) else answer
        if value:
            return value
        if time.monotonic() > patient_until:
            raise TimeoutError(f"still {value!r} after {seconds} s")
        await asyncio.sleep(PAUSE_SECONDS)
