"""An exam from its regulations to the end of studies, over REST alone.

The office imports and publishes regulations and offers a sitting; students fight for its one seat;
an examiner sends in the results; the office releases them; a correction takes two people; and the
last result of all ends the enrolment.
"""

import base64
import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio
import yaml
from chassis.testing import until
from chassis.values import Semester, local_date

from tests.faults.enrolling import StudentServices
from tests.integration.mails import mails_to
from tests.integration.rest_client import RestClient, sign_in
from tests.suite import Suite

Json = dict[str, Any]

REGULATIONS = Path(__file__).parents[2] / "deploy/profiles/leuphana/exams/regulations"
VERSION = "KUWI-BA-2024"
DRAFT = "KUWI-BA-2099"
EXAM_NUMBER = "1020701"
EXAMINER = "ameier"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class University:
    """Everybody who takes part, each with the REST interface and nothing else."""

    office: RestClient
    examiner: RestClient
    clerk: RestClient
    # Two students of the version, enrolled for this test.
    first: RestClient
    second: RestClient


@pytest_asyncio.fixture
async def university(suite: Suite) -> AsyncIterator[University]:
    services = StudentServices(suite, f"Ende {_letters()}")
    try:
        students = [await services.welcome() for _ in range(2)]
    finally:
        await services.close()
    names = [
        suite.user_names("examinations_office")[0],
        EXAMINER,
        suite.user_names("student_services")[0],
        *(one.user_name for one in students),
    ]
    async with httpx.AsyncClient(base_url=suite.base_url, timeout=30) as http:
        yield University(*[await sign_in(http, name, suite.password) for name in names])


def _letters() -> str:
    """A new name: names have no digits."""
    return "".join("abcdefghijklmnop"[int(digit, 16)] for digit in uuid4().hex[:12]).capitalize()


async def test_from_the_regulations_to_the_end_of_studies(
    university: University, suite: Suite
) -> None:
    await publish_regulations(university.office)
    sitting = await offer_sitting(university.office)
    registration = await win_the_seat(university, suite, sitting)
    await read_the_calendar(university.second, sitting)
    await recognise_everything_else(university)
    await let_it_begin(university.office, sitting)
    await upload_results(university.examiner, university.second, sitting)
    await release(university.office, sitting)
    progress = await read_progress(university.second, registration, "2.3")
    assert progress["complete"]
    await until(lambda: ends(university.clerk, registration, None, equal=False))
    await correct(university, registration, "5.0")
    progress = await read_progress(university.second, registration, "")
    assert not progress["complete"]
    assert progress["missing"]
    await until(lambda: ends(university.clerk, registration, None, equal=True))


async def publish_regulations(office: RestClient) -> None:
    """Imports a version as a draft, after a dry run, and publishes it."""
    text = (REGULATIONS / f"{VERSION}.yaml").read_text(encoding="utf-8")
    broken = text.replace(f"code: {VERSION}", f"code: {DRAFT}").replace(
        "attempts: 3", "attempts: many", 1
    )
    draft = text.replace(f"code: {VERSION}", f"code: {DRAFT}")

    async def send(content: str, *, dry: bool) -> Json:
        return await office.post(
            "/regulationsVersions:import",
            {
                "content": base64.b64encode(content.encode()).decode(),
                "format": "TABLE_FORMAT_YAML",
                "validateOnly": dry,
                "requestId": str(uuid4()),
            },
        )

    refused = await send(broken, dry=False)
    assert not refused.get("stored")
    assert refused["problems"][0]["line"] > 1
    tried = await send(draft, dry=True)
    assert (tried.get("problems", []), tried.get("stored", False)) == ([], False)
    assert (await send(draft, dry=False))["stored"]
    of_draft = f"/regulationsVersions/{DRAFT}"
    found = await office.get(of_draft)
    order = {"etag": found["etag"], "requestId": str(uuid4())}
    published = (await office.post(f"{of_draft}:publish", order))["regulationsVersion"]
    assert published["publishTime"]
    again = await office.refused(
        "POST", f"{of_draft}:publish", json={**order, "requestId": str(uuid4())}
    )
    assert again.reason == "ALREADY_PUBLISHED"


async def offer_sitting(office: RestClient) -> Json:
    """A sitting of one seat with a waiting list, in three weeks."""
    now = datetime.now(UTC).replace(microsecond=0)
    created = await office.post(
        "/sittings",
        {
            "requestId": str(uuid4()),
            "sitting": {
                "examNumber": EXAM_NUMBER,
                "semester": {"code": Semester.of(local_date(now)).code},
                "examinationPeriod": 1,
                "startTime": (now + timedelta(days=20)).isoformat(),
                "room": "HS 3",
                "examinerUserName": EXAMINER,
                "capacity": 1,
                "hasWaitingList": True,
                "seating": "SEATING_FIRST_COME",
                "registrationOpenTime": (now - timedelta(hours=1)).isoformat(),
                "registrationCloseTime": (now + timedelta(days=1)).isoformat(),
            },
        },
    )
    sitting: Json = created["sitting"]
    return sitting


