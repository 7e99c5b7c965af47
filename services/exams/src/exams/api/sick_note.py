"""SickNoteService: withdrawing with a reason."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.packing import pack_date, pack_moment, pack_name
from chassis.paging import page_size
from chassis.rpc import Work
from chassis.signing import Signer
from grpc.aio import ServicerContext
from matrikel.exams.v1 import obstacle_pb2, sick_note_pb2_grpc
from matrikel.exams.v1 import sick_note_pb2 as messages

from exams.api import page_tokens
from exams.api.documents import day_in, pieces_of
from exams.api.office import calling_person
from exams.api.refusals import pack_told
from exams.app.sick_note_decisions import decide_sick_note
from exams.app.sick_notes import (
    FiledNote,
    SickNoteRefused,
    document_of_sick_note,
    file_sick_note,
    get_sick_note,
    list_open_sick_notes,
    list_sick_notes,
)
from exams.app.told_obstacles import in_one_sentence
from exams.domain.sick_notes import Illness, SickNoteState
from exams.events.packing import pack_registration
from exams.texts import sick_notes as texts

_STATES = {
    SickNoteState.FILED: messages.SICK_NOTE_STATE_FILED,
    SickNoteState.APPROVED: messages.SICK_NOTE_STATE_APPROVED,
    SickNoteState.REFUSED: messages.SICK_NOTE_STATE_REFUSED,
}


class SickNoteApi(sick_note_pb2_grpc.SickNoteServiceServicer):
    """Answers matrikel.exams.v1.SickNoteService."""

    def __init__(self, work: Work, signer: Signer) -> None:
        self._work = work
        self._signer = signer

    async def FileSickNote(
        self, request: messages.FileSickNoteRequest, context: ServicerContext[Any, Any]
    ) -> messages.FileSickNoteResponse:
        """Files a sick note with the doctor's form."""

        def answer(tx: Transaction) -> messages.FileSickNoteResponse:
            outcome = file_sick_note(
                tx,
                self._signer,
                registration_id=UUID(request.registration_id),
                illness=Illness(
                    day_in(request.ill_from_date, "ill_from_date"),
                    day_in(request.ill_until_date, "ill_until_date"),
                ),
                remark=request.remark,
                content=request.content,
                file_name=request.file_name,
            )
            if isinstance(outcome, SickNoteRefused):
                raise _refused(outcome)
            return messages.FileSickNoteResponse(sick_note=_pack(tx, outcome))

        return await self._work.write(answer)

    async def ListSickNotes(
        self, request: messages.ListSickNotesRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListSickNotesResponse:
        """Lists a student's sick notes, the newest first."""

        def answer(tx: Transaction) -> messages.ListSickNotesResponse:
            found = list_sick_notes(tx, UUID(request.person_id))
            return messages.ListSickNotesResponse(sick_notes=[_pack(tx, one) for one in found])

        return await self._work.read(answer)

    async def ListOpenSickNotes(
        self, request: messages.ListOpenSickNotesRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListOpenSickNotesResponse:
        """Lists those that wait for a decision, the oldest first."""

        def answer(tx: Transaction) -> messages.ListOpenSickNotesResponse:
            page = list_open_sick_notes(
                tx,
                page_tokens.sick_note_position(request.page_token),
                page_size(request.page_size),
            )
            return messages.ListOpenSickNotesResponse(
                sick_notes=[_pack(tx, one) for one in page.items],
                next_page_token=page_tokens.of_sick_note(page.next_position),
            )

        return await self._work.read(answer)

    async def GetSickNote(
        self, request: messages.GetSickNoteRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetSickNoteResponse:
        """Returns a sick note."""

        def answer(tx: Transaction) -> messages.GetSickNoteResponse:
            found = get_sick_note(tx, UUID(request.sick_note_id))
            return messages.GetSickNoteResponse(sick_note=_pack(tx, found))

        return await self._work.read(answer)

    async def DownloadSickNoteDocument(
        self,
        request: messages.DownloadSickNoteDocumentRequest,
        context: ServicerContext[Any, Any],
    ) -> AsyncIterator[messages.DownloadSickNoteDocumentResponse]:
        """Streams the doctor's form."""
        document = await self._work.read(
            lambda tx: document_of_sick_note(tx, UUID(request.sick_note_id))
        )
        for piece in pieces_of(document):
            yield messages.DownloadSickNoteDocumentResponse(
                body=piece.body, file_name=piece.file_name
            )

    async def DecideSickNote(
        self, request: messages.DecideSickNoteRequest, context: ServicerContext[Any, Any]
    ) -> messages.DecideSickNoteResponse:
        """Approves the withdrawal or refuses it."""
        by = calling_person()

        def answer(tx: Transaction) -> messages.DecideSickNoteResponse:
            decided = decide_sick_note(
                tx,
                self._signer,
                sick_note_id=UUID(request.sick_note_id),
                approve=request.approve,
                reason=request.reason.strip(),
                by=by,
            )
            repeat = decided.repeat
            return messages.DecideSickNoteResponse(
                sick_note=_pack(tx, decided.filed),
                repeat_registration=pack_registration(repeat, tx.now) if repeat else None,
            )

        return await self._work.write(answer)


def _refused(refused: SickNoteRefused) -> Failure:
    attempt_id = str(refused.attempt_id)
    return Failure(
        Code.FAILED_PRECONDITION,
        "SICK_NOTE_REFUSED",
        texts.SICK_NOTE_REFUSED.format(messages=in_one_sentence(refused.obstacles)),
        metadata={"attempt_id": attempt_id},
        details=(
            obstacle_pb2.Refusal(
                obstacles=[pack_told(one) for one in refused.obstacles], attempt_id=attempt_id
            ),
        ),
        keeps_changes=True,
    )


def _pack(tx: Transaction, filed: FiledNote) -> messages.SickNote:
    note = filed.note
    return messages.SickNote(
        sick_note_id=str(note.sick_note_id),
        registration=pack_registration(filed.registration, tx.now),
        matriculation_number=note.matriculation_number,
        name=pack_name(note.name),
        ill_from_date=pack_date(note.illness.from_date),
        ill_until_date=pack_date(note.illness.until_date),
        remark=note.remark,
        file_name=note.file_name,
        file_time=pack_moment(note.file_time),
        state=_STATES[note.state],
        decide_time=pack_moment(note.decide_time),
        decision_reason=note.decision_reason,
        limit_time=pack_moment(filed.limit_time),
    )
