"""Sick notes, theses, the office's registrations, receipts and calendars over gRPC."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
import pytest_asyncio
from chassis.testing import ServiceUnderTest, running_with_sessions
from exams.main import service
from exams.store import students, tables
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import (
    calendar_feed_pb2,
    calendar_feed_pb2_grpc,
    obstacle_pb2,
    receipt_pb2,
    receipt_pb2_grpc,
    registration_pb2,
    registration_pb2_grpc,
    sick_note_pb2,
    sick_note_pb2_grpc,
    status_pb2,
    thesis_pb2,
    thesis_pb2_grpc,
)
from matrikel.type.v1.semester_pb2 import Semester

from services.exams.tests.cases_factories import PDF, with_thesis
from services.exams.tests.rules_factories import studying

FIRST, SECOND = UUID(int=1), UUID(int=2)
EXAM_DAY = Date(year=2027, month=2, day=2)


class Door:
    """The running service and who calls it."""

    def __init__(self, campus: Any, one: ServiceUnderTest) -> None:
        self.campus = campus
        self.signed_in = one.signed_in
        self.sick_notes: Any = sick_note_pb2_grpc.SickNoteServiceStub(one.channel)
        self.theses: Any = thesis_pb2_grpc.ThesisServiceStub(one.channel)
        self.registrations: Any = registration_pb2_grpc.RegistrationServiceStub(one.channel)
        self.receipts: Any = receipt_pb2_grpc.ReceiptServiceStub(one.channel)
        self.calendars: Any = calendar_feed_pb2_grpc.CalendarFeedServiceStub(one.channel)

    @property
    def office(self) -> Any:
        """The examinations office, signed in now."""
        return self.signed_in(uuid4(), (access_pb2.ROLE_EXAMINATIONS_OFFICE,))

    @property
    def first(self) -> Any:
        """The first examiner, signed in now."""
        return self.signed_in(FIRST, (access_pb2.ROLE_EXAMINER,))

    @property
    def second(self) -> Any:
        """The second examiner, signed in now."""
        return self.signed_in(SECOND, (access_pb2.ROLE_EXAMINER,))

    def registered(self) -> tuple[Any, Any, str]:
        """A student's call metadata, the student and a registration."""
        student = self.campus.student()
        registration = self.campus.register(student, self.campus.sitting("1001"))
        return self.signed_in(student.person_id), student, str(registration.registration_id)


@pytest_asyncio.fixture
async def door(campus: Any) -> AsyncIterator[Door]:
    """The service on each database."""
    async with running_with_sessions(service, campus.database, campus.clock) as (one, _):
        yield Door(campus, one)


@contextmanager
def refused(code: grpc.StatusCode, reason: str) -> Iterator[list[Any]]:
    """Expects an error with its reason; yields the obstacles that it carries."""
    found: list[Any] = []
    with pytest.raises(grpc.RpcError) as error:
        yield found
    assert error.value.code() is code
    status = rpc_status.from_call(error.value)  # type: ignore[arg-type]
    assert status is not None
    info, refusal = error_details_pb2.ErrorInfo(), obstacle_pb2.Refusal()
    for detail in status.details:
        if detail.Unpack(info):
            assert info.reason == reason
        elif detail.Unpack(refusal):
            found += refusal.obstacles
    assert info.reason == reason


def filing(registration_id: str, **asked: Any) -> sick_note_pb2.FileSickNoteRequest:
    """A doctor's form for the day of the exam."""
    facts: dict[str, Any] = {
        "ill_from_date": EXAM_DAY,
        "ill_until_date": EXAM_DAY,
        "file_name": "../Attest März.pdf",
        "content": PDF + bytes(200_000) + b"%%EOF",
        "request_id": str(uuid4()),
    }
    return sick_note_pb2.FileSickNoteRequest(registration_id=registration_id, **(facts | asked))


