"""Accounts as personnel systems see them: the users of SCIM (RFC 7643, RFC 7644)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from hashlib import sha256
from typing import TypeAlias
from uuid import UUID

from chassis.values import PersonName

from identity.domain.accounts import Account, AccountState

_CLOSED_BY_PERSONNEL = "SCIM, client "


class UserType(StrEnum):
    """Who keeps a user's facts: the personnel system, or records."""

    STAFF = "staff"
    STUDENT = "student"


@dataclass(frozen=True, slots=True)
class UserFacts:
    """What a personnel system keeps. `external_id` is that system's own key, empty for none."""

    external_id: str
    user_name: str
    name: PersonName
    mailbox: str
    active: bool


@dataclass(frozen=True, slots=True)
class ScimUser:
    """A user as one personnel system sees it."""

    account: Account
    external_id: str
    changed_at: datetime
    affiliations: tuple[str, ...] = ()
    scoped_affiliations: tuple[str, ...] = ()

    @property
    def type(self) -> UserType:
        """Whoever studies or studied here is kept by records, whatever else they are."""
        return UserType.STUDENT if is_kept_by_records(self.account) else UserType.STAFF

    @property
    def active(self) -> bool:
        """Whether the account can be used, or will be once it is activated."""
        return self.account.state is not AccountState.DISABLED

    @property
    def version(self) -> str:
        """Differs whenever anything differs that the personnel system is shown."""
        account = self.account
        shown = (
            account.person_id,
            account.user_name,
            account.name,
            account.mailbox,
            account.state.value,
            sorted(role.value for role in account.roles),
            self.external_id,
            self.changed_at,
            self.affiliations,
            self.scoped_affiliations,
        )
        return sha256(repr(shown).encode()).hexdigest()[:32]


class Standing(Enum):
    """What stands against changing or deleting a user."""

    KEPT_BY_RECORDS = "kept_by_records"
    USER_NAME_FIXED = "user_name_fixed"
    VERSION_OUTDATED = "version_outdated"


def closing_note(client_id: UUID) -> str:
    """The reason that is noted with an account that a personnel system closed."""
    return f"{_CLOSED_BY_PERSONNEL}{client_id}"


def is_closed_by_personnel(account: Account) -> bool:
    """Whether a personnel system closed the account, which then may open it again."""
    return account.disable_note.startswith(_CLOSED_BY_PERSONNEL)


def is_kept_by_records(account: Account) -> bool:
    """Whether records knows the person: its facts come from there and from nowhere else."""
    return account.person_version > 0


def against_changing(user: ScimUser, expected_version: str) -> Standing | None:
    """What stands against any change of the user; `expected_version` is empty for any version."""
    if is_kept_by_records(user.account):
        return Standing.KEPT_BY_RECORDS
    if expected_version and expected_version != user.version:
        return Standing.VERSION_OUTDATED
    return None


def against_replacing(user: ScimUser, facts: UserFacts, expected_version: str) -> Standing | None:
    """What stands against giving the user these facts. User names never change."""
    if standing := against_changing(user, expected_version):
        return standing
    return Standing.USER_NAME_FIXED if facts.user_name != user.account.user_name else None


class UserAttribute(StrEnum):
    """What a filter can compare and a list can be sorted by."""

    ID = "id"
    EXTERNAL_ID = "external_id"
    USER_NAME = "user_name"
    GIVEN_NAMES = "given_names"
    FAMILY_NAME = "family_name"
    TITLE = "title"
    MAILBOX = "mailbox"
    ACTIVE = "active"
    USER_TYPE = "user_type"
    STATE = "state"
    ROLE = "role"
    CREATE_TIME = "create_time"
    CHANGE_TIME = "change_time"


class Operator(StrEnum):
    """The comparisons of RFC 7644, section 3.4.2.2."""

    EQUAL = "equal"
    NOT_EQUAL = "not_equal"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    GREATER = "greater"
    GREATER_OR_EQUAL = "greater_or_equal"
    LESS = "less"
    LESS_OR_EQUAL = "less_or_equal"


_EQUALITY = frozenset({Operator.EQUAL, Operator.NOT_EQUAL})
_ORDER = frozenset(
    {
        Operator.GREATER,
        Operator.GREATER_OR_EQUAL,
        Operator.LESS,
        Operator.LESS_OR_EQUAL,
    }
)
_TEXT = frozenset(Operator)

Value: TypeAlias = str | bool | datetime


@dataclass(frozen=True, slots=True)
class _Kind:
    value: type[str | bool | datetime]
    operators: frozenset[Operator]


_KINDS: Mapping[UserAttribute, _Kind] = {
    # Keys: nobody orders by them or looks for a part of one.
    UserAttribute.ID: _Kind(str, _EQUALITY),
    UserAttribute.EXTERNAL_ID: _Kind(str, _EQUALITY),
    UserAttribute.USER_NAME: _Kind(str, _TEXT),
    UserAttribute.GIVEN_NAMES: _Kind(str, _TEXT),
    UserAttribute.FAMILY_NAME: _Kind(str, _TEXT),
    UserAttribute.TITLE: _Kind(str, _TEXT),
    UserAttribute.MAILBOX: _Kind(str, _TEXT),
    UserAttribute.ACTIVE: _Kind(bool, _EQUALITY),
    UserAttribute.USER_TYPE: _Kind(str, _EQUALITY),
    UserAttribute.STATE: _Kind(str, _EQUALITY),
    UserAttribute.ROLE: _Kind(str, _EQUALITY),
    UserAttribute.CREATE_TIME: _Kind(datetime, _EQUALITY | _ORDER),
    UserAttribute.CHANGE_TIME: _Kind(datetime, _EQUALITY | _ORDER),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute compared with one value; case matters for keys only."""

    attribute: UserAttribute
    operator: Operator
    value: Value

    @property
    def is_suitable(self) -> bool:
        """Whether the attribute's kind has this comparison with a value of this kind."""
        kind = _KINDS[self.attribute]
        return self.operator in kind.operators and isinstance(self.value, kind.value)


@dataclass(frozen=True, slots=True)
class Present:
    """The attribute has a value."""

    attribute: UserAttribute


@dataclass(frozen=True, slots=True)
class Joined:
    """All of several filters, or any one of them."""

    filters: tuple["UserFilter", ...]
    all_of_them: bool


@dataclass(frozen=True, slots=True)
class Negated:
    """The opposite of a filter."""

    filter: "UserFilter"


UserFilter: TypeAlias = Comparison | Present | Joined | Negated


def unsuitable_comparisons(chosen: UserFilter | None) -> Sequence[Comparison]:
    """The comparisons in a filter that their attribute's kind does not have."""
    match chosen:
        case Comparison():
            return () if chosen.is_suitable else (chosen,)
        case Joined():
            return [one for each in chosen.filters for one in unsuitable_comparisons(each)]
        case Negated():
            return unsuitable_comparisons(chosen.filter)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class UserSearch:
    """Which users to list, in which order, from which position on (from 1), how many."""

    filter: UserFilter | None = None
    sort_by: UserAttribute = UserAttribute.USER_NAME
    descending: bool = False
    start_index: int = 1
    count: int = 100


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A user in a list, before its affiliations are known."""

    person_id: UUID
    external_id: str
    changed_at: datetime
