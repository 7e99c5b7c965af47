"""The secret addresses of students' calendars; only digests of the secrets are stored."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction, upsert
from chassis.values import LocalizedText, Semester
from sqlalchemy import delete, select

from exams.domain.examinations import Sitting
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import calendar_feeds, module_exams, regulations_versions, sittings


def keep_feed(tx: Transaction, person_id: UUID, secret_digest: str) -> None:
    """Stores a student's address in place of a former one."""
    row = {"person_id": person_id, "secret_digest": secret_digest, "create_time": tx.now}
    upsert(tx, calendar_feeds, [row], key=["person_id"])


def feed_time(tx: Transaction, person_id: UUID) -> datetime | None:
    """When the student's address was made; None where there is none."""
    found: datetime | None = tx.execute(
        select(calendar_feeds.c.create_time).where(calendar_feeds.c.person_id == person_id)
    ).scalar_one_or_none()
    return found


def forget_feed(tx: Transaction, person_id: UUID) -> None:
    """Ends a student's address; nothing happens where there is none."""
    tx.execute(delete(calendar_feeds).where(calendar_feeds.c.person_id == person_id))


def person_with_feed(tx: Transaction, secret_digest: str) -> UUID | None:
    """Whose address has the secret; None where nobody's has."""
    found: UUID | None = tx.execute(
        select(calendar_feeds.c.person_id).where(calendar_feeds.c.secret_digest == secret_digest)
    ).scalar_one_or_none()
    return found


def published_version_name(tx: Transaction, version_code: str) -> LocalizedText | None:
    """The name of a published regulations version; None for a draft and where there is none."""
    found: LocalizedText | None = tx.execute(
        select(regulations_versions.c.name).where(
            regulations_versions.c.regulations_version_code == version_code,
            regulations_versions.c.publish_time.is_not(None),
        )
    ).scalar_one_or_none()
    return found


def dated_sittings_of_version(
    tx: Transaction, version_code: str, semester: Semester
) -> tuple[Sitting, ...]:
    """The sittings with a date of a regulations version's exams in a semester."""
    numbers = select(module_exams.c.exam_number).where(
        module_exams.c.regulations_version_code == version_code
    )
    rows = tx.execute(
        select_sittings()
        .where(
            sittings.c.semester == semester.code,
            sittings.c.start_time.is_not(None),
            sittings.c.exam_number.in_(numbers),
        )
        .order_by(sittings.c.start_time, sittings.c.sitting_id)
    ).mappings()
    return tuple(sitting_of(row) for row in rows)
