"""What records can tell again to a newly installed service: how everything stands now."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.events.replay import Snapshots
from matrikel.records.v1.events_pb2 import (
    Enrolled,
    PersonChanged,
    PreselectionRightChanged,
    SemesterPublished,
)

from records.app.snapshots import persons_after, preselection_rights_after, semesters
from records.events.packing import pack_enrolment, pack_person, pack_semester_dates
from records.events.preselection_packing import pack_right_changed


def _semesters(
    tx: Transaction,
    after: None,  # noqa: ARG001
    limit: int,  # noqa: ARG001
) -> tuple[Sequence[SemesterPublished], None]:
    """All at once: a calendar has some dozens."""
    return [SemesterPublished(semester=pack_semester_dates(each)) for each in semesters(tx)], None


def _persons(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[Sequence[PersonChanged], UUID | None]:
    found = [person for person, _ in persons_after(tx, after, limit)]
    events = [PersonChanged(person=pack_person(each)) for each in found]
    return events, found[-1].person_id if len(found) == limit else None


def _enrolments(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[Sequence[Enrolled], UUID | None]:
    found = persons_after(tx, after, limit)
    events = [
        Enrolled(enrolment=pack_enrolment(each), person=pack_person(person))
        for person, several in found
        for each in several
    ]
    return events, found[-1][0].person_id if len(found) == limit else None


def _preselection_rights(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[Sequence[PreselectionRightChanged], UUID | None]:
    """Those taken back, too: their newest version holds."""
    found = preselection_rights_after(tx, after, limit)
    events = [pack_right_changed(each) for each in found]
    return events, found[-1].preselection_right_id if len(found) == limit else None


SNAPSHOTS = (
    Snapshots(SemesterPublished, _semesters),
    Snapshots(PersonChanged, _persons),
    Snapshots(Enrolled, _enrolments),
    Snapshots(PreselectionRightChanged, _preselection_rights),
)
