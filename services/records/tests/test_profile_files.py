"""What a profile's files may say, and how their problems are named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from chassis.values import Cents, Semester
from records.domain.catalogue import EnrolmentKind
from records.domain.profile import PROFILE_FILES, Profile, ProfileRefusal
from records.profile.files import read_profile

OWN = Path(__file__).parent / "profile"
LEUPHANA = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "records"
Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in PROFILE_FILES:
        shutil.copy(OWN / name, tmp_path)
    return tmp_path


@pytest.fixture
def change(folder: Path) -> Change:
    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def problems(folder: Path) -> list[str]:
    read = read_profile(folder)
    return [str(each) for each in read.problems] if isinstance(read, ProfileRefusal) else []


def test_a_good_profile_is_read_whole(folder: Path) -> None:
    profile = read_profile(folder)
    assert isinstance(profile, Profile)
    assert profile.university.contribution_of(Semester.parse("2026W")).total == Cents(24315)
    assert profile.university.bank_account.iban == "DE26250500000199916917"
    assert [each.code for each in profile.programmes] == ["HIST-BA", "DATA-MSC", "PROM"]
    assert profile.programmes[2].kind is EnrolmentKind.DOCTORAL
    assert [each.semester.code for each in profile.semesters][0::4] == ["2025S", "2027S"]


def test_the_profile_of_leuphana_is_good() -> None:
    profile = read_profile(LEUPHANA)
    assert isinstance(profile, Profile), "\n".join(map(str, profile.problems))
    assert profile.university.contribution_of(Semester.parse("2026W")).total == Cents(31815)
    fees = {each.code: each.amount for each in profile.university.occasional_fees}
    assert Cents(50000) in fees.values()
    assert {"KUWI-BA", "BWL-BSC", "PROM-NWI"} <= {each.code for each in profile.programmes}


def test_all_problems_of_all_files_are_named_at_once(folder: Path, change: Change) -> None:
    change("university.yaml", "city: Beispielstadt", "citty: Beispielstadt")
    change("programmes.yaml", "kind: doctoral", "kind: doctor")
    change("semesters.yaml", "[2026-04-07, 2026-07-17]", "[2026-07-17, 2026-04-07]")
    assert problems(folder) == [
        "university.yaml: city: is missing. Add `city: …`.",
        'programmes.yaml: programmes[2].kind: "doctor" is not known. Write student or doctoral.',
        "semesters.yaml: semesters[2].lectures: 2026-07-17 is after 2026-04-07."
        " Put the earlier day first.",
        "university.yaml: citty: this key is not known here. Write `city`, or remove it.",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("university.yaml", '"131.15"', '"131.20"', "the parts add up to 131.15, not to 131.20"),
        ("university.yaml", '"5.00"', "5.00", "expected an amount above 0.00, found 5.0"),
        ("university.yaml", '"5.00"', '"-5.00"', "expected an amount above 0.00"),
        ("university.yaml", '"5.00"', '"5.001"', "expected an amount above 0.00"),
        ("university.yaml", '"0123"', "123", "destatis_code: expected a text, found 123"),
        ("university.yaml", '"0123"', '"12a4"', "no code of the Federal Statistical Office"),
        ("university.yaml", "in_footer: true", "in_footer: sure", "expected true or false"),
        ("university.yaml", "code: library", "code: info", '"info" stands there twice'),
        ("university.yaml", "9169 17", "9169 18", "is no valid IBAN"),
        ("university.yaml", "bank_account:", "bank:", "bank_account: is missing"),
        ("programmes.yaml", "school: college", "school: colege", 'there is no school "colege"'),
        ("programmes.yaml", "code: PROM\n", "code: P R\n", '"P R" cannot be a code'),
        ("programmes.yaml", "code: PROM\n", "code: HIST-BA\n", '"HIST-BA" stands there twice'),
        ("programmes.yaml", "PROM-2020", "HIST-BA-2024", '"HIST-BA-2024" stands there twice'),
        ("programmes.yaml", "_semesters: 4", "_semesters: 40", "found 40. Write a whole number"),
        ("programmes.yaml", "en: History}", "fr: Histoire}", "programmes[0].name.en: is missing"),
        ("programmes.yaml", "de: Moderne,", "de: Antike,", '"Antike" stands there twice'),
        ("programmes.yaml", "minors: [", "minors: Philosophie #", "expected a list"),
        ("semesters.yaml", "2026S", "2026X", '"2026X" is no semester'),
        ("semesters.yaml", "2027S", "2028S", "2027S is missing after 2026W"),
        ("semesters.yaml", "2026-07-17]", "2026-10-17]", "is not inside 2026S"),
        ("semesters.yaml", "2026-02-15", "2026-12-15", "ends on 2026-12-15, when 2026S is over"),
        ("semesters.yaml", "[2026-04-07, 2026-07-17]", "tomorrow", "expected two days"),
        ("semesters.yaml", "semester: 2025S,", "semester: 2025S, semester: 1,", "there twice"),
        ("semesters.yaml", "- {semester: 2025S", "- {semester: [2025S", "line 2"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    folder: Path, change: Change, name: str, old: str, new: str, problem: str
) -> None:
    change(name, old, new)
    found = problems(folder)
    assert any(each.startswith(name) and problem in each for each in found), found


def test_a_missing_and_an_empty_file_are_named(folder: Path) -> None:
    (folder / "semesters.yaml").unlink()
    assert problems(folder) == [f"semesters.yaml: the file is missing. Add it to {folder}."]
    (folder / "semesters.yaml").write_text("", encoding="utf-8")
    assert any("found nothing" in each for each in problems(folder))


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    text = (folder / "university.yaml").read_text(encoding="utf-8")
    (folder / "university.yaml").write_text(text, encoding="latin-1")
    assert problems(folder) == ["university.yaml: the file is not in UTF-8. Save it in UTF-8."]


def test_days_in_quotes_are_days(folder: Path, change: Change) -> None:
    change("semesters.yaml", "[2025-04-07, 2025-07-18]", '["2025-04-07", "2025-07-18"]')
    assert problems(folder) == []
