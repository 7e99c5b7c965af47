"""YAML that people send in: strict, small, without aliases, and with the lines of its keys."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import yaml
from chassis.strict_yaml import read_strict_yaml

from exams.tables_io.problems import unreadable
from exams.texts import tables as texts

# A regulations version takes some 20 kB; parsing costs about a second per megabyte.
MOST_BYTES = 1024 * 1024


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
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                line = mark.line + 1 if mark is not None else 0
                raise unreadable("YAML_ALIAS", texts.YAML_ALIAS, line=line)
        value = read_strict_yaml(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        place = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or type(error).__name__
        raise unreadable(
            "NOT_YAML",
            texts.NOT_YAML.format(problem=" ".join(str(problem).split())),
            line=place.line + 1 if place is not None else 0,
        ) from None
    lines: dict[tuple[Hashable, ...], int] = {}
    if node is not None:
        _note_lines(node, (), lines)
    return YamlFile(value, lines)


def _note_lines(
    node: yaml.Node, path: tuple[Hashable, ...], lines: dict[tuple[Hashable, ...], int]
) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*path, key.value)
            lines[place] = key.start_mark.line + 1
            _note_lines(value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(item, (*path, position), lines)
