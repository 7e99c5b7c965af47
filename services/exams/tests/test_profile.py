"""Loading a profile: idempotent, all or nothing, every problem at once."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from chassis.errors import Failure
from exams.app.load_profile import Counted
from exams.app.terms import accept_terms, get_terms
from exams.domain.profile import ExamsProfile
from exams.profile.reading import read_profile
from exams.store.tables import modules, sittings
from exams.store.tables import terms as terms_table

MINUTE = timedelta(minutes=1)
SMALL = Path(__file__).parent / "profile"
LEUPHANA = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "exams"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the small profile to be spoilt."""
    return Path(shutil.copytree(SMALL, tmp_path / "profile"))


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def problems_in(directory: Path) -> set[tuple[str, str]]:
    profile, problems = read_profile(directory)
    assert profile is None
    assert all(one.message.de and one.message.en for one in problems)
    return {(one.path, one.reason) for one in problems}


def refused(campus: Any, profile: ExamsProfile) -> list[str]:
    with pytest.raises(Failure) as failure:
        campus.load(profile)
    assert failure.value.reason == "PROFILE_DATA_WRONG"
    return [one.reason for one in failure.value.fields]


def changes(counted: tuple[Counted, ...]) -> list[tuple[int, int, int]]:
    return [(one.created, one.changed, one.left) for one in counted]


def with_credits(profile: ExamsProfile, tenths: int) -> ExamsProfile:
    """The profile with other credits of every module of KUWI-BA-2024."""
    versions = tuple(
        replace(v, modules=tuple(replace(m, credits_tenths=tenths) for m in v.modules))
        if v.code == "KUWI-BA-2024"
        else v
        for v in profile.regulations
    )
    return replace(profile, regulations=versions)


def test_loading_twice_changes_nothing(campus: Any) -> None:
    assert changes(campus.load(campus.profile())) == [(0, 0, 1), (0, 0, 18), (0, 0, 2), (0, 0, 13)]


def test_a_moved_sitting_is_changed_and_keeps_its_seats(campus: Any) -> None:
    campus.register(campus.student(), campus.sitting("1001"))
    profile = campus.profile()
    offers = (replace(profile.offers[0], room="HS 5"), *profile.offers[1:])
    assert changes(campus.load(replace(profile, offers=offers)))[3] == (0, 2, 11)
    [row] = [r for r in campus.rows(sittings) if r.sitting_id == campus.sitting("1001")]
    assert (row.room, row.taken) == ("HS 5", 1)


def test_an_unused_regulations_version_may_change(campus: Any) -> None:
    campus.load(with_credits(campus.profile(), 60))
    rows = [r for r in campus.rows(modules) if r.regulations_version_code == "KUWI-BA-2024"]
    assert {row.credits_tenths for row in rows} == {60}


