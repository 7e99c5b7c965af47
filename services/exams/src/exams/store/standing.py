"""What the rules look at about many students at once, in a fixed number of queries."""

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_listed, listed
from chassis.values import LocalizedText, Semester
from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    Text,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
)

from exams.domain.examinations import (
    EnrolledSemester,
    Enrolment,
    SemesterStatus,
    Sitting,
    TermsStanding,
)
from exams.domain.prerequisites import exams_looked_at
from exams.domain.standing import Recognised, StandingRegistration, StudentStanding
from exams.domain.statuses import ATTEMPT, LIVE, Status
from exams.domain.version_content import VersionContent
from exams.store.registration_columns import waiting_place
from exams.store.tables import (
    enrolled_semesters,
    enrolments,
    exams,
    recognitions,
    registrations,
    regulations_versions,
    results,
    sittings,
    terms,
    terms_acceptances,
)
from exams.store.terms import terms_not_loaded
from exams.store.version_contents import VersionState, contents_of

_LIVE = sorted(LIVE)
_LOOKED_AT = sorted(LIVE | ATTEMPT)
_NO_PLACE = literal_column("0", Integer).label("waiting_place")


def standings_of(
    tx: Transaction,
    person_ids: Collection[UUID],
    for_sittings: Collection[Sitting] | None = None,
    *,
    with_waiting_places: bool = False,
) -> dict[UUID, StudentStanding]:
    """How students stand, by person; one without enrolments is there too. Raises TERMS_NOT_LOADED.

    Four queries for any number of students, and a fifth when a version's content is asked for the
    first time. With `for_sittings` only as much of their past is read as decisions on these need:
    the desk decides on hundreds of students, each of whom may have taken fifty exams. Places in
    waiting lists are counted only where they are asked for.
    """
    wanted = list(set(person_ids))
    accepted = _terms(tx, wanted)
    enrolled, versions = _enrolments(tx, wanted)
    known = (
        None
        if for_sittings is None
        else exams_looked_at(versions.values(), {one.exam_number for one in for_sittings})
    )
    registered = _registrations(tx, wanted, known, for_sittings, with_waiting_places)
    recognised = _recognitions(tx, wanted)
    return {
        person_id: StudentStanding(
            person_id=person_id,
            terms=accepted[person_id],
            enrolments=enrolled.get(person_id, ()),
            versions=versions,
            registrations=registered.get(person_id, ()),
            recognitions=recognised.get(person_id, ()),
            exams_known=known,
        )
        for person_id in wanted
    }


@cache
def _select_terms(dialect: str) -> Select[Any]:
    in_force = (
        select(terms.c.terms_version)
        .order_by(terms.c.in_force_time.desc())
        .limit(1)
        .subquery("in_force")
    )
    return select(
        in_force.c.terms_version,
        terms_acceptances.c.person_id,
        terms_acceptances.c.accept_time,
    ).select_from(
        in_force.outerjoin(
            terms_acceptances,
            and_(
                terms_acceptances.c.terms_version == in_force.c.terms_version,
                is_listed(dialect, terms_acceptances.c.person_id, "person_ids"),
            ),
        )
    )


def _terms(tx: Transaction, person_ids: list[UUID]) -> dict[UUID, TermsStanding]:
    wanted = listed(tx, terms_acceptances.c.person_id, person_ids)
    rows = tx.execute(_select_terms(tx.dialect), {"person_ids": wanted}).all()
    if not rows:
        raise terms_not_loaded()
    version = rows[0].terms_version
    accepted = {row.person_id: row.accept_time for row in rows}
    return {one: TermsStanding(version, accepted.get(one)) for one in person_ids}


