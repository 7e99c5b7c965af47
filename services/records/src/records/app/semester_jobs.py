"""The jobs of a semester, chunk by chunk: each chunk is one transaction.

A chunk moves the job on together with everything that it does, so that a job that was interrupted
goes on behind the last durable chunk and charges and mails nobody twice.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.calling import call, exempt, leaving_enrolments, remind
from records.app.closing import close
from records.app.person_accounts import accounts_of
from records.app.published_semesters import dates_of
from records.app.reregistering import settle_rows, settled
from records.domain.person import Person
from records.domain.reregistration import (
    WAITING,
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
    is_in,
    reason_against,
)
from records.domain.semester_jobs import (
    EXEMPT_OUTCOMES,
    JobKind,
    JobState,
    Outcome,
    Refused,
    SemesterJob,
    decide_close,
    decide_open,
    decide_remind,
    job_refusal,
)
from records.store import enrolments, ledger, persons
from records.store import reregistrations as reregistration_store
from records.store import semester_jobs as store
from records.store.rules import load_rules
from records.texts import reregistration as texts

# Persons whom one transaction goes through.
CHUNK = 300
_REASONS = {outcome: reason for reason, outcome in EXEMPT_OUTCOMES.items()}
# Outcomes with which a job leaves a person as they are.
LEFT_ALONE = frozenset(
    {
        Outcome.UNCHANGED,
        Outcome.DEADLINE_NOT_OVER,
        Outcome.NOT_REMINDED,
        Outcome.DEREGISTRATION_PENDING,
    }
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a job does with a person, and what it knows of them."""

    person_id: UUID
    outcome: Outcome
    # What is left to pay, in cents.
    open_cents: int
    row: Reregistration | None


