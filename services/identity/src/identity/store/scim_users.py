"""Finds the users that personnel systems see, and keeps what those systems keep with them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

from identity.domain.accounts import AccountState
from identity.domain.scim_users import (
    Comparison,
    FoundUser,
    Joined,
    Negated,
    Operator,
    Present,
    UserAttribute,
    UserFilter,
    UserSearch,
    UserType,
)
from identity.store.tables import (
    account_roles,
    accounts,
    initial_codes,
    scim_deletions,
    scim_external_ids,
)

_ACTIVE = accounts.c.state != AccountState.DISABLED.value
_TEXTS: Mapping[UserAttribute, ColumnElement[str]] = {
    UserAttribute.USER_NAME: accounts.c.user_name,
    UserAttribute.GIVEN_NAMES: accounts.c.given_names,
    UserAttribute.FAMILY_NAME: accounts.c.family_name,
    UserAttribute.TITLE: accounts.c.title,
    UserAttribute.MAILBOX: accounts.c.mailbox,
    UserAttribute.USER_TYPE: case(
        (accounts.c.person_version > 0, literal(UserType.STUDENT.value)),
        else_=literal(UserType.STAFF.value),
    ),
    UserAttribute.STATE: accounts.c.state,
}
_MOMENTS: Mapping[UserAttribute, ColumnElement[datetime]] = {
    UserAttribute.CREATE_TIME: accounts.c.created_at,
    UserAttribute.CHANGE_TIME: accounts.c.changed_at,
}
_OPERATORS: Mapping[Operator, Callable[[ColumnElement[Any], Any], ColumnElement[bool]]] = {
    Operator.EQUAL: lambda column, value: column == value,
    Operator.NOT_EQUAL: lambda column, value: column != value,
    Operator.CONTAINS: lambda column, value: column.contains(value, autoescape=True),
    Operator.STARTS_WITH: lambda column, value: column.startswith(value, autoescape=True),
    Operator.ENDS_WITH: lambda column, value: column.endswith(value, autoescape=True),
    Operator.GREATER: lambda column, value: column > value,
    Operator.GREATER_OR_EQUAL: lambda column, value: column >= value,
    Operator.LESS: lambda column, value: column < value,
    Operator.LESS_OR_EQUAL: lambda column, value: column <= value,
}


def find_user(tx: Transaction, client_id: UUID, person_id: UUID) -> FoundUser | None:
    """The user with this id, or None; deleted ones are not found."""
    row = tx.execute(_visible(client_id).where(accounts.c.person_id == person_id)).one_or_none()
    return FoundUser(row.person_id, row.external_id, row.changed_at) if row else None


def search_users(
    tx: Transaction, client_id: UUID, search: UserSearch
) -> tuple[list[FoundUser], int]:
    """One page of the users that match, and how many match in all."""
    matching = _visible(client_id)
    if search.filter is not None:
        matching = matching.where(_condition(search.filter))
    total: int = tx.execute(
        select(func.count()).select_from(matching.order_by(None).subquery())
    ).scalar_one()
    if not search.count:
        return [], total
    order = _sort_key(search.sort_by)
    page = (
        matching.order_by(order.desc() if search.descending else order, accounts.c.user_name)
        .limit(search.count)
        .offset(search.start_index - 1)
    )
    rows = tx.execute(page).all()
    return [FoundUser(row.person_id, row.external_id, row.changed_at) for row in rows], total


def keep_external_id(tx: Transaction, client_id: UUID, person_id: UUID, external_id: str) -> None:
    """Keeps a personnel system's own key for a user; empty forgets it."""
    if external_id:
        row = {"client_id": client_id, "person_id": person_id, "external_id": external_id}
        upsert(tx, scim_external_ids, [row], key=["client_id", "person_id"])
        return
    tx.execute(
        delete(scim_external_ids).where(
            scim_external_ids.c.client_id == client_id, scim_external_ids.c.person_id == person_id
        )
    )