@cache
def _select_enrolments(dialect: str) -> Select[Any]:
    """Running ones and older ones first.

    The semesters of an enrolment come as one text, and its names as the database keeps them: many
    students share the same ones, so that they are read once.
    """
    semesters = (
        select(
            func.aggregate_strings(
                enrolled_semesters.c.semester
                + ":"
                + enrolled_semesters.c.status
                + ":"
                + enrolled_semesters.c.programme_semester.cast(String(4))
                + ":"
                + case((enrolled_semesters.c.part_time, "part"), else_="full"),
                ",",
            )
        )
        .where(enrolled_semesters.c.enrolment_id == enrolments.c.enrolment_id)
        .correlate(enrolments)
        .scalar_subquery()
        .label("spent")
    )
    names = (
        enrolments.c.degree_name,
        enrolments.c.programme_name,
        enrolments.c.regulations_version_name,
    )
    return (
        select(
            enrolments.c.person_id,
            enrolments.c.enrolment_id,
            enrolments.c.degree_code,
            enrolments.c.programme_code,
            enrolments.c.regulations_version_code,
            enrolments.c.end_date,
            *(name.cast(Text).label(name.name) for name in names),
            semesters,
            regulations_versions.c.content_digest,
            regulations_versions.c.publish_time.is_not(None).label("published"),
        )
        .select_from(
            enrolments.outerjoin(
                regulations_versions,
                regulations_versions.c.regulations_version_code
                == enrolments.c.regulations_version_code,
            )
        )
        .where(is_listed(dialect, enrolments.c.person_id, "person_ids"))
        .order_by(
            enrolments.c.end_date.is_not(None),
            enrolments.c.first_enrolment_date,
            enrolments.c.enrolment_id,
        )
    )


def _enrolments(
    tx: Transaction, person_ids: list[UUID]
) -> tuple[dict[UUID, tuple[Enrolment, ...]], Mapping[str, VersionContent]]:
    """Enrolments, running ones and older ones first, with the content that they are studied by."""
    wanted = listed(tx, enrolments.c.person_id, person_ids)
    rows = tx.execute(_select_enrolments(tx.dialect), {"person_ids": wanted}).all()
    versions = contents_of(
        tx,
        {
            VersionState(row.regulations_version_code, row.content_digest, bool(row.published))
            for row in rows
            if row.content_digest is not None
        },
    )
    found: dict[UUID, list[Enrolment]] = {}
    for row in rows:
        version = versions.get(row.regulations_version_code)
        section = version.rules.section("registration") if version is not None else ""
        found.setdefault(row.person_id, []).append(_enrolment(row, section))
    return {person_id: tuple(theirs) for person_id, theirs in found.items()}, versions


def _enrolment(row: Row[Any], section: str) -> Enrolment:
    return Enrolment(
        enrolment_id=row.enrolment_id,
        degree_code=row.degree_code,
        degree_name=_name(row.degree_name),
        programme_code=row.programme_code,
        programme_name=_name(row.programme_name),
        regulations_version_code=row.regulations_version_code,
        regulations_version_name=_name(row.regulations_version_name),
        registration_section=section,
        end_date=row.end_date,
        semesters=_semesters(row.spent or ""),
    )


@lru_cache(maxsize=4096)
def _name(kept: str) -> LocalizedText:
    """Reads {"de": "…", "en": "…"}."""
    texts = json.loads(kept)
    return LocalizedText(de=texts["de"], en=texts["en"])


@lru_cache(maxsize=4096)
def _semesters(spent: str) -> tuple[EnrolledSemester, ...]:
    """Reads "2026W:enrolled:1:full,2027S:on_leave:1:full"."""
    found = []
    for one in spent.split(",") if spent else ():
        semester, status, programme_semester, share = one.split(":")
        found.append(
            EnrolledSemester(
                Semester.parse(semester),
                SemesterStatus(status),
                int(programme_semester),
                share == "part",
            )
        )
    return tuple(sorted(found, key=lambda one: one.semester))


def _past(dialect: str) -> ColumnElement[bool]:
    """Those under way, and the past as far as exams and semesters are looked at.

    Attempts of the semesters in question are part of what a part-time semester adds up to.
    """
    return or_(
        registrations.c.status.in_(_LIVE),
        and_(
            registrations.c.status.in_(_LOOKED_AT),
            or_(
                is_listed(dialect, registrations.c.exam_number, "exam_numbers"),
                is_listed(dialect, sittings.c.semester, "semesters"),
            ),
        ),
    )


