"""TermsService: reading and accepting the registration terms."""

from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_text
from chassis.rpc import Work
from matrikel.exams.v1 import terms_pb2 as messages
from matrikel.exams.v1 import terms_pb2_grpc

from exams.app.terms import accept_terms, get_terms


class TermsApi(terms_pb2_grpc.TermsServiceServicer):
    """Answers matrikel.exams.v1.TermsService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetTerms(
        self,
        request: messages.GetTermsRequest,
        context: grpc.aio.ServicerContext[messages.GetTermsRequest, messages.GetTermsResponse],
    ) -> messages.GetTermsResponse:
        """Returns the terms in force and whether the student has accepted them."""

        def answer(tx: Transaction) -> messages.GetTermsResponse:
            found = get_terms(tx, UUID(request.person_id))
            return messages.GetTermsResponse(
                terms=messages.Terms(
                    terms_version=found.terms.terms_version,
                    title=pack_text(found.terms.title),
                    paragraphs=[pack_text(text) for text in found.terms.paragraphs],
                ),
                accept_time=pack_moment(found.accept_time),
            )

        return await self._work.read(answer)

    async def AcceptTerms(
        self,
        request: messages.AcceptTermsRequest,
        context: grpc.aio.ServicerContext[
            messages.AcceptTermsRequest, messages.AcceptTermsResponse
        ],
    ) -> messages.AcceptTermsResponse:
        """Records that the student accepts the terms."""

        def answer(tx: Transaction) -> messages.AcceptTermsResponse:
            accepted = accept_terms(tx, UUID(request.person_id), request.terms_version)
            return messages.AcceptTermsResponse(accept_time=pack_moment(accepted))

        return await self._work.write(answer)
