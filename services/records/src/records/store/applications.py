"""Storing applications, their deciding steps and what happened to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, func, insert, select, update

from records.domain.applications.contents import semester_of
from records.domain.applications.kinds import ApplicationKind, Office, Step
from records.domain.applications.stored_contents import from_json, to_json
from records.domain.applications.workflow import (
    Application,
    ApplicationState,
    DecidingStep,
    Event,
    EventKind,
    StepState,
)
from records.store import tables

_applications = tables.applications
_steps = tables.application_steps
_events = tables.application_events


def insert_application(tx: Transaction, application: Application) -> None:
    """Stores a new draft."""
    tx.execute(
        insert(_applications).values(
            application_id=application.application_id,
            person_id=application.person_id,
            enrolment_id=application.enrolment_id,
            kind=application.kind.value,
            create_time=application.create_time,
            filed_by=application.filed_by,
            **_changing(application),
        )
    )


def update_application(tx: Transaction, application: Application) -> None:
    """Stores what can change about an application, with its steps. It has to be locked."""
    tx.execute(
        update(_applications)
        .where(_applications.c.application_id == application.application_id)
        .values(**_changing(application))
    )
    known = {
        row.step
        for row in tx.execute(
            select(_steps.c.step).where(_steps.c.application_id == application.application_id)
        )
    }
    for each in application.steps:
        decision = {
            "state": each.state.value,
            "decided_by": each.decided_by,
            "decide_time": each.decide_time,
            "reason": each.reason,
        }
        if each.number in known:
            tx.execute(
                update(_steps)
                .where(
                    _steps.c.application_id == application.application_id,
                    _steps.c.step == each.number,
                )
                .values(**decision)
            )
        else:
            tx.execute(
                insert(_steps).values(
                    application_id=application.application_id,
                    step=each.number,
                    office=each.step.office.value,
                    programme_code=each.step.programme_code,
                    **decision,
                )
            )


def lock_application(tx: Transaction, application_id: UUID) -> None:
    """Lets nobody else change or decide the application until this transaction ends.

    Whoever changes what hangs on a person locks the person first.
    """
    tx.lock(_applications.c.application_id, [application_id])


def load_application(tx: Transaction, application_id: UUID) -> Application | None:
    """The application with the id."""
    row = tx.execute(
        select(_applications).where(_applications.c.application_id == application_id)
    ).one_or_none()
    return None if row is None else applications_of_rows(tx, [row])[0]


def applications_of_rows(tx: Transaction, rows: Collection[Row[Any]]) -> list[Application]:
    """The applications of rows of their table, with their steps; one query for all."""
    steps: dict[UUID, list[DecidingStep]] = defaultdict(list)
    found = tx.execute(
        select(_steps)
        .where(_steps.c.application_id.in_([row.application_id for row in rows]))
        .order_by(_steps.c.step)
    )
    for one in found:
        steps[one.application_id].append(
            DecidingStep(
                number=one.step,
                step=Step(Office(one.office), one.programme_code),
                state=StepState(one.state),
                decided_by=one.decided_by,
                decide_time=one.decide_time,
                reason=one.reason,
            )
        )
    return [_application(row, tuple(steps[row.application_id])) for row in rows]


def add_events(tx: Transaction, application_id: UUID, events: Iterable[Event]) -> None:
    """Notes what happened, behind what is noted already. The application has to be locked."""
    noted = select(func.max(_events.c.number)).where(_events.c.application_id == application_id)
    last = tx.execute(noted).scalar_one() or 0
    rows = [
        {
            "application_id": application_id,
            "number": number,
            "kind": each.kind.value,
            "event_time": each.event_time,
            "actor": each.actor,
            "text": each.text,
        }
        for number, each in enumerate(events, start=last + 1)
    ]
    if rows:
        tx.execute(insert(_events), rows)


def events_of(tx: Transaction, application_id: UUID) -> tuple[Event, ...]:
    """What happened to the application, in order."""
    rows = tx.execute(
        select(_events).where(_events.c.application_id == application_id).order_by(_events.c.number)
    )
    return tuple(Event(EventKind(row.kind), row.event_time, row.actor, row.text) for row in rows)


def count_drafts(tx: Transaction, person_id: UUID) -> int:
    """How many drafts of the person there are."""
    statement = (
        select(func.count())
        .select_from(_applications)
        .where(
            _applications.c.person_id == person_id,
            _applications.c.state == ApplicationState.DRAFT.value,
        )
    )
    return int(tx.execute(statement).scalar_one())


def open_applications_of(
    tx: Transaction, person_id: UUID, kind: ApplicationKind
) -> list[Application]:
    """The person's submitted and undecided applications of a kind."""
    rows = tx.execute(
        select(_applications).where(
            _applications.c.person_id == person_id,
            _applications.c.kind == kind.value,
            _applications.c.state.in_(
                [ApplicationState.SUBMITTED.value, ApplicationState.QUESTION.value]
            ),
        )
    ).all()
    return applications_of_rows(tx, rows)


def last_approved_of(tx: Transaction, person_id: UUID, kind: ApplicationKind) -> Application | None:
    """The person's application of a kind that was approved last."""
    rows = tx.execute(
        select(_applications)
        .where(
            _applications.c.person_id == person_id,
            _applications.c.kind == kind.value,
            _applications.c.state == ApplicationState.APPROVED.value,
        )
        .order_by(_applications.c.decide_time.desc())
        .limit(1)
    ).all()
    return next(iter(applications_of_rows(tx, rows)), None)


def _changing(application: Application) -> dict[str, Any]:
    semester = semester_of(application.content)
    return {
        "semester_code": semester.code if semester else "",
        "content": to_json(application.content),
        "state": application.state.value,
        "current_step": application.current_step,
        "receive_date": application.receive_date,
        "submit_time": application.submit_time,
        "decide_time": application.decide_time,
        "effect_time": application.effect_time,
        "version": application.version,
    }


def _application(row: Row[Any], steps: tuple[DecidingStep, ...]) -> Application:
    return Application(
        application_id=row.application_id,
        person_id=row.person_id,
        enrolment_id=row.enrolment_id,
        content=from_json(ApplicationKind(row.kind), row.content),
        state=ApplicationState(row.state),
        create_time=row.create_time,
        version=row.version,
        current_step=row.current_step,
        receive_date=row.receive_date,
        submit_time=row.submit_time,
        decide_time=row.decide_time,
        effect_time=row.effect_time,
        filed_by=row.filed_by,
        steps=steps,
    )
