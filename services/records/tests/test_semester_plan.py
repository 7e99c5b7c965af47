"""Whatever is applied for, approved and withdrawn: no two states of one semester at once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock
from chassis.values import Semester
from hypothesis import given, settings
from hypothesis import strategies as st
from records.app.semester_states import decide_semester, withdraw_decision
from records.domain.applications.contents import PartTime, SemesterAbroad
from records.domain.applications.leave import (
    leave_taken,
    obstacles_to_leave,
    obstacles_to_withdrawal,
    spent_abroad,
)
from records.domain.applications.part_time import obstacles_to_part_time
from records.domain.applications.semester_abroad import obstacles_to_semester_abroad
from records.domain.enrolment import (
    Enrolment,
    RecordedSemester,
    SemesterStatus,
    count_semesters,
)
from records.domain.rules import LeaveGround, PartTimeReason
from records.domain.semester_jobs import JobKind
from records.domain.semester_plan import (
    CONTRARY,
    TIME_MODELS,
    ContraryDecisionError,
    DecisionKind,
    SemesterDecision,
    TimeModel,
    decided,
    recorded_anew,
    status_in,
    time_model_in,
    to_record,
    undecided,
)

from services.records.tests.enrol_factories import CONTRIBUTION, University
from services.records.tests.semester_factories import S, Student, publish_until, someone
from services.records.tests.study_factories import (
    ABROAD_RULES,
    LEAVE_RULES,
    PART_TIME_RULES,
    abroad_facts,
    decision,
    enrolment,
    leave_facts,
    part_time_facts,
    semester,
    semesters,
)

CODES = ("2026W", "2027S", "2027W", "2028S", "2028W", "2029S", "2029W")
FIRST = semester("2026S")


@dataclass
class Plan:
    """The studies of somebody who applies for whatever comes to mind, as time goes by."""

    enrolment: Enrolment = field(default_factory=lambda: enrolment("2026S", "2026W"))
    decisions: tuple[SemesterDecision, ...] = ()
    today: date = date(2026, 11, 2)

    def waits(self, days: int) -> None:
        """Time goes by; each semester that begins is recorded as it was decided."""
        self.today += timedelta(days=days)
        latest = self.enrolment.semesters[-1].recorded.semester
        while latest < Semester.of(self.today):
            latest = latest.next()
            anew = to_record(self.decisions, latest, abroad_counts=True)
            self._record([*(each.recorded for each in self.enrolment.semesters), anew])

    def asks_for_leave(self, code: str) -> None:
        facts = leave_facts(
            self.enrolment,
            received=self.today,
            decisions=self.decisions,
            proofs=["exception_proof"],
        )
        if not obstacles_to_leave(
            semesters(code), LeaveGround.OTHER, "Because.", facts, LEAVE_RULES
        ):
            self._decide(code, DecisionKind.LEAVE)

    def withdraws_leave(self, code: str) -> None:
        facts = leave_facts(self.enrolment, received=self.today, decisions=self.decisions)
        if not obstacles_to_withdrawal(semester(code), facts, LEAVE_RULES):
            self.decisions = undecided(self.decisions, semester(code), DecisionKind.LEAVE)
            self._record_anew(DecisionKind.LEAVE)

    def asks_to_go_abroad(self, code: str) -> None:
        content = SemesterAbroad(semester(code), "Sevilla", "ES", recognised_work_planned=True)
        facts = abroad_facts(self.enrolment, received=self.today, decisions=self.decisions)
        if not obstacles_to_semester_abroad(content, facts, ABROAD_RULES):
            self._decide(code, DecisionKind.ABROAD)

    def asks_for_part_time(self, code: str) -> None:
        self._change(
            PartTime(
                to_part_time=True,
                from_semester=semester(code),
                reason=PartTimeReason.JOB,
                consultation_confirmed_by="Paul Rat",
                bafoeg_loss_acknowledged=True,
            )
        )

    def asks_for_full_time(self, code: str) -> None:
        self._change(PartTime(to_part_time=False, from_semester=semester(code), reason=None))

    def _change(self, content: PartTime) -> None:
        facts = part_time_facts(self.enrolment, received=self.today, decisions=self.decisions)
        if not obstacles_to_part_time(content, facts, PART_TIME_RULES):
            kind = DecisionKind.PART_TIME if content.to_part_time else DecisionKind.FULL_TIME
            self._decide(content.from_semester.code, kind)

    def _decide(self, code: str, kind: DecisionKind) -> None:
        # Raises where the obstacles let something contrary through.
        self.decisions = decided(self.decisions, decision(code, kind))
        self._record_anew(kind)

    def _record_anew(self, kind: DecisionKind) -> None:
        self._record(
            [
                recorded_anew(
                    each.recorded,
                    self.decisions,
                    kind,
                    is_first=each.recorded.semester == FIRST,
                    abroad_counts=True,
                )
                for each in self.enrolment.semesters
            ]
        )

    def _record(self, recorded: list[RecordedSemester]) -> None:
        counted = count_semesters(recorded, [each.semester for each in recorded])
        self.enrolment = replace(self.enrolment, semesters=counted)


ACTIONS: tuple[Callable[[Plan, str], None], ...] = (
    Plan.asks_for_leave,
    Plan.withdraws_leave,
    Plan.asks_to_go_abroad,
    Plan.asks_for_part_time,
    Plan.asks_for_full_time,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(ACTIONS), st.sampled_from(CODES)),
        st.integers(20, 150),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_no_two_states_of_a_semester_overlap_or_contradict(
    steps: list[tuple[Callable[[Plan, str], None], str] | int],
) -> None:
    plan = Plan()
    for step in steps:
        if isinstance(step, int):
            plan.waits(step)
        else:
            act, code = step
            act(plan, code)
        require_one_state_each(plan.enrolment, plan.decisions)
        taken = sorted(leave_taken(plan.enrolment, plan.decisions))
        assert FIRST not in taken
        assert len(taken) <= LEAVE_RULES.most_without_reason
        assert longest_run(taken) <= LEAVE_RULES.most_in_a_row


def require_one_state_each(enrolled: Enrolment, plan: tuple[SemesterDecision, ...]) -> None:
    """What is decided and what is recorded say the same, and each of it once."""
    decided_kinds = {(each.semester, each.kind) for each in plan}
    assert len(decided_kinds) == len(plan)
    assert not any((each.semester, CONTRARY[each.kind]) in decided_kinds for each in plan)
    recorded = [each.recorded for each in enrolled.semesters]
    assert all(count == 1 for count in Counter(each.semester for each in recorded).values())
    for each in recorded:
        if each.status is not SemesterStatus.ENROLLED:
            assert each.status is status_in(plan, each.semester)
        assert each.part_time is (time_model_in(plan, each.semester) is TimeModel.PART_TIME)
    assert not leave_taken(enrolled, plan) & spent_abroad(enrolled, plan)
    counted = sum(each.recorded.counts_for_programme for each in enrolled.semesters)
    assert enrolled.semesters[-1].programme_semester == counted


def longest_run(taken: list[Semester]) -> int:
    longest = run = 0
    before: Semester | None = None
    for each in taken:
        run = run + 1 if before is not None and before.next() == each else 1
        longest, before = max(longest, run), each
    return longest


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_stored_never_contradicts_itself(here: University, seed: int) -> None:
    publish_until(here, "2028S")
    one = someone(here)
    chance = Random(seed)
    kinds = list(DecisionKind)
    for step in range(24):
        if step == 12:
            here.on(date(2027, 1, 15)).runs(JobKind.OPEN)
            here.pays(one.person_id, CONTRIBUTION, date(2027, 1, 15))
        _decide_or_withdraw(one, chance, kinds)
        _require_one_state_each_stored(one)


def _decide_or_withdraw(one: Student, chance: Random, kinds: list[DecisionKind]) -> None:
    code, kind = chance.choice(("2027S", "2027W", "2028S")), chance.choice(kinds)
    stays_elsewhere = (S(code), CONTRARY[kind]) in {
        (each.semester, each.kind) for each in one.decisions()
    }
    if chance.random() < 0.3:
        one.at.do(withdraw_decision, one.enrolment_id, S(code), kind)
    elif stays_elsewhere and kind not in TIME_MODELS:
        with pytest.raises(Failure) as refused:
            one.at.do(decide_semester, one.enrolment_id, S(code), kind)
        assert refused.value.reason == "SEMESTER_DECIDED_OTHERWISE"
    else:
        one.at.do(decide_semester, one.enrolment_id, S(code), kind)


def _require_one_state_each_stored(one: Student) -> None:
    require_one_state_each(one.enrolment, one.decisions())
    charges = one.at.account(one.person_id).charges_of("contribution", S("2027S"))
    assert len(charges) <= 1
    due = sum(each.due for each in charges)
    kinds = {each.kind for each in one.decisions() if each.semester == S("2027S")}
    if charges:
        expected = CONTRIBUTION
        expected = 11_200 if DecisionKind.LEAVE in kinds else expected
        expected = 0 if DecisionKind.ABROAD in kinds else expected
        assert due == expected


def test_leave_beside_a_semester_abroad_is_a_mistake_of_the_caller() -> None:
    plan = (decision("2027S", DecisionKind.ABROAD),)
    with pytest.raises(ContraryDecisionError):
        decided(plan, decision("2027S", DecisionKind.LEAVE))
