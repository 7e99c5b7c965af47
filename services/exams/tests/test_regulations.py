"""Regulations versions as the examinations office keeps them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.errors import Failure
from chassis.values import Semester
from exams.app.download_regulations import download_regulations
from exams.app.import_regulations import RegulationsImport, import_regulations, read_sent
from exams.app.recognitions import recognise, revoke
from exams.app.regulations import (
    delete_draft,
    get_module,
    get_version,
    list_versions,
    publish,
    publish_as_it_is,
)
from exams.app.statuses import list_statuses
from exams.domain.profile import ExamsProfile
from exams.domain.recognition import RecognitionWish
from exams.domain.statuses import ATTEMPT, Status
from exams.domain.tables import TableFormat
from exams.profile.reading import read_profile
from exams.profile.uploads import SentRegulations, read_regulations
from exams.profile.workbook import regulations_xlsx
from exams.profile.writing import regulations_yaml
from exams.store.tables import exams, modules, regulations_versions
from exams.tables_io import UnreadableFileError

SMALL = Path(__file__).parent / "profile" / "regulations" / "KUWI-BA-2024.yaml"
LEUPHANA = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "exams"
OFFICE = UUID(int=0x0F)
NEW = SMALL.read_text("utf-8").replace("KUWI-BA-2024", "KUWI-BA-2027", 1)
for _old in ("1001", "1002", "1003", "1004"):
    NEW = NEW.replace(f'"{_old}"', f'"5{_old}"')


def take_in(
    campus: Any, text: str | bytes, *, fmt: TableFormat = TableFormat.YAML, dry_run: bool = False
) -> RegulationsImport:
    sent = read_sent(text.encode() if isinstance(text, str) else text, fmt)
    if isinstance(sent, RegulationsImport):
        return sent
    done: RegulationsImport = campus.run(import_regulations, sent, dry_run=dry_run)
    return done


def problems_of(done: RegulationsImport) -> list[tuple[int, str, str]]:
    assert not done.stored
    assert all(one.message.de and one.message.en for one in done.problems)
    return [(one.line, one.column, one.reason) for one in done.problems]


def failing(campus: Any, *call: Any, **named: Any) -> str:
    with pytest.raises(Failure) as failure:
        campus.run(*call, **named)
    assert failure.value.message.de
    return failure.value.reason


def test_a_new_version_becomes_a_draft_that_only_the_office_sees(campus: Any) -> None:
    done = take_in(campus, NEW)
    assert (done.code, done.stored) == ("KUWI-BA-2027", True)
    assert {one.effect.value for one in done.effects} == {"created"}
    seen = [
        {v.code for v in campus.run(list_versions, programme_code="KUWI-BA", for_office=office)}
        for office in (False, True)
    ]
    assert seen == [{"KUWI-BA-2024"}, {"KUWI-BA-2024", "KUWI-BA-2027"}]
    assert failing(campus, get_version, "KUWI-BA-2027", for_office=False) == "REGULATIONS_UNKNOWN"
    found = campus.run(get_version, "KUWI-BA-2027", for_office=True).version
    assert (found.publish_time, found.module_count, found.exam_count) == (None, 2, 4)


def test_a_dry_run_says_the_same_and_stores_nothing(campus: Any) -> None:
    rehearsed = take_in(campus, NEW, dry_run=True)
    assert not rehearsed.stored
    assert len(campus.rows(regulations_versions)) == 2
    assert take_in(campus, NEW).effects == rehearsed.effects


def test_a_changed_file_says_what_changes_line_by_line(campus: Any) -> None:
    take_in(campus, NEW)
    changed = NEW.replace('  credits: "10"', '  credits: "12"', 1).replace(
        'duration_minutes: 0, credits: "7.5"', 'duration_minutes: 0, credits: "9.5"'
    )
    changed = changed.replace('required_credits: "10"', 'required_credits: "12"')
    done = take_in(campus, changed)
    told = {
        one.subject.en: (one.line, one.change.en if one.change else "")
        for one in done.effects
        if one.effect.value == "changed"
    }
    assert told == {
        "area MAJOR": (8, "required CP: 10 → 12"),
        "module KUWI-02": (18, "CP: 10 → 12"),
        "exam 51003": (24, "CP: 7.5 → 9.5"),
    }
    assert {row.credits_tenths for row in campus.rows(modules)} == {75, 50, 100, 120}


def test_a_version_that_a_registration_relies_on_never_changes(campus: Any) -> None:
    campus.register(campus.student(), campus.sitting("1001"))
    text = SMALL.read_text("utf-8")
    assert take_in(campus, text).stored
    changed = text.replace("recommended_semester: 2", "recommended_semester: 3")
    assert problems_of(take_in(campus, changed)) == [(1, "code", "REGULATIONS_IN_USE")]


@pytest.mark.parametrize("revoked", [False, True])
def test_a_version_that_a_recognition_relies_on_never_changes(campus: Any, revoked: bool) -> None:
    """Also once it is revoked: it stays listed with the module that it was for."""
    text = SMALL.read_text("utf-8")
    student = campus.student()
    wish = RecognitionWish(
        module_code="KUWI-01",
        exam_number="1001",
        credits_tenths=0,
        grade=None,
        achieve_date=date(2025, 7, 20),
        institution="Universität Göteborg",
        original_title="Statistics",
        reason="Learning Agreement",
    )
    assert not campus.run(get_version, "KUWI-BA-2024", for_office=True).version.in_use
    recognition = campus.run(recognise, student.enrolment_id, wish, OFFICE)
    if revoked:
        campus.run(revoke, recognition.recognition_id, "Verwechslung", OFFICE)
    assert campus.run(get_version, "KUWI-BA-2024", for_office=True).version.in_use
    assert take_in(campus, text).stored
    changed = text.replace("recommended_semester: 2", "recommended_semester: 3")
    assert problems_of(take_in(campus, changed)) == [(1, "code", "REGULATIONS_IN_USE")]
    with pytest.raises(Failure) as refused:
        campus.load(other_rules(campus.profile()))
    assert refused.value.reason == "PROFILE_DATA_WRONG"
    assert "REGULATIONS_IN_USE" in {one.reason for one in refused.value.fields}


def other_rules(profile: ExamsProfile) -> ExamsProfile:
    """The profile with other rules in its version KUWI-BA-2024."""
    return replace(
        profile,
        regulations=tuple(
            replace(one, rules=replace(one.rules, attempts=9))
            if one.code == "KUWI-BA-2024"
            else one
            for one in profile.regulations
        ),
    )


def test_an_exam_means_the_same_in_every_version_that_has_it(campus: Any) -> None:
    text = (
        (SMALL.parent / "BWL-BSC-2023.yaml")
        .read_text("utf-8")
        .replace("minutes: 90", "minutes: 60")
    )
    place = (15, "modules[0].exams[0].number")
    assert problems_of(take_in(campus, text)) == [(*place, "EXAM_DEFINED_DIFFERENTLY")]
    campus.register(campus.student(), campus.sitting("1001"))
    assert problems_of(take_in(campus, text)) == [(*place, "EXAM_IN_USE")]
    assert {row.duration_minutes for row in campus.rows(exams) if row.exam_number == "1001"} == {90}


def test_publishing_opens_a_version_to_its_students(campus: Any) -> None:
    """A draft may change and nobody registers by it."""
    take_in(campus, NEW)
    etag = campus.run(get_version, "KUWI-BA-2027", for_office=True).version.digest
    assert failing(campus, publish, "KUWI-BA-2027", etag="old", dry_run=False) == (
        "REGULATIONS_CHANGED"
    )
    campus.run(publish, "KUWI-BA-2027", etag=etag, dry_run=True)
    assert failing(campus, get_version, "KUWI-BA-2027", for_office=False) == "REGULATIONS_UNKNOWN"
    published = campus.run(publish, "KUWI-BA-2027", etag=etag, dry_run=False)
    assert published.publish_time == campus.clock.now()
    assert campus.run(get_version, "KUWI-BA-2027", for_office=False).version == published
    assert failing(campus, publish_as_it_is, "KUWI-BA-2027") == "ALREADY_PUBLISHED"
    assert failing(campus, publish_as_it_is, "NONE") == "REGULATIONS_UNKNOWN"


def test_an_import_leaves_a_published_version_published(campus: Any) -> None:
    take_in(campus, NEW)
    first = campus.run(publish_as_it_is, "KUWI-BA-2027").publish_time
    take_in(campus, NEW.replace("recommended_semester: 2", "recommended_semester: 4"))
    found = campus.run(get_version, "KUWI-BA-2027", for_office=False)
    assert found.version.publish_time == first
    assert found.content.modules[1].recommended_semester == 4


def test_only_drafts_without_students_are_deleted(campus: Any) -> None:
    take_in(campus, NEW)
    campus.enrol(campus.student().person_id, "KUWI-BA-2027", {"2026W": campus.enrolled})
    assert failing(campus, delete_draft, "KUWI-BA-2027") == "REGULATIONS_IN_USE"
    assert failing(campus, delete_draft, "KUWI-BA-2024") == "ALREADY_PUBLISHED"
    other = NEW.replace("KUWI-BA-2027", "KUWI-BA-2028")
    take_in(campus, other)
    campus.run(delete_draft, "KUWI-BA-2028")
    assert failing(campus, get_version, "KUWI-BA-2028", for_office=True) == "REGULATIONS_UNKNOWN"
    assert take_in(campus, other).stored


@pytest.mark.parametrize("fmt", [TableFormat.YAML, TableFormat.XLSX])
def test_what_is_downloaded_comes_back_unchanged(campus: Any, fmt: TableFormat) -> None:
    content = campus.run(download_regulations, "KUWI-BA-2024", fmt)
    done = take_in(campus, content, fmt=fmt)
    assert {one.effect.value for one in done.effects} == {"unchanged"}
    assert (done.stored, done.code) == (True, "KUWI-BA-2024")
    assert all(one.line > 0 for one in done.effects)


def test_every_version_that_ships_survives_both_formats() -> None:
    profile, _ = read_profile(LEUPHANA)
    assert profile is not None
    for version in profile.regulations:
        for write, fmt in (
            (regulations_yaml, TableFormat.YAML),
            (regulations_xlsx, TableFormat.XLSX),
        ):
            assert read_regulations(write(version), fmt).version.digest == version.digest


def test_other_formats_are_refused(campus: Any) -> None:
    reason = failing(campus, download_regulations, "KUWI-BA-2024", TableFormat.PDF)
    assert reason == "FORMAT_NOT_WRITTEN"
    assert problems_of(take_in(campus, "a;b", fmt=TableFormat.CSV)) == [(0, "", "FORMAT_NOT_READ")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("area: LS", "area: XX", (12, "modules[0].area", "AREA_UNKNOWN")),
        ('credits: "5"}', 'credits: "3"}', (15, "modules[0].exams", "CREDITS_DO_NOT_ADD_UP")),
        (
            '  credits: "7.5"',
            '  credits: "7,5"',
            (13, "modules[0].credits", "STRING_PATTERN_MISMATCH"),
        ),
        ("form: oral", "form: sung", (25, "modules[1].exams[1].form", "ENUM")),
        ("form: oral", "form: thesis", (25, "modules[1].exams[1].form", "THESIS_RULES_MISSING")),
        ("rules: {}", "rules: {attempt: 3}", (5, "rules.attempt", "EXTRA_FORBIDDEN")),
        ("rules: {}", "rules: {attempts: 0}", (5, "rules.attempts", "GREATER_THAN_EQUAL")),
        (
            "rules: {}",
            'rules: {completion: {total_credits: "180"}}',
            (5, "rules.completion.total_credits", "TOTAL_TOO_HIGH"),
        ),
        (
            "rules: {}",
            'rules: {grades: {thesis_weight: "2", thesis_share: "0.25"}}',
            (5, "rules.grades", "THESIS_COUNTS_TWICE"),
        ),
        (
            'required_credits: "10"',
            'required_credits: "20"',
            (8, "areas[1].required_credits", "AREA_TOO_SMALL"),
        ),
        (
            "duration_minutes: 20,",
            "duration_minutes: 20, prerequisites: [[KUWI-99]],",
            (25, "modules[1].exams[1].prerequisites[0]", "PREREQUISITE_UNKNOWN"),
        ),
        (
            "duration_minutes: 20,",
            "duration_minutes: 20, prerequisites: [[KUWI-02]],",
            (25, "modules[1].exams[1].prerequisites", "PREREQUISITE_CIRCLE"),
        ),
        (
            "duration_minutes: 20,",
            'duration_minutes: 20, minimum_credits: "60",',
            (25, "modules[1].exams[1].minimum_credits", "MINIMUM_CREDITS_TOO_HIGH"),
        ),
    ],
)
def test_a_problem_is_named_by_line_and_key(
    campus: Any, old: str, new: str, problem: tuple[int, str, str]
) -> None:
    assert old in NEW
    assert problems_of(take_in(campus, NEW.replace(old, new, 1))) == [problem]
    assert len(campus.rows(regulations_versions)) == 2


def test_a_problem_in_a_workbook_is_named_by_line_and_column() -> None:
    sent = read_sent(NEW.encode(), TableFormat.YAML)
    assert isinstance(sent, SentRegulations)
    module = sent.version.modules[1]
    wrong = replace(sent.version, modules=(sent.version.modules[0], replace(module, area_code="X")))
    with pytest.raises(UnreadableFileError) as error:
        read_regulations(regulations_xlsx(wrong), TableFormat.XLSX)
    [problem] = error.value.problems
    assert (problem.line, problem.column, problem.reason) == (3, "modules: area", "AREA_UNKNOWN")


def test_the_rules_are_told_in_words_with_their_sections(campus: Any) -> None:
    profile, _ = read_profile(LEUPHANA)
    campus.load(profile)
    found = campus.run(get_version, "KUWI-BA-2024", for_office=False)
    told = {one.rule: one for one in found.rules}
    assert told["attempts"].section == "RPO § 15 (1)"
    assert "3 times" in told["attempts"].text.en
    assert "höchstens 15 CP" in told["part_time"].text.de
    assert "abgeschnitten, nicht gerundet" in told["averages"].text.de
    assert "Nicht in den Durchschnitt gehen ein: Komplementärstudium" in told["averages"].text.de
    assert "120 CP" in told["thesis"].text.de
    assert "180 CP, davon Leuphana Semester 30 CP, Major 75 CP" in told["completion"].text.de
    assert "{" not in "".join(one.text.de + one.text.en for one in found.rules)


def test_every_rule_of_every_version_that_ships_is_told_in_both_languages(campus: Any) -> None:
    profile, _ = read_profile(LEUPHANA)
    assert profile is not None
    campus.load(profile)
    for version in profile.regulations:
        rules = campus.run(get_version, version.code, for_office=False).rules
        assert {"attempts", "averages", "completion", "sick_note"} <= {one.rule for one in rules}
        for one in rules:
            assert one.section
            assert one.text.de != one.text.en
            assert "{" not in one.text.de + one.text.en


def test_a_module_is_a_picture_of_its_courses_and_exams(campus: Any) -> None:
    """QIS guide (000_…), "Prüfungsan und -abmeldung": "Dort finden sie während der Anmeldephase
    eine graphische Zuordnung zwischen den Veranstaltungen eines Moduls und den dazu gehörigen
    Prüfungsleistungen".

    domain.md "Exams" 15: "a picture of the module (courses → exams)", "which courses of the
    module lead to which exam"."""
    profile, _ = read_profile(LEUPHANA)
    campus.load(profile)
    picture = campus.run(get_module, "KUWI-BA-2024", "KUWI24-02", None, for_office=False)
    assert [(c.type.de, c.exam_numbers) for c in picture.module.courses] == [
        ("Vorlesung", ("1020201", "1020202")),
        ("Übung", ("1020201",)),
        ("Seminar", ("1020202",)),
    ]


