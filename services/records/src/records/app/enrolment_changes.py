"""Storing what changed about enrolments, and telling it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester

from records.domain.enrolment import Enrolment, RecordedSemester
from records.events.outgoing import tell_all_enrolled
from records.store import enrolments, persons


def change_enrolment(tx: Transaction, changed: Enrolment) -> Enrolment:
    """Stores and tells one changed enrolment; see `change_enrolments`."""
    changed_ones = change_enrolments(tx, [changed])
    return changed_ones[changed.enrolment_id]


def change_enrolments(tx: Transaction, changed: Iterable[Enrolment]) -> dict[UUID, Enrolment]:
    """Stores major, minor and end of changed enrolments, each one version on, and tells them.

    The persons have to be locked since before the enrolments were read.
    """
    grown = [replace(each, version=each.version + 1) for each in changed]
    enrolments.update_enrolments(tx, grown)
    _tell(tx, grown)
    return {each.enrolment_id: each for each in grown}


def end_enrolments(tx: Transaction, changed: Iterable[Enrolment]) -> dict[UUID, Enrolment]:
    """Stores and tells enrolments with their new ends; see `change_enrolments`.

    Semesters that begin after the end are recorded no longer: where the last examination turns out
    to lie in the semester before, or where somebody leaves before the first one has begun.
    """
    ended = {each.enrolment_id: each for each in changed}
    beyond = {one: _beyond_the_end(each) for one, each in ended.items()}
    dropped = {one: semesters for one, semesters in beyond.items() if semesters}
    if dropped:
        for several in unrecord_semesters(tx, dropped).values():
            for each in several:
                if each.enrolment_id in ended:
                    end = ended[each.enrolment_id]
                    ended[each.enrolment_id] = replace(
                        each,
                        end_date=end.end_date,
                        end_reason=end.end_reason,
                        completion_date=end.completion_date,
                    )
    return change_enrolments(tx, ended.values())


def _beyond_the_end(enrolment: Enrolment) -> list[Semester]:
    if enrolment.end_date is None:
        return []
    recorded = (each.recorded.semester for each in enrolment.semesters)
    return [each for each in recorded if each.first_date > enrolment.end_date]


def record_semesters(
    tx: Transaction, recorded: Mapping[UUID, Collection[RecordedSemester]]
) -> dict[UUID, tuple[Enrolment, ...]]:
    """Records semesters of enrolments, or changes how they are recorded; by enrolment.

    Every enrolment that looks different afterwards, the others of the same person included, whose
    university semesters may have grown, is one version on and told. Returns all enrolments of the
    persons concerned, by person. The persons have to be locked.
    """
    owners = enrolments.owners_of(tx, recorded)
    before = enrolments.load_enrolments_of_persons(tx, owners)
    enrolments.record_semesters(
        tx, ((one, each) for one, several in recorded.items() for each in several)
    )
    return _counted_anew(tx, before)


def unrecord_semesters(
    tx: Transaction, taken_back: Mapping[UUID, Collection[Semester]]
) -> dict[UUID, tuple[Enrolment, ...]]:
    """Takes recorded semesters of enrolments back; by enrolment.

    Tells and returns what `record_semesters` does. The persons have to be locked.
    """
    owners = enrolments.owners_of(tx, taken_back)
    before = enrolments.load_enrolments_of_persons(tx, owners)
    enrolments.remove_semesters(
        tx, [(one, each) for one, several in taken_back.items() for each in several]
    )
    return _counted_anew(tx, before)


def _counted_anew(
    tx: Transaction, before: Mapping[UUID, tuple[Enrolment, ...]]
) -> dict[UUID, tuple[Enrolment, ...]]:
    after = enrolments.load_enrolments_of_persons(tx, before)
    known = {each.enrolment_id: each for several in before.values() for each in several}
    grown = {
        each.enrolment_id: replace(each, version=each.version + 1)
        for several in after.values()
        for each in several
        if each != known[each.enrolment_id]
    }
    enrolments.update_enrolments(tx, list(grown.values()))
    _tell(tx, list(grown.values()))
    return {
        person_id: tuple(grown.get(each.enrolment_id, each) for each in several)
        for person_id, several in after.items()
    }


def _tell(tx: Transaction, changed: Collection[Enrolment]) -> None:
    found = persons.load_persons(tx, {each.person_id for each in changed})
    tell_all_enrolled(tx, [(each, found[each.person_id]) for each in changed])
