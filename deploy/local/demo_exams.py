"""Gives demo students a past: exams of former semesters, registered, graded and released.

Like everything of the demonstration it goes through the services' own methods: the examinations
office registers for sittings whose window is over, examiners' grades are entered and released.
"""

import asyncio
import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import grpc
from chassis.clock import SystemClock
from chassis.values import Semester, local_date
from google.type import date_pb2
from matrikel.exams.v1 import (
    registration_pb2,
    registration_pb2_grpc,
    regulations_pb2,
    regulations_pb2_grpc,
    result_pb2,
    result_pb2_grpc,
    sitting_pb2,
    sitting_pb2_grpc,
    status_pb2,
)
from matrikel.records.v1 import enrolment_pb2, enrolment_pb2_grpc
from matrikel.type.v1 import semester_pb2

Metadata = tuple[tuple[str, str], ...]

CALLS_AT_ONCE = 8
# How often each grade is given, of a hundred.
SHARES = {
    "1.0": 6,
    "1.3": 10,
    "1.7": 14,
    "2.0": 15,
    "2.3": 15,
    "2.7": 12,
    "3.0": 9,
    "3.3": 7,
    "3.7": 4,
    "4.0": 3,
    "5.0": 5,
}
GRADES = [grade for grade, share in SHARES.items() for _ in range(share)]
REASON = "Vorführung: Prüfung eines früheren Semesters / Demonstration: exam of a former semester"
NAMESPACE = uuid.UUID("0c6e3a80-52a4-4f1c-8f49-5f1f1fb1a0c7")


@dataclass(frozen=True)
class PastExam:
    """An exam that a student has taken."""

    enrolment_id: str
    matriculation_number: str
    sitting_id: str
    exam_number: str
    graded: bool
    # The day of the hand-in where the sitting has a semester only: its last one.
    hand_in_date: date | None


class DemoExams:
    """Talks to exams and records in the name of the examinations office."""

    def __init__(
        self, exams: grpc.aio.Channel, records: grpc.aio.Channel, office: Metadata, clerk: Metadata
    ) -> None:
        self._office = office
        self._clerk = clerk
        self._enrolments = enrolment_pb2_grpc.EnrolmentServiceStub(records)
        self._regulations = regulations_pb2_grpc.RegulationsServiceStub(exams)
        self._sittings = sitting_pb2_grpc.SittingServiceStub(exams)
        self._registrations = registration_pb2_grpc.RegistrationServiceStub(exams)
        self._results = result_pb2_grpc.ResultServiceStub(exams)
        self._few_at_once = asyncio.Semaphore(CALLS_AT_ONCE)

    async def give_past(self, students: Sequence[tuple[str, str]]) -> None:
        """Gives students, by person id and matriculation number, results of former semesters."""
        current = Semester.of(local_date(SystemClock().now()))
        enrolments = [
            (number, enrolment)
            for person_id, number in students
            for enrolment in (
                await self._enrolments.ListEnrolments(
                    enrolment_pb2.ListEnrolmentsRequest(person_id=person_id), metadata=self._clerk
                )
            ).enrolments
        ]
        versions = {_version_code(enrolment) for _, enrolment in enrolments}
        modules = {code: await self._modules(code) for code in versions}
        semesters = {
            one.semester.code
            for _, enrolment in enrolments
            for one in enrolment.semesters
            if Semester.parse(one.semester.code) < current
        }
        sittings = {code: await self._first_sittings(code) for code in semesters}
        past = [
            exam
            for number, enrolment in enrolments
            for exam in _past_exams(number, enrolment, modules, sittings)
        ]
        by_sitting: dict[str, list[tuple[PastExam, str]]] = defaultdict(list)
        for exam, registration_id in await asyncio.gather(*map(self._register, past)):
            by_sitting[exam.sitting_id].append((exam, registration_id))
        await asyncio.gather(
            *(self._grade(sitting_id, taken) for sitting_id, taken in by_sitting.items())
        )

    async def _modules(self, version_code: str) -> Sequence[regulations_pb2.Module]:
        answer = await self._regulations.GetRegulationsVersion(
            regulations_pb2.GetRegulationsVersionRequest(regulations_version_code=version_code),
            metadata=self._office,
        )
        return list(answer.regulations_version.modules)

    async def _first_sittings(self, semester_code: str) -> dict[str, sitting_pb2.Sitting]:
        """The first period's sitting of each exam, by exam number."""
        found: dict[str, sitting_pb2.Sitting] = {}
        token = ""
        while True:
            page = await self._sittings.ListSittings(
                sitting_pb2.ListSittingsRequest(
                    semester=semester_pb2.Semester(code=semester_code),
                    examination_period=1,
                    page_size=100,
                    page_token=token,
                ),
                metadata=self._office,
            )
            for sitting in page.sittings:
                if sitting.seating == sitting_pb2.SEATING_FIRST_COME:
                    found.setdefault(sitting.exam_number, sitting)
            token = page.next_page_token
            if not token:
                return found

    async def _register(self, exam: PastExam) -> tuple[PastExam, str]:
        async with self._few_at_once:
            answer = await self._registrations.RegisterStudent(
                registration_pb2.RegisterStudentRequest(
                    sitting_id=exam.sitting_id,
                    matriculation_number=exam.matriculation_number,
                    enrolment_id=exam.enrolment_id,
                    reason=REASON,
                    request_id=_request_id("register", exam.sitting_id, exam.enrolment_id),
                ),
                metadata=self._office,
            )
        return exam, answer.registration.registration_id

    async def _grade(self, sitting_id: str, taken: Sequence[tuple[PastExam, str]]) -> None:
        async with self._few_at_once:
            await self._results.EnterResults(
                result_pb2.EnterResultsRequest(
                    sitting_id=sitting_id,
                    results=[_result(exam, registration_id) for exam, registration_id in taken],
                    request_id=_request_id("enter", sitting_id),
                ),
                metadata=self._office,
            )
            listed = await self._results.ListSittingResults(
                result_pb2.ListSittingResultsRequest(sitting_id=sitting_id, page_size=1),
                metadata=self._office,
            )
            await self._results.ReleaseResults(
                result_pb2.ReleaseResultsRequest(
                    sitting_id=sitting_id,
                    etag=listed.etag,
                    request_id=_request_id("release", sitting_id),
                ),
                metadata=self._office,
            )