def test_the_catalogue_tells_what_a_student_asks_about_an_exam(campus: Any) -> None:
    """QIS guide (000_…), "Prüfungsan und -abmeldung": "Im Vorlesungsverzeichnis von mystudy
    finden Sie pro Modul/Veranstaltung Informationen darüber, ob eine Prüfungsleistung angeboten
    wird. Weitere Details über die Anmeldefristen, die Rücktrittsmöglichkeit, die
    Rücktrittsfristen, die Wiederholbarkeit, Teilnahmevoraussetzungen etc der einzelnen
    Prüfungen, finden Sie auch dort".

    domain.md "Exams" 15: "offered or not, windows, withdrawal possible until, repeatable,
    prerequisites"."""
    profile, _ = read_profile(LEUPHANA)
    campus.load(profile)
    picture = campus.run(get_module, "KUWI-BA-2024", "KUWI24-18", None, for_office=False)
    [one] = picture.module.exams
    offered = picture.sittings[one.exam.number]
    assert picture.semester.code == "2026W"
    assert offered
    for sitting in offered:
        assert sitting.registration.open_time < sitting.registration.close_time
        assert sitting.withdrawal_close_time is not None
        assert sitting.withdrawal_close_time > sitting.registration.close_time
    assert one.rules.repeatable
    assert picture.prerequisites[one.exam.number].de.startswith("KUWI24-11 ")


