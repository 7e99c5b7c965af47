"""Applications as messages of the contract."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from chassis.packing import pack_date, pack_moment, pack_name, pack_semester, pack_text
from chassis.values import LocalizedText
from matrikel.records.v1 import application_pb2 as messages

from records.api.application_contents import pack_content
from records.domain.applications.contents import semester_of
from records.domain.applications.files import (
    ApplicationFile,
    ListedApplication,
    WaitingCount,
    removable_since,
)
from records.domain.applications.kinds import ApplicationKind, Office
from records.domain.applications.workflow import (
    ApplicationState,
    DecidingStep,
    EventKind,
    StepState,
    open_question,
    waits_since,
)
from records.texts.application_kinds import KIND_NAMES

E = TypeVar("E")

# The contract's enums carry the names of the domain's, behind their own name.
KINDS = {
    one: messages.ApplicationKind.Value(f"APPLICATION_KIND_{one.name}") for one in ApplicationKind
}
STATES = {
    one: messages.ApplicationState.Value(f"APPLICATION_STATE_{one.name}")
    for one in ApplicationState
}
_OFFICES = {one: messages.DecidingOffice.Value(f"DECIDING_OFFICE_{one.name}") for one in Office}
_STEP_STATES = {one: messages.StepState.Value(f"STEP_STATE_{one.name}") for one in StepState}
_EVENTS = {
    one: messages.ApplicationEventKind.Value(f"APPLICATION_EVENT_KIND_{one.name}")
    for one in EventKind
}


def unpacked(known: Mapping[E, int], value: int) -> E | None:
    """The domain's value; None for the unspecified one."""
    return next((one for one, packed in known.items() if packed == value), None)


def pack_file(file: ApplicationFile) -> messages.Application:
    """An application with everything that belongs to it."""
    application, subject = file.application, file.subject
    semester = semester_of(application.content)
    question = open_question(application, file.events)
    removable = removable_since(application, file.events)
    attached = {each.proof for each in file.documents}
    return messages.Application(
        application_id=str(application.application_id),
        person_id=str(application.person_id),
        matriculation_number=subject.matriculation_number,
        name=pack_name(subject.name),
        enrolment_id=str(application.enrolment_id or ""),
        programme_code=subject.programme_code,
        programme_name=pack_text(subject.programme_name) if subject.programme_name else None,
        kind=KINDS[application.kind],
        kind_name=pack_text(KIND_NAMES[application.kind]),
        semester=pack_semester(semester) if semester else None,
        content=pack_content(application.content),
        state=STATES[application.state],
        current_step=application.current_step,
        create_time=pack_moment(application.create_time),
        receive_date=pack_date(application.receive_date),
        submit_time=pack_moment(application.submit_time),
        decide_time=pack_moment(application.decide_time),
        effect_time=pack_moment(application.effect_time),
        filed_by_office=bool(application.filed_by),
        steps=[pack_step(each, file.programme_names) for each in application.steps],
        proofs=[
            messages.Proof(
                proof=each.proof,
                name=pack_text(each.name),
                required=each.required,
                attached=each.proof in attached,
            )
            for each in file.proofs
        ],
        documents=[
            messages.ApplicationDocument(
                document_id=str(each.document_id),
                proof=each.proof,
                file_name=each.file_name,
                content_type=each.content_type,
                size_bytes=each.size_bytes,
                add_time=pack_moment(each.add_time),
                removable=(
                    file.actions.add_documents
                    and removable is not None
                    and each.add_time >= removable
                ),
            )
            for each in file.documents
        ],
        events=[
            messages.ApplicationEvent(
                kind=_EVENTS[each.kind],
                event_time=pack_moment(each.event_time),
                actor=each.actor,
                text=each.text,
            )
            for each in file.events
        ],
        open_question=question.text if question else "",
        decision_reason=application.decision_reason,
        actions=messages.ApplicationActions(
            change=file.actions.change,
            add_documents=file.actions.add_documents,
            submit=file.actions.submit,
            withdraw=file.actions.withdraw,
            answer=file.actions.answer,
            ask=file.actions.ask,
            decide=file.actions.decide,
        ),
        etag=str(application.version),
    )


def pack_summary(
    listed: ListedApplication, programme_names: dict[str, LocalizedText], now: datetime
) -> messages.ApplicationSummary:
    """An application as lists show it."""
    application, subject = listed.application, listed.subject
    semester = semester_of(application.content)
    since = waits_since(application)
    waiting = application.waiting_step
    return messages.ApplicationSummary(
        application_id=str(application.application_id),
        person_id=str(application.person_id),
        matriculation_number=subject.matriculation_number,
        name=pack_name(subject.name),
        programme_code=subject.programme_code,
        programme_name=pack_text(subject.programme_name) if subject.programme_name else None,
        kind=KINDS[application.kind],
        kind_name=pack_text(KIND_NAMES[application.kind]),
        semester=pack_semester(semester) if semester else None,
        state=STATES[application.state],
        receive_date=pack_date(application.receive_date),
        create_time=pack_moment(application.create_time),
        submit_time=pack_moment(application.submit_time),
        decide_time=pack_moment(application.decide_time),
        wait_since_time=pack_moment(since),
        waiting_days=(now - since).days if since else 0,
        current_step=pack_step(waiting, programme_names) if waiting else None,
        step_count=len(application.steps),
        filed_by_office=bool(application.filed_by),
    )


def pack_step(
    step: DecidingStep, programme_names: dict[str, LocalizedText]
) -> messages.ApplicationStep:
    """A deciding step; programmes that the catalogue no longer has go without a name."""
    name = programme_names.get(step.step.programme_code)
    return messages.ApplicationStep(
        step=step.number,
        office=_OFFICES[step.step.office],
        programme_code=step.step.programme_code,
        programme_name=pack_text(name) if name else None,
        state=_STEP_STATES[step.state],
        decided_by=step.decided_by,
        decide_time=pack_moment(step.decide_time),
        reason=step.reason,
    )


def pack_count(count: WaitingCount) -> messages.OpenApplicationCount:
    """How many applications of a kind wait."""
    return messages.OpenApplicationCount(
        kind=KINDS[count.kind],
        kind_name=pack_text(KIND_NAMES[count.kind]),
        waiting=count.waiting,
        asked=count.asked,
        oldest_wait_since_time=pack_moment(count.oldest_submit_time),
    )
