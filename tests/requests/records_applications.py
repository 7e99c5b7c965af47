"""Requests to records: applications."""

from google.type.date_pb2 import Date
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.records.v1 import application_pb2

from tests.requests.named import SMALL_PDF, Named, new_id, of

_SERVICE = "records.v1.ApplicationService"


def _content() -> contents.ApplicationContent:
    """A report of an error: the shortest content."""
    report = contents.ErrorReport(
        subject=contents.ERROR_SUBJECT_MASTER_DATA, text="Mein Geburtsort ist falsch geschrieben."
    )
    return contents.ApplicationContent(error_report=report)


@of(_SERVICE, "CreateApplication")
def create_application(named: Named) -> application_pb2.CreateApplicationRequest:
    """A draft of the person."""
    return application_pb2.CreateApplicationRequest(
        person_id=named.person_id, content=_content(), request_id=new_id()
    )


@of(_SERVICE, "FileApplication")
def file_application(named: Named) -> application_pb2.FileApplicationRequest:
    """What the person wrote on paper."""
    return application_pb2.FileApplicationRequest(
        person_id=named.person_id,
        content=_content(),
        receive_date=Date(year=2026, month=11, day=2),
        request_id=new_id(),
    )


@of(_SERVICE, "UpdateApplication")
def update_application(named: Named) -> application_pb2.UpdateApplicationRequest:
    """Another text in the draft."""
    return application_pb2.UpdateApplicationRequest(
        application_id=named.application_id, content=_content(), request_id=new_id()
    )


@of(_SERVICE, "AddDocument")
def add_document(named: Named) -> application_pb2.AddDocumentRequest:
    """A small file."""
    return application_pb2.AddDocumentRequest(
        application_id=named.application_id,
        proof="other",
        file_name="Ausweis.pdf",
        content=SMALL_PDF,
        request_id=new_id(),
    )


@of(_SERVICE, "RemoveDocument")
def remove_document(named: Named) -> application_pb2.RemoveDocumentRequest:
    """The document."""
    return application_pb2.RemoveDocumentRequest(
        application_id=named.application_id,
        document_id=named.application_document_id,
        request_id=new_id(),
    )


@of(_SERVICE, "DownloadDocument")
def download_document(named: Named) -> application_pb2.DownloadDocumentRequest:
    """The document."""
    return application_pb2.DownloadDocumentRequest(
        application_id=named.application_id, document_id=named.application_document_id
    )


@of(_SERVICE, "CheckApplication")
def check_application(named: Named) -> application_pb2.CheckApplicationRequest:
    """The application."""
    return application_pb2.CheckApplicationRequest(application_id=named.application_id)


@of(_SERVICE, "SubmitApplication")
def submit_application(named: Named) -> application_pb2.SubmitApplicationRequest:
    """The draft; only asked."""
    return application_pb2.SubmitApplicationRequest(
        application_id=named.application_id, validate_only=True, request_id=new_id()
    )


@of(_SERVICE, "WithdrawApplication")
def withdraw_application(named: Named) -> application_pb2.WithdrawApplicationRequest:
    """The application; only asked."""
    return application_pb2.WithdrawApplicationRequest(
        application_id=named.application_id, validate_only=True, request_id=new_id()
    )


@of(_SERVICE, "AnswerQuestion")
def answer_question(named: Named) -> application_pb2.AnswerQuestionRequest:
    """An answer."""
    return application_pb2.AnswerQuestionRequest(
        application_id=named.application_id, answer="Lüneburg", request_id=new_id()
    )


@of(_SERVICE, "GetApplication")
def get_application(named: Named) -> application_pb2.GetApplicationRequest:
    """The application."""
    return application_pb2.GetApplicationRequest(application_id=named.application_id)


@of(_SERVICE, "ListApplications")
def list_applications(named: Named) -> application_pb2.ListApplicationsRequest:
    """The first page of the person's applications."""
    return application_pb2.ListApplicationsRequest(person_id=named.person_id, page_size=5)


@of(_SERVICE, "ListOpenApplications")
def list_open_applications(_named: Named) -> application_pb2.ListOpenApplicationsRequest:
    """The first page of the inbox."""
    return application_pb2.ListOpenApplicationsRequest(page_size=5)


@of(_SERVICE, "CountOpenApplications")
def count_open_applications(_named: Named) -> application_pb2.CountOpenApplicationsRequest:
    """How many wait, by kind."""
    return application_pb2.CountOpenApplicationsRequest()


@of(_SERVICE, "AskQuestion")
def ask_question(named: Named) -> application_pb2.AskQuestionRequest:
    """A question."""
    return application_pb2.AskQuestionRequest(
        application_id=named.application_id,
        question="Wo sind Sie geboren?",
        request_id=new_id(),
    )


@of(_SERVICE, "DecideApplication")
def decide_application(named: Named) -> application_pb2.DecideApplicationRequest:
    """An answer to the report; only asked."""
    return application_pb2.DecideApplicationRequest(
        application_id=named.application_id,
        step=1,
        approve=True,
        reason="Berichtigt.",
        validate_only=True,
        request_id=new_id(),
    )
