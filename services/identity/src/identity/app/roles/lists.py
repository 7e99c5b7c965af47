"""Reads requests for roles and grants of roles, with the names of everybody concerned."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from chassis.database import Transaction

from identity.domain.accounts import Account
from identity.domain.role_grants import GrantableRole, RequestState, RoleGrant, RoleRequest
from identity.domain.roles import Role
from identity.store import role_grants, role_requests
from identity.store.accounts import find_accounts
from identity.store.role_grants import Position

__all__ = [
    "Position",
    "grantable_roles",
    "list_role_grants",
    "list_role_requests",
    "load_grantable_roles",
    "people_of_grants",
    "people_of_requests",
    "person_of_request",
]


def list_role_requests(
    tx: Transaction, *, state: RequestState | None, after: Position | None, size: int
) -> tuple[Sequence[RoleRequest], bool]:
    """Requests, the newest first, and whether there are more."""
    found = role_requests.list_requests(tx, state=state, after=after, limit=size + 1)
    return found[:size], len(found) > size


def list_role_grants(
    tx: Transaction,
    *,
    person_id: UUID | None,
    role: Role | None,
    include_ended: bool,
    after: Position | None,
    size: int,
) -> tuple[Sequence[RoleGrant], bool]:
    """Grants, the newest first, and whether there are more."""
    found = role_grants.list_grants(
        tx,
        person_id=person_id,
        role=role,
        include_ended=include_ended,
        after=after,
        limit=size + 1,
    )
    return found[:size], len(found) > size


def grantable_roles(tx: Transaction) -> Sequence[GrantableRole]:
    """The roles that administrators give, in the profile's order."""
    return role_grants.grantable(tx)


def load_grantable_roles(tx: Transaction, roles: Sequence[GrantableRole]) -> bool:
    """Makes them what the profile says; False where they are so already."""
    if list(role_grants.grantable(tx)) == list(roles):
        return False
    role_grants.store_grantable(tx, roles)
    return True


def person_of_request(tx: Transaction, role_request_id: UUID) -> UUID | None:
    """Whose role a request is about; None where there is no such request."""
    found = role_requests.find_request(tx, role_request_id)
    return found.wanted.person_id if found else None


def people_of_requests(tx: Transaction, requests: Iterable[RoleRequest]) -> Mapping[UUID, Account]:
    """The accounts of everybody whom the requests name."""
    ids = [
        one
        for each in requests
        for one in (each.wanted.person_id, each.requested_by, each.decided_by)
    ]
    return find_accounts(tx, _known(ids))


def people_of_grants(tx: Transaction, grants: Iterable[RoleGrant]) -> Mapping[UUID, Account]:
    """The accounts of everybody whom the grants name."""
    ids = [
        one
        for each in grants
        for one in (each.person_id, each.granted_by, each.approved_by, each.ended_by)
    ]
    return find_accounts(tx, _known(ids))


def _known(ids: Iterable[UUID | None]) -> set[UUID]:
    return {each for each in ids if each is not None}