@cache
def _select_registrations(dialect: str, *, whole_past: bool, with_places: bool) -> Select[Any]:
    return (
        select(
            registrations.c.person_id,
            registrations.c.registration_id,
            registrations.c.sitting_id,
            registrations.c.enrolment_id,
            registrations.c.exam_number,
            exams.c.name,
            registrations.c.status,
            sittings.c.semester,
            sittings.c.period,
            sittings.c.start_time,
            exams.c.duration_minutes,
            registrations.c.register_time,
            results.c.grade,
            results.c.exam_date,
            results.c.counts_as_attempt,
            waiting_place() if with_places else _NO_PLACE,
        )
        .select_from(
            registrations.join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
            .join(exams, exams.c.exam_number == registrations.c.exam_number)
            .outerjoin(
                results,
                and_(
                    results.c.registration_id == registrations.c.registration_id,
                    results.c.release_time.is_not(None),
                ),
            )
        )
        .where(
            is_listed(dialect, registrations.c.person_id, "person_ids"),
            registrations.c.status.in_(_LOOKED_AT) if whole_past else _past(dialect),
        )
        .order_by(registrations.c.register_time, registrations.c.registration_id)
    )


def _registrations(
    tx: Transaction,
    person_ids: list[UUID],
    exam_numbers: frozenset[str] | None,
    for_sittings: Collection[Sitting] | None,
    with_places: bool,
) -> dict[UUID, tuple[StandingRegistration, ...]]:
    given = {"person_ids": listed(tx, registrations.c.person_id, person_ids)}
    whole_past = exam_numbers is None or for_sittings is None
    if exam_numbers is not None and for_sittings is not None:
        semesters = sorted({one.semester.code for one in for_sittings})
        given["exam_numbers"] = listed(tx, registrations.c.exam_number, sorted(exam_numbers))
        given["semesters"] = listed(tx, sittings.c.semester, semesters)
    statement = _select_registrations(tx.dialect, whole_past=whole_past, with_places=with_places)
    rows = tx.execute(statement, given)
    found: dict[UUID, list[StandingRegistration]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_registration(row))
    return {person_id: tuple(theirs) for person_id, theirs in found.items()}


def _registration(row: Row[Any]) -> StandingRegistration:
    return StandingRegistration(
        registration_id=row.registration_id,
        sitting_id=row.sitting_id,
        enrolment_id=row.enrolment_id,
        exam_number=row.exam_number,
        exam_name=row.name,
        status=Status(row.status),
        semester=_semester(row.semester),
        period=row.period,
        start_time=row.start_time,
        duration_minutes=row.duration_minutes,
        register_time=row.register_time,
        grade=Decimal(row.grade) if row.grade else None,
        result_date=row.exam_date,
        counts_as_attempt=row.counts_as_attempt is not False,
        waiting_place=row.waiting_place,
    )


@cache
def _select_recognitions(dialect: str) -> Select[Any]:
    return (
        select(
            recognitions.c.person_id,
            recognitions.c.enrolment_id,
            recognitions.c.module_code,
            recognitions.c.exam_number,
            recognitions.c.credits_tenths,
            recognitions.c.grade,
            recognitions.c.achieve_date,
        )
        .where(
            is_listed(dialect, recognitions.c.person_id, "person_ids"),
            recognitions.c.revoke_time.is_(None),
        )
        .order_by(recognitions.c.achieve_date, recognitions.c.recognition_id)
    )


def _recognitions(tx: Transaction, person_ids: list[UUID]) -> dict[UUID, tuple[Recognised, ...]]:
    wanted = listed(tx, recognitions.c.person_id, person_ids)
    rows = tx.execute(_select_recognitions(tx.dialect), {"person_ids": wanted})
    found: dict[UUID, list[Recognised]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(
            Recognised(
                enrolment_id=row.enrolment_id,
                module_code=row.module_code,
                exam_number=row.exam_number,
                credits_tenths=row.credits_tenths,
                grade=Decimal(row.grade) if row.grade else None,
                achieve_date=row.achieve_date,
            )
        )
    return {person_id: tuple(theirs) for person_id, theirs in found.items()}


@lru_cache(maxsize=256)
def _semester(code: str) -> Semester:
    return Semester.parse(code)