@dataclass(frozen=True, slots=True)
class PreviewPerson:
    """What a job would do with a person."""

    person: Person
    outcome: Outcome
    open_cents: int


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Persons in the order in which the job goes through them."""

    persons: tuple[PreviewPerson, ...]
    # The last person looked at; None where nobody follows.
    behind: UUID | None


def refusal_today(tx: Transaction, kind: JobKind, semester: Semester) -> Refused | None:
    """What stands against the job today. Raises SEMESTER_UNKNOWN."""
    waiting = reregistration_store.who_waits(tx, semester)
    return job_refusal(kind, dates_of(tx, semester), waiting, local_date(tx.now))


def preview(tx: Transaction, kind: JobKind, semester: Semester) -> dict[Outcome, int]:
    """How many persons of each outcome the job would have today. Raises SEMESTER_UNKNOWN.

    Memory stays flat, as persons are looked at chunk by chunk. Who has paid before being called is
    counted as called, and re-registered at once by the job.
    """
    dates_of(tx, semester)
    counted: Counter[Outcome] = Counter()
    for chunk in _chunks(tx, kind, semester, None):
        counted.update(each.outcome for each in decide(tx, kind, semester, chunk))
    return dict(counted)


def preview_page(
    tx: Transaction,
    kind: JobKind,
    semester: Semester,
    outcome: Outcome | None,
    behind: UUID | None,
    size: int,
) -> PreviewPage:
    """Persons behind one, with the outcome, or with any by which the job does something."""
    found: list[Decided] = []
    for chunk in _chunks(tx, kind, semester, behind):
        for each in decide(tx, kind, semester, chunk):
            if each.outcome is outcome or (outcome is None and each.outcome not in LEFT_ALONE):
                found.append(each)
        if len(found) > size:
            break
    page = found[:size]
    people = persons.load_persons(tx, [each.person_id for each in page])
    return PreviewPage(
        tuple(
            PreviewPerson(people[each.person_id], each.outcome, each.open_cents) for each in page
        ),
        behind=page[-1].person_id if len(found) > size else None,
    )


def start_job(tx: Transaction, kind: JobKind, semester: Semester, ordered_by: str) -> SemesterJob:
    """Orders a job, or answers the one of its kind that runs for the semester already.

    Raises SEMESTER_UNKNOWN, SEMESTER_OVER, WINDOW_NOT_OPEN, WINDOW_NOT_OVER, REMIND_FIRST and
    REMINDER_DEADLINE_NOT_OVER.
    """
    running = store.running_job(tx, kind, semester)
    if running is not None:
        return running
    if refused := refusal_today(tx, kind, semester):
        raise texts.job_refused(refused, semester)
    job = SemesterJob(
        semester_job_id=tx.new_id(),
        kind=kind,
        semester=semester,
        state=JobState.RUNNING,
        ordered_by=ordered_by,
        order_time=tx.now,
        end_time=None,
        behind_person_id=None,
        total=reregistration_store.count_persons(tx, kind, semester, local_date(tx.now)),
        seen=0,
        outcomes={},
    )
    if store.insert_job(tx, job):
        tx.touch("semester_jobs")
        return job
    started_meanwhile = store.running_job(tx, kind, semester)
    # The other one may have ended since: then there is nothing left to order it for.
    return started_meanwhile or start_job(tx, kind, semester, ordered_by)


def run_chunk(
    tx: Transaction, semester_job_id: UUID, size: int = CHUNK, *, link: str = ""
) -> SemesterJob:
    """Goes through the next persons and moves the job on; returns how far it is.

    A job that is done stays done. `link` is the portal's page for mails. Raises
    SEMESTER_JOB_UNKNOWN.
    """
    store.lock_job(tx, semester_job_id)
    job = job_with_id(tx, semester_job_id)
    if job.state is JobState.DONE:
        return job
    today = local_date(tx.now)
    ids = reregistration_store.next_persons(
        tx, job.kind, job.semester, today, job.behind_person_id, size
    )
    ledger.lock_accounts(tx, ids)
    decided = decide(tx, job.kind, job.semester, ids)
    counted = Counter(_act(tx, job, decided, link))
    done = len(ids) < size
    moved = replace(
        job,
        state=JobState.DONE if done else JobState.RUNNING,
        end_time=tx.now if done else None,
        behind_person_id=ids[-1] if ids else job.behind_person_id,
        seen=job.seen + len(ids),
        outcomes=dict(Counter(job.outcomes) + counted),
    )
    store.update_job(tx, moved)
    return moved


def job_with_id(tx: Transaction, semester_job_id: UUID) -> SemesterJob:
    """The job with the id. Raises SEMESTER_JOB_UNKNOWN."""
    job = store.load_job(tx, semester_job_id)
    if job is None:
        raise texts.job_unknown()
    return job


def job_exists(tx: Transaction, semester_job_id: UUID) -> bool:
    """Whether there is a job with the id."""
    return store.load_job(tx, semester_job_id) is not None


def list_jobs(tx: Transaction, before: UUID | None, size: int) -> list[SemesterJob]:
    """At most `size` jobs, the newest first, those before the one given."""
    return store.list_jobs(tx, before, size)


def running_job(tx: Transaction, kind: JobKind, semester: Semester) -> SemesterJob | None:
    """The job of the kind that is under way for the semester; None where there is none."""
    return store.running_job(tx, kind, semester)


def running_jobs(tx: Transaction) -> list[UUID]:
    """The jobs that are under way, the oldest first."""
    return store.running_jobs(tx)


def decide(
    tx: Transaction, kind: JobKind, semester: Semester, person_ids: Sequence[UUID]
) -> list[Decided]:
    """What the job does with each of the persons, with a fixed number of queries."""
    rules, today = load_rules(tx), local_date(tx.now)
    rows = reregistration_store.load_reregistrations(tx, semester, person_ids)
    owned = enrolments.load_enrolments_of_persons(tx, person_ids)
    leaving = reregistration_store.applied_to_leave(tx, person_ids)
    # Before the call there is no charge to look at.
    accounts = {} if kind is JobKind.OPEN else accounts_of(tx, person_ids)
    decided = []
    for person_id in person_ids:
        row, own = rows.get(person_id), owned.get(person_id, ())
        against = reason_against(own, semester, leaving_enrolments(own, leaving))
        if kind is JobKind.OPEN or row is None:
            outcome = decide_open(row, against, in_it=is_in(own, semester))
            decided.append(Decided(person_id, outcome, 0, row))
            continue
        settling = settled(row, accounts[person_id], rules)
        decision = decide_remind if kind is JobKind.REMIND else decide_close
        outcome = decision(row, against, settling.done, today)
        decided.append(Decided(person_id, outcome, settling.open_cents, row))
    return decided


def _act(
    tx: Transaction, job: SemesterJob, decided: Collection[Decided], link: str
) -> Iterator[Outcome]:
    """Does what was decided; yields what came of it, person by person."""
    outcomes = {each.person_id: each.outcome for each in decided}
    called = [one for one, outcome in outcomes.items() if outcome is Outcome.CALLED]
    if called:
        for person_id in call(tx, called, job.semester, link=link):
            outcomes[person_id] = Outcome.REREGISTERED
    if paid := _rows(decided, Outcome.REREGISTERED):
        settle_rows(tx, paid)
    if reminded := _rows(decided, Outcome.REMINDED):
        remind(tx, reminded, link=link)
    if closed := _rows(decided, Outcome.DEREGISTERED):
        close(tx, closed)
    _exempt(tx, job, decided)
    yield from outcomes.values()


def _exempt(tx: Transaction, job: SemesterJob, decided: Collection[Decided]) -> None:
    let_be = [each for each in decided if each.outcome in _REASONS]
    deadline = dates_of(tx, job.semester).reregistration.last
    new = [
        Reregistration(
            each.person_id,
            job.semester,
            ReregistrationState.EXEMPT,
            deadline,
            tx.now,
            reason=_REASONS[each.outcome],
        )
        for each in let_be
        if each.row is None
    ]
    reregistration_store.insert_reregistrations(tx, new)
    # Whose application is undecided stays called: it may be rejected.
    exempt(
        tx,
        [
            (each.row, _REASONS[each.outcome])
            for each in let_be
            if each.row is not None
            and each.row.state in WAITING
            and _REASONS[each.outcome] is not ReregistrationReason.PENDING
        ],
    )


def _rows(decided: Collection[Decided], outcome: Outcome) -> list[Reregistration]:
    return [each.row for each in decided if each.outcome is outcome and each.row is not None]


def _chunks(
    tx: Transaction, kind: JobKind, semester: Semester, behind: UUID | None
) -> Iterator[list[UUID]]:
    today = local_date(tx.now)
    while chunk := reregistration_store.next_persons(tx, kind, semester, today, behind, CHUNK):
        yield chunk
        behind = chunk[-1]
