"""Lists of applications: a person's own, and the inboxes of offices and advisers."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, PersonName
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from records.domain.applications.files import (
    InboxFilter,
    ListedApplication,
    Subject,
    WaitingCount,
)
from records.domain.applications.kinds import ApplicationKind, Office
from records.domain.applications.workflow import ApplicationState, Decider
from records.store import tables
from records.store.applications import applications_of_rows

_applications = tables.applications
_steps = tables.application_steps
_persons = tables.persons
_applicants = tables.applicants
_enrolments = tables.enrolments
_OPEN = (ApplicationState.SUBMITTED.value, ApplicationState.QUESTION.value)


def load_listed(tx: Transaction, application_id: UUID) -> ListedApplication | None:
    """An application with whose it is."""
    rows = tx.execute(_listed().where(_applications.c.application_id == application_id)).all()
    return _of_rows(tx, list(rows))[0] if rows else None


def applications_of_person(
    tx: Transaction,
    person_id: UUID,
    *,
    after: UUID | None,
    limit: int,
    seen_by_office: bool,
) -> list[ListedApplication]:
    """A person's applications, the newest first; offices see no drafts but those they filed."""
    statement = (
        _listed()
        .where(_applications.c.person_id == person_id)
        # Ids grow with time.
        .order_by(_applications.c.application_id.desc())
        .limit(limit)
    )
    if seen_by_office:
        statement = statement.where(
            or_(_applications.c.submit_time.is_not(None), _applications.c.filed_by != "")
        )
    if after is not None:
        statement = statement.where(_applications.c.application_id < after)
    return _of_rows(tx, list(tx.execute(statement).all()))


def inbox(
    tx: Transaction,
    decider: Decider,
    caller_id: UUID,
    narrowed: InboxFilter,
    *,
    after: tuple[Any, UUID] | None,
    limit: int,
) -> list[ListedApplication]:
    """What the decider decides on, submitted first, first; never the decider's own."""
    submit_time, application_id = _applications.c.submit_time, _applications.c.application_id
    statement = (
        _listed()
        .where(_in_inbox(decider, caller_id, narrowed.state))
        .order_by(submit_time, application_id)
        .limit(limit)
    )
    if narrowed.kind is not None:
        statement = statement.where(_applications.c.kind == narrowed.kind.value)
    if narrowed.semester is not None:
        statement = statement.where(_applications.c.semester_code == narrowed.semester.code)
    if narrowed.programme_code:
        statement = statement.where(_programme_code() == narrowed.programme_code)
    if after is not None:
        moment, last_id = after
        statement = statement.where(
            submit_time >= moment,
            or_(submit_time > moment, and_(submit_time == moment, application_id > last_id)),
        )
    return _of_rows(tx, list(tx.execute(statement).all()))


def waiting_counts(tx: Transaction, decider: Decider, caller_id: UUID) -> list[WaitingCount]:
    """How many applications of each kind wait for the decider."""
    asked = func.sum(
        case((_applications.c.state == ApplicationState.QUESTION.value, 1), else_=0)
    ).label("asked")
    statement = (
        select(
            _applications.c.kind,
            func.count().label("waiting"),
            asked,
            func.min(_applications.c.submit_time).label("oldest"),
        )
        .where(_in_inbox(decider, caller_id, None))
        .group_by(_applications.c.kind)
        .order_by(_applications.c.kind)
    )
    return [
        WaitingCount(ApplicationKind(row.kind), row.waiting, int(row.asked), row.oldest)
        for row in tx.execute(statement)
    ]


def _in_inbox(
    decider: Decider, caller_id: UUID, state: ApplicationState | None
) -> ColumnElement[bool]:
    states = _OPEN if state is None else (state.value,)
    of_step = [_steps.c.application_id == _applications.c.application_id, _decides(decider)]
    if state is None or state.value in _OPEN:
        of_step.append(_steps.c.step == _applications.c.current_step)
    return and_(
        _applications.c.state.in_(states),
        _applications.c.submit_time.is_not(None),
        _applications.c.person_id != caller_id,
        exists(select(_steps.c.step).where(*of_step)),
    )


def _decides(decider: Decider) -> ColumnElement[bool]:
    offices = sorted(office.value for office in decider.offices)
    return or_(
        _steps.c.office.in_(offices) if offices else false(),
        and_(
            _steps.c.office == Office.ADVISER.value,
            _steps.c.programme_code.in_(sorted(decider.programmes)),
        )
        if decider.programmes
        else false(),
    )


def _programme_code() -> ColumnElement[str]:
    return func.coalesce(_enrolments.c.programme_code, _applicants.c.programme_code, "")


def _listed() -> Select[Any]:
    code = _programme_code().label("programme_code")
    programme_name = (
        select(tables.programmes.c.name)
        .where(tables.programmes.c.programme_code == _programme_code())
        .scalar_subquery()
        .label("programme_name")
    )
    return (
        select(
            _applications,
            _persons.c.matriculation_number,
            _persons.c.mailbox,
            _persons.c.given_names,
            _persons.c.family_name,
            _persons.c.birth_name,
            _persons.c.title,
            _applicants.c.email,
            _applicants.c.given_names.label("applicant_given_names"),
            _applicants.c.family_name.label("applicant_family_name"),
            _applicants.c.birth_name.label("applicant_birth_name"),
            _applicants.c.title.label("applicant_title"),
            code,
            programme_name,
        )
        .outerjoin(_persons, _persons.c.person_id == _applications.c.person_id)
        # An applicant's id becomes the person's, so that this is the first application to study.
        .outerjoin(_applicants, _applicants.c.applicant_id == _applications.c.person_id)
        .outerjoin(_enrolments, _enrolments.c.enrolment_id == _applications.c.enrolment_id)
    )


def _of_rows(tx: Transaction, rows: list[Row[Any]]) -> list[ListedApplication]:
    return [
        ListedApplication(application, _subject(row))
        for application, row in zip(applications_of_rows(tx, rows), rows, strict=True)
    ]


def _subject(row: Row[Any]) -> Subject:
    name: LocalizedText | None = row.programme_name
    if row.matriculation_number is None:
        return Subject(
            PersonName(
                row.applicant_given_names,
                row.applicant_family_name,
                row.applicant_birth_name,
                row.applicant_title,
            ),
            "",
            row.email,
            row.programme_code,
            name,
        )
    return Subject(
        PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        row.matriculation_number,
        row.mailbox,
        row.programme_code,
        name,
    )
