"""SessionService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import session_pb2, session_pb2_grpc

from identity.app.sessions import sign_out
from identity.app.sign_in import SignedIn
from identity.domain.sessions import SessionRules
from identity.events.packing import pack_account
from identity.flows.proving import Proving
from identity.flows.sign_in import sign_in

Context = grpc.aio.ServicerContext[Any, Any]


class SessionApi(session_pb2_grpc.SessionServiceServicer):
    """Answers SessionService."""

    def __init__(self, work: Work, proving: Proving, rules: SessionRules) -> None:
        self._work = work
        self._proving = proving
        self._rules = rules

    async def SignIn(
        self, request: session_pb2.SignInRequest, context: Context
    ) -> session_pb2.SignInResponse:
        call = current_call()
        return await sign_in(
            self._proving,
            self._work,
            self._rules,
            user_name=request.user_name,
            password=request.password,
            client_address=call.client_address,
            service=call.service or "",
            answer=_pack_signed_in,
        )

    async def SignOut(
        self, request: session_pb2.SignOutRequest, context: Context
    ) -> session_pb2.SignOutResponse:
        caller = current_call().caller
        if caller is None:
            raise AssertionError("the contract asks for a signed-in caller")

        def end_session(tx: Transaction) -> session_pb2.SignOutResponse:
            sign_out(tx, caller.person_id, UUID(caller.session_id))
            return session_pb2.SignOutResponse()

        return await self._work.write(end_session)


def _pack_signed_in(signed_in: SignedIn) -> session_pb2.SignInResponse:
    return session_pb2.SignInResponse(
        session_token=signed_in.session_token,
        expire_time=pack_moment(signed_in.expires_at),
        account=pack_account(signed_in.account),
    )
