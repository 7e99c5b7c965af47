"""Reads the files of a profile's folder into a checked profile."""

from pathlib import Path

import yaml
from chassis.strict_yaml import read_strict_yaml
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from records.domain.profile import (
    PROFILE_FILES,
    UNIVERSITY_FILE,
    Profile,
    ProfileRefusal,
    profile_from,
)
from records.domain.profile_entry import ProfileProblem


def read_profile(folder: Path) -> Profile | ProfileRefusal:
    """Reads and checks university.yaml, programmes.yaml and semesters.yaml in a folder.

    A file that is no YAML is refused before anything is checked, since its values are not known.
    """
    contents: dict[str, object] = {}
    unreadable: list[ProfileProblem] = []
    for name in PROFILE_FILES:
        path = folder / name
        if not path.is_file():
            remedy = f"Add it to {folder}."
            unreadable.append(ProfileProblem(name, "", "the file is missing", remedy))
            continue
        try:
            contents[name] = read_strict_yaml(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            remedy = "Save it in UTF-8."
            unreadable.append(ProfileProblem(name, "", "the file is not in UTF-8", remedy))
        except yaml.YAMLError as error:
            unreadable.append(_yaml_problem(name, error))
    if unreadable:
        return ProfileRefusal(tuple(unreadable))
    profile = profile_from(contents)
    if isinstance(profile, Profile) and (problem := _iban_problem(profile)):
        return ProfileRefusal((problem,))
    return profile


def _yaml_problem(name: str, error: yaml.YAMLError) -> ProfileProblem:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    fault = getattr(error, "problem", None) or str(error)
    remedy = "Correct it there; texts with a colon or a quotation mark need quotes around them."
    return ProfileProblem(name, place, fault, remedy)


def _iban_problem(profile: Profile) -> ProfileProblem | None:
    """A mistyped account number would send the contributions of all students astray."""
    iban = profile.university.bank_account.iban
    try:
        IBAN(iban)
    except SchwiftyException as error:
        fault = f'"{iban}" is no valid IBAN ({error})'
        remedy = "Copy it anew from the bank's papers."
        return ProfileProblem(UNIVERSITY_FILE, "bank_account.iban", fault, remedy)
    return None
