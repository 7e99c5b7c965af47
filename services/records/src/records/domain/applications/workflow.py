"""The one workflow of all applications: who may do what next, and what becomes of it.

draft → submitted → (question → submitted) → approved, rejected or withdrawn. A submitted
application has deciding steps that are decided in order; a rejection at any step ends it, and the
approval of the last one approves it. Nothing follows an end.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import TypeVar
from uuid import UUID

from records.domain.applications.contents import Content
from records.domain.applications.kinds import ApplicationKind, Office, Step

C = TypeVar("C")


class ApplicationState(StrEnum):
    """How an application stands; the value is stored."""

    DRAFT = "draft"
    # It waits for the decision of its current step.
    SUBMITTED = "submitted"
    # It waits for the student's answer.
    QUESTION = "question"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({ApplicationState.SUBMITTED, ApplicationState.QUESTION})
ENDED = frozenset(
    {ApplicationState.APPROVED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN}
)


class StepState(StrEnum):
    """How a deciding step stands; the value is stored."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class DecidingStep:
    """A deciding step with its decision."""

    # From 1.
    number: int
    step: Step
    state: StepState = StepState.WAITING
    # The user name of whoever decided.
    decided_by: str = ""
    decide_time: datetime | None = None
    reason: str = ""


class EventKind(StrEnum):
    """What happened to an application; the value is stored."""

    CREATED = "created"
    CHANGED = "changed"
    SUBMITTED = "submitted"
    ASKED = "asked"
    ANSWERED = "answered"
    STEP_APPROVED = "step_approved"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EFFECT = "effect"
    DOCUMENT_ADDED = "document_added"
    DOCUMENT_REMOVED = "document_removed"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; the text is a question, an answer, a reason or a file name."""

    kind: EventKind
    event_time: datetime
    actor: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """A request on which offices and advisers decide."""

    application_id: UUID
    # A person, or an applicant before enrolment.
    person_id: UUID
    enrolment_id: UUID | None
    content: Content
    state: ApplicationState
    create_time: datetime
    version: int
    # The step that waits; 0 for a draft, the last one decided after the end.
    current_step: int = 0
    # The day it was received, which deadlines look at. Whoever asks a kind for its obstacles sets
    # it to today for a draft of the student.
    receive_date: date | None = None
    submit_time: datetime | None = None
    decide_time: datetime | None = None
    effect_time: datetime | None = None
    # The user name of the office that filed it, empty where the student did.
    filed_by: str = ""
    steps: tuple[DecidingStep, ...] = ()

    @property
    def kind(self) -> ApplicationKind:
        """What kind of application it is."""
        return self.content.kind

    @property
    def is_open(self) -> bool:
        """Whether it was submitted and is not decided."""
        return self.state in OPEN

    @property
    def waiting_step(self) -> DecidingStep | None:
        """The step that waits for its decision."""
        return self.steps[self.current_step - 1] if self.is_open else None

    @property
    def received_on(self) -> date:
        """The day that counts for deadlines. Raises ValueError for a draft without one."""
        if self.receive_date is None:
            raise ValueError(f"application {self.application_id} was not received yet")
        return self.receive_date

    @property
    def decided_by(self) -> str:
        """The user name of whoever decided last; empty while nobody did."""
        return next((one.decided_by for one in reversed(self.steps) if one.decided_by), "")

    @property
    def decision_reason(self) -> str:
        """The reason of the last decision; empty while there is none."""
        return next((one.reason for one in reversed(self.steps) if one.decided_by), "")

    def asking(self, content_type: type[C]) -> C:
        """What is asked for, as the content of a kind. Raises TypeError for another kind's."""
        if not isinstance(self.content, content_type):
            raise TypeError(f"{self.kind} is not about {content_type.__name__}")
        return self.content


class WorkflowFault(Enum):
    """Why something cannot be done with an application; the value is the reason code."""

    NOT_A_DRAFT = "APPLICATION_NOT_A_DRAFT"
    NOT_IN_REVIEW = "APPLICATION_NOT_IN_REVIEW"
    DECIDED = "APPLICATION_DECIDED"
    QUESTION_OPEN_ALREADY = "QUESTION_OPEN_ALREADY"
    NO_QUESTION_OPEN = "NO_QUESTION_OPEN"
    # The step that the caller saw is not the one that waits.
    CHANGED = "APPLICATION_CHANGED"
    STEP_OF_ANOTHER_OFFICE = "STEP_OF_ANOTHER_OFFICE"
    REASON_MISSING = "REASON_MISSING"
    CLOSED_FOR_DOCUMENTS = "APPLICATION_CLOSED_FOR_DOCUMENTS"


@dataclass(frozen=True, slots=True)
class Change:
    """The application after something was done with it, and what is noted of it."""

    application: Application
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who decides: the offices that the person's roles open, and advised programmes."""

    user_name: str
    offices: frozenset[Office]
    # Programmes that the person advises, where the role of an adviser is held.
    programmes: frozenset[str] = frozenset()

    def decides(self, step: Step) -> bool:
        """Whether a step is the person's to decide."""
        if step.office is Office.ADVISER:
            return step.programme_code in self.programmes
        return step.office in self.offices


def changed(
    application: Application, content: Content, now: datetime, by: str
) -> Change | WorkflowFault:
    """What a draft asks for is changed."""
    if application.state is not ApplicationState.DRAFT:
        return _not_a_draft(application)
    return _change(replace(application, content=content), Event(EventKind.CHANGED, now, by))


