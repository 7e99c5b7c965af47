"""The README names a test for each rule of the guide and of the specification, and it is there."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
README = ROOT / "services" / "exams" / "README.md"
HEADING = "## The guide's rules and their tests"
ROW = re.compile(r"\| (?P<place>[^|]+) \| “(?P<quote>[^|]+)” \| `(?P<test>[^|`]+)` \|")
POINTS = 19


@dataclass(frozen=True)
class Rule:
    """A row of the README: where a source says what, and the test of it."""

    place: str
    quote: str
    test: str

    @property
    def source(self) -> str:
        """How docstrings name the place."""
        return f'"Exams" {self.place}:' if self.place.isdecimal() else f'"{self.place}"'

    @property
    def is_of_this_service(self) -> bool:
        """Whether the test is in this folder."""
        return "/" not in self.test


def rules() -> list[Rule]:
    """Every row of the README."""
    section = README.read_text("utf-8").partition(HEADING)[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    found = [ROW.fullmatch(row) for row in rows]
    return [Rule(**row.groupdict()) for row in found if row is not None]


def docstring_of(test: str) -> str | None:
    """What a test says of itself in one line; None where there is no such test."""
    name, _, function = test.partition("::")
    file = ROOT / name if "/" in name else Path(__file__).parent / name
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function:
            return " ".join((ast.get_docstring(node) or "").split())
    return None


def test_every_row_is_read_and_every_point_of_the_specification_has_one() -> None:
    section = README.read_text("utf-8").partition(HEADING)[2].partition("\n## ")[0]
    heads = section.count("|---|") and section.count("\n| Heading") + section.count("\n| Point")
    assert len(rules()) == section.count("\n| ") - heads
    points = {int(one.place) for one in rules() if one.place.isdecimal()}
    assert points == set(range(1, POINTS + 1))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.place}-{rule.test}")
def test_each_rule_has_its_test_which_quotes_it(rule: Rule) -> None:
    docstring = docstring_of(rule.test)
    assert docstring is not None
    if rule.is_of_this_service:
        assert rule.source in docstring
        assert rule.quote in docstring
