"""ScimUserService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, unpack_moment
from chassis.rpc import Caller, Relation, Work, current_call
from chassis.values import PersonName
from matrikel.identity.v1 import account_pb2, scim_pb2, scim_pb2_grpc

from identity.app.scim import users
from identity.domain.mailboxes import MailboxDomains
from identity.domain.scim_users import (
    Comparison,
    Joined,
    Negated,
    Operator,
    Present,
    ScimUser,
    UserAttribute,
    UserFacts,
    UserFilter,
    UserSearch,
)
from identity.events.packing import pack_role

Context = grpc.aio.ServicerContext[Any, Any]


def relation_to_scim_user(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """ANY for a user, None where there is none."""
    exists = users.user_exists(tx, caller.person_id, UUID(resource_id))
    return Relation.ANY if exists else None


class ScimUserApi(scim_pb2_grpc.ScimUserServiceServicer):
    """Answers ScimUserService."""

    def __init__(self, work: Work, domains: MailboxDomains) -> None:
        self._work = work
        self._domains = domains

    async def ListScimUsers(
        self, request: scim_pb2.ListScimUsersRequest, context: Context
    ) -> scim_pb2.ListScimUsersResponse:
        search = _search(request)
        client_id = _client_id()

        def answer(tx: Transaction) -> scim_pb2.ListScimUsersResponse:
            found, total = users.list_users(tx, client_id, search)
            return scim_pb2.ListScimUsersResponse(users=map(_pack, found), total=total)

        return await self._work.read(answer)

    async def GetScimUser(
        self, request: scim_pb2.GetScimUserRequest, context: Context
    ) -> scim_pb2.GetScimUserResponse:
        client_id = _client_id()
        return await self._work.read(
            lambda tx: scim_pb2.GetScimUserResponse(
                user=_pack(users.get_user(tx, client_id, UUID(request.person_id)))
            )
        )

    async def CreateScimUser(
        self, request: scim_pb2.CreateScimUserRequest, context: Context
    ) -> scim_pb2.CreateScimUserResponse:
        client_id, facts = _client_id(), _facts(request.facts)
        return await self._work.write(
            lambda tx: scim_pb2.CreateScimUserResponse(
                user=_pack(users.create_user(tx, client_id, facts, self._domains))
            )
        )

    async def ReplaceScimUser(
        self, request: scim_pb2.ReplaceScimUserRequest, context: Context
    ) -> scim_pb2.ReplaceScimUserResponse:
        client_id, facts = _client_id(), _facts(request.facts)
        person_id, version = UUID(request.person_id), request.expected_version
        return await self._work.write(
            lambda tx: scim_pb2.ReplaceScimUserResponse(
                user=_pack(
                    users.replace_user(tx, client_id, person_id, facts, version, self._domains)
                )
            )
        )

    async def DeleteScimUser(
        self, request: scim_pb2.DeleteScimUserRequest, context: Context
    ) -> scim_pb2.DeleteScimUserResponse:
        client_id = _client_id()

        def answer(tx: Transaction) -> scim_pb2.DeleteScimUserResponse:
            users.delete_user(
                tx,
                client_id,
                UUID(request.person_id),
                request.expected_version,
                validate_only=request.validate_only,
            )
            return scim_pb2.DeleteScimUserResponse()

        return await self._work.write(answer)


def _client_id() -> UUID:
    """The calling system: its id stands in the place of a person's."""
    caller = current_call().caller
    assert caller is not None, "the contract opens the methods to systems alone"
    return caller.person_id


def _facts(facts: scim_pb2.ScimUserFacts) -> UserFacts:
    return UserFacts(
        facts.external_id,
        facts.user_name,
        PersonName(facts.given_names, facts.family_name, title=facts.title),
        facts.mailbox,
        facts.active,
    )


def _search(request: scim_pb2.ListScimUsersRequest) -> UserSearch:
    chosen = _filter(request.filter) if request.HasField("filter") else None
    by = _attribute(request.sort_by) if request.sort_by else UserAttribute.USER_NAME
    return UserSearch(chosen, by, request.descending, max(request.start_index, 1), request.count)


def _filter(packed: scim_pb2.ScimFilter) -> UserFilter:
    match packed.WhichOneof("filter"):
        case "comparison":
            return _comparison(packed.comparison)
        case "present":
            return Present(_attribute(packed.present))
        case "all_of":
            return Joined(tuple(map(_filter, packed.all_of.filters)), all_of_them=True)
        case "any_of":
            return Joined(tuple(map(_filter, packed.any_of.filters)), all_of_them=False)
        case _:
            return Negated(_filter(getattr(packed, "not")))


def _comparison(packed: scim_pb2.ScimComparison) -> Comparison:
    operator = Operator[scim_pb2.ScimOperator.Name(packed.operator).removeprefix("SCIM_OPERATOR_")]
    attribute = _attribute(packed.attribute)
    match packed.WhichOneof("value"):
        case "text":
            return Comparison(attribute, operator, packed.text)
        case "truth":
            return Comparison(attribute, operator, packed.truth)
        case _:
            return Comparison(attribute, operator, unpack_moment(packed.moment))


def _attribute(packed: scim_pb2.ScimAttribute.ValueType) -> UserAttribute:
    name = scim_pb2.ScimAttribute.Name(packed)
    return UserAttribute[name.removeprefix("SCIM_ATTRIBUTE_")]


def _pack(user: ScimUser) -> scim_pb2.ScimUser:
    account = user.account
    return scim_pb2.ScimUser(
        person_id=str(account.person_id),
        facts=scim_pb2.ScimUserFacts(
            external_id=user.external_id,
            user_name=account.user_name,
            given_names=account.name.given_names,
            family_name=account.name.family_name,
            title=account.name.title,
            mailbox=account.mailbox,
            active=user.active,
        ),
        type=scim_pb2.ScimUserType.Value(f"SCIM_USER_TYPE_{user.type.name}"),
        state=account_pb2.AccountState.Value(f"ACCOUNT_STATE_{account.state.name}"),
        roles=sorted(pack_role(role) for role in account.roles),
        affiliations=user.affiliations,
        scoped_affiliations=user.scoped_affiliations,
        create_time=pack_moment(account.created_at),
        change_time=pack_moment(user.changed_at),
        version=user.version,
    )
