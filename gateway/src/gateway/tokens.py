"""Access tokens of the caller, obtained from identity for each service that is asked."""

from typing import TYPE_CHECKING

import grpc
from matrikel.identity.v1 import token_pb2, token_pb2_grpc

from gateway.request_context import BearerToken, RequestContext, SessionCookie

if TYPE_CHECKING:
    from matrikel.identity.v1.token_pb2_grpc import TokenServiceAsyncStub


class TokensFromIdentity:
    """Asks identity with the gateway's own credential, which the channel carries."""

    def __init__(self, identity: grpc.aio.Channel) -> None:
        self.identity: TokenServiceAsyncStub = token_pb2_grpc.TokenServiceStub(identity)

    async def __call__(self, context: RequestContext, service: str) -> str:
        """An access token of the request's caller for one service.

        Raises `grpc.aio.AioRpcError`: UNAUTHENTICATED when the session or the token has ended.
        Raises ValueError for a request without a credential.
        """
        timeout = context.seconds_for_calls
        match context.credential:
            case SessionCookie(session_token):
                issued = await self.identity.IssueToken(
                    token_pb2.IssueTokenRequest(session_token=session_token, audience=service),
                    metadata=context.metadata,
                    timeout=timeout,
                )
                return issued.access_token
            case BearerToken(access_token):
                exchanged = await self.identity.ExchangeToken(
                    token_pb2.ExchangeTokenRequest(subject_token=access_token, audience=service),
                    metadata=context.metadata,
                    timeout=timeout,
                )
                return exchanged.access_token
            case None:
                raise ValueError("a request without a credential has no token")