def owner_of_external_id(tx: Transaction, client_id: UUID, external_id: str) -> UUID | None:
    """Whose key this is in that personnel system, or None."""
    owner: UUID | None = tx.execute(
        select(scim_external_ids.c.person_id).where(
            scim_external_ids.c.client_id == client_id,
            scim_external_ids.c.external_id == external_id,
        )
    ).scalar_one_or_none()
    return owner


def note_deletion(tx: Transaction, person_id: UUID) -> None:
    """Notes that a personnel system deleted the user, whose keys are free and codes void."""
    tx.execute(delete(initial_codes).where(initial_codes.c.person_id == person_id))
    tx.execute(delete(scim_external_ids).where(scim_external_ids.c.person_id == person_id))
    row = {"person_id": person_id, "deleted_at": tx.now}
    upsert(tx, scim_deletions, [row], key=["person_id"])


def _visible(client_id: UUID) -> Select[Any]:
    """Every user but the deleted; one that administrators enabled again is there again."""
    deleted = exists().where(scim_deletions.c.person_id == accounts.c.person_id)
    keys = and_(
        scim_external_ids.c.person_id == accounts.c.person_id,
        scim_external_ids.c.client_id == client_id,
    )
    return (
        select(accounts.c.person_id, accounts.c.changed_at, _external_id().label("external_id"))
        .select_from(accounts.outerjoin(scim_external_ids, keys))
        .where(or_(_ACTIVE, not_(deleted)))
    )


def _external_id() -> ColumnElement[str]:
    return func.coalesce(scim_external_ids.c.external_id, literal(""))


def _condition(chosen: UserFilter) -> ColumnElement[bool]:
    match chosen:
        case Comparison():
            return _comparison(chosen)
        case Present(attribute):
            return _presence(attribute)
        case Joined(filters, all_of_them):
            conditions = [_condition(each) for each in filters]
            return and_(*conditions) if all_of_them else or_(*conditions)
        case Negated(negated):
            return not_(_condition(negated))


def _comparison(comparison: Comparison) -> ColumnElement[bool]:
    attribute, value = comparison.attribute, comparison.value
    holds = _OPERATORS[comparison.operator]
    if attribute in _TEXTS:
        # Without case: SCIM's texts are "caseExact": false.
        return holds(func.lower(_TEXTS[attribute]), str(value).lower())
    if attribute in _MOMENTS:
        return holds(_MOMENTS[attribute], value)
    is_equal = _equality(attribute, value)
    return not_(is_equal) if comparison.operator is Operator.NOT_EQUAL else is_equal


def _equality(attribute: UserAttribute, value: object) -> ColumnElement[bool]:
    """For what is only ever compared as a whole. "Not equal" is that no value is."""
    match attribute:
        case UserAttribute.ACTIVE:
            return _ACTIVE if value else not_(_ACTIVE)
        case UserAttribute.EXTERNAL_ID:
            return and_(_external_id() == str(value), _external_id() != "")
        case UserAttribute.ROLE:
            return _holds_role(account_roles.c.role == str(value).lower())
        case _:
            try:
                return accounts.c.person_id == UUID(str(value))
            except ValueError:
                return false()


def _presence(attribute: UserAttribute) -> ColumnElement[bool]:
    match attribute:
        case UserAttribute.ROLE:
            return _holds_role()
        case UserAttribute.EXTERNAL_ID:
            return _external_id() != ""
        case UserAttribute.TITLE:
            return accounts.c.title != ""
        case _:
            return not_(false())


def _holds_role(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(account_roles.c.person_id == accounts.c.person_id, *which)


def _sort_key(attribute: UserAttribute) -> ColumnElement[Any]:
    """What a list is sorted by; roles have no order, so they leave the one of the user names."""
    if attribute in _TEXTS:
        return func.lower(_TEXTS[attribute])
    if attribute in _MOMENTS:
        return _MOMENTS[attribute]
    match attribute:
        case UserAttribute.ID:
            return accounts.c.person_id
        case UserAttribute.EXTERNAL_ID:
            return _external_id()
        case UserAttribute.ACTIVE:
            return case((_ACTIVE, 1), else_=0)
        case _:
            return accounts.c.user_name
