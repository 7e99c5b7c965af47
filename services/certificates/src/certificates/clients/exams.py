"""Asks exams: what a student is registered for."""

from uuid import UUID

import grpc
from chassis.packing import pack_semester, unpack_moment, unpack_text
from chassis.rpc import bearer
from chassis.values import Semester
from matrikel.exams.v1 import registration_pb2, status_pb2
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub

from certificates.clients.asking import asking
from certificates.clients.tokens import StudentTokens
from certificates.domain.facts import RegistrationFacts, RegistrationStatus
from certificates.texts.refusals import Asked

_PAGE_SIZE = 100

# Registrations in any other status have a result: they belong to the transcript.
_STATUSES = {
    status_pb2.REGISTRATION_STATUS_REGISTERED: RegistrationStatus.REGISTERED,
    status_pb2.REGISTRATION_STATUS_WAITING: RegistrationStatus.WAITING,
    status_pb2.REGISTRATION_STATUS_IN_LOTTERY: RegistrationStatus.IN_LOTTERY,
    status_pb2.REGISTRATION_STATUS_SICK_NOTE_FILED: RegistrationStatus.SICK_NOTE_FILED,
    status_pb2.REGISTRATION_STATUS_HANDED_IN: RegistrationStatus.HANDED_IN,
    status_pb2.REGISTRATION_STATUS_INCOMPLETE: RegistrationStatus.INCOMPLETE,
    status_pb2.REGISTRATION_STATUS_ORAL_SUPPLEMENTARY: RegistrationStatus.ORAL_SUPPLEMENTARY,
    status_pb2.REGISTRATION_STATUS_WITHDRAWN: RegistrationStatus.WITHDRAWN,
    status_pb2.REGISTRATION_STATUS_NOT_DRAWN: RegistrationStatus.NOT_DRAWN,
    status_pb2.REGISTRATION_STATUS_DEREGISTERED: RegistrationStatus.DEREGISTERED,
    status_pb2.REGISTRATION_STATUS_WITHDRAWAL_APPROVED: RegistrationStatus.WITHDRAWAL_APPROVED,
}


class ExamsClient:
    """Questions to exams in the name of a student."""

    def __init__(self, channel: grpc.aio.Channel, tokens: StudentTokens) -> None:
        self._registrations = RegistrationServiceStub(channel)
        self._tokens = tokens

    async def registrations(
        self, access_token: str, person_id: UUID, enrolment_id: UUID, semester: Semester
    ) -> tuple[RegistrationFacts, ...]:
        """An enrolment's registrations without a result in a semester, withdrawn ones included.

        None where exams has not heard of the student or the enrolment yet: then nothing can be
        registered. Raises EXAMS_UNAVAILABLE where exams does not answer.
        """
        metadata = bearer(await self._tokens.token_for("exams", access_token))
        request = registration_pb2.ListRegistrationsRequest(
            person_id=str(person_id),
            enrolment_id=str(enrolment_id),
            semester=pack_semester(semester),
            page_size=_PAGE_SIZE,
        )
        try:
            with asking(Asked.EXAMS):
                return await self._all_pages(request, metadata)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return ()
            raise

    async def _all_pages(
        self,
        request: registration_pb2.ListRegistrationsRequest,
        metadata: tuple[tuple[str, str], ...],
    ) -> tuple[RegistrationFacts, ...]:
        found: list[RegistrationFacts] = []
        while True:
            page = await self._registrations.ListRegistrations(request, metadata=metadata)
            found.extend(
                unpack_registration(one) for one in page.registrations if one.status in _STATUSES
            )
            if not page.next_page_token:
                return tuple(found)
            request.page_token = page.next_page_token


def unpack_registration(registration: registration_pb2.Registration) -> RegistrationFacts:
    """A registration with its sitting."""
    sitting = registration.sitting
    return RegistrationFacts(
        exam_number=sitting.exam_number,
        exam_name=unpack_text(sitting.exam_name),
        module_name=unpack_text(registration.module_name),
        examination_period=sitting.examination_period,
        start_time=unpack_moment(sitting.start_time) if sitting.HasField("start_time") else None,
        room=sitting.room,
        status=_STATUSES[registration.status],
        status_code=registration.status_code,
        register_time=unpack_moment(registration.register_time),
        withdraw_time=(
            unpack_moment(registration.withdraw_time)
            if registration.HasField("withdraw_time")
            else None
        ),
    )
