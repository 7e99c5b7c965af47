"""YAML that people write."""

import pytest
import yaml
from chassis.strict_yaml import read_strict_yaml


def test_plain_values_are_read() -> None:
    assert read_strict_yaml("a: [1, {b: x}]") == {"a": [1, {"b": "x"}]}


@pytest.mark.parametrize("text", ["a: 1\na: 2", "- {b: 1, b: 1}"])
def test_a_key_that_is_given_twice_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match=r"stands there twice\s+in .* line"):
        read_strict_yaml(text)


@pytest.mark.parametrize("text", ["!!python/object/apply:os.getcwd []", "a: [", "? [a]\n: b"])
def test_anything_but_plain_values_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_strict_yaml(text)
