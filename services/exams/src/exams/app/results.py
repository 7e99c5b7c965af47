"""Entering and reading the results of a sitting."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.paging import page_token_invalid
from chassis.values import local_date

from exams.domain.distribution import LEAST_RESULTS, Distribution, distribution_of
from exams.domain.entering import decide_entry, entry_start, has_begun
from exams.domain.examinations import Sitting
from exams.domain.results import (
    Change,
    Effect,
    Entry,
    Examinee,
    Part,
    ProblemReason,
    ResultProblem,
)
from exams.domain.statuses import SEATED, Status
from exams.store import examinees as stored_examinees
from exams.store import results as stored
from exams.store import sittings
from exams.store.results import KeptResult, ResultVersion
from exams.texts import failures, times
from exams.texts import results as texts
from exams.texts.results import sentence_of


@dataclass(frozen=True)
class SittingResults:
    """A page of a sitting's examinees, and how far the sitting's results are."""

    sitting: Sitting
    examinees: tuple[Examinee, ...]
    # The registration of the page's last examinee; None on the last page.
    next_position: UUID | None
    etag: str
    entered_count: int
    released_count: int
    participant_count: int


@dataclass(frozen=True)
class RequestedEntry:
    """An entry of a request, for a registration."""

    registration_id: UUID
    entry: Entry


@dataclass(frozen=True)
class NamedVersion:
    """A version of a result with the names of who made it; empty where no account is known."""

    version: ResultVersion
    changed_by_name: str
    agreed_by_name: str


def list_sitting_results(
    tx: Transaction, sitting_id: UUID, after: UUID | None, size: int
) -> SittingResults:
    """Who is examined in a sitting, by name, with results entered and released.

    Reads the whole sitting, as its counts and etag do; raises SITTING_UNKNOWN, and
    PAGE_TOKEN_INVALID where `after` is nobody examined in it.
    """
    sitting = get_sitting(tx, sitting_id)
    every = stored_examinees.examinees_of(tx, sitting)
    start = 0
    if after is not None:
        places = [i for i, one in enumerate(every) if one.registration_id == after]
        if not places:
            raise page_token_invalid()
        start = places[0] + 1
    page = every[start : start + size]
    results = [one.result for one in every if one.result is not None]
    return SittingResults(
        sitting=sitting,
        examinees=page,
        next_position=page[-1].registration_id if len(every) > start + size else None,
        etag=etag_of(releasable(every)),
        entered_count=len(results),
        released_count=sum(one.release_time is not None for one in results),
        participant_count=len(every),
    )


def enter_results(
    tx: Transaction, sitting_id: UUID, requested: Sequence[RequestedEntry], by: UUID
) -> tuple[Examinee, ...]:
    """Books every entry, or none where one has a problem; returns how those entered stand.

    Raises SITTING_NOT_OVER; RESULTS_INVALID, RESULT_RELEASED or RESULT_CHANGED naming each row.
    """
    sitting = begun_sitting(tx, sitting_id)
    by_id = {one.registration_id: one for one in stored_examinees.examinees_of(tx, sitting)}
    today = local_date(tx.now)
    changes: list[Change] = []
    problems: list[tuple[int, ResultProblem]] = []
    seen: dict[UUID, int] = {}
    for place, one in enumerate(requested):
        examinee = by_id.get(one.registration_id)
        outcome: Change | ResultProblem
        if examinee is None:
            outcome = ResultProblem(ProblemReason.NOT_A_PARTICIPANT, Part.REGISTRATION)
        elif one.registration_id in seen:
            facts: dict[str, object] = {"line": seen[one.registration_id] + 1}
            outcome = ResultProblem(ProblemReason.TWICE, Part.REGISTRATION, facts)
        else:
            outcome = decide_entry(one.entry, examinee, sitting, today)
        seen.setdefault(one.registration_id, place)
        if isinstance(outcome, Change):
            changes.append(outcome)
        else:
            problems.append((place, outcome))
    if problems:
        raise _refused(problems)
    book(tx, sitting, changes, by)
    entered = set(seen)
    return tuple(
        one for one in stored_examinees.examinees_of(tx, sitting) if one.registration_id in entered
    )


def book(tx: Transaction, sitting: Sitting, changes: Iterable[Change], by: UUID) -> None:
    """Stores changes in a fixed number of statements. The caller holds the sitting."""
    chosen = {effect: list[KeptResult]() for effect in Effect}
    for change in changes:
        if change.effect is not Effect.UNCHANGED:
            chosen[change.effect].append(_kept(sitting, change))
    stored.enter_results(tx, chosen[Effect.CREATED], by, new=True)
    stored.enter_results(tx, chosen[Effect.CHANGED], by, new=False)
    stored.remove_results(tx, chosen[Effect.REMOVED], by)


def list_result_versions(tx: Transaction, registration_id: UUID) -> tuple[NamedVersion, ...]:
    """Every version that the result of a registration had, the first one first."""
    versions = stored.versions_of(tx, registration_id)
    people = {one.changed_by for one in versions}
    people |= {one.agreed_by for one in versions if one.agreed_by is not None}
    names = stored.names_of(tx, people)
    return tuple(
        NamedVersion(
            one,
            names.get(one.changed_by, ""),
            names.get(one.agreed_by, "") if one.agreed_by is not None else "",
        )
        for one in versions
    )


def get_grade_distribution(tx: Transaction, sitting_id: UUID) -> tuple[Sitting, Distribution]:
    """How the released grades of a sitting are distributed. Raises TOO_FEW_RESULTS."""
    sitting = get_sitting(tx, sitting_id)
    distribution = distribution_of(stored.released_outcomes(tx, sitting_id))
    if distribution is None:
        raise Failure(
            Code.FAILED_PRECONDITION,
            "TOO_FEW_RESULTS",
            texts.TOO_FEW_RESULTS.format(least=LEAST_RESULTS),
        )
    return sitting, distribution


def get_sitting(tx: Transaction, sitting_id: UUID) -> Sitting:
    """The sitting. Raises SITTING_UNKNOWN."""
    sitting = sittings.find_sitting(tx, sitting_id)
    if sitting is None:
        raise Failure(Code.NOT_FOUND, "SITTING_UNKNOWN", failures.SITTING_UNKNOWN)
    return sitting


def person_with_account(tx: Transaction, user_name: str) -> UUID:
    """Whose account it is. Raises ACCOUNT_UNKNOWN."""
    person_id = stored.person_with_account(tx, user_name)
    if person_id is None:
        raise Failure(
            Code.NOT_FOUND, "ACCOUNT_UNKNOWN", texts.ACCOUNT_UNKNOWN.format(user_name=user_name)
        )
    return person_id


def begun_sitting(tx: Transaction, sitting_id: UUID, *, hold: bool = True) -> Sitting:
    """The sitting, held until the transaction ends unless nothing is to be changed.

    Raises SITTING_UNKNOWN, and SITTING_NOT_OVER before results may be entered.
    """
    if hold:
        sittings.lock_sitting(tx, sitting_id)
    sitting = get_sitting(tx, sitting_id)
    if not has_begun(sitting, tx.now):
        is_dated = sitting.start_time is not None
        sentence = texts.SITTING_NOT_OVER if is_dated else texts.STILL_WITHDRAWABLE
        raise Failure(
            Code.FAILED_PRECONDITION,
            "SITTING_NOT_OVER",
            sentence.format(moment=times.moment(entry_start(sitting))),
        )
    return sitting


def releasable(examinees: Iterable[Examinee]) -> tuple[Examinee, ...]:
    """Whose entered result can be released: not while a sick note waits, nor without a seat."""
    return tuple(
        one
        for one in examinees
        if one.result is not None
        and one.result.release_time is None
        and one.registration_status in SEATED - {Status.SICK_NOTE_FILED}
    )


def etag_of(examinees: Iterable[Examinee]) -> str:
    """Changes with each change of one of these results."""
    versions = sorted(
        f"{one.registration_id}:{one.result.version}" for one in examinees if one.result is not None
    )
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:32]


def _kept(sitting: Sitting, change: Change) -> KeptResult:
    examinee, result = change.examinee, change.examinee.result
    outcome = change.outcome or (result.outcome if result else None)
    exam_date = change.exam_date or (result.exam_date if result else None)
    if outcome is None or exam_date is None:
        raise AssertionError("a change that is stored has an outcome, before or after")
    return KeptResult(
        registration_id=examinee.registration_id,
        sitting_id=sitting.sitting_id,
        person_id=examinee.person_id,
        enrolment_id=examinee.enrolment_id,
        exam_number=sitting.exam_number,
        outcome=outcome,
        exam_date=exam_date,
        # Decided with the release, which knows the attempts before.
        counts_as_attempt=True,
        remark=change.remark,
        release_time=None,
        version=examinee.last_version + 1,
    )


def _refused(problems: Sequence[tuple[int, ResultProblem]]) -> Failure:
    """What is wrong for good comes before what is released, and that before what was changed."""
    reasons = {problem.reason for _, problem in problems}
    code, reason = Code.INVALID_ARGUMENT, "RESULTS_INVALID"
    if reasons <= {ProblemReason.RESULT_RELEASED, ProblemReason.RESULT_CHANGED}:
        code, reason = Code.ABORTED, ProblemReason.RESULT_CHANGED.value
        if ProblemReason.RESULT_RELEASED in reasons:
            code, reason = Code.FAILED_PRECONDITION, ProblemReason.RESULT_RELEASED.value
    fields = tuple(
        FieldProblem(
            f"results[{place}]" + (f".{problem.part}" if problem.part else ""),
            problem.reason.value,
            sentence_of(problem),
        )
        for place, problem in problems
    )
    return Failure(
        code,
        reason,
        texts.RESULTS_INVALID.format(count=len(fields), first=fields[0].message),
        fields=fields,
    )
