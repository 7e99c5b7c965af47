"""What a university decides for itself comes with its profile, checked and kept."""

import shutil
from pathlib import Path

import pytest
from chassis.database import Database
from chassis.testing import within
from chassis.values import Cents, Semester
from records.domain.catalogue import ContactFunction
from records.domain.profile import Profile, ProfileRefusal
from records.profile.files import read_profile
from records.store.programme_contacts import contacts_of, programmes_advised_by
from records.store.rules import load_rules
from records.store.university import load_contributions

SMALL = Path(__file__).parent / "profile"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small profile that a test may spoil."""
    copy = tmp_path / "profile"
    shutil.copytree(SMALL, copy)
    return copy


def _spoil(folder: Path, file: str, before: str, after: str) -> list[str]:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    refusal = read_profile(folder)
    assert isinstance(refusal, ProfileRefusal)
    return [str(problem) for problem in refusal.problems]


def test_the_rules_are_read_back_as_they_were_loaded(loaded: Database, profile: Profile) -> None:
    assert within(loaded, load_rules) == profile.rules


def test_who_is_in_charge_of_a_programme_is_known_in_order(loaded: Database) -> None:
    contacts = within(loaded, contacts_of, "HIST-BA")
    assert [(each.function, each.user_name) for each in contacts] == [
        (ContactFunction.ADMINISTRATOR, "sservice"),
        (ContactFunction.ADVISER, "padvise"),
    ]
    # An administrator is in charge, but advises nobody.
    assert within(loaded, programmes_advised_by, "padvise") == {"HIST-BA"}
    assert within(loaded, programmes_advised_by, "sservice") == frozenset()


def test_contributions_change_with_the_semester(folder: Path) -> None:
    path = folder / "university.yaml"
    text = path.read_text(encoding="utf-8")
    dearer = """- from: 2026W
  parts:
  - {code: studentenwerk, name: {de: Studentenwerk, en: Services}, amount: "120.00"}
  - code: students
    name: {de: Studierendenschaft, en: Student body}
    amount: "140.00"
    parts:
    - {code: ticket, name: {de: Semesterticket, en: Semester ticket}, amount: "120.00"}
    - {code: asta, name: {de: Vertretung, en: Representation}, amount: "20.00"}
occasional_fees:"""
    path.write_text(text.replace("occasional_fees:", dearer, 1), encoding="utf-8")
    profile = read_profile(folder)
    assert isinstance(profile, Profile)
    totals = {
        code: profile.university.contribution_of(Semester.parse(code)).total
        for code in ("2020W", "2026S", "2026W", "2030S")
    }
    assert totals == {
        # Before the first entry its amounts hold.
        "2020W": Cents(24315),
        "2026S": Cents(24315),
        "2026W": Cents(26000),
        "2030S": Cents(26000),
    }


def test_contributions_are_read_back_with_their_parts(loaded: Database, profile: Profile) -> None:
    assert within(loaded, load_contributions) == profile.university.contributions


@pytest.mark.parametrize(
    ("file", "before", "after", "problem"),
    [
        (
            "rules.yaml",
            "reminder_fee: reminder",
            "reminder_fee: remindr",
            'rules.yaml: reregistration.reminder_fee: there is no occasional fee "remindr".'
            " Write one of these: card, deposit, long-term, reminder.",
        ),
        (
            "rules.yaml",
            "parts_due: [studentenwerk]",
            "parts_due: [studentwerk]",
            "rules.yaml: leave_of_absence.parts_due: the semester contribution has no part"
            ' "studentwerk". Write one of these: asta, studentenwerk, students, ticket.',
        ),
        (
            "rules.yaml",
            "deadline: {month: 7, day: 15}",
            "deadline: {month: 6, day: 31}",
            "rules.yaml: part_time.deadline: no month 6 has a day 31. Correct day or month.",
        ),
        (
            "rules.yaml",
            "waits_for: [contribution, reminder]",
            "waits_for: [reminder]",
            "rules.yaml: reregistration.waits_for: contribution is missing."
            " Write [contribution, …].",
        ),
        (
            "rules.yaml",
            'begins: "2014W"',
            'begins: "winter 2014"',
            'rules.yaml: study_credit.begins: "winter 2014" is no semester. Write 2026W or 2027S.',
        ),
        (
            "university.yaml",
            "- from: 2025S",
            "- from: soon",
            'university.yaml: semester_contributions[0].from: "soon" is no semester.'
            " Write 2026W or 2027S.",
        ),
        (
            "programmes.yaml",
            "name: Paul Rat",
            "name: Paul Rat, major: Mittelalter",
            'programmes.yaml: programmes[0].contacts[1].major: there is no major "Mittelalter".'
            " Write the German name of one of these: Antike, Moderne.",
        ),
    ],
)
def test_a_wrong_decision_is_named_with_its_remedy(
    folder: Path, file: str, before: str, after: str, problem: str
) -> None:
    assert problem in _spoil(folder, file, before, after)
