"""RoleService over gRPC."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_date, pack_moment, pack_name, pack_text, unpack_date
from chassis.paging import encode_token, moment_in, page_size, read_position
from chassis.rpc import Caller, Relation, Work
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import role_pb2, role_pb2_grpc

from identity.api.callers import caller
from identity.app.roles.changes import approve_role, refuse_role, request_role, revoke_role
from identity.app.roles.lists import (
    Position,
    grantable_roles,
    list_role_grants,
    list_role_requests,
    people_of_grants,
    people_of_requests,
    person_of_request,
)
from identity.app.roles.refusals import expire_date_invalid, role_objected
from identity.domain.accounts import Account
from identity.domain.role_grants import (
    GrantOrigin,
    RequestState,
    RoleGrant,
    RoleObjection,
    RoleRequest,
    WantedRole,
)
from identity.domain.roles import Role
from identity.events.packing import pack_role

Context = grpc.aio.ServicerContext[Any, Any]

_STATES = {
    RequestState.OPEN: role_pb2.ROLE_REQUEST_STATE_OPEN,
    RequestState.GRANTED: role_pb2.ROLE_REQUEST_STATE_GRANTED,
    RequestState.REFUSED: role_pb2.ROLE_REQUEST_STATE_REFUSED,
    RequestState.LAPSED: role_pb2.ROLE_REQUEST_STATE_LAPSED,
}
_STATES_BY_NUMBER = {number: state for state, number in _STATES.items()}
_ORIGINS = {
    GrantOrigin.REQUEST: role_pb2.ROLE_GRANT_ORIGIN_REQUEST,
    GrantOrigin.ACCOUNT: role_pb2.ROLE_GRANT_ORIGIN_ACCOUNT,
    GrantOrigin.COMMAND: role_pb2.ROLE_GRANT_ORIGIN_COMMAND,
}
_ROLES = {pack_role(role): role for role in Role}

People = Mapping[UUID, Account]


def relation_to_role_request(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN where the role would be the caller's, ANY for others, None where there is none."""
    person_id = person_of_request(tx, UUID(resource_id))
    if person_id is None:
        return None
    return Relation.OWN if person_id == caller.person_id else Relation.ANY


class RoleApi(role_pb2_grpc.RoleServiceServicer):
    """Answers RoleService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def RequestRole(
        self, request: role_pb2.RequestRoleRequest, context: Context
    ) -> role_pb2.RequestRoleResponse:
        wanted = WantedRole(
            UUID(request.person_id),
            _role(request.role),
            request.reason.strip(),
            _expire_date(request),
        )
        me = caller().person_id

        def ask(tx: Transaction) -> role_pb2.RequestRoleResponse:
            made = request_role(tx, wanted, me)
            return role_pb2.RequestRoleResponse(role_request=_packed_request(tx, made))

        return await self._work.write(ask)

    async def ApproveRole(
        self, request: role_pb2.ApproveRoleRequest, context: Context
    ) -> role_pb2.ApproveRoleResponse:
        me = caller().person_id

        def approve(tx: Transaction) -> role_pb2.ApproveRoleResponse:
            made = approve_role(tx, UUID(request.role_request_id), me)
            return role_pb2.ApproveRoleResponse(role_request=_packed_request(tx, made))

        return await self._work.write(approve)

    async def RefuseRole(
        self, request: role_pb2.RefuseRoleRequest, context: Context
    ) -> role_pb2.RefuseRoleResponse:
        me = caller().person_id

        def refuse(tx: Transaction) -> role_pb2.RefuseRoleResponse:
            reason = request.reason.strip()
            made = refuse_role(tx, UUID(request.role_request_id), me, reason)
            return role_pb2.RefuseRoleResponse(role_request=_packed_request(tx, made))

        return await self._work.write(refuse)

    async def RevokeRole(
        self, request: role_pb2.RevokeRoleRequest, context: Context
    ) -> role_pb2.RevokeRoleResponse:
        me, role = caller().person_id, _role(request.role)

        def revoke(tx: Transaction) -> role_pb2.RevokeRoleResponse:
            ended = revoke_role(
                tx,
                UUID(request.person_id),
                role,
                me,
                request.reason.strip(),
                validate_only=request.validate_only,
            )
            [packed] = _packed_grants(tx, [ended])
            return role_pb2.RevokeRoleResponse(role_grant=packed)

        return await self._work.write(revoke)

    async def ListRoleRequests(
        self, request: role_pb2.ListRoleRequestsRequest, context: Context
    ) -> role_pb2.ListRoleRequestsResponse:
        after = read_position(request.page_token, 2, _position)
        state = _STATES_BY_NUMBER.get(request.state)
        size = page_size(request.page_size)

        def read(tx: Transaction) -> role_pb2.ListRoleRequestsResponse:
            found, more = list_role_requests(tx, state=state, after=after, size=size)
            people = people_of_requests(tx, found)
            last = found[-1] if more else None
            return role_pb2.ListRoleRequestsResponse(
                role_requests=[_pack_request(each, people) for each in found],
                next_page_token=encode_token(
                    [last.requested_at.isoformat(), str(last.role_request_id)]
                )
                if last
                else "",
            )

        return await self._work.read(read)

    async def ListRoleGrants(
        self, request: role_pb2.ListRoleGrantsRequest, context: Context
    ) -> role_pb2.ListRoleGrantsResponse:
        after = read_position(request.page_token, 2, _position)
        size = page_size(request.page_size)
        role = _role(request.role) if request.role else None
        person_id = UUID(request.person_id) if request.person_id else None

        def read(tx: Transaction) -> role_pb2.ListRoleGrantsResponse:
            found, more = list_role_grants(
                tx,
                person_id=person_id,
                role=role,
                include_ended=request.include_ended,
                after=after,
                size=size,
            )
            last = found[-1] if more else None
            return role_pb2.ListRoleGrantsResponse(
                role_grants=_packed_grants(tx, found),
                next_page_token=encode_token([last.granted_at.isoformat(), str(last.role_grant_id)])
                if last
                else "",
            )

        return await self._work.read(read)

    async def ListGrantableRoles(
        self, request: role_pb2.ListGrantableRolesRequest, context: Context
    ) -> role_pb2.ListGrantableRolesResponse:
        return role_pb2.ListGrantableRolesResponse(
            roles=[
                role_pb2.GrantableRole(
                    role=pack_role(each.role),
                    description=pack_text(each.description),
                    needs_second_administrator=each.needs_second_administrator,
                    most_days=each.most_days,
                )
                for each in await self._work.read(grantable_roles)
            ]
        )


def _role(number: int) -> Role:
    """The role of staff that a request names. Raises ROLE_NOT_GRANTABLE for no account's role."""
    role = _ROLES.get(access_pb2.Role.ValueType(number))
    if role is None:
        raise role_objected(RoleObjection.ROLE_NOT_GRANTABLE)
    return role


