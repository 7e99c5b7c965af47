"""Loading the part of a university profile that records owns."""

from collections.abc import Mapping
from dataclasses import dataclass

from chassis.database import Transaction

from records.app.enrolment_changes import change_enrolments
from records.domain.catalogue import Programme, changes_enrolments
from records.domain.profile import PROGRAMMES_FILE, Profile, ProfileRefusal
from records.domain.profile_entry import ProfileProblem
from records.events.outgoing import tell_semester_published
from records.store import enrolments, persons
from records.store.catalogue import (
    load_all_programmes,
    load_semesters,
    store_programmes,
    store_semesters,
)
from records.store.programme_contacts import store_contacts
from records.store.synchronise import Synchronised
from records.store.university import store_university

# So many persons are read and told at a time.
PERSONS_AT_ONCE = 500


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
    university = store_university(tx, profile.university, profile.rules)
    catalogue = store_programmes(tx, profile.programmes)
    contacts = store_contacts(tx, profile.contacts)
    calendar = store_semesters(tx, profile.semesters)
    _tell_semesters(tx, calendar)
    told = _tell_enrolments(tx, before)
    return ProfileLoaded((*university, *catalogue, contacts, calendar), told)


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
    concerned = enrolments.persons_enrolled_in(tx, changed)
    for begin in range(0, len(concerned), PERSONS_AT_ONCE):
        several = concerned[begin : begin + PERSONS_AT_ONCE]
        persons.lock_persons(tx, several)
        by_person = enrolments.load_enrolments_of_persons(tx, several)
        all_of_them = (one for own in by_person.values() for one in own)
        told += len(
            change_enrolments(tx, [one for one in all_of_them if one.programme.code in changed])
        )
    return told
