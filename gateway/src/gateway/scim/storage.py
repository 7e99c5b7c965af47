"""Where the SCIM interface reads and writes users: identity, over gRPC."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from matrikel.identity.v1 import scim_pb2
from scim2_models import (
    NotFoundException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.storage import AsyncScimStorage, SearchPage

from gateway.scim.filters import attribute_at, packed_filter
from gateway.scim.resources import LAST_POSITION, USERS_PER_PAGE, UniversityUser
from gateway.scim.users import packed_facts, unpacked_user, version_in

if TYPE_CHECKING:
    from matrikel.identity.v1.scim_pb2_grpc import ScimUserServiceAsyncStub


class UsersOfIdentity(AsyncScimStorage):
    """Users as identity keeps them. Identity decides what may be changed, and by whom.

    Every method raises `grpc.aio.AioRpcError` for what identity refuses.
    """

    def __init__(self, users: "ScimUserServiceAsyncStub") -> None:
        self.users = users

    async def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """The user with this id. Raises `NotFoundException` for what no id can be."""
        del resource_type, response_parameters
        request = scim_pb2.GetScimUserRequest(person_id=_person_id(resource_id))
        return unpacked_user((await self.users.GetScimUser(request)).user)

    async def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        """One page of the matching users. Raises `InvalidFilterException`."""
        del resource_types, position
        count = search_request.count
        request = scim_pb2.ListScimUsersRequest(
            filter=packed_filter(search_request.filter),
            start_index=min(search_request.start_index or 1, LAST_POSITION),
            count=USERS_PER_PAGE if count is None else min(count, USERS_PER_PAGE),
            descending=search_request.sort_order is SearchRequest.SortOrder.descending,
        )
        if search_request.sort_by is not None:
            request.sort_by = attribute_at(str(search_request.sort_by))
        found = await self.users.ListScimUsers(request)
        return SearchPage(found.total, [unpacked_user(user) for user in found.users])

    async def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Makes an account of staff."""
        del resource_type
        request = scim_pb2.CreateScimUserRequest(
            facts=packed_facts(cast("UniversityUser", resource)), request_id=str(uuid4())
        )
        return unpacked_user((await self.users.CreateScimUser(request)).user)

    async def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        """Gives a user the facts of the resource."""
        del resource_type
        request = scim_pb2.ReplaceScimUserRequest(
            person_id=_person_id(str(resource.id)),
            facts=packed_facts(cast("UniversityUser", resource)),
            expected_version=version_in(expected_version),
            request_id=str(uuid4()),
        )
        return unpacked_user((await self.users.ReplaceScimUser(request)).user)

    async def delete(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        expected_version: str | None = None,
    ) -> None:
        """Deletes a user, whose account is disabled for good."""
        del resource_type
        request = scim_pb2.DeleteScimUserRequest(
            person_id=_person_id(resource_id),
            expected_version=version_in(expected_version),
            request_id=str(uuid4()),
        )
        await self.users.DeleteScimUser(request)


def _person_id(resource_id: str) -> str:
    """The id in the form of the contract; what is no id names nobody."""
    try:
        return str(UUID(resource_id))
    except ValueError:
        raise NotFoundException(detail=f"There is no user {resource_id!r}.") from None
