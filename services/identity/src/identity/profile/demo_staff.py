"""demo_staff.yaml: staff accounts of the demonstration."""

from pathlib import Path

from chassis.values import PersonName
from pydantic import Field

from identity.app.accounts.making import NewStaff
from identity.domain.roles import Role
from identity.profile.files import ProfileModel, read_profile


class _Row(ProfileModel):
    user_name: str
    given_names: str = Field(min_length=1)
    family_name: str = Field(min_length=1)
    title: str = ""
    roles: frozenset[Role] = Field(min_length=1)
    mailbox: str = ""


class _File(ProfileModel):
    staff: tuple[_Row, ...]


def read_demo_staff(path: Path) -> tuple[NewStaff, ...]:
    """The members of staff in the order of the file. Raises ProfileError."""
    return tuple(
        NewStaff(
            user_name=row.user_name,
            name=PersonName(row.given_names, row.family_name, title=row.title),
            roles=row.roles,
            mailbox=row.mailbox,
        )
        for row in read_profile(path, _File).staff
    )
