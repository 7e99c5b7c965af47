"""Loading the part of a university profile that records owns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chassis.database import Transaction

from records.domain.catalogue import Programme, changes_enrolments
from records.domain.profile import PROGRAMMES_FILE, Profile, ProfileRefusal
from records.domain.profile_entry import ProfileProblem
from records.events.outgoing import tell_enrolled, tell_semester_published
from records.store import enrolments, persons
from records.store.catalogue import (
    load_all_programmes,
    load_semesters,
    store_programmes,
    store_semesters,
)
from records.store.synchronise import Synchronised
from records.store.university import store_university


@dataclass(frozen=True, slots=True)
class ProfileLoaded:
    """What loading did, table by table."""

    tables: tuple[Synchronised, ...]
    # Enrolments that were told anew because their programme changed.
    enrolments_changed: int


def load_profile(tx: Transaction, profile: Profile) -> ProfileLoaded | ProfileRefusal:
    """Brings university, catalogue and calendar to the profile; loading it again changes nothing.

    New and changed semesters are told, and so are enrolments whose programme changed. A profile
    that contradicts what is stored is refused before anything is written.
    """
    before = load_all_programmes(tx)
    if problems := _moved_versions(before, profile):
        return ProfileRefusal(problems)
    university = store_university(tx, profile.university)
    catalogue = store_programmes(tx, profile.programmes)
    calendar = store_semesters(tx, profile.semesters)
    _tell_semesters(tx, calendar)
    told = _tell_enrolments(tx, before)
    return ProfileLoaded((*university, *catalogue, calendar), told)


def _moved_versions(
    before: Mapping[str, Programme], profile: Profile
) -> tuple[ProfileProblem, ...]:
    """A regulations version stays with its programme: enrolments stand under both."""
    home = {
        version.code: each.code for each in before.values() for version in each.regulations_versions
    }
    return tuple(
        ProfileProblem(
            PROGRAMMES_FILE,
            "programmes",
            f'"{version.code}" belongs to {home[version.code]}, not to {each.code}',
            "Give the new version a code of its own.",
        )
        for each in profile.programmes
        for version in each.regulations_versions
        if home.get(version.code, each.code) != each.code
    )


def _tell_semesters(tx: Transaction, calendar: Synchronised) -> None:
    published = {*calendar.created, *calendar.changed}
    for dates in load_semesters(tx):
        if dates.semester.code in published:
            tell_semester_published(tx, dates)


def _tell_enrolments(tx: Transaction, before: Mapping[str, Programme]) -> int:
    after = load_all_programmes(tx)
    changed = {code for code, each in before.items() if changes_enrolments(each, after[code])}
    told = 0
    for person_id in enrolments.persons_enrolled_in(tx, changed):
        persons.lock_person(tx, person_id)
        person = persons.load_person(tx, person_id)
        for enrolment in enrolments.load_enrolments_of(tx, person_id):
            if person is not None and enrolment.programme.code in changed:
                grown = replace(enrolment, version=enrolment.version + 1)
                enrolments.update_version(tx, grown)
                tell_enrolled(tx, grown, person)
                told += 1
    return told
