"""SessionService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Caller, Relation, Work, current_call
from matrikel.identity.v1 import session_pb2, session_pb2_grpc

from identity.api.callers import caller, caller_session
from identity.api.session_packing import (
    pack_device,
    pack_session,
    pack_sign_in,
    pack_signed_in,
)
from identity.app.sign_in.proving_again import begin_proof, prove_with_code
from identity.app.sign_in.refusals import proof_missing
from identity.app.sign_in.session_lists import (
    device_of_session,
    forget_device,
    list_devices,
    list_sessions,
    own_session,
    owner_of_device,
    owner_of_session,
)
from identity.app.sign_in.session_starting import Origin
from identity.app.sign_in.sessions import Resumed, end_session, end_sessions_of, sign_out
from identity.app.sign_in.steps import begin_second_step, complete_second_step
from identity.app.tokens.data_key import DataKey
from identity.domain.sessions import SessionRules
from identity.domain.throttling import Secret
from identity.flows.passwords import Prover, prove_by_password
from identity.flows.proving import Proving
from identity.flows.sign_in import sign_in

Context = grpc.aio.ServicerContext[Any, Any]


def relation_to_session(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the caller's sessions; other people's are as if there were none."""
    owner = owner_of_session(tx, UUID(resource_id))
    return Relation.OWN if owner == caller.person_id else None


def relation_to_device(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the caller's devices; other people's are as if there were none."""
    owner = owner_of_device(tx, UUID(resource_id))
    return Relation.OWN if owner == caller.person_id else None


class SessionApi(session_pb2_grpc.SessionServiceServicer):
    """Answers SessionService."""

    def __init__(
        self, work: Work, proving: Proving, rules: SessionRules, data_key: DataKey
    ) -> None:
        self._work = work
        self._proving = proving
        self._rules = rules
        self._data_key = data_key

    async def SignIn(
        self, request: session_pb2.SignInRequest, context: Context
    ) -> session_pb2.SignInResponse:
        return await sign_in(
            self._proving,
            self._work,
            self._rules,
            user_name=request.user_name,
            password=request.password,
            origin=_origin(request),
            service=current_call().service or "",
            answer=pack_sign_in,
        )

    async def CompleteSignIn(
        self, request: session_pb2.CompleteSignInRequest, context: Context
    ) -> session_pb2.CompleteSignInResponse:
        service = current_call().service or ""
        origin = _origin(request)

        def complete(tx: Transaction) -> session_pb2.CompleteSignInResponse:
            step = begin_second_step(tx, request.second_factor_challenge, service, origin)
            signed_in = complete_second_step(
                tx, step, request.code, self._data_key, origin, self._rules
            )
            return session_pb2.CompleteSignInResponse(signed_in=pack_signed_in(signed_in))

        return await self._work.write(complete)

    async def ProveAgain(
        self, request: session_pb2.ProveAgainRequest, context: Context
    ) -> session_pb2.ProveAgainResponse:
        prover = _prover()
        if request.password:
            return await prove_by_password(
                self._proving,
                self._work,
                self._rules,
                prover,
                request.password,
                lambda moment: session_pb2.ProveAgainResponse(
                    authenticate_time=pack_moment(moment)
                ),
            )
        if not request.code:
            raise proof_missing()

        def prove(tx: Transaction) -> session_pb2.ProveAgainResponse:
            proof = begin_proof(
                tx, self._rules, prover.session_id, prover.client_address, Secret.SECOND_FACTOR
            )
            moment = prove_with_code(tx, proof, request.code, self._data_key)
            return session_pb2.ProveAgainResponse(authenticate_time=pack_moment(moment))

        return await self._work.write(prove)

    async def SignOut(
        self, request: session_pb2.SignOutRequest, context: Context
    ) -> session_pb2.SignOutResponse:
        person_id, session_id = caller().person_id, caller_session()
        return await self._work.write(
            lambda tx: _pack_signed_out(sign_out(tx, person_id, session_id))
        )

    async def GetOwnSession(
        self, request: session_pb2.GetOwnSessionRequest, context: Context
    ) -> session_pb2.GetOwnSessionResponse:
        session_id = caller_session()
        own = await self._work.read(lambda tx: own_session(tx, session_id, self._rules))
        return session_pb2.GetOwnSessionResponse(session=pack_session(own, session_id))

    async def ListSessions(
        self, request: session_pb2.ListSessionsRequest, context: Context
    ) -> session_pb2.ListSessionsResponse:
        session_id = caller_session()
        page = await self._work.read(
            lambda tx: list_sessions(
                tx, session_id, self._rules, request.page_size, request.page_token
            )
        )
        return session_pb2.ListSessionsResponse(
            sessions=[pack_session(each, session_id) for each in page.sessions],
            next_page_token=page.next_page_token,
        )

    async def EndSession(
        self, request: session_pb2.EndSessionRequest, context: Context
    ) -> session_pb2.EndSessionResponse:
        person_id = caller().person_id

        def end(tx: Transaction) -> session_pb2.EndSessionResponse:
            end_session(tx, UUID(request.session_id), person_id)
            return session_pb2.EndSessionResponse()

        return await self._work.write(end)

    async def EndOtherSessions(
        self, request: session_pb2.EndOtherSessionsRequest, context: Context
    ) -> session_pb2.EndOtherSessionsResponse:
        person_id, session_id = caller().person_id, caller_session()
        return await self._work.write(
            lambda tx: session_pb2.EndOtherSessionsResponse(
                ended=end_sessions_of(tx, person_id, except_session=session_id)
            )
        )

    async def ListDevices(
        self, request: session_pb2.ListDevicesRequest, context: Context
    ) -> session_pb2.ListDevicesResponse:
        person_id, session_id = caller().person_id, caller_session()

        def find(tx: Transaction) -> session_pb2.ListDevicesResponse:
            page = list_devices(tx, person_id, request.page_size, request.page_token)
            current = device_of_session(tx, session_id)
            return session_pb2.ListDevicesResponse(
                devices=[pack_device(each, current) for each in page.devices],
                next_page_token=page.next_page_token,
            )

        return await self._work.read(find)

    async def RemoveDevice(
        self, request: session_pb2.RemoveDeviceRequest, context: Context
    ) -> session_pb2.RemoveDeviceResponse:
        person_id, session_id = caller().person_id, caller_session()

        def remove(tx: Transaction) -> session_pb2.RemoveDeviceResponse:
            forget_device(tx, person_id, UUID(request.device_id), session_id)
            return session_pb2.RemoveDeviceResponse()

        return await self._work.write(remove)


def _origin(request: session_pb2.SignInRequest | session_pb2.CompleteSignInRequest) -> Origin:
    return Origin(current_call().client_address, request.user_agent, request.device_token)


def _prover() -> Prover:
    return Prover(caller_session(), current_call().client_address)


def _pack_signed_out(resumed: Resumed | None) -> session_pb2.SignOutResponse:
    if resumed is None:
        return session_pb2.SignOutResponse()
    return session_pb2.SignOutResponse(
        resumed_session_token=resumed.session_token,
        resumed_expire_time=pack_moment(resumed.expires_at),
    )
