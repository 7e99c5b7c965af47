"""The SCIM protocol as this university speaks it, on top of scim2-server's."""

import json
from collections.abc import Mapping
from typing import Any

from scim2_models import MutabilityException, PatchOp, Resource, ResourceType, UnauthorizedException
from scim2_server.requests import ScimRequest
from scim2_server.routing import Target
from scim2_server.service import ScimService

from gateway.scim.resources import User

PASSWORD = "password"
NO_PASSWORDS = (
    "Passwords are chosen by their owners and cannot be set through SCIM. Please leave out"
    " 'password'; the person activates the account with an initial code."
)


class UniversityScim(ScimService):
    """Asks for a bearer token on users, refuses passwords, and takes a new user to be active."""

    def authorize(self, request: ScimRequest, target: Target, resource_type: ResourceType) -> None:
        """Raises `UnauthorizedException` without a token; what it opens is identity's to decide."""
        del target, resource_type
        if request.subject is None:
            raise UnauthorizedException(
                detail="An access token for the scope 'scim' is missing. Please send it in the"
                " Authorization header."
            )

    def read_creation(
        self, resource_type: ResourceType, body: bytes, content_type: str | None
    ) -> Resource[Any]:
        """A new user. Raises `MutabilityException` where a password comes with it."""
        given = self.decode_body(body, content_type)
        _refuse_password(given)
        # Somebody who is made an account is meant to use it. Replacing has to say so, since leaving
        # it out there would let somebody in again whom the personnel system shut out.
        if isinstance(given, dict) and "active" not in map(str.lower, given):
            body = json.dumps(given | {"active": True}).encode()
        return super().read_creation(resource_type, body, content_type)

    def read_replacement(
        self, resource_type: ResourceType, body: bytes, content_type: str | None
    ) -> Resource[Any]:
        """The new facts of a user. Raises `MutabilityException` where a password is among them."""
        _refuse_password(self.decode_body(body, content_type))
        return super().read_replacement(resource_type, body, content_type)

    def read_patch(
        self, resource_type: ResourceType, body: bytes, content_type: str | None
    ) -> "PatchOp[Any]":
        """Changes of a user. Raises `MutabilityException` where one is about the password."""
        given = self.decode_body(body, content_type)
        for operation in _operations_of(given):
            for name, value in operation.items():
                _refuse_password({value: None} if name.lower() == "path" else value)
                operation[name] = _without_primary(value)
        return super().read_patch(resource_type, json.dumps(given).encode(), content_type)


def _operations_of(given: object) -> list[dict[str, Any]]:
    """The operations of a PATCH, as far as they have the form of some."""
    if not isinstance(given, dict):
        return []
    lists = [value for name, value in given.items() if name.lower() == "operations"]
    return [
        operation
        for operations in lists
        if isinstance(operations, list)
        for operation in operations
        if isinstance(operation, dict)
    ]


def _without_primary(value: Any) -> Any:
    """Of one address "primary" says nothing, and personnel systems send it nevertheless."""
    if isinstance(value, dict):
        return {
            name: _without_primary(each)
            for name, each in value.items()
            if name.lower() != "primary"
        }
    return [_without_primary(each) for each in value] if isinstance(value, list) else value


def _refuse_password(given: object) -> None:
    """A clearer answer than that the schema has no such attribute."""
    names = {str(name).lower() for name in given} if isinstance(given, Mapping) else set()
    if names & {PASSWORD, f"{User.__schema__}:{PASSWORD}".lower()}:
        raise MutabilityException(attribute=PASSWORD, detail=NO_PASSWORDS)