async def test_a_sick_note_from_filing_to_its_decision(door: Door) -> None:
    me, student, registration_id = door.registered()
    request = filing(registration_id)
    filed = (await door.sick_notes.FileSickNote(request, metadata=me)).sick_note
    again = (await door.sick_notes.FileSickNote(request, metadata=me)).sick_note
    assert filed == again
    assert filed.registration.status == status_pb2.REGISTRATION_STATUS_SICK_NOTE_FILED
    assert filed.HasField("limit_time")

    queue = await door.sick_notes.ListOpenSickNotes(
        sick_note_pb2.ListOpenSickNotesRequest(), metadata=door.office
    )
    assert [one.sick_note_id for one in queue.sick_notes] == [filed.sick_note_id]
    assert queue.sick_notes[0].name.family_name == "Öztürk"

    wanted = sick_note_pb2.DownloadSickNoteDocumentRequest(sick_note_id=filed.sick_note_id)
    pieces = [
        piece
        async for piece in door.sick_notes.DownloadSickNoteDocument(wanted, metadata=door.office)
    ]
    assert b"".join(piece.body.data for piece in pieces) == request.content
    assert len(pieces) > 1
    assert (pieces[0].body.content_type, pieces[0].file_name) == (
        "application/pdf",
        "Attest März.pdf",
    )

    decided = await door.sick_notes.DecideSickNote(
        sick_note_pb2.DecideSickNoteRequest(
            sick_note_id=filed.sick_note_id, approve=True, request_id=str(uuid4())
        ),
        metadata=door.office,
    )
    assert decided.sick_note.state == sick_note_pb2.SICK_NOTE_STATE_APPROVED
    own = await door.sick_notes.ListSickNotes(
        sick_note_pb2.ListSickNotesRequest(person_id=str(student.person_id)), metadata=me
    )
    assert (
        own.sick_notes[0].registration.status == status_pb2.REGISTRATION_STATUS_WITHDRAWAL_APPROVED
    )


async def test_a_late_sick_note_is_refused_with_every_obstacle_and_its_evidence(door: Door) -> None:
    _, student, registration_id = door.registered()
    door.campus.at(2027, 2, 20)
    me = door.signed_in(student.person_id)
    day = Date(year=2027, month=2, day=10)
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "SICK_NOTE_REFUSED") as obstacles:
        await door.sick_notes.FileSickNote(
            filing(registration_id, ill_from_date=day, ill_until_date=day), metadata=me
        )
    assert [one.reason for one in obstacles] == ["SICK_NOTE_LATE", "ILLNESS_ON_OTHER_DAYS"]
    attempts = await door.registrations.ListRegistrationAttempts(
        registration_pb2.ListRegistrationAttemptsRequest(person_id=str(student.person_id)),
        metadata=me,
    )
    assert [one.obstacles for one in attempts.attempts] == [obstacles]
    assert attempts.attempts[0].withdrawal


async def test_a_day_that_no_calendar_has_names_its_field(door: Door) -> None:
    me, _, registration_id = door.registered()
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "DATE_WRONG"):
        await door.sick_notes.FileSickNote(
            filing(registration_id, ill_until_date=Date(year=2027, month=2, day=30)), metadata=me
        )


async def test_somebody_elses_sick_note_does_not_exist(door: Door) -> None:
    me, _, registration_id = door.registered()
    filed = (await door.sick_notes.FileSickNote(filing(registration_id), metadata=me)).sick_note
    stranger, _, _ = door.registered()
    with refused(grpc.StatusCode.NOT_FOUND, "SICK_NOTE_UNKNOWN"):
        await door.sick_notes.GetSickNote(
            sick_note_pb2.GetSickNoteRequest(sick_note_id=filed.sick_note_id), metadata=stranger
        )
    wanted = sick_note_pb2.DownloadSickNoteDocumentRequest(sick_note_id=filed.sick_note_id)
    with refused(grpc.StatusCode.NOT_FOUND, "SICK_NOTE_UNKNOWN"):
        async for _ in door.sick_notes.DownloadSickNoteDocument(wanted, metadata=stranger):
            pass
    with refused(grpc.StatusCode.NOT_FOUND, "REGISTRATION_UNKNOWN"):
        await door.sick_notes.FileSickNote(filing(registration_id), metadata=stranger)


