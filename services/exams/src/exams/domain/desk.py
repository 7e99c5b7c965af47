"""What the desk decides on and what it decides: commands, facts, entries, changes, refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from exams.domain.examinations import Registration, Sitting
from exams.domain.obstacles import Obstacle
from exams.domain.receipts import ReceiptAction
from exams.domain.standing import StudentStanding
from exams.domain.statuses import SEATED, Status


@dataclass(frozen=True, slots=True)
class Register:
    """A student wants to register for a sitting. `trace` is the trace of the request."""

    person_id: UUID
    sitting_id: UUID
    # None leaves the choice to the rules.
    enrolment_id: UUID | None = None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A student wants to withdraw a registration. `trace` is the trace of the request."""

    registration_id: UUID
    trace: str = ""


Command = Register | Withdraw


class Action(StrEnum):
    """What was refused."""

    REGISTER = "register"
    WITHDRAW = "withdraw"


class Unknown(StrEnum):
    """What a command names and nobody knows."""

    SITTING = "sitting_id"
    ENROLMENT = "enrolment_id"


@dataclass(frozen=True, slots=True)
class HeldSitting:
    """A sitting that nobody else changes now, and the number of its newest receipt."""

    sitting: Sitting
    last_seq: int


@dataclass(frozen=True)
class DeskFacts:
    """Everything that the commands of a batch are decided on."""

    sittings: Mapping[UUID, HeldSitting]
    standings: Mapping[UUID, StudentStanding]
    # Those to be withdrawn and those that wait, by id.
    registrations: Mapping[UUID, Registration]
    # The first of each waiting list that somebody may leave a seat to, in order.
    waiting: Mapping[UUID, Sequence[UUID]]
    # Of registrations for a first period: the exam's sittings in the second one.
    second_period: Mapping[UUID, Sequence[UUID]] = field(default_factory=dict)
    # How statuses are printed.
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """A registration as the batch leaves it."""

    registration_id: UUID
    person_id: UUID
    enrolment_id: UUID
    sitting_id: UUID
    exam_number: str
    regulations_version_code: str
    seq: int
    register_time: datetime
    status: Status
    version: int = 1
    withdraw_time: datetime | None = None
    # What was stored before; None for a new one.
    before: Registration | None = None

    @classmethod
    def of(cls, known: Registration) -> "Entry":
        """A registration that was stored before."""
        return cls(
            known.registration_id,
            known.person_id,
            known.enrolment_id,
            known.sitting.sitting_id,
            known.sitting.exam_number,
            known.regulations_version_code,
            known.seq,
            known.register_time,
            known.status,
            known.version,
            known.withdraw_time,
            known,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a registration; its receipt has the number `seq`.

    It tells how the registration stood then: a batch may change it again, while the entry keeps
    only how the batch leaves it.
    """

    entry: Entry
    action: ReceiptAction
    seq: int
    trace: str
    status: Status
    version: int
    withdraw_time: datetime | None
    # From 1; 0 for who does not wait.
    waiting_place: int
    # The regulations registered the student, who left the first period's sitting.
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What was asked for is to be done."""

    change: Change
    # Rules that only warn.
    warnings: tuple[Obstacle, ...] = ()
    repeat: Change | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was asked for is refused; the attempt is kept as evidence."""

    action: Action
    attempt_id: UUID
    person_id: UUID
    sitting_id: UUID
    registration_id: UUID | None
    obstacles: tuple[Obstacle, ...]
    regulation_section: str


Decision = Decided | Refusal | Unknown


@dataclass(slots=True)
class SittingState:
    """A sitting as the batch leaves it."""

    # As the rules look at it: whether it is full is right, how many are taken need not be.
    sitting: Sitting
    taken: int
    waiting: int
    last_seq: int
    # Who waits, in order: the first of the list as stored, then those whom the batch adds.
    stored: list[Entry]
    added: list[Entry]
    is_changed: bool = False

    def next_seq(self) -> int:
        """Takes the next number of the sitting's receipts."""
        self.is_changed = True
        self.last_seq += 1
        return self.last_seq

    def count(self, status: Status, change: int) -> None:
        """Counts one registration more or less that holds a seat or waits."""
        if status in SEATED:
            self.taken += change
            full = 0 < self.sitting.capacity <= self.taken
            # The rules ask for fullness only; a new sitting for each seat would cost more than
            # the decision.
            if full is not self.sitting.is_full:
                self.sitting = replace(self.sitting, taken=self.taken)
        elif status is Status.WAITING:
            self.waiting += change

    def final(self) -> Sitting:
        """The sitting as it is once everything is written."""
        return replace(self.sitting, taken=self.taken, waiting=self.waiting)
