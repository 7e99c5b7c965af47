"""The workflow of applications, whatever they are about: any order of steps ends as it should."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from records.domain.applications import workflow
from records.domain.applications.files import Caller, actions_of
from records.domain.applications.kinds import Office, Step
from records.domain.applications.workflow import (
    ENDED,
    Application,
    ApplicationState,
    Change,
    Decider,
    Event,
    EventKind,
    StepState,
    WorkflowFault,
)

from services.records.tests.application_factories import (
    FOCUS,
    NOW,
    REPORT,
    STEPS,
    application,
    clerk,
    decider,
)

ADVISER = decider(user_name="padvise", advises=("HIST-BA",))
OFFICE = decider(Office.STUDENT_SERVICES)
DAY = date(2026, 11, 2)


def changed(outcome: Change | WorkflowFault) -> Application:
    assert isinstance(outcome, Change)
    return outcome.application


def in_review() -> Application:
    return changed(workflow.submitted(application(), STEPS, DAY, NOW, "lg100001"))


def approve(one: Application, who: Decider, step: int) -> Change | WorkflowFault:
    return workflow.decided(one, who, step=step, approve=True, reason="", now=NOW)


def test_steps_are_decided_in_their_order() -> None:
    one = in_review()
    assert approve(one, OFFICE, 1) is WorkflowFault.STEP_OF_ANOTHER_OFFICE
    one = changed(approve(one, ADVISER, 1))
    assert (one.state, one.current_step) == (ApplicationState.SUBMITTED, 2)
    assert approve(one, ADVISER, 1) is WorkflowFault.STEP_OF_ANOTHER_OFFICE
    one = changed(approve(one, OFFICE, 2))
    assert one.state is ApplicationState.APPROVED
    assert [each.decided_by for each in one.steps] == ["padvise", "sservice"]
    assert one.decided_by == "sservice"


def test_a_rejection_at_any_step_ends_it() -> None:
    refused = workflow.decided(
        in_review(), ADVISER, step=1, approve=False, reason="Noten unter dem Durchschnitt", now=NOW
    )
    one = changed(refused)
    assert one.state is ApplicationState.REJECTED
    assert one.decision_reason == "Noten unter dem Durchschnitt"
    assert one.steps[1].state is StepState.WAITING
    assert approve(one, OFFICE, 2) is WorkflowFault.DECIDED


def test_an_adviser_of_another_programme_decides_nothing() -> None:
    other = decider(user_name="tadvise", advises=("DATA-MSC",))
    assert approve(in_review(), other, 1) is WorkflowFault.STEP_OF_ANOTHER_OFFICE
    assert workflow.asked(in_review(), other, "?", NOW) is WorkflowFault.STEP_OF_ANOTHER_OFFICE


def test_a_rejection_needs_a_reason_and_so_does_an_answer() -> None:
    one = in_review()
    missing = workflow.decided(one, ADVISER, step=1, approve=False, reason="", now=NOW)
    assert missing is WorkflowFault.REASON_MISSING
    unanswered = workflow.decided(
        one, ADVISER, step=1, approve=True, reason="", now=NOW, reason_needed=True
    )
    assert unanswered is WorkflowFault.REASON_MISSING


def test_a_step_that_was_decided_meanwhile_is_not_decided_again() -> None:
    one = changed(approve(in_review(), ADVISER, 1))
    assert approve(one, OFFICE, 1) is WorkflowFault.CHANGED


def test_a_question_waits_for_its_answer_and_a_decision_closes_it() -> None:
    one = changed(workflow.asked(in_review(), ADVISER, "Welches Semester?", NOW))
    assert one.state is ApplicationState.QUESTION
    assert workflow.asked(one, ADVISER, "?", NOW) is WorkflowFault.QUESTION_OPEN_ALREADY
    assert changed(workflow.answered(one, "Das dritte.", NOW, "lg1")).current_step == 1
    assert workflow.answered(in_review(), "?", NOW, "lg1") is WorkflowFault.NO_QUESTION_OPEN
    assert changed(approve(one, ADVISER, 1)).state is ApplicationState.SUBMITTED


def test_only_a_draft_is_changed_and_submitted() -> None:
    one = in_review()
    assert workflow.changed(one, FOCUS, NOW, "lg1") is WorkflowFault.NOT_A_DRAFT
    assert workflow.submitted(one, STEPS, DAY, NOW, "lg1") is WorkflowFault.NOT_A_DRAFT
    gone = changed(workflow.withdrawn(one, NOW, "lg1"))
    assert workflow.changed(gone, FOCUS, NOW, "lg1") is WorkflowFault.DECIDED
    assert approve(application(), OFFICE, 1) is WorkflowFault.NOT_IN_REVIEW


def test_effects_are_applied_once() -> None:
    one = changed(approve(changed(approve(in_review(), ADVISER, 1)), OFFICE, 2))
    done = workflow.with_effect(one, NOW, "sservice").application
    with pytest.raises(ValueError, match="no effect"):
        workflow.with_effect(done, NOW, "sservice")
    with pytest.raises(ValueError, match="no effect"):
        workflow.with_effect(in_review(), NOW, "sservice")


def test_an_application_that_nobody_decides_on_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nobody decides"):
        workflow.submitted(application(), (), DAY, NOW, "lg1")


def test_a_step_waits_since_its_predecessor_was_decided() -> None:
    later = NOW + timedelta(days=3)
    one = in_review()
    assert workflow.waits_since(application()) is None
    assert workflow.waits_since(one) == NOW
    second = workflow.decided(one, ADVISER, step=1, approve=True, reason="", now=later)
    assert workflow.waits_since(changed(second)) == later


def test_nobody_may_do_more_than_the_workflow_lets_them() -> None:
    one = in_review()
    person = Caller(one.person_id, decider(user_name="lg100001"))
    assert actions_of(one, person).withdraw
    assert not actions_of(one, person).decide
    advising = Caller(clerk().person_id, ADVISER)
    assert actions_of(one, advising).decide
    assert not actions_of(one, advising).withdraw
    # An adviser who studies the programme does not decide on the own application.
    assert not actions_of(one, Caller(one.person_id, ADVISER)).decide


def test_what_the_office_filed_on_paper_the_office_can_withdraw() -> None:
    paper = replace(in_review(), filed_by="sservice")
    assert actions_of(paper, clerk()).withdraw
    assert not actions_of(in_review(), clerk()).withdraw
    assert not actions_of(paper, Caller(clerk().person_id, ADVISER)).withdraw


ANYBODY = st.sampled_from([ADVISER, OFFICE, decider(user_name="lg100001")])


class AnyOrder(RuleBasedStateMachine):
    """Everybody tries everything in any order."""

    @initialize(steps=st.lists(st.sampled_from([*STEPS, Step(Office.INFO_PORTAL)]), min_size=1))
    def begin(self, steps: list[Step]) -> None:
        self.one = application(REPORT)
        self.steps = tuple(steps)
        self.events: list[Event] = []
        self.effects = 0
        self.ended: Application | None = None

    def take(self, outcome: Change | WorkflowFault) -> None:
        if isinstance(outcome, WorkflowFault):
            return
        assert outcome.application.version > self.one.version or outcome.application.effect_time
        self.one = outcome.application
        self.events += outcome.events

    @rule()
    def submit(self) -> None:
        self.take(workflow.submitted(self.one, self.steps, DAY, NOW, "lg100001"))

    @rule(who=ANYBODY)
    def ask(self, who: Decider) -> None:
        self.take(workflow.asked(self.one, who, "?", NOW))

    @rule()
    def answer(self) -> None:
        self.take(workflow.answered(self.one, "!", NOW, "lg100001"))

    @rule()
    def withdraw(self) -> None:
        self.take(workflow.withdrawn(self.one, NOW, "lg100001"))

    @rule(who=ANYBODY, step=st.integers(1, 4), approves=st.booleans())
    def decide(self, who: Decider, step: int, approves: bool) -> None:
        before = self.one
        outcome = workflow.decided(
            before, who, step=step, approve=approves, reason="Grund", now=NOW
        )
        if isinstance(outcome, Change):
            assert before.is_open
            assert who.decides(before.steps[step - 1].step)
            assert all(
                each.state is StepState.APPROVED for each in outcome.application.steps[: step - 1]
            )
        self.take(outcome)

    @precondition(lambda self: self.one.state is ApplicationState.APPROVED)
    @rule()
    def apply(self) -> None:
        if self.one.effect_time is None:
            self.take(workflow.with_effect(self.one, NOW, "sservice"))
            self.effects += 1
        else:
            with pytest.raises(ValueError, match="no effect"):
                workflow.with_effect(self.one, NOW, "sservice")

    @invariant()
    def an_end_is_an_end(self) -> None:
        if self.ended is not None:
            assert self.one.state is self.ended.state
            assert self.one.steps == self.ended.steps
        elif self.one.state in ENDED:
            self.ended = self.one

    @invariant()
    def effects_follow_an_approval_and_nothing_else(self) -> None:
        assert self.effects <= 1
        if self.effects:
            assert all(each.state is StepState.APPROVED for each in self.one.steps)

    @invariant()
    def everything_is_noted_and_attributed(self) -> None:
        kinds = [each.kind for each in self.events]
        assert all(each.actor and each.event_time == NOW for each in self.events)
        ends = {EventKind.APPROVED, EventKind.REJECTED, EventKind.WITHDRAWN}
        assert len([each for each in kinds if each in ends]) == (self.one.state in ENDED)
        decisions = {EventKind.STEP_APPROVED, EventKind.APPROVED, EventKind.REJECTED}
        decided = [each for each in self.one.steps if each.state is not StepState.WAITING]
        assert len([each for each in kinds if each in decisions]) == len(decided)
        questions = kinds.count(EventKind.ASKED) - kinds.count(EventKind.ANSWERED)
        assert questions >= (self.one.state is ApplicationState.QUESTION)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
