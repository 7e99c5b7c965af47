"""The university account of a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import PersonName

from identity.domain.roles import Role

FIRST_STUDENT_NUMBER = 100_001

_STUDENT_USER_NAME = re.compile(r"lg[0-9]+")
_STAFF_USER_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")

# Who has one of these speaks for an office, a machine or this system, not for a person: the
# mailbox names of RFC 2142, those that the CA/Browser Forum's Baseline Requirements (section
# 3.2.2.4.4) take as a proof of owning a domain, and the usual names of operating systems.
_RESERVED_USER_NAMES = frozenset(
    (
        *("abuse", "ftp", "hostmaster", "info", "marketing", "news", "noc", "postmaster"),
        *("sales", "security", "support", "usenet", "uucp", "webmaster", "www"),
        *("admin", "administrator"),
        *("daemon", "guest", "mailer", "nobody", "noreply", "operator", "root", "system"),
        "matrikel",
    )
)


class AccountState(StrEnum):
    """Whether an account can be used."""

    ASSIGNED = "assigned"
    ACTIVE = "active"
    DISABLED = "disabled"


class DisableReason(StrEnum):
    """Why an account is disabled."""

    WIND_DOWN = "wind_down"
    EMPLOYMENT_ENDED = "employment_ended"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Employment:
    """That somebody is or was employed. `until` is the last day, None while no end is known."""

    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the person is employed on that day; the last day counts."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Account:
    """An account as everybody entitled may see it: no password, no code.

    `version` grows by one with each change. `person_version` is the version of the person's
    facts in records that `name` comes from; 0 for staff, whom records does not know.
    `wind_down_from` is the day on which the last enrolment ended, and `wind_down_stage` the code of
    the stage that holds; None and empty while an enrolment or an employment holds, and for a
    disabled account.
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
    employment: Employment | None = None
    disable_reason: DisableReason | None = None
    disable_note: str = ""
    wind_down_from: date | None = None
    wind_down_stage: str = ""
    # The confirmed private address, which notices go to as well; in no event.
    recovery_address: str = ""

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
    """Whether the name suits staff: small letters and digits.

    Never a student's `lg…` name, nor one that speaks for an office, such as postmaster.
    """
    return (
        bool(_STAFF_USER_NAME.fullmatch(user_name))
        and not is_student_user_name(user_name)
        and user_name not in _RESERVED_USER_NAMES
    )


def is_student_user_name(user_name: str) -> bool:
    """Whether the name is of the form that students get: `lg` and digits."""
    return bool(_STUDENT_USER_NAME.fullmatch(user_name))


def mailbox_of(user_name: str, domain: str) -> str:
    """The university mailbox of an account."""
    return f"{user_name}@{domain}"
