"""Stores and reads who holds or held which role of staff."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many
from sqlalchemy import Row, and_, delete, or_, select, update

from identity.domain.accounts import Account
from identity.domain.role_grants import GrantableRole, GrantOrigin, RoleGrant
from identity.domain.roles import STUDENT_ROLES, Role
from identity.store.tables import account_roles, accounts, grantable_roles, role_grants

# Where a page ends: the moment of its last row, and its id.
Position = tuple[datetime, UUID]


def grantable(tx: Transaction) -> Sequence[GrantableRole]:
    """The roles that administrators give, in the profile's order."""
    ordered = select(grantable_roles).order_by(grantable_roles.c.position)
    return [
        GrantableRole(
            Role(row.role),
            row.description,
            row.needs_second_administrator,
            row.most_days,
            row.lapse_days,
        )
        for row in tx.execute(ordered)
    ]


def store_grantable(tx: Transaction, roles: Sequence[GrantableRole]) -> None:
    """Replaces the roles that administrators give."""
    tx.execute(delete(grantable_roles))
    rows = [
        {
            "role": each.role.value,
            "position": position,
            "description": each.description,
            "needs_second_administrator": each.needs_second_administrator,
            "most_days": each.most_days,
            "lapse_days": each.lapse_days,
        }
        for position, each in enumerate(roles)
    ]
    insert_many(tx, grantable_roles, rows)


def keep_in_step(tx: Transaction, account: Account) -> None:
    """Notes grants for roles of staff that the account holds, and ends those that it lost.

    For whatever changes an account's roles without saying who gave or took them.
    """
    held = held_by(tx, account.person_id)
    roles = account.roles - STUDENT_ROLES
    missing = sorted(roles - {grant.role for grant in held})
    add_grants(
        tx,
        [
            RoleGrant(
                tx.new_id(),
                account.person_id,
                role,
                GrantOrigin.ACCOUNT,
                "",
                None,
                None,
                tx.now,
                None,
            )
            for role in missing
        ],
    )
    for grant in held:
        if grant.role not in roles:
            end_grant(tx, grant, None, "")


def add_grants(tx: Transaction, grants: Sequence[RoleGrant]) -> None:
    """Stores new grants."""
    rows = [
        {
            "role_grant_id": each.role_grant_id,
            "person_id": each.person_id,
            "role": each.role.value,
            "origin": each.origin.value,
            "reason": each.reason,
            "granted_by": each.granted_by,
            "approved_by": each.approved_by,
            "granted_at": each.granted_at,
            "expires_on": each.expires_on,
            "end_reason": "",
        }
        for each in grants
    ]
    insert_many(tx, role_grants, rows)


def note_command(tx: Transaction, person_id: UUID, reason: str) -> None:
    """Notes that a command on the server gave a person the roles that it holds."""
    tx.execute(
        update(role_grants)
        .where(role_grants.c.person_id == person_id, role_grants.c.ended_at.is_(None))
        .values(origin=GrantOrigin.COMMAND.value, reason=reason)
    )


def end_grant(tx: Transaction, grant: RoleGrant, ended_by: UUID | None, reason: str) -> None:
    """Notes that a grant has ended now."""
    tx.execute(
        update(role_grants)
        .where(role_grants.c.role_grant_id == grant.role_grant_id)
        .values(ended_at=tx.now, ended_by=ended_by, end_reason=reason)
    )


def held_by(tx: Transaction, person_id: UUID) -> Sequence[RoleGrant]:
    """The grants by which a person holds roles of staff."""
    held = (role_grants.c.person_id == person_id, role_grants.c.ended_at.is_(None))
    return _grants(tx.execute(select(role_grants).where(*held)).all())


def find_grant(tx: Transaction, role_grant_id: UUID) -> RoleGrant | None:
    """The grant with the id."""
    chosen = select(role_grants).where(role_grants.c.role_grant_id == role_grant_id)
    row = tx.execute(chosen).one_or_none()
    return None if row is None else _grant(row)


def persons_with_expired(tx: Transaction, today: date, limit: int) -> Sequence[UUID]:
    """Persons who hold a role whose last day is over."""
    over = (role_grants.c.ended_at.is_(None), role_grants.c.expires_on < today)
    chosen = select(role_grants.c.person_id).distinct().where(*over)
    return tx.execute(chosen.order_by(role_grants.c.person_id).limit(limit)).scalars().all()


def list_grants(
    tx: Transaction,
    *,
    person_id: UUID | None,
    role: Role | None,
    include_ended: bool,
    after: Position | None,
    limit: int,
) -> Sequence[RoleGrant]:
    """Grants, the newest first, those behind the position."""
    columns = role_grants.c
    chosen = select(role_grants)
    if person_id is not None:
        chosen = chosen.where(columns.person_id == person_id)
    if role is not None:
        chosen = chosen.where(columns.role == role.value)
    if not include_ended:
        chosen = chosen.where(columns.ended_at.is_(None))
    if after is not None:
        moment, grant_id = after
        chosen = chosen.where(
            or_(
                columns.granted_at < moment,
                and_(columns.granted_at == moment, columns.role_grant_id < grant_id),
            )
        )
    ordered = chosen.order_by(columns.granted_at.desc(), columns.role_grant_id.desc())
    return _grants(tx.execute(ordered.limit(limit)).all())


def hold_administrators(tx: Transaction) -> None:
    """Lets nobody else change who the system administrators are until this transaction ends."""
    tx.hold(["system administrators"])


def administrator_ids(tx: Transaction) -> Sequence[UUID]:
    """Everybody who holds the role of system administrators and whose account is not disabled."""
    chosen = (
        select(account_roles.c.person_id)
        .join(accounts, accounts.c.person_id == account_roles.c.person_id)
        .where(
            account_roles.c.role == Role.SYSTEM_ADMINISTRATOR.value, accounts.c.state != "disabled"
        )
    )
    return tx.execute(chosen.order_by(account_roles.c.person_id)).scalars().all()


def _grants(rows: Sequence[Row[Any]]) -> list[RoleGrant]:
    return [_grant(row) for row in rows]


def _grant(row: Row[Any]) -> RoleGrant:
    return RoleGrant(
        role_grant_id=row.role_grant_id,
        person_id=row.person_id,
        role=Role(row.role),
        origin=GrantOrigin(row.origin),
        reason=row.reason,
        granted_by=row.granted_by,
        approved_by=row.approved_by,
        granted_at=row.granted_at,
        expires_on=row.expires_on,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        end_reason=row.end_reason,
    )
