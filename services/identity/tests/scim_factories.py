"""What tests of personnel systems are made of."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from chassis.rpc import bearer
from chassis.testing import TokenMint, within
from identity.app.tokens.signing_keys import current_signing_key
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import scim_pb2, scim_pb2_grpc

from services.identity.tests.factors_factories import CHEST

SCIM = ("scim",)


@dataclass
class PersonnelSystem:
    """A system with client credentials that provisions accounts over gRPC."""

    identity: Any
    client_id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        channel = self.identity.under_test.channel
        self.users = scim_pb2_grpc.ScimUserServiceStub(channel)

    def metadata(self, *scopes: str) -> Any:
        """The system's access token, as the token endpoint issues it."""
        database = self.identity.database
        key = within(database, current_signing_key, CHEST)
        mint = TokenMint(
            "identity",
            database.clock,
            key=ECKey.import_key(key.private_key),
            key_id=key.key_id,
        )
        roles = (access_pb2.ROLE_SYSTEM,)
        return bearer(mint.mint(self.client_id, roles, scopes=scopes or SCIM))

    async def create(self, **facts: Any) -> scim_pb2.ScimUser:
        """Makes a user."""
        request = scim_pb2.CreateScimUserRequest(facts=some_facts(**facts), request_id=new_id())
        return (await self.users.CreateScimUser(request, metadata=self.metadata())).user

    async def get(self, person_id: str) -> scim_pb2.ScimUser:
        """Reads a user."""
        request = scim_pb2.GetScimUserRequest(person_id=person_id)
        return (await self.users.GetScimUser(request, metadata=self.metadata())).user

    async def replace(
        self, user: scim_pb2.ScimUser, version: str = "", **facts: Any
    ) -> scim_pb2.ScimUser:
        """Changes some facts of a user."""
        changed = scim_pb2.ScimUserFacts()
        changed.CopyFrom(user.facts)
        changed.MergeFrom(scim_pb2.ScimUserFacts(**facts))
        if "active" in facts:
            changed.active = facts["active"]
        request = scim_pb2.ReplaceScimUserRequest(
            person_id=user.person_id,
            facts=changed,
            expected_version=version,
            request_id=new_id(),
        )
        return (await self.users.ReplaceScimUser(request, metadata=self.metadata())).user

    async def delete(self, user: scim_pb2.ScimUser, version: str = "") -> None:
        """Deletes a user."""
        request = scim_pb2.DeleteScimUserRequest(
            person_id=user.person_id, expected_version=version, request_id=new_id()
        )
        await self.users.DeleteScimUser(request, metadata=self.metadata())

    async def find(self, chosen: scim_pb2.ScimFilter | None = None, **more: Any) -> list[str]:
        """The user names that match, in order."""
        request = scim_pb2.ListScimUsersRequest(filter=chosen, **{"count": 100, **more})
        found = await self.users.ListScimUsers(request, metadata=self.metadata())
        return [user.facts.user_name for user in found.users]


def some_facts(**chosen: Any) -> scim_pb2.ScimUserFacts:
    """A member of staff whom nobody knows yet, unless chosen otherwise."""
    user_name = chosen.get("user_name") or f"s{uuid4().hex[:8]}"
    facts: dict[str, Any] = {
        "user_name": user_name,
        "given_names": "Ada",
        "family_name": "Brandt",
        "mailbox": f"{user_name.lower()}@leuphana.example",
        "active": True,
        **chosen,
    }
    return scim_pb2.ScimUserFacts(**facts)


def new_id() -> str:
    """A request id."""
    return str(uuid4())


def compared(
    attribute: scim_pb2.ScimAttribute.ValueType,
    operator: scim_pb2.ScimOperator.ValueType,
    value: object,
) -> scim_pb2.ScimFilter:
    """A filter of one comparison."""
    comparison = scim_pb2.ScimComparison(attribute=attribute, operator=operator)
    if isinstance(value, bool):
        comparison.truth = value
    elif isinstance(value, str):
        comparison.text = value
    else:
        comparison.moment.FromDatetime(value)
    return scim_pb2.ScimFilter(comparison=comparison)
