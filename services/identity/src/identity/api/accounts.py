"""AccountService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Caller, Relation, Work, current_call
from matrikel.identity.v1 import account_pb2, account_pb2_grpc

from identity.api.account_packing import pack_for_caller, pack_overview
from identity.api.initial_code_letters import is_administrator
from identity.app.accounts.initial_codes import IssuedCode, issue_for_office
from identity.app.accounts.making import account_exists, get_account
from identity.app.accounts.overviews import overview_of
from identity.app.accounts.views import view_of
from identity.events.packing import pack_view
from identity.flows.activation import activate_account
from identity.flows.proving import Proving

Context = grpc.aio.ServicerContext[Any, Any]


def relation_to_account(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the caller's account, ANY for other accounts, None where there is none."""
    person_id = UUID(resource_id)
    if not account_exists(tx, person_id):
        return None
    return Relation.OWN if person_id == caller.person_id else Relation.ANY


class AccountApi(account_pb2_grpc.AccountServiceServicer):
    """Answers AccountService."""

    def __init__(self, work: Work, proving: Proving) -> None:
        self._work = work
        self._proving = proving

    async def GetAccount(
        self, request: account_pb2.GetAccountRequest, context: Context
    ) -> account_pb2.GetAccountResponse:
        return await self._work.read(
            lambda tx: account_pb2.GetAccountResponse(
                account=pack_for_caller(view_of(tx, get_account(tx, UUID(request.person_id))))
            )
        )

    async def GetAccountOverview(
        self, request: account_pb2.GetAccountOverviewRequest, context: Context
    ) -> account_pb2.GetAccountOverviewResponse:
        by_office = current_call().relation is Relation.ANY

        def answer(tx: Transaction) -> account_pb2.GetAccountOverviewResponse:
            overview = overview_of(tx, UUID(request.person_id))
            packed = pack_overview(overview, with_note=by_office)
            return account_pb2.GetAccountOverviewResponse(overview=packed)

        return await self._work.read(answer)

    async def IssueInitialCode(
        self, request: account_pb2.IssueInitialCodeRequest, context: Context
    ) -> account_pb2.IssueInitialCodeResponse:
        by_administrator = is_administrator()

        def answer(tx: Transaction) -> account_pb2.IssueInitialCodeResponse:
            person_id = UUID(request.person_id)
            return _pack_code(issue_for_office(tx, person_id, by_administrator=by_administrator))

        return await self._work.write(answer)

    async def ActivateAccount(
        self, request: account_pb2.ActivateAccountRequest, context: Context
    ) -> account_pb2.ActivateAccountResponse:
        return await activate_account(
            self._proving,
            self._work,
            user_name=request.user_name,
            initial_code=request.initial_code,
            password=request.password,
            client_address=current_call().client_address,
            answer=lambda view: account_pb2.ActivateAccountResponse(account=pack_view(view)),
        )


def _pack_code(issued: IssuedCode) -> account_pb2.IssueInitialCodeResponse:
    return account_pb2.IssueInitialCodeResponse(
        user_name=issued.user_name,
        initial_code=issued.code,
        expire_time=pack_moment(issued.expires_at),
    )
