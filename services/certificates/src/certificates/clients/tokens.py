"""In whose name another service is asked."""

from dataclasses import dataclass, field

import grpc
from chassis.rpc import bearer
from chassis.rpc.exchange import TokenExchange

from certificates.clients.asking import asking
from certificates.texts.refusals import Asked, session_over

_SESSION_IS_OVER = {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED}

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """In whose name others are asked.

    A student's access token is exchanged for one of the service that is asked. None where this
    service asks with its own credential: for an office's order, or for a job.
    """

    access_token: str | None = field(repr=False)


class StudentTokens:
    """Exchanges the token that a student called with for one that another service accepts."""

    def __init__(self, exchange: TokenExchange) -> None:
        self._exchange = exchange

    async def metadata_for(self, service: str, asker: Asker) -> Metadata:
        """What a call to the service carries; the channel adds this service's own credential.

        Raises SESSION_OVER where identity refuses, IDENTITY_UNAVAILABLE where it is silent.
        """
        if asker.access_token is None:
            return ()
        try:
            with asking(Asked.IDENTITY):
                return bearer(await self._exchange.exchange(asker.access_token, service))
        except grpc.aio.AioRpcError as error:
            if error.code() in _SESSION_IS_OVER:
                raise session_over() from error
            raise
