"""The real use cases on a real database, held against a small independent model step by step.

A state machine registers, withdraws, releases results and lets time pass in any order. After every
step the answer, every registration and every seat have to be what the model says.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.errors import Failure
from chassis.values import local_date
from exams.app.desk import Done
from exams.app.exam_tree import get_exam_tree
from exams.app.release import release_results
from exams.app.results import RequestedEntry, enter_results, etag_of, get_sitting, releasable
from exams.app.terms import accept_terms
from exams.domain.desk import Command, Refusal, Register, Withdraw
from exams.domain.results import Entry
from exams.domain.rules import ClashPolicy, GradeImprovementRule, PartTimeRule
from exams.domain.statuses import Status
from exams.store.examinees import examinees_of
from exams.store.tables import registrations, sittings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from services.exams.tests.rules_factories import later_sitting, set_exam_rules, set_rules
from services.exams.tests.rules_model import Clerk, Exam, Offer

# 12 October 2026, 00:00 at the university; windows and hours of the model count from here.
BEGINNING = datetime.fromisoformat("2026-10-11T22:00+00:00")
OFFICE = uuid4()

EXAMS = {
    "1001": Exam(credits=50, tries=2),
    "1002": Exam(credits=25, repeatable=False),
    "1003": Exam(credits=75, needs="1001", left_after_window=False),
    "1004": Exam(credits=100, needs_credits=25),
}
OFFERS = {
    "statistics": Offer("1001", 1, 0, 120, seats=2, queue=True, begins=300, minutes=90),
    "statistics again": Offer("1001", 2, 100, 500, seats=2, begins=700, minutes=90),
    "essay": Offer("1002", 1, 0, 120, limit=200, seats=1, queue=True),
    "essay again": Offer("1002", 2, 0, 500),
    "project": Offer("1003", 1, 0, 360, seats=1, begins=301, minutes=0),
    "project again": Offer("1003", 2, 100, 500, limit=600, seats=1, queue=True),
    "colloquium A": Offer("1004", 1, 0, 200, by_lot=True, seats=1),
    "colloquium B": Offer("1004", 1, 0, 450, limit=460, begins=500, minutes=20),
    "colloquium again": Offer("1004", 2, 300, 600, limit=800, begins=701, minutes=20),
}
STUDENTS = ("Ada", "Ben", "Cem", "Dua")
PART_TIMERS = {"Ben"}
NOT_ACCEPTED_AT_FIRST = {"Dua"}
RESULTS = (("passed", "1.0"), ("passed", "2.7"), ("failed", "5.0"), ("no_show", "5.0"))

students = st.sampled_from(STUDENTS)
# Few seats and a second period make the richest stories; they are told more often.
offers = st.sampled_from(
    [*sorted(OFFERS), "essay", "essay again", "statistics", "statistics", "statistics again"]
)


class University:
    """The real thing, driven by one small function for each command."""

    def __init__(self, campus: Any) -> None:
        self.campus = campus
        self.students = {name: self._student(name) for name in STUDENTS}
        self.sittings = {name: self._sitting(offer) for name, offer in OFFERS.items()}
        # In the order of the model's lines.
        self.registrations: list[UUID] = []

    def _student(self, name: str) -> Any:
        return self.campus.student(
            accepts=name not in NOT_ACCEPTED_AT_FIRST, part_time=name in PART_TIMERS
        )

    def _sitting(self, offer: Offer) -> UUID:
        return later_sitting(
            self.campus,
            offer.exam,
            semester="2026W",
            period=offer.period,
            start_time=at(offer.begins) if offer.begins else None,
            registration_open_time=at(offer.opens),
            registration_close_time=at(offer.closes),
            withdrawal_close_time=at(offer.limit) if offer.limit else None,
            capacity=offer.seats,
            has_waiting_list=offer.queue,
            seating="lottery" if offer.by_lot else "first_come",
        )

    def register(self, student: str, offer: str) -> Command:
        return Register(self.students[student].person_id, self.sittings[offer])

    def withdraw(self, place: int) -> Command:
        return Withdraw(self.registrations[place])

    def decide(self, *commands: Command) -> list[set[str] | str]:
        """Has the desk decide; the reasons against each command, or what became of it."""
        answers: list[set[str] | str] = []
        for command, outcome in zip(commands, self.campus.decide(*commands), strict=True):
            if isinstance(outcome, Refusal):
                answers.append({one.reason.value for one in outcome.obstacles})
                continue
            assert isinstance(outcome, Done), outcome
            answers.append(outcome.registration.status.value)
            if isinstance(command, Register):
                self.registrations.append(outcome.registration.registration_id)
        return answers

    def result_released(self, place: int, offer: str, status: str, grade: str) -> None:
        """The examiner enters a result and the office releases it; raises where that is refused."""
        sitting_id = self.sittings[offer]
        given = Decimal(grade) if status != "no_show" else None
        closed = OFFERS[offer].closes
        day = None if OFFERS[offer].begins else local_date(at(closed))
        entry = Entry(Status(status), given, day, "", None)

        def release(tx: Any) -> None:
            requested = [RequestedEntry(self.registrations[place], entry)]
            enter_results(tx, sitting_id, requested, OFFICE)
            etag = etag_of(releasable(examinees_of(tx, get_sitting(tx, sitting_id))))
            release_results(tx, sitting_id, etag, OFFICE)

        self.campus.run(release)

    def accept(self, student: str) -> None:
        self.campus.run(accept_terms, self.students[student].person_id, "2026-10-01")

    def time_passes(self, hour: int) -> None:
        self.campus.clock.set(at(hour))

    def statuses(self) -> dict[UUID, str]:
        """The status of every registration."""
        rows = self.campus.run(
            lambda tx: tx.execute(
                select(registrations.c.registration_id, registrations.c.status).where(
                    registrations.c.sitting_id.in_(self.sittings.values())
                )
            ).all()
        )
        return dict(tuple(row) for row in rows)

    def seats(self) -> dict[UUID, tuple[int, int]]:
        """Seats taken and places in the waiting list, by sitting."""
        rows = self.campus.run(
            lambda tx: tx.execute(
                select(sittings.c.sitting_id, sittings.c.taken, sittings.c.waiting).where(
                    sittings.c.sitting_id.in_(self.sittings.values())
                )
            ).all()
        )
        return {row.sitting_id: (row.taken, row.waiting) for row in rows}

    def shown(self, student: str) -> dict[UUID, set[str]]:
        """What the tree says against each sitting that it shows."""
        tree = self.campus.run(get_exam_tree, self.students[student].person_id)
        return {
            node.sitting.sitting_id: {one.reason.value for one in node.obstacles}
            for branch in tree
            for module in branch.modules
            for exam in module.exams
            for node in exam.sittings
            if node.sitting.sitting_id in self.sittings.values()
        }


def at(hour: int) -> datetime:
    return BEGINNING + timedelta(hours=hour)


class RulesAgainstAModel(RuleBasedStateMachine):
    """Drives both and compares."""

    def __init__(self, campus: Any) -> None:
        super().__init__()
        self.campus = campus

    @initialize()
    def begin(self) -> None:
        self.campus.clock.set(at(-5))
        self.university = University(self.campus)
        self.clerk = Clerk(
            exams=EXAMS,
            offers=OFFERS,
            part_timers=PART_TIMERS,
            part_time_limit=150,
            improvements=1,
            accepted=set(STUDENTS) - NOT_ACCEPTED_AT_FIRST,
            hour=-5,
        )

    @rule(student=students, offer=offers)
    def register(self, student: str, offer: str) -> None:
        expected = self.clerk.register(student, offer)
        assert self.university.decide(self.university.register(student, offer)) == [expected]

    @rule(wishes=st.lists(st.tuples(students, offers), min_size=2, max_size=8))
    def register_together(self, wishes: list[tuple[str, str]]) -> None:
        """In one batch of the desk the later ones see what the earlier ones did."""
        expected = [self.clerk.register(*wish) for wish in wishes]
        commands = [self.university.register(*wish) for wish in wishes]
        assert self.university.decide(*commands) == expected

    @precondition(lambda self: self.clerk.lines)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.clerk.lines) - 1))
        expected = self.clerk.withdraw(self.clerk.lines[place])
        assert self.university.decide(self.university.withdraw(place)) == [expected]

    @precondition(lambda self: self.clerk.lines)
    @rule(data=st.data(), student=students)
    def leave_for_another(self, data: st.DataObject, student: str) -> None:
        """One withdraws and another one registers, in one batch."""
        place = data.draw(st.integers(0, len(self.clerk.lines) - 1))
        line = self.clerk.lines[place]
        expected = [self.clerk.withdraw(line), self.clerk.register(student, line.offer)]
        commands = [
            self.university.withdraw(place),
            self.university.register(student, line.offer),
        ]
        assert self.university.decide(*commands) == expected

    @precondition(lambda self: self.waited_for())
    @rule(data=st.data())
    def leave_to_those_who_wait(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from(self.waited_for()))
        expected = self.clerk.withdraw(self.clerk.lines[place])
        assert self.university.decide(self.university.withdraw(place)) == [expected]

    def waited_for(self) -> list[int]:
        """Places of those who have a seat that somebody waits for."""
        waited_for = {line.offer for line in self.clerk.lines if line.status == "waiting"}
        return [place for place in self.seated() if self.clerk.lines[place].offer in waited_for]

    @precondition(lambda self: self.seated())
    @rule(data=st.data(), result=st.sampled_from(RESULTS))
    def result_released(self, data: st.DataObject, result: tuple[str, str]) -> None:
        self.release(data.draw(st.sampled_from(self.seated())), *result)

    def release(self, place: int, status: str, grade: str) -> None:
        """The result is released; where its time is still to come, it is refused until then."""
        line = self.clerk.lines[place]
        first = self.clerk.results_from(line.offer)
        if self.clerk.hour < first:
            self.go_to(first - 1)
            with pytest.raises(Failure) as refused:
                self.university.result_released(place, line.offer, status, grade)
            assert refused.value.reason == "SITTING_NOT_OVER"
            self.go_to(first)
        self.clerk.settle(line, status, grade)
        self.university.result_released(place, line.offer, status, grade)

    def seated(self) -> list[int]:
        """Places of those who have a seat and no result."""
        return [n for n, line in enumerate(self.clerk.lines) if line.status == "registered"]

    def go_to(self, hour: int) -> None:
        self.clerk.hour = hour
        self.university.time_passes(hour)

    @rule(hours=st.sampled_from((1, 5, 24, 60)))
    def time_passes(self, hours: int) -> None:
        self.go_to(self.clerk.hour + hours)

    @precondition(lambda self: set(STUDENTS) - self.clerk.accepted)
    @rule()
    def accept_the_terms(self) -> None:
        [student] = set(STUDENTS) - self.clerk.accepted
        self.clerk.accepted.add(student)
        self.university.accept(student)

    @rule()
    def look_at_the_trees(self) -> None:
        """A tree shows what is inside its window, and says what registering would answer."""
        for student in STUDENTS:
            assert self.university.shown(student) == {
                self.university.sittings[name]: self.clerk.against(student, name)
                for name, offer in OFFERS.items()
                if offer.opens <= self.clerk.hour < offer.closes
            }

    @invariant()
    def registrations_and_seats_are_those_of_the_model(self) -> None:
        expected = {
            registration_id: self.clerk.printed_status(line)
            for registration_id, line in zip(
                self.university.registrations, self.clerk.lines, strict=True
            )
        }
        assert self.university.statuses() == expected
        assert self.university.seats() == {
            self.university.sittings[name]: (
                self.clerk.seated(name),
                sum(line.offer == name and line.status == "waiting" for line in self.clerk.lines),
            )
            for name in OFFERS
        }


def prepare(campus: Any) -> None:
    """The rules of the small university as the model knows them."""
    for number, exam in EXAMS.items():
        set_exam_rules(
            campus,
            number,
            credits_tenths=exam.credits,
            attempts=exam.tries,
            repeatable=exam.repeatable,
            prerequisites=((exam.needs,),) if exam.needs else (),
            minimum_credits_tenths=exam.needs_credits,
        )
    set_rules(
        campus,
        clash=ClashPolicy.REFUSE,
        part_time=PartTimeRule(credits_tenths=150),
        grade_improvement=GradeImprovementRule(times=1),
    )


def run(campus: Any, *, examples: int, steps: int) -> None:
    """Shrinking a failure to fewer steps takes minutes; remove the phases to do it."""
    prepare(campus)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: RulesAgainstAModel(campus),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    ("offer", "first_hour"),
    [
        pytest.param("statistics", 300, id="dated"),
        pytest.param("essay", 200, id="undated with a withdrawal limit"),
        pytest.param("essay again", 500, id="undated without one"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_both_accept_results_from_the_same_hour(campus: Any, offer: str, first_hour: int) -> None:
    prepare(campus)
    story = RulesAgainstAModel(campus)
    story.begin()
    story.go_to(OFFERS[offer].opens)
    story.register(student="Ada", offer=offer)
    story.release(0, "no_show", "5.0")
    assert story.clerk.hour == first_hour
    story.registrations_and_seats_are_those_of_the_model()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_rules_agree_with_the_model(campus: Any) -> None:
    run(campus, examples=20, steps=40)


@pytest.mark.prove
def test_the_rules_agree_with_the_model_in_long_runs(campus: Any) -> None:
    run(campus, examples=100, steps=50)
