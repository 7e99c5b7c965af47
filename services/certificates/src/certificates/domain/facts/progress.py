"""How far studies have come, and how the average comes about."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.values import LocalizedText


class ModuleState(StrEnum):
    """How a module stands."""

    OPEN = "open"
    STARTED = "started"
    COMPLETE = "complete"
    FINALLY_FAILED = "finally_failed"


@dataclass(frozen=True, slots=True)
class AverageLine:
    """What one module contributes to the average, or why nothing."""

    module_code: str
    name: LocalizedText
    # As it counts: "1.9"; a fraction where its decimals never end: "11/6".
    grade: str
    weight: str
    product: str
    counted: bool
    explanation: LocalizedText


@dataclass(frozen=True, slots=True)
class AverageFacts:
    """The average of the regulations' policy."""

    # As documents print it: "1.9"; empty where nothing graded counts yet.
    grade: str
    # Exactly, up to ten decimals: "1.9583333333".
    exact: str
    lines: tuple[AverageLine, ...]
    weight_sum: str
    product_sum: str
    # How the last step was done: "cut after the first decimal (RPO § 19)".
    policy: LocalizedText


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """A module of an area. Credits are ×10."""

    module_code: str
    name: LocalizedText
    state: ModuleState
    credits_tenths: int
    earned_tenths: int
    grade: str
    exam_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area of the programme. Credits are ×10."""

    area_code: str
    name: LocalizedText
    required_tenths: int
    earned_tenths: int
    modules: tuple[ModuleFacts, ...]


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """How far an enrolment has come. Credits are ×10."""

    required_tenths: int
    earned_tenths: int
    average: AverageFacts
    areas: tuple[AreaFacts, ...]
    complete: bool
    # None unless complete.
    last_exam_date: date | None
