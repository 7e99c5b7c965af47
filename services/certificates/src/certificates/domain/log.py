"""The transparency log: what a leaf is handed out with, and what can be wrong with the log."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class LoggedLeaf:
    """A leaf of the log with the proof that it is in the tree of the checkpoint."""

    index: int
    # Hashes from the leaf's sibling up to the root (RFC 6962, 2.1.1).
    inclusion_proof: tuple[bytes, ...]
    # The signed note of the tree that ends with what was appended together.
    checkpoint: str


class LogFault(StrEnum):
    """What is wrong with a log."""

    ENTRY_MISSING = "entry_missing"
    ENTRIES_BEHIND_HEAD = "entries_behind_head"
    TILE_DIFFERS = "tile_differs"
    HEAD_DIFFERS = "head_differs"
    CERTIFICATE_DIFFERS = "certificate_differs"
    CHECKPOINT_DIFFERS = "checkpoint_differs"
    TRUNCATED = "truncated"


_SENTENCES = {
    LogFault.ENTRY_MISSING: "entry {where} is missing",
    LogFault.ENTRIES_BEHIND_HEAD: "there are entries from {where} on, behind the head",
    LogFault.TILE_DIFFERS: "entries {where} are not those that were entered",
    LogFault.HEAD_DIFFERS: "the head is not that of the {where} entries",
    LogFault.CERTIFICATE_DIFFERS: "certificate {where} does not say what its entries say",
    LogFault.CHECKPOINT_DIFFERS: "the checkpoint of {where} is of another log",
    LogFault.TRUNCATED: "the checkpoint of {where} is newer than the log: its end was cut off",
}


@dataclass(frozen=True, slots=True)
class LogFinding:
    """A fault and where it is."""

    fault: LogFault
    where: str

    def __str__(self) -> str:
        return _SENTENCES[self.fault].format(where=self.where)