async def register(student: RestClient, sitting: Json) -> Json:
    terms = await student.get(f"/students/{student.person_id}/terms")
    await student.post(
        f"/students/{student.person_id}/terms:accept",
        {"termsVersion": terms["terms"]["termsVersion"]},
    )
    return await student.post(
        f"/students/{student.person_id}/registrations",
        {"sittingId": sitting["sittingId"], "requestId": str(uuid4())},
    )


async def win_the_seat(university: University, suite: Suite, sitting: Json) -> Json:
    """The first student takes the only seat and gives it back, which the second one gets."""
    taken = await register(university.first, sitting)
    assert taken["registration"]["status"] == "REGISTRATION_STATUS_REGISTERED"
    waits = await register(university.second, sitting)
    registration = waits["registration"]
    assert registration["status"] == "REGISTRATION_STATUS_WAITING"
    assert registration["waitingPlace"] == 1
    left = await university.first.post(
        f"/registrations/{taken['registration']['registrationId']}:withdraw",
        {"requestId": str(uuid4())},
    )
    of_second = f"/registrations/{registration['registrationId']}"
    moved_up: Json = await university.second.get(of_second)
    assert moved_up["status"] == "REGISTRATION_STATUS_REGISTERED"
    mailbox = university.second.account["mailbox"]
    await until(lambda: len(mails_to(mailbox, suite.mail_dir)) >= 2)
    waiting, promoted = mails_to(mailbox, suite.mail_dir)
    assert "Warteliste" in waiting.text
    assert moved_up["registrationId"] in promoted.text
    await verify_receipts(university, [taken, waits, left], of_second)
    return moved_up


async def verify_receipts(university: University, acknowledged: list[Json], path: str) -> None:
    """Anybody checks what the service signed, without signing in."""
    anybody = RestClient(university.office.http)

    async def read(signed: str) -> tuple[str, int]:
        receipt = (await anybody.post("/receipts:verify", {"signed": signed}))["receipt"]
        return receipt["action"].removeprefix("RECEIPT_ACTION_"), int(receipt["seq"])

    assert [await read(one["receipt"]) for one in acknowledged] == [
        ("REGISTERED", 1),
        ("WAITING", 2),
        ("WITHDRAWN", 3),
    ]
    listed = (await university.second.get(f"{path}/receipts"))["receipts"]
    assert await read(listed[-1]["signed"]) == ("PROMOTED", 4)
    head, payload, signature = acknowledged[0]["receipt"].split(".")
    forged = f"{head}.{payload[:-2]}{'AA' if payload[-2:] != 'AA' else 'BB'}.{signature}"
    problem = await anybody.refused("POST", "/receipts:verify", json={"signed": forged})
    assert (problem.http_status, problem.reason) == (400, "RECEIPT_INVALID")


async def read_the_calendar(student: RestClient, sitting: Json) -> None:
    """A calendar program reads the exam's date at the secret address, without signing in."""
    made = await student.post(f"/students/{student.person_id}/calendarFeed")
    program = RestClient(student.http)
    read = await program.send("GET", made["path"].removeprefix("/v1"))
    assert read.headers["content-type"].startswith("text/calendar")
    lines = read.text.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "LOCATION:HS 3"} <= {*lines}
    starts = datetime.fromisoformat(sitting["startTime"])
    assert [one for one in lines if one.startswith("DTSTART") and f"{starts:%Y%m}" in one]
    problem = await program.refused("GET", "/calendars/no-calendar-has-this-secret")
    assert (problem.http_status, problem.reason) == (404, "CALENDAR_UNKNOWN")


async def recognise_everything_else(university: University) -> None:
    """Whatever the second student needs besides the exam is recognised with 1.7."""
    content = yaml.safe_load((REGULATIONS / f"{VERSION}.yaml").read_text(encoding="utf-8"))
    path = f"/students/{university.second.person_id}/registrations"
    enrolment_id = (await university.second.get(path))["registrations"][0]["enrolmentId"]
    day = Semester.of(local_date(datetime.now(UTC))).previous().last_date
    for module in content["modules"]:
        if any(exam["number"] == EXAM_NUMBER for exam in module["exams"]):
            continue
        graded = all(exam.get("graded", True) for exam in module["exams"])
        await university.office.post(
            f"/enrolments/{enrolment_id}/recognitions",
            {
                "moduleCode": module["code"],
                "grade": "1.7" if graded else "",
                "institution": "Universität Tartu",
                "originalTitle": f"Course {module['code']}",
                "achieveDate": {"year": day.year, "month": day.month, "day": day.day},
                "reason": "Anerkennungsbescheid",
                "requestId": str(uuid4()),
            },
        )


