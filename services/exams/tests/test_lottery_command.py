"""`exams lottery verify FILE`, which needs no database."""

import json
from pathlib import Path

import pytest
from exams.__main__ import app
from exams.domain.lotteries import LotteryProblem
from exams.domain.lottery import Outcome
from exams.domain.lottery_verification import Check
from exams.texts import lottery as texts
from typer.testing import CliRunner, Result

from services.exams.tests.published_draws import DRAWN, VALUE, registration_id


def verified(file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["lottery", "verify", str(file), *options])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "publication.json"
    path.write_text(DRAWN.text, encoding="utf-8")
    return path


def test_a_right_publication_is_confirmed(file: Path) -> None:
    result = verified(file)
    assert result.exit_code == 0
    assert "The draw is replayed and right: 3 of 8 got a seat." in result.output
    assert "DOES NOT FIT" not in result.output
    assert "Compare with what was known before" in result.output


def test_what_was_noted_before_and_the_own_line_are_compared(file: Path) -> None:
    result = verified(
        file,
        "--commitment",
        DRAWN.closing.commitment.seed_commitment,
        "--closing-digest",
        DRAWN.closing_digest.upper(),
        "--public-value",
        "03,07,12,24,38,41",
        "--registration-id",
        str(registration_id(3)),
    )
    assert result.exit_code == 0
    assert "your request" in result.output
    assert "number 2 of 8, a seat" in result.output
    assert "Compare with what was known before" not in result.output


@pytest.mark.parametrize(
    "option",
    [
        ("--commitment", "00" * 32),
        ("--closing-digest", "00" * 32),
        ("--public-value", "1, 2, 3"),
        ("--registration-id", str(registration_id(99))),
    ],
)
def test_another_past_than_the_noted_one_ends_with_1(file: Path, option: tuple[str, str]) -> None:
    result = verified(file, *option)
    assert result.exit_code == 1
    assert result.output.count("DOES NOT FIT") == 1


def test_a_manipulation_is_named_and_ends_with_1(file: Path) -> None:
    document = json.loads(DRAWN.text)
    document["public_value"] = "1, 2, 3, 4, 5, 6"
    assert VALUE not in document
    file.write_text(json.dumps(document), encoding="utf-8")
    result = verified(file)
    assert result.exit_code == 1
    assert "DOES NOT FIT: tickets (expected " in result.output
    assert "This publication is not right: " in result.output


def test_german_is_spoken_too(file: Path) -> None:
    result = verified(file, "--language", "de")
    assert result.exit_code == 0
    assert "stimmt: Losnummern" in result.output


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"not JSON"])
def test_what_is_no_publication_ends_with_2(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    result = verified(file)
    assert result.exit_code == 2
    assert "this is not the publication of a lottery" in result.output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"public_value":"', '"public_value":"\\ud800'),
        ('"seats":', '"\\udfff":1,"seats":'),
        ('"seats":', f'"seats":{"1" * 5000},"more":'),
        ('"rank":', f'"rank":-{"1" * 5000},"more":'),
    ],
    ids=["text", "field", "number", "negative"],
)
def test_what_no_publication_can_hold_ends_with_2_and_a_sentence(
    file: Path, old: str, new: str
) -> None:
    """JSON can spell half a character, and numbers that Python refuses to read."""
    assert old in DRAWN.text
    file.write_text(DRAWN.text.replace(old, new, 1), encoding="utf-8")
    result = verified(file)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "this is not the publication of a lottery" in result.output


def test_a_missing_file_ends_with_2(tmp_path: Path) -> None:
    assert verified(tmp_path / "nothing.json").exit_code == 2


def test_every_finding_outcome_and_problem_has_its_sentence() -> None:
    for one in Check:
        assert texts.check(one).de != texts.check(one).en
    for outcome in Outcome:
        assert texts.outcome(outcome).de != texts.outcome(outcome).en
    assert set(texts.PROBLEMS) == set(LotteryProblem)
