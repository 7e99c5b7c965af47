"""RecognitionService: results from elsewhere."""

from datetime import date
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import unpack_date
from chassis.rpc import Work, current_call
from google.type.date_pb2 import Date
from matrikel.exams.v1 import recognition_pb2 as messages
from matrikel.exams.v1 import recognition_pb2_grpc

from exams.app.recognitions import list_recognitions, recognise, revoke
from exams.domain.grades import stored_grade
from exams.domain.recognition import RecognitionWish
from exams.events.study_packing import pack_recognition


class RecognitionApi(recognition_pb2_grpc.RecognitionServiceServicer):
    """Answers matrikel.exams.v1.RecognitionService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def CreateRecognition(
        self,
        request: messages.CreateRecognitionRequest,
        context: grpc.aio.ServicerContext[
            messages.CreateRecognitionRequest, messages.CreateRecognitionResponse
        ],
    ) -> messages.CreateRecognitionResponse:
        """Recognises a result for a module or an exam."""
        wish, by = _wish(request), _caller_id()

        def answer(tx: Transaction) -> messages.CreateRecognitionResponse:
            made = recognise(tx, UUID(request.enrolment_id), wish, by)
            return messages.CreateRecognitionResponse(recognition=pack_recognition(made))

        return await self._work.write(answer)

    async def ListRecognitions(
        self,
        request: messages.ListRecognitionsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListRecognitionsRequest, messages.ListRecognitionsResponse
        ],
    ) -> messages.ListRecognitionsResponse:
        """Lists the recognitions of an enrolment."""

        def answer(tx: Transaction) -> messages.ListRecognitionsResponse:
            found = list_recognitions(tx, UUID(request.enrolment_id))
            return messages.ListRecognitionsResponse(
                recognitions=[pack_recognition(one) for one in found]
            )

        return await self._work.read(answer)

    async def RevokeRecognition(
        self,
        request: messages.RevokeRecognitionRequest,
        context: grpc.aio.ServicerContext[
            messages.RevokeRecognitionRequest, messages.RevokeRecognitionResponse
        ],
    ) -> messages.RevokeRecognitionResponse:
        """Takes a recognition back."""
        by = _caller_id()

        def answer(tx: Transaction) -> messages.RevokeRecognitionResponse:
            revoked = revoke(tx, UUID(request.recognition_id), request.reason.strip(), by)
            return messages.RevokeRecognitionResponse(recognition=pack_recognition(revoked))

        return await self._work.write(answer)


def _wish(request: messages.CreateRecognitionRequest) -> RecognitionWish:
    return RecognitionWish(
        module_code=request.module_code,
        exam_number=request.exam_number,
        credits_tenths=request.credits_tenths,
        grade=stored_grade(request.grade),
        achieve_date=_day(request.achieve_date),
        institution=request.institution.strip(),
        original_title=request.original_title.strip(),
        reason=request.reason.strip(),
    )


def _day(day: Date) -> date | None:
    """The day, None where no calendar has it: 30 February, or a month of 0."""
    try:
        return unpack_date(day)
    except (ValueError, OverflowError):
        return None


def _caller_id() -> UUID:
    caller = current_call().caller
    if caller is None:
        raise LookupError("the contract lets nobody in without a token")
    return caller.person_id
