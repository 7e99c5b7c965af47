"""InitialCodeLetterService over gRPC."""

from collections.abc import AsyncIterator
from uuid import UUID

from chassis.computing import Compute
from chassis.rpc import Work
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import initial_code_letter_pb2 as messages
from matrikel.identity.v1.initial_code_letter_pb2_grpc import InitialCodeLetterServiceServicer

from identity.api.callers import caller
from identity.api.files import pieces_of
from identity.app.accounts.initial_code_letters import LetterPlace
from identity.app.accounts.search import list_without_code
from identity.events.packing import pack_account
from identity.flows.initial_code_letters import draw_many, draw_one


class InitialCodeLetterApi(InitialCodeLetterServiceServicer):
    """Answers InitialCodeLetterService."""

    def __init__(self, work: Work, compute: Compute, place: LetterPlace) -> None:
        self._work = work
        self._compute = compute
        self._place = place

    async def DrawInitialCodeLetter(
        self, request: messages.DrawInitialCodeLetterRequest, context: object
    ) -> AsyncIterator[messages.DrawInitialCodeLetterResponse]:
        """The letter of one account."""
        document = await draw_one(
            self._work,
            self._compute,
            self._place,
            messages.DrawInitialCodeLetterResponse(),
            person_id=UUID(request.person_id),
            by_administrator=is_administrator(),
        )
        for piece in pieces_of(document):
            yield messages.DrawInitialCodeLetterResponse(body=piece.body, file_name=piece.file_name)

    async def ListAccountsWithoutCode(
        self, request: messages.ListAccountsWithoutCodeRequest, context: object
    ) -> messages.ListAccountsWithoutCodeResponse:
        """The accounts that wait for a letter."""
        page = await self._work.read(
            lambda tx: list_without_code(tx, request.page_size, request.page_token)
        )
        return messages.ListAccountsWithoutCodeResponse(
            accounts=[pack_account(each) for each in page.accounts],
            next_page_token=page.next_page_token,
            total_size=page.total,
        )

    async def DrawInitialCodeLetters(
        self, request: messages.DrawInitialCodeLettersRequest, context: object
    ) -> AsyncIterator[messages.DrawInitialCodeLettersResponse]:
        """The letters of those who wait, in one file."""
        document = await draw_many(
            self._work,
            self._compute,
            self._place,
            messages.DrawInitialCodeLettersResponse(),
            limit=request.limit,
        )
        for piece in pieces_of(document):
            yield messages.DrawInitialCodeLettersResponse(
                body=piece.body, file_name=piece.file_name
            )


def is_administrator() -> bool:
    """Whether a system administrator calls."""
    return access_pb2.ROLE_SYSTEM_ADMINISTRATOR in caller().roles
