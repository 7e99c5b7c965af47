"""The registry of systems that use the university account."""

from matrikel.identity.v1 import oidc_client_pb2

from portal.access import method_of
from portal.page import POST, Page
from portal.pages.staff import oidc_clients

_CLIENTS = oidc_client_pb2.DESCRIPTOR, "OidcClientService"
_LIST = method_of(*_CLIENTS, "ListClients")
_CREATE = method_of(*_CLIENTS, "CreateClient")
_GET = method_of(*_CLIENTS, "GetClient")
_UPDATE = method_of(*_CLIENTS, "UpdateClient")
_ISSUE_SECRET = method_of(*_CLIENTS, "IssueClientSecret")
_DISABLE = method_of(*_CLIENTS, "DisableClient")
_ENABLE = method_of(*_CLIENTS, "EnableClient")

_PATH = oidc_clients.PATH
_ONE = f"{_PATH}/{{client_id:uuid}}"

OIDC_CLIENTS = (
    Page(_PATH, oidc_clients.show_all, _LIST),
    Page(f"{_PATH}/register", oidc_clients.ask_to_register, _CREATE),
    Page(f"{_PATH}/register", oidc_clients.register, _CREATE, POST),
    Page(_ONE, oidc_clients.show, _GET),
    Page(f"{_ONE}/change", oidc_clients.ask_to_change, _UPDATE),
    Page(f"{_ONE}/change", oidc_clients.change, _UPDATE, POST),
    Page(f"{_ONE}/secret", oidc_clients.ask_for_secret, _ISSUE_SECRET),
    Page(f"{_ONE}/secret", oidc_clients.issue_secret, _ISSUE_SECRET, POST),
    Page(f"{_ONE}/disable", oidc_clients.ask_to_disable, _DISABLE),
    Page(f"{_ONE}/disable", oidc_clients.disable, _DISABLE, POST),
    Page(f"{_ONE}/enable", oidc_clients.ask_to_enable, _ENABLE),
    Page(f"{_ONE}/enable", oidc_clients.enable, _ENABLE, POST),
)
