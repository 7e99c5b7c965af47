"""SupportAccessService over gRPC."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name
from chassis.paging import encode_token, moment_in, page_size, read_position
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import support_pb2, support_pb2_grpc

from identity.api.callers import caller, caller_session
from identity.app.roles.support_access import (
    Position,
    StaffSession,
    current_support_access,
    list_accesses,
    people_of,
    start_support_access,
)
from identity.app.sign_in.session_starting import Origin
from identity.domain.accounts import Account
from identity.domain.sessions import SessionRules
from identity.domain.support_access import SupportAccess
from identity.events.packing import pack_account

Context = grpc.aio.ServicerContext[Any, Any]


class SupportAccessApi(support_pb2_grpc.SupportAccessServiceServicer):
    """Answers SupportAccessService."""

    def __init__(self, work: Work, rules: SessionRules, most: timedelta) -> None:
        self._work = work
        self._rules = rules
        self._most = most

    async def StartSupportAccess(
        self, request: support_pb2.StartSupportAccessRequest, context: Context
    ) -> support_pb2.StartSupportAccessResponse:
        call = current_call()
        staff = StaffSession(
            caller().person_id, caller_session(), call.service or "", Origin(call.client_address)
        )

        def start(tx: Transaction) -> support_pb2.StartSupportAccessResponse:
            started = start_support_access(
                tx, UUID(request.person_id), request.reason.strip(), staff, self._rules, self._most
            )
            [packed] = _packed(tx, [started.access])
            return support_pb2.StartSupportAccessResponse(
                session_token=started.signed_in.session_token,
                expire_time=pack_moment(started.signed_in.expires_at),
                account=pack_account(started.signed_in.account),
                support_access=packed,
            )

        return await self._work.write(start)

    async def ListSupportAccesses(
        self, request: support_pb2.ListSupportAccessesRequest, context: Context
    ) -> support_pb2.ListSupportAccessesResponse:
        after = read_position(request.page_token, 2, _position)
        size = page_size(request.page_size)

        def read(tx: Transaction) -> support_pb2.ListSupportAccessesResponse:
            found, more = list_accesses(tx, UUID(request.person_id), after, size)
            last = found[-1] if more else None
            return support_pb2.ListSupportAccessesResponse(
                support_accesses=_packed(tx, found),
                next_page_token=encode_token(
                    [last.started_at.isoformat(), str(last.support_access_id)]
                )
                if last
                else "",
            )

        return await self._work.read(read)

    async def GetCurrentSupportAccess(
        self, request: support_pb2.GetCurrentSupportAccessRequest, context: Context
    ) -> support_pb2.GetCurrentSupportAccessResponse:
        session_id = caller_session()

        def read(tx: Transaction) -> support_pb2.GetCurrentSupportAccessResponse:
            found = current_support_access(tx, session_id)
            packed = _packed(tx, [found] if found else [])
            return support_pb2.GetCurrentSupportAccessResponse(
                support_access=packed[0] if packed else None
            )

        return await self._work.read(read)


def _position(moment: str, access_id: str) -> Position:
    return moment_in(moment), UUID(access_id)


def _packed(tx: Transaction, accesses: Sequence[SupportAccess]) -> list[support_pb2.SupportAccess]:
    people = people_of(tx, accesses)
    return [_pack(each, people, tx.now) for each in accesses]


def _pack(
    access: SupportAccess, people: Mapping[UUID, Account], now: datetime
) -> support_pb2.SupportAccess:
    return support_pb2.SupportAccess(
        support_access_id=str(access.support_access_id),
        person_id=str(access.person_id),
        person_name=pack_name(people[access.person_id].name),
        staff_person_id=str(access.staff_id),
        staff_name=pack_name(people[access.staff_id].name),
        reason=access.reason,
        start_time=pack_moment(access.started_at),
        expire_time=pack_moment(access.expires_at),
        end_time=pack_moment(access.ended_by(now)),
    )
