"""Regulations versions and how they stand: published or not, in use or not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_listed
from sqlalchemy import Select, exists, func, or_, select, true, union

from exams.domain.examinations import ExamForm
from exams.domain.regulations import ExamContent, RegulationsVersion
from exams.store.tables import (
    enrolments,
    exams,
    module_exams,
    modules,
    recognitions,
    registrations,
    regulations_versions,
)


def digests(tx: Transaction) -> dict[str, str]:
    """The fingerprint of every stored version, by code."""
    rows = tx.execute(
        select(
            regulations_versions.c.regulations_version_code,
            regulations_versions.c.content_digest,
        )
    )
    return {row.regulations_version_code: row.content_digest for row in rows}


def versions_in_use(tx: Transaction) -> frozenset[str]:
    """The versions that a registration, withdrawn or not, or a recognition, revoked or not,
    relies on."""
    return frozenset(
        tx.execute(
            union(
                select(registrations.c.regulations_version_code),
                select(recognitions.c.regulations_version_code),
            )
        ).scalars()
    )


def hold_content(tx: Transaction, version_codes: Iterable[str]) -> None:
    """Waits for whatever is decided by the versions just now and keeps new decisions waiting.

    Registrations and recognitions share the content that they are decided by with
    `share_content`; what is asked after this sees them.
    """
    tx.hold(["regulations"])
    code = regulations_versions.c.regulations_version_code
    if tx.dialect == "postgresql":
        tx.execute(
            select(code)
            .where(code.in_(sorted(set(version_codes))))
            .order_by(code)
            .with_for_update()
        )


_VERSION_CODE = regulations_versions.c.regulations_version_code
_SHARE_CONTENT = (
    select(_VERSION_CODE)
    .where(
        _VERSION_CODE.in_(
            select(enrolments.c.regulations_version_code).where(
                is_listed("postgresql", enrolments.c.person_id, "person_ids")
            )
        )
    )
    .order_by(_VERSION_CODE)
    .with_for_update(read=True, key_share=True)
)


def share_content(tx: Transaction, person_ids: Collection[UUID]) -> None:
    """Keeps the content of the versions that the students study under as it is, for now.

    Before the content is read for a decision that a registration or a recognition is kept by;
    otherwise an import could change it between the reading and the keeping, and would not see that
    the version comes into use. Decisions do not wait for each other. The caller holds the students.
    SQLite needs none of it: it has one writer.
    """
    if tx.dialect == "postgresql":
        tx.execute(_SHARE_CONTENT, {"person_ids": list(person_ids)})


@dataclass(frozen=True)
class LoadedExam:
    """An exam and the versions that have it."""

    content: ExamContent
    versions: frozenset[str]


def loaded_exams(tx: Transaction) -> dict[str, LoadedExam]:
    """Every stored exam by number."""
    versions: dict[str, set[str]] = {}
    for row in tx.execute(
        select(module_exams.c.exam_number, module_exams.c.regulations_version_code)
    ):
        versions.setdefault(row.exam_number, set()).add(row.regulations_version_code)
    return {
        row.exam_number: LoadedExam(
            ExamContent(row.exam_number, row.name, ExamForm(row.form), row.duration_minutes),
            frozenset(versions.get(row.exam_number, ())),
        )
        for row in tx.execute(select(exams))
    }


def is_enrolled_under(tx: Transaction, code: str) -> bool:
    """Whether anybody is, or was, enrolled under the version."""
    found = tx.execute(
        select(enrolments.c.enrolment_id)
        .where(enrolments.c.regulations_version_code == code)
        .limit(1)
    )
    return found.first() is not None


def list_versions(
    tx: Transaction, *, programme_code: str = "", drafts: bool
) -> tuple[RegulationsVersion, ...]:
    """The versions of a programme, or with "" of all, the newest first within a programme."""
    rows = tx.execute(
        _select_versions()
        .where(
            regulations_versions.c.programme_code == programme_code if programme_code else true(),
            true() if drafts else regulations_versions.c.publish_time.is_not(None),
        )
        .order_by(
            regulations_versions.c.programme_code,
            regulations_versions.c.regulations_version_code.desc(),
        )
    ).mappings()
    return tuple(_version_of(row) for row in rows)


def find_version(tx: Transaction, code: str) -> RegulationsVersion | None:
    """How a version stands; None where there is none."""
    row = (
        tx.execute(
            _select_versions().where(regulations_versions.c.regulations_version_code == code)
        )
        .mappings()
        .one_or_none()
    )
    return _version_of(row) if row is not None else None


def _select_versions() -> Select[Any]:
    code = regulations_versions.c.regulations_version_code
    return select(
        *(c for c in regulations_versions.c if c.name not in ("rules", "areas")),
        select(func.count())
        .where(modules.c.regulations_version_code == code)
        .scalar_subquery()
        .label("module_count"),
        select(func.count())
        .where(module_exams.c.regulations_version_code == code)
        .scalar_subquery()
        .label("exam_count"),
        or_(
            exists().where(registrations.c.regulations_version_code == code),
            exists().where(recognitions.c.regulations_version_code == code),
        ).label("in_use"),
    )


def _version_of(row: Any) -> RegulationsVersion:
    return RegulationsVersion(
        code=row["regulations_version_code"],
        programme_code=row["programme_code"],
        name=row["name"],
        document_url=row["document_url"],
        digest=row["content_digest"],
        publish_time=row["publish_time"],
        in_use=bool(row["in_use"]),
        module_count=row["module_count"],
        exam_count=row["exam_count"],
    )
