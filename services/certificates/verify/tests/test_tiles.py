"""The log as static files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrikel_verify.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)
from matrikel_verify.tiles import (
    FolderSource,
    MissingTileError,
    TilePath,
    TileReader,
    TilesError,
    WebSource,
    audit_tiles,
    pack_entries,
    source_at,
    tiles_of,
    unpack_entries,
)

from .log_files import web_server, write_tiles

# Reaches into the second tile of level 1.
SIZE = 70_000
ENTRIES = [number.to_bytes(4) for number in range(SIZE)]
TREE = Tree(leaf_hash(one) for one in ENTRIES)


def write_log(folder: Path, size: int) -> None:
    write_tiles(folder, ENTRIES[:size])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("log")
    write_log(made, SIZE)
    return made


@pytest.mark.parametrize(
    ("path", "parsed"),
    [
        ("tile/0/000", TilePath(0, 0)),
        ("tile/0/x001/x234/067", TilePath(0, 1234067)),
        ("tile/1/000.p/17", TilePath(1, 0, 17)),
        ("tile/entries/273.p/112", TilePath(None, 273, 112)),
        ("tile/63/x001/000", TilePath(63, 1000)),
    ],
)
def test_paths_are_those_of_the_specification(path: str, parsed: TilePath) -> None:
    assert TilePath.parse(path) == parsed
    assert str(parsed) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/0",
        "tile/0/1234",
        "tile/00/000",
        "tile/64/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/007",
        "tile/0/000.p",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/data/000",
        "tile/-1/000",
        "tile/0/x٠٠١/000",
        "tile/0/../../etc/passwd",
        "/tile/0/000",
    ],
)
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not the path of a tile"):
        TilePath.parse(path)


@given(st.integers(0, 999_999_999), st.integers(1, 256), st.integers(0, 63))
def test_every_path_reads_as_it_is_written(index: int, width: int, level: int) -> None:
    for path in (TilePath(level, index, width), TilePath(None, index, width)):
        assert TilePath.parse(str(path)) == path


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    paths = list(tiles_of(SIZE))
    partial_ones = [str(one) for one in paths if not one.is_full]
    assert partial_ones == [
        "tile/entries/273.p/112",
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert len(paths) == 274 + 274 + 2 + 1
    assert [str(one) for one in tiles_of(256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert list(tiles_of(0)) == []


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_the_former_tiles_and_the_new_ones_are_all_tiles(one: int, other: int) -> None:
    former, size = sorted((one, other))
    before, new = set(tiles_of(former)), set(tiles_of(size, former))
    assert before | new >= set(tiles_of(size)) >= new
    # What was written is never written again.
    assert not before & new


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_come_out_of_a_bundle_as_they_went_in(entries: list[bytes]) -> None:
    bundle = pack_entries(entries)
    assert list(unpack_entries(bundle)) == entries
    if entries:
        with pytest.raises(TilesError):
            unpack_entries(bundle + b"\x00")
        with pytest.raises(TilesError):
            unpack_entries(bundle[:-1] if entries[-1] else bundle + b"\x00\x01")


def test_any_proof_can_be_made_from_tiles(folder: Path) -> None:
    reader = TileReader(FolderSource(folder), SIZE)
    root = root_hash(SIZE, reader.subtree)
    assert root == TREE.root()
    for index in (0, 255, 256, 65_535, 65_536, SIZE - 1):
        proof = inclusion_proof(index, SIZE, reader.subtree)
        verify_inclusion(index, SIZE, leaf_hash(ENTRIES[index]), proof, root)
    for first in (1, 256, 300, 65_536, 69_999):
        proof = consistency_proof(first, SIZE, reader.subtree)
        verify_consistency(first, SIZE, proof, TREE.root(first), root)
    with pytest.raises(TilesError):
        reader.subtree(0, SIZE)
    with pytest.raises(TilesError):
        reader.subtree(17, 0)
    with pytest.raises(TilesError):
        reader.subtree(4, SIZE // 16)


def test_a_whole_log_is_read_from_its_files(folder: Path) -> None:
    assert audit_tiles(source_at(str(folder)), SIZE) == TREE.root()
    assert audit_tiles(FolderSource(folder), 0) == TREE.root(0)


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one(folder: Path) -> None:
    # Those of 300 leaves: tile 1 has grown since.
    assert audit_tiles(FolderSource(folder), 300) == TREE.root(300)


@pytest.mark.parametrize(
    "path", ["tile/entries/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/0/000"]
)
def test_a_changed_file_is_found(tmp_path: Path, path: str) -> None:
    write_log(tmp_path, 300)
    file = tmp_path / path
    content = bytearray(file.read_bytes())
    content[5] ^= 1
    file.write_bytes(content)
    with pytest.raises(TilesError, match="does not hold the hashes"):
        audit_tiles(FolderSource(tmp_path), 300)


@pytest.mark.parametrize("path", ["tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"])
def test_a_missing_or_cut_file_is_named(tmp_path: Path, path: str) -> None:
    write_log(tmp_path, 300)
    file = tmp_path / path
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(TilesError):
        audit_tiles(FolderSource(tmp_path), 300)
    file.unlink()
    with pytest.raises(MissingTileError):
        audit_tiles(FolderSource(tmp_path), 300)
    file.mkdir()
    with pytest.raises(TilesError, match="cannot be read"):
        audit_tiles(FolderSource(tmp_path), 300)


def test_a_log_on_the_web_is_read_like_a_folder(tmp_path: Path) -> None:
    write_log(tmp_path, 300)
    with web_server(tmp_path) as address:
        assert audit_tiles(source_at(address + "/"), 300) == TREE.root(300)
        with pytest.raises(MissingTileError):
            WebSource(address).read("tile/0/007")
        with pytest.raises(TilesError, match="answers with 500"):
            WebSource(f"{address}/broken").read("checkpoint")
    with pytest.raises(TilesError, match="does not answer"):
        WebSource(address).read("checkpoint")
    with pytest.raises(TilesError):
        source_at("file:///etc")
