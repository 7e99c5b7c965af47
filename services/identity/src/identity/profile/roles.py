"""roles.yaml: which roles administrators give, and which of them need a second administrator."""

from pathlib import Path

from chassis.values import LocalizedText
from pydantic import Field

from identity.domain.role_grants import GrantableRole
from identity.domain.roles import STUDENT_ROLES, Role
from identity.profile.files import ProfileError, ProfileModel, Text, read_profile


class _Role(ProfileModel):
    role: Role
    description: Text
    second_administrator: bool
    most_days: int = Field(ge=0, le=3650)


class _File(ProfileModel):
    requests_lapse_after_days: int = Field(ge=1, le=365)
    roles: tuple[_Role, ...] = Field(min_length=1)


def read_grantable_roles(folder: Path) -> tuple[GrantableRole, ...] | None:
    """The roles; None where the folder has no roles.yaml. Raises ProfileError."""
    path = folder / "roles.yaml"
    if not path.exists():
        return None
    found = read_profile(path, _File)
    if problem := _problem(found):
        raise ProfileError(f"{path}: {problem}")
    return tuple(
        GrantableRole(
            each.role,
            LocalizedText(de=each.description.de, en=each.description.en),
            each.second_administrator,
            each.most_days,
            found.requests_lapse_after_days,
        )
        for each in found.roles
    )


def _problem(found: _File) -> str:
    """What contradicts itself in the file; empty for nothing."""
    names = [each.role for each in found.roles]
    if twice := sorted({each for each in names if names.count(each) > 1}):
        return f"roles: {', '.join(twice)} is named twice"
    if students := sorted(STUDENT_ROLES.intersection(names)):
        return f"roles: {', '.join(students)} follows from an enrolment"
    if Role.SYSTEM_ADMINISTRATOR not in names:
        return "roles: system_administrator is missing, so that nobody could become one"
    return ""
