"""Asks exams: what a student is registered for, and what the results are."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from typing import TypeVar
from uuid import UUID

import grpc
from chassis.packing import pack_semester
from chassis.values import Semester
from matrikel.exams.v1 import registration_pb2, result_pb2, status_pb2, study_progress_pb2
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub
from matrikel.exams.v1.result_pb2_grpc import ResultServiceStub
from matrikel.exams.v1.status_pb2_grpc import StatusServiceStub
from matrikel.exams.v1.study_progress_pb2_grpc import StudyProgressServiceStub

from certificates.clients.asking import asking
from certificates.clients.exams_unpacking import (
    has_no_result,
    unpack_distribution,
    unpack_progress,
    unpack_registration,
    unpack_result,
    unpack_statuses,
)
from certificates.clients.tokens import Asker, Metadata, StudentTokens
from certificates.domain.facts import (
    DistributionFacts,
    ExamsFacts,
    ProgressFacts,
    RegistrationFacts,
    ResultFacts,
    StatusFacts,
)
from certificates.texts.refusals import Asked

T = TypeVar("T")

_PAGE_SIZE = 100
# Distributions are asked for one by one; so many at a time leave exams room for others.
_AT_ONCE = 8


class ExamsClient:
    """Questions to exams in the name of a student or of this service.

    Every method raises EXAMS_UNAVAILABLE where exams does not answer, and SESSION_OVER or
    IDENTITY_UNAVAILABLE where no token is to be had for it.
    """

    def __init__(self, channel: grpc.aio.Channel, tokens: StudentTokens) -> None:
        self._registrations = RegistrationServiceStub(channel)
        self._results = ResultServiceStub(channel)
        self._progress = StudyProgressServiceStub(channel)
        self._statuses = StatusServiceStub(channel)
        self._tokens = tokens

    async def registrations(
        self, asker: Asker, person_id: UUID, enrolment_id: UUID, semester: Semester
    ) -> tuple[RegistrationFacts, ...]:
        """An enrolment's registrations without a result in a semester, withdrawn ones included.

        Empty where exams has not heard of the student or the enrolment yet: then nothing can be
        registered.
        """
        metadata = await self._tokens.metadata_for("exams", asker)
        request = registration_pb2.ListRegistrationsRequest(
            person_id=str(person_id),
            enrolment_id=str(enrolment_id),
            semester=pack_semester(semester),
            page_size=_PAGE_SIZE,
        )
        try:
            return tuple([one async for one in self._all_registrations(request, metadata)])
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return ()
            raise

    async def transcript(
        self, asker: Asker, person_id: UUID, enrolment_id: UUID, *, passed_only: bool
    ) -> ExamsFacts:
        """The released results of an enrolment with progress, codes and distributions."""
        metadata = await self._tokens.metadata_for("exams", asker)
        results, progress, statuses = await asyncio.gather(
            self._all_results(metadata, person_id, enrolment_id, passed_only=passed_only),
            self._progress_of(metadata, enrolment_id),
            self._all_statuses(),
        )
        sittings = dict.fromkeys(one.sitting_id for one in results if one.sitting_id)
        return ExamsFacts(
            results, progress, statuses, await self._distributions(metadata, sittings)
        )

    async def _all_registrations(
        self, request: registration_pb2.ListRegistrationsRequest, metadata: Metadata
    ) -> AsyncIterator[RegistrationFacts]:
        while True:
            page = await _asked(self._registrations.ListRegistrations(request, metadata=metadata))
            for one in page.registrations:
                if has_no_result(one):
                    yield unpack_registration(one)
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def _all_results(
        self, metadata: Metadata, person_id: UUID, enrolment_id: UUID, *, passed_only: bool
    ) -> tuple[ResultFacts, ...]:
        """Every page; none where exams has not heard of the student."""
        request = result_pb2.ListResultsRequest(
            person_id=str(person_id),
            enrolment_id=str(enrolment_id),
            passed_only=passed_only,
            page_size=_PAGE_SIZE,
        )
        found: list[ResultFacts] = []
        while True:
            try:
                page = await _asked(self._results.ListResults(request, metadata=metadata))
            except grpc.aio.AioRpcError as error:
                if error.code() is grpc.StatusCode.NOT_FOUND:
                    return ()
                raise
            found.extend(unpack_result(one) for one in page.results)
            if not page.next_page_token:
                return tuple(found)
            request.page_token = page.next_page_token

    async def _progress_of(self, metadata: Metadata, enrolment_id: UUID) -> ProgressFacts | None:
        """None where exams does not know the enrolment, or no regulations of its programme."""
        request = study_progress_pb2.GetStudyProgressRequest(enrolment_id=str(enrolment_id))
        try:
            answer = await _asked(self._progress.GetStudyProgress(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return None
            raise
        return unpack_progress(answer.study_progress)

    async def _all_statuses(self) -> tuple[StatusFacts, ...]:
        answer = await _asked(self._statuses.ListStatuses(status_pb2.ListStatusesRequest()))
        return unpack_statuses(answer)

    async def _distributions(
        self, metadata: Metadata, sitting_ids: Iterable[str]
    ) -> tuple[DistributionFacts, ...]:
        """Those that may be shown; a few are asked for at a time."""
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(sitting_id: str) -> DistributionFacts | None:
            async with room:
                return await self._distribution(metadata, sitting_id)

        found = await asyncio.gather(*(one(each) for each in sitting_ids))
        return tuple(each for each in found if each is not None)

    async def _distribution(self, metadata: Metadata, sitting_id: str) -> DistributionFacts | None:
        """None for a sitting with too few results to be shown, or that the student only missed."""
        request = result_pb2.GetGradeDistributionRequest(sitting_id=sitting_id)
        try:
            answer = await _asked(self._results.GetGradeDistribution(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() in _NOT_SHOWN:
                return None
            raise
        return unpack_distribution(answer)


_NOT_SHOWN = {grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND}


async def _asked(answer: Awaitable[T]) -> T:
    with asking(Asked.EXAMS):
        return await answer
