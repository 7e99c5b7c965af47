"""What tests quote of the university's guides, held against the guides and a table of a README."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTION = "## The guide's rules and their tests"
GUIDES = ROOT.parent / "shared" / "seeds"
QUOTE = re.compile(r'"(?P<quote>[^"]{8,})"')
ROW = re.compile(r"\| (?P<heading>[^|]+) \| (?P<files>[^|]+) \|")


@dataclass(frozen=True)
class Cited:
    """What a test's docstring says of its source."""

    file: str
    test: str
    heading: str
    quotes: tuple[str, ...]


def cited(tests: Path, guide: str) -> Iterator[Cited]:
    """Every test of a folder that names the guide, with what it quotes of it."""
    source = re.compile(rf'\b{guide}[^"]{{0,40}}"(?P<heading>[^"]{{3,90}})"[:,]?\s')
    for file in sorted(tests.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                docstring = " ".join((ast.get_docstring(node) or "").split())
                for found in source.finditer(docstring):
                    behind = source.split(docstring[found.end() - 1 :], maxsplit=1)[0]
                    quotes = tuple(QUOTE.findall(behind))
                    yield Cited(file.name, node.name, found["heading"], quotes)


def plain(text: str) -> str:
    """The text in small letters, with single blanks, one kind of quotation marks and no bullets."""
    alike = text.translate(str.maketrans("’“”•", '\'"" '))
    return " ".join(alike.lower().split())


def text_of_guide(guide: str) -> str:
    """The guide's text; skips the test where the guides are not beside this repository."""
    found = sorted(GUIDES.glob(f"{guide}_*.txt")) if GUIDES.is_dir() else []
    if not found:
        pytest.skip("the university's guides are not beside this repository")
    return plain(found[0].read_text("utf-8"))


def missing_quotes(all_cited: tuple[Cited, ...], guide_text: str) -> list[str]:
    """What tests quote that does not stand in the guide word for word."""
    return [
        f"{one.file}::{one.test}: {part}"
        for one in all_cited
        for quote in (one.heading, *one.quotes)
        for part in re.split(r"\[…\]|\[\.\.\.\]|…|\.\.\.", quote)
        if plain(part).strip(" .,;:") not in guide_text
    ]


def rows_of(readme: Path) -> dict[str, set[str]]:
    """The table of a README: the files of tests by the heading of the guide."""
    section = readme.read_text("utf-8").partition(SECTION)[2].partition("\n## ")[0]
    return {
        row["heading"]: set(re.findall(r"`([^`]+)`", row["files"]))
        for row in map(ROW.fullmatch, section.splitlines())
        if row is not None and row["heading"] not in {"Heading", "---"}
    }


def files_by_heading(all_cited: tuple[Cited, ...]) -> dict[str, set[str]]:
    """The files of tests that cite each heading."""
    citing: dict[str, set[str]] = {}
    for one in all_cited:
        citing.setdefault(one.heading, set()).add(one.file)
    return citing
