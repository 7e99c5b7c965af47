"""TokenService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import token_pb2, token_pb2_grpc

from identity.app.sign_in.session_checks import check_session
from identity.app.tokens.issuers import Issuer
from identity.app.tokens.issuing import (
    Issued,
    exchange_token,
    issue_token,
    issue_token_by_reading,
)
from identity.app.tokens.signing_keys import published_keys

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

        def read(tx: Transaction) -> Issued | None:
            return issue_token_by_reading(
                tx, self._issuer, request.session_token, service, request.audience
            )

        def write(tx: Transaction) -> token_pb2.IssueTokenResponse:
            issued = issue_token(tx, self._issuer, request.session_token, service, request.audience)
            return _pack_issued(issued)

        issued = await self._work.read(read)
        return _pack_issued(issued) if issued else await self._work.write(write)

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

    async def CheckSession(
        self, request: token_pb2.CheckSessionRequest, context: Context
    ) -> token_pb2.CheckSessionResponse:
        session_id = UUID(request.session_id)
        await self._work.read(lambda tx: check_session(tx, session_id, self._issuer.rules))
        return token_pb2.CheckSessionResponse()

    async def ListSigningKeys(
        self, request: token_pb2.ListSigningKeysRequest, context: Context
    ) -> token_pb2.ListSigningKeysResponse:
        keys = await self._work.read(published_keys)
        return token_pb2.ListSigningKeysResponse(
            signing_keys=[
                token_pb2.SigningKey(key_id=key.key_id, jwk_json=key.jwk_json) for key in keys
            ]
        )


def _pack_issued(issued: Issued) -> token_pb2.IssueTokenResponse:
    return token_pb2.IssueTokenResponse(
        access_token=issued.access_token, expire_time=pack_moment(issued.expires_at)
    )
