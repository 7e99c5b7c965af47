"""YAML that people send in: strict, small, without aliases, and with the lines of its keys."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import yaml
from chassis.strict_yaml import read_strict_yaml

from exams.domain.plain_texts import is_readable
from exams.tables_io.problems import unreadable
from exams.texts import tables as texts

# A regulations version takes some 20 kB; parsing costs about a second per megabyte.
MOST_BYTES = 1024 * 1024
# Regulations nest seven levels. PyYAML 6 looks through all open levels for each sign it reads, so
# that depth costs time by its square.
MOST_DEPTH = 50
# A version has some 2,000 values; a megabyte of nothing but values would take a quarter minute.
MOST_VALUES = 100_000
# PyYAML computes 1:30:00 by the sexagesimal system, at a cost by the square of the length.
_LONGEST_NUMBER = 100
_SCALARS = ("int", "float", "timestamp", "bool", "null", "binary")
_COMPUTED = frozenset(f"tag:yaml.org,2002:{name}" for name in _SCALARS)


@dataclass(frozen=True)
class YamlFile:
    """The plain values of a file and where they stand."""

    value: object
    lines: Mapping[tuple[Hashable, ...], int]

    def line_of(self, path: Sequence[Hashable]) -> int:
        """The line of a value, or of the nearest one around it where it is missing."""
        place = tuple(path)
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(content: bytes) -> YamlFile:
    """The values of a YAML file. Raises UnreadableFileError naming the line.

    Aliases are refused: a few lines of them grow into gigabytes.
    """
    if len(content) > MOST_BYTES:
        message = texts.FILE_TOO_LARGE.format(limit=MOST_BYTES // 1024 // 1024)
        raise unreadable("FILE_TOO_LARGE", message)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable("NOT_YAML", texts.NOT_UTF_8) from None
    lines: dict[tuple[Hashable, ...], int] = {}
    try:
        # The nodes are checked before a value is computed of any.
        node = yaml.compose(text, Loader=_ShallowLoader)
        if node is not None:
            _note_lines(node, (), lines)
        value = read_strict_yaml(text)
    except yaml.reader.ReaderError as error:
        # Says how far it came, as a count of characters.
        line = text.count("\n", 0, error.position) + 1
        raise unreadable("CELL_NOT_TEXT", texts.CELL_NOT_TEXT, line=line) from None
    except yaml.constructor.ConstructorError as error:
        raise unreadable("NOT_YAML", texts.YAML_VALUE, line=_line_in(error)) from None
    except yaml.YAMLError as error:
        raise unreadable("NOT_YAML", texts.NOT_YAML, line=_line_in(error)) from None
    except (ValueError, OverflowError, RecursionError):
        # A day such as 2027-02-30: PyYAML does not say where.
        raise unreadable("NOT_YAML", texts.YAML_VALUE) from None
    return YamlFile(value, lines)


class _ShallowLoader(yaml.SafeLoader):
    """Composes nodes down to a depth; stops at the first alias."""

    depth = 0
    count = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # types-PyYAML 6 has none
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise unreadable("YAML_ALIAS", texts.YAML_ALIAS, line=line)
        if self.depth == MOST_DEPTH:
            message = texts.YAML_TOO_DEEP.format(limit=MOST_DEPTH)
            raise unreadable("YAML_TOO_DEEP", message, line=line)
        if self.count == MOST_VALUES:
            message = texts.YAML_TOO_MANY_VALUES.format(limit=MOST_VALUES)
            raise unreadable("FILE_TOO_LARGE", message, line=line)
        self.count += 1
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _line_in(error: yaml.YAMLError) -> int:
    place = getattr(error, "problem_mark", None)
    return place.line + 1 if place is not None else 0


def _note_lines(
    node: yaml.Node, path: tuple[Hashable, ...], lines: dict[tuple[Hashable, ...], int]
) -> None:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            _check_key(key, keys)
            place = (*path, key.value)
            lines[place] = key.start_mark.line + 1
            _note_lines(value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(item, (*path, position), lines)
    elif node.tag in _COMPUTED and len(node.value) > _LONGEST_NUMBER:
        raise unreadable("NOT_YAML", texts.YAML_VALUE, line=line)


def _check_key(key: yaml.Node, seen: set[str]) -> None:
    line = key.start_mark.line + 1
    if not isinstance(key, yaml.ScalarNode) or not is_readable(key.value):
        raise unreadable("NOT_YAML", texts.YAML_KEY_NO_TEXT, line=line)
    if key.value in seen:
        message = texts.YAML_KEY_TWICE.format(key=key.value[:80])
        raise unreadable("NOT_YAML", message, line=line)
    seen.add(key.value)
    if key.tag in _COMPUTED and len(key.value) > _LONGEST_NUMBER:
        raise unreadable("NOT_YAML", texts.YAML_VALUE, line=line)
