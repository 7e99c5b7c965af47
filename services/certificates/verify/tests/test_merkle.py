"""The tree of the log, against the vectors of RFC 6962's implementations and a naive tree."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrikel_verify.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

# The tree of eight leaves that Certificate Transparency's implementations test with.
ENTRIES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(one)
    for one in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
# Leaf (the first is 0), size, proof.
INCLUSION = [
    (0, 1, ()),
    (
        0,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        5,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (
        1,
        5,
        (
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
]
# First size, second size, proof.
CONSISTENCY = [
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (
        2,
        5,
        (
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
    (
        6,
        7,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
]
TREE = Tree(leaf_hash(one) for one in ENTRIES)
SOME_HASH = hashlib.sha256(b"some").digest()

sizes = st.integers(0, 300)


def hashes(proof: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(one) for one in proof)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4)) for number in range(count)]


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    k = max(2**power for power in range(20) if 2**power < len(hashes))
    return node_hash(naive_root(hashes[:k]), naive_root(hashes[k:]))


def naive_path(m: int, hashes: Sequence[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word for word."""
    if len(hashes) == 1:
        return []
    k = max(2**power for power in range(20) if 2**power < len(hashes))
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(m: int, hashes: Sequence[bytes], known: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, word for word."""
    if m == len(hashes):
        return [] if known else [naive_root(hashes)]
    k = max(2**power for power in range(20) if 2**power < len(hashes))
    if m <= k:
        return [*naive_subproof(m, hashes[:k], known), naive_root(hashes[k:])]
    return [*naive_subproof(m - k, hashes[k:], False), naive_root(hashes[:k])]


def test_the_roots_are_those_of_the_vectors() -> None:
    assert [TREE.root(size) for size in range(9)] == [EMPTY_ROOT, *ROOTS]
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_vectors(
    index: int, size: int, proof: tuple[str, ...]
) -> None:
    assert inclusion_proof(index, size, TREE.subtree) == hashes(proof)
    verify_inclusion(index, size, leaf_hash(ENTRIES[index]), hashes(proof), ROOTS[size - 1])


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_vectors(
    first: int, second: int, proof: tuple[str, ...]
) -> None:
    assert consistency_proof(first, second, TREE.subtree) == hashes(proof)
    verify_consistency(first, second, hashes(proof), ROOTS[first - 1], ROOTS[second - 1])


@given(sizes.filter(bool), st.data())
def test_inclusion_is_proven_as_the_rfc_says(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    made = leaves(size)
    tree = Tree(made)
    assert tree.root() == naive_root(made)
    proof = inclusion_proof(index, size, tree.subtree)
    assert list(proof) == naive_path(index, made)
    verify_inclusion(index, size, made[index], proof, tree.root())


@given(sizes, sizes)
def test_consistency_is_proven_as_the_rfc_says(one: int, other: int) -> None:
    first, second = sorted((one, other))
    made = leaves(second)
    tree = Tree(made)
    proof = consistency_proof(first, second, tree.subtree)
    if first:
        assert list(proof) == naive_subproof(first, made)
    verify_consistency(first, second, proof, tree.root(first), tree.root())


@given(st.lists(st.integers(0, 9), max_size=40))
def test_the_right_edge_is_enough_to_append_and_to_prove_what_was_appended(
    steps: list[int],
) -> None:
    made = leaves(sum(steps))
    tree, frontier = Tree(made), Frontier()
    for step in steps:
        former = frontier.size
        frontier, subtree = frontier.extended(made[former : former + step])
        assert frontier.root == tree.root(frontier.size)
        for index in range(former, frontier.size):
            proof = inclusion_proof(index, frontier.size, subtree)
            assert proof == inclusion_proof(index, frontier.size, tree.subtree)
        assert Frontier.parse(frontier.size, frontier.joined) == frontier
    assert frontier.size == len(made)


@given(sizes.filter(bool), st.data())
def test_a_proof_for_anything_else_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    made = leaves(size)
    tree = Tree(made)
    root, proof = tree.root(), inclusion_proof(index, size, tree.subtree)
    wrong: list[tuple[int, int, bytes, Sequence[bytes], bytes]] = [
        (index - 1, size, made[index], proof, root),
        (index + 1, size, made[index], proof, root),
        (index, size * 2, made[index], proof, root),
        (index, index, made[index], proof, root),
        (index, size, SOME_HASH, proof, root),
        (index, size, made[index][:-1], proof, root),
        (index, size, made[index], proof, SOME_HASH),
        (index, size, made[index], (*proof, SOME_HASH), root),
        (index, size, made[index], (SOME_HASH, *proof), root),
        (index, size, made[index], (*proof, b""), root),
        *((index, size, made[index], broken, root) for broken in broken_proofs(proof)),
    ]
    for attempt in wrong:
        with pytest.raises(ProofError):
            verify_inclusion(*attempt)


@given(sizes, sizes)
def test_a_proof_of_another_history_is_refused(one: int, other: int) -> None:
    first, second = sorted((one, other))
    tree = Tree(leaves(second))
    first_root, second_root = tree.root(first), tree.root()
    proof = consistency_proof(first, second, tree.subtree)
    wrong: list[tuple[int, int, Sequence[bytes], bytes, bytes]] = [
        (first, second, (*proof, SOME_HASH), first_root, second_root),
        (first, second, (SOME_HASH, *proof), first_root, second_root),
        (first, second, proof, SOME_HASH, second_root),
        (first, second, proof, first_root, second_root[:-1]),
        (second + 1, second, proof, first_root, second_root),
        (-1, second, proof, first_root, second_root),
        *((first, second, broken, first_root, second_root) for broken in broken_proofs(proof)),
    ]
    if first:
        wrong.append((first, second, proof, first_root, SOME_HASH))
    if 0 < first < second:
        wrong.append((first, second, (), first_root, second_root))
        wrong.append((first, second, proof, second_root, first_root))
        wrong.append((first + 1, second, proof, first_root, second_root))
        wrong.append((first, second * 2, proof, first_root, second_root))
    for attempt in wrong:
        with pytest.raises(ProofError):
            verify_consistency(*attempt)


def broken_proofs(proof: Sequence[bytes]) -> list[tuple[bytes, ...]]:
    """Each hash with one bit flipped, and the proof without its first and without its last."""
    flipped = [
        (*proof[:place], bytes([one[0] ^ 8]) + one[1:], *proof[place + 1 :])
        for place, one in enumerate(proof)
    ]
    return [*flipped, tuple(proof[1:]), tuple(proof[:-1])] if proof else []


def test_nobody_proves_a_leaf_that_the_tree_does_not_have() -> None:
    with pytest.raises(ValueError, match="has no leaf 8"):
        inclusion_proof(8, 8, TREE.subtree)
    with pytest.raises(ValueError, match="is no beginning"):
        consistency_proof(9, 8, TREE.subtree)
    with pytest.raises(LookupError):
        Frontier(8, (TREE.root(),)).extended([SOME_HASH])[1](0, 3)


@pytest.mark.parametrize(("size", "joined"), [(1, b""), (3, bytes(32)), (-1, b""), (1, bytes(33))])
def test_a_frontier_that_fits_no_tree_of_its_size_is_refused(size: int, joined: bytes) -> None:
    with pytest.raises(ValueError, match="no frontier"):
        Frontier.parse(size, joined)


def test_the_root_of_a_tree_in_tiles_needs_its_subtrees_only() -> None:
    asked = []

    def subtree(level: int, index: int) -> bytes:
        asked.append((level, index))
        return TREE.subtree(level, index)

    assert root_hash(7, subtree) == ROOTS[6]
    assert asked == [(2, 0), (1, 2), (0, 6)]
