"""Requests to identity about systems that use the university account."""

from matrikel.identity.v1 import consent_pb2, oidc_client_pb2, oidc_pb2
from matrikel.type.v1.localized_text_pb2 import LocalizedText

from tests.requests.named import Named, new_id, of


@of("identity.v1.OidcService", "Authorize")
def authorize(named: Named) -> oidc_pb2.AuthorizeRequest:
    """A sign-in at the system, by nobody yet."""
    return oidc_pb2.AuthorizeRequest(
        parameters=[
            oidc_pb2.OidcParameter(name="client_id", value=named.oidc_client_id),
            oidc_pb2.OidcParameter(name="response_type", value="code"),
        ]
    )


@of("identity.v1.OidcService", "DecideConsent")
def decide_consent(named: Named) -> oidc_pb2.DecideConsentRequest:
    """Agreement to a request."""
    return oidc_pb2.DecideConsentRequest(
        request_handle="A" * 43, session_token=named.session_token, agreed=True
    )


@of("identity.v1.OidcService", "ExchangeGrant")
def exchange_grant(named: Named) -> oidc_pb2.ExchangeGrantRequest:
    """A code to be redeemed by the system."""
    return oidc_pb2.ExchangeGrantRequest(call=_call(named, "grant_type", "authorization_code"))


@of("identity.v1.OidcService", "GetUserInfo")
def get_user_info(_named: Named) -> oidc_pb2.GetUserInfoRequest:
    """The person behind a token."""
    return oidc_pb2.GetUserInfoRequest(authorization="Bearer " + "A" * 43)


@of("identity.v1.OidcService", "RevokeGrant")
def revoke_grant(named: Named) -> oidc_pb2.RevokeGrantRequest:
    """A token to be given back by the system."""
    return oidc_pb2.RevokeGrantRequest(call=_call(named, "token", "A" * 43))


@of("identity.v1.OidcService", "IntrospectToken")
def introspect_token(named: Named) -> oidc_pb2.IntrospectTokenRequest:
    """A token that the system asks about."""
    return oidc_pb2.IntrospectTokenRequest(call=_call(named, "token", "A" * 43))


@of("identity.v1.OidcService", "RequestLogout")
def request_logout(named: Named) -> oidc_pb2.RequestLogoutRequest:
    """The system signs somebody out."""
    parameter = oidc_pb2.OidcParameter(name="client_id", value=named.oidc_client_id)
    return oidc_pb2.RequestLogoutRequest(parameters=[parameter])


@of("identity.v1.OidcService", "DecideLogout")
def decide_logout(named: Named) -> oidc_pb2.DecideLogoutRequest:
    """Agreement to being signed out."""
    return oidc_pb2.DecideLogoutRequest(
        logout_handle="A" * 43, session_token=named.session_token, agreed=True
    )


@of("identity.v1.OidcService", "GetConfiguration")
def get_configuration(_named: Named) -> oidc_pb2.GetConfigurationRequest:
    """What the provider offers."""
    return oidc_pb2.GetConfigurationRequest()


@of("identity.v1.OidcService", "CheckBrowserOrigin")
def check_browser_origin(_named: Named) -> oidc_pb2.CheckBrowserOriginRequest:
    """Whether a program may call from there."""
    return oidc_pb2.CheckBrowserOriginRequest(origin="https://app.example")


@of("identity.v1.OidcService", "GetKeySet")
def get_key_set(_named: Named) -> oidc_pb2.GetKeySetRequest:
    """Every public key."""
    return oidc_pb2.GetKeySetRequest()


@of("identity.v1.ConsentService", "ListConsents")
def list_consents(named: Named) -> consent_pb2.ListConsentsRequest:
    """What the person agreed to."""
    return consent_pb2.ListConsentsRequest(person_id=named.person_id)


@of("identity.v1.ConsentService", "RevokeConsent")
def revoke_consent(named: Named) -> consent_pb2.RevokeConsentRequest:
    """The person's consent for the system taken back."""
    return consent_pb2.RevokeConsentRequest(
        person_id=named.person_id, client_id=named.oidc_client_id, request_id=new_id()
    )


@of("identity.v1.OidcClientService", "ListClients")
def list_clients(_named: Named) -> oidc_client_pb2.ListClientsRequest:
    """The first page of systems."""
    return oidc_client_pb2.ListClientsRequest()


@of("identity.v1.OidcClientService", "GetClient")
def get_client(named: Named) -> oidc_client_pb2.GetClientRequest:
    """The system."""
    return oidc_client_pb2.GetClientRequest(client_id=named.oidc_client_id)


@of("identity.v1.OidcClientService", "CreateClient")
def create_client(_named: Named) -> oidc_client_pb2.CreateClientRequest:
    """A new system."""
    return oidc_client_pb2.CreateClientRequest(registration=_registration(), request_id=new_id())


@of("identity.v1.OidcClientService", "UpdateClient")
def update_client(named: Named) -> oidc_client_pb2.UpdateClientRequest:
    """The system, registered anew."""
    return oidc_client_pb2.UpdateClientRequest(
        client_id=named.oidc_client_id,
        registration=_registration(),
        version=1,
        request_id=new_id(),
    )


@of("identity.v1.OidcClientService", "IssueClientSecret")
def issue_client_secret(named: Named) -> oidc_client_pb2.IssueClientSecretRequest:
    """A secret for the system."""
    return oidc_client_pb2.IssueClientSecretRequest(client_id=named.oidc_client_id)


@of("identity.v1.OidcClientService", "DisableClient")
def disable_client(named: Named) -> oidc_client_pb2.DisableClientRequest:
    """The end of the system's use."""
    return oidc_client_pb2.DisableClientRequest(client_id=named.oidc_client_id, request_id=new_id())


@of("identity.v1.OidcClientService", "EnableClient")
def enable_client(named: Named) -> oidc_client_pb2.EnableClientRequest:
    """The system in use again."""
    return oidc_client_pb2.EnableClientRequest(client_id=named.oidc_client_id, request_id=new_id())


def _registration() -> oidc_client_pb2.ClientRegistration:
    return oidc_client_pb2.ClientRegistration(
        name=LocalizedText(de="Moodle", en="Moodle"),
        description=LocalizedText(de="Lernplattform", en="Learning platform"),
        contact="moodle@leuphana.example",
        authentication=oidc_client_pb2.CLIENT_AUTHENTICATION_SECRET_BASIC,
        grants=[oidc_client_pb2.CLIENT_GRANT_AUTHORIZATION_CODE],
        redirect_uris=["https://moodle.leuphana.example/callback"],
        scopes=["openid"],
    )


def _call(named: Named, name: str, value: str) -> oidc_pb2.OidcClientCall:
    return oidc_pb2.OidcClientCall(
        parameters=[
            oidc_pb2.OidcParameter(name="client_id", value=named.oidc_client_id),
            oidc_pb2.OidcParameter(name=name, value=value),
        ]
    )
