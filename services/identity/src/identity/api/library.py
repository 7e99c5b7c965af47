"""LibraryService over gRPC."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, unpack_name
from chassis.paging import encode_token, page_size, read_position
from chassis.rpc import Caller, Relation, Work, current_call
from matrikel.identity.v1 import library_pb2 as messages
from matrikel.identity.v1 import library_pb2_grpc

from identity.api.library_packing import (
    DOCUMENTS,
    LOSSES,
    pack_card,
    pack_on_record,
    pack_view,
)
from identity.app.library import cards as library
from identity.app.library import desk as library_desk
from identity.domain.service_passwords import counted_address
from identity.flows.library import change_secret, check_card, set_secret_by_code
from identity.flows.proving import Proving

Context = grpc.aio.ServicerContext[Any, Any]

PEOPLE_ON_A_PAGE = 25


def relation_to_library_person(
    tx: Transaction, caller: Caller, resource_id: str
) -> Relation | None:
    """OWN for the caller, ANY for everybody else whom the library can know, None for nobody."""
    person_id = UUID(resource_id)
    if not library.library_knows(tx, person_id):
        return None
    return Relation.OWN if person_id == caller.person_id else Relation.ANY


def relation_to_library_card(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the caller's card, ANY for those of others, None where there is none."""
    owner = library.owner_of_card(tx, resource_id)
    if owner is None:
        return None
    return Relation.OWN if owner == caller.person_id else Relation.ANY