def _past_exams(
    number: str,
    enrolment: enrolment_pb2.Enrolment,
    modules: dict[str, Sequence[regulations_pb2.Module]],
    sittings: dict[str, dict[str, sitting_pb2.Sitting]],
) -> Iterator[PastExam]:
    """What the regulations recommend for each semester that is over, as far as it was offered."""
    for spent in enrolment.semesters:
        offered = sittings.get(spent.semester.code, {})
        for module in modules[_version_code(enrolment)]:
            if module.recommended_semester != spent.programme_semester:
                continue
            for exam in module.exams:
                if exam.exam_number in offered:
                    sitting = offered[exam.exam_number]
                    last_date = Semester.parse(spent.semester.code).last_date
                    yield PastExam(
                        enrolment.enrolment_id,
                        number,
                        sitting.sitting_id,
                        exam.exam_number,
                        exam.graded,
                        None if sitting.HasField("start_time") else last_date,
                    )


def _result(exam: PastExam, registration_id: str) -> result_pb2.EnteredResult:
    drawn = zlib.crc32(f"{exam.matriculation_number}/{exam.exam_number}".encode())
    grade = GRADES[drawn % len(GRADES)]
    entered = result_pb2.EnteredResult(registration_id=registration_id)
    if exam.hand_in_date is not None:
        day = exam.hand_in_date
        entered.exam_date.CopyFrom(date_pb2.Date(year=day.year, month=day.month, day=day.day))
    if exam.graded:
        entered.grade = grade
    elif grade == "5.0":
        entered.status = status_pb2.REGISTRATION_STATUS_FAILED
    else:
        entered.status = status_pb2.REGISTRATION_STATUS_PASSED
    return entered


def _version_code(enrolment: enrolment_pb2.Enrolment) -> str:
    return str(enrolment.programme.regulations_versions[0].regulations_version_code)


def _request_id(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, ":".join(parts)))
