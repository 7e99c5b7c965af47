"""What a method's contract says, read from its descriptor once at start."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from matrikel.access.v1 import access_pb2


class Relation(IntEnum):
    """How a caller stands to a resource; a higher number opens more."""

    OWN = access_pb2.RELATION_OWN
    ASSIGNED = access_pb2.RELATION_ASSIGNED
    ANY = access_pb2.RELATION_ANY


class ContractError(Exception):
    """A contract that a server refuses to start with."""


@dataclass(frozen=True)
class MethodContract:
    """One method: its place, its messages and its access rule."""

    descriptor: MethodDescriptor
    access: access_pb2.Access

    @classmethod
    def of_service(cls, service: ServiceDescriptor) -> "tuple[MethodContract, ...]":
        """The methods of a service. Raises ContractError where one lacks its access option."""
        return tuple(cls._of_method(method) for method in service.methods)

    @classmethod
    def _of_method(cls, method: MethodDescriptor) -> "MethodContract":
        options = method.GetOptions()
        if not options.HasExtension(access_pb2.access):
            raise ContractError(f"{method.full_name} has no access option")
        contract = cls(method, options.Extensions[access_pb2.access])
        contract._check()
        return contract

    def _check(self) -> None:
        access, name = self.access, self.descriptor.full_name
        if self.descriptor.client_streaming:
            raise ContractError(f"{name}: requests are not streamed")
        if not (access.public or access.grants or access.callers):
            raise ContractError(f"{name}: nobody may call it")
        if access.public and (access.grants or access.resource):
            raise ContractError(f"{name}: what is public belongs to nobody")
        for grant in access.grants:
            if not grant.roles or grant.relation not in set(map(int, Relation)):
                raise ContractError(f"{name}: a grant names its roles and a relation")
        if bool(access.scopes) != self.opens_to_systems:
            raise ContractError(f"{name}: a grant to systems and scopes go together")
        if bool(access.resource) != bool(access.subject_field):
            raise ContractError(f"{name}: resource and subject_field go together")
        fields = self.descriptor.input_type.fields_by_name
        if access.subject_field and access.subject_field not in fields:
            raise ContractError(f"{name} has no field {access.subject_field}")

    @property
    def opens_to_systems(self) -> bool:
        """Whether a grant opens it to other systems, which then need one of its scopes."""
        return any(access_pb2.ROLE_SYSTEM in grant.roles for grant in self.access.grants)

    @cached_property
    def is_for_others_only(self) -> bool:
        """Whether it changes what belongs to somebody and no grant opens it for one's own.

        An office may do it for everybody, but none of its clerks for themselves: to waive one's own
        fee, or to deregister oneself, takes a colleague.
        """
        access = self.access
        opens_own = any(grant.relation == access_pb2.RELATION_OWN for grant in access.grants)
        return bool(access.resource) and not self.only_reads and not opens_own

    @cached_property
    def path(self) -> str:
        """As gRPC calls it: "/matrikel.exams.v1.RegistrationService/CreateRegistration"."""
        return f"/{self.descriptor.containing_service.full_name}/{self.descriptor.name}"

    @cached_property
    def request_type(self) -> type[Message]:
        """The class of the request message."""
        return GetMessageClass(self.descriptor.input_type)

    @cached_property
    def response_type(self) -> type[Message]:
        """The class of the response message."""
        return GetMessageClass(self.descriptor.output_type)

    @cached_property
    def only_reads(self) -> bool:
        """Whether the method declares that it has no side effects."""
        level = self.descriptor.GetOptions().idempotency_level
        return bool(level == MethodOptions.NO_SIDE_EFFECTS)

    @cached_property
    def takes_request_id(self) -> bool:
        """Whether a repeated request is answered from the first one's answer."""
        return "request_id" in self.descriptor.input_type.fields_by_name

    def opened_relations(self, roles: frozenset[int]) -> frozenset[Relation]:
        """The relations in which the holder of these roles may call; empty for a wrong role."""
        opened = self._opened.get(roles)
        if opened is None:
            # A system has no account.
            is_system = access_pb2.ROLE_SYSTEM in roles
            held = roles if is_system else {*roles, access_pb2.ROLE_ACCOUNT}
            opened = self._opened[roles] = frozenset(
                Relation(grant.relation)
                for grant in self.access.grants
                if held.intersection(grant.roles)
            )
        return opened

    @cached_property
    def _opened(self) -> dict[frozenset[int], frozenset[Relation]]:
        """What was found before; people hold few combinations of roles."""
        return {}
