"""The log as static files: tiles of hashes, bundles of entries, the checkpoint.

After C2SP tlog-tiles (https://c2sp.org/tlog-tiles). A tile holds up to 256 hashes; one of level 0
those of leaves, one of a level above those of whole tiles below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from matrikel_verify.merkle import HASH_BYTES, Frontier, Tree, leaf_hash

WIDTH = 256
# A tile stands for eight levels of the tree.
TILE_LEVELS = 8
HIGHEST_LEVEL = 63 // TILE_LEVELS
CHECKPOINT = "checkpoint"

# More than any tile or checkpoint has.
_MOST_BYTES = WIDTH * (2 + 0xFFFF)
_SECONDS = 20.0
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class TilesError(ValueError):
    """Tiles that cannot be read, or do not say what the checkpoint says."""


class MissingTileError(TilesError):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class TilePath:
    """Names a tile: its level (None for entries), its place in it, how many hashes it holds."""

    level: int | None
    index: int
    width: int = WIDTH

    def __str__(self) -> str:
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.is_full else f".p/{self.width}"
        return f"tile/{level}/{_index_text(self.index)}{partial}"

    @property
    def is_full(self) -> bool:
        """Whether it will never grow."""
        return self.width == WIDTH

    @property
    def full(self) -> Self:
        """The tile that it becomes."""
        return type(self)(self.level, self.index)

    @classmethod
    def parse(cls, path: str) -> Self:
        """Reads a path. Raises ValueError for any other spelling than the one there is."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise ValueError("not the path of a tile")
        level = None if found["level"] == "entries" else int(found["level"])
        index = int(found["index"].replace("x", "").replace("/", ""))
        parsed = cls(level, index, int(found["width"] or WIDTH))
        if str(parsed) != path or (level or 0) > 63:
            raise ValueError("not the path of a tile")
        return parsed


def _index_text(index: int) -> str:
    """1234067 is "x001/x234/067"."""
    text = f"{index % 1000:03}"
    while index := index // 1000:
        text = f"x{index % 1000:03}/{text}"
    return text


