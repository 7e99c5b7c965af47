"""The token endpoint: which grants there are."""

from chassis.database import Transaction

from identity.app.oidc.code_grant import CodeGrant, OpenIdRequest, Pkce
from identity.app.oidc.exchange_grant import ExchangeGrant
from identity.app.oidc.id_tokens import IdToken
from identity.app.oidc.refresh_grant import RefreshGrant
from identity.app.oidc.requests import Answer, ProviderRequest
from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.server import Provider
from identity.app.oidc.system_grant import SystemGrant


def provider_of(tx: Transaction, rules: ProviderRules) -> Provider:
    """The provider with everything that it offers."""
    provider = Provider(tx, rules)
    id_token = IdToken(tx, rules)
    provider.register_grant(CodeGrant, [OpenIdRequest(tx), Pkce(required=False), id_token])
    provider.register_grant(RefreshGrant, [id_token])
    provider.register_grant(SystemGrant)
    provider.register_grant(ExchangeGrant)
    return provider


def answer_token_request(tx: Transaction, rules: ProviderRules, request: ProviderRequest) -> Answer:
    """What a client is answered that asks for tokens (RFC 6749 section 3.2)."""
    return provider_of(tx, rules).answer_token_request(request)
