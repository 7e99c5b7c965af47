"""LibraryHandoverService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name, unpack_semester
from chassis.paging import encode_token, moment_in, page_size, read_position
from chassis.rpc import Caller, Relation, Work
from chassis.values import Language
from google.api.httpbody_pb2 import HttpBody
from matrikel.identity.v1 import library_handover_pb2 as messages
from matrikel.identity.v1 import library_handover_pb2_grpc

from identity.api.library_packing import pack_entry, pack_list
from identity.app.library import handover as app

Context = grpc.aio.ServicerContext[Any, Any]

LISTS_ON_A_PAGE = 25
CONTENT_TYPE = "text/csv; charset=utf-8"


def relation_to_handover_list(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001
    resource_id: str,
) -> Relation | None:
    """ANY for a list that is there: no list is anybody's own."""
    return Relation.ANY if app.list_exists(tx, UUID(resource_id)) else None


class LibraryHandoverApi(library_handover_pb2_grpc.LibraryHandoverServiceServicer):
    """Answers LibraryHandoverService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def CreateHandoverList(
        self, request: messages.CreateHandoverListRequest, context: Context
    ) -> messages.CreateHandoverListResponse:
        new = app.NewList(
            request.name,
            request.programme_code,
            unpack_semester(request.semester),
            request.most_people,
        )
        return await self._work.write(
            lambda tx: messages.CreateHandoverListResponse(
                handover_list=pack_list(
                    app.create_list(tx, new, validate_only=request.validate_only)
                )
            )
        )

    async def ListHandoverLists(
        self, request: messages.ListHandoverListsRequest, context: Context
    ) -> messages.ListHandoverListsResponse:
        before = read_position(
            request.page_token, 2, lambda moment, one: (moment_in(moment), UUID(one))
        )
        size = page_size(request.page_size, LISTS_ON_A_PAGE)
        found, more = await self._work.read(lambda tx: app.lists_before(tx, before, size))
        token = ""
        if more:
            last = found[-1]
            token = encode_token([last.created_at.isoformat(), str(last.handover_list_id)])
        return messages.ListHandoverListsResponse(
            handover_lists=[pack_list(each) for each in found], next_page_token=token
        )

    async def GetHandoverList(
        self, request: messages.GetHandoverListRequest, context: Context
    ) -> messages.GetHandoverListResponse:
        found = await self._work.read(lambda tx: app.get_list(tx, UUID(request.handover_list_id)))
        return messages.GetHandoverListResponse(handover_list=pack_list(found))

    async def ExportHandoverList(
        self, request: messages.ExportHandoverListRequest, context: Context
    ) -> messages.ExportHandoverListResponse:
        language = Language(request.language or "de")
        content = await self._work.read(
            lambda tx: app.export_list(tx, UUID(request.handover_list_id), language)
        )
        return messages.ExportHandoverListResponse(
            body=HttpBody(content_type=CONTENT_TYPE, data=content)
        )

    async def AssignHandoverCards(
        self, request: messages.AssignHandoverCardsRequest, context: Context
    ) -> messages.AssignHandoverCardsResponse:
        return await self._work.write(
            lambda tx: messages.AssignHandoverCardsResponse(
                handover_list=pack_list(
                    app.assign_cards(
                        tx, UUID(request.handover_list_id), tuple(request.card_numbers)
                    )
                )
            )
        )

    async def IssueHandoverStartCodes(
        self, request: messages.IssueHandoverStartCodesRequest, context: Context
    ) -> messages.IssueHandoverStartCodesResponse:
        def issue(tx: Transaction) -> messages.IssueHandoverStartCodesResponse:
            codes = app.issue_start_codes(tx, UUID(request.handover_list_id))
            return messages.IssueHandoverStartCodesResponse(
                start_codes=[
                    messages.HandoverStartCode(
                        person_id=str(entry.person_id),
                        name=pack_name(entry.name),
                        card_number=code.card_number,
                        start_code=code.code,
                    )
                    for entry, code in codes
                ],
                expire_time=pack_moment(codes[0][1].expires_at),
            )

        return await self._work.write(issue)

    async def RecordHandover(
        self, request: messages.RecordHandoverRequest, context: Context
    ) -> messages.RecordHandoverResponse:
        person_ids = frozenset(map(UUID, request.person_ids))

        def record(tx: Transaction) -> messages.RecordHandoverResponse:
            done = app.record_handover(tx, UUID(request.handover_list_id), person_ids)
            return messages.RecordHandoverResponse(
                handover_list=pack_list(done.handover), left=[pack_entry(one) for one in done.left]
            )

        return await self._work.write(record)

    async def ImportHandover(
        self, request: messages.ImportHandoverRequest, context: Context
    ) -> messages.ImportHandoverResponse:
        def read(tx: Transaction) -> messages.ImportHandoverResponse:
            done = app.import_handover(
                tx,
                UUID(request.handover_list_id),
                request.content,
                validate_only=request.validate_only,
            )
            return messages.ImportHandoverResponse(
                handover_list=pack_list(done.handover),
                newly_handed_over=done.newly,
                left=[pack_entry(one) for one in done.left],
            )

        return await self._work.write(read)

    async def CloseHandoverList(
        self, request: messages.CloseHandoverListRequest, context: Context
    ) -> messages.CloseHandoverListResponse:
        return await self._work.write(
            lambda tx: messages.CloseHandoverListResponse(
                handover_list=pack_list(
                    app.close_list(
                        tx, UUID(request.handover_list_id), validate_only=request.validate_only
                    )
                )
            )
        )