def tiles_of(size: int, former: int = 0) -> Iterator[TilePath]:
    """The tiles and bundles of a tree that it has beyond those of the former one.

    Partial ones are those at the right edge of the tree.
    """
    for level in (None, *range(HIGHEST_LEVEL + 1)):
        step = WIDTH ** (level or 0)
        count, known = size // step, former // step
        if count == known:
            continue
        for index in range(known // WIDTH, -(-count // WIDTH)):
            yield TilePath(level, index, min(WIDTH, count - index * WIDTH))


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def unpack_entries(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle. Raises TilesError."""
    entries, position = [], 0
    while position < len(bundle):
        start = position + 2
        position = start + int.from_bytes(bundle[position:start])
        entries.append(bundle[start:position])
    if position != len(bundle):
        raise TilesError("a bundle of entries ends within an entry")
    return tuple(entries)


class DifferingTileError(TilesError):
    """A tile does not hold the hashes of what is below it."""


class Source(Protocol):
    """Where a log's files are."""

    def read(self, path: str) -> bytes:
        """The content of a file. Raises MissingTileError, and TilesError where nobody answers."""


class FolderSource:
    """A log as a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes:
        """The content of a file in the folder."""
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError as error:
            raise MissingTileError(f"there is no {path} in {self._folder}") from error
        except OSError as error:
            raise TilesError(f"{self._folder / path} cannot be read: {error.strerror}") from error


class WebSource:
    """A log on the web."""

    def __init__(self, address: str) -> None:
        """`address` is what stands before "/checkpoint"; http or https. Raises TilesError."""
        if not address.startswith(("https://", "http://")):
            raise TilesError(f"not an address on the web: {address}")
        self._address = address.rstrip("/")

    def read(self, path: str) -> bytes:
        """The content behind the address."""
        request = Request(f"{self._address}/{path}")  # noqa: S310  # http and https only, see above
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                content: bytes = answer.read(_MOST_BYTES + 1)
        except HTTPError as error:
            # The error holds the connection open until it is closed.
            error.close()
            if error.code == 404:
                raise MissingTileError(f"there is no {path} at {self._address}") from error
            raise TilesError(f"{self._address}/{path} answers with {error.code}") from error
        except (URLError, OSError) as error:
            raise TilesError(f"{self._address} does not answer") from error
        if len(content) > _MOST_BYTES:
            raise TilesError(f"{path} is larger than any tile")
        return content


def source_at(place: str) -> Source:
    """The log at an address or in a folder."""
    return WebSource(place) if "://" in place else FolderSource(Path(place))


class TileReader:
    """Reads the hashes of whole subtrees out of the tiles of a tree.

    Nothing read is true by itself: proofs and roots made of it are to be verified.
    """

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self._size = size
        self._trees: dict[tuple[int, int], Tree] = {}

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a whole subtree. Raises TilesError."""
        tile_level, within = divmod(level, TILE_LEVELS)
        tile, inside = divmod(index, WIDTH >> within)
        try:
            return self._tree(tile_level, tile).subtree(within, inside)
        except IndexError:
            raise TilesError(f"the tree has no whole subtree {index} of level {level}") from None

    def entries(self) -> Iterator[tuple[bytes, ...]]:
        """All entries, bundle by bundle. Raises TilesError."""
        for index in range(-(-self._size // WIDTH)):
            width = min(WIDTH, self._size - index * WIDTH)
            entries = unpack_entries(self._read(TilePath(None, index, width)))
            # The bundle may have grown since, where the full one stood in for it.
            if len(entries) < width:
                raise TilesError(f"{TilePath(None, index, width)} holds too few entries")
            yield entries[:width]

    def tile(self, level: int, index: int) -> tuple[bytes, ...]:
        """The hashes of a tile, as many as the tree has there. Raises TilesError."""
        width = min(WIDTH, (self._size >> TILE_LEVELS * level) - index * WIDTH)
        if width <= 0:
            raise TilesError(f"the tree has no tile {index} of level {level}")
        path = TilePath(level, index, width)
        content = self._read(path)
        # The full tile may stand in for it.
        if not width * HASH_BYTES <= len(content) <= WIDTH * HASH_BYTES:
            raise TilesError(f"{path} has another length than its hashes")
        starts = range(0, width * HASH_BYTES, HASH_BYTES)
        return tuple(content[start : start + HASH_BYTES] for start in starts)

    def _tree(self, level: int, index: int) -> Tree:
        tree = self._trees.get((level, index))
        if tree is None:
            tree = Tree(self.tile(level, index))
            self._trees[level, index] = tree
        return tree

    def _read(self, path: TilePath) -> bytes:
        try:
            return self._source.read(str(path))
        except MissingTileError:
            # A partial tile may go as soon as the full one is there.
            if path.is_full:
                raise
            return self._source.read(str(path.full))


def audit_tiles(source: Source, size: int) -> bytes:
    """Reads a whole log and returns the root that its entries make.

    Raises DifferingTileError where a tile does not hold the hashes of what is below it, TilesError
    where a file is missing or cannot be read. Memory stays flat.
    """
    reader, frontier = TileReader(source, size), Frontier()
    # Of each level the one tile that the entries have come to.
    current: dict[int, tuple[int, tuple[bytes, ...]]] = {}
    for bundle in reader.entries():
        former = frontier.size
        frontier, subtree = frontier.extended([leaf_hash(entry) for entry in bundle])
        for level in range(HIGHEST_LEVEL + 1):
            first, behind = former >> TILE_LEVELS * level, frontier.size >> TILE_LEVELS * level
            if first == behind:
                break
            index = first // WIDTH
            if current.get(level, (-1,))[0] != index:
                current[level] = index, reader.tile(level, index)
            for place in range(first, behind):
                if current[level][1][place % WIDTH] != subtree(TILE_LEVELS * level, place):
                    raise DifferingTileError(
                        f"tile {index} of level {level} does not hold the hashes of what is below"
                    )
    return frontier.root
