"""RegulationsService: regulations versions, their modules, and keeping them."""

from collections.abc import AsyncIterator

import grpc.aio
from chassis.computing import Compute
from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.rpc import Work, current_call
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import regulations_pb2 as messages
from matrikel.exams.v1 import regulations_pb2_grpc

from exams.api.downloads import CONTENT_TYPES, ENDINGS, file_name, named, pieces
from exams.api.regulation_packing import pack_picture, pack_version, pack_version_in_words
from exams.api.tables import pack_effect, pack_problem, unpack_format
from exams.app import regulations
from exams.app.download_regulations import download_regulations
from exams.app.import_regulations import import_regulations, read_sent
from exams.profile.uploads import SentRegulations


class RegulationsApi(regulations_pb2_grpc.RegulationsServiceServicer):
    """Answers matrikel.exams.v1.RegulationsService."""

    def __init__(self, work: Work, compute: Compute) -> None:
        self._work = work
        self._compute = compute

    async def ListRegulationsVersions(
        self,
        request: messages.ListRegulationsVersionsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListRegulationsVersionsRequest, messages.ListRegulationsVersionsResponse
        ],
    ) -> messages.ListRegulationsVersionsResponse:
        """Lists all versions, drafts for the examinations office only."""
        for_office = _for_office()

        def answer(tx: Transaction) -> messages.ListRegulationsVersionsResponse:
            found = regulations.list_versions(
                tx, programme_code=request.programme_code, for_office=for_office
            )
            return messages.ListRegulationsVersionsResponse(
                regulations_versions=[pack_version(one) for one in found]
            )

        return await self._work.read(answer)

    async def GetRegulationsVersion(
        self,
        request: messages.GetRegulationsVersionRequest,
        context: grpc.aio.ServicerContext[
            messages.GetRegulationsVersionRequest, messages.GetRegulationsVersionResponse
        ],
    ) -> messages.GetRegulationsVersionResponse:
        """Returns a version with its modules, exams, courses and rules."""
        for_office = _for_office()

        def answer(tx: Transaction) -> messages.GetRegulationsVersionResponse:
            found = regulations.get_version(
                tx, request.regulations_version_code, for_office=for_office
            )
            return messages.GetRegulationsVersionResponse(
                regulations_version=pack_version_in_words(found)
            )

        return await self._work.read(answer)

    async def GetModule(
        self,
        request: messages.GetModuleRequest,
        context: grpc.aio.ServicerContext[messages.GetModuleRequest, messages.GetModuleResponse],
    ) -> messages.GetModuleResponse:
        """Returns one module as a picture."""
        for_office = _for_office()

        def answer(tx: Transaction) -> messages.GetModuleResponse:
            semester = unpack_semester(request.semester) if request.HasField("semester") else None
            return pack_picture(
                regulations.get_module(
                    tx,
                    request.regulations_version_code,
                    request.module_code,
                    semester,
                    for_office=for_office,
                )
            )

        return await self._work.read(answer)

    async def ImportRegulations(
        self,
        request: messages.ImportRegulationsRequest,
        context: grpc.aio.ServicerContext[
            messages.ImportRegulationsRequest, messages.ImportRegulationsResponse
        ],
    ) -> messages.ImportRegulationsResponse:
        """Reads a version from a file and stores it, or says what it would change."""
        sent = await self._compute(read_sent, request.content, unpack_format(request.format))

        def answer(tx: Transaction) -> messages.ImportRegulationsResponse:
            done = sent
            if isinstance(done, SentRegulations):
                done = import_regulations(tx, done, dry_run=request.validate_only)
            return messages.ImportRegulationsResponse(
                regulations_version_code=done.code,
                effects=[pack_effect(one) for one in done.effects],
                problems=[pack_problem(one) for one in done.problems],
                stored=done.stored,
            )

        return await self._work.write(answer)

    async def DownloadRegulations(
        self,
        request: messages.DownloadRegulationsRequest,
        context: grpc.aio.ServicerContext[
            messages.DownloadRegulationsRequest, messages.DownloadRegulationsResponse
        ],
    ) -> AsyncIterator[messages.DownloadRegulationsResponse]:
        """Streams a version as the file that it can be imported from."""
        table_format = unpack_format(request.format)
        content = await self._work.read(
            lambda tx: download_regulations(tx, request.regulations_version_code, table_format)
        )
        name = file_name(request.regulations_version_code, ending=ENDINGS[table_format])
        for body, told_name in named(pieces(content, CONTENT_TYPES[table_format]), name):
            yield messages.DownloadRegulationsResponse(body=body, file_name=told_name)

    async def PublishRegulations(
        self,
        request: messages.PublishRegulationsRequest,
        context: grpc.aio.ServicerContext[
            messages.PublishRegulationsRequest, messages.PublishRegulationsResponse
        ],
    ) -> messages.PublishRegulationsResponse:
        """Publishes a draft."""

        def answer(tx: Transaction) -> messages.PublishRegulationsResponse:
            version = regulations.publish(
                tx,
                request.regulations_version_code,
                etag=request.etag,
                dry_run=request.validate_only,
            )
            return messages.PublishRegulationsResponse(regulations_version=pack_version(version))

        return await self._work.write(answer)

    async def DeleteRegulationsDraft(
        self,
        request: messages.DeleteRegulationsDraftRequest,
        context: grpc.aio.ServicerContext[
            messages.DeleteRegulationsDraftRequest, messages.DeleteRegulationsDraftResponse
        ],
    ) -> messages.DeleteRegulationsDraftResponse:
        """Deletes a draft that nobody is enrolled under."""

        def answer(tx: Transaction) -> messages.DeleteRegulationsDraftResponse:
            regulations.delete_draft(tx, request.regulations_version_code)
            return messages.DeleteRegulationsDraftResponse()

        return await self._work.write(answer)


def _for_office() -> bool:
    """Whether the caller is of the examinations office, which sees drafts."""
    caller = current_call().caller
    return caller is not None and access_pb2.ROLE_EXAMINATIONS_OFFICE in caller.roles
