"""What a service needs of identity: its signing keys, and tokens for calls in a person's name."""

import asyncio

import grpc
import structlog
from matrikel.identity.v1 import token_pb2, token_pb2_grpc

from chassis.database.database import Database
from chassis.rpc.keys import trust_keys

log = structlog.get_logger()

KEYS_FETCH_SECONDS = 60.0
RETRY_SECONDS = 0.5


class TokenExchange:
    """Exchanges a person's access token for one that another service accepts (RFC 8693)."""

    def __init__(self, identity: grpc.aio.Channel) -> None:
        self._tokens = token_pb2_grpc.TokenServiceStub(identity)

    async def exchange(self, access_token: str, audience: str) -> str:
        """The person's token for `audience`, with this service as actor."""
        response = await self._tokens.ExchangeToken(
            token_pb2.ExchangeTokenRequest(subject_token=access_token, audience=audience)
        )
        return response.access_token


async def keep_keys(identity: grpc.aio.Channel, database: Database) -> None:
    """Fetches identity's signing keys every minute and stores them, until cancelled."""
    tokens = token_pb2_grpc.TokenServiceStub(identity)
    while True:
        try:
            response = await tokens.ListSigningKeys(token_pb2.ListSigningKeysRequest())
            await database.write(
                trust_keys, {key.key_id: key.jwk_json for key in response.signing_keys}
            )
            pause = KEYS_FETCH_SECONDS if response.signing_keys else RETRY_SECONDS
        except Exception as error:
            log.warning("signing_keys_not_fetched", problem=repr(error))
            pause = RETRY_SECONDS
        await asyncio.sleep(pause)
