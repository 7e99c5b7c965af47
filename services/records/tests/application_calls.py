"""Calls about applications, and what is read from their errors, for tests."""

from typing import Any, cast
from uuid import uuid4

import grpc
import pytest
from chassis.testing import ServiceUnderTest
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1.access_pb2 import ROLE_STUDENT
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.records.v1 import application_pb2 as messages
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceStub
from matrikel.type.v1.person_name_pb2 import PersonName
from records.app.enrolling import PersonEnrolled

from services.records.tests.application_factories import PDF


class Ayse:
    """A student with her calls."""

    def __init__(self, records: ServiceUnderTest, enrolled: PersonEnrolled) -> None:
        self.person_id = str(enrolled.person.person_id)
        self.enrolment_id = str(enrolled.enrolment.enrolment_id)
        self.call = records.signed_in(enrolled.person.person_id, [ROLE_STUDENT])


def new_id() -> str:
    return str(uuid4())


def name_change(family_name: str = "Yılmaz") -> contents.ApplicationContent:
    name = PersonName(given_names="Ayşe", family_name=family_name)
    day = Date(year=2026, month=10, day=30)
    change = contents.NameChange(name=name, valid_from_date=day)
    return contents.ApplicationContent(name_change=change)


def report(text: str = "Es fehlt meine Note.") -> contents.ApplicationContent:
    return contents.ApplicationContent(
        error_report=contents.ErrorReport(
            subject=contents.ERROR_SUBJECT_RESULT, reference="1010101", text=text
        )
    )


async def begin(
    applications: ApplicationServiceStub, ayse: Ayse, content: contents.ApplicationContent
) -> messages.Application:
    answer = await applications.CreateApplication(
        messages.CreateApplicationRequest(
            person_id=ayse.person_id, content=content, request_id=new_id()
        ),
        metadata=ayse.call,
    )
    return answer.application


async def submit(
    applications: ApplicationServiceStub, ayse: Ayse, application_id: str
) -> messages.Application:
    answer = await applications.SubmitApplication(
        messages.SubmitApplicationRequest(application_id=application_id, request_id=new_id()),
        metadata=ayse.call,
    )
    return answer.application


async def add(
    applications: ApplicationServiceStub, ayse: Ayse, application_id: str, content: bytes = PDF
) -> messages.AddDocumentResponse:
    return await applications.AddDocument(
        messages.AddDocumentRequest(
            application_id=application_id,
            proof="name_change_document",
            file_name="../Urkunde\u202e.exe",
            content=content,
            request_id=new_id(),
        ),
        metadata=ayse.call,
    )


def details(error: pytest.ExceptionInfo[grpc.aio.AioRpcError], kind: type[Message]) -> Any:
    status = rpc_status.from_call(cast(grpc.Call, error.value))
    assert status is not None
    for detail in status.details:
        found = kind()
        if detail.Unpack(found):
            return found
    raise AssertionError(f"no {kind.__name__} in the error")


def reason(error: pytest.ExceptionInfo[grpc.aio.AioRpcError]) -> tuple[grpc.StatusCode, str]:
    return error.value.code(), details(error, error_details_pb2.ErrorInfo).reason
