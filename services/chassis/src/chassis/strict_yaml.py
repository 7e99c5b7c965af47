"""Reading YAML that people write, without guessing what they meant."""

from collections.abc import Hashable
from typing import Any

import yaml


def read_strict_yaml(text: str) -> object:
    """The plain values of a YAML text.

    Raises yaml.YAMLError, also for a key that is given twice, of which YAML would silently keep
    the last.
    """
    return yaml.load(text, _StrictLoader)  # noqa: S506  # the safe loader, only stricter


class _StrictLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f'the key "{key.value}" stands there twice', key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)
