"""SittingService, what the examinations office keeps: offering, changing, cancelling, importing."""

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from chassis.computing import Compute
from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.packing import unpack_moment, unpack_semester
from chassis.rpc import Work, current_call
from chassis.signing import Signer
from grpc.aio import ServicerContext
from matrikel.exams.v1 import sitting_pb2 as messages
from matrikel.exams.v1 import sitting_pb2_grpc

from exams.api.tables import pack_effect, pack_problem, unpack_format
from exams.app import sittings
from exams.app.cancelling import cancel_sitting
from exams.app.import_sittings import import_sittings
from exams.app.sitting_files import read_sittings
from exams.domain.examinations import Seating
from exams.domain.sitting_plans import SittingDraft
from exams.events.packing import pack_sitting
from exams.texts import sittings as texts

Context: TypeAlias = ServicerContext[Any, Any]

# The fields of the draft that may change.
_FIELDS = {
    "start_time",
    "room",
    "examiner_user_name",
    "capacity",
    "has_waiting_list",
    "seating",
    "registration_open_time",
    "registration_close_time",
    "withdrawal_close_time",
}
_FIXED = {"exam_number", "semester", "examination_period"}
_SEATINGS = {
    messages.SEATING_UNSPECIFIED: Seating.FIRST_COME,
    messages.SEATING_FIRST_COME: Seating.FIRST_COME,
    messages.SEATING_LOTTERY: Seating.LOTTERY,
    messages.SEATING_ADMISSION: Seating.ADMISSION,
}


class SittingKeepingApi(sitting_pb2_grpc.SittingServiceServicer):
    """Answers what the examinations office decides about sittings."""

    _work: Work
    _compute: Compute
    _signer: Signer

    async def GetSitting(
        self, request: messages.GetSittingRequest, context: Context
    ) -> messages.GetSittingResponse:
        """Returns a sitting."""

        def answer(tx: Transaction) -> messages.GetSittingResponse:
            sitting = sittings.get_sitting(tx, UUID(request.sitting_id))
            return messages.GetSittingResponse(sitting=pack_sitting(sitting))

        return await self._work.read(answer)

    async def CreateSitting(
        self, request: messages.CreateSittingRequest, context: Context
    ) -> messages.CreateSittingResponse:
        """Offers an exam."""
        caller = _caller()

        def answer(tx: Transaction) -> messages.CreateSittingResponse:
            sitting = sittings.create_sitting(tx, _draft(request.sitting), caller)
            return messages.CreateSittingResponse(sitting=pack_sitting(sitting))

        return await self._work.write(answer)

    async def UpdateSitting(
        self, request: messages.UpdateSittingRequest, context: Context
    ) -> messages.UpdateSittingResponse:
        """Changes the fields of a sitting that the mask names."""
        caller = _caller()

        def answer(tx: Transaction) -> messages.UpdateSittingResponse:
            changed = sittings.update_sitting(
                tx,
                self._signer,
                UUID(request.sitting_id),
                _draft(request.sitting),
                mask=_mask(request),
                etag=request.etag,
                reason=request.reason.strip(),
                changed_by=caller,
            )
            return messages.UpdateSittingResponse(
                sitting=pack_sitting(changed.sitting),
                told_count=changed.told_count,
                promoted_count=changed.promoted_count,
            )

        return await self._work.write(answer)

    async def CancelSitting(
        self, request: messages.CancelSittingRequest, context: Context
    ) -> messages.CancelSittingResponse:
        """Cancels a sitting: everybody registered is deregistered by the office."""
        caller = _caller()

        def answer(tx: Transaction) -> messages.CancelSittingResponse:
            cancelled = cancel_sitting(
                tx,
                self._signer,
                UUID(request.sitting_id),
                etag=request.etag,
                reason=request.reason.strip(),
                cancelled_by=caller,
                dry_run=request.validate_only,
            )
            return messages.CancelSittingResponse(
                sitting=pack_sitting(cancelled.sitting),
                deregistered_count=cancelled.deregistered_count,
            )

        return await self._work.write(answer)

    async def ImportSittings(
        self, request: messages.ImportSittingsRequest, context: Context
    ) -> messages.ImportSittingsResponse:
        """Reads sittings from a file and books all of it, or nothing where a row has a problem."""
        caller = _caller()
        sent = await self._compute(read_sittings, request.content, unpack_format(request.format))

        def answer(tx: Transaction) -> messages.ImportSittingsResponse:
            done = import_sittings(
                tx, self._signer, sent, changed_by=caller, dry_run=request.validate_only
            )
            return messages.ImportSittingsResponse(
                effects=[pack_effect(one) for one in done.effects],
                problems=[pack_problem(one) for one in done.problems],
                booked=done.booked,
            )

        return await self._work.write(answer)


def _caller() -> UUID | None:
    caller = current_call().caller
    return caller.person_id if caller is not None else None


def _draft(draft: messages.SittingDraft) -> SittingDraft:
    def moment(field: str) -> datetime | None:
        return unpack_moment(getattr(draft, field)) if draft.HasField(field) else None  # type: ignore[arg-type]  # mypy-protobuf wants a literal

    return SittingDraft(
        exam_number=draft.exam_number,
        semester=unpack_semester(draft.semester),
        period=draft.examination_period,
        start_time=moment("start_time"),
        room=" ".join(draft.room.split()),
        examiner_user_name=draft.examiner_user_name,
        capacity=draft.capacity,
        has_waiting_list=draft.has_waiting_list,
        seating=_SEATINGS[draft.seating],
        registration_open_time=moment("registration_open_time"),
        registration_close_time=moment("registration_close_time"),
        withdrawal_close_time=moment("withdrawal_close_time"),
    )


def _mask(request: messages.UpdateSittingRequest) -> list[str]:
    """The fields to change. Raises UPDATE_MASK_INVALID."""
    problems = []
    if not request.update_mask.paths:
        problems.append(FieldProblem("update_mask", "MASK_EMPTY", texts.MASK_EMPTY))
    for path in request.update_mask.paths:
        if path in _FIXED:
            problems.append(FieldProblem("update_mask", "FIELD_FIXED", texts.FIELD_FIXED))
        elif path not in _FIELDS:
            message = texts.FIELD_UNKNOWN.format(field=path)
            problems.append(FieldProblem("update_mask", "FIELD_UNKNOWN", message))
    if problems:
        raise Failure(
            Code.INVALID_ARGUMENT,
            "UPDATE_MASK_INVALID",
            problems[0].message,
            fields=tuple(problems),
        )
    return list(request.update_mask.paths)
