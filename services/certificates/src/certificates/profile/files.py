"""Reads the files of a profile's folder; a file that is not there leaves the usual values."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from chassis.strict_yaml import read_strict_yaml

from certificates.domain.branding import Branding
from certificates.domain.rules import CertificatesRules, RulesError, rules_from
from certificates.profile import branding_file
from certificates.profile.problems import Problem, ProfileError

RULES_FILE = "rules.yaml"

_Values = TypeVar("_Values")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a university decides for itself about its certificates; None: it did not say."""

    branding: Branding | None
    rules: CertificatesRules | None


def read_profile(folder: Path) -> Profile:
    """Reads branding.yaml and rules.yaml. Raises ProfileError, which names every problem."""
    problems: list[Problem] = []
    branding = _read(
        folder,
        branding_file.FILE,
        lambda values: branding_file.branding_from(values, folder),
        problems,
    )
    rules = _read(folder, RULES_FILE, rules_from, problems)
    if branding is None and rules is None and not problems:
        remedy = f"neither {branding_file.FILE} nor {RULES_FILE} is there"
        problems.append(Problem(str(folder), "", remedy))
    if problems:
        raise ProfileError(tuple(problems))
    return Profile(branding, rules)


def _read(
    folder: Path, name: str, check: Callable[[object], _Values], problems: list[Problem]
) -> _Values | None:
    path = folder / name
    if not path.is_file():
        return None
    try:
        return check(read_strict_yaml(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "save it in UTF-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problems.append(Problem(name, place, getattr(error, "problem", None) or str(error)))
    except ProfileError as error:
        problems += error.problems
    except RulesError as error:
        problems += [Problem(name, "", one) for one in error.problems]
    return None
