"""Waiting for what comes through events and mail, for a limited time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 30


def patiently(ask: Callable[[], T], *not_yet: type[Exception]) -> T:
    """The answer, asked for again while asking raises one of these errors."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return ask()
        except not_yet:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)
