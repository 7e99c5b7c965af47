"""Loading a profile: all of it or nothing, and the same again changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import within
from chassis.values import LocalizedText
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import Enrolled, SemesterPublished
from records.app.enrolling import PersonEnrolled
from records.app.enrolments import enrolment_with_id
from records.app.profile_loading import ProfileLoaded, load_profile
from records.app.public_facts import programmes_by_code, published_semesters, university
from records.domain.calendar import DayRange
from records.domain.profile import Profile, ProfileRefusal
from records.profile.files import read_profile
from records.profile.report import lines_of

LEUPHANA = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "records"
Told = Callable[[], list[Message]]
Enrol = Callable[..., PersonEnrolled]


def load(database: Database, profile: Profile) -> ProfileLoaded:
    outcome = within(database, load_profile, profile)
    assert isinstance(outcome, ProfileLoaded)
    return outcome


def test_what_was_loaded_is_read_back_unchanged(loaded: Database, profile: Profile) -> None:
    assert within(loaded, university) == profile.university
    page = within(loaded, programmes_by_code, "", 50)
    assert page.programmes == tuple(sorted(profile.programmes, key=lambda each: each.code))
    assert within(loaded, published_semesters) == profile.semesters


def test_before_a_profile_is_loaded_the_university_is_refused_with_the_remedy(
    database: Database,
) -> None:
    with pytest.raises(Failure, match="records profile load") as refused:
        within(database, university)
    assert refused.value.reason == "UNIVERSITY_NOT_LOADED"


def test_loading_the_same_again_changes_and_tells_nothing(
    loaded: Database, profile: Profile, told: Told
) -> None:
    told()
    outcome = load(loaded, profile)
    assert not any(table.created or table.changed for table in outcome.tables)
    assert told() == []


def test_new_semesters_are_told_with_their_dates(loaded: Database, told: Told) -> None:
    published = [event for event in told() if isinstance(event, SemesterPublished)]
    assert [event.semester.semester.code for event in published] == [
        "2025S",
        "2025W",
        "2026S",
        "2026W",
        "2027S",
    ]
    winter = published[3].semester
    assert (winter.first_date.month, winter.last_date.year, winter.version) == (10, 2027, 1)


def test_a_changed_semester_is_told_with_its_next_version(
    loaded: Database, profile: Profile, told: Told
) -> None:
    told()
    *others, last = profile.semesters
    lectures = DayRange(last.lectures.first, last.lectures.last.replace(day=9))
    load(loaded, replace(profile, semesters=(*others, replace(last, lectures=lectures))))
    (event,) = told()
    assert isinstance(event, SemesterPublished)
    assert (event.semester.semester.code, event.semester.version) == ("2027S", 2)
    assert event.semester.lectures_last_date.day == 9


def test_contact_points_and_fees_that_are_dropped_disappear(
    loaded: Database, profile: Profile
) -> None:
    fewer = replace(profile.university, contact_points=(), occasional_fees=())
    outcome = load(loaded, replace(profile, university=fewer))
    assert within(loaded, university) == fewer
    assert "  removed: info, library" in lines_of(outcome)


def test_a_dropped_programme_is_kept_since_people_may_study_in_it(
    loaded: Database, profile: Profile, enrol: Enrol
) -> None:
    done = enrol()
    outcome = load(loaded, replace(profile, programmes=profile.programmes[1:]))
    assert "  no longer in the profile, kept: HIST-BA" in lines_of(outcome)
    kept = within(loaded, enrolment_with_id, done.enrolment.enrolment_id)
    assert kept.programme.code == "HIST-BA"


def test_a_dropped_regulations_version_moves_behind_the_named_ones(
    loaded: Database, profile: Profile
) -> None:
    history, *others = profile.programmes
    older_only = replace(history, regulations_versions=history.regulations_versions[1:])
    load(loaded, replace(profile, programmes=(older_only, *others)))
    page = within(loaded, programmes_by_code, "DATA-MSC", 1)
    assert [each.code for each in page.programmes[0].regulations_versions] == [
        "HIST-BA-2019",
        "HIST-BA-2024",
    ]


def test_a_renamed_programme_is_told_for_each_of_its_enrolments(
    loaded: Database, profile: Profile, enrol: Enrol, told: Told
) -> None:
    done = enrol()
    enrol("Mai", "Trần", programme_code="DATA-MSC")
    told()
    history, *others = profile.programmes
    renamed = replace(history, name=LocalizedText(de="Weltgeschichte", en="World History"))
    outcome = load(loaded, replace(profile, programmes=(renamed, *others)))
    (event,) = told()
    assert isinstance(event, Enrolled)
    assert event.enrolment.enrolment_id == str(done.enrolment.enrolment_id)
    assert event.enrolment.programme.name.en == "World History"
    assert event.enrolment.version == 2
    assert outcome.enrolments_changed == 1


def test_other_majors_to_choose_from_do_not_touch_enrolments(
    loaded: Database, profile: Profile, enrol: Enrol, told: Told
) -> None:
    enrol()
    told()
    history, *others = profile.programmes
    load(
        loaded,
        replace(
            profile,
            programmes=(
                replace(history, majors=(LocalizedText(de="Neuzeit", en="Modern age"),)),
                *others,
            ),
        ),
    )
    assert told() == []


def test_a_regulations_version_cannot_move_to_another_programme(
    loaded: Database, profile: Profile
) -> None:
    history, data, doctorate = profile.programmes
    moved = replace(data, regulations_versions=history.regulations_versions[1:])
    stays = replace(history, regulations_versions=history.regulations_versions[:1])
    before = within(loaded, university)
    changed = replace(profile.university, city="Anderswo")
    outcome = within(
        loaded,
        load_profile,
        replace(profile, university=changed, programmes=(stays, moved, doctorate)),
    )
    assert isinstance(outcome, ProfileRefusal)
    assert '"HIST-BA-2019" belongs to HIST-BA, not to DATA-MSC' in str(outcome.problems[0])
    assert within(loaded, university) == before


def test_the_profile_of_leuphana_is_loaded_and_read_back(database: Database) -> None:
    profile = read_profile(LEUPHANA)
    assert isinstance(profile, Profile)
    load(database, profile)
    assert within(database, university) == profile.university
    assert within(database, published_semesters) == profile.semesters
