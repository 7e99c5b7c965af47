"""The provider that identity is, as the gateway asks it: with its own credential, for nobody."""

from typing import TYPE_CHECKING, TypeVar

import grpc
from google.protobuf.message import Message
from matrikel.identity.v1 import oidc_pb2, oidc_pb2_grpc

from gateway.request_context import SessionCookie, current_request

if TYPE_CHECKING:
    from matrikel.identity.v1.oidc_pb2_grpc import OidcServiceAsyncStub

Asked = TypeVar("Asked", bound=Message)
Answered = TypeVar("Answered", bound=Message)


class Provider:
    """Identity's OidcService. Every call takes part in the request being served: its time, its
    trace and its language."""

    def __init__(self, identity: grpc.aio.Channel) -> None:
        self.stub: OidcServiceAsyncStub = oidc_pb2_grpc.OidcServiceStub(identity)

    async def authorize(
        self, parameters: list[oidc_pb2.OidcParameter]
    ) -> oidc_pb2.AuthorizeResponse:
        """Answers an authorization request of the browser."""
        asked = oidc_pb2.AuthorizeRequest(parameters=parameters, session_token=session_token())
        return await made(self.stub.Authorize, asked)

    async def go_on(self, request_handle: str) -> oidc_pb2.AuthorizeResponse:
        """Goes on with a request that had to wait for the person."""
        asked = oidc_pb2.AuthorizeRequest(
            request_handle=request_handle, session_token=session_token()
        )
        return await made(self.stub.Authorize, asked)

    async def waiting(self, request_handle: str) -> oidc_pb2.SignInNeeded | None:
        """What the sign-in page has to say about a request that waits; None where none does."""
        asked = oidc_pb2.AuthorizeRequest(request_handle=request_handle)
        try:
            answer = await made(self.stub.Authorize, asked)
        except grpc.aio.AioRpcError as error:
            if error.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT):
                return None
            raise
        return answer.sign_in_needed if answer.HasField("sign_in_needed") else None

    async def decide_consent(
        self, request_handle: str, agreed: bool
    ) -> oidc_pb2.DecideConsentResponse:
        """Notes what the person decided on the consent page."""
        asked = oidc_pb2.DecideConsentRequest(
            request_handle=request_handle, session_token=session_token(), agreed=agreed
        )
        return await made(self.stub.DecideConsent, asked)

    async def request_logout(
        self, parameters: list[oidc_pb2.OidcParameter]
    ) -> oidc_pb2.RequestLogoutResponse:
        """Answers a client's wish to sign the person out."""
        asked = oidc_pb2.RequestLogoutRequest(parameters=parameters, session_token=session_token())
        return await made(self.stub.RequestLogout, asked)

    async def decide_logout(
        self, logout_handle: str, agreed: bool
    ) -> oidc_pb2.DecideLogoutResponse:
        """Notes what the person decided on the logout page."""
        asked = oidc_pb2.DecideLogoutRequest(
            logout_handle=logout_handle, session_token=session_token(), agreed=agreed
        )
        return await made(self.stub.DecideLogout, asked)

    async def exchange(self, call: oidc_pb2.OidcClientCall) -> oidc_pb2.OidcAnswer:
        """Answers the token endpoint."""
        asked = oidc_pb2.ExchangeGrantRequest(call=call)
        return (await made(self.stub.ExchangeGrant, asked)).answer

    async def revoke(self, call: oidc_pb2.OidcClientCall) -> oidc_pb2.OidcAnswer:
        """Answers the revocation endpoint."""
        return (await made(self.stub.RevokeGrant, oidc_pb2.RevokeGrantRequest(call=call))).answer

    async def introspect(self, call: oidc_pb2.OidcClientCall) -> oidc_pb2.OidcAnswer:
        """Answers the introspection endpoint."""
        asked = oidc_pb2.IntrospectTokenRequest(call=call)
        return (await made(self.stub.IntrospectToken, asked)).answer

    async def user_info(
        self, authorization: str, parameters: list[oidc_pb2.OidcParameter]
    ) -> oidc_pb2.OidcAnswer:
        """Answers the UserInfo endpoint."""
        asked = oidc_pb2.GetUserInfoRequest(authorization=authorization, parameters=parameters)
        return (await made(self.stub.GetUserInfo, asked)).answer

    async def configuration_json(self) -> str:
        """The provider's configuration as JSON."""
        answer = await made(self.stub.GetConfiguration, oidc_pb2.GetConfigurationRequest())
        return answer.configuration_json

    async def key_set(self) -> oidc_pb2.GetKeySetResponse:
        """The provider's public keys."""
        return await made(self.stub.GetKeySet, oidc_pb2.GetKeySetRequest())

    async def takes_origin(self, origin: str) -> bool:
        """Whether programs in browsers that were loaded from an origin may call."""
        asked = oidc_pb2.CheckBrowserOriginRequest(origin=origin)
        return (await made(self.stub.CheckBrowserOrigin, asked)).registered


def session_token() -> str:
    """The session of the browser that asks; empty where nobody is signed in."""
    credential = current_request().credential
    return credential.session_token if isinstance(credential, SessionCookie) else ""


async def made(
    method: "grpc.aio.UnaryUnaryMultiCallable[Asked, Answered]", asked: Asked
) -> Answered:
    """The answer to a call within the time of the request being served."""
    context = current_request()
    return await method(asked, metadata=context.metadata, timeout=context.seconds_for_calls)
