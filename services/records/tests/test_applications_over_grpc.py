"""Applications as their callers meet them: over gRPC, with tokens, roles and replays."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running, within
from google.type.date_pb2 import Date
from matrikel.access.v1.access_pb2 import (
    ROLE_EXAMINER,
    ROLE_INTERNATIONAL_CENTER,
    ROLE_PROGRAMME_ADVISER,
    ROLE_STUDENT,
    ROLE_STUDENT_SERVICES,
)
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.records.v1 import application_pb2 as messages
from matrikel.records.v1 import obstacle_pb2
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceStub
from matrikel.type.v1.semester_pb2 import Semester
from records.app.enrolling import PersonEnrolled
from records.app.persons import remember_account
from records.main import service

from services.records.tests.application_calls import (
    Ayse,
    add,
    begin,
    details,
    name_change,
    new_id,
    reason,
    report,
    submit,
)
from services.records.tests.application_factories import PDF

Enrol = Callable[..., PersonEnrolled]
Metadata = tuple[tuple[str, str], ...]


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


@pytest.fixture
def applications(records: ServiceUnderTest) -> ApplicationServiceStub:
    return ApplicationServiceStub(records.channel)


@pytest.fixture
def ayse(records: ServiceUnderTest, enrol: Enrol, loaded: Database) -> Ayse:
    enrolled = enrol(major="Antike")
    person_id = enrolled.person.person_id
    within(loaded, remember_account, person_id, "lg100001", "ayse@example.org")
    return Ayse(records, enrolled)


@pytest.fixture
def desk(records: ServiceUnderTest, loaded: Database) -> Metadata:
    person_id = uuid4()
    within(loaded, remember_account, person_id, "sservice", "sara@example.org")
    return records.signed_in(person_id, [ROLE_STUDENT_SERVICES])


@pytest.fixture
def history_adviser(records: ServiceUnderTest, loaded: Database) -> Metadata:
    person_id = uuid4()
    within(loaded, remember_account, person_id, "padvise", "paul@example.org")
    return records.signed_in(person_id, [ROLE_PROGRAMME_ADVISER])


async def test_a_name_changes_from_the_draft_to_the_approval(
    applications: ApplicationServiceStub, ayse: Ayse, desk: Metadata
) -> None:
    draft = await begin(applications, ayse, name_change())
    assert draft.actions.submit
    assert [(each.proof, each.required, each.attached) for each in draft.proofs] == [
        ("name_change_document", True, False)
    ]
    checked = await applications.CheckApplication(
        messages.CheckApplicationRequest(application_id=draft.application_id), metadata=ayse.call
    )
    assert [each.reason for each in checked.obstacles] == ["PROOF_MISSING"]
    added = await add(applications, ayse, draft.application_id)
    [document] = added.application.documents
    assert (document.content_type, document.file_name) == ("application/pdf", "Urkunde.exe.pdf")
    sent = await submit(applications, ayse, draft.application_id)
    assert sent.state == messages.APPLICATION_STATE_SUBMITTED
    assert not sent.actions.change

    waiting = await applications.ListOpenApplications(
        messages.ListOpenApplicationsRequest(kind=messages.APPLICATION_KIND_NAME_CHANGE),
        metadata=desk,
    )
    [listed] = waiting.applications
    assert listed.matriculation_number == "3100001"
    assert listed.current_step.office == messages.DECIDING_OFFICE_STUDENT_SERVICES
    counted = await applications.CountOpenApplications(
        messages.CountOpenApplicationsRequest(), metadata=desk
    )
    assert [(each.kind, each.waiting) for each in counted.counts] == [(listed.kind, 1)]
    parts = [
        part
        async for part in applications.DownloadDocument(
            messages.DownloadDocumentRequest(
                application_id=draft.application_id, document_id=added.document_id
            ),
            metadata=desk,
        )
    ]
    assert b"".join(part.body.data for part in parts) == PDF
    assert parts[0].body.content_type == "application/pdf"

    decided = await applications.DecideApplication(
        messages.DecideApplicationRequest(
            application_id=draft.application_id,
            step=1,
            approve=True,
            etag=sent.etag,
            request_id=new_id(),
        ),
        metadata=desk,
    )
    assert decided.application.state == messages.APPLICATION_STATE_APPROVED
    assert decided.application.name.family_name == "Yılmaz"
    assert [each.actor for each in decided.application.events][-1] == "sservice"
    mine = await applications.ListApplications(
        messages.ListApplicationsRequest(person_id=ayse.person_id), metadata=ayse.call
    )
    assert [each.state for each in mine.applications] == [messages.APPLICATION_STATE_APPROVED]


async def test_a_refusal_carries_every_obstacle_in_both_languages(
    applications: ApplicationServiceStub, ayse: Ayse
) -> None:
    draft = await begin(applications, ayse, name_change("Öztürk"))
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await submit(applications, ayse, draft.application_id)
    assert reason(error) == (grpc.StatusCode.FAILED_PRECONDITION, "APPLICATION_REFUSED")
    told = details(error, obstacle_pb2.Refusal).obstacles
    assert [each.reason for each in told] == ["PROOF_MISSING", "NAME_UNCHANGED"]
    assert all(each.explanation.de and each.explanation.en for each in told)
    assert told[1].field == "name"


async def test_what_is_no_document_is_refused_by_its_content(
    applications: ApplicationServiceStub, ayse: Ayse
) -> None:
    draft = await begin(applications, ayse, name_change())
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await add(applications, ayse, draft.application_id, b"<script>alert(1)</script>")
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "DOCUMENT_TYPE_UNKNOWN")


async def test_a_question_goes_to_the_student_and_back(
    applications: ApplicationServiceStub, ayse: Ayse, desk: Metadata
) -> None:
    sent = await submit(
        applications, ayse, (await begin(applications, ayse, report())).application_id
    )
    asked = await applications.AskQuestion(
        messages.AskQuestionRequest(
            application_id=sent.application_id,
            question="In welchem Semester?",
            etag=sent.etag,
            request_id=new_id(),
        ),
        metadata=desk,
    )
    assert asked.application.open_question == "In welchem Semester?"
    answered = await applications.AnswerQuestion(
        messages.AnswerQuestionRequest(
            application_id=sent.application_id, answer="Im letzten.", request_id=new_id()
        ),
        metadata=ayse.call,
    )
    assert answered.application.state == messages.APPLICATION_STATE_SUBMITTED
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await applications.AskQuestion(
            messages.AskQuestionRequest(
                application_id=sent.application_id,
                question="Und sonst?",
                etag=sent.etag,
                request_id=new_id(),
            ),
            metadata=desk,
        )
    assert reason(error) == (grpc.StatusCode.ABORTED, "APPLICATION_CHANGED")


async def test_the_same_request_begins_one_application(
    applications: ApplicationServiceStub, ayse: Ayse
) -> None:
    request = messages.CreateApplicationRequest(
        person_id=ayse.person_id, content=report(), request_id=new_id()
    )
    first = await applications.CreateApplication(request, metadata=ayse.call)
    assert await applications.CreateApplication(request, metadata=ayse.call) == first
    mine = await applications.ListApplications(
        messages.ListApplicationsRequest(person_id=ayse.person_id), metadata=ayse.call
    )
    assert len(mine.applications) == 1


async def test_others_find_nothing(
    applications: ApplicationServiceStub,
    records: ServiceUnderTest,
    ayse: Ayse,
    desk: Metadata,
    history_adviser: Metadata,
) -> None:
    draft = await begin(applications, ayse, report())
    asked = messages.GetApplicationRequest(application_id=draft.application_id)
    stranger = records.signed_in(roles=[ROLE_STUDENT])
    # A draft is the student's alone, and nobody else learns that it is there.
    missing = messages.GetApplicationRequest(application_id=new_id())
    for caller in (stranger, desk, history_adviser):
        answers = []
        for request in (asked, missing):
            with pytest.raises(grpc.aio.AioRpcError) as error:
                await applications.GetApplication(request, metadata=caller)
            answers.append((reason(error), error.value.details()))
        assert answers[0] == answers[1]
        assert answers[0][0] == (grpc.StatusCode.NOT_FOUND, "APPLICATION_UNKNOWN")
    await submit(applications, ayse, draft.application_id)
    abroad = records.signed_in(roles=[ROLE_INTERNATIONAL_CENTER])
    for caller in (stranger, abroad, history_adviser):
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await applications.GetApplication(asked, metadata=caller)
        assert reason(error) == (grpc.StatusCode.NOT_FOUND, "APPLICATION_UNKNOWN")
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await applications.GetApplication(asked, metadata=records.signed_in(roles=[ROLE_EXAMINER]))
    assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_a_clerk_who_studies_decides_nothing_of_her_own(
    applications: ApplicationServiceStub, records: ServiceUnderTest, ayse: Ayse
) -> None:
    sent = await submit(
        applications, ayse, (await begin(applications, ayse, report())).application_id
    )
    both = records.signed_in(UUID(ayse.person_id), [ROLE_STUDENT, ROLE_STUDENT_SERVICES])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await applications.DecideApplication(
            messages.DecideApplicationRequest(
                application_id=sent.application_id,
                step=1,
                approve=True,
                reason="Ja.",
                request_id=new_id(),
            ),
            metadata=both,
        )
    assert reason(error) == (grpc.StatusCode.PERMISSION_DENIED, "OWN_RECORD")


async def test_an_adviser_decides_for_the_own_programme(
    applications: ApplicationServiceStub,
    ayse: Ayse,
    desk: Metadata,
    history_adviser: Metadata,
) -> None:
    content = contents.ApplicationContent(
        second_degree=contents.SecondDegree(
            programme_code="DATA-MSC",
            first_semester=Semester(code="2027S"),
            justification="Es ergänzt die Geschichte.",
        )
    )
    answer = await applications.CreateApplication(
        messages.CreateApplicationRequest(
            person_id=ayse.person_id,
            enrolment_id=ayse.enrolment_id,
            content=content,
            request_id=new_id(),
        ),
        metadata=ayse.call,
    )
    application_id = answer.application.application_id
    await applications.AddDocument(
        messages.AddDocumentRequest(
            application_id=application_id,
            proof="transcript",
            file_name="Notenspiegel.pdf",
            content=PDF,
            request_id=new_id(),
        ),
        metadata=ayse.call,
    )
    sent = await submit(applications, ayse, application_id)
    assert [each.programme_name.de for each in sent.steps] == ["Geschichte", "Datenkunde", ""]
    decision = messages.DecideApplicationRequest(
        application_id=application_id, step=1, approve=True, request_id=new_id()
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await applications.DecideApplication(decision, metadata=desk)
    assert reason(error) == (grpc.StatusCode.PERMISSION_DENIED, "STEP_OF_ANOTHER_OFFICE")
    decided = await applications.DecideApplication(decision, metadata=history_adviser)
    assert decided.application.current_step == 2
    assert not decided.application.actions.decide


async def test_an_office_files_what_came_on_paper(
    applications: ApplicationServiceStub, ayse: Ayse, desk: Metadata
) -> None:
    filed = await applications.FileApplication(
        messages.FileApplicationRequest(
            person_id=ayse.person_id,
            content=report(),
            receive_date=Date(year=2026, month=10, day=30),
            submit=True,
            request_id=new_id(),
        ),
        metadata=desk,
    )
    assert filed.application.filed_by_office
    assert filed.application.receive_date == Date(year=2026, month=10, day=30)
    assert filed.application.state == messages.APPLICATION_STATE_SUBMITTED
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await applications.FileApplication(
            messages.FileApplicationRequest(
                person_id=ayse.person_id,
                content=report(),
                receive_date=Date(year=2026, month=2, day=30),
                request_id=new_id(),
            ),
            metadata=desk,
        )
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "DATE_WRONG")


async def test_a_page_of_an_inbox_leads_to_the_next(
    applications: ApplicationServiceStub, ayse: Ayse, desk: Metadata
) -> None:
    sent = [
        (await submit(applications, ayse, (await begin(applications, ayse, one)).application_id))
        for one in (report("a"), report("b"), report("c"))
    ]
    request = messages.ListOpenApplicationsRequest(page_size=2)
    found = []
    while True:
        page = await applications.ListOpenApplications(request, metadata=desk)
        found += [each.application_id for each in page.applications]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert sorted(found) == sorted(each.application_id for each in sent)
    request.page_token = "WyJ4Il0"
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await applications.ListOpenApplications(request, metadata=desk)
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")


async def test_a_report_without_words_is_no_request(
    applications: ApplicationServiceStub, ayse: Ayse
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await begin(applications, ayse, report(""))
    assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT
