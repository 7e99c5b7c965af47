"""Servicers of exams' further contracts over the tests' world."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for. The pages use some of the methods only.
# mypy: disable-error-code="abstract, override, no-untyped-def, no-untyped-call, type-arg"

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from matrikel.exams.v1 import (
    calendar_feed_pb2,
    calendar_feed_pb2_grpc,
    lottery_pb2,
    lottery_pb2_grpc,
    obstacle_pb2,
    receipt_pb2,
    receipt_pb2_grpc,
    regulations_pb2,
    regulations_pb2_grpc,
    result_pb2,
    result_pb2_grpc,
    sick_note_pb2,
    sick_note_pb2_grpc,
    status_pb2,
    status_pb2_grpc,
    study_progress_pb2,
    study_progress_pb2_grpc,
    thesis_pb2,
    thesis_pb2_grpc,
)

from . import exam_world as e
from . import portal_world as w
from .servicer import Servicer
from .sittings_world import OBSTACLES

_PDF = b"%PDF-1.7"


class Statuses(Servicer, status_pb2_grpc.StatusServiceServicer):
    service = "exams"

    async def ListStatuses(self, request, context):
        await self.up(context, "ListStatuses")
        return status_pb2.ListStatusesResponse(statuses=e.statuses())


class Receipts(Servicer, receipt_pb2_grpc.ReceiptServiceServicer):
    service = "exams"

    async def ListReceipts(self, request, context):
        await self.up(context, "ListReceipts")
        registration = self.world.registrations[request.registration_id]
        made = [e.receipt(registration.registration_id, 7, receipt_pb2.RECEIPT_ACTION_REGISTERED)]
        if registration.status == status_pb2.REGISTRATION_STATUS_WITHDRAWN:
            made.append(
                e.receipt(registration.registration_id, 8, receipt_pb2.RECEIPT_ACTION_WITHDRAWN)
            )
        return receipt_pb2.ListReceiptsResponse(receipts=made)

    async def VerifyReceipt(self, request, context):
        await self.up(context, "VerifyReceipt")
        if request.signed != e.RECEIPT:
            sentence = w.both("Diese Quittung ist nicht echt.", "This receipt is not genuine.")
            await w.fail(context, Code.INVALID_ARGUMENT, "RECEIPT_INVALID", sentence, "signed")
        return receipt_pb2.VerifyReceiptResponse(
            receipt=e.receipt(w.ENROLMENT, 7, receipt_pb2.RECEIPT_ACTION_REGISTERED)
        )


class Results(Servicer, result_pb2_grpc.ResultServiceServicer):
    service = "exams"

    async def ListResults(self, request, context):
        await self.up(context, "ListResults")
        passed = status_pb2.REGISTRATION_STATUS_PASSED
        found = [one for one in e.results() if one.status == passed or not request.passed_only]
        # One result to a page: the transcript must gather them all.
        place = int(request.page_token or 0)
        return result_pb2.ListResultsResponse(
            results=found[place : place + 1],
            next_page_token=str(place + 1) if place + 1 < len(found) else "",
        )

    async def GetGradeDistribution(self, request, context):
        await self.up(context, "GetGradeDistribution")
        if request.sitting_id == e.FEW_SITTING:
            sentence = w.both(
                "Eine Verteilung gibt es ab fünf Ergebnissen.",
                "A distribution is shown from five results on.",
            )
            await w.fail(context, Code.FAILED_PRECONDITION, "TOO_FEW_RESULTS", sentence)
        bar = result_pb2.GetGradeDistributionResponse.Bar
        return result_pb2.GetGradeDistributionResponse(
            sitting=e.results()[0].sitting,
            bars=[
                bar(grade="1.3", status=status_pb2.REGISTRATION_STATUS_PASSED, count=7),
                bar(grade="5.0", status=status_pb2.REGISTRATION_STATUS_FAILED, count=1),
            ],
            result_count=8,
            average="1.76",
            failed_permille=125,
        )


class StudyProgress(Servicer, study_progress_pb2_grpc.StudyProgressServiceServicer):
    service = "exams"

    async def GetStudyProgress(self, request, context):
        await self.up(context, "GetStudyProgress")
        return study_progress_pb2.GetStudyProgressResponse(study_progress=e.progress())

    async def PlanGrades(self, request, context):
        await self.up(context, "PlanGrades")
        planned = {one.exam_number: one.grade for one in request.grades}
        if planned.get("1010101") == "4.0":
            sentence = w.both("Diese Prüfung ist bestanden.", "This exam is passed.")
            await w.fail(
                context,
                Code.INVALID_ARGUMENT,
                "EXAM_ALREADY_PASSED",
                sentence,
                "grades[0].exam_number",
            )
        return study_progress_pb2.PlanGradesResponse(
            study_progress=e.progress(planned),
            needed_average="1.52" if request.target_average else "",
            answer=w.both("Das Ziel ist erreichbar.", "The target can be reached."),
        )


class SickNotes(Servicer, sick_note_pb2_grpc.SickNoteServiceServicer):
    service = "exams"

    async def FileSickNote(self, request, context):
        await self.up(context, "FileSickNote")
        if not request.content.startswith(_PDF):
            sentence = w.both("Das ist kein PDF oder Bild.", "This is no PDF or picture.")
            await w.fail(
                context, Code.INVALID_ARGUMENT, "DOCUMENT_TYPE_UNKNOWN", sentence, "content"
            )
        if request.remark == "too late":
            refusal = obstacle_pb2.Refusal(obstacles=OBSTACLES)
            sentence = w.both("Die Krankmeldung kommt zu spät.", "The sick note comes too late.")
            await w.fail(
                context,
                Code.FAILED_PRECONDITION,
                "SICK_NOTE_REFUSED",
                sentence,
                details=(refusal,),
            )
        note = e.sick_note(request.registration_id, request, self.world)
        self.world.cases.sick_notes[note.sick_note_id] = note
        self.world.cases.documents[note.sick_note_id] = request.content
        return sick_note_pb2.FileSickNoteResponse(sick_note=note)

    async def ListSickNotes(self, request, context):
        await self.up(context, "ListSickNotes")
        return sick_note_pb2.ListSickNotesResponse(sick_notes=self.world.cases.sick_notes.values())

    async def GetSickNote(self, request, context):
        await self.up(context, "GetSickNote")
        if request.sick_note_id not in self.world.cases.sick_notes:
            sentence = w.both("Diese Krankmeldung gibt es nicht.", "There is no such sick note.")
            await w.fail(context, Code.NOT_FOUND, "SICK_NOTE_UNKNOWN", sentence)
        return sick_note_pb2.GetSickNoteResponse(
            sick_note=self.world.cases.sick_notes[request.sick_note_id]
        )

    async def DownloadSickNoteDocument(self, request, context):
        await self.up(context, "DownloadSickNoteDocument")
        content = self.world.cases.documents[request.sick_note_id]
        yield sick_note_pb2.DownloadSickNoteDocumentResponse(
            body=HttpBody(content_type="application/pdf", data=content)
        )


class Theses(Servicer, thesis_pb2_grpc.ThesisServiceServicer):
    service = "exams"

    async def ApplyForThesis(self, request, context):
        await self.up(context, "ApplyForThesis")
        if request.first_examiner_user_name == "nobody":
            sentence = w.both("Diese Person prüft nicht.", "This person is no examiner.")
            await w.fail(
                context,
                Code.INVALID_ARGUMENT,
                "EXAMINER_UNKNOWN",
                sentence,
                "first_examiner_user_name",
            )
        if request.title == "Zu früh":
            refusal = obstacle_pb2.Refusal(obstacles=OBSTACLES[:1])
            sentence = w.both("Noch nicht möglich.", "Not possible yet.")
            await w.fail(
                context, Code.FAILED_PRECONDITION, "THESIS_REFUSED", sentence, details=(refusal,)
            )
        thesis = e.thesis(request.title, thesis_pb2.THESIS_STATE_APPLIED)
        self.world.cases.theses[thesis.thesis_id] = thesis
        return thesis_pb2.ApplyForThesisResponse(thesis=thesis)

    async def ListTheses(self, request, context):
        await self.up(context, "ListTheses")
        return thesis_pb2.ListThesesResponse(
            theses=self.world.cases.theses.values(), enrolment_ids=[w.ENROLMENT]
        )

    async def GetThesis(self, request, context):
        await self.up(context, "GetThesis")
        if request.thesis_id not in self.world.cases.theses:
            sentence = w.both("Diese Abschlussarbeit gibt es nicht.", "There is no such thesis.")
            await w.fail(context, Code.NOT_FOUND, "THESIS_UNKNOWN", sentence)
        return thesis_pb2.GetThesisResponse(thesis=self.world.cases.theses[request.thesis_id])

    async def HandInThesis(self, request, context):
        await self.up(context, "HandInThesis")
        if not request.content.startswith(_PDF):
            sentence = w.both("Das ist kein PDF.", "This is no PDF.")
            await w.fail(context, Code.INVALID_ARGUMENT, "DOCUMENT_TYPE_UNKNOWN", sentence)
        thesis = self.world.cases.theses[request.thesis_id]
        thesis.state, thesis.has_document = thesis_pb2.THESIS_STATE_HANDED_IN, True
        thesis.hand_in_time.CopyFrom(w.moment("2027-01-30T10:00:00+01:00"))
        self.world.cases.documents[thesis.thesis_id] = request.content
        return thesis_pb2.HandInThesisResponse(thesis=thesis)

    async def DownloadThesis(self, request, context):
        await self.up(context, "DownloadThesis")
        content = self.world.cases.documents[request.thesis_id]
        yield thesis_pb2.DownloadThesisResponse(
            body=HttpBody(content_type="application/pdf", data=content)
        )


class Lotteries(Servicer, lottery_pb2_grpc.LotteryServiceServicer):
    service = "exams"

    async def GetLottery(self, request, context):
        await self.up(context, "GetLottery")
        if request.sitting_id == w.UNDATED_SITTING:
            sentence = w.both("Hier wird nicht gelost.", "There is no lottery here.")
            await w.fail(context, Code.NOT_FOUND, "LOTTERY_UNKNOWN", sentence)
        return lottery_pb2.GetLotteryResponse(lottery=e.lottery(request.sitting_id))


class CalendarFeeds(Servicer, calendar_feed_pb2_grpc.CalendarFeedServiceServicer):
    service = "exams"

    async def CreateCalendarFeed(self, request, context):
        await self.up(context, "CreateCalendarFeed")
        self.world.cases.has_feed = True
        return calendar_feed_pb2.CreateCalendarFeedResponse(
            path=e.SECRET_PATH, create_time=w.moment("2026-11-21T10:00:00+01:00")
        )

    async def GetCalendarFeed(self, request, context):
        await self.up(context, "GetCalendarFeed")
        answer = calendar_feed_pb2.GetCalendarFeedResponse()
        if self.world.cases.has_feed:
            answer.create_time.CopyFrom(w.moment("2026-11-21T10:00:00+01:00"))
        return answer

    async def DeleteCalendarFeed(self, request, context):
        await self.up(context, "DeleteCalendarFeed")
        self.world.cases.has_feed = False
        return calendar_feed_pb2.DeleteCalendarFeedResponse()


class Regulations(Servicer, regulations_pb2_grpc.RegulationsServiceServicer):
    service = "exams"

    async def GetModule(self, request, context):
        await self.up(context, "GetModule")
        if request.regulations_version_code != e.VERSION:
            sentence = w.both("Diese Fassung gibt es nicht.", "There is no such version.")
            await w.fail(context, Code.NOT_FOUND, "MODULE_UNKNOWN", sentence)
        return e.module(request.semester.code)

    async def GetRegulationsVersion(self, request, context):
        await self.up(context, "GetRegulationsVersion")
        return regulations_pb2.GetRegulationsVersionResponse(
            regulations_version=regulations_pb2.RegulationsVersion(
                regulations_version_code=request.regulations_version_code,
                name=w.both("Prüfungsordnung 2023", "Examination regulations 2023"),
                document_url="https://www.leuphana.example/rpo.pdf",
                modules=[e.module("").module],
                rules=[
                    regulations_pb2.RuleText(
                        rule="attempts",
                        section="RPO § 16",
                        text=w.both("Drei Versuche.", "Three attempts."),
                    )
                ],
            )
        )


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers every servicer of this module."""
    status_pb2_grpc.add_StatusServiceServicer_to_server(Statuses(world), server)
    receipt_pb2_grpc.add_ReceiptServiceServicer_to_server(Receipts(world), server)
    result_pb2_grpc.add_ResultServiceServicer_to_server(Results(world), server)
    study_progress_pb2_grpc.add_StudyProgressServiceServicer_to_server(StudyProgress(world), server)
    sick_note_pb2_grpc.add_SickNoteServiceServicer_to_server(SickNotes(world), server)
    thesis_pb2_grpc.add_ThesisServiceServicer_to_server(Theses(world), server)
    lottery_pb2_grpc.add_LotteryServiceServicer_to_server(Lotteries(world), server)
    calendar_feed_pb2_grpc.add_CalendarFeedServiceServicer_to_server(CalendarFeeds(world), server)
    regulations_pb2_grpc.add_RegulationsServiceServicer_to_server(Regulations(world), server)
