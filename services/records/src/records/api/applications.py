"""ApplicationService: requests of students that offices and advisers decide on."""

from uuid import UUID

from chassis.database import Transaction
from matrikel.records.v1 import application_pb2 as messages

from records.api.application_callers import calling, calling_about
from records.api.application_contents import unpack_content
from records.api.application_packing import (
    pack_file,
)
from records.api.application_reading import ApplicationReading
from records.api.days import day_in
from records.api.obstacles import RefusalTexts, refusal
from records.app.applications import documents, drafts, reading, review
from records.app.applications.checks import Refused
from records.domain.applications.files import Caller
from records.domain.applications.workflow import Application
from records.texts import applications as texts

_REFUSED = RefusalTexts("APPLICATION_REFUSED", texts.REFUSED, texts.REFUSED_FOR_MANY_REASONS)


class ApplicationApi(ApplicationReading):
    """Answers matrikel.records.v1.ApplicationService."""

    async def CreateApplication(
        self, request: messages.CreateApplicationRequest, context: object
    ) -> messages.CreateApplicationResponse:
        """Begins the caller's own application."""
        content = unpack_content(request.content)

        def answer(tx: Transaction) -> messages.CreateApplicationResponse:
            caller = calling(tx)
            begun = drafts.create_application(tx, caller, _id(request.enrolment_id), content)
            return messages.CreateApplicationResponse(application=_packed(tx, caller, begun))

        return await self._work.write(answer)

    async def FileApplication(
        self, request: messages.FileApplicationRequest, context: object
    ) -> messages.FileApplicationResponse:
        """Files an application that came on paper."""
        content = unpack_content(request.content)
        received_on = day_in(request.receive_date, "receive_date")

        def answer(tx: Transaction) -> messages.FileApplicationResponse:
            caller = calling(tx)
            filed = drafts.file_application(
                tx,
                caller,
                UUID(request.person_id),
                _id(request.enrolment_id),
                content,
                received_on,
            )
            if request.submit:
                outcome = review.submit_application(tx, caller, filed.application_id)
                filed = _unless_refused(outcome)
            return messages.FileApplicationResponse(application=_packed(tx, caller, filed))

        return await self._work.write(answer)

    async def UpdateApplication(
        self, request: messages.UpdateApplicationRequest, context: object
    ) -> messages.UpdateApplicationResponse:
        """Changes what a draft asks for."""
        content = unpack_content(request.content)

        def answer(tx: Transaction) -> messages.UpdateApplicationResponse:
            caller = calling_about(tx, request.application_id)
            changed = drafts.update_application(
                tx, caller, UUID(request.application_id), content, request.etag
            )
            return messages.UpdateApplicationResponse(application=_packed(tx, caller, changed))

        return await self._work.write(answer)

    async def AddDocument(
        self, request: messages.AddDocumentRequest, context: object
    ) -> messages.AddDocumentResponse:
        """Adds a document."""

        def answer(tx: Transaction) -> messages.AddDocumentResponse:
            caller = calling_about(tx, request.application_id)
            application_id = UUID(request.application_id)
            added = documents.add_document(
                tx,
                caller,
                application_id,
                proof=request.proof,
                file_name=request.file_name,
                content=request.content,
            )
            return messages.AddDocumentResponse(
                application=pack_file(reading.file_of(tx, application_id, caller)),
                document_id=str(added.document_id),
            )

        return await self._work.write(answer)

    async def RemoveDocument(
        self, request: messages.RemoveDocumentRequest, context: object
    ) -> messages.RemoveDocumentResponse:
        """Takes a document off again."""

        def answer(tx: Transaction) -> messages.RemoveDocumentResponse:
            caller = calling_about(tx, request.application_id)
            application_id = UUID(request.application_id)
            documents.remove_document(tx, caller, application_id, UUID(request.document_id))
            return messages.RemoveDocumentResponse(
                application=pack_file(reading.file_of(tx, application_id, caller))
            )

        return await self._work.write(answer)

    async def SubmitApplication(
        self, request: messages.SubmitApplicationRequest, context: object
    ) -> messages.SubmitApplicationResponse:
        """Submits a draft."""

        def answer(tx: Transaction) -> messages.SubmitApplicationResponse:
            caller = calling_about(tx, request.application_id)
            outcome = review.submit_application(
                tx,
                caller,
                UUID(request.application_id),
                etag=request.etag,
                validate_only=request.validate_only,
            )
            submitted = _unless_refused(outcome)
            return messages.SubmitApplicationResponse(application=_packed(tx, caller, submitted))

        return await self._work.write(answer)

    async def WithdrawApplication(
        self, request: messages.WithdrawApplicationRequest, context: object
    ) -> messages.WithdrawApplicationResponse:
        """Withdraws an application that is not decided yet."""

        def answer(tx: Transaction) -> messages.WithdrawApplicationResponse:
            caller = calling_about(tx, request.application_id)
            withdrawn = review.withdraw_application(
                tx,
                caller,
                UUID(request.application_id),
                etag=request.etag,
                validate_only=request.validate_only,
            )
            return messages.WithdrawApplicationResponse(application=_packed(tx, caller, withdrawn))

        return await self._work.write(answer)

    async def AnswerQuestion(
        self, request: messages.AnswerQuestionRequest, context: object
    ) -> messages.AnswerQuestionResponse:
        """Answers the open question."""

        def answer(tx: Transaction) -> messages.AnswerQuestionResponse:
            caller = calling_about(tx, request.application_id)
            answered = review.answer_question(
                tx, caller, UUID(request.application_id), request.answer.strip(), request.etag
            )
            return messages.AnswerQuestionResponse(application=_packed(tx, caller, answered))

        return await self._work.write(answer)

    async def AskQuestion(
        self, request: messages.AskQuestionRequest, context: object
    ) -> messages.AskQuestionResponse:
        """Asks the student a question."""

        def answer(tx: Transaction) -> messages.AskQuestionResponse:
            caller = calling_about(tx, request.application_id)
            asked = review.ask_question(
                tx, caller, UUID(request.application_id), request.question.strip(), request.etag
            )
            return messages.AskQuestionResponse(application=_packed(tx, caller, asked))

        return await self._work.write(answer)

    async def DecideApplication(
        self, request: messages.DecideApplicationRequest, context: object
    ) -> messages.DecideApplicationResponse:
        """Decides the step that waits."""

        def answer(tx: Transaction) -> messages.DecideApplicationResponse:
            caller = calling_about(tx, request.application_id)
            outcome = review.decide_application(
                tx,
                caller,
                UUID(request.application_id),
                step=request.step,
                approve=request.approve,
                reason=request.reason.strip(),
                etag=request.etag,
                validate_only=request.validate_only,
            )
            decided = _unless_refused(outcome)
            return messages.DecideApplicationResponse(application=_packed(tx, caller, decided))

        return await self._work.write(answer)


def _packed(tx: Transaction, caller: Caller, application: Application) -> messages.Application:
    return pack_file(reading.file_of(tx, application.application_id, caller))


def _unless_refused(outcome: Application | Refused) -> Application:
    if isinstance(outcome, Refused):
        raise refusal(_REFUSED, outcome.obstacles)
    return outcome


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None
