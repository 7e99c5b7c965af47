"""What students do with records, by a system that has the REST interface alone."""

import base64
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest_asyncio

from tests.integration.rest_client import RestClient, rest_client
from tests.requests import SMALL_PDF
from tests.suite import Suite

Json = dict[str, Any]
ADDRESS = {
    "streetAddress": "Am Sande 1",
    "postalCode": "21335",
    "city": "Lüneburg",
    "country": "DE",
}


@pytest_asyncio.fixture
async def student(suite: Suite) -> AsyncIterator[RestClient]:
    user_name = suite.user_names("student")[-1]
    async with rest_client(suite.base_url, user_name, suite.password) as one:
        yield one


@pytest_asyncio.fixture
async def clerk(suite: Suite) -> AsyncIterator[RestClient]:
    user_name = suite.user_names("student_services")[0]
    async with rest_client(suite.base_url, user_name, suite.password) as one:
        yield one


def key() -> dict[str, str]:
    return {"idempotency_key": str(uuid4())}


async def test_a_student_sees_line_by_line_what_is_owed_and_how_to_pay(student: RestClient) -> None:
    of_person = f"/persons/{student.person_id}"
    statement = await student.get(f"{of_person}/accountStatement")
    due = [int(each.get("openCents", 0)) for each in statement["charges"]]
    assert sum(due) == int(statement.get("openCents", 0))
    assert all(each["name"]["de"] and each["name"]["en"] for each in statement["charges"])
    instructions = await student.get(f"{of_person}/paymentInstructions")
    assert instructions
    history = await student.get(f"{of_person}/studyHistory")
    assert history


async def test_contact_data_are_the_students_but_for_the_home_address(
    student: RestClient, clerk: RestClient
) -> None:
    of_person = f"/persons/{student.person_id}"
    answer = await student.send(
        "PUT",
        f"{of_person}/semesterAddress",
        json={"address": ADDRESS},
        headers={"idempotency-key": str(uuid4())},
    )
    assert answer.is_success, answer.text
    entry = {"kind": "CONTACT_ENTRY_KIND_PHONE", "value": "04131 677-4711"}
    await student.post(f"{of_person}/contactEntries", entry, **key())
    shown = str(await student.get(f"{of_person}/contactData"))
    assert "Am Sande 1" in shown
    assert "+4941316774711" in "".join(shown.split())
    content = {"address": ADDRESS, "requestId": str(uuid4())}
    refused = await student.refused("PUT", f"{of_person}/homeAddress", json=content)
    assert (refused.http_status, refused.reason) == (403, "ROLE_MISSING")
    changed = await clerk.send("PUT", f"{of_person}/homeAddress", json=content)
    assert changed.is_success, changed.text


async def test_an_application_goes_from_the_draft_with_a_document_to_its_withdrawal(
    student: RestClient, clerk: RestClient
) -> None:
    of_person = f"/persons/{student.person_id}/applications"
    report = {"subject": "ERROR_SUBJECT_MASTER_DATA", "text": "Mein Geburtsort ist falsch."}
    created = await student.post(of_person, {"content": {"errorReport": report}}, **key())
    path = f"/applications/{created['application']['applicationId']}"
    hidden = await clerk.refused("GET", path)
    assert (hidden.http_status, hidden.reason) == (404, "APPLICATION_UNKNOWN")
    await student.post(
        f"{path}/documents",
        {
            "proof": "other",
            "fileName": "../Ausweis.pdf",
            "content": base64.b64encode(SMALL_PDF).decode(),
        },
        **key(),
    )
    application = await _application(student, path)
    [document] = application["documents"]
    assert document["fileName"] == "Ausweis.pdf"
    download = await student.send("GET", f"{path}/documents/{document['documentId']}:download")
    assert download.content == SMALL_PDF
    assert download.headers["content-type"] == "application/pdf"
    assert download.headers["x-content-type-options"] == "nosniff"
    refused = await student.refused(
        "POST",
        f"{path}/documents",
        json={
            "proof": "other",
            "fileName": "a.pdf",
            "content": base64.b64encode(b"<html>").decode(),
            "requestId": str(uuid4()),
        },
    )
    assert (refused.http_status, refused.reason) == (400, "DOCUMENT_TYPE_UNKNOWN")
    await student.post(f"{path}:submit", {}, **key())
    assert (await _application(student, path))["state"] == "APPLICATION_STATE_SUBMITTED"
    assert (await _application(clerk, path))["state"] == "APPLICATION_STATE_SUBMITTED"
    await student.post(f"{path}:withdraw", {}, **key())
    listed = await student.get(of_person)
    assert [each["state"] for each in listed["applications"]][:1] == ["APPLICATION_STATE_WITHDRAWN"]


async def _application(client: RestClient, path: str) -> Json:
    """The application as somebody sees it."""
    answer = await client.get(path)
    found: Json = answer.get("application", answer)
    return found
