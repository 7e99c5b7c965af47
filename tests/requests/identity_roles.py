"""Requests to identity about roles and support access."""

from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import role_pb2, support_pb2

from tests.requests.named import Named, new_id, of


@of("identity.v1.RoleService", "RequestRole")
def request_role(named: Named) -> role_pb2.RequestRoleRequest:
    """A privileged role for the person."""
    return role_pb2.RequestRoleRequest(
        person_id=named.person_id,
        role=access_pb2.ROLE_STUDENT_SERVICES,
        reason="Vertritt im Winter",
        request_id=new_id(),
    )


@of("identity.v1.RoleService", "ApproveRole")
def approve_role(named: Named) -> role_pb2.ApproveRoleRequest:
    """The agreement of a second administrator."""
    return role_pb2.ApproveRoleRequest(role_request_id=named.role_request_id, request_id=new_id())


@of("identity.v1.RoleService", "RefuseRole")
def refuse_role(named: Named) -> role_pb2.RefuseRoleRequest:
    """The refusal."""
    return role_pb2.RefuseRoleRequest(
        role_request_id=named.role_request_id, reason="Nicht nötig", request_id=new_id()
    )


@of("identity.v1.RoleService", "RevokeRole")
def revoke_role(named: Named) -> role_pb2.RevokeRoleRequest:
    """The end of a role."""
    return role_pb2.RevokeRoleRequest(
        person_id=named.person_id,
        role=access_pb2.ROLE_STUDENT_SERVICES,
        reason="Wechselt die Abteilung",
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.RoleService", "ListRoleRequests")
def list_role_requests(_named: Named) -> role_pb2.ListRoleRequestsRequest:
    """Every request."""
    return role_pb2.ListRoleRequestsRequest()


@of("identity.v1.RoleService", "ListRoleGrants")
def list_role_grants(_named: Named) -> role_pb2.ListRoleGrantsRequest:
    """Everybody with a role."""
    return role_pb2.ListRoleGrantsRequest()


@of("identity.v1.RoleService", "ListGrantableRoles")
def list_grantable_roles(_named: Named) -> role_pb2.ListGrantableRolesRequest:
    """The roles of the profile."""
    return role_pb2.ListGrantableRolesRequest()


@of("identity.v1.SupportAccessService", "StartSupportAccess")
def start_support_access(named: Named) -> support_pb2.StartSupportAccessRequest:
    """A look at the person's pages."""
    return support_pb2.StartSupportAccessRequest(
        person_id=named.person_id, reason="Sieht die Anmeldung nicht"
    )


@of("identity.v1.SupportAccessService", "ListSupportAccesses")
def list_support_accesses(named: Named) -> support_pb2.ListSupportAccessesRequest:
    """Who has looked at the person's pages."""
    return support_pb2.ListSupportAccessesRequest(person_id=named.person_id)


@of("identity.v1.SupportAccessService", "GetCurrentSupportAccess")
def get_current_support_access(_named: Named) -> support_pb2.GetCurrentSupportAccessRequest:
    """Whether the caller's session is one."""
    return support_pb2.GetCurrentSupportAccessRequest()