async def let_it_begin(office: RestClient, sitting: Json) -> None:
    """The office moves the window and the exam into the past."""
    path = f"/sittings/{sitting['sittingId']}"
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    changed = {
        "examNumber": sitting["examNumber"],
        "semester": sitting["semester"],
        "examinationPeriod": 1,
        "examinerUserName": EXAMINER,
        "startTime": (now - MINUTE).isoformat(),
        "registrationOpenTime": (now - 60 * MINUTE).isoformat(),
        "registrationCloseTime": (now - 2 * MINUTE).isoformat(),
    }
    mask = "startTime,registrationOpenTime,registrationCloseTime,withdrawalCloseTime"
    found = await office.get(path)
    answer = await office.send(
        "PATCH",
        path,
        json={
            "sitting": changed,
            "updateMask": mask,
            "etag": found["etag"],
            "reason": "Vorgezogen",
            "requestId": str(uuid4()),
        },
    )
    assert answer.is_success, answer.text


async def upload_results(examiner: RestClient, student: RestClient, sitting: Json) -> None:
    """Downloads the list, fills it in, tries it, and books it."""
    path = f"/sittings/{sitting['sittingId']}/results"
    download = await examiner.send("GET", f"{path}:download", params={"format": "TABLE_FORMAT_CSV"})
    assert download.is_success, download.text
    rows = list(csv.reader(io.StringIO(download.content.decode("utf-8-sig")), delimiter=";"))
    headings, (row,) = rows[0], rows[1:]
    row[headings.index("Note")] = "2,3"

    async def send(*lines: list[str], dry: bool) -> Json:
        written = io.StringIO()
        csv.writer(written, delimiter=";").writerows([headings, *lines])
        answer = await examiner.send(
            "POST",
            f"{path}:import",
            json={
                "content": base64.b64encode(written.getvalue().encode()).decode(),
                "format": "TABLE_FORMAT_CSV",
                "fileName": "noten.csv",
                "validateOnly": dry,
                "requestId": str(uuid4()),
            },
        )
        assert answer.is_success, answer.text
        report: Json = json.loads(answer.text.strip().split("\n")[-1])["report"]
        return report

    stranger = [*row]
    stranger[headings.index("Matrikelnummer")] = "3999999"
    wrong = await send(row, stranger, dry=False)
    assert not wrong.get("booked")
    assert [one["line"] for one in wrong["problems"]] == [3]
    tried = await send(row, dry=True)
    assert (tried["enteredCount"], tried.get("booked", False)) == (1, False)
    booked = await send(row, dry=False)
    assert (booked["enteredCount"], booked["booked"]) == (1, True)
    # Nobody but the examiner and the office knows yet.
    listed = await student.get(f"/students/{student.person_id}/results")
    assert sitting["sittingId"] not in json.dumps(listed)


async def release(office: RestClient, sitting: Json) -> None:
    path = f"/sittings/{sitting['sittingId']}/results"
    etag = (await office.get(path))["etag"]
    order = {"etag": etag, "requestId": str(uuid4())}
    assert (await office.post(f"{path}:release", order))["releasedCount"] == 1


async def read_progress(student: RestClient, registration: Json, grade: str) -> Json:
    """The student's progress; its average follows from its lines."""
    path = f"/enrolments/{registration['enrolmentId']}/studyProgress"
    progress: Json = await student.get(path)
    average = progress["average"]
    counted = [one for one in average["lines"] if one.get("counted")]
    weights = sum((Decimal(one["weight"]) for one in counted), Decimal(0))
    products = sum((Decimal(one["grade"]) * Decimal(one["weight"]) for one in counted), Decimal(0))
    cut = (products / weights).quantize(Decimal("0.1"), ROUND_DOWN)
    assert average["grade"] == str(cut)
    module = registration["moduleCode"]
    own = [one["grade"] for one in counted if one["moduleCode"] == module]
    assert own == ([grade] if grade else [])
    return progress


async def correct(university: University, registration: Json, grade: str) -> None:
    """The examiner proposes another grade, which only the office can agree to."""
    path = f"/registrations/{registration['registrationId']}/result"
    versions = (await university.examiner.get(f"{path}/versions"))["versions"]
    order = {
        "grade": grade,
        "reason": "Aufgabe 3 war doppelt gezählt.",
        "version": max(one["version"] for one in versions),
    }

    proposed = await university.examiner.post(
        f"{path}:proposeCorrection", {**order, "requestId": str(uuid4())}
    )
    of_correction = f"/corrections/{proposed['correction']['correctionId']}:decide"
    agreed = {"confirm": True, "requestId": str(uuid4())}
    problem = await university.examiner.refused("POST", of_correction, json=agreed)
    assert (problem.http_status, problem.reason) == (403, "ROLE_MISSING")
    decided = await university.office.post(of_correction, agreed)
    assert decided["correction"]["state"] == "CORRECTION_STATE_CONFIRMED"


async def ends(clerk: RestClient, registration: Json, end: Json | None, *, equal: bool) -> bool:
    """Whether records has this end of the enrolment, or another one."""
    found = await clerk.get(f"/enrolments/{registration['enrolmentId']}")
    return (found.get("endDate") == end) is equal