def _expire_date(request: role_pb2.RequestRoleRequest) -> date | None:
    if not request.HasField("expire_date"):
        return None
    try:
        return unpack_date(request.expire_date)
    except (ValueError, OverflowError):
        raise expire_date_invalid() from None


def _position(moment: str, row_id: str) -> Position:
    return moment_in(moment), UUID(row_id)


def _packed_request(tx: Transaction, request: RoleRequest) -> role_pb2.RoleRequest:
    return _pack_request(request, people_of_requests(tx, [request]))


def _packed_grants(tx: Transaction, found: Iterable[RoleGrant]) -> list[role_pb2.RoleGrant]:
    grants = list(found)
    people = people_of_grants(tx, grants)
    return [_pack_grant(each, people) for each in grants]


def _pack_request(request: RoleRequest, people: People) -> role_pb2.RoleRequest:
    return role_pb2.RoleRequest(
        role_request_id=str(request.role_request_id),
        person=_pack_person(request.wanted.person_id, people),
        role=pack_role(request.wanted.role),
        reason=request.wanted.reason,
        expire_date=pack_date(request.wanted.expires_on),
        state=_STATES[request.state],
        requester=_pack_person(request.requested_by, people),
        request_time=pack_moment(request.requested_at),
        lapse_time=pack_moment(request.lapses_at),
        decider=_pack_person(request.decided_by, people),
        decide_time=pack_moment(request.decided_at),
        refusal_reason=request.refusal_reason,
    )


def _pack_grant(grant: RoleGrant, people: People) -> role_pb2.RoleGrant:
    return role_pb2.RoleGrant(
        role_grant_id=str(grant.role_grant_id),
        person=_pack_person(grant.person_id, people),
        role=pack_role(grant.role),
        origin=_ORIGINS[grant.origin],
        reason=grant.reason,
        granter=_pack_person(grant.granted_by, people),
        approver=_pack_person(grant.approved_by, people),
        grant_time=pack_moment(grant.granted_at),
        expire_date=pack_date(grant.expires_on),
        end_time=pack_moment(grant.ended_at),
        ender=_pack_person(grant.ended_by, people),
        end_reason=grant.end_reason,
    )


def _pack_person(person_id: UUID | None, people: People) -> role_pb2.RolePerson | None:
    if person_id is None:
        return None
    account = people[person_id]
    return role_pb2.RolePerson(
        person_id=str(person_id),
        user_name=account.user_name,
        name=pack_name(account.name),
    )
