"""ThesisService: theses from application to grade."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.paging import page_size
from chassis.rpc import Relation, Work, current_call
from chassis.signing import Signer
from grpc.aio import ServicerContext
from matrikel.exams.v1 import thesis_pb2 as messages
from matrikel.exams.v1 import thesis_pb2_grpc

from exams.api import page_tokens
from exams.api.documents import day_in, pieces_of
from exams.api.office import calling_person
from exams.api.thesis_packing import ThesisPacking, admitted_or_refused, state_in
from exams.app.theses import (
    apply_for_thesis,
    document_of_thesis,
    get_thesis,
    list_examined_theses,
    list_theses,
)
from exams.app.thesis_admission import admit_thesis, extend_thesis, refuse_thesis
from exams.app.thesis_grading import grade_thesis
from exams.app.thesis_hand_in import (
    enter_paper_hand_in,
    field_wrong,
    hand_in_own_thesis,
)
from exams.domain.theses import Thesis
from exams.texts import theses as texts


class ThesisApi(thesis_pb2_grpc.ThesisServiceServicer):
    """Answers matrikel.exams.v1.ThesisService."""

    def __init__(self, work: Work, signer: Signer) -> None:
        self._work = work
        self._signer = signer

    async def ApplyForThesis(
        self, request: messages.ApplyForThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.ApplyForThesisResponse:
        """Applies for a thesis."""
        person_id = calling_person()

        def answer(tx: Transaction) -> messages.ApplyForThesisResponse:
            outcome = apply_for_thesis(
                tx,
                person_id=person_id,
                enrolment_id=UUID(request.enrolment_id),
                exam_number=request.exam_number,
                title=request.title.strip(),
                examiners=(request.first_examiner_user_name, request.second_examiner_user_name),
            )
            thesis = admitted_or_refused(outcome)
            return messages.ApplyForThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.write(answer)

    async def ListTheses(
        self, request: messages.ListThesesRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListThesesResponse:
        """Lists a student's theses, the newest first."""

        def answer(tx: Transaction) -> messages.ListThesesResponse:
            found = list_theses(tx, UUID(request.person_id))
            packing = ThesisPacking.of_call(tx)
            return messages.ListThesesResponse(
                theses=[packing.pack(one) for one in found.theses],
                enrolment_ids=[str(one) for one in found.open_enrolment_ids],
            )

        return await self._work.read(answer)

    async def ListExaminedTheses(
        self, request: messages.ListExaminedThesesRequest, context: ServicerContext[Any, Any]
    ) -> messages.ListExaminedThesesResponse:
        """Lists theses by state: all for the office, those that they examine for examiners."""
        person_id = calling_person()
        is_office = current_call().relation is Relation.ANY

        def answer(tx: Transaction) -> messages.ListExaminedThesesResponse:
            page = list_examined_theses(
                tx,
                examiner_id=None if is_office else person_id,
                state=state_in(request.state),
                after=page_tokens.thesis_position(request.page_token),
                size=page_size(request.page_size),
            )
            packing = ThesisPacking.of_call(tx)
            return messages.ListExaminedThesesResponse(
                theses=[packing.pack(one) for one in page.items],
                next_page_token=page_tokens.of_thesis(page.next_position),
            )

        return await self._work.read(answer)

    async def GetThesis(
        self, request: messages.GetThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.GetThesisResponse:
        """Returns a thesis."""

        def answer(tx: Transaction) -> messages.GetThesisResponse:
            thesis = get_thesis(tx, UUID(request.thesis_id))
            return messages.GetThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.read(answer)

    async def AdmitThesis(
        self, request: messages.AdmitThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.AdmitThesisResponse:
        """Admits a thesis."""
        by = calling_person()

        def answer(tx: Transaction) -> messages.AdmitThesisResponse:
            outcome = admit_thesis(
                tx,
                self._signer,
                thesis_id=UUID(request.thesis_id),
                title=request.title.strip(),
                examiners=(request.first_examiner_user_name, request.second_examiner_user_name),
                start_date=day_in(request.start_date, "start_date"),
                semester=unpack_semester(request.semester),
                by=by,
            )
            thesis = admitted_or_refused(outcome)
            return messages.AdmitThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.write(answer)

    async def RefuseThesis(
        self, request: messages.RefuseThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.RefuseThesisResponse:
        """Refuses an application."""
        by = calling_person()

        def answer(tx: Transaction) -> messages.RefuseThesisResponse:
            thesis = refuse_thesis(
                tx, thesis_id=UUID(request.thesis_id), reason=request.reason.strip(), by=by
            )
            return messages.RefuseThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.write(answer)

    async def ExtendThesis(
        self, request: messages.ExtendThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.ExtendThesisResponse:
        """Extends the working time."""

        def answer(tx: Transaction) -> messages.ExtendThesisResponse:
            thesis = extend_thesis(
                tx, thesis_id=UUID(request.thesis_id), reason=request.reason.strip()
            )
            return messages.ExtendThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.write(answer)

    async def HandInThesis(
        self, request: messages.HandInThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.HandInThesisResponse:
        """Hands the thesis in, or enters a hand-in on paper."""

        def answer(tx: Transaction) -> messages.HandInThesisResponse:
            thesis = self._hand_in(tx, request)
            return messages.HandInThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.write(answer)

    async def DownloadThesis(
        self, request: messages.DownloadThesisRequest, context: ServicerContext[Any, Any]
    ) -> AsyncIterator[messages.DownloadThesisResponse]:
        """Streams the handed-in thesis."""
        document = await self._work.read(lambda tx: document_of_thesis(tx, UUID(request.thesis_id)))
        for piece in pieces_of(document):
            yield messages.DownloadThesisResponse(body=piece.body, file_name=piece.file_name)

    async def GradeThesis(
        self, request: messages.GradeThesisRequest, context: ServicerContext[Any, Any]
    ) -> messages.GradeThesisResponse:
        """Enters the grade of one of the examiners."""
        by = calling_person()

        def answer(tx: Transaction) -> messages.GradeThesisResponse:
            thesis = grade_thesis(
                tx,
                thesis_id=UUID(request.thesis_id),
                examiner=request.examiner,
                grade=request.grade,
                by=by,
                as_examiner=current_call().relation is not Relation.ANY,
            )
            return messages.GradeThesisResponse(thesis=ThesisPacking.of_call(tx).pack(thesis))

        return await self._work.write(answer)

    def _hand_in(self, tx: Transaction, request: messages.HandInThesisRequest) -> Thesis:
        """By the student in person, else by the office."""
        thesis_id, has_day = UUID(request.thesis_id), request.HasField("hand_in_date")
        if current_call().used_relation is Relation.OWN:
            if has_day:
                raise field_wrong(
                    "hand_in_date", "HAND_IN_DATE_NOT_YOURS", texts.HAND_IN_DATE_NOT_YOURS
                )
            return hand_in_own_thesis(
                tx, thesis_id=thesis_id, content=request.content, file_name=request.file_name
            )
        return enter_paper_hand_in(
            tx,
            thesis_id=thesis_id,
            day=day_in(request.hand_in_date, "hand_in_date") if has_day else None,
            content=request.content,
            file_name=request.file_name,
            by=calling_person(),
        )
