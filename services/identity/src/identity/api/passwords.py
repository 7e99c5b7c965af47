"""PasswordService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import password_pb2, password_pb2_grpc

from identity.api.callers import caller, caller_session
from identity.app.sign_in.password_refusals import objection_text
from identity.app.sign_in.password_strength import Strength
from identity.app.sign_in.passwords import BlocksPage, lift_password_block, list_password_blocks
from identity.domain.passwords import shortest_allowed
from identity.domain.sessions import SessionRules
from identity.flows.passwords import Prover, change_own_password, judge_password
from identity.flows.proving import Proving

Context = grpc.aio.ServicerContext[Any, Any]

_STRENGTHS = {
    Strength.WEAK: password_pb2.PASSWORD_STRENGTH_WEAK,
    Strength.FAIR: password_pb2.PASSWORD_STRENGTH_FAIR,
    Strength.GOOD: password_pb2.PASSWORD_STRENGTH_GOOD,
    Strength.STRONG: password_pb2.PASSWORD_STRENGTH_STRONG,
}


class PasswordApi(password_pb2_grpc.PasswordServiceServicer):
    """Answers PasswordService."""

    def __init__(self, work: Work, proving: Proving, rules: SessionRules) -> None:
        self._work = work
        self._proving = proving
        self._rules = rules

    async def ChangePassword(
        self, request: password_pb2.ChangePasswordRequest, context: Context
    ) -> password_pb2.ChangePasswordResponse:
        return await change_own_password(
            self._proving,
            self._work,
            self._rules,
            Prover(caller_session(), current_call().client_address),
            current_password=request.current_password,
            new_password=request.new_password,
            end_others=request.end_other_sessions,
            answer=lambda ended: password_pb2.ChangePasswordResponse(ended_sessions=ended),
        )

    async def CheckPassword(
        self, request: password_pb2.CheckPasswordRequest, context: Context
    ) -> password_pb2.CheckPasswordResponse:
        strength, found, has_second_factor = await judge_password(
            self._proving,
            self._work,
            caller().person_id,
            request.password,
        )
        shortest = shortest_allowed(has_second_factor=has_second_factor)
        language = current_call().language
        return password_pb2.CheckPasswordResponse(
            strength=_STRENGTHS[strength],
            objections=[
                password_pb2.PasswordObjection(
                    reason=each.value, text=objection_text(each, shortest).in_language(language)
                )
                for each in found
            ],
        )

    async def ListPasswordBlocks(
        self, request: password_pb2.ListPasswordBlocksRequest, context: Context
    ) -> password_pb2.ListPasswordBlocksResponse:
        page = await self._work.read(
            lambda tx: list_password_blocks(tx, request.page_size, request.page_token)
        )
        return _pack_blocks(page)

    async def LiftPasswordBlock(
        self, request: password_pb2.LiftPasswordBlockRequest, context: Context
    ) -> password_pb2.LiftPasswordBlockResponse:
        def lift(tx: Transaction) -> password_pb2.LiftPasswordBlockResponse:
            lift_password_block(tx, UUID(request.person_id))
            return password_pb2.LiftPasswordBlockResponse()

        return await self._work.write(lift)


def _pack_blocks(page: BlocksPage) -> password_pb2.ListPasswordBlocksResponse:
    return password_pb2.ListPasswordBlocksResponse(
        password_blocks=[
            password_pb2.PasswordBlock(
                person_id=str(each.person_id),
                user_name=each.user_name,
                failures=each.failures,
                block_time=pack_moment(each.since),
            )
            for each in page.blocks
        ],
        next_page_token=page.next_page_token,
    )
