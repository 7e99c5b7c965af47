"""An application with what belongs to it: whose it is, its documents, what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester

from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded
from records.domain.applications.workflow import (
    Application,
    ApplicationState,
    Decider,
    Event,
    EventKind,
)

# A student who attaches more than this attaches whole folders; the decider asks for the rest.
MOST_DOCUMENTS = 10
# Those that were taken off again included, so that adding and removing has an end.
MOST_UPLOADS = 40
# Drafts of one person at a time.
MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose application it is, and about which programme."""

    name: PersonName
    # Empty for an applicant before enrolment.
    matriculation_number: str
    # The university mailbox, an applicant's private address; empty while there is none.
    mailbox: str
    # Of the enrolment or the applicant; empty where it is about the person alone.
    programme_code: str
    programme_name: LocalizedText | None


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """A document that is attached to an application."""

    document_id: UUID
    proof: str
    file_name: str
    content_type: str
    size_bytes: int
    add_time: datetime


@dataclass(frozen=True, slots=True)
class ListedApplication:
    """An application as lists show it."""

    application: Application
    subject: Subject


@dataclass(frozen=True, slots=True)
class Actions:
    """What somebody may do with an application now."""

    change: bool = False
    add_documents: bool = False
    submit: bool = False
    withdraw: bool = False
    answer: bool = False
    ask: bool = False
    decide: bool = False


@dataclass(frozen=True, slots=True)
class ApplicationFile:
    """An application with everything that belongs to it, for one who looks at it."""

    application: Application
    subject: Subject
    documents: tuple[AttachedDocument, ...]
    # In order of time.
    events: tuple[Event, ...]
    proofs: tuple[ProofNeeded, ...]
    # The names of the programmes whose advisers decide, by code.
    programme_names: dict[str, LocalizedText]
    actions: Actions


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What an inbox is narrowed to; None and empty texts do not narrow."""

    kind: ApplicationKind | None = None
    # None for those that wait for the caller's decision or the student's answer.
    state: ApplicationState | None = None
    semester: Semester | None = None
    programme_code: str = ""


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many applications of a kind wait for somebody's decision."""

    kind: ApplicationKind
    waiting: int
    # Of these, those whose student was asked something.
    asked: int
    oldest_submit_time: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts on applications: a person with the offices and programmes that are decided for."""

    person_id: UUID
    decider: Decider

    @property
    def user_name(self) -> str:
        """The name under which everything is noted."""
        return self.decider.user_name

    def acts_for(self, application: Application) -> bool:
        """Whether the caller acts for the applicant.

        Students act for themselves. An office does for what came on paper and it filed.
        """
        if self.person_id == application.person_id:
            return True
        return bool(application.filed_by) and self.files(application.kind)

    def files(self, kind: ApplicationKind) -> bool:
        """Whether the caller's office files applications of the kind in others' names."""
        offices = self.decider.offices
        if Office.STUDENT_SERVICES in offices:
            return True
        return Office.INTERNATIONAL_CENTER in offices and kind is ApplicationKind.SEMESTER_ABROAD


def actions_of(application: Application, caller: Caller) -> Actions:
    """What the caller may do with the application now."""
    acts = caller.acts_for(application)
    draft = application.state is ApplicationState.DRAFT
    asked = application.state is ApplicationState.QUESTION
    waiting = application.waiting_step
    decides = (
        waiting is not None
        and caller.person_id != application.person_id
        and caller.decider.decides(waiting.step)
    )
    return Actions(
        change=acts and draft,
        add_documents=acts and (draft or asked),
        submit=acts and draft,
        withdraw=acts and (draft or application.is_open),
        answer=acts and asked,
        ask=decides and not asked,
        decide=decides,
    )


def removable_since(application: Application, events: tuple[Event, ...]) -> datetime | None:
    """Since when a document must have been added to be taken off again; None where none can.

    What was submitted stays: somebody may have decided on it.
    """
    if application.state is ApplicationState.DRAFT:
        return application.create_time
    if application.state is ApplicationState.QUESTION:
        return max(one.event_time for one in events if one.kind is EventKind.ASKED)
    return None


def fault_of_receive_date(received_on: date, today: date) -> bool:
    """Whether a paper cannot have arrived on the day: a day to come, or years ago."""
    return not 0 <= (today - received_on).days <= 366
