"""The addresses of the OpenID Provider, and what sets them apart from pages and REST."""

from starlette.types import Scope

CONFIGURATION = "/.well-known/openid-configuration"
# RFC 8414 names the same document so, for clients of OAuth 2 alone.
CONFIGURATION_OF_OAUTH = "/.well-known/oauth-authorization-server"
AUTHORIZE = "/oauth2/authorize"
CONSENT = "/oauth2/consent"
TOKEN = "/oauth2/token"
USER_INFO = "/oauth2/userinfo"
KEYS = "/oauth2/jwks"
REVOKE = "/oauth2/revoke"
INTROSPECT = "/oauth2/introspect"
LOGOUT = "/oauth2/logout"
LOGOUT_DECISION = "/oauth2/logout/decision"

# Where programs ask. They prove themselves in the request and are answered in JSON; a session of
# the browser that they may run in says nothing here.
FOR_PROGRAMS = frozenset(
    {CONFIGURATION, CONFIGURATION_OF_OAUTH, TOKEN, USER_INFO, KEYS, REVOKE, INTROSPECT}
)
# Where clients send people's browsers, by a link or by a form of theirs.
FROM_CLIENTS = frozenset({AUTHORIZE, LOGOUT})
DECISIONS = frozenset({CONSENT, LOGOUT_DECISION})
ALL = FOR_PROGRAMS | FROM_CLIENTS | DECISIONS


LARGEST_FORM_BYTES = 32 * 1024
"""Of a query or a form: the longest request has an ID token as hint and a claims parameter."""


def is_of_provider(scope: Scope) -> bool:
    """Whether the request is for an address of the provider."""
    return scope["path"] in ALL


def is_for_programs_of_clients(scope: Scope) -> bool:
    """Whether the request is for an endpoint that programs of clients ask."""
    return scope["path"] in FOR_PROGRAMS


def may_come_from_elsewhere(scope: Scope) -> bool:
    """Whether a page of any origin may send a form to the address: nothing is decided there."""
    return scope["path"] in FOR_PROGRAMS or scope["path"] in FROM_CLIENTS