class LibraryApi(library_pb2_grpc.LibraryServiceServicer):
    """Answers LibraryService. `university_words` are not to be in a secret."""

    def __init__(self, work: Work, proving: Proving, university_words: Sequence[str]) -> None:
        self._work = work
        self._proving = proving
        self._university_words = tuple(university_words)

    async def GetLibraryAccount(
        self, request: messages.GetLibraryAccountRequest, context: Context
    ) -> messages.GetLibraryAccountResponse:
        view = await self._work.read(
            lambda tx: library.get_library_account(tx, UUID(request.person_id))
        )
        return messages.GetLibraryAccountResponse(library_account=pack_view(view))

    async def PreregisterLibraryAccount(
        self, request: messages.PreregisterLibraryAccountRequest, context: Context
    ) -> messages.PreregisterLibraryAccountResponse:
        return await self._work.write(
            lambda tx: messages.PreregisterLibraryAccountResponse(
                library_account=pack_view(library.preregister(tx, UUID(request.person_id)))
            )
        )

    async def WithdrawLibraryRegistration(
        self, request: messages.WithdrawLibraryRegistrationRequest, context: Context
    ) -> messages.WithdrawLibraryRegistrationResponse:
        return await self._work.write(
            lambda tx: messages.WithdrawLibraryRegistrationResponse(
                library_account=pack_view(
                    library.withdraw_registration(tx, UUID(request.person_id))
                )
            )
        )

    async def ListLibraryAccounts(
        self, request: messages.ListLibraryAccountsRequest, context: Context
    ) -> messages.ListLibraryAccountsResponse:
        after = read_position(request.page_token, 2, lambda name, one: (name, UUID(one)))
        size = page_size(request.page_size, PEOPLE_ON_A_PAGE)
        found = await self._work.read(
            lambda tx: library.find_library_people(tx, request.query, after, size)
        )
        place = found.next_place
        return messages.ListLibraryAccountsResponse(
            library_accounts=[pack_view(each) for each in found.people],
            next_page_token=encode_token([place[0], str(place[1])]) if place else "",
        )

    async def RegisterLibraryUser(
        self, request: messages.RegisterLibraryUserRequest, context: Context
    ) -> messages.RegisterLibraryUserResponse:
        return await self._work.write(
            lambda tx: messages.RegisterLibraryUserResponse(
                library_account=pack_view(
                    library_desk.register_library_user(tx, unpack_name(request.name), request.email)
                )
            )
        )

    async def IssueLibraryCard(
        self, request: messages.IssueLibraryCardRequest, context: Context
    ) -> messages.IssueLibraryCardResponse:
        return await self._work.write(
            lambda tx: messages.IssueLibraryCardResponse(
                card=pack_card(
                    library_desk.issue_card(
                        tx,
                        UUID(request.person_id),
                        request.card_number,
                        DOCUMENTS[request.identity_document],
                        validate_only=request.validate_only,
                    )
                )
            )
        )

    async def IssueLibraryStartCode(
        self, request: messages.IssueLibraryStartCodeRequest, context: Context
    ) -> messages.IssueLibraryStartCodeResponse:
        def issue(tx: Transaction) -> messages.IssueLibraryStartCodeResponse:
            made = library_desk.issue_start_code(tx, UUID(request.person_id))
            return messages.IssueLibraryStartCodeResponse(
                card_number=made.card_number,
                start_code=made.code,
                expire_time=pack_moment(made.expires_at),
            )

        return await self._work.write(issue)

    async def SetLibrarySecret(
        self, request: messages.SetLibrarySecretRequest, context: Context
    ) -> messages.SetLibrarySecretResponse:
        answer: Callable[[], messages.SetLibrarySecretResponse] = messages.SetLibrarySecretResponse
        address = current_call().client_address
        if request.WhichOneof("proof") == "start_code":
            return await set_secret_by_code(
                self._proving,
                self._work,
                card_number=request.card_number,
                start_code=request.start_code,
                secret=request.secret,
                client_address=address,
                university_words=self._university_words,
                answer=answer,
            )
        return await change_secret(
            self._proving,
            self._work,
            card_number=request.card_number,
            current_secret=request.current_secret,
            secret=request.secret,
            client_address=address,
            university_words=self._university_words,
            answer=answer,
        )

    async def GetLibraryCard(
        self, request: messages.GetLibraryCardRequest, context: Context
    ) -> messages.GetLibraryCardResponse:
        found = await self._work.read(lambda tx: library.get_card(tx, request.card_number))
        return messages.GetLibraryCardResponse(card=pack_on_record(found))

    async def CheckLibraryCard(
        self, request: messages.CheckLibraryCardRequest, context: Context
    ) -> messages.CheckLibraryCardResponse:
        caller = current_call().caller
        return await check_card(
            self._proving,
            self._work,
            card_number=request.card_number,
            secret=request.secret,
            client_address=counted_address(
                request.client_address,
                str(caller.person_id) if caller else "",
                request.card_number,
            ),
            answer=lambda found: messages.CheckLibraryCardResponse(card=pack_on_record(found)),
        )

    async def BlockLibraryCard(
        self, request: messages.BlockLibraryCardRequest, context: Context
    ) -> messages.BlockLibraryCardResponse:
        return await self._work.write(
            lambda tx: messages.BlockLibraryCardResponse(
                card=pack_card(
                    library_desk.block_card(
                        tx,
                        request.card_number,
                        LOSSES[request.loss],
                        by_owner=current_call().used_relation is Relation.OWN,
                        validate_only=request.validate_only,
                    )
                )
            )
        )

    async def UnblockLibraryCard(
        self, request: messages.UnblockLibraryCardRequest, context: Context
    ) -> messages.UnblockLibraryCardResponse:
        return await self._work.write(
            lambda tx: messages.UnblockLibraryCardResponse(
                card=pack_card(library_desk.unblock_card(tx, request.card_number))
            )
        )

    async def ReplaceLibraryCard(
        self, request: messages.ReplaceLibraryCardRequest, context: Context
    ) -> messages.ReplaceLibraryCardResponse:
        return await self._work.write(
            lambda tx: messages.ReplaceLibraryCardResponse(
                card=pack_card(
                    library_desk.replace_card(
                        tx,
                        request.card_number,
                        request.new_card_number,
                        LOSSES[request.loss],
                        validate_only=request.validate_only,
                    )
                )
            )
        )

    async def ReturnLibraryCard(
        self, request: messages.ReturnLibraryCardRequest, context: Context
    ) -> messages.ReturnLibraryCardResponse:
        return await self._work.write(
            lambda tx: messages.ReturnLibraryCardResponse(
                card=pack_card(
                    library_desk.return_card(
                        tx, request.card_number, validate_only=request.validate_only
                    )
                )
            )
        )
