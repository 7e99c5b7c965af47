"""What a verification of the audit chain found, in words."""

from dataclasses import dataclass, field
from enum import StrEnum

# So many findings are told; more are counted.
MOST_TOLD = 100


class FindingKind(StrEnum):
    """In what way the chain is not what it was."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TAIL_CUT = "tail cut"
    REWRITTEN = "rewritten"
    HEADS_DAMAGED = "heads damaged"
    HEADS_MISSING = "heads missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the sentence for whoever looks after it."""

    kind: FindingKind
    sentence: str


@dataclass(slots=True)
class Report:
    """What was looked at and what was found."""

    service: str
    places: int = 0
    pruned: int = 0
    waiting: int = 0
    heads: int = 0
    last_head: str = ""
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_honest(self) -> bool:
        """Whether nothing was found."""
        return not self.found

    def add(self, kind: FindingKind, sentence: str) -> None:
        """Notes a finding; of very many only the count is kept."""
        self.found += 1
        if len(self.findings) < MOST_TOLD:
            self.findings.append(Finding(kind, sentence))

    def lines(self) -> list[str]:
        """The report as a person reads it."""
        told = [f"{one.kind.upper()}: {one.sentence}" for one in self.findings]
        if self.found > len(self.findings):
            told.append(f"… and {self.found - len(self.findings)} more findings")
        looked_at = [
            f"{self.places} entries in the chain, {self.waiting} not yet in it,"
            f" {self.pruned} pruned",
            f"{self.heads} signed statements, the newest of {self.last_head}"
            if self.heads
            else "no signed heads",
        ]
        verdict = (
            f"{self.service}: the audit chain is whole"
            if self.is_honest
            else f"{self.service}: the audit chain is NOT what it was: {self.found} findings"
        )
        return [*told, *looked_at, verdict]
