"""The student's token for another service."""

import grpc
from chassis.rpc.exchange import TokenExchange

from certificates.clients.asking import asking
from certificates.texts.refusals import Asked, session_over

_SESSION_IS_OVER = {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED}


class StudentTokens:
    """Exchanges the token that a student called with for one that another service accepts."""

    def __init__(self, exchange: TokenExchange) -> None:
        self._exchange = exchange

    async def token_for(self, service: str, access_token: str) -> str:
        """The token for the service.

        Raises SESSION_OVER where identity refuses, IDENTITY_UNAVAILABLE where it is silent.
        """
        try:
            with asking(Asked.IDENTITY):
                return await self._exchange.exchange(access_token, service)
        except grpc.aio.AioRpcError as error:
            if error.code() in _SESSION_IS_OVER:
                raise session_over() from error
            raise