async def test_registrations_say_whether_a_sick_note_can_be_filed(door: Door) -> None:
    me, student, registration_id = door.registered()

    async def fileable() -> list[bool]:
        listed = await door.registrations.ListRegistrations(
            registration_pb2.ListRegistrationsRequest(person_id=str(student.person_id)),
            metadata=me,
        )
        return [one.can_file_sick_note for one in listed.registrations]

    assert await fileable() == [True]
    await door.sick_notes.FileSickNote(filing(registration_id), metadata=me)
    assert await fileable() == [False]


def applying(enrolment_id: UUID) -> thesis_pb2.ApplyForThesisRequest:
    """An application with both examiners."""
    return thesis_pb2.ApplyForThesisRequest(
        enrolment_id=str(enrolment_id),
        title="Über das Warten",
        first_examiner_user_name="ameier",
        second_examiner_user_name="bschulz",
        request_id=str(uuid4()),
    )


def admitting(thesis_id: str) -> thesis_pb2.AdmitThesisRequest:
    """An admission for 2 November 2026."""
    return thesis_pb2.AdmitThesisRequest(
        thesis_id=thesis_id,
        title="Über das Warten in Schlangen",
        first_examiner_user_name="ameier",
        second_examiner_user_name="bschulz",
        start_date=Date(year=2026, month=11, day=2),
        semester=Semester(code="2026W"),
        request_id=str(uuid4()),
    )


def grading(thesis_id: str, examiner: int, grade: str) -> thesis_pb2.GradeThesisRequest:
    """A grade."""
    return thesis_pb2.GradeThesisRequest(
        thesis_id=thesis_id, examiner=examiner, grade=grade, request_id=str(uuid4())
    )


async def test_a_thesis_from_application_to_grades(door: Door) -> None:
    with_thesis(door.campus)
    student = studying(door.campus)
    me = door.signed_in(student.person_id)
    made = await door.theses.ApplyForThesis(applying(student.enrolment_id), metadata=me)
    thesis_id = made.thesis.thesis_id
    wanted = thesis_pb2.GetThesisRequest(thesis_id=thesis_id)
    with refused(grpc.StatusCode.NOT_FOUND, "THESIS_UNKNOWN"):
        await door.theses.GetThesis(wanted, metadata=door.first)

    admitted = await door.theses.AdmitThesis(admitting(thesis_id), metadata=door.office)
    assert admitted.thesis.due_date == Date(year=2027, month=1, day=4)
    handed_in = await door.theses.HandInThesis(
        thesis_pb2.HandInThesisRequest(
            thesis_id=thesis_id, content=PDF, file_name="Arbeit.pdf", request_id=str(uuid4())
        ),
        metadata=me,
    )
    assert handed_in.thesis.state == thesis_pb2.THESIS_STATE_HANDED_IN
    assert handed_in.thesis.has_document

    document = thesis_pb2.DownloadThesisRequest(thesis_id=thesis_id)
    [piece] = [one async for one in door.theses.DownloadThesis(document, metadata=door.second)]
    assert (piece.body.data, piece.file_name) == (PDF, "Arbeit.pdf")

    seen = await door.theses.GetThesis(wanted, metadata=door.first)
    assert seen.thesis.grades_as == 1
    await door.theses.GradeThesis(grading(thesis_id, 1, "1.3"), metadata=door.first)
    with refused(grpc.StatusCode.PERMISSION_DENIED, "NOT_THIS_EXAMINER"):
        await door.theses.GradeThesis(grading(thesis_id, 1, "1.0"), metadata=door.second)
    graded = await door.theses.GradeThesis(grading(thesis_id, 2, "2.0"), metadata=door.office)
    assert graded.thesis.state == thesis_pb2.THESIS_STATE_GRADED
    assert (graded.thesis.first_grade, graded.thesis.second_grade) == ("1.3", "2.0")
    [result] = door.campus.rows(tables.results)
    assert result.grade == "1.6"


