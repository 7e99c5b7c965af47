"""Reads the YAML files of the profile; a mistake is named by file, place and reason."""

from pathlib import Path
from typing import TypeVar

import yaml
from chassis.strict_yaml import read_strict_yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

M = TypeVar("M", bound="ProfileModel")


class ProfileError(Exception):
    """A file of the profile is missing or wrong; the text says which and where."""


class ProfileModel(BaseModel):
    """A part of a profile file. Unknown entries are mistakes, not additions."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(ProfileModel):
    """A text in both languages."""

    de: str = Field(min_length=1)
    en: str = Field(min_length=1)


def read_profile(path: Path, model: type[M]) -> M:
    """The contents of a file. Raises ProfileError."""
    try:
        return model.model_validate(read_strict_yaml(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ProfileError(f"{path}: {error}") from error
