"""What a check found out, and what a file or a data seal is worth in the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Self

from matrikel_verify.claims import Claims


class Outcome(Enum):
    """How a check went."""

    PASSED = "passed"
    FAILED = "failed"
    # Could not be done: something that it needs is missing, or a check before it failed.
    NOT_DONE = "not done"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a code for programs and a sentence for people, saying what came out."""

    # In capitals: "SEAL_COVERS_WHOLE_FILE".
    code: str
    outcome: Outcome
    de: str
    en: str

    def sentence(self, language: str) -> str:
        """The sentence in German for "de", else in English."""
        return self.de if language == "de" else self.en


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every check in its order; the first that failed is the reason of a rejection."""

    is_authentic: bool
    checks: tuple[Check, ...]
    # What an authentic file says; None for a rejected one, as nothing in it is to be believed.
    claims: Claims | None = None

    @classmethod
    def of(cls, checks: Iterable[Check], claims: Claims | None = None) -> Self:
        """Authentic where no check failed and at least one passed."""
        every = tuple(checks)
        outcomes = {check.outcome for check in every}
        authentic = Outcome.FAILED not in outcomes and Outcome.PASSED in outcomes
        return cls(is_authentic=authentic, checks=every, claims=claims if authentic else None)

    @property
    def reason(self) -> Check | None:
        """The first check that failed; None for an authentic file."""
        return next((check for check in self.checks if check.outcome is Outcome.FAILED), None)

    def check(self, code: str) -> Check | None:
        """The check of that code; None where it is not part of this verdict."""
        return next((check for check in self.checks if check.code == code), None)