async def test_a_student_learns_of_grades_with_their_release_only(door: Door) -> None:
    with_thesis(door.campus)
    student = studying(door.campus)
    me = door.signed_in(student.person_id)
    made = await door.theses.ApplyForThesis(applying(student.enrolment_id), metadata=me)
    thesis_id = made.thesis.thesis_id
    await door.theses.AdmitThesis(admitting(thesis_id), metadata=door.office)
    await door.theses.HandInThesis(
        thesis_pb2.HandInThesisRequest(
            thesis_id=thesis_id,
            hand_in_date=Date(year=2026, month=11, day=2),
            request_id=str(uuid4()),
        ),
        metadata=door.office,
    )
    for examiner in (1, 2):
        await door.theses.GradeThesis(grading(thesis_id, examiner, "1.0"), metadata=door.office)
    listed = await door.theses.ListTheses(
        thesis_pb2.ListThesesRequest(person_id=str(student.person_id)), metadata=me
    )
    [own] = listed.theses
    assert (own.first_grade, own.second_grade, own.grades_as) == ("", "", 0)
    assert own.state == thesis_pb2.THESIS_STATE_HANDED_IN


async def test_only_the_office_names_the_day_of_a_hand_in(door: Door) -> None:
    with_thesis(door.campus)
    student = studying(door.campus)
    me = door.signed_in(student.person_id)
    made = await door.theses.ApplyForThesis(applying(student.enrolment_id), metadata=me)
    await door.theses.AdmitThesis(admitting(made.thesis.thesis_id), metadata=door.office)
    request = thesis_pb2.HandInThesisRequest(
        thesis_id=made.thesis.thesis_id,
        content=PDF,
        file_name="Arbeit.pdf",
        hand_in_date=Date(year=2026, month=11, day=2),
        request_id=str(uuid4()),
    )
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "HAND_IN_DATE_NOT_YOURS"):
        await door.theses.HandInThesis(request, metadata=me)


async def test_obstacles_to_a_thesis_are_named_at_once(door: Door) -> None:
    with_thesis(door.campus)
    student = door.campus.student(semesters={"2026W": door.campus.on_leave})
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "THESIS_REFUSED") as obstacles:
        await door.theses.ApplyForThesis(
            applying(student.enrolment_id), metadata=door.signed_in(student.person_id)
        )
    assert [one.reason for one in obstacles] == ["ON_LEAVE"]
    assert obstacles[0].remedy.en


async def test_the_office_lists_theses_by_state_and_an_examiner_their_own(door: Door) -> None:
    with_thesis(door.campus)
    made: list[str] = []
    for _ in range(3):
        student = studying(door.campus)
        door.campus.at(2026, 11, 2, 12, len(made))
        answer = await door.theses.ApplyForThesis(
            applying(student.enrolment_id), metadata=door.signed_in(student.person_id)
        )
        made.append(answer.thesis.thesis_id)
    await door.theses.AdmitThesis(admitting(made[0]), metadata=door.office)
    request = thesis_pb2.ListExaminedThesesRequest(page_size=2)
    first = await door.theses.ListExaminedTheses(request, metadata=door.office)
    request.page_token = first.next_page_token
    second = await door.theses.ListExaminedTheses(request, metadata=door.office)
    found = [one.thesis_id for one in (*first.theses, *second.theses)]
    assert found == list(reversed(made))
    assert second.next_page_token == ""
    examined = await door.theses.ListExaminedTheses(
        thesis_pb2.ListExaminedThesesRequest(), metadata=door.second
    )
    assert [one.thesis_id for one in examined.theses] == [made[0]]


async def test_the_office_registers_and_deregisters_with_receipts(door: Door) -> None:
    student = door.campus.student()
    sitting_id = str(door.campus.sitting("1001"))
    door.campus.at(2026, 12, 1)
    number = door.campus.run(students.addressee_of, student.person_id).matriculation_number
    asked = registration_pb2.RegisterStudentRequest(
        sitting_id=sitting_id,
        matriculation_number=number,
        reason="Härtefall",
        validate_only=True,
        request_id=str(uuid4()),
    )
    would = await door.registrations.RegisterStudent(asked, metadata=door.office)
    assert not would.HasField("registration")
    assert [one.reason for one in would.overridden] == ["WINDOW_CLOSED"]
    asked.validate_only, asked.request_id = False, str(uuid4())
    made = await door.registrations.RegisterStudent(asked, metadata=door.office)
    assert made.registration.remark == "Härtefall"
    checked = await door.receipts.VerifyReceipt(
        receipt_pb2.VerifyReceiptRequest(signed=made.receipt)
    )
    assert checked.receipt.action == receipt_pb2.RECEIPT_ACTION_REGISTERED
    assert checked.receipt.matriculation_number == number

    ended = await door.registrations.DeregisterStudent(
        registration_pb2.DeregisterStudentRequest(
            registration_id=made.registration.registration_id,
            reason="Auf Wunsch",
            request_id=str(uuid4()),
        ),
        metadata=door.office,
    )
    assert ended.registration.status == status_pb2.REGISTRATION_STATUS_DEREGISTERED
    listed = await door.receipts.ListReceipts(
        receipt_pb2.ListReceiptsRequest(registration_id=made.registration.registration_id),
        metadata=door.signed_in(student.person_id),
    )
    assert [one.signed for one in listed.receipts] == [made.receipt, ended.receipt]


