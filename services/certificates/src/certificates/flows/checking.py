"""Checks files of strangers in processes of their own.

Reading a file is computing, and a file may be made to take for ever: a process can be ended, and
what it held goes with it. Nothing of a file is kept or noted.
"""

import asyncio
import logging
import multiprocessing
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import LifoQueue

from matrikel_verify.pdf.checking import ExaminedFile, carries_seal, examine_file
from matrikel_verify.pdf.scans import shows_text
from matrikel_verify.pictures import Limits, PictureError, PictureProblem
from matrikel_verify.seal_pictures import read_data_seal
from matrikel_verify.trust import Trust

from certificates.texts import checking_refusals as refusals

# Files that wait or are being checked, for each process; further ones are refused.
WAITING_PER_WORKER = 8
# Of these, so many of one network: who sends what takes long keeps nobody else from checking.
WAITING_PER_NETWORK = 2
# Longer than any genuine file takes on a busy machine, and longer than barcodes are looked for; a
# request over HTTP is given up after ten seconds.
SECONDS = 8.0
# A process that has not begun by then never will. No file's time runs before it has.
SECONDS_TO_BEGIN = 60.0
BARCODE_LIMITS = Limits(seconds=6.0)

_PDF = b"%PDF-"
# Readers find the header within the first kilobyte (ISO 32000-1, annex H.3.4.1).
_HEAD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was made of a file: a sealed file was examined, in a picture a data seal was found."""

    sealed: ExaminedFile | None = None
    data_seal: bytes = b""
    problem: PictureProblem | None = None


def read_stranger(content: bytes, trust: Trust, now: datetime) -> ReadFile:
    """Examines a PDF with a seal; looks for a data seal in pictures and scans.

    A PDF that shows text without a seal was printed or saved by somebody: it is no picture of the
    paper, and examined, too, so that its verdict says what is missing.
    """
    if _PDF in content[:_HEAD_BYTES] and (carries_seal(content) or shows_text(content)):
        return ReadFile(sealed=examine_file(content, trust, now=now))
    try:
        return ReadFile(data_seal=read_data_seal(content, BARCODE_LIMITS))
    except PictureError as error:
        return ReadFile(problem=error.problem)


class Checking:
    """A room with some workers, each a process that is ended when a file takes too long."""

    def __init__(self, workers: int, seconds: float = SECONDS) -> None:
        self._limit = workers * WAITING_PER_WORKER
        self._seconds = seconds
        # By network.
        self._waiting: Counter[str] = Counter()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="checking")
        self._workers: LifoQueue[_Worker] = LifoQueue()
        for _ in range(workers):
            self._workers.put(_Worker())

    async def read(self, content: bytes, trust: Trust, now: datetime, network: str) -> ReadFile:
        """What is in the file, which comes from that network.

        Raises Failure FILE_TYPE_UNKNOWN, FILE_NOT_READABLE, SEVERAL_DATA_SEALS, TOO_BUSY.
        """
        of_network = self._waiting[network]
        if of_network >= WAITING_PER_NETWORK or self._waiting.total() >= self._limit:
            raise refusals.too_busy()
        self._waiting[network] += 1
        try:
            run = asyncio.get_running_loop().run_in_executor
            read = await run(self._threads, self._read, content, trust, now)
        finally:
            self._waiting[network] -= 1
            # Networks that nothing waits of are forgotten.
            self._waiting += Counter()
        if read.problem is PictureProblem.UNKNOWN_TYPE:
            raise refusals.file_type_unknown()
        if read.problem is PictureProblem.SEVERAL_DATA_SEALS:
            raise refusals.several_data_seals()
        if read.problem is not None:
            raise refusals.file_not_readable()
        return read

    async def keep_open(self) -> None:
        """Runs with the service: begins a worker ahead of the first file, closes the room."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._begin_one)
            await asyncio.Event().wait()
        finally:
            self.close()

    def close(self) -> None:
        """Ends the workers once they have checked what they are at."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._workers.empty():
            self._workers.get().end()

    def _begin_one(self) -> None:
        worker = self._workers.get()
        try:
            worker.begin()
        finally:
            self._workers.put(worker)

    def _read(self, content: bytes, trust: Trust, now: datetime) -> ReadFile:
        worker = self._workers.get()
        try:
            return worker.read(content, trust, now, self._seconds)
        finally:
            self._workers.put(worker)


class _Worker:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._here: Connection | None = None

    def read(self, content: bytes, trust: Trust, now: datetime, seconds: float) -> ReadFile:
        """What is in the file; not readable where that takes longer than the seconds."""
        try:
            here = self.begin()
            here.send((content, trust, now))
            if here.poll(seconds):
                answer: ReadFile = here.recv()
                return answer
        except (EOFError, OSError):
            # The process is gone, as by a kernel short of memory for what the file unfolds to.
            pass
        self.end()
        return ReadFile(problem=PictureProblem.NOT_READABLE)

    def end(self) -> None:
        """Ends the process, whatever it is doing; the next file begins a new one."""
        if self._process is not None and self._here is not None:
            self._process.kill()
            self._process.join()
            self._here.close()
        self._process = self._here = None

    def begin(self) -> Connection:
        """The connection to the process, which has begun. Raises OSError or EOFError."""
        if self._here is not None and self._process is not None and self._process.is_alive():
            return self._here
        self.end()
        # Never forked: grpc does not survive it.
        spawning = multiprocessing.get_context("spawn")
        here, there = spawning.Pipe()
        self._here = here
        self._process = spawning.Process(target=_work, args=(there,), daemon=True)
        self._process.start()
        there.close()
        if not here.poll(SECONDS_TO_BEGIN):
            raise OSError("a process that checks files does not begin")
        here.recv()
        return here


def _work(there: Connection) -> None:
    """Answers until nobody asks any more: the service's end closes the connection."""
    # Ctrl-C reaches the whole group; the service ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # It would write down what stands in strangers' files; the verdict says what is wrong.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    there.send("begun")
    while True:
        try:
            asked = there.recv()
        except EOFError:
            return
        there.send(read_stranger(*asked))