def test_an_exam_that_is_not_offered_has_no_sittings(campus: Any) -> None:
    picture = campus.run(
        get_module, "KUWI-BA-2024", "KUWI-01", Semester.parse("2027S"), for_office=False
    )
    found = {number: [one.period for one in held] for number, held in picture.sittings.items()}
    assert found == {"1001": [1], "1002": [1]}
    later = campus.run(
        get_module, "KUWI-BA-2024", "KUWI-01", Semester.parse("2028S"), for_office=False
    )
    assert later.sittings == {"1001": (), "1002": ()}


def test_an_unknown_module_is_named(campus: Any) -> None:
    reason = failing(campus, get_module, "KUWI-BA-2024", "X", None, for_office=False)
    assert reason == "MODULE_UNKNOWN"


def test_the_statuses_have_the_codes_of_his_and_the_terms_of_xhochschule(campus: Any) -> None:
    """domain.md "Exams" 10: "configurable codes; default after HIS"."""
    found = campus.run(list_statuses)
    codes = {one.code.status: one.code.code for one in found}
    assert {status.value for status in codes} == {status.value for status in Status}
    assert codes[Status.REGISTERED] == "AN"
    assert codes[Status.WITHDRAWAL_REFUSED] == "NGR"
    assert {one.code.status for one in found if one.counts_as_attempt} == ATTEMPT
    assert {one.code.xhochschule for one in found} == {
        "",
        "angemeldet",
        "bestanden",
        "endgueltig_nicht_bestanden",
        "entschuldigt",
        "nicht_bestanden",
        "nicht_vollstaendig",
    }


def test_the_profile_publishes_a_draft_that_says_the_same(campus: Any) -> None:
    profile = campus.profile()
    same = read_regulations(NEW.encode(), TableFormat.YAML).version
    take_in(campus, NEW)
    campus.load(replace(profile, regulations=(*profile.regulations, same)))
    found = campus.run(get_version, "KUWI-BA-2027", for_office=False)
    assert found.version.publish_time == campus.clock.now()