async def test_what_no_reason_sets_aside_is_refused_with_every_obstacle(door: Door) -> None:
    student = door.campus.student()
    number = door.campus.run(students.addressee_of, student.person_id).matriculation_number
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "REGISTRATION_REFUSED") as obstacles:
        await door.registrations.RegisterStudent(
            registration_pb2.RegisterStudentRequest(
                sitting_id=str(door.campus.sitting("2001")),
                matriculation_number=number,
                reason="Härtefall",
                request_id=str(uuid4()),
            ),
            metadata=door.office,
        )
    assert [one.reason for one in obstacles] == ["EXAM_NOT_IN_REGULATIONS"]


async def test_anybody_checks_receipts_with_the_published_keys(door: Door) -> None:
    keys = await door.receipts.ListReceiptKeys(receipt_pb2.ListReceiptKeysRequest())
    assert keys.keys
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "RECEIPT_INVALID"):
        await door.receipts.VerifyReceipt(receipt_pb2.VerifyReceiptRequest(signed="a.b.c"))


async def test_a_calendar_behind_its_secret_address(door: Door) -> None:
    me, student, registration_id = door.registered()
    person_id = str(student.person_id)
    nothing = await door.calendars.GetCalendarFeed(
        calendar_feed_pb2.GetCalendarFeedRequest(person_id=person_id), metadata=me
    )
    assert not nothing.HasField("create_time")
    made = await door.calendars.CreateCalendarFeed(
        calendar_feed_pb2.CreateCalendarFeedRequest(person_id=person_id), metadata=me
    )
    secret = made.path.removeprefix("/v1/calendars/")
    wanted = calendar_feed_pb2.DownloadCalendarRequest(secret=secret)
    answer = await door.calendars.DownloadCalendar(wanted)
    assert answer.file_name in ("pruefungen.ics", "exams.ics")
    calendar = answer.body
    assert calendar.content_type == "text/calendar; charset=utf-8"
    assert registration_id.encode() in calendar.data
    await door.calendars.DeleteCalendarFeed(
        calendar_feed_pb2.DeleteCalendarFeedRequest(person_id=person_id), metadata=me
    )
    with refused(grpc.StatusCode.NOT_FOUND, "CALENDAR_UNKNOWN"):
        await door.calendars.DownloadCalendar(wanted)


async def test_the_calendar_of_regulations_is_public(door: Door) -> None:
    answer = await door.calendars.DownloadRegulationsCalendar(
        calendar_feed_pb2.DownloadRegulationsCalendarRequest(
            regulations_version_code="KUWI-BA-2024", semester=Semester(code="2026W")
        )
    )
    assert answer.body.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer.file_name == "KUWI-BA-2024-2026W.ics"
    assert answer.body.data.count(b"BEGIN:VEVENT") == 5


@pytest.mark.parametrize("blank", ["  ", "\t\n", "\u00a0"], ids=ascii)
async def test_a_blank_reason_is_none(door: Door, blank: str) -> None:
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_MALFORMED"):
        await door.registrations.RegisterStudent(
            registration_pb2.RegisterStudentRequest(
                sitting_id=str(uuid4()),
                matriculation_number="3000001",
                reason=blank,
                request_id=str(uuid4()),
            ),
            metadata=door.office,
        )
