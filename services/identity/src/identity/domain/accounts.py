"""The university account of a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import PersonName

from identity.domain.roles import Role

FIRST_STUDENT_NUMBER = 100_001

_STUDENT_USER_NAME = re.compile(r"lg[0-9]+")
_STAFF_USER_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")


class AccountState(StrEnum):
    """Whether an account can be used."""

    ASSIGNED = "assigned"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as everybody entitled may see it: no password, no code.

    `version` grows by one with each change. `person_version` is the version of the person's
    facts in records that `name` comes from; 0 for staff, whom records does not know.
    """

    person_id: UUID
    user_name: str
    mailbox: str
    name: PersonName
    roles: frozenset[Role]
    state: AccountState
    created_at: datetime
    version: int
    person_version: int = 0

    def renamed(self, name: PersonName, person_version: int) -> "Account":
        """The account under the name that records knows; itself when it knows a newer one."""
        if person_version <= self.person_version:
            return self
        if name == self.name:
            return replace(self, person_version=person_version)
        return replace(self, name=name, person_version=person_version, version=self.version + 1)

    def with_roles(self, roles: Iterable[Role]) -> "Account":
        """The account with these roles added; itself when it holds them."""
        added = self.roles.union(roles)
        if added == self.roles:
            return self
        return replace(self, roles=added, version=self.version + 1)

    def activated(self) -> "Account":
        """The account after its initial code was used."""
        return replace(self, state=AccountState.ACTIVE, version=self.version + 1)


def student_user_name(number: int) -> str:
    """`lg` and at least six digits."""
    return f"lg{number:06d}"


def known_form(user_name: str) -> str:
    """A typed user name as accounts are stored: blanks around it and case do not matter."""
    return user_name.strip().lower()


def is_staff_user_name(user_name: str) -> bool:
    """Whether the name suits staff: small letters and digits, never a student's `lg…` name."""
    return bool(_STAFF_USER_NAME.fullmatch(user_name)) and not _STUDENT_USER_NAME.fullmatch(
        user_name
    )


def mailbox_of(user_name: str, domain: str) -> str:
    """The university mailbox of an account."""
    return f"{user_name}@{domain}"
