"""Each heading of the guide "Organise your Masters" has tests, and what they quote is in it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "services" / "records" / "tests"
README = ROOT / "services" / "records" / "README.md"
SECTION = "## The guide's rules and their tests"
GUIDES = ROOT.parent / "shared" / "seeds"
SOURCE = re.compile(r'\b002[^"]{0,40}"(?P<heading>[^"]{3,90})"[:,]?\s')
QUOTE = re.compile(r'"(?P<quote>[^"]{8,})"')
ROW = re.compile(r"\| (?P<heading>[^|]+) \| (?P<files>[^|]+) \|")


@dataclass(frozen=True)
class Cited:
    """What a test's docstring says of its source."""

    file: str
    test: str
    heading: str
    quotes: tuple[str, ...]


def cited() -> Iterator[Cited]:
    """Every test of records that names the guide, with what it quotes of it."""
    for file in sorted(TESTS.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                docstring = " ".join((ast.get_docstring(node) or "").split())
                for found in SOURCE.finditer(docstring):
                    behind = SOURCE.split(docstring[found.end() - 1 :], maxsplit=1)[0]
                    quotes = tuple(QUOTE.findall(behind))
                    yield Cited(file.name, node.name, found["heading"], quotes)


CITED = tuple(cited())


def plain(text: str) -> str:
    """The text in small letters, with single blanks, one kind of quotation marks and no bullets."""
    alike = text.translate(str.maketrans("’“”•", '\'"" '))
    return " ".join(alike.lower().split())


@pytest.fixture(scope="module")
def guide() -> str:
    """The guide's text."""
    found = sorted(GUIDES.glob("002_*.txt")) if GUIDES.is_dir() else []
    if not found:
        pytest.skip("the university's guides are not beside this repository")
    return plain(found[0].read_text("utf-8"))


def test_what_tests_quote_stands_in_the_guide(guide: str) -> None:
    missing = [
        f"{one.file}::{one.test}: {part}"
        for one in CITED
        for quote in (one.heading, *one.quotes)
        for part in re.split(r"\[…\]|\[\.\.\.\]|…|\.\.\.", quote)
        if plain(part).strip(" .,;:") not in guide
    ]
    assert missing == []


def test_every_heading_with_rules_is_in_the_readme_with_its_tests() -> None:
    section = README.read_text("utf-8").partition(SECTION)[2].partition("\n## ")[0]
    rows = {
        row["heading"]: set(re.findall(r"`([^`]+)`", row["files"]))
        for row in map(ROW.fullmatch, section.splitlines())
        if row is not None and row["heading"] not in {"Heading", "---"}
    }
    citing: dict[str, set[str]] = {}
    for one in CITED:
        citing.setdefault(one.heading, set()).add(one.file)
    assert rows == citing
