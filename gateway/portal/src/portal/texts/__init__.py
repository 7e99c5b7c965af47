"""The sentences of the pages, one catalogue per language.

de.yaml and en.yaml hold what all pages share; de_exams.yaml and its like go with a part of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml
from chassis.values import Language


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of one language by dotted key: "sign_in.title"."""

    language: Language
    sentences: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        """The sentence with its `{places}` filled in. Raises KeyError for an unknown key."""
        sentence = self.sentences[key]
        return sentence.format(**facts) if facts else sentence


def load_texts(language: Language) -> Texts:
    """Reads the catalogue of a language. Raises ValueError where two files have the same key."""
    sentences: dict[str, str] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda one: one.name):
        if not re.fullmatch(rf"{language}(_[a-z]+)?\.yaml", file.name):
            continue
        for key, sentence in _flatten("", yaml.safe_load(file.read_text(encoding="utf-8"))):
            if key in sentences:
                raise ValueError(f"{file.name}: {key} is in another file already")
            sentences[key] = sentence
    return Texts(language, sentences)


def _flatten(prefix: str, node: object) -> list[tuple[str, str]]:
    if isinstance(node, str):
        return [(prefix, node)]
    if not isinstance(node, dict):
        raise TypeError(f"{prefix}: texts are strings in groups, not {type(node).__name__}")
    return [
        leaf
        for key, child in node.items()
        for leaf in _flatten(f"{prefix}.{key}" if prefix else str(key), child)
    ]
