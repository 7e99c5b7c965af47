"""The certificates service with a watch on its event loop, and a process that does nothing else.

Usage: python -m tests.load.certificates_watched serve
       python -m tests.load.certificates_watched FILE

Both append how late their loop woke up each time, in seconds. The second one shows what of it the
machine does to every process.
"""

import asyncio
import os
import sys
import time
from array import array
from dataclasses import replace
from functools import partial
from pathlib import Path

from certificates.main import service
from chassis.command import service_command
from chassis.service import Composition, Runtime

FILE_SETTING = "LOOP_LAG_FILE"
PAUSE_SECONDS = 0.005
# Written together, so that writing is not what is measured.
TOGETHER = 50


async def watch(file: Path) -> None:
    """Appends lags until cancelled."""
    with file.open("ab", buffering=0) as out:
        while True:
            lags = array("d")
            for _ in range(TOGETHER):
                began = time.monotonic()
                await asyncio.sleep(PAUSE_SECONDS)
                lags.append(max(0.0, time.monotonic() - began - PAUSE_SECONDS))
            out.write(lags.tobytes())


def _compose(runtime: Runtime) -> Composition:
    composition = service.compose(runtime)
    watching = partial(watch, Path(os.environ[FILE_SETTING]))
    return replace(composition, background=(*composition.background, watching))


app = service_command(replace(service, compose=_compose))

if __name__ == "__main__":
    if sys.argv[1] == "serve":
        app()
    else:
        asyncio.run(watch(Path(sys.argv[1])))
