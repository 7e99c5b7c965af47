"""A process that draws documents, for a service whose event loop has other things to do.

Usage: python -m certificates.documents.worker, by `flows.drawing`. Reads orders from standard input
and writes files to standard output, each with its length before it. It ends with its input, so it
never outlives the process that started it, however that one ended.
"""

import pickle
import signal
import sys
from dataclasses import dataclass, field
from typing import BinaryIO

from chassis.pdf import unprintable

from certificates.documents.attachments import Attachment
from certificates.documents.render import render
from certificates.domain.branding import Branding
from certificates.domain.document import Document

LENGTH_BYTES = 4
DRAWN = b"\x01"
FAILED = b"\x00"

# A drawing that takes so long will never end; the process is then ended by the system.
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class DrawingOrder:
    """What `render` is called with."""

    document: Document = field(repr=False)
    branding: Branding
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)
    data_seal: bytes = field(default=b"", repr=False)
    seal_field: bool = False

    def draw(self) -> bytes:
        """The file."""
        return render(
            self.document,
            self.branding,
            attachments=self.attachments,
            data_seal=self.data_seal,
            seal_field=self.seal_field,
        )


def packed(order: DrawingOrder) -> bytes:
    """An order as the worker reads it: only its own service writes into its input."""
    content = pickle.dumps(order, protocol=5)
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def main(orders: BinaryIO, files: BinaryIO) -> None:
    """Draws until the input ends."""
    # Whoever interrupts the service in its terminal interrupts its whole group; the service lets
    # drawings end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Loads the faces before the first order comes.
    unprintable("")
    while length := orders.read(LENGTH_BYTES):
        order: DrawingOrder = pickle.loads(  # noqa: S301  # comes from our own service
            orders.read(int.from_bytes(length, "big"))
        )
        signal.alarm(_SECONDS)
        answer = _answer(order)
        signal.alarm(0)
        files.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        files.flush()


def _answer(order: DrawingOrder) -> bytes:
    try:
        return DRAWN + order.draw()
    except Exception as error:  # told to the service, which raises it
        # Only its kind and place: its message may name the student.
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        line = f" in {place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else ""
        return FAILED + f"{type(error).__name__}{line}".encode()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
