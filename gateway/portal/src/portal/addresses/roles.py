"""Roles of staff, and support access to what students see."""

from matrikel.identity.v1 import role_pb2, support_pb2

from portal.access import method_of
from portal.page import POST, Page
from portal.pages import support_accesses
from portal.pages.staff import roles, support

_ROLES = role_pb2.DESCRIPTOR, "RoleService"
_SUPPORT = support_pb2.DESCRIPTOR, "SupportAccessService"
LIST_GRANTS = method_of(*_ROLES, "ListRoleGrants")
_LIST_REQUESTS = method_of(*_ROLES, "ListRoleRequests")
_REQUEST = method_of(*_ROLES, "RequestRole")
_APPROVE = method_of(*_ROLES, "ApproveRole")
_REFUSE = method_of(*_ROLES, "RefuseRole")
_REVOKE = method_of(*_ROLES, "RevokeRole")
START_SUPPORT = method_of(*_SUPPORT, "StartSupportAccess")
_LIST_ACCESSES = method_of(*_SUPPORT, "ListSupportAccesses")

_PATH = roles.PATH
_ONE_REQUEST = f"{_PATH}/requests/{{role_request_id:uuid}}"
_GIVE = f"{_PATH}/give/{{person_id:uuid}}"
_TAKE = f"{_PATH}/revoke/{{person_id:uuid}}/{{role}}"
_SUPPORT_PATH = "students/{person_id:uuid}/support"

ROLES = (
    Page(_PATH, roles.show, LIST_GRANTS),
    Page(f"{_PATH}/requests", roles.show_requests, _LIST_REQUESTS),
    Page(f"{_ONE_REQUEST}/approve", roles.approve, _APPROVE, POST, _PATH),
    Page(f"{_ONE_REQUEST}/refuse", roles.refuse, _REFUSE, POST, _PATH),
    Page(f"{_PATH}/give", roles.find, _REQUEST),
    Page(_GIVE, roles.ask, _REQUEST),
    Page(_GIVE, roles.send, _REQUEST, POST),
    Page(_TAKE, roles.ask_to_revoke, _REVOKE),
    Page(_TAKE, roles.revoke, _REVOKE, POST),
    Page(_SUPPORT_PATH, support.ask, START_SUPPORT),
    Page(_SUPPORT_PATH, support.start, START_SUPPORT, POST),
    Page(support_accesses.PATH, support_accesses.show, _LIST_ACCESSES, own=True),
)
