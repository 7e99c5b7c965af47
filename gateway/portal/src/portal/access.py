"""Which pages an account may open, read from the contract of the method behind the page.

The services decide on every call; this only keeps links to closed doors off the pages.
"""

from google.protobuf.descriptor import FileDescriptor, MethodDescriptor
from matrikel.access.v1 import access_pb2

from portal.services import SignedIn


def method_of(file: FileDescriptor, service: str, method: str) -> MethodDescriptor:
    """The method of a contract: `method_of(sitting_pb2.DESCRIPTOR, "SittingService", …)`."""
    return file.services_by_name[service].methods_by_name[method]


def opens(method: MethodDescriptor, signed_in: SignedIn, own: bool = False) -> bool:
    """Whether one of the account's roles is among those that the contract grants the method to.

    `own` asks for a grant on what belongs to the visitor: a clerk may read every account, and yet
    has none to see on the pages for students.
    """
    access = method.GetOptions().Extensions[access_pb2.access]
    granted = {
        access_pb2.Role.Name(role).removeprefix("ROLE_").lower()
        for grant in access.grants
        if not own or grant.relation == access_pb2.RELATION_OWN
        for role in grant.roles
    }
    return "account" in granted or not granted.isdisjoint(signed_in.roles)
