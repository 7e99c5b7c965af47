"""Every sentence that people read is there in German and in English."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from buf.validate import validate_pb2
from chassis.contracts import files
from chassis.rpc.rule_texts import BY_PATTERN
from matrikel.type.v1 import semester_pb2

ROOT = Path(__file__).parents[2]
SOURCES = (*ROOT.glob("services/*/src"), ROOT / "gateway/src", ROOT / "gateway/portal/src")
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Sentence:
    """A text in both languages, as the source spells it out."""

    place: str
    texts: dict[str, str]


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for folder in SOURCES:
        for file in sorted(folder.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                    yield file, node


def sentences() -> list[Sentence]:
    """Every LocalizedText whose two texts are written out."""
    found = []
    for file, call in calls("LocalizedText"):
        given = dict(zip(LANGUAGES, call.args, strict=False))
        given |= {word.arg: word.value for word in call.keywords if word.arg}
        texts = {
            language: value.value
            for language, value in given.items()
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        }
        if set(texts) == set(LANGUAGES):
            found.append(Sentence(f"{file.relative_to(ROOT)}:{call.lineno}", texts))
    return found


def test_no_sentence_lacks_one_of_the_languages() -> None:
    all_of_them = sentences()
    assert len(all_of_them) > 100
    half = [one.place for one in all_of_them if bool(one.texts["de"]) != bool(one.texts["en"])]
    assert not half


def test_both_languages_say_the_same_facts() -> None:
    def facts(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)", text))

    differing = [
        one.place for one in sentences() if facts(one.texts["de"]) != facts(one.texts["en"])
    ]
    assert not differing


def test_every_refusal_is_worded_in_both_languages() -> None:
    """A refusal takes its sentence as LocalizedText: never a bare text in one language."""
    bare = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for name, position in (("Failure", 2), ("FieldProblem", 2), ("Problem", 3))
        for file, call in calls(name)
        if len(call.args) > position and isinstance(call.args[position], ast.Constant)
    ]
    assert not bare


def test_every_pattern_of_the_contracts_is_explained_in_words() -> None:
    """People are told what to enter, never a regular expression."""
    patterns = {
        field.GetOptions().Extensions[validate_pb2.field].string.pattern
        for file in (*files("identity"), *files("records"), *files("exams"), *files("certificates"))
        for message in _messages(file)
        for field in message.fields
    } | {
        field.GetOptions().Extensions[validate_pb2.field].string.pattern
        for field in semester_pb2.Semester.DESCRIPTOR.fields
    }
    assert patterns - {""} == set(BY_PATTERN)


def _messages(parent: Any) -> Iterator[Any]:
    of_file = hasattr(parent, "message_types_by_name")
    children = parent.message_types_by_name if of_file else parent.nested_types_by_name
    for message in children.values():
        yield message
        yield from _messages(message)
