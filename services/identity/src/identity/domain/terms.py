"""The terms of use of the university account."""

from dataclasses import dataclass
from datetime import datetime

from chassis.values import LocalizedText


@dataclass(frozen=True, slots=True)
class TermsOfUse:
    """One version of the terms."""

    version: int
    title: LocalizedText
    paragraphs: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That somebody accepted a version."""

    version: int
    accepted_at: datetime
