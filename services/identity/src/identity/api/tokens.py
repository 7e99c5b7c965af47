"""TokenService over gRPC."""

from typing import Any

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import token_pb2, token_pb2_grpc

from identity.app.signing_keys import published_keys
from identity.app.tokens import Issuer, exchange_token, issue_token

Context = grpc.aio.ServicerContext[Any, Any]


class TokenApi(token_pb2_grpc.TokenServiceServicer):
    """Answers TokenService."""

    def __init__(self, work: Work, issuer: Issuer) -> None:
        self._work = work
        self._issuer = issuer

    async def IssueToken(
        self, request: token_pb2.IssueTokenRequest, context: Context
    ) -> token_pb2.IssueTokenResponse:
        service = current_call().service or ""

        def issue(tx: Transaction) -> token_pb2.IssueTokenResponse:
            issued = issue_token(tx, self._issuer, request.session_token, service, request.audience)
            return token_pb2.IssueTokenResponse(
                access_token=issued.access_token, expire_time=pack_moment(issued.expires_at)
            )

        return await self._work.write(issue)

    async def ExchangeToken(
        self, request: token_pb2.ExchangeTokenRequest, context: Context
    ) -> token_pb2.ExchangeTokenResponse:
        service = current_call().service or ""

        def exchange(tx: Transaction) -> token_pb2.ExchangeTokenResponse:
            issued = exchange_token(
                tx, self._issuer, request.subject_token, service, request.audience
            )
            return token_pb2.ExchangeTokenResponse(
                access_token=issued.access_token, expire_time=pack_moment(issued.expires_at)
            )

        return await self._work.read(exchange)

    async def ListSigningKeys(
        self, request: token_pb2.ListSigningKeysRequest, context: Context
    ) -> token_pb2.ListSigningKeysResponse:
        keys = await self._work.read(published_keys)
        return token_pb2.ListSigningKeysResponse(
            signing_keys=[
                token_pb2.SigningKey(key_id=key.key_id, jwk_json=key.jwk_json) for key in keys
            ]
        )
