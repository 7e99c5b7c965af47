"""The tree of the log: hashes, and proofs made and verified.

After RFC 6962, 2.1, and RFC 9162, 2.1. A tree is spoken of by the hashes of its whole subtrees:
the one at (level, index) covers the leaves `index << level` up to `(index + 1) << level`. Whoever
keeps these hashes, in memory, in tiles or in a database, hands in a function that finds them.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

HASH_BYTES = 32

# The root of the tree without leaves (RFC 6962, 2.1).
EMPTY_ROOT = hashlib.sha256(b"").digest()

# Finds the hash of the whole subtree at (level, index).
SubtreeHash = Callable[[int, int], bytes]


class ProofError(ValueError):
    """A proof does not lead from what is known to what it is said to prove."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf. The first byte keeps leaves and nodes apart (second preimages)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree in memory, with the hash of every whole subtree."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """`leaves` are hashes of leaves."""
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Adds the hash of a leaf, and of every subtree that it makes whole."""
        level, made = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(made)
            if len(row) % 2:
                return
            made = node_hash(row[-2], row[-1])
            level += 1

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a whole subtree. Raises IndexError where it is not whole."""
        return self._levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree, or of the tree that the first leaves made."""
        return root_hash(self.size if size is None else size, self.subtree)


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: the roots of the largest whole subtrees, from the left.

    It is all that is needed to append, and to prove that what is appended is in the tree.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    @classmethod
    def parse(cls, size: int, joined: bytes) -> Self:
        """Reads what `joined` wrote. Raises ValueError where it cannot be a tree of that size."""
        if size < 0 or len(joined) != HASH_BYTES * size.bit_count():
            raise ValueError(f"no frontier of a tree of {size} leaves")
        starts = range(0, len(joined), HASH_BYTES)
        return cls(size, tuple(joined[start : start + HASH_BYTES] for start in starts))

    @property
    def joined(self) -> bytes:
        """All hashes in a row."""
        return b"".join(self.hashes)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def extended(self, leaves: Sequence[bytes]) -> tuple["Frontier", SubtreeHash]:
        """The frontier with these leaves behind it.

        Also returns the hashes of the whole subtrees that its new leaves are proven with, and of
        those that the new leaves made whole.
        """
        nodes = dict(zip(_edge(self.size), self.hashes, strict=True))
        nodes |= {(0, self.size + place): leaf for place, leaf in enumerate(leaves)}

        def subtree(level: int, index: int) -> bytes:
            known = nodes.get((level, index))
            if known is None:
                if level == 0:
                    raise LookupError(f"the frontier does not know leaf {index}")
                known = node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1))
                nodes[level, index] = known
            return known

        size = self.size + len(leaves)
        return Frontier(size, tuple(subtree(*place) for place in _edge(size))), subtree


def _edge(size: int) -> list[tuple[int, int]]:
    """The places (level, index) of the largest whole subtrees, from the left."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return [(level, (size >> level) - 1) for level in levels]


def root_hash(size: int, subtree: SubtreeHash) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return EMPTY_ROOT if size == 0 else _range_hash(0, size, subtree)


def inclusion_proof(index: int, size: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """The hashes from the leaf's sibling up to the root (RFC 6962, 2.1.1).

    Raises ValueError where the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range_hash(middle, end, subtree))
            end = middle
        else:
            proof.append(_range_hash(start, middle, subtree))
            start = middle
    return tuple(reversed(proof))


def consistency_proof(first: int, second: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Proves that the tree of `first` leaves is the beginning of that of `second` (2.1.2).

    Empty where the first tree is empty or both are the same. Raises ValueError where the first is
    the larger one.
    """
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {first} leaves is no beginning of one of {second}")
    if first in (0, second):
        return ()
    proof: list[bytes] = []
    start, end = 0, second
    # Whether what is left of the first tree is all of it, whose root the verifier has.
    whole = True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(_range_hash(middle, end, subtree))
            end = middle
        else:
            proof.append(_range_hash(start, middle, subtree))
            start, whole = middle, False
    if not whole:
        proof.append(_range_hash(start, end, subtree))
    return tuple(reversed(proof))


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Checks that the tree with this root has the leaf at the index (RFC 9162, 2.1.3.2).

    Raises ProofError where the proof does not show it, is too short or too long.
    """
    _require_hashes(leaf, root, *proof)
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    place, last = index, size - 1
    found = leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        place >>= 1
        last >>= 1
    if last:
        raise ProofError("the proof is too short")
    if found != root:
        raise ProofError("the proof does not lead to the root")


def verify_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Checks that the first tree is the beginning of the second (RFC 9162, 2.1.4.2).

    Raises ProofError where the proof does not show it, is too short or too long.
    """
    _require_hashes(first_root, second_root, *proof)
    if not 0 <= first <= second:
        raise ProofError(f"a tree of {first} leaves is no beginning of one of {second}")
    if first in (0, second):
        _verify_without_proof(first, second, proof, first_root, second_root)
        return
    # The root of a whole subtree is not in the proof: the verifier has it already.
    hashes = [first_root, *proof] if first.bit_count() == 1 else list(proof)
    if not proof:
        raise ProofError("the proof is too short")
    place, last = first - 1, second - 1
    while place & 1:
        place >>= 1
        last >>= 1
    first_found = second_found = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            first_found = node_hash(sibling, first_found)
            second_found = node_hash(sibling, second_found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            second_found = node_hash(second_found, sibling)
        place >>= 1
        last >>= 1
    if last:
        raise ProofError("the proof is too short")
    if first_found != first_root:
        raise ProofError("the proof does not lead to the root of the first tree")
    if second_found != second_root:
        raise ProofError("the proof does not lead to the root of the second tree")


def _verify_without_proof(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    if proof:
        raise ProofError("the proof is too long")
    if first == 0 and first_root != EMPTY_ROOT:
        raise ProofError("the root of the empty tree is another one")
    if first == second and first_root != second_root:
        raise ProofError("two trees of one size have different roots")


def _range_hash(start: int, end: int, subtree: SubtreeHash) -> bytes:
    """The hash over leaves; `start` is a multiple of the largest subtree within them."""
    count = end - start
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return subtree(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range_hash(start, middle, subtree), _range_hash(middle, end, subtree))


def _split(count: int) -> int:
    """The largest power of two below the count (RFC 6962, 2.1: k)."""
    return 1 << ((count - 1).bit_length() - 1)


def _require_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofError("a hash has another length than SHA-256")
