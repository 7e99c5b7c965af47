"""From enrolment to the first sign-in: records tells, identity and exams hear."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio
from chassis.clock import SystemClock
from chassis.testing import until
from chassis.values import Semester, local_date

from tests.integration.exam_trees import offers
from tests.integration.rest_client import RestClient, rest_client, sign_in
from tests.suite import Suite

PASSWORD = "Sieben Kraniche überm Kalkberg"


@pytest_asyncio.fixture
async def clerk(suite: Suite) -> AsyncIterator[RestClient]:
    (user_name,) = suite.user_names("student_services")
    async with rest_client(suite.base_url, user_name, suite.password) as one:
        yield one


async def test_an_enrolled_person_gets_an_account_and_finds_the_exams(clerk: RestClient) -> None:
    semester = Semester.of(local_date(SystemClock().now())).code
    enrolled = await clerk.post(
        "/enrolments",
        {
            "newPerson": {
                "name": {"givenNames": "Şeyma Łucja", "familyName": "Grünwald-Nguyễn"},
                "birthDate": {"year": 2005, "month": 2, "day": 28},
                "birthPlace": "Đà Nẵng",
                "citizenship": "VN",
            },
            "programmeCode": "BWL-BSC",
            "firstSemester": {"code": semester},
        },
        idempotency_key=str(uuid4()),
    )
    person_id = enrolled["person"]["personId"]
    assert enrolled["enrolment"]["semesters"][0]["status"] == "SEMESTER_STATUS_ENROLLED"

    account = await _account_of(clerk, person_id)
    assert account["state"] == "ACCOUNT_STATE_ASSIGNED"
    assert account["roles"] == ["ROLE_STUDENT"]
    issued = await clerk.post(f"/accounts/{person_id}:issueInitialCode")

    refused = await RestClient(clerk.http).refused(
        "POST",
        "/sessions:signIn",
        json={"userName": issued["userName"], "password": PASSWORD},
    )
    assert (refused.http_status, refused.reason) == (401, "SIGN_IN_REFUSED")
    weak = await RestClient(clerk.http).refused(
        "POST",
        "/accounts:activate",
        json={
            "userName": issued["userName"],
            "initialCode": issued["initialCode"],
            "password": "zu kurz",
        },
    )
    assert (weak.http_status, weak.reason) == (400, "PASSWORD_TOO_WEAK")
    assert set(weak.fields) == {"password"}
    activated = await RestClient(clerk.http).post(
        "/accounts:activate",
        {
            "userName": issued["userName"],
            "initialCode": issued["initialCode"],
            "password": PASSWORD,
        },
    )
    assert activated["account"]["state"] == "ACCOUNT_STATE_ACTIVE"

    student = await sign_in(clerk.http, issued["userName"], PASSWORD)
    assert student.person_id == person_id
    tree = await student.get(f"/students/{person_id}/examTree")
    (enrolment,) = tree["enrolments"]
    assert enrolment["enrolmentId"] == enrolled["enrolment"]["enrolmentId"]
    assert enrolment["programmeCode"] == "BWL-BSC"
    assert list(offers(tree))
    await _mailbox_is_known_to_records(student, account["mailbox"])


async def _account_of(clerk: RestClient, person_id: str) -> dict[str, object]:
    """The account, as soon as identity has heard of the enrolment."""
    path = f"/accounts/{person_id}"

    async def is_there() -> bool:
        return (await clerk.send("GET", path)).is_success

    await until(is_there)
    return await clerk.get(path)


async def _mailbox_is_known_to_records(student: RestClient, mailbox: object) -> None:
    """Records hears of the account in turn."""

    async def is_known() -> bool:
        person = await student.get(f"/persons/{student.person_id}")
        return bool(person["mailbox"] == mailbox)

    await until(is_known)
