"""TermsOfUseService and OwnDataService over gRPC: what a person agrees to, and what is stored."""

from collections.abc import AsyncIterator
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, pack_text
from chassis.rpc import Work
from matrikel.identity.v1 import own_data_pb2, terms_of_use_pb2
from matrikel.identity.v1.own_data_pb2_grpc import OwnDataServiceServicer
from matrikel.identity.v1.terms_of_use_pb2_grpc import TermsOfUseServiceServicer

from identity.api.callers import caller
from identity.api.files import pieces_of
from identity.app.accounts.own_data import own_data
from identity.app.accounts.terms import accept_terms, get_terms
from identity.domain.terms import TermsOfUse


class TermsApi(TermsOfUseServiceServicer):
    """Answers TermsOfUseService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetTermsOfUse(
        self, request: terms_of_use_pb2.GetTermsOfUseRequest, context: object
    ) -> terms_of_use_pb2.GetTermsOfUseResponse:
        """The terms that hold."""
        return await self._work.read(
            lambda tx: terms_of_use_pb2.GetTermsOfUseResponse(
                terms_of_use=_pack_terms(get_terms(tx))
            )
        )

    async def AcceptTermsOfUse(
        self, request: terms_of_use_pb2.AcceptTermsOfUseRequest, context: object
    ) -> terms_of_use_pb2.AcceptTermsOfUseResponse:
        """Notes that the person accepts them."""

        def answer(tx: Transaction) -> terms_of_use_pb2.AcceptTermsOfUseResponse:
            accepted = accept_terms(tx, UUID(request.person_id), request.version)
            return terms_of_use_pb2.AcceptTermsOfUseResponse(
                version=accepted.version, accept_time=pack_moment(accepted.accepted_at)
            )

        return await self._work.write(answer)


class OwnDataApi(OwnDataServiceServicer):
    """Answers OwnDataService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def DownloadOwnData(
        self, request: own_data_pb2.DownloadOwnDataRequest, context: object
    ) -> AsyncIterator[own_data_pb2.DownloadOwnDataResponse]:
        """Everything that is stored about the person."""
        in_support = caller().support_by is not None
        document = await self._work.read(
            lambda tx: own_data(tx, UUID(request.person_id), in_support=in_support)
        )
        for piece in pieces_of(document):
            yield own_data_pb2.DownloadOwnDataResponse(body=piece.body, file_name=piece.file_name)


def _pack_terms(terms: TermsOfUse) -> terms_of_use_pb2.TermsOfUse:
    return terms_of_use_pb2.TermsOfUse(
        version=terms.version,
        title=pack_text(terms.title),
        paragraphs=[pack_text(each) for each in terms.paragraphs],
    )
