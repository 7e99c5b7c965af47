"""Logs as files for tests, in a folder and on the web."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.merkle import Tree, leaf_hash
from matrikel_verify.tiles import CHECKPOINT, TilePath, pack_entries, tiles_of


def write_tiles(folder: Path, entries: Sequence[bytes]) -> Tree:
    """Writes all tiles of the entries."""
    tree = Tree(leaf_hash(one) for one in entries)
    for path in tiles_of(len(entries)):
        file = folder / str(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_content(path, entries, tree))
    return tree


def publish(folder: Path, signer: LogSigner, entries: Sequence[bytes]) -> str:
    """Writes all files of a log; returns its checkpoint."""
    note = signer.sign(len(entries), write_tiles(folder, entries).root())
    folder.mkdir(exist_ok=True)
    (folder / CHECKPOINT).write_text(note, encoding="utf-8")
    return note


def _content(path: TilePath, entries: Sequence[bytes], tree: Tree) -> bytes:
    places = range(path.index * 256, path.index * 256 + path.width)
    if path.level is None:
        return pack_entries([entries[place] for place in places])
    return b"".join(tree.subtree(8 * path.level, place) for place in places)


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder without a word; answers 500 below /broken, and takes co-signatures in."""

    handed_in: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        return  # the test's output is no place for it

    def do_GET(self) -> None:
        if self.path.startswith("/broken"):
            self.send_error(500)
            return
        super().do_GET()

    def do_POST(self) -> None:
        if self.path == "/broken/cosignatures":
            self.send_error(500)
            return
        length = int(self.headers["content-length"])
        self.handed_in.append(json.loads(self.rfile.read(length))["checkpoint"])
        body = b'{"cosignatureCount":1}' if self.path == "/cosignatures" else b"nonsense"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """Serves a folder; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