def submitted(
    application: Application, steps: Collection[Step], received_on: date, now: datetime, by: str
) -> Change | WorkflowFault:
    """A draft is submitted; its first step waits."""
    if application.state is not ApplicationState.DRAFT:
        return _not_a_draft(application)
    if not steps:
        raise ValueError(f"nobody decides on {application.kind}")
    waiting = replace(
        application,
        state=ApplicationState.SUBMITTED,
        current_step=1,
        receive_date=received_on,
        submit_time=now,
        steps=tuple(DecidingStep(number, each) for number, each in enumerate(steps, start=1)),
    )
    return _change(waiting, Event(EventKind.SUBMITTED, now, by))


def asked(
    application: Application, decider: Decider, question: str, now: datetime
) -> Change | WorkflowFault:
    """The office of the waiting step asks the student something."""
    if fault := _not_to_decide(application, decider):
        return fault
    if application.state is ApplicationState.QUESTION:
        return WorkflowFault.QUESTION_OPEN_ALREADY
    return _change(
        replace(application, state=ApplicationState.QUESTION),
        Event(EventKind.ASKED, now, decider.user_name, question),
    )


def answered(
    application: Application, answer: str, now: datetime, by: str
) -> Change | WorkflowFault:
    """The student answers; the step waits for its decision again."""
    if application.state is not ApplicationState.QUESTION:
        return WorkflowFault.NO_QUESTION_OPEN
    return _change(
        replace(application, state=ApplicationState.SUBMITTED),
        Event(EventKind.ANSWERED, now, by, answer),
    )


def withdrawn(application: Application, now: datetime, by: str) -> Change | WorkflowFault:
    """The student gives it up: a draft, or an application that is not decided."""
    if application.state in ENDED:
        return WorkflowFault.DECIDED
    return _change(
        replace(application, state=ApplicationState.WITHDRAWN, decide_time=now),
        Event(EventKind.WITHDRAWN, now, by),
    )


def decided(
    application: Application,
    decider: Decider,
    *,
    step: int,
    approve: bool,
    reason: str,
    now: datetime,
    reason_needed: bool = False,
) -> Change | WorkflowFault:
    """The waiting step is decided; a question that is open is closed by it.

    A rejection needs a reason, and so does an approval where `reason_needed`. Approved at the last
    step the application is approved; its effects are to be applied with it.
    """
    if fault := _not_to_decide(application, decider):
        return fault
    if step != application.current_step:
        return WorkflowFault.CHANGED
    if (reason_needed or not approve) and not reason:
        return WorkflowFault.REASON_MISSING
    state = StepState.APPROVED if approve else StepState.REJECTED
    steps = tuple(
        replace(one, state=state, decided_by=decider.user_name, decide_time=now, reason=reason)
        if one.number == step
        else one
        for one in application.steps
    )
    if approve and step < len(steps):
        return _change(
            replace(
                application,
                steps=steps,
                state=ApplicationState.SUBMITTED,
                current_step=step + 1,
            ),
            Event(EventKind.STEP_APPROVED, now, decider.user_name, reason),
        )
    end = ApplicationState.APPROVED if approve else ApplicationState.REJECTED
    kind = EventKind.APPROVED if approve else EventKind.REJECTED
    return _change(
        replace(application, steps=steps, state=end, decide_time=now),
        Event(kind, now, decider.user_name, reason),
    )


def with_effect(application: Application, now: datetime, by: str) -> Change:
    """The effects of an approved application are applied, once. Raises ValueError a second time."""
    if application.state is not ApplicationState.APPROVED or application.effect_time is not None:
        raise ValueError(f"application {application.application_id} has no effect to apply")
    return Change(replace(application, effect_time=now), (Event(EventKind.EFFECT, now, by),))


def noted(application: Application, kind: EventKind, now: datetime, by: str, text: str) -> Change:
    """Something that leaves the state as it is, such as a document that was added."""
    return _change(application, Event(kind, now, by, text))


def fault_of_documents(application: Application) -> WorkflowFault | None:
    """Why no document can be added now: only to a draft, and while a question is open."""
    if application.state in (ApplicationState.DRAFT, ApplicationState.QUESTION):
        return None
    return WorkflowFault.CLOSED_FOR_DOCUMENTS


def open_question(application: Application, events: Collection[Event]) -> Event | None:
    """The question that waits for the student's answer."""
    if application.state is not ApplicationState.QUESTION:
        return None
    return next(one for one in reversed([*events]) if one.kind is EventKind.ASKED)


def waits_since(application: Application) -> datetime | None:
    """Since when the current step waits: its predecessor's decision, or the submission."""
    if not application.is_open:
        return None
    if application.current_step > 1:
        return application.steps[application.current_step - 2].decide_time
    return application.submit_time


def _not_to_decide(application: Application, decider: Decider) -> WorkflowFault | None:
    if application.state in ENDED:
        return WorkflowFault.DECIDED
    waiting = application.waiting_step
    if waiting is None:
        return WorkflowFault.NOT_IN_REVIEW
    return None if decider.decides(waiting.step) else WorkflowFault.STEP_OF_ANOTHER_OFFICE


def _not_a_draft(application: Application) -> WorkflowFault:
    return WorkflowFault.DECIDED if application.state in ENDED else WorkflowFault.NOT_A_DRAFT


def _change(application: Application, *events: Event) -> Change:
    return Change(replace(application, version=application.version + 1), events)