def test_a_regulations_version_with_registrations_never_changes(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    assert refused(campus, with_credits(campus.profile(), 60)) == ["REGULATIONS_IN_USE"]
    campus.withdraw(registration)
    assert refused(campus, with_credits(campus.profile(), 60)) == ["REGULATIONS_IN_USE"]


def test_an_exam_shared_with_a_used_version_never_changes(campus: Any) -> None:
    """The used version's file may be missing from the profile; its content stays all the same."""
    campus.register(campus.student(), campus.sitting("1001"))
    profile = campus.profile()
    [other] = [v for v in profile.regulations if v.code == "BWL-BSC-2023"]
    one = other.modules[0].exams[0]
    exam = replace(one, exam=replace(one.exam, duration_minutes=120))
    module = replace(other.modules[0], exams=(exam, *other.modules[0].exams[1:]))
    changed = replace(
        profile,
        regulations=(replace(other, modules=(module,)),),
        offers=tuple(o for o in profile.offers if o.exam_number in ("1001", "2001")),
    )
    assert refused(campus, changed) == ["EXAM_IN_USE"]


def test_changed_terms_are_asked_for_again(campus: Any) -> None:
    """Terms of registration: "fragen Sie erneut, wenn sich der Text ändert".

    domain.md "Exams" 1: "version and time recorded; asked again when the text changes"."""
    student = campus.student()
    profile = campus.profile()
    newer = replace(profile.terms, terms_version="2027-01-01")
    campus.clock.advance(MINUTE)
    campus.load(replace(profile, terms=newer))
    found = campus.run(get_terms, student.person_id)
    assert (found.terms.terms_version, found.accept_time) == ("2027-01-01", None)
    assert campus.refused(student, campus.sitting("1001")) == ["TERMS_NOT_ACCEPTED"]
    with pytest.raises(Failure) as failure:
        campus.run(accept_terms, student.person_id, "2026-10-01")
    assert failure.value.reason == "TERMS_VERSION_OUTDATED"
    campus.run(accept_terms, student.person_id, "2027-01-01")
    campus.register(student, campus.sitting("1001"))


def test_accepting_twice_keeps_the_first_time(campus: Any) -> None:
    student = campus.student()
    first = campus.clock.now()
    campus.clock.advance(MINUTE)
    assert campus.run(accept_terms, student.person_id, "2026-10-01") == first


def test_an_accepted_text_never_changes_under_its_version(campus: Any) -> None:
    profile = campus.profile()
    changed = replace(profile, terms=replace(profile.terms, paragraphs=()))
    campus.load(changed)
    campus.load(profile)
    campus.student()
    assert refused(campus, changed) == ["TERMS_ACCEPTED"]


def test_a_capacity_below_the_seats_taken_is_refused_and_nothing_is_loaded(campus: Any) -> None:
    for _ in range(2):
        campus.register(campus.student(), campus.sitting("1004", group="A"))
    profile = campus.profile()
    offers = tuple(replace(one, capacity=1) for one in profile.offers)
    terms = replace(profile.terms, terms_version="2027-01-01")
    assert refused(campus, replace(profile, offers=offers, terms=terms)) == ["CAPACITY_BELOW_TAKEN"]
    assert len(campus.rows(terms_table)) == 1


def test_every_problem_is_named_at_once_with_file_and_key(files: Path) -> None:
    spoil(files / "offers.yaml", 'exam: "2001"', 'exam: "9999"')
    spoil(files / "offers.yaml", 'start: "12:00"', 'start: "25:00"')
    spoil(files / "periods.yaml", '"2026-11-15"', '"2026-10-01"')
    spoil(files / "terms.yaml", "title", "titel")
    spoil(files / "regulations/KUWI-BA-2024.yaml", "form: oral", "form: sung")
    assert problems_in(files) == {
        ("offers.yaml: offers[6].start", "STRING_PATTERN_MISMATCH"),
        ("periods.yaml: periods[0].registration", "DAYS_BACKWARDS"),
        ("terms.yaml: title", "MISSING"),
        ("terms.yaml: titel", "EXTRA_FORBIDDEN"),
        ("regulations/KUWI-BA-2024.yaml: modules[1].exams[1].form", "ENUM"),
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("offers.yaml", '"2001"', '"9999"', ("offers[6].exam", "EXAM_UNKNOWN")),
        ("offers.yaml", "day: 8, ", "", ("offers[6]", "DAY_WITHOUT_START")),
        ("offers.yaml", "day: 8", "day: 30", ("offers[6].day", "DAY_OUTSIDE_PERIOD")),
        ("offers.yaml", "group: B", "group: A", ("offers[5]", "OFFER_TWICE")),
        ("offers.yaml", '"1001"', "1001", ("offers[0].exam", "STRING_TYPE")),
        ("periods.yaml", "period: 2", "period: 1", ("periods[1]", "PERIOD_TWICE")),
        (
            "periods.yaml",
            '"2027-02-01"',
            '"2026-11-02"',
            ("periods[0].exams", "EXAMS_BEFORE_WINDOW_ENDS"),
        ),
        (
            "regulations/KUWI-BA-2024.yaml",
            "KUWI-02",
            "KUWI-01",
            ("modules[1].code", "MODULE_TWICE"),
        ),
        (
            "regulations/KUWI-BA-2024.yaml",
            '"1003"',
            '"1001"',
            ("modules[1].exams[0].number", "EXAM_TWICE"),
        ),
        (
            "regulations/KUWI-BA-2024.yaml",
            "minutes: 90",
            "minutes: 60",
            ("modules[0].exams[0]", "EXAM_DEFINED_DIFFERENTLY"),
        ),
        (
            "regulations/KUWI-BA-2024.yaml",
            "code: KUWI-BA-2024",
            "code: KUWI-BA-2025",
            ("code", "FILE_NAME_WRONG"),
        ),
    ],
)
def test_a_problem_is_named_where_it_is(
    files: Path, file: str, old: str, new: str, problem: tuple[str, str]
) -> None:
    spoil(files / file, old, new)
    found = {(path.partition(": ")[2], reason) for path, reason in problems_in(files)}
    assert problem in found


def test_missing_and_broken_files_are_named(files: Path) -> None:
    (files / "terms.yaml").unlink()
    (files / "offers.yaml").write_text("offers: [", "utf-8")
    assert problems_in(files) == {("terms.yaml", "FILE_MISSING"), ("offers.yaml", "NOT_YAML")}


def test_a_key_that_is_stated_twice_is_named(files: Path) -> None:
    """YAML itself would silently take the last one."""
    spoil(files / "offers.yaml", "room: HS 1", "room: HS 1, room: HS 9")
    assert problems_in(files) == {("offers.yaml", "NOT_YAML")}


def test_an_unknown_state_is_named(campus: Any) -> None:
    profile = campus.profile()
    changed = replace(profile, withdrawal=replace(profile.withdrawal, holidays_of="XX"))
    assert refused(campus, changed) == ["STATE_UNKNOWN"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_profile_that_ships_loads(campus: Any) -> None:
    profile, problems = read_profile(LEUPHANA)
    assert profile is not None, [f"{p.path}: {p.message.en}" for p in problems]
    campus.load(profile)
    numbers = {v.code for v in profile.regulations}
    assert {"KUWI-BA-2024", "KUWI-BA-2019", "PROM-NWI-2020"} <= numbers
    loaded = campus.load(profile)
    assert all(one.created == one.changed == 0 for one in loaded)
