"""Storing and reading the programme catalogue and the semester calendar."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester
from sqlalchemy import ColumnElement, Select, select

from records.domain.calendar import DayRange, SemesterDates
from records.domain.catalogue import Degree, EnrolmentKind, Programme, RegulationsVersion
from records.store import tables
from records.store.synchronise import Absent, Synchronised, synchronise


def store_programmes(tx: Transaction, programmes: Sequence[Programme]) -> tuple[Synchronised, ...]:
    """Brings the catalogue to the programmes given; what has been named once stays."""
    degrees = {each.degree.code: each.degree for each in programmes}
    degree_rows = [
        {"degree_code": each.code, "short_name": each.short_name, "name": each.name}
        for each in degrees.values()
    ]
    programme_rows = [
        {
            "programme_code": each.code,
            "name": each.name,
            "kind": each.kind.value,
            "degree_code": each.degree.code,
            "school_code": each.school_code,
            "faculty_name": each.faculty_name,
            "standard_duration_semesters": each.standard_duration_semesters,
            "student_council": each.student_council,
            "majors": _plain(each.majors),
            "minors": _plain(each.minors),
            "consecutive": each.consecutive,
            "part_time_possible": each.part_time_possible,
            "focus_change_possible": each.focus_change_possible,
        }
        for each in programmes
    ]
    version_rows = [
        {
            "regulations_version_code": version.code,
            "programme_code": each.code,
            "position": position,
            "name": version.name,
        }
        for each in programmes
        for position, version in enumerate(each.regulations_versions)
    ]
    return (
        synchronise(tx, tables.degrees, degree_rows, Absent.KEPT),
        synchronise(tx, tables.programmes, programme_rows, Absent.KEPT),
        synchronise(tx, tables.regulations_versions, version_rows, Absent.KEPT),
    )


def load_programmes(tx: Transaction, codes: Collection[str]) -> dict[str, Programme]:
    """The programmes with these codes, by code."""
    if not codes:
        return {}
    return _programmes(tx, _joined().where(tables.programmes.c.programme_code.in_(sorted(codes))))


def load_all_programmes(tx: Transaction) -> dict[str, Programme]:
    """The whole catalogue, by code."""
    return _programmes(tx, _joined())


def load_programmes_after(tx: Transaction, after_code: str, limit: int) -> list[Programme]:
    """At most `limit` programmes in the order of their codes, those after the code given."""
    code = tables.programmes.c.programme_code
    page = tx.execute(select(code).where(code > after_code).order_by(code).limit(limit)).scalars()
    codes = list(page)
    found = load_programmes(tx, codes)
    return [found[code] for code in codes]


def store_semesters(tx: Transaction, semesters: Sequence[SemesterDates]) -> Synchronised:
    """Brings the calendar to the semesters given; what has been published stays."""
    rows = [
        {
            "semester_code": each.semester.code,
            "lectures_first_date": each.lectures.first,
            "lectures_last_date": each.lectures.last,
            "reregistration_first_date": each.reregistration.first,
            "reregistration_last_date": each.reregistration.last,
        }
        for each in semesters
    ]
    return synchronise(tx, tables.semesters, rows, Absent.KEPT)


def load_semesters(tx: Transaction) -> tuple[SemesterDates, ...]:
    """The published semesters in order of time."""
    rows = tx.execute(select(tables.semesters).order_by(tables.semesters.c.semester_code))
    return tuple(
        SemesterDates(
            Semester.parse(row.semester_code),
            DayRange(row.lectures_first_date, row.lectures_last_date),
            DayRange(row.reregistration_first_date, row.reregistration_last_date),
            row.version,
        )
        for row in rows
    )


def _joined() -> Select[Any]:
    columns: list[ColumnElement[Any]] = [*tables.programmes.c]
    columns += [
        tables.degrees.c.short_name.label("degree_short_name"),
        tables.degrees.c.name.label("degree_name"),
    ]
    return select(*columns).join(
        tables.degrees, tables.degrees.c.degree_code == tables.programmes.c.degree_code
    )


def _programmes(tx: Transaction, statement: Select[Any]) -> dict[str, Programme]:
    rows = tx.execute(statement).all()
    table = tables.regulations_versions
    versions: dict[str, list[RegulationsVersion]] = defaultdict(list)
    for version in tx.execute(
        select(table)
        .where(table.c.programme_code.in_([row.programme_code for row in rows]))
        .order_by(table.c.position, table.c.regulations_version_code)
    ):
        versions[version.programme_code].append(
            RegulationsVersion(version.regulations_version_code, version.name)
        )
    return {
        row.programme_code: Programme(
            code=row.programme_code,
            name=row.name,
            kind=EnrolmentKind(row.kind),
            degree=Degree(row.degree_code, row.degree_short_name, row.degree_name),
            school_code=row.school_code,
            faculty_name=row.faculty_name,
            standard_duration_semesters=row.standard_duration_semesters,
            majors=_texts(row.majors),
            minors=_texts(row.minors),
            regulations_versions=tuple(versions[row.programme_code]),
            student_council=row.student_council,
            consecutive=row.consecutive,
            part_time_possible=row.part_time_possible,
            focus_change_possible=row.focus_change_possible,
        )
        for row in rows
    }


def _plain(names: Sequence[LocalizedText]) -> list[dict[str, str]]:
    return [{"de": each.de, "en": each.en} for each in names]


def _texts(stored: Sequence[dict[str, str]]) -> tuple[LocalizedText, ...]:
    return tuple(LocalizedText(de=each["de"], en=each["en"]) for each in stored)
