"""A second, small account of the rules of registering, to hold the real one against.

It shares no code with the product and is written another way: one list of lines, as a clerk would
keep it on paper, and for each rule one look over the list. Time is hours since the beginning.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

ENDED = {"withdrawn"}
SETTLED = {"passed", "failed", "no_show"}
OUTSIDE_OF_STUDENT = {"TERMS_NOT_ACCEPTED", "WINDOW_NOT_OPEN_YET", "WINDOW_CLOSED"}


@dataclass(frozen=True)
class Exam:
    """What the regulations say; credits in tenths."""

    credits: int
    tries: int = 3
    needs: str = ""
    needs_credits: int = 0
    repeatable: bool = True
    # False for combined academic work.
    left_after_window: bool = True


@dataclass(frozen=True)
class Offer:
    """A sitting, in hours since the beginning."""

    exam: str
    period: int
    opens: int
    closes: int
    # Withdrawing is possible until here; the end of the window where it is 0.
    limit: int = 0
    seats: int = 0
    queue: bool = False
    by_lot: bool = False
    # When it begins and how many minutes it lasts; 0 without a date.
    begins: int = 0
    minutes: int = 0


@dataclass
class Line:
    """One registration."""

    student: str
    offer: str
    status: str
    grade: str = ""


@dataclass
class Clerk:
    """Keeps the list."""

    exams: dict[str, Exam]
    offers: dict[str, Offer]
    part_timers: set[str]
    part_time_limit: int
    improvements: int
    lines: list[Line] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    hour: int = 0

    def of(self, student: str, exam: str | None = None) -> list[Line]:
        """The lines of a student that are not struck out, of one exam or of all."""
        return [
            line
            for line in self.lines
            if line.student == student
            and line.status not in ENDED
            and exam in (None, self.offers[line.offer].exam)
        ]

    def against(self, student: str, name: str, *, moving_up: bool = False) -> set[str]:
        """Every reason why the student cannot register; for moving up, those that still hold."""
        offer = self.offers[name]
        lines = [
            line
            for line in self.of(student)
            if not (moving_up and line.offer == name and line.status == "waiting")
        ]
        reasons = {
            *self._outside(student, offer),
            *self._same_exam(lines, name),
            *self._history(lines, offer),
            *self._needs(student, offer),
            *self._load(student, lines, offer),
        }
        if any(self._overlap(offer, self.offers[line.offer]) for line in lines if is_open(line)):
            reasons.add("CLASH")
        if not offer.by_lot and not offer.queue and self.is_full(name):
            reasons.add("SITTING_FULL")
        return reasons - OUTSIDE_OF_STUDENT if moving_up else reasons

    def _outside(self, student: str, offer: Offer) -> Iterable[str]:
        if student not in self.accepted:
            yield "TERMS_NOT_ACCEPTED"
        if self.hour < offer.opens:
            yield "WINDOW_NOT_OPEN_YET"
        if self.hour >= offer.closes:
            yield "WINDOW_CLOSED"

    def _same_exam(self, lines: list[Line], name: str) -> Iterable[str]:
        for line in lines:
            other = self.offers[line.offer]
            if line.offer == name:
                yield {
                    "waiting": "ALREADY_WAITING",
                    "in_lottery": "ALREADY_IN_LOTTERY",
                    "registered": "ALREADY_REGISTERED",
                }.get(line.status, "ALREADY_TAKEN")
            elif (other.exam, other.period) == (self.offers[name].exam, self.offers[name].period):
                yield "OTHER_SITTING_REGISTERED"

    def _history(self, lines: list[Line], offer: Offer) -> Iterable[str]:
        exam = self.exams[offer.exam]
        mine = sorted(
            (line for line in lines if self.offers[line.offer].exam == offer.exam),
            key=lambda line: self.offers[line.offer].period,
        )
        results = [line for line in mine if line.status in SETTLED]
        held_elsewhere = [
            line
            for line in mine
            if line.status == "registered" and self.offers[line.offer].period != offer.period
        ]
        passed = [line for line in results if line.status == "passed"]
        if passed:
            tries = len(results) - results.index(passed[0]) - 1 + len(held_elsewhere)
            best = min(line.grade for line in passed)
            if not exam.repeatable or best == "1.0" or tries >= self.improvements:
                yield "ALREADY_PASSED"
        elif results and not exam.repeatable:
            yield "NOT_REPEATABLE"
        elif len(results) >= exam.tries and results:
            yield "NO_ATTEMPT_LEFT"
        elif held_elsewhere and len(results) + len(held_elsewhere) >= (
            exam.tries if exam.repeatable else 1
        ):
            yield "LAST_ATTEMPT_PENDING"

    def _needs(self, student: str, offer: Offer) -> Iterable[str]:
        exam = self.exams[offer.exam]
        done = self.passed_by(student)
        if exam.needs and exam.needs not in done:
            yield "PREREQUISITE_MISSING"
        if sum(self.exams[one].credits for one in done) < exam.needs_credits:
            yield "CREDITS_MISSING"

    def _load(self, student: str, lines: list[Line], offer: Offer) -> Iterable[str]:
        taken = {self.offers[line.offer].exam for line in lines}
        together = sum(self.exams[one].credits for one in taken | {offer.exam})
        is_new = offer.exam not in taken
        if student in self.part_timers and is_new and together > self.part_time_limit:
            yield "PART_TIME_LIMIT"

    def passed_by(self, student: str) -> set[str]:
        """The exams that a student has passed."""
        return {
            self.offers[line.offer].exam for line in self.of(student) if line.status == "passed"
        }

    @staticmethod
    def _overlap(one: Offer, other: Offer) -> bool:
        if not one.begins or not other.begins or one.exam == other.exam:
            return False
        minutes = set(range(one.begins * 60, one.begins * 60 + max(one.minutes, 1)))
        return not minutes.isdisjoint(
            range(other.begins * 60, other.begins * 60 + max(other.minutes, 1))
        )

    def is_full(self, name: str) -> bool:
        """Whether every seat is taken; who was examined sat on one."""
        return 0 < self.offers[name].seats <= self.seated(name)

    def seated(self, name: str) -> int:
        """How many have, or had, a seat."""
        return sum(
            line.offer == name and line.status in {"registered", *SETTLED} for line in self.lines
        )

    def register(self, student: str, name: str) -> set[str] | str:
        """Why not, or what becomes of it."""
        if reasons := self.against(student, name):
            return reasons
        status = "registered"
        if self.offers[name].by_lot:
            status = "in_lottery"
        elif self.is_full(name):
            status = "waiting"
        self.lines.append(Line(student, name, status))
        return status

    def withdraw(self, line: Line) -> set[str] | str:
        """Why not, or "withdrawn"; whoever waits moves up."""
        offer = self.offers[line.offer]
        reasons = set()
        if line.status in ENDED:
            reasons.add("NOT_REGISTERED")
        if line.status in SETTLED:
            reasons.add("ALREADY_EXAMINED")
        if line.status == "in_lottery":
            if self.hour >= offer.closes:
                reasons.add("LOTTERY_CLOSED")
        elif line.status != "waiting" and self.hour >= self.withdrawable_until(line.offer):
            reasons.add("WITHDRAWAL_CLOSED")
        if reasons:
            return reasons
        had_a_seat, line.status = line.status == "registered", "withdrawn"
        if had_a_seat:
            self._move_up(line.offer)
        return "withdrawn"

    def withdrawable_until(self, name: str) -> int:
        """The hour from which nobody who has a seat can give it back."""
        offer = self.offers[name]
        if self.exams[offer.exam].left_after_window:
            return max(offer.closes, offer.limit)
        return offer.closes

    def results_from(self, name: str) -> int:
        """The hour from which results can be entered: without a date, once nobody can withdraw."""
        return self.offers[name].begins or self.withdrawable_until(name)

    def _move_up(self, name: str) -> None:
        for line in [one for one in self.lines if one.offer == name and one.status == "waiting"]:
            if self.is_full(name):
                break
            if not self.against(line.student, name, moving_up=True):
                line.status = "registered"

    def settle(self, line: Line, status: str, grade: str) -> None:
        """A result was released."""
        line.status, line.grade = status, grade

    def printed_status(self, line: Line) -> str:
        """The status as the product keeps it: the last failure of the last try is a final one."""
        if line.status not in {"failed", "no_show"}:
            return line.status
        exam = self.exams[self.offers[line.offer].exam]
        results = sorted(
            (
                one
                for one in self.of(line.student, self.offers[line.offer].exam)
                if one.status in SETTLED
            ),
            key=lambda one: self.offers[one.offer].period,
        )
        tries = exam.tries if exam.repeatable else 1
        is_out = len(results) >= tries and all(one.status != "passed" for one in results)
        return "finally_failed" if is_out and results[-1] is line else line.status


def is_open(line: Line) -> bool:
    """Whether it still waits for a seat or for the examination."""
    return line.status in {"registered", "waiting", "in_lottery"}
