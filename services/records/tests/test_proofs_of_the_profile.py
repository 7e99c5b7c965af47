"""Which documents prove a ground is the university's to decide, and comes with its profile."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, within
from records.app.applications.handlers import HANDLERS
from records.domain.applications.contents import Leave, PartTime, SemesterAbroad
from records.domain.applications.kinds import ApplicationKind
from records.domain.applications.leave import has_important_reason
from records.domain.profile import Profile, ProfileRefusal
from records.domain.rules import DayOfYear, LeaveGround, PartTimeReason, StudyProof
from records.profile.files import read_profile

from services.records.tests.enrol_factories import University
from services.records.tests.semester_factories import S, someone
from services.records.tests.study_factories import LEAVE_RULES

SMALL = Path(__file__).parent / "profile"


def spoiled(tmp_path: Path, before: str, after: str) -> Profile | ProfileRefusal:
    copy = tmp_path / "profile"
    shutil.copytree(SMALL, copy)
    path = copy / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return read_profile(copy)


@pytest.mark.parametrize(
    ("after", "problem"),
    [
        ("health: [form]", '"form" is not known'),
        ("healthy: [medical_certificate]", "this key is not known here"),
    ],
)
def test_a_proof_or_ground_that_is_not_known_is_reported(
    tmp_path: Path, after: str, problem: str
) -> None:
    refusal = spoiled(tmp_path, "health: [medical_certificate]", after)
    assert isinstance(refusal, ProfileRefusal)
    assert any(problem in str(each) for each in refusal.problems)


def test_a_university_names_its_own_proofs_and_days(tmp_path: Path) -> None:
    deadline = "return_in_summer_deadline: {month: 1, day: 15}"
    read = spoiled(
        tmp_path, "  recommended_semesters: 4\n", f"  recommended_semesters: 4\n  {deadline}\n"
    )
    assert isinstance(read, Profile)
    assert read.rules.part_time.return_in_summer_deadline == DayOfYear(1, 15)
    assert read.rules.leave_of_absence.proofs[LeaveGround.FAMILY] == (StudyProof.FAMILY_PROOF,)


def test_one_of_several_proofs_is_enough_and_none_named_means_any_proof_of_the_ground() -> None:
    either = replace(
        LEAVE_RULES,
        proofs={LeaveGround.HEALTH: (StudyProof.MEDICAL_CERTIFICATE, StudyProof.DISABILITY_PROOF)},
    )
    for proof in ("medical_certificate", "disability_proof"):
        assert has_important_reason(LeaveGround.HEALTH, [proof], either)
    assert not has_important_reason(LeaveGround.HEALTH, ["ground_proof"], either)
    assert has_important_reason(LeaveGround.FAMILY, ["ground_proof"], either)
    assert not has_important_reason(LeaveGround.OTHER, ["ground_proof"], either)


def test_the_applications_ask_for_the_proofs_of_the_profile(
    loaded: Database, clock: DrivenClock
) -> None:
    someone(University(loaded, clock))
    asked = {
        content.kind: [
            (need.proof, need.required)
            for need in within(loaded, HANDLERS[content.kind].proofs, content)
        ]
        for content in (
            Leave((S("2027S"),), LeaveGround.FAMILY),
            PartTime(True, S("2027W"), PartTimeReason.ILLNESS_OR_DISABILITY),
            SemesterAbroad(S("2027S"), "Sevilla", "ES", True),
        )
    }
    assert asked == {
        ApplicationKind.LEAVE_OF_ABSENCE: [("family_proof", False), ("exception_proof", False)],
        ApplicationKind.PART_TIME: [
            ("medical_certificate", False),
            ("disability_proof", False),
            ("consultation_confirmation", False),
        ],
        ApplicationKind.SEMESTER_ABROAD: [("study_abroad_confirmation", True)],
    }
